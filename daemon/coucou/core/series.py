"""One series: its master, what is removed from it, and the overrides that stand in for some of its occurrences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from heapq import merge

from coucou.core import rules
from coucou.core.event import Event, EventStatus, Recurrence
from coucou.core.rule import Rule, RuleError, parse
from coucou.core.zones import zone

_DAY = timedelta(days=1)
Instance = tuple[Event, datetime, datetime | None]
"""The event that holds, its start as wall time in that event's own zone, and the start that the series gives it (wall
time in the series' zone)."""


def wall(when: datetime | date) -> datetime:
    """A start as naive wall time: midnight for days, UTC for moments."""
    if not isinstance(when, datetime):
        return datetime.combine(when, time.min)
    return when if when.tzinfo is None else when.astimezone(UTC).replace(tzinfo=None)


def rules_of(event: Event) -> Iterator[Rule]:
    """The rules that can be read; a reader reports the others."""
    return _readable(event.recurrence.rules if event.recurrence else ())


def _readable(texts: Iterable[str]) -> Iterator[Rule]:
    for text in texts:
        try:
            yield parse(text)
        except RuleError:
            continue


@dataclass(frozen=True, slots=True)
class Clock:
    """How a series tells time: its zone, and whether it has hours at all or only days."""

    zone: tzinfo
    timed: bool

    def place(self, when: datetime | date, zone: tzinfo) -> datetime:
        """A start, written in ``zone`` when it is naive, as wall time of this series."""
        if not isinstance(when, datetime):
            return datetime.combine(when, time.min)
        if not self.timed:
            return datetime.combine(self.day(when), time.min)
        if when.tzinfo is None:
            if zone is self.zone:
                return when
            when = when.replace(tzinfo=zone)
        return shifted(when, self.zone, timedelta(0))

    def day(self, when: datetime) -> date:
        """The day that a moment means in an all-day series: programs write local midnight in UTC, or UTC's midnight."""
        if when.tzinfo is None:
            return when.date()
        utc = when.astimezone(UTC)
        plain = utc.time() in (time.min, time(23, 59, 59))
        return (utc if plain else shifted(when, self.zone, timedelta(0))).date()

    def last(self, until: datetime | date | None) -> datetime | None:
        """UNTIL as wall time. A day includes all of it, also where the series has hours (which RFC 5545 forbids)."""
        if until is None:
            return None
        if not isinstance(until, datetime):
            return datetime.combine(until, time.max)
        return self.place(until, self.zone)


@dataclass(frozen=True, slots=True)
class Starts:
    """Some starts of a series, in the three ways in which calendars name them."""

    walls: frozenset[datetime] = frozenset()
    moments: frozenset[datetime] = frozenset()  # in UTC, without saying so
    days: frozenset[date] = frozenset()

    def has(self, at: datetime, zone: tzinfo) -> bool:
        if at in self.walls or (self.days and at.date() in self.days):
            return True
        # Not by wall time alone: a start that a clock change skips has a wall time that no moment comes back to.
        return bool(self.moments) and shifted(at.replace(tzinfo=zone), UTC, timedelta(0)) in self.moments


def _named(starts: Iterable[tuple[datetime | date, tzinfo]], clock: Clock, floating: bool = False) -> Starts:
    walls, moments, days = set(), set(), set()
    for when, zone_ in starts:
        if floating and isinstance(when, datetime) and when.tzinfo is not None:
            walls.add(wall(when))  # a program that writes floating times and a Z here means the same clock
        if clock.timed and not isinstance(when, datetime):
            days.add(when)
        elif clock.timed and isinstance(when, datetime) and (when.tzinfo is not None or zone_ is not clock.zone):
            moments.add(shifted(when if when.tzinfo else when.replace(tzinfo=zone_), UTC, timedelta(0)))
        else:
            walls.add(clock.place(when, zone_))
    return Starts(frozenset(walls), frozenset(moments), frozenset(days))


