"""The worth of a tie: bounded parts, titles in both languages, and the user's own word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.core.worth import WEIGHTS, status_of, worth

SHARE, COUNT = st.floats(0, 1), st.integers(0, 500)


@settings(max_examples=100, deadline=None)
@given(SHARE, st.integers(0, 9_000), COUNT, COUNT, st.sampled_from(["", "CEO", "analyste"]), SHARE)
def test_worth_and_its_parts_lie_between_0_and_1(
    strength: float, days: int, given: int, taken: int, title: str, bonus: float
) -> None:
    for tier in (None, "close", "of my own"):
        assert all(0 <= value <= 1.000001 for value in worth(strength, days, given, taken, title, tier, bonus))


def test_the_weights_share_out_the_whole_among_the_parts() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert tuple(WEIGHTS) == tuple(worth(0.5, 10, 1, 1, "", None, 0)._asdict())[1:]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Directrice générale adjointe", 1.0),
        ("VP, Engineering", 1.0),
        ("Professeur titulaire", 1.0),
        ("Gestionnaire de projet", 0.5),
        ("Senior data analyst", 0.5),
        ("Infirmière", 0.0),
        ("Technicien en directives médicales", 0.0),
        ("", 0.0),
        ("HR Business Partner", 0.0),
        ("Product Owner", 0.0),
        ("Cheffe de projet", 0.5),
        ("Chef d’équipe", 0.5),
        ("Cheffe de cabinet", 1.0),
        ("SVP, Data", 1.0),
    ],
)
def test_status_is_read_from_whole_words_of_a_title_in_french_and_english(title: str, expected: float) -> None:
    assert status_of(title) == expected


def test_a_target_of_the_user_raises_worth() -> None:
    plain = worth(0.5, 200, 3, 3, "", None, 0.0)
    assert worth(0.5, 200, 3, 3, "", None, 0.8).value > plain.value
    assert worth(0.5, 200, 3, 3, "", "close", 0.0).value > worth(0.5, 200, 3, 3, "", "wide", 0.0).value > plain.value


def test_of_two_ties_the_one_where_both_wrote_is_worth_more() -> None:
    assert worth(0.5, 200, 5, 5, "", None, 0).value > worth(0.5, 200, 9, 1, "", None, 0).value
