"""The text of a recurrence rule (RFC 5545, 3.3.10), read leniently: what programs write, not only what they should."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY, SECONDLY = range(7)
_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
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
