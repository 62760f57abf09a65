"""On how much of what was read an address stands: what the user's own are learnt from where no source says them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from coucou.core.facts import AddressFacts
from coucou.core.names import NameKey, read
from coucou.core.own import Presence
from coucou.store.file import Store
from coucou.store.statements import sql


def presences(store: Store) -> tuple[list[Presence], int]:
    """The addresses that stand on most personal messages and meetings, and how many of these there are. On mail, only
    those who wrote some."""
    (total,) = store.connection.execute(sql("people.presence_total")).fetchone()
    rows = store.connection.execute(sql("people.presence")).fetchall()
    return [Presence(_facts(store, *row), times) for *row, times in rows], total


def namesakes(store: Store, mine: NameKey, own: Collection[str]) -> Iterator[Presence]:
    """The addresses, not ``own``, that were seen under the user's full name."""
    found = {number for number, name in store.connection.execute(sql("people.all_names")) if _is(name, mine)}
    for number in sorted(found):
        (address, grouped) = store.connection.execute(sql("people.address"), {"id": number}).fetchone()
        if address in own:
            continue
        with_own: dict[int, bool] = {}
        for thing, other in store.connection.execute(sql("people.company"), {"id": number}):
            with_own[thing] = with_own.get(thing, False) or other in own
        alone = sum(not one for one in with_own.values())
        yield Presence(_facts(store, number, address, grouped), len(with_own), alone)


def facts_of(store: Store, address: str) -> Iterator[AddressFacts]:
    """The names of one address (in normal form); nothing when it was never seen."""
    for number, grouped in store.connection.execute(sql("people.by_text"), {"address": address}).fetchall():
        yield _facts(store, number, address, grouped)


def _is(name: str, mine: NameKey) -> bool:
    key = read(name).key
    return key is not None and key.words == mine.words


def _facts(store: Store, number: int, address: str, grouped: int) -> AddressFacts:
    names: dict[str, int] = {}
    for name, seen in store.connection.execute(sql("people.all_names_of"), {"id": number}):
        names[name] = names.get(name, 0) + seen
    return AddressFacts(address, names, 0, 0, direct=0, group=bool(grouped))
