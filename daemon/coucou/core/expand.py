"""From series, overrides and single events to occurrences in a window (RFC 5545, 3.8.4.4 and 3.8.5).

Everything inside is naive wall time of the series' zone, because that is what rules, EXDATE and RECURRENCE-ID speak of;
moments are made at the end, in UTC. Work is bounded by the window, whatever a calendar says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from coucou.core import rules, series
from coucou.core.attendance import answer_of, others
from coucou.core.event import Answer, Event, EventStatus
from coucou.core.span import Span
from coucou.core.zones import zone

LIMIT = 10_000
"""Occurrences of one series in one window; one that has more is cut (see ``Occurrence.cut``)."""

_FAR = timedelta(hours=16)  # more than any zone's offset, also historic ones
_LONG = timedelta(days=62)  # longer than an occurrence that somebody shortens, further than one that somebody moves
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an event takes place. ``span`` is in UTC, and empty (but there) for an event without length.

    ``original`` is the start that its series gives it: a day for all-day series, a moment in UTC for others, None for
    a single event. With ``cut``, the series has more occurrences than are listed, and the span stands for the rest
    of the window.
    """

    event: Event
    span: Span
    all_day: bool
    original: datetime | date | None = None
    cut: bool = False


def occurrences(
    events: Iterable[Event], window: Span, *, zones: Mapping[str, str], timezone: str
) -> Iterator[Occurrence]:
    """Every occurrence that touches ``window``, in no order; cancelled and free ones too: they say so themselves.

    ``events`` holds, for each series that may touch the window, its overrides too, also those that moved out of it
    (select by :func:`bounds`). ``zones`` has the VTIMEZONE texts by name, ``timezone`` the user's own zone.
    """
    for group in _groups(events, window):
        yield from _of_group(group, window, zones, timezone)


def _groups(events: Iterable[Event], window: Span) -> Iterable[list[Event]]:
    """Events of one calendar and UID together, single ones that cannot touch the window left out."""
    first, after = series.shifted(window.start, UTC, -_FAR - _DAY), series.shifted(window.end, UTC, _FAR)
    groups: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        if event.recurrence is None and event.replaces is None:
            wall = event.start if isinstance(event.start, datetime) else datetime.combine(event.start, time.min)
            if wall > after or first - wall > event.duration:
                continue
        groups.setdefault((event.calendar, event.uid), []).append(event)
    return groups.values()


def _of_group(group: list[Event], window: Span, zones: Mapping[str, str], timezone: str) -> Iterator[Occurrence]:
    if len(group) == 1 and group[0].recurrence is None:
        event = group[0]
        span = _span(event, series.wall(event.start), zone(event.zone, zones, timezone))
        if span is not None and _touches(span, window):
            yield Occurrence(event, span, not isinstance(event.start, datetime), _replaced(event))
        return
    for one in series.series(group, zones, timezone):
        yield from _of_series(one, window, zones, timezone)


def _of_series(one: series.Series, window: Span, zones: Mapping[str, str], timezone: str) -> Iterator[Occurrence]:
    seen, latest = 0, window.start
    try:
        for event, wall, original in one.instances(window.start, window.end):
            span = _span(event, wall, zone(event.zone, zones, timezone))
            if span is None or not _touches(span, window):
                continue
            seen += 1
            if seen > LIMIT:
                raise rules.TooMany
            latest = max(span.start, window.start)
            yield Occurrence(event, span, not isinstance(event.start, datetime), _named(original, one.clock))
    except OverflowError:
        return  # beyond the years that exist
    except rules.TooMany:
        event = one.master or event
        rest = Span(latest, window.end if event.duration else latest)
        yield Occurrence(event, rest, not isinstance(event.start, datetime), None, cut=True)


def _named(original: datetime | None, clock: series.Clock) -> datetime | date | None:
    if original is None:
        return None
    try:
        return original.replace(tzinfo=clock.zone).astimezone(UTC) if clock.timed else original.date()
    except OverflowError:
        return None


