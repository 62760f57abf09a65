"""Who there is: people, their ties, and the meetings with them, as the ledger knew them at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from coucou.core import expand, people, targets, ties
from coucou.core.address import normal
from coucou.core.attendance import others, taking_part
from coucou.core.event import Event
from coucou.core.settings import Settings
from coucou.core.span import Span
from coucou.core.targets import Hit
from coucou.core.tie_facts import TieFacts
from coucou.core.ties import Tie
from coucou.store import Store, facts, ledger


class Met(NamedTuple):
    """A meeting with somebody."""

    start: int  # epoch seconds
    size: int  # how many were invited, the user included
    subject: str | None


FOREVER = 2**53
"""Epoch seconds after everything that a calendar can hold."""

Meetings = Mapping[str, Sequence[Met]]
"""Meetings by the other people's addresses, in normal form."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who there is at a moment, best tie first."""

    everyone: people.Everyone
    ties: list[Tie]
    meetings: Meetings
    facts: Mapping[str, TieFacts]  # by address
    hits: Mapping[str, Hit]  # by a person's key, the target that they fit


def own_of(store: Store, settings: Settings) -> frozenset[str]:
    """The user's addresses in normal form: those of the file, and those that ``sync`` learned from what was sent."""
    return ledger.own(store) | frozenset(map(normal, settings.me.addresses))


def known(store: Store, settings: Settings, as_of: datetime) -> Known:
    """People and ties as they were known at ``as_of``; nothing later is used for ties."""
    return next(known_at(store, settings, [as_of]))


def known_at(store: Store, settings: Settings, moments: Sequence[datetime]) -> Iterator[Known]:
    """As ``known``, at one moment after another; what is the same for all of them is read once."""
    own, cards = own_of(store, settings), list(ledger.cards(store))
    ever = list(ledger.addresses(store, FOREVER, lately=int(max(moments).timestamp())))
    ever_met = _past_meetings(store, settings, own, min(moments), max(moments))
    for as_of in moments:
        until = int(as_of.timestamp())
        everyone = people.identify(_addresses(store, ever, until), cards, settings, own)
        meetings = _of_then(ever_met, settings, as_of) if len(moments) > 1 else ever_met
        starts = {address: [(one.start, one.size) for one in met] for address, met in meetings.items()}
        known_of = facts.tie_facts(store.connection, until)
        wanted = targets.hits(everyone, settings, as_of.astimezone(ZoneInfo(settings.me.timezone)).date())
        found = ties.ties(everyone, known_of, starts, settings, as_of, targets.bonuses(wanted))
        found = [_with_reasons(tie, wanted) for tie in found] if wanted else found
        yield Known(everyone, found, meetings, known_of, wanted)


def _with_reasons(tie: Tie, wanted: Mapping[str, Hit]) -> Tie:
    hit = wanted.get(tie.person.key)
    return tie._replace(reasons=(*tie.reasons, *targets.reasons(hit))) if hit else tie


def _addresses(store: Store, ever: list[people.AddressFacts], until: int) -> list[people.AddressFacts]:
    """What is known of every address at ``until``, with all the names that they ever bore (those of ``ever``).

    Who somebody is, is no fact of a moment: a name that joins two addresses tomorrow joined the same person yesterday.
    What was used, sent or returned is one.
    """
    if all(one.last <= until for one in ever):
        return ever
    then = {one.address: one for one in ledger.addresses(store, until)}
    return [_as_then(one, then.get(one.address)) for one in ever]


def _as_then(ever: people.AddressFacts, then: people.AddressFacts | None) -> people.AddressFacts:
    if then is not None:
        return replace(then, names=ever.names)
    return replace(ever, first=FOREVER, last=0, direct=0, dead=False, sent_as=0, offset=None)


def _past_meetings(
    store: Store, settings: Settings, own: frozenset[str], first: datetime, last: datetime
) -> dict[str, list[Met]]:
    """The meetings that a judgement at any moment from ``first`` to ``last`` looks back on."""
    return _met(ledger.attended(store, last), settings, own, _oldest(settings, first), last)


def _oldest(settings: Settings, as_of: datetime) -> datetime:
    return as_of - timedelta(days=366 * settings.history_years)


def _of_then(ever_met: Meetings, settings: Settings, as_of: datetime) -> dict[str, list[Met]]:
    low, high = _oldest(settings, as_of).timestamp(), as_of.timestamp()
    then = {address: [one for one in met if low <= one.start < high] for address, met in ever_met.items()}
    return {address: met for address, met in then.items() if met}


def meetings_in(store: Store, settings: Settings, own: frozenset[str], window: Span) -> dict[str, list[Met]]:
    """The meetings of a window, past or planned, by the other people's addresses."""
    return _met(ledger.events(store, window), settings, own, window.start, window.end)


def _met(
    calendars: Iterable[tuple[list[Event], dict[str, str]]],
    settings: Settings,
    own: frozenset[str],
    since: datetime,
    until: datetime,
) -> dict[str, list[Met]]:
    """The same meeting in two accounts (one UID, one start) is one."""
    found: dict[str, list[Met]] = {}
    seen: set[tuple[str, int]] = set()
    for events, zones in calendars:
        timezone = settings.me.timezone
        for moment, event in expand.meetings(events, since, until, own=own, zones=zones, timezone=timezone):
            if (event.uid, moment) in seen:
                continue
            seen.add((event.uid, moment))
            invited = {normal(one.address) for one in others(event, own)}
            for address in taking_part(event, own):
                found.setdefault(address, []).append(Met(moment, len(invited) + 1, event.subject))
    return found
