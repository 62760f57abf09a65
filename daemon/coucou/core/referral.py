"""Referrals: who could introduce the user to somebody, the best first.

The best is the one with the two strongest ties. The first is the user's own with them, as the ranking judges it. The
second is what the ledger saw of them and the other together (in threads and meetings with the user), or the same
organisation on contact cards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from math import sqrt

from coucou.core.address import domain_of
from coucou.core.names import fold
from coucou.core.people import Person
from coucou.core.reason import Reason, because
from coucou.core.route import Mutual, address_of, against_person
from coucou.core.settings import Settings
from coucou.core.ties import Tie

HALF_TOGETHER = 4.0  # threads and meetings together that make the second tie half as strong as it gets
SAME_ORGANIZATION = 0.3  # what the same organisation is worth when nothing was seen: less than two threads together
LONGEST_SILENCE_DAYS = 180  # nobody is asked a favour out of a longer silence
WEAKEST = 0.2  # of the user's own tie: below it there is nobody to ask


def mutuals(
    whom: Person,
    ties: Iterable[Tie],
    together: Mapping[str, int],
    settings: Settings,
    *,
    held_back: Collection[str] = (),
) -> tuple[Mutual, ...]:
    """Who could introduce the user to ``whom``, best first; equals stand by their keys.

    ``together``: by a person's key, how many threads and meetings they shared with ``whom``. Left out are people marked
    private or never, those of ``held_back`` (an open proposal, asked within a month), those without an address to write
    to, and ties that are weak or silent for half a year: a favour is asked of somebody one is in touch with.
    """
    found = []
    for tie in ties:
        person, times = tie.person, together.get(tie.person.key, 0)
        if person.key == whom.key or not (times or _same_organization(person, whom)):
            continue
        if tie.silence_days > LONGEST_SILENCE_DAYS or tie.strength < WEAKEST or person.moved:
            continue
        if person.key in held_back or against_person(person, settings):
            continue
        address = address_of(person)
        if isinstance(address, str):
            second = times / (times + HALF_TOGETHER) if times else SAME_ORGANIZATION
            found.append(Mutual(person, address, sqrt(tie.strength * second), _why(person, times)))
    return tuple(sorted(found, key=lambda one: (-one.strength, one.person.key)))


def _why(person: Person, together: int) -> Reason:
    if together:
        return because("route.referral.together", name=person.name, n=together)
    return because("route.referral.organization", name=person.name, organization=person.organization)


def _same_organization(one: Person, other: Person) -> bool:
    if one.domain and one.domain in {domain_of(address) for address in other.addresses}:
        return True
    mine = fold(one.organization)
    return bool(mine) and mine == fold(other.organization)
