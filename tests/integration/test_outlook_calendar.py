"""Reading calendars at a fake Graph: the past once, then what changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from coucou.contract import (
    Cursor,
    CursorExpired,
    Event,
    Reading,
    Refused,
    TryLater,
)
from coucou.testing import samples
from coucou.testing.conformance import Ledger, appeared
from coucou_connectors.backoff import TRIES
from tests.integration.outlooks import NOW, READING, read, signed_in
from tests.outlook.agenda import Series
from tests.outlook.rig import Desk, put_event, resource
from tests.outlook.server import FarOutlook


@pytest.fixture
def far() -> FarOutlook:
    return FarOutlook.with_calendar()


@pytest.fixture
def desk(far: FarOutlook) -> Iterator[Desk]:
    with signed_in(far) as made:
        yield made


def later(days: float) -> Reading:
    shift = timedelta(days=days)
    return replace(READING, oldest=READING.oldest + shift, newest=READING.newest + shift, now=NOW + shift)


def at(number: int, days: float) -> Event:
    """A single meeting, so many days from now."""
    return replace(samples.event(number, NOW + timedelta(days=days - number)), recurrence=None)


def uids(ledger: Ledger) -> set[str]:
    return {item.uid for item in ledger.items.values() if isinstance(item, Event)}


def uid(*numbers: int) -> set[str]:
    return {f"event-{number}@example.net" for number in numbers}


def test_the_past_is_read_once_in_windows_of_at_most_a_year(far: FarOutlook, desk: Desk) -> None:
    for number, days in enumerate((-1700, -800, -100, 10, 300)):
        put_event(far, at(number, days))
    ledger = Ledger()
    read(desk, ledger, "calendar")
    assert uids(ledger) == uid(0, 1, 2, 3, 4)
    windows = [
        [datetime.fromisoformat(one.query[name]) for name in ("startDateTime", "endDateTime")]
        for one in far.saw("calendarView")
    ]
    assert windows[0][0] < NOW < windows[0][1]
    assert all(high - low <= timedelta(days=366) for low, high in windows[1:])
    assert len(windows) <= 7
    far.seen.clear()
    assert appeared(read(desk, ledger, "calendar", later(0.01))) == []
    assert [one.name for one in far.seen] == ["calendars", "calendarView"]


def test_a_past_read_that_was_cut_off_goes_on_where_it_stopped(far: FarOutlook, desk: Desk) -> None:
    for number, days in enumerate((-1700, -1200, -800, -500, -100, 10)):
        put_event(far, at(number, days))
    far.fail("calendarView", skip=3, status=503, times=TRIES)
    ledger = Ledger()
    with pytest.raises(TryLater):
        for batch in (desk.open().calendar or pytest.fail()).changes(None, READING):
            ledger.take(batch)
    known = uids(ledger)
    assert uid(5) <= known < uid(0, 1, 2, 3, 4, 5)
    far.seen.clear()
    read(desk, ledger, "calendar")
    assert uids(ledger) == uid(0, 1, 2, 3, 4, 5)
    assert len(far.saw("calendarView")) <= 4


def test_the_horizon_moves_on_and_nothing_is_lost_behind_it(far: FarOutlook, desk: Desk) -> None:
    """Every day for half a year: what comes into sight appears, what is past stays."""
    put_event(far, samples.event(2))  # a weekly series
    for number in range(12):
        put_event(far, at(3 * number + 1, 40 * number))
    ledger = Ledger()
    far.agenda.page = 7
    for day in range(0, 180, 9):
        batches = read(desk, ledger, "calendar", later(day))
        assert not any(batch.gone for batch in batches)
    assert {f"event-{3 * number + 1}@example.net" for number in range(12)} <= uids(ledger)


def test_what_changes_or_goes_is_told_and_only_that(far: FarOutlook, desk: Desk) -> None:
    for number in range(4):
        put_event(far, at(number, 5 + number))
    ledger = Ledger()
    read(desk, ledger, "calendar")
    far.agenda.drop("AAMk-e1")
    far.agenda.put(resource(at(2, 9), showAs="free"))
    batches = read(desk, ledger, "calendar", later(1))
    assert [one.uid for one in appeared(batches) if isinstance(one, Event)] == ["event-2@example.net"]
    assert uids(ledger) == uid(0, 2, 3)


def test_after_months_switched_off_what_was_made_meanwhile_is_found(far: FarOutlook, desk: Desk) -> None:
    ledger = Ledger()
    put_event(far, at(0, 1))
    read(desk, ledger, "calendar")
    put_event(far, at(1, 40))
    put_event(far, at(3, 100))
    read(desk, ledger, "calendar", later(200))
    assert uids(ledger) == uid(0, 1, 3)


def test_a_long_absence_that_began_long_ago_stays(far: FarOutlook, desk: Desk) -> None:
    long = resource(at(0, -100))
    long["end"] = resource(at(0, 300))["end"]
    far.agenda.put(long)
    ledger = Ledger()
    for day in range(0, 300, 20):
        read(desk, ledger, "calendar", later(day))
    assert uids(ledger) == uid(0)


def test_a_deleted_occurrence_goes_and_the_others_stay(far: FarOutlook, desk: Desk) -> None:
    start = datetime(2026, 3, 9, 9, 30)  # noqa: DTZ001 (wall time)
    master = resource(samples.event(0))
    series = Series(master, "FREQ=WEEKLY;COUNT=30", "America/Toronto", start, timedelta(hours=1))
    far.agenda.put_series(series)
    ledger = Ledger()
    read(desk, ledger, "calendar")
    series.exceptions["2026-03-16"] = None
    read(desk, ledger, "calendar", later(1))
    found = [one for one in ledger.items.values() if isinstance(one, Event)]
    dates = sorted(when for one in found for when in (one.start, *(one.recurrence.dates if one.recurrence else ())))
    assert len(dates) == 29
    assert not any(f"{when:%Y-%m-%d}" == "2026-03-16" for when in dates)


def test_several_calendars_count_unless_they_are_other_peoples(far: FarOutlook, desk: Desk) -> None:
    far.agenda.add_calendar("mine", "Projets", owner="Ana.Tremblay@example.com")
    far.agenda.add_calendar("lea", "Léa", owner="lea@example.net")
    far.agenda.add_calendar("days", "Jours fériés", owner="ana@example.org", **{"canEdit": False})
    for number, calendar in enumerate(("main", "mine", "lea", "days")):
        put_event(far, at(3 * number, number), calendar)
    by_default, chosen, everything = Ledger(), Ledger(), Ledger()
    read(desk, by_default, "calendar")
    problems = [p for b in read(desk, chosen, "calendar", calendars=("Léa", "Perdu")) for p in b.problems]
    read(desk, everything, "calendar", calendars=("*",))
    assert (uids(by_default), uids(chosen), uids(everything)) == (uid(0, 3), uid(6), uid(0, 3, 6, 9))
    assert [(problem.code, problem.place) for problem in problems] == [("outlook.no_calendar", "Perdu")]


def test_without_any_calendar_that_counts_nothing_is_called_free(far: FarOutlook, desk: Desk) -> None:
    with pytest.raises(Refused) as caught:
        read(desk, Ledger(), "calendar", calendars=("Perdu",))
    assert caught.value.code == "outlook.no_calendars"


def test_a_calendar_that_went_takes_its_events_with_it(far: FarOutlook, desk: Desk) -> None:
    far.agenda.add_calendar("mine", "Projets")
    put_event(far, at(0, 1))
    put_event(far, at(3, -300), "mine")
    ledger = Ledger()
    read(desk, ledger, "calendar")
    far.agenda.calendars.pop()
    with pytest.raises(CursorExpired):
        read(desk, ledger, "calendar", later(1))
    ledger.cursor = None
    read(desk, ledger, "calendar", later(1))
    assert uids(ledger) == uid(0)


def test_other_categories_left_out_read_everything_anew(far: FarOutlook, desk: Desk) -> None:
    far.agenda.put(resource(at(0, 1), categories=["Facultatif"]))
    put_event(far, at(3, 2))
    ledger = Ledger()
    read(desk, ledger, "calendar")
    with pytest.raises(CursorExpired):
        read(desk, ledger, "calendar", skip_categories=("facultatif",))
    ledger.cursor = None
    read(desk, ledger, "calendar", skip_categories=("facultatif",))
    assert uids(ledger) == uid(3)


def test_a_zone_that_nobody_knows_is_said_and_days_stand_in_the_users_own(far: FarOutlook, desk: Desk) -> None:
    far.agenda.zone = "Customized Time Zone"
    put_event(far, at(0, 1))
    batches = read(desk, Ledger(), "calendar")
    assert [problem.code for batch in batches for problem in batch.problems] == ["outlook.zone_unknown"]


def test_a_cursor_stays_small(far: FarOutlook, desk: Desk) -> None:
    for number in range(0, 1500, 3):
        put_event(far, at(number, number / 5))
    ledger = Ledger()
    read(desk, ledger, "calendar")
    assert len((ledger.cursor or Cursor("")).value) < 500 * 30 + 500
