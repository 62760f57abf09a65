"""On real correspondence the likelihood tells who comes back, better than the formulas that others use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from benchmarks.backtest_corpora import CORPORA, Row, by_month, figures, judged, mail_of, monthly, read_truth

from coucou.core.backtest import ORDERS

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora of ../shared are not here"),
]

PEOPLE = ("dev-a", "dev-b", "dev-c")


@pytest.fixture(scope="module")
def real() -> Iterator[dict[str, dict[str, list[Row]]]]:
    found = {}
    for label in PEOPLE:
        with mail_of(CORPORA, label) as (store, settings):
            found[label] = judged(store, settings, read_truth(CORPORA, label))
    yield found


def test_likelihood_and_score_rank_the_quiet_ties_better_than_simple_formulas(
    real: dict[str, dict[str, list[Row]]],
) -> None:
    found = figures(real)
    areas = {name: float(str(values["auc"])) for name, values in found.items()}
    assert areas["likelihood"] >= 0.74
    assert areas["score"] >= 0.73
    for simple in ("touches_by_silence", "frequency", "recency", "cadence_90"):
        assert areas["likelihood"] > areas[simple] + 0.08
    precisions = {name: float(str(values["precision@10"])) for name, values in found.items()}
    assert precisions["likelihood"] >= precisions["touches_by_silence"] + 0.02


def test_each_of_the_three_people_is_ranked_better_than_by_touches_over_silence(
    real: dict[str, dict[str, list[Row]]],
) -> None:
    found = figures(real)
    ours, theirs = found["likelihood"]["each"], found["touches_by_silence"]["each"]
    assert isinstance(ours, dict)
    assert isinstance(theirs, dict)
    assert all(ours[label][0] > theirs[label][0] for label in PEOPLE)


def test_most_counts_of_touches_equal_those_counted_by_others(real: dict[str, dict[str, list[Row]]]) -> None:
    rows = [row for cuts in real.values() for of_cut in cuts.values() for row in of_cut]
    known = [row for row in rows if row[0] is not None]
    assert len(known) >= 0.82 * len(rows)
    assert sum(same for _, _, same in known) >= 0.60 * len(known)


def test_what_the_truth_calls_quiet_for_months_is_quiet_for_us(real: dict[str, dict[str, list[Row]]]) -> None:
    ties = [tie for cuts in real.values() for rows in cuts.values() for tie, _, _ in rows if tie is not None]
    assert sum(tie.silence_days >= 150 for tie in ties) >= 0.9 * len(ties)


def test_asked_every_month_the_likelihood_tells_two_people_who_come_back_better_than_touches_over_silence() -> None:
    months = {}
    for label in ("dev-a", "dev-b"):
        with mail_of(CORPORA, label) as (store, settings):
            months[label] = monthly(store, settings)
    ours, theirs = by_month(months, ORDERS["likelihood"]), by_month(months, ORDERS["touches_by_silence"])
    for label in months:
        mine, simple = ours[label].auc, theirs[label].auc
        assert mine is not None
        assert simple is not None
        assert mine >= max(0.74, simple + 0.06)
