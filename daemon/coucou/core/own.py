"""Which addresses are the user's own where nothing says what the user sent: a whole mailbox in one file, a calendar.

Whose archive it is, is on nearly all of it. And who bears the user's full name, hardly ever beside the user's own
address, is the user elsewhere: a namesake would stand on the user's messages because the user wrote or read them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from coucou.core.address import normal
from coucou.core.facts import AddressFacts
from coucou.core.groups import dominant, full_names, is_somebody
from coucou.core.names import NameKey, key
from coucou.core.settings import Me, PersonSettings

ENOUGH = 5  # messages and meetings before anything is read from them
_SEVERAL = 3  # of an address beside the first
_RIVAL = 0.7  # of the times of the most present: who stands on as much may be the one whose archive it is


@dataclass(frozen=True, slots=True)
class Presence:
    """How often an address stands on what was read. ``alone``: of these ``times``, those without an own address."""

    facts: AddressFacts
    times: int
    alone: int = 0


def everywhere(presences: Iterable[Presence], total: int, me: Me, people: Iterable[PersonSettings] = ()) -> str | None:
    """The address that stands on at least half of the ``total`` messages and meetings, far more often than any other or
    under the user's name; None when there is none, or another's name is on it. What ``people`` have is not it."""
    taken, mine = _taken(people), key(me.name)
    found = sorted((p for p in presences if _may_be(p.facts, taken)), key=lambda p: (-p.times, p.facts.address))
    found = [one for one in found if mine and _alike(one.facts, mine)] or found
    if not found or total < ENOUGH or 2 * found[0].times < total:
        return None
    first, rivals = found[0], found[1:]
    name = dominant(full_names(first.facts))
    if mine and name and mine.words != name.words:
        return None
    if any(other.times > _RIVAL * first.times and not _alike(other.facts, name) for other in rivals):
        return None
    return first.facts.address


def elsewhere(
    presences: Iterable[Presence], mine: NameKey, own: Collection[str], people: Iterable[PersonSettings] = ()
) -> frozenset[str]:
    """The other addresses under the user's full name that mostly stand where no own address does."""
    taken = _taken(people)
    return frozenset(
        one.facts.address
        for one in presences
        if one.facts.address not in own
        and one.times >= _SEVERAL
        and 2 * one.alone > one.times
        and _alike(one.facts, mine)
        and _may_be(one.facts, taken)
    )


def _alike(facts: AddressFacts, name: NameKey | None) -> bool:
    theirs = dominant(full_names(facts))
    return bool(name and theirs and name.words == theirs.words and name.generation == theirs.generation)


def _taken(people: Iterable[PersonSettings]) -> frozenset[str]:
    return frozenset(normal(address) for entry in people for address in entry.addresses)


def _may_be(facts: AddressFacts, taken: Collection[str]) -> bool:
    return facts.address not in taken and is_somebody(facts, full_names(facts))
