"""Which of the addresses that bear one full name are one person's. The rules stand in ``coucou.core.people``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from coucou.core.names import NameKey, agree, is_common

_HANDOVER = 90 * 86400  # seconds that an old and a new address may overlap
_NUMBER = re.compile(r"[._-]?(?<!\d)\d{0,2}$")
_MANY = 12  # more bearers than this and the name is no evidence, except inside one organisation


@dataclass(frozen=True, slots=True)
class Namesake:
    """One bearer of the name: an address, or several that are known to be one person's."""

    id: str
    key: NameKey
    addresses: tuple[str, ...]
    organizations: frozenset[str]  # domains; none for free mail and profiles
    first: int  # epoch seconds; of the organisations' addresses if there are any
    last: int

    @property
    def profiles(self) -> frozenset[str]:
        """On LinkedIn, where nobody has two."""
        return frozenset(a for a in self.addresses if a.startswith("linkedin.com/in/"))


def joined(bearers: Sequence[Namesake], apart: Collection[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pairs of ids to be joined. ``bearers`` share their key's words; the answer does not depend on their order."""
    at_work = sorted((b for b in bearers if b.organizations), key=lambda b: b.id)
    elsewhere = sorted((b for b in bearers if not b.organizations), key=lambda b: b.id)
    if len(bearers) > _MANY:
        yield from _inside(at_work, apart)
        return
    people = list(_people(at_work, apart))
    for person in people:
        yield from ((person[0].id, other.id) for other in person[1:])
    if len(people) > 1:
        return  # which of them is it, at home? Nobody can tell
    rest = [*people[0], *elsewhere] if people else elsewhere
    for group in _people(rest, apart):
        yield from ((group[0].id, other.id) for other in group[1:])


def _people(bearers: Sequence[Namesake], apart: Collection[tuple[str, str]]) -> Iterator[list[Namesake]]:
    """The connected groups under "can be one person", split up wherever two of a group cannot."""
    left = list(bearers)
    while left:
        group = [left.pop(0)]
        for one in group:  # grows while it is walked
            near = [b for b in left if _linked(one, b, apart)]
            group += near
            left = [b for b in left if b not in near]
        if any(_opposed(a, b, apart) for a, b in combinations(group, 2)):
            yield from _split(group, apart)
        else:
            yield group


def _split(group: list[Namesake], apart: Collection[tuple[str, str]]) -> Iterator[list[Namesake]]:
    pairs = list(_inside(group, apart))
    taken = {id for pair in pairs for id in pair}
    for one in group:
        if one.id not in taken:
            yield [one]
    for head in sorted({a for a, _ in pairs}):
        yield [b for b in group if b.id == head or (head, b.id) in pairs]


def _inside(bearers: Sequence[Namesake], apart: Collection[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pairs within one organisation, where all its bearers of the name agree."""
    organizations = sorted({o for b in bearers for o in b.organizations if len(b.organizations) == 1})
    for organization in organizations:
        here = [b for b in bearers if b.organizations == {organization}]
        if not any(_opposed(a, b, apart) for a, b in combinations(here, 2)):
            yield from ((here[0].id, other.id) for other in here[1:])


def _linked(a: Namesake, b: Namesake, apart: Collection[tuple[str, str]]) -> bool:
    if _opposed(a, b, apart):
        return False
    if a.organizations & b.organizations or not is_common(a.key):
        return True
    if bool(a.organizations) != bool(b.organizations):
        return True
    return a.last <= b.first + _HANDOVER or b.last <= a.first + _HANDOVER


def _opposed(a: Namesake, b: Namesake, apart: Collection[tuple[str, str]]) -> bool:
    if not agree(a.key, b.key) or (a.profiles and b.profiles and a.profiles.isdisjoint(b.profiles)):
        return True
    for one in a.addresses:
        for other in b.addresses:
            if (min(one, other), max(one, other)) in apart or _numbered(one, other):
                return True
    return False


def _numbered(one: str, other: str) -> bool:
    """``jean.roy@`` and ``jean.roy2@`` of one organisation: it tells two people of one name apart so.

    Longer numbers are years of birth and the like, and tell nothing.
    """
    (mine, _, here), (theirs, _, there) = one.rpartition("@"), other.rpartition("@")
    if here != there or mine == theirs:
        return False
    my_number, their_number = _NUMBER.search(mine), _NUMBER.search(theirs)
    return mine[: my_number.start()] == theirs[: their_number.start()] if my_number and their_number else False