@dataclass(frozen=True, slots=True)
class Series:
    """A master (None when only overrides are known) and its overrides, each with the start that it replaces.

    ``futures`` are the overrides with RANGE=THISANDFUTURE, earliest first.
    """

    master: Event | None
    clock: Clock
    removed: Starts
    replaced: Starts
    overrides: tuple[tuple[datetime, Event], ...]
    futures: tuple[tuple[datetime, Event], ...]

    def instances(self, low: datetime, high: datetime) -> Iterator[Instance]:
        """Every instance whose time may touch ``low`` to ``high``, and some more at the fringes.

        :raises coucou.core.rules.TooMany: a rule went over its budget, after what was yielded.
        """
        for replaced, event in self.overrides:
            yield event, wall(event.start), replaced
        if self.master is None:
            return
        before, after = self._reach(self.master)
        zone_ = self.clock.zone
        earliest, latest = shifted(low, zone_, -before), shifted(high, zone_, after)
        left_out = self._left_out(self.master, earliest, latest)
        for at in self._starts(self.master, earliest, latest):
            if at in left_out or self.removed.has(at, zone_) or self.replaced.has(at, zone_):
                continue
            yield *self._holding(self.master, at), at

    def _left_out(self, master: Event, low: datetime, high: datetime) -> frozenset[datetime]:
        """The starts that EXRULE takes away; what it does not reach within its budget stays."""
        without = master.recurrence.without if master.recurrence else ()
        first, found = wall(master.start), set[datetime]()
        for rule in _readable(without):
            with suppress(rules.TooMany):
                for at in rules.made(rule, first, low, high, self.clock.last(rule.until)):
                    found.add(at)
        return frozenset(found)

    def _holding(self, event: Event, at: datetime) -> tuple[Event, datetime]:
        """The master, or the latest override that reaches into the future; and where it puts this start."""
        start = at
        for replaced, override in self.futures:
            if replaced > at:
                break
            event, start = override, at + (wall(override.start) - replaced)
        return event, start

    def _reach(self, master: Event) -> tuple[timedelta, timedelta]:
        """How far before and after the window an original may lie whose occurrence touches it."""
        before, after = master.duration, timedelta(0)
        for replaced, override in self.futures:
            moved = wall(override.start) - replaced
            before, after = max(before, moved + override.duration), max(after, -moved)
        return before + _DAY, after + _DAY

    def _starts(self, master: Event, low: datetime, high: datetime) -> Iterator[datetime]:
        """Starts that the rules and RDATE give, ascending, each once."""
        first, clock = wall(master.start), self.clock
        made = [rules.starts(rule, first, low, high, clock.last(rule.until)) for rule in rules_of(master)]
        dates = (master.recurrence or Recurrence()).dates
        if len(made) == 1 and not dates:
            yield from made[0]
            return
        # The start itself comes with each rule, so that a rule which ended before it takes it away.
        added = sorted({*(clock.place(when, clock.zone) for when in dates), *(() if made else (first,))})
        previous = None
        for at in merge([at for at in added if low <= at <= high], *made):
            if at != previous:
                yield at
            previous = at


def shifted(moment: datetime, zone_: tzinfo, by: timedelta) -> datetime:
    """A moment as wall time, moved; at the ends of the calendar it stays there."""
    try:
        return moment.astimezone(zone_).replace(tzinfo=None) + by
    except OverflowError:
        return datetime.combine(date.min if moment.year < 5000 else date.max, time.min)


def series(group: Sequence[Event], zones: Mapping[str, str], timezone: str) -> Iterator[Series]:
    """The series among the components of one UID.

    Of several revisions of one master the highest SEQUENCE holds. Several masters of the same revision are all kept:
    programs that reuse a UID exist, and time must not become free by it.
    """
    masters, overrides = _masters(group), _overrides(group)
    if not masters:
        # Lotus Notes sends a change of "this and all following" alone, with the dates that follow.
        masters = [replace(event, replaces=None) for event in overrides if event.recurrence is not None]
        overrides = [event for event in overrides if event.recurrence is None]
    if not masters and overrides:
        yield _series(None, overrides[0], overrides, zones, timezone)
    for index, master in enumerate(masters):
        one = _series(master, master, overrides, zones, timezone)
        if index:  # overrides come once, beside the first master; they stand in for the originals of all
            one = Series(master, one.clock, one.removed, one.replaced, (), one.futures)
        yield one


def _masters(group: Sequence[Event]) -> list[Event]:
    masters = [event for event in group if event.replaces is None]
    newest = max((event.sequence for event in masters), default=0)
    kept: dict[datetime | date, Event] = {}
    for event in masters:
        held = kept.get(event.start)
        if event.sequence == newest and (held is None or held.status is not EventStatus.CANCELLED):
            kept[event.start] = event
    return list(kept.values())


def _overrides(group: Sequence[Event]) -> list[Event]:
    """The newest override of each start; the later component when two have the same SEQUENCE."""
    newest: dict[tuple[str, datetime | date | None], Event] = {}
    for event in group:
        if event.replaces is not None:
            held = newest.get((event.zone, event.replaces))
            if held is None or held.sequence <= event.sequence:
                newest[event.zone, event.replaces] = event
    return list(newest.values())


def _series(
    master: Event | None, model: Event, overrides: Sequence[Event], zones: Mapping[str, str], timezone: str
) -> Series:
    clock = Clock(zone(model.zone, zones, timezone), isinstance(model.start, datetime))
    exceptions = (master.recurrence or Recurrence()).exceptions if master else ()
    removed = _named(((when, clock.zone) for when in exceptions), clock, floating=clock.timed and not model.zone)
    if master and master.status is EventStatus.CANCELLED:
        overrides = [event for event in overrides if event.sequence > master.sequence]
    named = [(event.replaces, zone(event.zone, zones, timezone), event) for event in overrides if event.replaces]
    placed = [(clock.place(when, zone_), event) for when, zone_, event in named]
    kept = tuple((at, event) for at, event in placed if not _erased(at, removed, clock))
    futures = sorted(((at, event) for at, event in kept if event.and_future), key=lambda pair: pair[0])
    replaced = _named(((when, zone_) for when, zone_, _ in named), clock)
    return Series(master, clock, removed, replaced, kept, tuple(futures))


def _erased(at: datetime, removed: Starts, clock: Clock) -> bool:
    """Whether EXDATE names exactly what an override replaces: it was changed first, and deleted later."""
    return Starts(removed.walls, removed.moments).has(at, clock.zone)
