"""The likelihood: bounded, and moved by each signal in the direction that its name promises."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.core.likelihood import WEIGHTS, likelihood
from coucou.core.seasons import DAY, MOST, SEASON, SEASONS, count, seasons_of, weight

SETS = st.integers(0, 2**SEASONS - 1)
DAYS = st.integers(0, 8_000)
AT = 1_760_000_000


@settings(max_examples=100, deadline=None)
@given(SETS, SETS, SETS, DAYS, st.booleans())
def test_the_likelihood_and_its_parts_lie_between_0_and_1(t: int, h: int, s: int, days: int, theirs: bool) -> None:
    assert all(0 <= value <= 1 for value in likelihood(t, h, s, days, theirs))


@settings(max_examples=100, deadline=None)
@given(SETS, SETS, SETS, DAYS, st.booleans(), st.integers(0, SEASONS - 1))
def test_one_more_season_of_any_kind_never_lowers_it(
    t: int, h: int, s: int, days: int, theirs: bool, season: int
) -> None:
    before, more = likelihood(t, h, s, days, theirs).value, 1 << season
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
@given(st.lists(st.integers(0, 70 * SEASON)))
def test_seasons_are_91_days_counted_back_and_unite(ages: list[int]) -> None:
    numbers = {age // SEASON for age in ages}
    kept = {number for number in numbers if number < SEASONS}
    assert count(seasons_of([AT - age for age in ages], AT)) == len(kept)
    by_hand = sum(0.5 ** ((number * 91 + 45.5) / 1000) for number in kept)
    assert abs(weight(seasons_of([AT - age for age in ages], AT)) - by_hand) < 1e-9


def test_a_recent_season_weighs_more_and_a_thousand_days_halve_it() -> None:
    assert weight(1) > weight(1 << 4) > weight(1 << 40) > 0
    assert abs(weight(1 << 11) / weight(1) - 0.5 ** (1001 / 1000)) < 1e-9
    assert weight(-1) == MOST
    assert SEASON == 91 * DAY
