"""How single values of the file are read: hours, days, quiet periods, addresses, zones."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coucou.core.settings import DailyHours, QuietPeriod

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LANGUAGES = ("en", "fr")
_COUNTRY = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_PROTECTED = re.compile(r"(?:(?P<days>[a-z, -]+?)\s+)?(?P<start>\d{1,2}:\d{2})\s*-\s*(?P<end>\d{1,2}:\d{2})")
_DAY = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})")


class BadValue(Exception):
    """A value that cannot be used: ``code`` of the words' table, and what its sentence needs."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def nearest(word: str, known: Iterable[object]) -> str | None:
    """The known word that ``word`` was probably meant to be."""
    close = difflib.get_close_matches(word, [str(k) for k in known], n=1, cutoff=0.6)
    return close[0] if close else None


def text(value: object) -> str:
    if not isinstance(value, str):
        raise BadValue("config.not_text")
    return value


LONGEST_LINE = 200  # characters: what stands in a message that is short


def line(value: object) -> str:
    """A sentence that may stand in a message: one line, not long."""
    written = text(value).strip()
    if len(written) > LONGEST_LINE or "\n" in written:
        raise BadValue("config.not_a_line", n=LONGEST_LINE)
    return written


def sentence(value: object) -> str | Mapping[str, str]:
    """A sentence that may stand in a message: one for all, or ``{ en = "…", fr = "…" }``."""
    if not isinstance(value, dict):
        return line(value)
    return MappingProxyType({language(name): line(written) for name, written in value.items()})


def share(value: object) -> float:
    """A number from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise BadValue("config.not_a_share")
    return float(value)


def texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise BadValue("config.not_list_of_texts")
    return tuple(value)


def clock(value: object) -> time:
    """``9:00``, ``16:30``."""
    try:
        hour, minute = text(value).split(":")
        return time(int(hour), int(minute))
    except ValueError as error:
        raise BadValue("config.not_a_time", value=value) from error


def weekdays(value: object) -> frozenset[int]:
    return frozenset(_weekday(name) for name in texts(value))


def _weekday(name: str) -> int:
    try:
        return DAYS.index(name.strip().lower()[:3])
    except ValueError as error:
        raise BadValue("config.not_a_day", value=name, known=", ".join(DAYS)) from error


def protected(value: object) -> tuple[DailyHours, ...]:
    """``12:00-13:30`` on every day, ``fri 12:00-16:30``, ``mon,tue 9:00-10:00``, ``mon-wed 8:00-9:00``."""
    return tuple(_protected_hours(entry) for entry in texts(value))


def _protected_hours(entry: str) -> DailyHours:
    match = _PROTECTED.fullmatch(entry.strip().lower())
    if match is None:
        raise BadValue("config.not_protected_hours", value=entry)
    start, end = clock(match["start"]), clock(match["end"])
    if end <= start:
        raise BadValue("config.ends_before_start", value=entry)
    return DailyHours(_day_list(match["days"]), start, end)


def _day_list(names: str | None) -> frozenset[int]:
    if not names:
        return frozenset(range(7))
    days: set[int] = set()
    for part in re.split(r"[,\s]+", names.strip()):
        first, dash, last = part.partition("-")
        start = _weekday(first)
        end = _weekday(last) if dash else start
        days.update(day % 7 for day in range(start, end + 1 if end >= start else end + 8))
    return frozenset(days)


def quiet_periods(value: object) -> tuple[QuietPeriod, ...]:
    """``12-24..01-02`` every year, ``2026-12-24..2027-01-02`` once, ``07-01`` a single day."""
    periods = []
    for entry in texts(value):
        first, _, last = entry.partition("..")
        start, end = _day(first, entry), _day(last or first, entry)
        if isinstance(start, date) != isinstance(end, date):
            raise BadValue("config.not_a_period", value=entry)
        if isinstance(start, date) and isinstance(end, date) and end < start:
            raise BadValue("config.ends_before_start", value=entry)
        periods.append(QuietPeriod(start, end))
    return tuple(periods)


def _day(written: str, entry: str) -> date | tuple[int, int]:
    match = _DAY.fullmatch(written.strip())
    if match is None:
        raise BadValue("config.not_a_period", value=entry)
    year, month, day = match.groups()
    try:
        checked = date(int(year or 2024), int(month), int(day))  # 2024 has a 29 February
    except ValueError as error:
        raise BadValue("config.not_a_period", value=entry) from error
    return checked if year else (checked.month, checked.day)


def zone(value: object) -> str:
    name = text(value)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        from zoneinfo import available_timezones  # walks the whole database: only when a name is wrong

        raise BadValue(
            "config.not_a_zone", value=name, nearest=nearest(name, available_timezones()) or "America/Toronto"
        ) from error
    return name


def country(value: object) -> str:
    name = text(value)
    if name and not _COUNTRY.fullmatch(name):
        raise BadValue("config.not_a_country", value=name)
    return name


def languages(value: object) -> tuple[str, ...]:
    chosen = tuple(language(name) for name in texts(value))
    if not chosen:
        raise BadValue("config.no_language", known=", ".join(LANGUAGES))
    return chosen


def language(value: object) -> str:
    if value not in LANGUAGES:
        raise BadValue("config.not_a_language", value=value, known=", ".join(LANGUAGES))
    return str(value)


def addresses(value: object) -> tuple[str, ...]:
    found = texts(value)
    for address in found:
        address_text(address)
    return found


def address_text(value: object) -> str:
    written = text(value)
    local, at, domain = written.strip().rpartition("@")
    if not (local and at and domain) or any(c.isspace() for c in written.strip()):
        raise BadValue("config.not_an_address", value=written)
    return written.strip()


def domains(value: object) -> tuple[str, ...]:
    """Written with or without a leading @, kept without and case-folded."""
    return tuple(name.strip().lstrip("@").casefold() for name in texts(value))


def tiers(value: object) -> Mapping[str, int]:
    if not isinstance(value, dict) or not all(type(days) is int and 1 <= days <= 3650 for days in value.values()):
        raise BadValue("config.not_tiers")
    return MappingProxyType(dict(value))


def within(low: int, high: int) -> Callable[[object], int]:
    def whole_number(value: object) -> int:
        if type(value) is not int or not low <= value <= high:
            raise BadValue("config.not_within", low=low, high=high)
        return value

    return whole_number


def zero_or(low: int, high: int) -> Callable[[object], int]:
    """As :func:`within`, or 0, which turns it off."""

    def whole_number(value: object) -> int:
        if type(value) is not int or (value != 0 and not low <= value <= high):
            raise BadValue("config.not_zero_or", low=low, high=high)
        return value

    return whole_number


def loopback(value: object) -> tuple[str, int] | None:
    """``127.0.0.1:9464`` or ``[::1]:9464``: what is served there is for this computer only; "" is nowhere."""
    written = text(value)
    if not written:
        return None
    host, _, port = written.rpartition(":")
    if host.strip("[]") not in ("127.0.0.1", "::1") or not port.isdigit() or not 1 <= int(port) <= 65535:
        raise BadValue("config.not_loopback", value=written)
    return host.strip("[]"), int(port)


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadValue("config.not_true_or_false")
    return value


def one_of(known: type[StrEnum]) -> Callable[[object], object]:

    def chosen(value: object) -> object:
        names = [str(member) for member in known]
        if value not in names:
            close = nearest(value, names) if isinstance(value, str) else None
            raise BadValue("config.not_one_of", value=value, known=", ".join(names), nearest=close or names[0])
        return known(value)

    return chosen
