"""Proposals over the hour that comes twice or never, over midnight, and over the end of the year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from coucou.core.proposal import State
from coucou.core.settings import Budget, Me, PersonSettings
from coucou.store import ledger, proposals
from tests.integration.desks import INES, LEA, SETTINGS, ZONE, Desk, a_desk, history
from tests.unit.ledgers import ANA

SAM = "sam@example.org"
MINUTES = timedelta(minutes=25)
SPRING = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)  # the Friday before the hour that Montréal skips, on the 8th at 2:00
AUTUMN = datetime(2026, 10, 30, 14, 0, tzinfo=UTC)  # the Friday before the hour that comes twice, on 1 November at 1:00

At = Callable[[datetime], Desk]


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    """A desk that begins at a moment."""
    with ExitStack() as stack:
        yield lambda now: stack.enter_context(a_desk(tmp_path, now))


def local(moment: datetime) -> datetime:
    return moment.astimezone(ZONE)


def slots(desk: Desk) -> dict[str, tuple[str, datetime, datetime]]:
    """Id, start and end in UTC of what is proposed, by address."""
    found = ledger.recorded(desk.store, [State.PROPOSED])
    return {one.address: (one.id, one.start.astimezone(UTC), one.end.astimezone(UTC)) for one in found}


# --- the clock's change ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("friday", "hours"), [(SPRING, -4), (AUTUMN, -5)], ids=["spring", "autumn"])
def test_a_slot_beyond_the_change_is_at_its_hour_by_the_new_clock(at: At, friday: datetime, hours: int) -> None:
    desk = at(friday)
    desk.sync()
    desk.plan()
    one = desk.proposal(LEA)
    assert local(one.start).utcoffset() == one.start.utcoffset() == timedelta(hours=hours)
    assert time(9) <= local(one.start).time() < local(one.end).time() <= time(16, 30)
    desk.approve(LEA)
    desk.later(days=2, hours=2)  # Sunday, by the new clock
    desk.sync()
    desk.deliver()
    assert desk.state(LEA) is State.SENT, desk.why(LEA)
    (made,) = desk.far.agenda.live()
    assert made.invitation.start == one.start
    assert made.invitation.end.astimezone(UTC) - made.invitation.start.astimezone(UTC) == MINUTES


@pytest.mark.parametrize("friday", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_planning_before_and_after_the_change_comes_to_the_same_proposals(at: At, friday: datetime) -> None:
    desk = at(friday + timedelta(days=1))
    desk.sync()
    desk.plan()
    before = slots(desk)
    desk.later(days=1)  # Sunday, by the new clock: no working day has passed
    desk.sync()
    desk.plan()
    assert slots(desk) == before
    assert len(ledger.recorded(desk.store)) == len(before) == 2


@pytest.mark.parametrize(
    ("friday", "start"),
    [
        (SPRING, datetime(2026, 3, 8, 6, 45, tzinfo=UTC)),  # 1:45 to 3:10
        (SPRING, datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),  # 3:00, the minute after 1:59
        (AUTUMN, datetime(2026, 11, 1, 5, 45, tzinfo=UTC)),  # 1:45 to 1:10
        (AUTUMN, datetime(2026, 11, 1, 5, 5, tzinfo=UTC)),  # 1:05, the first time
        (AUTUMN, datetime(2026, 11, 1, 6, 5, tzinfo=UTC)),  # 1:05, the second time
    ],
)
def test_a_meeting_in_the_night_of_the_change_keeps_its_moment(at: At, friday: datetime, start: datetime) -> None:
    """By the user's own choice of time, who lets nobody propose at night."""
    desk = at(friday - timedelta(days=3))
    desk.sync()
    desk.plan()
    one = desk.proposal(LEA)
    proposals.edit(desk.store, replace(one, start=local(start), end=local(start + MINUTES)), now=desk.now)
    desk.approve(LEA)
    for _ in range(2):
        desk.sync()
        desk.deliver()
        desk.later(hours=1)
    assert desk.state(LEA) is State.SENT, desk.why(LEA)
    (made,) = desk.far.agenda.live()
    told = made.invitation
    assert (told.start.astimezone(UTC), told.end.astimezone(UTC)) == (start, start + MINUTES)
    (event,) = Calendar.from_ical(told.ics).events
    assert isinstance(event.start, datetime) and isinstance(event.end, datetime)
    assert (event.start.astimezone(UTC), event.end.astimezone(UTC)) == (start, start + MINUTES)
    desk.now = start + MINUTES - timedelta(minutes=26)
    desk.sync()
    assert desk.state(LEA) is State.SENT
    desk.now = start + MINUTES + timedelta(minutes=1)
    desk.sync()
    assert desk.state(LEA) is State.SILENT


