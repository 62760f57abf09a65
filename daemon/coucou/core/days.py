"""Days: public holidays, quiet periods, working days, and the moment a notice is over.

All of it is about calendar days in one zone; the only moments here are the ends of a notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from coucou.core.settings import QuietPeriod

SATURDAY_AND_SUNDAY = frozenset({5, 6})
_A_YEAR = timedelta(days=366)

_OBSERVED = ("optional", "de_facto")
"""Rest by choice or custom: Québec's law leaves Easter Monday to the employer, Sweden keeps Christmas Eve."""

_TOO_OPTIONAL = frozenset({"IN"})  # each employee picks two or three out of some thirty: most people are at work


class UnknownCountry(LookupError):
    """``country`` is neither ISO 3166-1 nor ISO 3166-2, or nobody has listed its holidays."""

    def __init__(self, country: str) -> None:
        super().__init__(country)
        self.country = country


@dataclass(frozen=True, slots=True)
class HolidayName:
    """A holiday's name in the languages of the house; English where the French is not known."""

    en: str
    fr: str


@dataclass(frozen=True, slots=True)
class PublicDays:
    """When a place rests. ``holidays`` covers the years that were asked for and no others.

    A plain value, so that the edge can keep it (msgspec writes and reads it) and spare the library's import.
    """

    holidays: Mapping[date, HolidayName] = field(default_factory=dict)
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY

    def is_working(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays


@lru_cache(maxsize=256)
def public_days(country: str, first_year: int, last_year: int) -> PublicDays:
    """The public holidays of a country ("FR") or subdivision ("CA-QC"), both years included; "" is no holiday at all.

    Shifted days ("observed") and the days that people have by custom or by their employer's choice are among them.
    The first call costs about 0.2 s, the library's import; the value depends on its arguments only, so it may be kept.

    :raises UnknownCountry: the library knows no such country or subdivision.
    """
    if not country:
        return PublicDays()
    import holidays  # heavy: 0.2 s, and a user without a country never needs it

    code, _, subdivision = country.upper().partition("-")

    def names(language: str | None, categories: Sequence[str]) -> Mapping[date, str]:
        return holidays.country_holidays(
            code, subdivision or None, range(first_year, last_year + 1), language=language, categories=categories
        )

    try:
        place = holidays.country_holidays(code, subdivision or None)
    except NotImplementedError as error:
        raise UnknownCountry(country) from error
    observed = () if code in _TOO_OPTIONAL else _OBSERVED
    categories = ("public", *(c for c in observed if c in place.supported_categories))
    english = names(_language("en", place.supported_languages), categories)
    french = names(_language("fr", place.supported_languages) or _language("en", place.supported_languages), categories)
    return PublicDays(
        {day: HolidayName(name, french.get(day, name)) for day, name in sorted(english.items())},
        frozenset(place.weekend),
    )


def _language(wanted: str, supported: Iterable[str]) -> str | None:
    """The library's name for a language: "en" may be "en_CA" or "en_US"."""
    return next((name for name in sorted(supported) if name.partition("_")[0] == wanted), None)


def quiet_period_of(day: date, periods: Iterable[QuietPeriod]) -> QuietPeriod | None:
    """The first quiet period that ``day`` falls in, both ends included. A yearly one may run over the year's end."""
    return next((period for period in periods if _falls_in(day, period)), None)


def _falls_in(day: date, period: QuietPeriod) -> bool:
    start, end = period.start, period.end
    if isinstance(start, tuple) and isinstance(end, tuple):
        today = (day.month, day.day)
        return start <= today <= end if start <= end else today >= start or today <= end
    first = (start.year, start.month, start.day) if isinstance(start, date) else (_year(end), *start)
    last = (end.year, end.month, end.day) if isinstance(end, date) else (_year(start), *end)
    if last < first and isinstance(start, tuple):  # up to a date, from the last such day before it
        first = (first[0] - 1, first[1], first[2])
    elif last < first and isinstance(end, tuple):  # from a date, to the first such day after it
        last = (last[0] + 1, last[1], last[2])
    return first <= (day.year, day.month, day.day) <= last


def _year(bound: date | tuple[int, int]) -> int:
    return bound.year if isinstance(bound, date) else 0


def days_of(start: date, end: date) -> Iterator[date]:
    """Every day from ``start`` to ``end``, both included."""
    for number in range((end - start).days + 1):
        yield start + timedelta(days=number)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which ``day`` begins in ``zone``: where clocks skip midnight, the moment they do."""
    return datetime.combine(day, time(0), zone).astimezone(UTC)


def earliest(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which clocks in ``zone`` first show a wall time.

    A wall time that a clock change skips is the moment of the offset before the change (RFC 5545, 3.3.5) or of the one
    after it, whichever comes first.
    """
    return min(_readings(day, clock, zone))


def latest(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The same for the last moment: an hour later than ``earliest`` when a clock change shows or skips the time."""
    return max(_readings(day, clock, zone))


def _readings(day: date, clock: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    wall = datetime.combine(day, clock, zone)
    return wall.replace(fold=0).astimezone(UTC), wall.replace(fold=1).astimezone(UTC)


def notice_over(now: datetime, working_days: int, is_working: Callable[[date], bool], zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which ``working_days`` whole working days have passed since ``now``.

    On a working day this is the same time of day some working days later: Friday 10:00 and two days make Tuesday 10:00.
    On another day, counting starts with the next working day's midnight: Saturday and two days make Wednesday 00:00.
    """
    local = now.astimezone(zone)
    day, clock = local.date(), local.time().replace(fold=0)
    if not is_working(day):
        day, clock = _next_working(day, is_working), time(0)
    for _ in range(working_days):
        day = _next_working(day, is_working)
    return max(now.astimezone(UTC), datetime.combine(day, clock, zone).astimezone(UTC))


def _next_working(day: date, is_working: Callable[[date], bool]) -> date:
    """A quiet period without end has no next working day: then it is a year on, past every window."""
    after = day + timedelta(days=1)
    return next(filter(is_working, days_of(after, day + _A_YEAR)), day + _A_YEAR)
