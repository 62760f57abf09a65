"""Recurrence rules (RFC 5545, 3.3.10), expanded in wall time and only where a window needs them.

A rule is walked period by period (a year for YEARLY, … a second for SECONDLY). Without COUNT the walk starts at the
period before the window, however long ago the series began; it always ends with the window. So the work is bounded
by the window, also for rules that never match anything, which ``dateutil.rrule`` would follow to the year 9999.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from coucou.core import ruledays
from coucou.core.rule import DAILY, HOURLY, MINUTELY, MONTHLY, SECONDLY, WEEKLY, YEARLY, Rule

_SECONDS = {HOURLY: 3600, MINUTELY: 60, SECONDLY: 1}
_DAY = 86400
BUDGET = 50_000
"""Steps that one rule may take in one window: hours of five years, or every second of half a day."""


class TooMany(Exception):
    """A rule went over its budget."""


def starts(rule: Rule, first: datetime, low: datetime, high: datetime, last: datetime | None) -> Iterator[datetime]:
    """The starts of a series in ``low <= start <= high``, ascending, as naive wall time.

    ``first`` is the series' start, which counts as its first instance whether it matches the rule or not (RFC 5545,
    COUNT); ``last`` is UNTIL as wall time. Yields nothing before ``first``. ``rule.count`` is honoured.

    :raises TooMany: after ``BUDGET`` steps; what was yielded so far is right.
    """
    end = high if last is None else min(high, last)
    if last is not None and last < first:
        return  # what programs leave behind when a series was moved from its first instance on
    if low <= first <= end:
        yield first
    index, left = _first_period(rule, first, low), None
    if rule.count is not None:
        index = index if rule.plain else 0
        left = max(rule.count - 1 - max(index - 1, 0), 0)
    for moment in islice(_later(rule, first, index, end), left):
        if moment >= low:
            yield moment


def made(rule: Rule, first: datetime, low: datetime, high: datetime, last: datetime | None) -> Iterator[datetime]:
    """As :func:`starts`, but ``first`` only where the rule itself makes it: for rules that take starts away."""
    itself = any(moment == first for moment in _walk(rule, first, 0, first))
    if not itself and rule.count is not None:
        rule = replace(rule, count=rule.count + 1)  # ``starts`` counts the first one
    return (at for at in starts(rule, first, low, high, last) if itself or at != first)


def _later(rule: Rule, first: datetime, index: int, end: datetime) -> Iterator[datetime]:
    """What the rule makes after ``first``, from its ``index``-th period on, up to ``end``."""
    for steps, moment in enumerate(_walk(rule, first, index, end)):
        if moment > end:
            return
        if steps > BUDGET:
            raise TooMany
        if moment > first:
            yield moment


def _first_period(rule: Rule, first: datetime, low: datetime) -> int:
    """The index of a period that surely begins before every occurrence from ``low`` on."""
    if low <= first:
        return 0
    if rule.frequency == YEARLY:
        ahead = low.year - first.year - 1
    elif rule.frequency == MONTHLY:
        ahead = (low.year - first.year) * 12 + low.month - first.month - 1
    elif rule.frequency == WEEKLY:
        ahead = (low - first).days // 7 - 1
    elif rule.frequency == DAILY:
        ahead = (low - first).days - 1
    else:
        ahead = int((low - first).total_seconds()) // _SECONDS[rule.frequency] - 1
    return max(ahead // rule.interval, 0)


def _walk(rule: Rule, first: datetime, index: int, end: datetime) -> Iterator[datetime]:
    if rule.frequency >= HOURLY:
        yield from _walk_clock(rule, first, index, end)
        return
    times = _times(rule, first)
    days = ruledays.Days(rule, first)
    stop = end.toordinal()
    while True:
        period = days.period(index)
        if period is None or period.start > stop:
            return
        candidates = [datetime.combine(date.fromordinal(day), at) for day in period.days for at in times]
        yield from _positions(rule, candidates)
        index += 1


def _times(rule: Rule, first: datetime) -> list[time]:
    hours, minutes = rule.by_hour or (first.hour,), rule.by_minute or (first.minute,)
    seconds = rule.by_second or (first.second,)
    return [time(h, m, s) for h in hours for m in minutes for s in seconds]


def _positions(rule: Rule, candidates: list[datetime]) -> list[datetime]:
    if not rule.by_position:
        return candidates
    size = len(candidates)
    wanted = {p - 1 if p > 0 else size + p for p in rule.by_position}
    return [candidates[i] for i in sorted(wanted) if 0 <= i < size]


def _walk_clock(rule: Rule, first: datetime, index: int, end: datetime) -> Iterator[datetime]:
    """HOURLY, MINUTELY and SECONDLY: step through periods, skipping the days and hours that the rule leaves out."""
    unit = _SECONDS[rule.frequency]
    step = unit * rule.interval
    days = ruledays.Days(rule, first)
    base = first.toordinal() * _DAY + (first.hour * 3600 + first.minute * 60 + first.second) // unit * unit
    stop = end.toordinal() * _DAY + end.hour * 3600 + end.minute * 60 + end.second
    known: tuple[int, bool] = (0, False)
    for _ in range(BUDGET):
        day, clock = divmod(base + index * step, _DAY)
        if day * _DAY + clock > stop:
            return
        if known[0] != day:
            known = (day, days.allows(day))
        skip = _closed_for(rule, clock) if known[1] else _DAY - clock
        if not skip:
            yield from _positions(rule, list(_within(rule, first, day, clock)))
        index += max(-(-skip // step), 1)
    raise TooMany


def _closed_for(rule: Rule, clock: int) -> int:
    """Seconds until BYHOUR, BYMINUTE and BYSECOND may allow something again; 0 when this period is allowed."""
    hour, rest = divmod(clock, 3600)
    if rule.by_hour and hour not in rule.by_hour:
        return min((h - hour) % 24 for h in rule.by_hour) * 3600 - rest
    minute, second = divmod(rest, 60)
    if rule.frequency >= MINUTELY and rule.by_minute and minute not in rule.by_minute:
        return min((m - minute) % 60 for m in rule.by_minute) * 60 - second
    if rule.frequency == SECONDLY and rule.by_second and second not in rule.by_second:
        return min((s - second) % 60 for s in rule.by_second)
    return 0


def _within(rule: Rule, first: datetime, day: int, clock: int) -> Iterator[datetime]:
    hour, rest = divmod(clock, 3600)
    minute, second = divmod(rest, 60)
    minutes = (rule.by_minute or (first.minute,)) if rule.frequency == HOURLY else (minute,)
    seconds = (second,) if rule.frequency == SECONDLY else (rule.by_second or (first.second,))
    at = date.fromordinal(day)
    for m in minutes:
        for s in seconds:
            yield datetime.combine(at, time(hour, m, s))


def ends_by(rule: Rule, first: datetime) -> datetime | None:
    """A wall time after which the rule surely yields nothing, to within two days; None when it may go on for ever."""
    if rule.until is not None:
        day = rule.until.date() if isinstance(rule.until, datetime) else rule.until
        return datetime.combine(day, time.max)
    if rule.count is None or not rule.plain:
        return None
    unit = {WEEKLY: timedelta(days=7), DAILY: timedelta(days=1)}.get(rule.frequency)
    unit = unit or timedelta(seconds=_SECONDS[rule.frequency])
    try:
        return first + unit * rule.interval * rule.count
    except OverflowError:
        return None
