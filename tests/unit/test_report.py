"""The ladder of one's own proposals, and figures of an organisation from which nobody can be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.core.aggregate import LEAST, Member, Month, aggregate, rates
from coucou.core.ladder import RUNGS, Counts, added, rung_of
from coucou.core.people import Person
from coucou.core.proposal import STATES, State, Step
from coucou.core.settings import Approach
from coucou.store import ledger, proposals
from coucou.store.ladder import ladder
from tests.unit.ledgers import LEA, NOW, OMAR, a_ledger
from tests.unit.test_store_proposals import proposal

MONTH = NOW.strftime("%Y-%m")


def test_who_was_met_counts_on_every_rung_and_keeps_what_was_reached_before() -> None:
    steps = {
        LEA: [Step.APPROVE, Step.SEND, Step.DELIVERED, Step.ACCEPT, Step.MEET],
        OMAR: [Step.APPROVE, Step.SEND, Step.DELIVERED, Step.ACCEPT, Step.CANCEL],
        "ida@example.net": [Step.APPROVE, Step.DISMISS],
        "bo@example.net": [],
    }
    with a_ledger() as store:
        drafts = [(proposal(address), "", "") for address in steps]
        ledger.record(store, drafts, now=NOW)
        for address, climbed in steps.items():
            for step in climbed:
                ledger.mark(store, proposal(address).id, step, now=NOW)
        (row,) = ladder(store)
    assert (row.month, row.approach) == (MONTH, "catch_up")
    assert dict(zip(RUNGS, row.counts, strict=True)) == {
        "proposed": 4, "approved": 3, "sent": 2, "accepted": 2, "met": 1,
    }  # fmt: skip


def test_a_person_counts_once_however_often_they_are_planned_anew() -> None:
    with a_ledger() as store:
        for day in (9, 10, 11):
            ledger.record(store, [(proposal(LEA, day), "", "")], now=NOW)
        later = NOW + timedelta(days=40)
        ledger.record(store, [(proposal(LEA, 12, Approach.MESSAGE), "", "")], now=later)
        rows = ladder(store)
    assert [(row.month, row.approach, row.counts[0]) for row in rows] == [
        (MONTH, "catch_up", 1),
        (later.strftime("%Y-%m"), "message", 1),
    ]


def test_an_invitation_that_follows_an_ask_counts_with_it() -> None:
    ask = proposal(LEA)
    with a_ledger() as store:
        ledger.record(store, [(ask, "", "")], now=NOW)
        ledger.mark(store, ask.id, Step.ASK, now=NOW)
        (kept,) = ledger.recorded(store)
        proposals.confirm(store, kept, "child", "uid", ("", ""), now=NOW + timedelta(days=60))
        (row,) = ladder(store)
    assert (row.month, row.counts) == (MONTH, (1, 1, 1, 1, 0))


def test_every_state_has_its_rung_and_no_step_leads_to_a_higher_one_unearned() -> None:
    assert {rung_of([state]) for state in State} == set(range(len(RUNGS)))
    for state, moves in STATES.items():
        for following in moves.values():
            if following is State.MET:
                assert rung_of([state]) == RUNGS.index("accepted")


# --- an organisation ------------------------------------------------------------------------------------------------


def member(name: str, unit: str, counts: Counts, month: str = "2026-03", made: str = "2026-04-01") -> Member:
    return Member(name, made, unit, {month: counts})


def team(unit: str, size: int, counts: Counts) -> list[Member]:
    return [member(f"{unit}{n}", unit, counts) for n in range(size)]


def test_a_group_under_five_is_not_shown_and_no_total_reveals_it() -> None:
    (month,) = aggregate([*team("Finance", 6, (5, 4, 3, 2, 2)), *team("Legal", 4, (9, 9, 9, 9, 9))])
    assert [(group.unit, group.people, group.counts) for group in month.groups] == [
        ("Finance", 6, (30, 24, 18, 12, 12))
    ]
    assert month.total is not None
    assert (month.total.people, month.total.counts) == (6, (30, 24, 18, 12, 12))
    assert month.hidden and "Legal" not in repr(month)


def test_small_units_are_taken_together_when_they_are_five_people_or_more() -> None:
    (month,) = aggregate([*team("A", 3, (3, 3, 3, 3, 3)), *team("B", 2, (3, 3, 3, 3, 3))])
    (group,) = month.groups
    assert (group.unit, group.people, group.counts[0]) == (None, 5, 15)
    assert aggregate(team("A", 4, (9, 9, 9, 9, 9)))[0].groups == ()


def test_a_unit_is_one_however_its_members_wrote_it() -> None:
    one = (2, 2, 2, 2, 2)
    written = ["Équipe A", "Équipe A", "équipe a", "EQUIPE A", "Equipe  A"]
    (month,) = aggregate([member(f"m{n}", unit, one) for n, unit in enumerate(written)])
    assert [(group.unit, group.people) for group in month.groups] == [("Équipe A", 5)]


def test_two_reports_of_one_database_are_one_member() -> None:
    old = team("A", 5, (2, 2, 2, 2, 2))
    again = [replace(old[0], made="2026-05-01", months={"2026-03": (4, 2, 2, 2, 2)})]
    (month,) = aggregate([*again, *old])
    assert (month.groups[0].people, month.groups[0].counts[0]) == (5, 12)
    assert aggregate([old[0]] * 7)[0].groups == ()


def test_a_count_under_five_hides_the_total_unless_the_total_says_nothing_of_it() -> None:
    one_small = aggregate([*team("A", 5, (4, 4, 4, 4, 0)), *team("B", 5, (4, 4, 4, 4, 4))])
    assert one_small[0].groups[0].counts[-1] is None
    assert one_small[0].total is not None and one_small[0].total.counts == (40, 40, 40, 40, None)
    lone = (1, 0, 0, 0, 0)
    few: Counts = (1, 1, 1, 1, 1)
    several = [one for unit in "ABC" for one in [*team(unit, 2, few), *team(f"{unit}", 5, lone)[2:]]]
    (month,) = aggregate(several)
    assert {group.counts[-1] for group in month.groups} == {None}
    assert month.total is not None and month.total.counts[-1] == 6  # each of three could be 0 to 4


@st.composite
def organisations(draw: st.DrawFn) -> list[Member]:
    found = []
    for number in range(draw(st.integers(0, 40))):
        counts = sorted(draw(st.lists(st.integers(0, 6), min_size=5, max_size=5)), reverse=True)
        unit = draw(st.sampled_from("ABCDE"))
        found.append(member(f"m{number}", unit, (counts[0], counts[1], counts[2], counts[3], counts[4])))
    return found


@settings(max_examples=200, deadline=None)
@given(members=organisations())
def test_nothing_that_is_shown_is_of_fewer_than_five_and_hidden_counts_stay_open(members: list[Member]) -> None:
    for month in aggregate(members):
        everybody = [m for m in members if m.months["2026-03"][0]]
        for group in month.groups:
            assert group.people >= LEAST
            assert all(count is None or count >= LEAST for count in group.counts)
            of = [m for m in everybody if m.unit == group.unit]
            if group.unit is not None:
                truth = added(m.months["2026-03"] for m in of)
                assert group.people == len(of)
                assert all(shown in (None, true) for shown, true in zip(group.counts, truth, strict=True))
        for rung in range(len(RUNGS)):
            _stays_open(month, rung)


def _stays_open(month: Month, rung: int) -> None:
    """What the total leaves for the hidden counts lets each of them be nothing, and be four."""
    if month.total is None or month.total.counts[rung] is None:
        return
    column = [group.counts[rung] for group in month.groups]
    hidden = column.count(None)
    left = month.total.counts[rung] - sum(count or 0 for count in column)  # type: ignore[operator]  # not None: above
    if hidden:
        others = (hidden - 1) * (LEAST - 1)
        assert 0 <= left <= others and left >= LEAST - 1
    else:
        assert left == 0


@pytest.mark.parametrize(
    ("counts", "shares"),
    [((10, 8, 5, None, None), (0.8, 0.5, None, None)), ((None,) * 5, (None,) * 4), ((0,) * 5, (None,) * 4)],
)
def test_a_rate_is_shown_only_where_both_its_counts_are(
    counts: tuple[int | None, ...], shares: tuple[float | None, ...]
) -> None:
    assert rates(counts) == shares


def test_a_person_of_another_name_is_another_person() -> None:
    with a_ledger() as store:
        other = replace(proposal(OMAR), person=Person(OMAR, "Omar", (OMAR,), ""))
        ledger.record(store, [(proposal(LEA), "", ""), (other, "", "")], now=NOW)
        assert [row.counts[0] for row in ladder(store)] == [2]
