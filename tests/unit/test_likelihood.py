"""The likelihood: bounded, and moved by each signal in the direction that its name promises."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.core.likelihood import WEIGHTS, likelihood
from coucou.core.seasons import DAY, MOST, SEASON, STEP, STEPS, count, overlapping, steps_of, weight

SETS = st.integers(0, 2**STEPS - 1)
DAYS = st.integers(0, 8_000)
AT = 1_760_000_000


@settings(max_examples=100, deadline=None)
@given(SETS, SETS, SETS, DAYS, st.booleans())
def test_the_likelihood_and_its_parts_lie_between_0_and_1(t: int, h: int, s: int, days: int, theirs: bool) -> None:
    assert all(0 <= value <= 1 for value in likelihood(t, h, s, days, theirs))


@settings(max_examples=100, deadline=None)
@given(SETS, SETS, SETS, DAYS, st.booleans(), st.integers(0, STEPS - 1))
def test_one_more_step_of_any_kind_never_lowers_it(t: int, h: int, s: int, days: int, theirs: bool, step: int) -> None:
    before, more = likelihood(t, h, s, days, theirs).value, 1 << step
    for after in ((t | more, h, s), (t, h | more, s), (t, h, s | more)):
        assert likelihood(*after, days, theirs).value >= before


@settings(max_examples=100, deadline=None)
@given(SETS, SETS, SETS, DAYS, DAYS, st.booleans())
def test_a_longer_silence_all_else_equal_never_raises_it(
    t: int, h: int, s: int, one: int, other: int, theirs: bool
) -> None:
    short, long = sorted((one, other))
    assert likelihood(t, h, s, short, theirs).value >= likelihood(t, h, s, long, theirs).value


def test_somebody_who_is_still_around_is_likelier_than_somebody_who_vanished() -> None:
    touched, around = 0b1110_0000, 0b1_1111
    gone = likelihood(touched, 0, 0, 500, False)
    seen = likelihood(touched, 0, around, 500, False)
    heard = likelihood(touched, around, 0, 500, False)
    assert gone.value < seen.value < heard.value


def test_an_answer_that_the_user_owes_makes_it_likelier() -> None:
    assert likelihood(0b11, 0, 0, 100, True).value > likelihood(0b11, 0, 0, 100, False).value


def test_each_part_has_its_weight_and_each_weight_its_part() -> None:
    assert tuple(WEIGHTS) == tuple(likelihood(0, 0, 0, 0, False)._asdict())[1:]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 40 * SEASON)))
def test_seasons_are_91_days_counted_back_and_forgotten_after_nearly_eight_years(ages: list[int]) -> None:
    kept = {age // SEASON for age in ages if age // SEASON < STEPS // 2}
    assert count(steps_of([AT - age for age in ages], AT)) == len(kept)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, STEPS - 1)))
def test_a_season_that_begins_at_any_step_weighs_half_when_it_holds_a_touch_and_fades(steps: list[int]) -> None:
    holding = {season for step in steps for season in (step, step + 1)}
    by_hand = sum(0.5 * 0.5 ** (season * 45.5 / 1000) for season in holding)
    assert abs(weight(overlapping(steps_of([AT - step * STEP for step in steps], AT))) - by_hand) < 1e-9


def test_a_recent_season_weighs_more_and_a_thousand_days_halve_it() -> None:
    assert weight(1) > weight(1 << 4) > weight(1 << 40) > 0
    assert abs(weight(1 << 22) / weight(1) - 0.5 ** (1001 / 1000)) < 1e-9
    assert weight(overlapping((1 << STEPS) - 1)) == MOST


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 2_000), min_size=1, max_size=20), st.integers(1, 120))
def test_the_day_on_which_one_asks_neither_halves_nor_doubles_what_is_held(ages: list[int], days: int) -> None:
    held = [AT - age * DAY for age in ages]
    now, later = (weight(overlapping(steps_of(held, at))) for at in (AT, AT + days * DAY))
    assert 0.6 * now <= later <= 1.5 * now
