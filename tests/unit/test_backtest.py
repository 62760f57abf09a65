"""The figures of a backtest: what AUC and precision are by definition, who counts, and when there is no figure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import isclose
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from coucou.core.backtest import (
    ENOUGH,
    ORDERS,
    STEP,
    WITHIN,
    Quiet,
    auc,
    measured,
    moments,
    precision_at,
    quiet,
    standard_error,
)
from coucou.core.people import Person
from coucou.core.ties import Tie

AT = datetime(2024, 1, 1, tzinfo=UTC)
SCORED = st.lists(st.tuples(st.integers(-4, 4).map(float), st.booleans()), max_size=30)


def tie(name: str, silence: int, *, touches: int = 6, at: datetime = AT, likelihood: float = 0.2) -> Tie:
    last = at - timedelta(days=silence)
    return Tie(
        Person(key=name, name=name, addresses=(f"{name}@example.org",), organization="", domain=""),
        first_touch=last - timedelta(days=400),
        last_touch=last,
        silence_days=silence,
        sent=touches // 2,
        received=touches - touches // 2,
        meetings=0,
        rhythm_days=None,
        strength=0.5,
        dormant=True,
        likelihood=likelihood,
        worth=0.5,
        score=likelihood,
    )


def candidate(number: int, likelihood: float, back: bool) -> Quiet:
    return Quiet(f"p{number}", likelihood, likelihood, 5, 200 + number, back)


# --- the measures -----------------------------------------------------------------------------------------------------


def pair_by_pair(scored: list[tuple[float, bool]]) -> float | None:
    back = [value for value, came in scored if came]
    gone = [value for value, came in scored if not came]
    pairs = [(high > low) + (high == low) / 2 for high in back for low in gone]
    return sum(pairs) / len(pairs) if pairs else None


@settings(max_examples=200, deadline=None)
@given(SCORED)
def test_auc_is_the_share_of_pairs_in_the_right_order(scored: list[tuple[float, bool]]) -> None:
    found, expected = auc(scored), pair_by_pair(scored)
    assert (found is None) == (expected is None)
    assert found is None or expected is None or isclose(found, expected, abs_tol=1e-12)


def test_auc_is_the_u_of_mann_and_whitney() -> None:
    back, gone = [0.9, 0.7, 0.7, 0.2], [0.8, 0.7, 0.1, 0.05, 0.2]
    statistic = mannwhitneyu(back, gone).statistic
    found = auc([*((one, True) for one in back), *((one, False) for one in gone)])
    assert found == pytest.approx(statistic / len(back) / len(gone))


def test_auc_by_hand() -> None:
    assert auc([(0.9, True), (0.8, False), (0.7, True), (0.1, False)]) == 0.75
    assert auc([(0.3, True), (0.3, False)]) == 0.5
    assert auc([(0.3, True)]) is None
    assert auc([]) is None


@settings(max_examples=200, deadline=None)
@given(SCORED, st.integers(1, 12), st.randoms(use_true_random=False))
def test_neither_measure_depends_on_the_order_in_which_equals_come(
    scored: list[tuple[float, bool]], first: int, random: Random
) -> None:
    other = list(scored)
    random.shuffle(other)
    assert auc(other) == auc(scored)
    assert precision_at(other, first) == precision_at(scored, first)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.booleans(), max_size=30), st.integers(1, 12))
def test_without_equals_precision_is_the_share_of_the_first(came: list[bool], first: int) -> None:
    scored = [(float(-place), back) for place, back in enumerate(came)]
    head = came[:first]
    assert precision_at(scored, first) == (sum(head) / len(head) if head else None)


def test_equals_across_the_limit_are_drawn_on_average() -> None:
    assert precision_at([(1.0, True), (0.5, True), (0.5, False), (0.5, False)], 2) == pytest.approx((1 + 1 / 3) / 2)
    assert precision_at([(0.5, True), *[(0.5, False)] * 19], 10) == pytest.approx(1 / 20)


def test_the_standard_error_is_that_of_hanley_and_mcneil() -> None:
    """By hand for an area of 0.8 of 2 and 3: √((0.16 + 0.0267 + 2 × 0.0711) / 6); of chance, √((n + m + 1) / 12nm)."""
    assert standard_error(0.8, 2, 3) == pytest.approx(((0.16 + 2 / 75 + 2 * 16 / 225) / 6) ** 0.5)
    assert standard_error(0.5, 40, 60) == pytest.approx((101 / 12 / 2400) ** 0.5)
    assert standard_error(0.9, 0, 5) is None
    assert standard_error(1.0, 3, 3) == 0


# --- who, when, and what then happened --------------------------------------------------------------------------------


def test_dates_are_half_years_back_and_each_has_its_outcome_two_further_on() -> None:
    first = AT - timedelta(days=1500)
    found = moments(first, AT)
    assert found[-1] == AT
    assert all(later - earlier == STEP for earlier, later in pairwise(found))
    assert all(later - earlier == WITHIN for earlier, later in zip(found, found[2:], strict=False))
    assert timedelta(days=180) <= found[0] - first < timedelta(days=180) + STEP


def test_a_history_shorter_than_the_shortest_silence_has_one_date_and_no_outcome() -> None:
    assert moments(AT - timedelta(days=20), AT) == [AT]


@pytest.mark.parametrize(
    ("silence", "touches", "counts"),
    [(179, 6, False), (180, 6, True), (730, 6, True), (731, 6, False), (300, 3, True), (300, 2, False)],
)
def test_quiet_means_half_a_year_to_two_years_after_three_touches(silence: int, touches: int, counts: bool) -> None:
    assert bool(quiet([tie("a", silence, touches=touches)], [], AT)) == counts


def test_back_is_who_was_touched_after_the_date_under_any_address() -> None:
    later = AT + WITHIN
    then = [tie(name, 300) for name in ("silent", "back", "moved", "gone")]
    since = [tie("silent", 665, at=later), tie("back", 100, at=later)]
    both = Person("another", "m", ("new@example.net", "moved@example.org"), organization="", domain="")
    found = quiet(then, [*since, tie("new", 30, at=later)._replace(person=both)], AT)
    assert {one.key: one.back for one in found} == {"silent": False, "back": True, "moved": True, "gone": False}


# --- all dates together -----------------------------------------------------------------------------------------------


def test_dates_before_the_first_with_enough_ties_are_left_out_and_later_small_ones_are_not_measured() -> None:
    few = [candidate(n, n / 100, n % 2 == 0) for n in range(ENOUGH - 1)]
    enough = [candidate(n, n / 100, n >= 8) for n in range(ENOUGH)]
    found = measured([(AT, few), (AT + STEP, enough), (AT + 2 * STEP, few)])
    assert [date.moment for date in found.dates] == [AT + STEP, AT + 2 * STEP]
    assert (found.measured, found.ties, found.back, found.people, found.people_back) == (1, 10, 2, 10, 2)
    assert found.dates[1].orders == {}
    assert found.orders["likelihood"].auc == 1.0
    assert found.base_rate == found.best_precision == 0.2


def test_a_person_who_is_quiet_at_several_dates_is_one_person() -> None:
    those = [candidate(n, n / 100, n == 3) for n in range(ENOUGH)]
    found = measured([(AT, those), (AT + STEP, those)])
    assert (found.ties, found.back, found.people, found.people_back) == (20, 2, 10, 1)


def test_figures_are_means_over_dates_and_best_and_chance_bound_precision() -> None:
    right = [candidate(n, n / 100, n >= 15) for n in range(20)]
    wrong = [candidate(n, n / 100, n < 5) for n in range(20)]
    found = measured([(AT, right), (AT + STEP, wrong)])
    assert found.orders["likelihood"].auc == 0.5
    assert found.orders["likelihood"].precision == 0.25
    assert (found.base_rate, found.best_precision) == (0.25, 0.5)


@pytest.mark.parametrize("back", [False, True])
def test_where_all_came_back_or_none_there_is_no_figure(back: bool) -> None:
    found = measured([(AT, [candidate(n, n / 100, back) for n in range(ENOUGH)])])
    assert (found.measured, len(found.dates), found.most) == (0, 1, ENOUGH)
    assert found.base_rate is None and found.best_precision is None
    assert set(found.orders) == set(ORDERS)
    assert all(one == (None, None) for one in found.orders.values())
    assert set(found.errors.values()) == {None}


def test_without_any_history_there_is_no_date() -> None:
    found = measured([])
    assert (found.dates, found.measured, found.most) == ((), 0, 0)


def test_each_order_ranks_by_what_its_name_says() -> None:
    old, new = Quiet("old", 0.1, 0.9, 40, 700, True), Quiet("new", 0.9, 0.1, 4, 190, False)
    first = {name: max((old, new), key=order).key for name, order in ORDERS.items()}
    assert first == {
        "likelihood": "new",
        "score": "old",
        "touches_by_silence": "old",
        "frequency": "old",
        "recency": "new",
        "cadence_90": "new",
    }


def test_by_a_cadence_whoever_is_due_comes_before_whoever_is_not() -> None:
    cadence = ORDERS["cadence_90"]
    due, not_due, nearly = (cadence(Quiet("x", 0, 0, 3, days, False)) for days in (700, 20, 80))
    assert due > nearly > not_due
