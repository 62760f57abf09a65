"""Meeting-free gaps: working hours, less everything that takes or closes time.

Each reason to close is a layer; the layers are laid over the window one after the other, the most lasting first, so
that every moment is closed by the reason that would still stand if the others went. What no layer covers are *runs*; a
gap is a run less a buffer at both ends, from a quarter hour on, if the meeting still fits (docs/decisions, 0010).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from coucou.core.days import (
    PublicDays,
    days_of,
    earliest,
    latest,
    midnight,
    notice_over,
    public_days,
    quiet_period_of,
)
from coucou.core.reason import Reason, because
from coucou.core.settings import DailyHours, Settings
from coucou.core.span import Span, clip, subtract, union

MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)

Layer = Iterable[tuple[Reason, list[Span]]]


@dataclass(frozen=True, slots=True)
class Closed:
    """A stretch of the window in which nothing can be proposed, and why."""

    span: Span
    reason: Reason


@dataclass(frozen=True, slots=True)
class Gaps:
    """``gaps`` exclude the buffers: a meeting may fill one from end to end. ``busy`` is merged and inside the window.

    ``gaps`` and ``closed`` together are the window, each moment once. ``unknown`` is time whose calendar could not be
    read: never free, and closed with the reason ``unknown``. All spans are in order and in UTC, because two moments
    that share a zone compare by their clocks, which go back an hour every autumn.
    """

    window: Span
    gaps: tuple[Span, ...]
    busy: tuple[Span, ...]
    closed: tuple[Closed, ...]
    unknown: tuple[Span, ...] = ()


def find_gaps(
    window: Span,
    settings: Settings,
    *,
    busy: Iterable[Span],
    now: datetime,
    unknown: Iterable[Span] = (),
    meetings_a_day: Mapping[date, int] | None = None,
    not_before: datetime | None = None,
    public: PublicDays | None = None,
) -> Gaps:
    """The gaps of ``window`` and the reason why each other stretch is closed.

    ``busy`` and ``unknown`` come from all accounts together, in any order.
    ``meetings_a_day`` counts by day in the user's zone.
    ``not_before`` is the end of the notice; None takes ``settings``' notice for invitations, from ``now``.
    ``public`` is the user's public holidays; None looks them up by ``settings.me.country``.

    :raises UnknownCountry: the country has no known holidays and ``public`` is None.
    """
    zone = ZoneInfo(settings.me.timezone)
    window = _in_utc(window)
    public = public or holidays_around(settings.me.country, now, window)
    if not_before is None:
        not_before = end_of_notice(now, settings.meeting.notice_working_days, settings, public)
    taken = union(clip(map(_in_utc, busy), window))
    dark = union(clip(map(_in_utc, unknown), window))
    layers = [
        _until("past", window, now, zone),
        *_days_closed(window, settings, zone, public),
        *_outside(window, settings, zone),
        _until("notice", window, not_before, zone),
        *_full_days(window, settings, zone, meetings_a_day or {}),
        (because("protected"), _daily(window, settings.hours.protected, zone, wide=True)),
        (because("busy"), taken),
        (because("unknown"), dark),
    ]
    runs, closed = _laid_over(window, layers)
    gaps: list[Span] = []
    for run in runs:
        fitting, rest = _gap_in(run, settings, zone)
        gaps += fitting
        closed += rest
    return Gaps(window, tuple(gaps), tuple(taken), tuple(_joined(closed)), tuple(dark))


def holidays_around(country: str, now: datetime, window: Span) -> PublicDays:
    """The public days of every year that a plan made at ``now`` for ``window`` can touch, notices included.

    :raises UnknownCountry: see ``public_days``.
    """
    return public_days(country, min(now, window.start).year - 1, max(now, window.end).year + 1)


def end_of_notice(now: datetime, working_days: int, settings: Settings, public: PublicDays) -> datetime:
    """When a notice given at ``now`` is over, in UTC. The days that count are the other side's: ``public`` is theirs,
    or the user's as long as nothing else is known; a quiet period counts for neither side."""

    def is_working(day: date) -> bool:
        return public.is_working(day) and quiet_period_of(day, settings.hours.quiet_periods) is None

    return notice_over(now, working_days, is_working, ZoneInfo(settings.me.timezone))


def _in_utc(span: Span) -> Span:
    return Span(span.start.astimezone(UTC), span.end.astimezone(UTC))


def _until(code: str, window: Span, moment: datetime, zone: ZoneInfo) -> tuple[Reason, list[Span]]:
    end = min(max(moment.astimezone(UTC), window.start), window.end)
    return because(code, until=moment.astimezone(zone)), [Span(window.start, end)]


