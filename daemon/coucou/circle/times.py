"""When a group can meet: the working hours of each by their own clock, less what their calendars say is taken.

A moment is *free* when the calendars of all were read and leave it open. Where one was not, it is a proposal inside
working hours, and is said to be unknown. Moments are bits of a whole number, one each quarter hour of the window: what
suits a group is the ``&`` of its people, also when there are ten thousand of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from coucou.core import expand
from coucou.core.busy import busy
from coucou.core.circle import Volunteer
from coucou.core.days import PublicDays, UnknownCountry
from coucou.core.event import Event
from coucou.core.gaps import MINUTE, QUARTER, find_gaps, holidays_around
from coucou.core.proposal import Availability, Free
from coucou.core.settings import Settings
from coucou.core.slots import GOOD_HOURS
from coucou.core.span import Span
from coucou.errors import UserError

OFFERED = 3
"""Moments that a group is offered, each on another day: one, and two others if it does not suit."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What was read of somebody's calendar."""

    events: tuple[Event, ...]
    zones: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """A moment for a group. ``availability`` is ``free`` only where every calendar was read."""

    span: Span
    availability: Availability


@dataclass(frozen=True, slots=True)
class Times:
    """``masks``: by key, the quarter hours of ``window`` at which a meeting could start, the first as the lowest bit.
    ``read`` has the keys of those whose calendar was read."""

    window: Span
    masks: Mapping[str, int]
    read: frozenset[str]
    length: timedelta
    timezone: str


def times(
    people: Sequence[Volunteer],
    calendars: Mapping[str, Calendar],
    settings: Settings,
    *,
    now: datetime,
    window: Span,
) -> Times:
    """When each of ``people`` could meet in ``window``.

    The organiser's ``[hours]`` and ``[meeting]`` hold for everybody, each by the clock of their own zone, the
    organiser's where none is told.

    :raises UserError: nobody has listed the holidays of the organiser's country.
    """
    window = _on_quarters(window)
    public = _public(settings, now, window)
    own, plain = settings.me.timezone, dict[str, int]()
    masks: dict[str, int] = {}
    for one in people:
        zone = one.timezone or own
        calendar = calendars.get(one.key)
        if calendar is not None:
            masks[one.key] = _mask(_taken(one, calendar, zone, settings, window), zone, settings, now, window, public)
            continue
        if zone not in plain:
            plain[zone] = _mask([], zone, settings, now, window, public)
        masks[one.key] = plain[zone]
    length = timedelta(minutes=settings.meeting.minutes)
    return Times(window, masks, frozenset(calendars), length, own)


def _on_quarters(window: Span) -> Span:
    start = window.start.astimezone(UTC)
    over = timedelta(minutes=start.minute % 15, seconds=start.second, microseconds=start.microsecond)
    return Span(start - over, max(window.end.astimezone(UTC), start))


def _public(settings: Settings, now: datetime, window: Span) -> PublicDays:
    try:
        return holidays_around(settings.me.country, now, window)
    except UnknownCountry as error:
        raise UserError("suggest.unknown_country", str(settings.source), country=settings.me.country) from error


def _taken(one: Volunteer, calendar: Calendar, zone: str, settings: Settings, window: Span) -> list[Span]:
    found = expand.occurrences(calendar.events, window, zones=calendar.zones, timezone=zone)
    return list(busy(found, frozenset({one.key}), tentative_blocks=settings.meeting.tentative_blocks))


def _mask(taken: list[Span], zone: str, settings: Settings, now: datetime, window: Span, public: PublicDays) -> int:
    theirs = replace(settings, me=replace(settings.me, timezone=zone))
    length, mask = timedelta(minutes=settings.meeting.minutes), 0
    for gap in find_gaps(window, theirs, busy=taken, now=now, public=public).gaps:
        first = (gap.start - window.start) // QUARTER
        starts = (gap.length - length) // QUARTER + 1
        mask |= ((1 << starts) - 1) << first
    return mask


def offers(people: Sequence[Volunteer], known: Times) -> tuple[Offer, ...]:
    """The best moments for a group, in order of time; none when there is none in common."""
    mask = -1
    for one in people:
        mask &= known.masks[one.key]
    zones = tuple(one.timezone or known.timezone for one in people)
    read = all(one.key in known.read for one in people)
    availability = Availability(Free.FREE, "freebusy") if read else Availability(Free.UNKNOWN, "circle.hours")
    return tuple(Offer(span, availability) for span in _best(mask, zones, known.window, known.length))


@lru_cache(maxsize=4096)
def _best(mask: int, zones: tuple[str, ...], window: Span, length: timedelta) -> tuple[Span, ...]:
    """The least awkward start of each day, and of these the least awkward days. Many groups of a large circle have the
    same mask and zones."""
    clocks = [ZoneInfo(zone) for zone in zones]
    best: dict[date, tuple[tuple[int, bool], Span]] = {}
    for start in _starts(mask, window):
        rank = sum(_awkward(start.astimezone(clock), length) for clock in clocks), bool(start.minute % 30)
        day = start.astimezone(clocks[0]).date()
        if day not in best or rank < best[day][0]:
            best[day] = rank, Span(start, start + length)
    chosen = sorted(best.values())[:OFFERED]
    return tuple(sorted(span for _, span in chosen))


def _starts(mask: int, window: Span) -> Iterator[datetime]:
    while mask > 0:
        low = mask & -mask
        yield window.start + QUARTER * (low.bit_length() - 1)
        mask ^= low


def _awkward(start: datetime, length: timedelta) -> bool:
    """Outside the good hours by that clock."""
    begins, ends = start.time(), (start + (length // MINUTE) * MINUTE).time()
    return not any(opens <= begins and ends <= shuts for opens, shuts in GOOD_HOURS)
