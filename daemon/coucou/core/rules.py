"""Recurrence rules (RFC 5545, 3.3.10), expanded in wall time and only where a window needs them.

A rule is walked period by period (a year for YEARLY, … a second for SECONDLY). Without COUNT the walk starts at the
period before the window, however long ago the series began; it always ends with the window. So the work is bounded
by the window, also for rules that never match anything, which ``dateutil.rrule`` would follow to the year 9999.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice

from coucou.core import ruledays

_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY, SECONDLY = range(7)
_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_SECONDS = {HOURLY: 3600, MINUTELY: 60, SECONDLY: 1}
_DAY = 86400
_LIMITS = {  # part → (lowest, highest, may be negative)
    "BYMONTH": (1, 12, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 60, False),
    "BYSETPOS": (1, 366, True),
}


BUDGET = 50_000
"""Steps that one rule may take in one window: hours of five years, or every second of half a day."""


class TooMany(Exception):
    """A rule went over its budget."""


class RuleError(ValueError):
    """A rule that cannot be read; the message is for developers, and holds no text of the rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed RRULE. ``until`` is a day, wall time (naive) or an instant (aware), as it was written."""

    frequency: int
    interval: int = 1
    count: int | None = None
    until: datetime | date | None = None
    by_month: frozenset[int] = frozenset()
    by_month_day: frozenset[int] = frozenset()
    by_year_day: frozenset[int] = frozenset()
    by_week: frozenset[int] = frozenset()
    by_day: frozenset[tuple[int, int]] = frozenset()  # (ordinal or 0, weekday with Monday 0)
    by_hour: tuple[int, ...] = ()
    by_minute: tuple[int, ...] = ()
    by_second: tuple[int, ...] = ()
    by_position: frozenset[int] = frozenset()
    week_start: int = 0

    @property
    def limits_days(self) -> bool:
        return bool(self.by_month or self.by_month_day or self.by_year_day or self.by_week or self.by_day)

    @property
    def plain(self) -> bool:
        """Whether each period holds exactly one occurrence, so that counting needs no walk (WEEKLY and shorter)."""
        by_time = self.by_hour or self.by_minute or self.by_second
        return self.frequency >= WEEKLY and not (self.limits_days or by_time or self.by_position)


@lru_cache(maxsize=4096)
def parse(text: str) -> Rule:
    """Read the value of an RRULE.

    Parts that have no value or no known name are passed over: what they meant to leave out stays in.

    :raises RuleError: FREQ is missing or unknown, or a number or date is out of range.
    """
    parts = dict(_split(text))
    try:
        frequency = _FREQUENCIES.index(parts.pop("FREQ", ""))
    except ValueError:
        raise RuleError("no known FREQ") from None
    if parts.pop("RSCALE", "GREGORIAN") != "GREGORIAN" or parts.pop("SKIP", "OMIT") != "OMIT":
        raise RuleError("RFC 7529 calendars are not followed")
    interval, count = _number(parts.pop("INTERVAL", "1")), parts.pop("COUNT", None)
    until, start = parts.pop("UNTIL", None), parts.pop("WKST", "MO")
    by_day = frozenset(_weekday(item) for item in parts.pop("BYDAY", "").split(",") if item)
    by = {name: _numbers(name, parts.pop(name, "")) for name in _LIMITS}
    return Rule(
        frequency,
        max(interval, 1),
        # A negative COUNT is written by some programs for "without end".
        _number(count) if count is not None and not count.startswith("-") else None,
        _until(until) if until else None,
        frozenset(by["BYMONTH"]),
        frozenset(by["BYMONTHDAY"]),
        frozenset(by["BYYEARDAY"]),
        frozenset(by["BYWEEKNO"]),
        # RFC 5545: an ordinal means nothing outside MONTHLY and YEARLY, nor beside BYWEEKNO.
        frozenset((0, day) for _, day in by_day) if frequency > MONTHLY or by["BYWEEKNO"] else by_day,
        tuple(sorted(by["BYHOUR"])),
        tuple(sorted(by["BYMINUTE"])),
        tuple(sorted({min(second, 59) for second in by["BYSECOND"]})),
        frozenset(by["BYSETPOS"]),
        _DAYS.get(start, 0),
    )


def _split(text: str) -> Iterator[tuple[str, str]]:
    for part in text.upper().replace(" ", "").strip(";").split(";"):
        name, equals, value = part.partition("=")
        if equals:
            yield name.removeprefix("RRULE:"), value.strip(",")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise RuleError("not a number")
    return int(text)


def _numbers(name: str, text: str) -> set[int]:
    low, high, signed = _LIMITS[name]
    found = set()
    for item in text.split(",") if text else ():
        number = _number(item.lstrip("+-")) * (-1 if item.startswith("-") else 1)
        if not low <= abs(number) <= high or (number < 0 and not signed):
            raise RuleError("number out of range")
        found.add(number)
    return found


def _weekday(item: str) -> tuple[int, int]:
    ordinal, day = item[:-2], item[-2:]
    if day not in _DAYS:
        raise RuleError("no weekday")
    number = _number(ordinal.lstrip("+-")) if ordinal else 0
    if number > 53:
        raise RuleError("number out of range")
    return (-number if ordinal.startswith("-") else number), _DAYS[day]


def _until(text: str) -> datetime | date:
    try:
        if len(text) == 8:
            return date.fromisoformat(text)
        return datetime.fromisoformat(text)
    except ValueError:
        raise RuleError("UNTIL is no date") from None


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