def _days(window: Span, zone: ZoneInfo) -> Iterator[tuple[date, Span]]:
    """The days that the window touches, and the one before it, whose night shift may reach in."""
    first, last = window.start.astimezone(zone).date(), window.end.astimezone(zone).date()
    for day in days_of(first - timedelta(days=1), last):
        yield day, Span(midnight(day, zone), midnight(day + timedelta(days=1), zone))


def _days_closed(window: Span, settings: Settings, zone: ZoneInfo, public: PublicDays) -> Layer:
    for day, span in _days(window, zone):
        if name := public.holidays.get(day):
            yield because("holiday", name_en=name.en, name_fr=name.fr), [span]
    quiet = settings.hours.quiet_periods
    yield because("quiet_period"), [span for day, span in _days(window, zone) if quiet_period_of(day, quiet)]


def _outside(window: Span, settings: Settings, zone: ZoneInfo) -> Layer:
    hours = settings.hours
    working = _daily(window, [DailyHours(hours.days, hours.start, hours.end)], zone, wide=False)
    outside = subtract([window], working)
    on = [span for day, span in _days(window, zone) if day.weekday() in hours.days]
    yield because("day_off"), subtract(outside, on)
    yield because("outside_hours"), outside


def _full_days(window: Span, settings: Settings, zone: ZoneInfo, meetings: Mapping[date, int]) -> Layer:
    for day, span in _days(window, zone):
        if meetings.get(day, 0) >= settings.meeting.max_meetings_a_day:
            yield because("full_day", n=meetings.get(day, 0)), [span]


def _daily(window: Span, stretches: Iterable[DailyHours], zone: ZoneInfo, *, wide: bool) -> list[Span]:
    """Daily wall times as moments. A stretch whose end is not after its start ends on the next day.

    Where a clock change makes a bound doubtful, ``wide`` takes the longer reading, as protected hours want it, and
    otherwise the shorter, as working hours do.
    """
    opens, shuts = (earliest, latest) if wide else (latest, earliest)
    spans = []
    for stretch in stretches:
        overnight = timedelta(days=stretch.end <= stretch.start)
        for day, _ in _days(window, zone):
            if day.weekday() in stretch.days:
                start, end = opens(day, stretch.start, zone), shuts(day + overnight, stretch.end, zone)
                spans.append(Span(start, max(start, end)))
    return union(spans)


def _laid_over(window: Span, layers: Iterable[tuple[Reason, list[Span]]]) -> tuple[list[Span], list[Closed]]:
    """What no layer covers, and what each layer covers first."""
    rest, closed = union([window]), []
    for reason, spans in layers:
        left = subtract(rest, spans)
        if left != rest:
            closed += [Closed(span, reason) for span in subtract(rest, left)]
        rest = left
    return rest, closed


def _gap_in(run: Span, settings: Settings, zone: ZoneInfo) -> tuple[list[Span], list[Closed]]:
    """The gap in a run of open time, if the meeting and its buffers fit, and the closed rest of the run."""
    buffer, meeting = timedelta(minutes=settings.meeting.buffer_minutes), timedelta(minutes=settings.meeting.minutes)
    opens, end = run.start + buffer, run.end - buffer
    start = _next_quarter(opens, zone)
    if end - start < meeting or end <= start:
        needed = (meeting + 2 * buffer) // MINUTE
        return [], [Closed(run, because("too_short", minutes=run.length // MINUTE, needed=needed))]
    kept_free = because("buffer", minutes=settings.meeting.buffer_minutes)
    edges = (
        Closed(Span(run.start, opens), kept_free),
        Closed(Span(opens, start), because("quarter_hour")),
        Closed(Span(end, run.end), kept_free),
    )
    return [Span(start, end)], [edge for edge in edges if edge.span.start < edge.span.end]


def _next_quarter(moment: datetime, zone: ZoneInfo) -> datetime:
    """The first moment from ``moment`` on at which clocks in ``zone`` show a full quarter of an hour."""
    local = moment.astimezone(zone)
    past = timedelta(minutes=local.minute % 15, seconds=local.second, microseconds=local.microsecond)
    return moment + QUARTER - past if past else moment


def _joined(closed: Iterable[Closed]) -> Iterator[Closed]:
    """In order, and touching stretches of one reason made one."""
    pending: Closed | None = None
    for item in sorted(closed, key=lambda c: c.span):
        if pending and pending.span.end == item.span.start and pending.reason == item.reason:
            pending = Closed(Span(pending.span.start, item.span.end), item.reason)
            continue
        if pending:
            yield pending
        pending = item
    if pending:
        yield pending
