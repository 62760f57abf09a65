"""The ranking put to the test on the past: who was quiet at a date, in which order, and who was in touch again.

Plain values in, figures out. At each date every tie that had then been silent for half a year to two years stands in
several orders, and each order is measured by what happened in the year after:

AUC           how often one who was in touch again stood before one who was not; 0.5 is chance
precision@10  how many of the first ten were in touch again

Equals in an order count half, and share their places, so that no order is helped by the one in which they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from math import sqrt
from operator import itemgetter
from statistics import fmean
from types import MappingProxyType
from typing import NamedTuple

from coucou.core.ties import Tie

SILENT_DAYS = (180, 730)
LEAST_TOUCHES = 3
WITHIN = timedelta(days=365)
STEP = WITHIN / 2  # half a year, so that the moment at which a date's outcome is known is a date too, two further on
FIRST = 10
ENOUGH = 10
"""Quiet ties that make a date worth measuring: with fewer, the first ten are everybody, whatever the order."""

Scored = tuple[float, bool]
"""A place in an order, the highest first, and whether they were in touch again."""


class Quiet(NamedTuple):
    """One quiet tie as it stood at a date."""

    key: str  # the person's
    likelihood: float
    score: float
    touches: int
    silence_days: int
    back: bool  # in touch again within a year


ORDERS: Mapping[str, Callable[[Quiet], float]] = MappingProxyType(
    {
        "likelihood": lambda tie: tie.likelihood,
        "score": lambda tie: tie.score,
        "touches_by_silence": lambda tie: tie.touches / max(1, tie.silence_days),
        "frequency": lambda tie: float(tie.touches),
        "recency": lambda tie: -float(tie.silence_days),
        # The nearer to due the higher; whoever is due comes first, and those who fell due last before the others.
        "cadence_90": lambda tie: min(tie.silence_days, 90) / 90 - max(0, tie.silence_days - 90) / 1e6,
    }
)
"""The product's two, and the simple ones beside which they must show what they are worth."""


class Measure(NamedTuple):
    """One order's figures, 0..1; None where there is nothing to measure."""

    auc: float | None
    precision: float | None  # at ten


NOTHING = Measure(None, None)


@dataclass(frozen=True, slots=True)
class Date:
    """One date and who was quiet then. ``orders`` is empty where they were too few, or all came back, or none."""

    moment: datetime
    ties: int
    back: int
    orders: Mapping[str, Measure]


@dataclass(frozen=True, slots=True)
class Backtest:
    """The figures are means over the dates that can be measured (``measured`` of them)."""

    dates: tuple[Date, ...]  # from the first with enough quiet ties on
    measured: int  # dates with enough quiet ties, some of whom came back and some not
    ties: int  # over the dates that are measured; the same person may stand at several
    back: int  # of these, in touch again within a year
    people: int  # different people among the ties
    people_back: int  # of these, who were in touch again after one date or another
    most: int  # quiet ties at the date that had the most, enough or not
    base_rate: float | None  # what precision is by chance
    best_precision: float | None  # what precision can be at most: some dates have fewer than ten who came back
    orders: Mapping[str, Measure]
    errors: Mapping[str, float | None]  # of each AUC, one standard error


# --- who and when -----------------------------------------------------------------------------------------------------


def moments(first: datetime, last: datetime) -> list[datetime]:
    """Every half year, counted back from ``last`` to the date at which a touch at ``first`` is silent long enough,
    oldest first. At the last two, nobody knows yet what the year after brings."""
    found, earliest = [last], first + timedelta(days=SILENT_DAYS[0])
    while found[-1] - STEP >= earliest:
        found.append(found[-1] - STEP)
    return found[::-1]


def quiet(then: Iterable[Tie], later: Iterable[Tie], moment: datetime) -> list[Quiet]:
    """Who was quiet at ``moment``, by the ties of that moment; the ties of a year later tell who was in touch again."""
    touched = {address for tie in later if tie.last_touch > moment for address in tie.person.addresses}
    shortest, longest = SILENT_DAYS
    found = (as_quiet(tie, back=not touched.isdisjoint(tie.person.addresses)) for tie in then)
    return [one for one in found if one.touches >= LEAST_TOUCHES and shortest <= one.silence_days <= longest]