@pytest.mark.parametrize("friday", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_a_meeting_is_met_when_its_moment_has_passed_and_not_an_hour_off(at: At, friday: datetime) -> None:
    desk = at(friday)
    desk.sync()
    desk.plan()
    end = desk.proposal(LEA).end.astimezone(UTC)
    desk.approve(LEA)
    desk.deliver()
    assert desk.state(LEA) is State.SENT
    desk.now = desk.proposal(LEA).start.astimezone(UTC) - timedelta(minutes=1)
    desk.sync()
    assert desk.state(LEA) is State.SENT
    desk.now = end + timedelta(minutes=1)
    desk.sync()
    assert desk.state(LEA) is State.SILENT


# --- midnight -------------------------------------------------------------------------------------------------------


def test_at_midnight_the_next_days_budget_begins_by_the_users_own_clock(at: At) -> None:
    """Both live where it is early in the evening then."""
    desk = at(datetime(2026, 3, 3, 15, 0, tzinfo=UTC))
    away = [PersonSettings(addresses=(who,), timezone="Pacific/Honolulu") for who in (LEA, SAM)]
    history(desk.far, SAM, "Sam Diallo", silent_days=120, now=desk.now)
    desk.set(people=tuple(away))
    desk.sync()
    desk.plan()
    for who in (LEA, SAM):
        desk.approve(who)
    desk.now = datetime(2026, 3, 4, 4, 55, tzinfo=UTC)  # 23:55 in Montréal, 18:55 there
    desk.sync()
    desk.deliver()
    assert len(desk.invited()) == 1, [desk.why(who) for who in (LEA, SAM)]
    desk.later(minutes=4)
    desk.sync()
    desk.deliver()
    assert len(desk.invited()) == 1
    desk.later(minutes=2)  # 00:01
    desk.sync()
    desk.deliver()
    assert set(desk.invited()) == {LEA, SAM}


def test_an_approval_of_before_midnight_has_a_day_less_of_notice_after_it(at: At) -> None:
    desk = at(datetime(2026, 3, 3, 15, 0, tzinfo=UTC))
    desk.sync()
    desk.plan()
    one = desk.proposal(LEA)
    desk.approve(LEA)
    eve = datetime.combine(local(one.start).date() - timedelta(days=1), time(20, 59), ZONE)
    desk.now = eve.astimezone(UTC)
    desk.sync()
    desk.deliver()
    assert (desk.state(LEA), desk.why(LEA)) == (State.EXPIRED, ["notice_over"])


# --- the end of the year --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "monday",
    [datetime(2025, 12, 29, 15, tzinfo=UTC), datetime(2026, 12, 28, 15, tzinfo=UTC)],
    ids=["days of December in the first week of the next year", "days of January in the last week of the year before"],
)
def test_a_week_that_lies_in_two_years_is_one_week_to_the_budgets(at: At, monday: datetime) -> None:
    desk = at(monday)
    history(desk.far, SAM, "Sam Diallo", silent_days=120, now=monday)
    me = Me(name="Ana Tremblay", addresses=(ANA,), timezone="America/Toronto", languages=("fr",))
    desk.set(me=me, budget=Budget(a_week=1), hours=replace(SETTINGS.hours, quiet_periods=()))
    desk.sync()
    desk.plan()
    offered = {one.address for one in ledger.recorded(desk.store)}
    for who in offered:
        desk.approve(who)
    sent: dict[str, date] = {}
    for _ in range(14):
        desk.sync()
        desk.deliver()
        for who in set(desk.invited()) - sent.keys():
            sent[who] = local(desk.now).date()
        desk.later(days=1)
    assert len(sent) == 2, [(who, desk.state(who), desk.why(who)) for who in offered]
    assert sorted(sent.values()) == [monday.date(), monday.date() + timedelta(days=7)], "one each ISO week"
    weeks = {local(desk.proposal(who).start).isocalendar()[:2] for who in sent}
    assert len(weeks) == 2


def test_ids_do_not_come_back_with_the_next_year(at: At) -> None:
    """The same person, approach and hour, a year later, is another proposal."""
    desk = at(datetime(2025, 12, 29, 15, tzinfo=UTC))
    desk.set(hours=replace(SETTINGS.hours, quiet_periods=()))
    desk.sync()
    desk.plan()
    first = desk.proposal(INES)
    desk.now = datetime(2026, 12, 28, 15, tzinfo=UTC)
    desk.sync()
    desk.plan()
    second = desk.proposal(INES)
    assert second.start.year == 2027
    assert (first.id, first.uid) != (second.id, second.uid)
    assert desk.state(INES) is State.PROPOSED
