"""Budgets by day, ISO week and organisation, by sending and by meeting, and the ramp."""

from __future__ import annotations

from datetime import date

import pytest

from coucou.core.budget import Spent, is_warming_up, tally, week_allowance, week_of
from coucou.core.settings import Budget

MONDAY = date(2026, 11, 23)
BUDGET = Budget(a_week=3, a_day=1, per_organization_a_week=1)


def code(found: object) -> str | None:
    return getattr(found, "code", None)


@pytest.mark.parametrize(
    ("day", "first_run", "allowed"),
    [
        (date(2026, 11, 23), date(2026, 11, 26), 1),  # the ISO week of the first run
        (date(2026, 11, 29), date(2026, 11, 26), 1),
        (date(2026, 11, 30), date(2026, 11, 26), 2),
        (date(2026, 12, 7), date(2026, 11, 26), 3),
        (date(2027, 1, 1), date(2026, 12, 28), 1),  # week 53 runs over the year's end
        (date(2027, 1, 4), date(2026, 12, 28), 2),
        (date(2026, 11, 23), None, 3),
    ],
)
def test_the_first_weeks_allow_one_then_two_then_the_budget(day: date, first_run: date | None, allowed: int) -> None:
    assert week_allowance(day, BUDGET, first_run) == allowed
    assert is_warming_up(day, first_run) is (allowed < 3)


def test_the_ramp_never_allows_more_than_the_budget() -> None:
    assert week_allowance(date(2026, 11, 30), Budget(a_week=1), date(2026, 11, 23)) == 1
    assert week_allowance(date(2026, 11, 23), Budget(a_week=0), date(2026, 11, 23)) == 0


def test_a_week_belongs_to_its_iso_year() -> None:
    assert week_of(date(2027, 1, 3)) == (2026, 53)


def test_a_day_and_a_week_fill_up_by_sending_and_by_meeting_apart() -> None:
    count = tally(BUDGET, None, [Spent(MONDAY, date(2026, 12, 1))])
    assert code(count.against_sending(MONDAY)) == "budget.day"
    assert count.against_sending(date(2026, 11, 24)) is None
    assert count.against_meeting(MONDAY) is None
    assert code(count.against_meeting(date(2026, 12, 1))) == "budget.day"
    count.add(Spent(date(2026, 11, 24), None))
    count.add(Spent(date(2026, 11, 25), None))
    assert code(count.against_sending(date(2026, 11, 26))) == "budget.week"
    assert count.against_sending(date(2026, 11, 30)) is None


def test_an_organisation_counts_by_week_and_the_user_s_own_does_not() -> None:
    count = tally(BUDGET, None, [Spent(MONDAY, date(2026, 12, 1), "example.net"), Spent(None, date(2026, 12, 2))])
    assert code(count.against_sending(date(2026, 11, 24), "example.net")) == "budget.organization"
    assert count.against_sending(date(2026, 11, 24), "example.com") is None
    assert code(count.against_meeting(date(2026, 12, 3), "example.net")) == "budget.organization"
    assert count.against_meeting(date(2026, 12, 3)) is None


def test_the_ramp_is_named_when_it_is_what_limits() -> None:
    count = tally(BUDGET, MONDAY, [Spent(MONDAY, None)])
    assert code(count.against_sending(date(2026, 11, 24))) == "budget.first_weeks"