def as_quiet(tie: Tie, *, back: bool) -> Quiet:
    touches = tie.sent + tie.received + tie.meetings
    return Quiet(tie.person.key, tie.likelihood, tie.score, touches, tie.silence_days, back)


# --- how well ---------------------------------------------------------------------------------------------------------


def measured(by_date: Sequence[tuple[datetime, Sequence[Quiet]]]) -> Backtest:
    """The figures of all dates together, oldest first; those before the first with enough quiet ties are left out."""
    start = next((place for place, (_, those) in enumerate(by_date) if len(those) >= ENOUGH), len(by_date))
    dates = tuple(_date(moment, those) for moment, those in by_date[start:])
    kept = [date for date in dates if date.orders]
    ties = [tie for date, (_, those) in zip(dates, by_date[start:], strict=True) if date.orders for tie in those]
    everyone, came = {tie.key for tie in ties}, {tie.key for tie in ties if tie.back}
    orders = {name: averaged(date.orders[name] for date in kept) for name in ORDERS}
    return Backtest(
        dates=dates,
        measured=len(kept),
        ties=len(ties),
        back=sum(tie.back for tie in ties),
        people=len(everyone),
        people_back=len(came),
        most=max((len(those) for _, those in by_date), default=0),
        base_rate=fmean(date.back / date.ties for date in kept) if kept else None,
        best_precision=fmean(min(date.back, FIRST) / FIRST for date in kept) if kept else None,
        orders=orders,
        errors={
            name: None if one.auc is None else standard_error(one.auc, len(came), len(everyone - came))
            for name, one in orders.items()
        },
    )


def _date(moment: datetime, those: Sequence[Quiet]) -> Date:
    back = sum(tie.back for tie in those)
    if len(those) < ENOUGH or not 0 < back < len(those):
        return Date(moment, len(those), back, {})
    orders = {name: measure([(order(tie), tie.back) for tie in those]) for name, order in ORDERS.items()}
    return Date(moment, len(those), back, orders)


def averaged(several: Iterable[Measure]) -> Measure:
    """Means over those that have figures."""
    found = [(one.auc, one.precision) for one in several if one.auc is not None and one.precision is not None]
    return Measure(fmean(a for a, _ in found), fmean(p for _, p in found)) if found else NOTHING


def measure(scored: Sequence[Scored]) -> Measure:
    return Measure(auc(scored), precision_at(scored, FIRST))


def auc(scored: Iterable[Scored]) -> float | None:
    """How often one that came back is ranked above one that did not, equals counting half; None without both."""
    below = wins = 0.0  # how many that did not come back are ranked lower
    backs = gones = 0
    for back, gone in _places(scored, highest_first=False):
        wins += back * (below + gone / 2)
        below += gone
        backs, gones = backs + back, gones + gone
    return wins / backs / gones if backs and gones else None


def precision_at(scored: Iterable[Scored], first: int) -> float | None:
    """The share of the ``first`` (of all, when there are fewer) that came back; None when there is nobody.

    Where equals stand across the limit, what a draw among them gives on average.
    """
    taken, found = 0, 0.0
    for back, gone in _places(scored, highest_first=True):
        drawn = min(back + gone, first - taken)
        found += drawn * back / (back + gone)
        taken += drawn
        if taken == first:
            break
    return found / taken if taken else None


def _places(scored: Iterable[Scored], *, highest_first: bool) -> Iterable[tuple[int, int]]:
    """For each place of an order, how many there came back, and how many did not."""
    for _, equals in groupby(sorted(scored, key=itemgetter(0), reverse=highest_first), key=itemgetter(0)):
        came = [back for _, back in equals]
        yield sum(came), len(came) - sum(came)


def standard_error(area: float, back: int, gone: int) -> float | None:
    """Of an AUC, by the numbers of those who came back and who did not (Hanley and McNeil, Radiology 1982)."""
    if not back or not gone:
        return None
    one, other = area / (2 - area), 2 * area * area / (1 + area)
    square = area * (1 - area) + (back - 1) * (one - area * area) + (gone - 1) * (other - area * area)
    return sqrt(max(0.0, square) / back / gone)
