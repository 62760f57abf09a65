"""What each message was between the user and the others, judged again when own addresses or its people changed."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection, Iterable

from coucou.core.touch import contact, people_among
from coucou.store.codes import CC, FROM, KINDS, ROLES, TO
from coucou.store.file import Store
from coucou.store.statements import sql


def own_stored(store: Store) -> frozenset[str]:
    """The addresses (normal forms) that the ledger was last judged with as the user's own."""
    return frozenset(address for _, address in store.connection.execute(sql("mail.own_addresses")))


def set_own(store: Store, own: Collection[str]) -> int:
    """Make ``own`` (normal forms) the user's addresses, judge again what they stand on; how many addresses changed."""
    changed: list[tuple[int, int]] = []
    with store.transaction():
        db = store.connection
        before = {address: number for number, address in db.execute(sql("mail.own_addresses"))}
        changed += ((0, number) for address, number in before.items() if address not in own)
        for address in sorted(set(own) - before.keys()):
            row = db.execute(sql("mail.find_address"), (address,)).fetchone()
            if row:
                changed.append((1, int(row[0])))
        db.executemany(sql("mail.set_own"), changed)
        for _, number in changed:
            judge_again(db, _messages_with(db, number))
    return len(changed)


def judge_again(connection: sqlite3.Connection, messages: Iterable[int]) -> None:
    """Judge the contact and the size of some messages anew, by who is the user's own now; one at a time, any number."""
    for number in messages:
        connection.executemany(sql("mail.judge"), _changes(connection, number))


def _messages_with(connection: sqlite3.Connection, address: int) -> Iterable[int]:
    """Numbers of the messages that an address stands on, read at once: the rows change while we go."""
    # An array, because a list of a million numbers would take 40 MB.
    return array("q", (row[0] for row in connection.execute(sql("mail.messages_with"), (address,))))


def _changes(db: sqlite3.Connection, number: int) -> list[tuple[int, int, int, int, int, int]]:
    kind, left_out, left_out_talking = db.execute(sql("mail.facts_of"), (number,)).fetchone()
    rows = db.execute(sql("mail.participants_of"), (number,)).fetchall()
    own = {address for *_, address, is_own in rows if is_own}
    talkers = {address for _, _, role, _, _, address, _ in rows if role != CC}
    everybody = {row[5] for row in rows}
    outgoing = any(role == FROM and is_own for _, _, role, _, _, _, is_own in rows)
    own_in_to = any(role == TO and is_own for _, _, role, _, _, _, is_own in rows)
    talking = people_among(talkers, own) + left_out_talking
    people = people_among(everybody, own) + left_out
    others = people - (1 if own else 0)
    changes = []
    for address_id, moment, role, old, size, _, _ in rows:
        new = contact(
            ROLES[role], outgoing=outgoing, own_in_to=own_in_to, talking=talking, people=people, kind=KINDS[kind]
        )
        if (new, others) != (old, size):
            changes.append((new, others, address_id, moment, number, role))
    return changes
