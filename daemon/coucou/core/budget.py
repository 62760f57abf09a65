"""Budgets: how much may be proposed by day, by ISO week and by organisation, and the ramp of the first weeks.

Every limit holds twice: by the day a proposal is sent, and by the day of its meeting (both in the user's zone).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from coucou.core.reason import Reason, because
from coucou.core.settings import Approach, Budget

RAMP = (1, 2)
"""What the first ISO weeks allow, before ``a_week`` does: warming up on few and easy contacts is what makes people go
on (Aknin & Sandstrom, Communications Psychology 2024)."""

A_MONTH = timedelta(days=30)

Week = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Spent:
    """What one proposal takes from the budgets. ``organization`` is "" for the user's own and for those without one."""

    sent_on: date | None
    meets_on: date | None
    organization: str = ""
    approach: Approach = Approach.CATCH_UP


def week_of(day: date) -> Week:
    """The ISO week, by year and number; its year may differ from the day's at the turn of the year."""
    year, number, _ = day.isocalendar()
    return year, number


def weeks_since(first_run: date, day: date) -> int:
    """0 in the ISO week of the first run, 1 in the next; never negative."""
    first_monday = first_run - timedelta(days=first_run.weekday())
    return max(0, (day - first_monday).days // 7)


def is_warming_up(day: date, first_run: date | None) -> bool:
    """Whether ``day`` is in the weeks of the ramp. Without a first run there is no ramp (``--as-of`` looks back)."""
    return first_run is not None and weeks_since(first_run, day) < len(RAMP)


def week_allowance(day: date, budget: Budget, first_run: date | None) -> int:
    """How many proposals the ISO week of ``day`` allows."""
    if first_run is None or not is_warming_up(day, first_run):
        return budget.a_week
    return min(budget.a_week, RAMP[weeks_since(first_run, day)])


@dataclass(slots=True)
class Tally:
    """A running count against the budgets. Mutable: it lives inside one planning, which adds what it decides."""

    budget: Budget
    first_run: date | None = None
    week_code: str = "budget.week"
    a_month: int | None = None
    days: tuple[Counter[date], Counter[date]] = field(default_factory=lambda: (Counter(), Counter()))
    weeks: tuple[Counter[Week], Counter[Week]] = field(default_factory=lambda: (Counter(), Counter()))
    organizations: tuple[Counter[tuple[Week, str]], Counter[tuple[Week, str]]] = field(
        default_factory=lambda: (Counter(), Counter())
    )

    def add(self, spent: Spent) -> None:
        for which, day in enumerate((spent.sent_on, spent.meets_on)):
            if day is not None:
                self.days[which][day] += 1
                self.weeks[which][week_of(day)] += 1
                self.organizations[which][week_of(day), spent.organization] += 1

    def against_sending(self, day: date, organization: str = "") -> Reason | None:
        """Why one more cannot be sent on ``day``; None when it can."""
        return self._against(0, day, organization)

    def against_meeting(self, day: date, organization: str = "") -> Reason | None:
        """Why one more meeting cannot be proposed for ``day``; None when it can."""
        return self._against(1, day, organization)

    def _against(self, which: int, day: date, organization: str) -> Reason | None:
        week, budget = week_of(day), self.budget
        allowed = week_allowance(day, budget, self.first_run)
        if self.weeks[which][week] >= allowed:
            return because("budget.first_weeks" if allowed < budget.a_week else self.week_code, limit=allowed)
        if self.a_month is not None and self._around(which, day) >= self.a_month:
            return because("budget.referrals", limit=self.a_month)
        if self.days[which][day] >= budget.a_day:
            return because("budget.day", limit=budget.a_day)
        if organization and self.organizations[which][week, organization] >= budget.per_organization_a_week:
            return because("budget.organization", n=budget.per_organization_a_week)
        return None

    def _around(self, which: int, day: date) -> int:
        """How many lie within a month of ``day``, on either side."""
        return sum(number for other, number in self.days[which].items() if abs(other - day) < A_MONTH)


def tally(
    budget: Budget, first_run: date | None, spent: Iterable[Spent], approach: Approach = Approach.CATCH_UP
) -> Tally:
    """A count of one approach that starts from what was already sent and agreed. The ramp is for catch-ups: of the
    others there are few from the beginning."""
    match approach:
        case Approach.CATCH_UP:
            count = Tally(budget, first_run)
        case Approach.MESSAGE:
            count = Tally(replace(budget, a_week=budget.messages_a_week), week_code="budget.messages")
        case Approach.INTRODUCTION:
            count = Tally(replace(budget, a_week=budget.introductions_a_week), week_code="budget.introductions")
        case Approach.REFERRAL:
            limit = budget.referrals_a_month
            count = Tally(replace(budget, a_week=limit), week_code="budget.referrals", a_month=limit)
    for one in spent:
        if one.approach is approach:
            count.add(one)
    return count
