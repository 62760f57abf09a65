"""Which days of a period a recurrence rule allows (the BYxxx table of RFC 5545, 3.3.10); days are ``date`` ordinals."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime

from coucou.core.rule import MONTHLY, WEEKLY, YEARLY, Rule

_LAST = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Period:
    """A year, month, week or day: the ordinal at which it starts, and the allowed days in it, ascending."""

    start: int
    days: Iterable[int]


class Days:
    """The days of one rule and series start. Holds what a period needs and does not change from one to the next."""

    __slots__ = ("_anchor", "_defaults", "_first", "_rule", "_weekdays")

    def __init__(self, rule: Rule, first: datetime) -> None:
        self._rule = rule
        self._first = first.date()
        self._anchor = first.toordinal()
        if rule.frequency == WEEKLY:
            self._anchor -= (first.weekday() - rule.week_start) % 7
        self._defaults = not (rule.by_month_day or rule.by_year_day or rule.by_week or rule.by_day)
        self._weekdays = frozenset(day for _, day in rule.by_day)

    def period(self, index: int) -> Period | None:
        """The ``index``-th period, counted in intervals from the series' own; None after the year 9999."""
        rule, step = self._rule, index * self._rule.interval
        if rule.frequency == YEARLY:
            year = self._first.year + step
            return None if year > MAXYEAR else self._year(year)
        if rule.frequency == MONTHLY:
            year, month = divmod(self._first.year * 12 + self._first.month - 1 + step, 12)
            return None if year > MAXYEAR else self._month(year, month + 1)
        if rule.frequency == WEEKLY:
            start = self._anchor + step * 7
            return None if start > _LAST else Period(start, self._week(start))
        start = self._anchor + step
        return None if start > _LAST else Period(start, (start,) if self.allows(start) else ())

    def allows(self, day: int) -> bool:
        """Whether a DAILY or shorter rule lets this day through: every BYxxx limits."""
        rule = self._rule
        if not rule.limits_days:
            return True
        at = date.fromordinal(day)
        if rule.by_month and at.month not in rule.by_month:
            return False
        if rule.by_day and at.weekday() not in self._weekdays:
            return False
        if rule.by_month_day:
            length = monthrange(at.year, at.month)[1]
            if at.day not in rule.by_month_day and at.day - length - 1 not in rule.by_month_day:
                return False
        if rule.by_year_day:
            first, length = _year_of(at.year)
            if day - first + 1 not in rule.by_year_day and day - first - length not in rule.by_year_day:
                return False
        return not rule.by_week or day in self._numbered_weeks(at.year)

    def _week(self, start: int) -> list[int]:
        end = min(start + 7, _LAST + 1)
        if self._defaults:
            day = start + (self._first.weekday() - (start - 1)) % 7
            return [day] if day < end and self.allows(day) else []
        return [day for day in range(start, end) if self.allows(day)]

    def _month(self, year: int, month: int) -> Period:
        rule = self._rule
        days, start, length = self._days_of_month(year, month)
        if rule.by_month and month not in rule.by_month:
            return Period(start, ())
        if rule.by_day:
            days &= _weekdays_in(rule.by_day, start, length)
        if rule.by_year_day:
            days &= _counted(rule.by_year_day, *_year_of(year))
        if rule.by_week:
            days &= self._numbered_weeks(year)
        return Period(start, sorted(days))

    def _year(self, year: int) -> Period:
        """Every part narrows the days of the year; what no part says is taken from the series' start."""
        rule = self._rule
        first, length = _year_of(year)
        months = rule.by_month or ((self._first.month,) if self._defaults else range(1, 13))
        days = {day for month in months for day in self._days_of_month(year, month)[0]}
        if rule.by_year_day:
            days &= _counted(rule.by_year_day, first, length)
        if rule.by_week:
            days &= self._numbered_weeks(year)
            if not (rule.by_day or rule.by_month_day or rule.by_year_day):
                days = {day for day in days if (day - 1) % 7 == self._first.weekday()}
        if rule.by_day and rule.by_month:  # an ordinal counts inside each month (RFC 5545, note 2)
            days &= {d for m in months for d in _weekdays_in(rule.by_day, *_month_of(year, m))}
        elif rule.by_day:
            days &= _weekdays_in(rule.by_day, first, length)
        return Period(first, sorted(days))

    def _days_of_month(self, year: int, month: int) -> tuple[set[int], int, int]:
        """The days that BYMONTHDAY (or the series' own day) allows, and the month's first day and length."""
        start, length = _month_of(year, month)
        wanted = self._rule.by_month_day or ((self._first.day,) if self._defaults else ())
        return (_counted(wanted, start, length) if wanted else set(range(start, start + length))), start, length

    def _numbered_weeks(self, year: int) -> set[int]:
        """The days of ``year`` that lie in the wanted weeks (ISO 8601's numbering, with the rule's own week start).

        A week belongs to the year that holds four of its days, so the first days of January may lie in the last
        week of the year before, and the last of December in week 1 of the next.
        """
        first, length = _year_of(year)
        found: set[int] = set()
        for owner in (year - 1, year, year + 1):
            if not 1 <= owner <= MAXYEAR:
                continue
            start, end = _first_week(owner, self._rule.week_start), _first_week(owner + 1, self._rule.week_start)
            weeks = (end - start) // 7
            for number in self._rule.by_week:
                week = number - 1 if number > 0 else weeks + number
                if 0 <= week < weeks:
                    found.update(range(start + week * 7, start + week * 7 + 7))
        return {day for day in found if first <= day < first + length}


def _year_of(year: int) -> tuple[int, int]:
    return date(year, 1, 1).toordinal(), 366 if monthrange(year, 2)[1] == 29 else 365


def _month_of(year: int, month: int) -> tuple[int, int]:
    return date(year, month, 1).toordinal(), monthrange(year, month)[1]


def _first_week(year: int, week_start: int) -> int:
    """The ordinal at which week 1 starts: the week with at least four days in the year."""
    first = date(year, 1, 1).toordinal() if year <= MAXYEAR else _LAST + 1
    back = ((first - 1) % 7 - week_start) % 7
    return first - back if back <= 3 else first - back + 7


def _counted(numbers: Iterable[int], start: int, length: int) -> set[int]:
    """Days counted from 1 at the front, or from -1 at the back; those that the period does not have are left out."""
    return {start + n - 1 if n > 0 else start + length + n for n in numbers if abs(n) <= length}


def _weekdays_in(wanted: Iterable[tuple[int, int]], start: int, length: int) -> set[int]:
    """Weekdays of a stretch of days: all of them, or the n-th from its front or back."""
    found: set[int] = set()
    for ordinal, weekday in wanted:
        days = range(start + (weekday - (start - 1)) % 7, start + length, 7)
        if not ordinal:
            found.update(days)
        elif abs(ordinal) <= len(days):
            found.add(days[ordinal - 1 if ordinal > 0 else ordinal])
    return found
