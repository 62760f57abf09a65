"""``[exclude]`` as it is now, applied to what was stored under other rules."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable

from coucou.core.address import normal
from coucou.core.settings import Settings
from coucou.core.touch import is_list
from coucou.store import accounts, migrations
from coucou.store.codes import CC
from coucou.store.excluded import Excluded, name_mark
from coucou.store.file import Store
from coucou.store.forgotten import kept_out
from coucou.store.statements import sql

_Scope = dict[str, list[str] | bool | int]


def enforce(store: Store, settings: Settings) -> None:
    """Take out what ``[exclude]`` newly keeps out, for good: overwritten in the file, and gone from its old copies.

    What it does not keep out any more was never stored, and neither was a past that is longer now: then all is read
    from the start at the next sync.
    """
    excluded = kept_out(store, settings.exclude)
    scope = _scope(excluded, settings.history_years)
    known = accounts.meta(store, "scope")
    before: _Scope = json.loads(known) if known else {}
    if before == scope:
        return
    # Set outside of any transaction, where alone it takes effect on every page that is freed.
    store.connection.execute("PRAGMA secure_delete = ON")
    with store.transaction():
        if before:
            take_out(store.connection, excluded)
        if before and _wider(before, scope):
            store.connection.execute(sql("accounts.forget_cursors"))
        accounts.set_meta(store, "scope", json.dumps(scope, sort_keys=True))
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if before:
        for copy in migrations.backups(store.path):
            copy.unlink(missing_ok=True)


def _scope(excluded: Excluded, years: int) -> _Scope:
    return {
        "addresses": sorted(excluded.addresses),
        "domains": sorted(excluded.domains),
        "labels": sorted(excluded.labels),
        "subjects": excluded.subjects,
        "years": years,
    }


def _wider(before: _Scope, now: _Scope) -> bool:
    """Whether something may be read now that was not to be read before."""

    def names(scope: _Scope, kind: str) -> set[str]:
        found = scope.get(kind, [])
        return set(found) if isinstance(found, list) else set()

    if any(names(before, kind) - names(now, kind) for kind in ("addresses", "domains", "labels")):
        return True
    return bool(now["subjects"] and not before["subjects"]) or int(str(now["years"])) > int(str(before["years"]))


def take_out(db: sqlite3.Connection, excluded: Excluded) -> None:
    """Remove what ``excluded`` keeps out."""
    for number, names in db.execute(sql("purge.label_sets")).fetchall():
        if excluded.labelled(json.loads(names)):
            db.execute(sql("purge.delete_labelled"), (number,))
    addresses = db.execute(sql("purge.all_addresses")).fetchall()
    for number, address in addresses:
        if excluded.address(address):
            _forget_address(db, number, address)
    db.execute(sql("purge.delete_orphans"))
    _purge_cards(db, excluded)
    if not excluded.subjects:
        db.execute(sql("purge.forget_mail_subjects"))
        db.execute(sql("purge.forget_event_subjects"))


def _forget_address(db: sqlite3.Connection, number: int, address: str) -> None:
    roles: dict[int, set[int]] = {}
    for message, role in db.execute(sql("purge.rows_of"), (number,)):
        roles.setdefault(message, set()).add(role)
    if not is_list(address):  # a list was nobody when the group was counted, and stays nobody
        counted = [(1, 0 if held == {CC} else 1, message) for message, held in roles.items()]
        db.executemany(sql("purge.count_left_out"), counted)
    db.execute(sql("purge.delete_rows_of"), (number,))
    db.executemany(sql("purge.delete_if_alone"), [(message,) for message in roles])
    events = db.execute(sql("purge.events_of"), (number,)).fetchall()
    db.execute(sql("purge.delete_event_rows_of"), (number,))
    db.executemany(sql("purge.untitle_if_alone"), events)
    db.execute(sql("purge.delete_bounces_of"), (number,))
    db.execute(sql("purge.delete_folded_of"), (number,))
    db.execute(sql("purge.delete_address"), (number,))
    forget_rests(db, address)


def forget_rests(db: sqlite3.Connection, address: str) -> None:
    """Take out what stands of an address (normal form) beside mail, meetings and cards."""
    for statement in ("purge.delete_choice", "purge.delete_manner", "taken.forget"):
        db.execute(sql(statement), (address,))
    _forget_proposals(db, address)


def forget_named(db: sqlite3.Connection, marks: Collection[str]) -> None:
    """Take out what was proposed about those of whom nothing but a name is known; ``marks`` as of ``name_mark``."""
    for proposal, addresses, _, name in db.execute(sql("purge.proposal_addresses")).fetchall():
        if not json.loads(addresses) and name_mark(name) in marks:
            _forget_proposal(db, proposal)


def _forget_proposals(db: sqlite3.Connection, address: str) -> None:
    """Those about the person, and those that were to go to them: an introduction is asked of somebody else."""
    for proposal, addresses, to, _ in db.execute(sql("purge.proposal_addresses")).fetchall():
        if address in json.loads(addresses) or address == normal(to):
            _forget_proposal(db, proposal)


def _forget_proposal(db: sqlite3.Connection, proposal: str) -> None:
    """What was sent keeps its key, so that it is never sent again; nothing in it tells of anybody."""
    sent = db.execute(sql("purge.has_effect"), (proposal,)).fetchone()
    db.execute(sql("purge.blank_proposal" if sent else "purge.delete_proposal"), (proposal,))


def _purge_cards(db: sqlite3.Connection, excluded: Excluded) -> None:
    for card, labels in db.execute(sql("purge.card_labels")).fetchall():
        if excluded.labelled(json.loads(labels)):
            db.execute(sql("purge.delete_card"), (card,))
    for card, name in db.execute(sql("purge.cards_without_address")).fetchall():
        if excluded.named(name):
            db.execute(sql("purge.delete_card"), (card,))
    kept_out: Iterable[tuple[int, str]] = [
        (card, address) for card, address in db.execute(sql("purge.card_addresses")) if excluded.address(address)
    ]
    for card, address in kept_out:
        db.execute(sql("purge.delete_card_address"), (card, address))
        if db.execute(sql("purge.card_has_address"), (card,)).fetchone() is None:
            db.execute(sql("purge.delete_card"), (card,))
