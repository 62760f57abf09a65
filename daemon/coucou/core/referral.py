"""Referrals: who could introduce the user to somebody, the best first.

The best is the one with the two strongest ties. The first is the user's own with them, as the ranking judges it. The
second is what the ledger saw of them and the other together (in threads and meetings with the user), or the same
organisation on contact cards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from coucou.core.address import domain_of
from coucou.core.domains import name_words, organization_domain
from coucou.core.people import Person
from coucou.core.reason import Reason, because
from coucou.core.route import Mutual, address_of, against_person
from coucou.core.settings import Settings
from coucou.core.ties import Tie

HALF_TOGETHER = 4.0  # threads and meetings together that make the second tie half as strong as it gets
SAME_ORGANIZATION = 0.3  # what the same organisation is worth when nothing was seen: less than two threads together
LONGEST_SILENCE_DAYS = 180  # nobody is asked a favour out of a longer silence
WEAKEST = 0.2  # of the user's own tie: below it there is nobody to ask


@dataclass(frozen=True, slots=True)
class Circle:
    """Everybody who could be asked for a referral, with the address to write to, by organisation and by domain too."""

    by_key: Mapping[str, tuple[Tie, str]]
    by_organization: Mapping[tuple[str, ...], tuple[str, ...]]
    by_domain: Mapping[str, tuple[str, ...]]


def circle(ties: Iterable[Tie], settings: Settings, held_back: Collection[str] = ()) -> Circle:
    """Left out are people marked private or never, those of ``held_back`` (an open proposal, asked within a month),
    who moved or has no address to write to, and ties that are weak or silent for half a year: a favour is asked of
    somebody one is in touch with."""
    by_key: dict[str, tuple[Tie, str]] = {}
    organizations: dict[tuple[str, ...], list[str]] = {}
    domains: dict[str, list[str]] = {}
    for tie in ties:
        person = tie.person
        if tie.silence_days > LONGEST_SILENCE_DAYS or tie.strength < WEAKEST or person.moved:
            continue
        if person.key in held_back or against_person(person, settings):
            continue
        address = address_of(person)
        if isinstance(address, str):
            by_key[person.key] = tie, address
            if words := name_words(person.organization):
                organizations.setdefault(words, []).append(person.key)
            if person.domain:
                domains.setdefault(person.domain, []).append(person.key)
    return Circle(by_key, _fixed(organizations), _fixed(domains))


def mutuals(whom: Person, among: Circle, together: Mapping[str, int]) -> tuple[Mutual, ...]:
    """Who of a circle could introduce the user to ``whom``, best first; equals stand by their keys.

    ``together``: by a person's key, how many threads and meetings they shared with ``whom``.
    """
    colleagues = {*among.by_organization.get(name_words(whom.organization), ())}
    for address in whom.addresses:
        colleagues.update(among.by_domain.get(organization_domain(domain_of(address)), ()))
    found = []
    for key in (colleagues | together.keys()) - {whom.key}:
        if key in among.by_key:
            tie, address = among.by_key[key]
            times = together.get(key, 0)
            second = times / (times + HALF_TOGETHER) if times else SAME_ORGANIZATION
            found.append(Mutual(tie.person, address, sqrt(tie.strength * second), _why(tie.person, times)))
    return tuple(sorted(found, key=lambda one: (-one.strength, one.person.key)))


def _fixed(lists: Mapping[Any, list[str]]) -> dict[Any, tuple[str, ...]]:
    return {name: tuple(keys) for name, keys in lists.items()}


def _why(person: Person, together: int) -> Reason:
    if together:
        return because("route.referral.together", name=person.name, n=together)
    return because("route.referral.organization", name=person.name, organization=person.organization)
