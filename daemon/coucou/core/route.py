"""Routes: for each tie, which approach by which channel and to which address, or why none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from coucou.core.address import domain_of, is_mailable, is_robot, is_role, normal
from coucou.core.domains import lies_in
from coucou.core.people import Person
from coucou.core.proposal import PassedOver
from coucou.core.reason import Reason, because
from coucou.core.settings import Aim, Approach, Channel, PersonSettings, Said, Settings
from coucou.core.ties import Tie
from coucou.core.touch import is_list

INVITE_UP_TO_DAYS = 180
INVITE_FROM_TOUCHES = 5

_NOTHING_SAID = PersonSettings()


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody without a tie whom the user would like to know, judged as far as a plan needs it.

    ``shared``: what the two share, for a colleague: "meetings", "threads" or "organization".
    """

    person: Person
    likelihood: float
    worth: float
    score: float
    reasons: tuple[Reason, ...] = ()
    aim: Aim | None = None
    shared: str = ""
    drawn_by: Said = ""
    last_touch: datetime | None = None  # there was none: a tie has one
    silence_days: int | None = None


@dataclass(frozen=True, slots=True)
class Mutual:
    """Somebody who could introduce the user, where to write to them, and why they. ``strength``: of both ties, 0..1."""

    person: Person
    address: str
    strength: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Route:
    """``organization`` is the domain that the budget counts: "" for the user's own, and for people without one.

    ``mutuals``: of a referral, who could introduce the user, best first. ``missing``: what the user must say before it
    can be approved.
    """

    tie: Tie | Stranger
    approach: Approach
    channel: Channel
    address: str
    inside: bool  # the user's own organisation
    organization: str
    reasons: tuple[Reason, ...]
    mutuals: tuple[Mutual, ...] = ()
    missing: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: the first whose ``when(tie, inside)`` holds decides."""

    code: str
    when: Callable[[Tie, bool], bool]
    approach: Approach
    channel: Channel


def touches(tie: Tie) -> int:
    return tie.sent + tie.received + tie.meetings


ROUTES: tuple[Row, ...] = (
    Row("route.outside", lambda tie, inside: not inside, Approach.CATCH_UP, Channel.ASK),
    Row("route.long_silence", lambda tie, _: tie.silence_days > INVITE_UP_TO_DAYS, Approach.CATCH_UP, Channel.ASK),
    Row("route.few_touches", lambda tie, _: touches(tie) < INVITE_FROM_TOUCHES, Approach.CATCH_UP, Channel.ASK),
    Row("route.inside", lambda tie, _: True, Approach.CATCH_UP, Channel.INVITE),
)
"""Ties only: people without one (colleagues little known, strangers) have theirs in ``coucou.core.strangers``."""

BY_TEXT = frozenset({Approach.MESSAGE, Approach.REFERRAL, Approach.INTRODUCTION})
"""The approaches that are a text to copy, whatever channel was chosen."""

NAMES_NO_TIME = frozenset({Approach.REFERRAL, Approach.INTRODUCTION})
"""The approaches whose texts leave the time to the other: nobody can be invited to one by their yes."""


def route(tie: Tie, settings: Settings, held_back: Mapping[str, Reason] | None = None) -> Route | PassedOver:
    """The way to this tie, or the first reason against any, the user's own word before all others.

    ``held_back`` is what the store knows against people, by their key: an open proposal, a rest after an answer, a
    snooze, a "never" said at a command.
    """
    person = tie.person
    said = person.settings or _NOTHING_SAID
    against = (
        by_the_user(person)
        or (held_back or {}).get(person.key)
        or excluded(person, settings)
        or (None if tie.dormant else because("not_dormant", n=tie.silence_days))
        or (because("moved") if person.moved and not said.preferred else None)
    )
    if against:
        return PassedOver(person, against)
    address = address_of(person)
    if isinstance(address, Reason):
        return PassedOver(person, address)
    inside = is_inside(person, address, settings)
    row = next(row for row in ROUTES if row.when(tie, inside))
    approach, channel, chosen = _as_the_user_chose(row, said)
    reason = because("route.chosen") if chosen else because(row.code, n=touches(tie))
    return Route(tie, approach, channel, address, inside, "" if inside else person.domain, (reason,))


def routes_of(
    ties: Iterable[Tie], settings: Settings, held_back: Mapping[str, Reason] | None = None
) -> tuple[list[Route], list[PassedOver]]:
    """Every tie's route or the reason why it has none, in the order given."""
    routes: list[Route] = []
    passed_over: list[PassedOver] = []
    for tie in ties:
        found = route(tie, settings, held_back)
        if isinstance(found, Route):
            routes.append(found)
        else:
            passed_over.append(found)
    return routes, passed_over


def address_of(person: Person) -> str | Reason:
    """Where to write: the address that the user picked, else the first that can be written to, the one used last first.

    Without one, the reason: that of the address which came closest.
    """
    preferred = person.settings.preferred if person.settings else None
    choice = (normal(preferred),) if preferred else person.addresses
    reasons = []
    for address in choice:
        reason = _unusable(address, person)
        if reason is None:
            return address
        reasons.append(reason)
    return because(max(reasons, key=_UNUSABLE.index, default="no_address"))


_UNUSABLE = ("no_address", "robot", "role_address", "dead_address")


def _unusable(address: str, person: Person) -> str | None:
    if not is_mailable(address):
        return "no_address"
    if is_robot(address):
        return "robot"
    if is_role(address) or is_list(address):
        return "role_address"
    return "dead_address" if address in person.dead else None


def is_inside(person: Person, address: str, settings: Settings) -> bool:
    """Whether ``address`` belongs to the user's organisation. A person whose domain is "" uses free mail, which is no
    organisation, whatever the settings say."""
    return bool(person.domain) and _under(domain_of(address), settings.organization.domains)


def _under(domain: str, parents: Iterable[str]) -> bool:
    return any(lies_in(domain, parent) for parent in map(str.casefold, parents) if parent)


def by_the_user(person: Person) -> Reason | None:
    """The user's own word against writing to somebody."""
    said = person.settings or _NOTHING_SAID
    if said.never:
        return because("never")
    return because("private") if said.private else None


def against_person(person: Person, settings: Settings) -> Reason | None:
    """What stands against writing to somebody, whatever the approach: the user's word, or ``[exclude]``."""
    return by_the_user(person) or excluded(person, settings)


def excluded(person: Person, settings: Settings) -> Reason | None:
    """What was stored before the user excluded it is still not to be used."""
    exclude = settings.exclude
    if not (exclude.addresses or exclude.domains):
        return None
    kept_out = {normal(address) for address in exclude.addresses}
    for address in person.addresses:
        if address in kept_out or _under(domain_of(address), exclude.domains):
            return because("excluded")
    return None


def _as_the_user_chose(row: Row, said: PersonSettings) -> tuple[Approach, Channel, bool]:
    """A referral and an introduction are for those one does not know: somebody known gets a message in their place."""
    approach = said.approach or row.approach
    if approach in BY_TEXT:
        return Approach.MESSAGE, Channel.DRAFT, True
    channel = said.channel or row.channel
    return approach, channel, (approach, channel) != (row.approach, row.channel)
