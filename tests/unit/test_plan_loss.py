"""What one pass, best tie first, loses against the best assignments that there are.

Two losses are told apart: the slots that the proposed people got, against scipy's ``linear_sum_assignment`` of the same
people to days; and everything, people included, against the exact optimum under the same budgets (``milp``). The second
is the price of sending to the best tie first, which the pass does on purpose: tomorrow everything is planned again.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import mean

import numpy
from scipy.optimize import LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import lil_matrix

from coucou.core.budget import week_of
from coucou.core.days import public_days
from coucou.core.gaps import Gaps, end_of_notice
from coucou.core.plan import Known, plan
from coucou.core.proposal import Proposal
from coucou.core.route import Route
from coucou.core.settings import Budget, Channel
from coucou.core.slots import Slot, TheirTime, availability_of, slots_for, theirs_of
from coucou.core.span import Span
from tests.unit.planning import MONTREAL, NOW, SETTINGS, person, routes, tie, two_weeks

A_WEEK_OF_THREE = replace(SETTINGS, budget=Budget(a_week=3, a_day=1, per_organization_a_week=7))
PUBLIC = public_days("CA-QC", 2025, 2027)
QUARTER = timedelta(minutes=15)


def a_round(seed: int) -> tuple[list[Route], Gaps, Known]:
    """A crowded fortnight, and people on three continents, some of whose calendars can be read."""
    chance = random.Random(seed)
    start = two_weeks().window.start

    def some(number: int, longest: int) -> list[Span]:
        starts = [start + chance.randrange(14 * 96) * QUARTER for _ in range(number)]
        return [Span(at, at + chance.randint(1, longest) * QUARTER) for at in starts]

    ties = [
        tie(
            person(f"P{n}", f"p{n}@{chance.choice(['example.org', f'org{n}.example'])}", offset=chance.choice(OFFSETS)),
            score=chance.random(),
        )
        for n in range(chance.randint(1, 20))
    ]
    readable = {one.person.key: TheirTime(tuple(some(30, 30))) for one in ties if chance.random() < 0.5}
    return (
        routes(ties, A_WEEK_OF_THREE),
        two_weeks(busy=some(chance.randint(0, 120), 12), settings=A_WEEK_OF_THREE),
        Known(readable),
    )


OFFSETS = (None, -300, -480, 0, 60)


def sent_at(day: date) -> datetime:
    opening = datetime.combine(day, A_WEEK_OF_THREE.hours.start, MONTREAL)
    return NOW if day == NOW.date() else opening


def notice(one: Route, sent: datetime) -> datetime:
    return end_of_notice(sent, 2 if one.channel is Channel.INVITE else 5, A_WEEK_OF_THREE, PUBLIC)


def possible(one: Route, gaps: Gaps, known: Known) -> Iterator[Slot]:
    """Whatever the notice."""
    theirs = theirs_of(one, A_WEEK_OF_THREE)
    time = known.times.get(one.tie.person.key)
    for slot in slots_for(theirs, PUBLIC, gaps, A_WEEK_OF_THREE, {}):
        if availability_of(slot.span, theirs, time).state != "busy":
            yield slot


def value(one: Route, cost: float) -> float:
    """Being placed at all is worth one; then the better tie and the cheaper slot."""
    return 1 + one.tie.score - cost


def worth_of(found: list[Proposal], case: tuple[list[Route], Gaps, Known]) -> float:
    chosen, gaps, known = case
    by_key = {one.tie.person.key: one for one in chosen}
    total = 0.0
    for proposal in found:
        one = by_key[proposal.person.key]
        total += value(one, next(s.cost for s in possible(one, gaps, known) if s.span.start == proposal.start))
    return total


def best_days_for(found: list[Proposal], case: tuple[list[Route], Gaps, Known]) -> float:
    """The same people, sent on the same days, each on a day of their own."""
    chosen, gaps, known = case
    by_key = {one.tie.person.key: one for one in chosen}
    values = numpy.full((len(found), 15), -9.0)
    for row, proposal in enumerate(found):
        one = by_key[proposal.person.key]
        over = notice(one, sent_at(proposal.send_on or NOW.date()))
        for slot in possible(one, gaps, known):
            if slot.span.start >= over:
                column = (slot.day - NOW.date()).days
                values[row, column] = max(values[row, column], value(one, slot.cost))
    return float(values[linear_sum_assignment(values, maximize=True)].sum())


def best_of_all(case: tuple[list[Route], Gaps, Known]) -> float:
    """The exact optimum over (person, day of sending, day of meeting), within the same budgets by day and week."""
    chosen, gaps, known = case
    best: dict[tuple[int, date, date], float] = {}
    sending_days = [day for n in range(14) if (day := NOW.date() + timedelta(days=n)).weekday() < 5]
    for row, one in enumerate(chosen):
        slots = list(possible(one, gaps, known))
        for sending in sending_days:
            over = notice(one, sent_at(sending))
            for slot in slots:
                if slot.span.start >= over:
                    key = (row, sending, slot.day)
                    best[key] = max(best.get(key, -9.0), value(one, slot.cost))
    if not best:
        return 0.0
    limits: dict[tuple[str, object, int], list[int]] = {}
    for column, (row, sending, meeting) in enumerate(best):
        for what, which, most in (
            ("who", row, 1),
            ("sent", sending, 1),
            ("met", meeting, 1),
            ("sent", week_of(sending), 3),
            ("met", week_of(meeting), 3),
        ):
            limits.setdefault((what, which, most), []).append(column)
    matrix = lil_matrix((len(limits), len(best)))
    for row, columns in enumerate(limits.values()):
        matrix[row, columns] = 1
    within = LinearConstraint(matrix.tocsr(), -numpy.inf, [limit[-1] for limit in limits])
    found = milp(
        -numpy.array(list(best.values())), constraints=within, integrality=numpy.ones(len(best)), bounds=(0, 1)
    )
    return -float(found.fun)


def test_one_pass_loses_little_against_the_best_assignment() -> None:
    slots, everything = [], []
    for seed in range(40):
        case = a_round(seed)
        chosen, gaps, known = case
        found = list(plan(chosen, gaps, A_WEEK_OF_THREE, now=NOW, known=known, public=PUBLIC).proposals)
        worth = worth_of(found, case)
        if found:
            slots.append(1 - worth / best_days_for(found, case))
            everything.append(1 - worth / best_of_all(case))
    print(f"slots: mean {mean(slots):.3f}, worst {max(slots):.3f}")
    print(f"people and slots: mean {mean(everything):.3f}, worst {max(everything):.3f}")
    assert min(slots + everything) > -1e-9
    assert (mean(slots) < 0.03, max(slots) < 0.15) == (True, True)
    assert (mean(everything) < 0.18, max(everything) < 0.50) == (True, True)