def _replaced(event: Event) -> datetime | date | None:
    when = event.replaces
    return when.astimezone(UTC) if isinstance(when, datetime) and when.tzinfo else when


def _span(event: Event, wall: datetime, tz: tzinfo) -> Span | None:
    """The moments of an event that starts at this wall time; None outside the years that exist."""
    try:
        start = wall.replace(tzinfo=tz).astimezone(UTC)
        if not isinstance(event.start, datetime):
            days = max(event.duration.days, 1)
            return Span(start, (wall + timedelta(days=days)).replace(tzinfo=tz).astimezone(UTC))
        if event.nominal:
            later = (wall + timedelta(days=event.duration.days)).replace(tzinfo=tz).astimezone(UTC)
            return Span(start, later + timedelta(seconds=event.duration.seconds))
        return Span(start, start + max(event.duration, timedelta(0)))
    except OverflowError:
        return None


def _touches(span: Span, window: Span) -> bool:
    if span.start == span.end:
        return window.start <= span.start < window.end
    return span.start < window.end and window.start < span.end


def meetings(
    events: Iterable[Event],
    since: datetime,
    until: datetime,
    *,
    zones: Mapping[str, str],
    timezone: str,
    own: frozenset[str] = frozenset(),
) -> Iterator[tuple[int, Event]]:
    """Meetings that began in ``since <= start < until``: (epoch seconds, the event or the override that took place).

    Only those with a participant who is not the user, neither cancelled nor declined by the user; ``own`` holds the
    user's addresses in normal form. How many participants are too many is for the caller to say.
    """
    window = Span(since.astimezone(UTC), until.astimezone(UTC))
    low, high = window.start.timestamp(), window.end.timestamp()
    kept: dict[int, bool] = {}
    for group in _groups(events, window):
        if not any(event.participants for event in group):
            continue
        for event, epoch in _begun(group, window, zones, timezone):
            if not low <= epoch < high:
                continue
            keep = kept.get(id(event))
            if keep is None:
                declined = answer_of(event, own) is Answer.DECLINED
                keep = event.status is not EventStatus.CANCELLED and not declined and any(others(event, own))
                kept[id(event)] = keep
            if keep:
                yield epoch, event


def _begun(group: list[Event], window: Span, zones: Mapping[str, str], timezone: str) -> Iterator[tuple[Event, int]]:
    for one in series.series(group, zones, timezone):
        try:
            for event, wall, _ in one.instances(window.start, window.end):
                yield event, int(wall.replace(tzinfo=zone(event.zone, zones, timezone)).timestamp())
        except (rules.TooMany, OverflowError):
            continue  # thousands of meetings are no sign of a tie, nor are those of the year 9999


def bounds(event: Event) -> tuple[int, int | None]:
    """Epoch seconds that hold every occurrence of the event, a little wider; the last is None when there is no end.

    For an override they also hold what it replaces. To be used for whole series, as the store does: where one component
    may touch a window, all of its series is needed, since "this and all following" may move occurrences to before the
    series began. Cheap: no zone is looked up.
    """
    walls = [series.wall(event.start)]
    if event.replaces is not None:
        walls.append(series.wall(event.replaces))
    # What is replaced may be longer than the override, and elsewhere when "this and all following" moved it before.
    unsure = _LONG if event.replaces is not None else timedelta(0)
    length = max(event.duration, _DAY) + unsure
    first, last = min(walls), max(walls)
    endless = event.and_future
    if event.recurrence is not None:
        ends = [rules.ends_by(rule, series.wall(event.start)) for rule in series.rules_of(event)]
        dates = [series.wall(when) for when in event.recurrence.dates]
        endless = endless or None in ends
        known = [last, *dates, *(end for end in ends if end is not None)]
        first, last = min(first, *dates, first), max(known)
    start = _epoch(first) - int((_FAR + unsure).total_seconds())
    return start, None if endless else _epoch(last) + int((length + _FAR + _DAY).total_seconds())


_EPOCH = datetime.combine(date(1970, 1, 1), time.min)


def _epoch(wall: datetime) -> int:
    return int((wall - _EPOCH).total_seconds())
