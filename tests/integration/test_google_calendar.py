"""Google Calendar: what is asked for, what changes tell, and what becomes of it when the core expands it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coucou.contract import CursorExpired, Event, EventStatus, Refused, Span
from coucou.core.expand import occurrences
from coucou.testing.conformance import Ledger
from coucou.testing.samples import UNREAD
from tests.google.rig import Desk
from tests.integration.googles import READING, account, read

ME = "ana@example.org"
WEEK = Span(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 30, tzinfo=UTC))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with account(tmp_path, colleagues=True) as made:
        yield made


def event(key: str, day: int, hour: int = 9, **more: Any) -> dict[str, Any]:
    """Half an hour in March 2026, in Toronto (five hours behind until the 8th, then four)."""
    offset = "-05:00" if day < 8 else "-04:00"
    return {
        "id": key,
        "summary": f"Title of {key}",
        "start": {"dateTime": f"2026-03-{day:02}T{hour:02}:00:00{offset}", "timeZone": "America/Toronto"},
        "end": {"dateTime": f"2026-03-{day:02}T{hour:02}:30:00{offset}", "timeZone": "America/Toronto"},
        **more,
    }


def original(day: int, hour: int = 9) -> dict[str, Any]:
    return event("any", day, hour)["start"]  # type: ignore[no-any-return]  # JSON


def events(ledger: Ledger) -> list[Event]:
    return [one for one in ledger.items.values() if isinstance(one, Event)]


def starts(ledger: Ledger) -> list[str]:
    """When something takes place in March, as "3 14:00" in UTC."""
    found = occurrences(events(ledger), WEEK, zones={}, timezone="America/Toronto")
    times = sorted(o.span.start for o in found if o.event.status is not EventStatus.CANCELLED)
    return [f"{one.day} {one:%H:%M}" for one in times]


# --- what is asked for -----------------------------------------------------------------------------------------------


def test_descriptions_places_and_links_never_come(desk: Desk) -> None:
    desk.far.agenda.put(event("e0000", 3))
    ledger = Ledger()
    batches = read(ledger, desk, "calendar")
    assert len(ledger.items) == 1
    assert UNREAD not in repr(batches)
    for one in desk.far.seen:
        asked = one.query["fields"][0].replace("extendedProperties/private/coucou", "our own mark")
        for word in ("description", "location", "attachments", "conference", "hangoutLink", "extendedProperties"):
            assert word not in asked
        assert "singleEvents" not in one.query


def test_without_subjects_no_title_is_asked_for(desk: Desk) -> None:
    desk.far.agenda.put(event("e0000", 3))
    ledger = Ledger()
    read(ledger, desk, "calendar", replace(READING, subjects=False))
    assert [one.subject for one in events(ledger)] == [None]
    assert all("summary" not in one.query["fields"][0] for one in desk.far.saw("calendar.events"))


def test_an_idle_poll_costs_one_call_for_the_list_and_one_a_calendar(desk: Desk) -> None:
    desk.far.agenda.add_calendar("family@group.calendar.google.com", "Famille")
    desk.far.agenda.put(event("e0000", 3))
    ledger = Ledger()
    read(ledger, desk, "calendar")
    desk.far.forget()
    batches = read(ledger, desk, "calendar")
    assert dict(desk.far.calls) == {"calendar.calendarList.list": 1, "calendar.events.list": 2}
    assert all(not batch.appeared and not batch.gone for batch in batches)


def test_the_past_is_read_once(desk: Desk) -> None:
    desk.far.agenda.put(event("e0000", 3))
    ledger = Ledger()
    read(ledger, desk, "calendar")
    read(ledger, desk, "calendar")
    first, second = desk.far.saw("calendar.events.list")
    assert first.query["timeMin"] == [READING.oldest.isoformat()]
    assert "timeMin" not in second.query and "syncToken" in second.query


# --- which calendars count -------------------------------------------------------------------------------------------


@pytest.fixture
def several(desk: Desk) -> Desk:
    agenda = desk.far.agenda
    agenda.add_calendar("family@group.calendar.google.com", "Famille")
    agenda.add_calendar("team@group.calendar.google.com", "Équipe", role="writer")
    agenda.add_calendar("old@group.calendar.google.com", "Vieux", selected=False)
    agenda.add_calendar("lea@example.org", "Léa", role="reader")
    agenda.add_calendar("fr.canadian#holiday@group.v.calendar.google.com", "Jours fériés", role="reader")
    for number, key in enumerate(agenda.events):
        agenda.put(event(f"e{number}000", 3), key)
    return desk


@pytest.mark.parametrize(
    ("chosen", "count"),
    [((), 3), (("*",), 6), (("primary",), 1), (("famille", "lea@example.org"), 2), (("Équipe", "nowhere"), 1)],
)
def test_the_users_own_calendars_count_and_others_where_chosen(
    several: Desk, chosen: tuple[str, ...], count: int
) -> None:
    ledger = Ledger()
    batches = read(ledger, several, "calendar", calendars=chosen)
    assert len(ledger.items) == count
    problems = [problem.code for batch in batches for problem in batch.problems]
    assert problems == (["google.no_such_calendar"] if "nowhere" in chosen else [])


def test_a_new_calendar_is_read_when_it_comes(several: Desk) -> None:
    ledger = Ledger()
    read(ledger, several, "calendar")
    several.far.agenda.add_calendar("new@group.calendar.google.com", "Neuf")
    several.far.agenda.put(event("new00", 5), "new@group.calendar.google.com")
    several.far.forget()
    read(ledger, several, "calendar")
    assert len(ledger.items) == 4
    assert len(several.far.saw("calendar.events.list")) == 4


def test_with_a_calendar_its_events_go(several: Desk) -> None:
    ledger = Ledger()
    read(ledger, several, "calendar")
    several.far.agenda.remove_calendar("family@group.calendar.google.com")
    with pytest.raises(CursorExpired):
        read(ledger, several, "calendar")
    ledger.cursor = None
    read(ledger, several, "calendar")
    assert len(ledger.items) == 2


def test_the_same_event_in_two_calendars_is_two_items_of_one_meeting(several: Desk) -> None:
    several.far.agenda.put(event("same0", 4))
    several.far.agenda.put(event("same0", 4), "family@group.calendar.google.com")
    ledger = Ledger()
    read(ledger, several, "calendar")
    same = [one for one in events(ledger) if one.uid == "same0@google.com"]
    assert len(same) == 2 and len({one.source for one in same}) == 2


# --- series ----------------------------------------------------------------------------------------------------------


def weekly(desk: Desk, uid: str | None = None) -> None:
    more: dict[str, Any] = {"iCalUID": uid} if uid else {}
    desk.far.agenda.put(event("series", 3, recurrence=["RRULE:FREQ=WEEKLY;BYDAY=TU"], **more))


def changed(desk: Desk, day: int, hour: int, uid: str = "series@google.com") -> None:
    more = {"recurringEventId": "series", "originalStartTime": original(day), "iCalUID": uid}
    desk.far.agenda.put(event(f"series_202603{day:02}", day, hour, **more))


def cancelled(desk: Desk, day: int) -> None:
    """A bare skeleton, as Google gives it: no UID, no start."""
    log = desk.far.agenda.events[ME]
    key = f"series_202603{day:02}"
    skeleton = {"id": key, "status": "cancelled", "recurringEventId": "series", "originalStartTime": original(day)}
    log.put(key, {"kind": "calendar#event", **skeleton})


def test_a_series_stays_one_item_and_keeps_its_wall_time_across_the_clock_change(desk: Desk) -> None:
    weekly(desk)
    ledger = Ledger()
    read(ledger, desk, "calendar")
    assert len(ledger.items) == 1
    assert starts(ledger) == ["3 14:00", "10 13:00", "17 13:00", "24 13:00"]


@pytest.mark.parametrize("uid", ["series@google.com", "040000008200E00074C5B7101A82E008@outlook.example"])
@pytest.mark.parametrize("when", ["from the start", "as a change"])
def test_moved_and_cancelled_occurrences_stand_in_their_series(desk: Desk, uid: str, when: str) -> None:
    """Also in a series that came by invitation, whose UID the skeleton of a cancelled occurrence does not name."""
    ledger = Ledger()
    if when == "from the start":
        cancelled(desk, 10)  # told before its series
        weekly(desk, uid)
    else:
        weekly(desk, uid)
        read(ledger, desk, "calendar")
        cancelled(desk, 10)
    changed(desk, 17, 15, uid)
    read(ledger, desk, "calendar")
    assert starts(ledger) == ["3 14:00", "17 19:00", "24 13:00"]


def test_an_occurrence_that_was_moved_and_then_cancelled_is_gone(desk: Desk) -> None:
    weekly(desk)
    changed(desk, 17, 15)
    ledger = Ledger()
    read(ledger, desk, "calendar")
    cancelled(desk, 17)
    read(ledger, desk, "calendar")
    assert starts(ledger) == ["3 14:00", "10 13:00", "24 13:00"]


@pytest.mark.parametrize("scraps", [False, True])
def test_with_a_series_its_changed_occurrences_go(desk: Desk, scraps: bool) -> None:
    """Whether Google names them or not: a phantom would keep time taken for ever."""
    desk.far.agenda.scraps = scraps
    weekly(desk)
    changed(desk, 17, 15)
    desk.far.agenda.put(event("other", 5))
    ledger = Ledger()
    read(ledger, desk, "calendar")
    desk.far.agenda.drop("series")
    try:
        read(ledger, desk, "calendar")
    except CursorExpired:
        ledger.cursor = None
        read(ledger, desk, "calendar")
    assert starts(ledger) == ["5 14:00"]


def test_extra_and_excluded_dates_are_kept(desk: Desk) -> None:
    lines = [
        "RRULE:FREQ=DAILY;COUNT=4",
        "EXDATE;TZID=America/Toronto:20260304T090000",
        "RDATE;TZID=Europe/Paris:20260320T150000",
    ]
    desk.far.agenda.put(event("dates", 3, recurrence=lines))
    ledger = Ledger()
    read(ledger, desk, "calendar")
    assert starts(ledger) == ["3 14:00", "5 14:00", "6 14:00", "20 14:00"]


# --- what changes ----------------------------------------------------------------------------------------------------


def test_a_cursor_that_google_forgot_leads_to_a_full_read(desk: Desk) -> None:
    desk.far.agenda.put(event("e0000", 3))
    ledger = Ledger()
    read(ledger, desk, "calendar")
    desk.far.agenda.events[ME].forget()
    desk.far.agenda.drop("e0000")
    with pytest.raises(CursorExpired) as caught:
        read(ledger, desk, "calendar")
    assert caught.value.code == "google.cursor_gone"
    ledger.cursor = None
    read(ledger, desk, "calendar")
    assert ledger.items == {}


def test_a_list_of_calendars_that_google_forgot_is_read_anew_and_no_event_twice(desk: Desk) -> None:
    desk.far.agenda.put(event("e0000", 3))
    ledger = Ledger()
    read(ledger, desk, "calendar")
    desk.far.agenda.entries.forget()
    desk.far.forget()
    batches = read(ledger, desk, "calendar")
    assert desk.far.calls["calendar.calendarList.list"] == 2
    assert not any(batch.appeared for batch in batches)


def test_a_server_without_sync_tokens_is_read_whole_each_time(desk: Desk) -> None:
    desk.far.agenda.bare = True
    desk.far.agenda.put(event("e0000", 3))
    ledger = Ledger()
    read(ledger, desk, "calendar")
    with pytest.raises(CursorExpired):
        read(ledger, desk, "calendar")


def test_five_thousand_events_take_two_pages(desk: Desk) -> None:
    for number in range(5000):
        desk.far.agenda.put(event(f"e{number:05}", 1 + number % 28))
    ledger = Ledger()
    read(ledger, desk, "calendar")
    assert len(ledger.items) == 5000
    assert desk.far.calls["calendar.events.list"] == 2


def test_an_event_that_cannot_be_read_is_told_and_hides_no_other(desk: Desk) -> None:
    desk.far.agenda.put({"id": "broken", "start": {"dateTime": "tomorrow"}, "end": {"dateTime": "later"}})
    desk.far.agenda.put(event("e0000", 3))
    desk.far.agenda.put(event("naive", 3, start={}, end={}))
    ledger = Ledger()
    desk.far.agenda.events[ME].things["broken"]["end"] = {"date": "2026-03-09"}  # so that the far side lists it
    desk.far.agenda.events[ME].things["naive"]["end"] = {"date": "2026-03-09"}
    batches = read(ledger, desk, "calendar")
    assert len(ledger.items) == 1
    codes = sorted(problem.code for batch in batches for problem in batch.problems)
    assert codes == ["event.no_start", "event.start_unreadable"]


def test_days_stay_days(desk: Desk) -> None:
    day: dict[str, Any] = {"start": {"date": "2026-03-04"}, "end": {"date": "2026-03-06"}}
    desk.far.agenda.put(event("e0000", 3, **day))
    ledger = Ledger()
    read(ledger, desk, "calendar")
    (one,) = events(ledger)
    assert (one.start, one.duration, one.zone) == (date(2026, 3, 4), timedelta(days=2), "America/Toronto")


# --- when others are free --------------------------------------------------------------------------------------------


def test_others_are_busy_free_or_unknown_and_unknown_is_never_free(desk: Desk) -> None:
    desk.far.agenda.busy = {
        "lea@example.org": [("2026-03-03T14:00:00Z", "2026-03-03T15:00:00Z")],
        "pat@example.org": [],
    }
    availability = desk.open().availability
    assert availability is not None
    found = availability.busy(["Lea@example.org", "lea@example.org", "pat@example.org", "x@example.net"], WEEK)
    taken = Span(datetime(2026, 3, 3, 14, tzinfo=UTC), datetime(2026, 3, 3, 15, tzinfo=UTC))
    assert found["lea@example.org"] == (taken,)
    assert found["pat@example.org"] == ()
    assert found["x@example.net"] is None
    assert UNREAD not in repr(found)


def test_fifty_are_asked_for_at_once_and_no_more(desk: Desk) -> None:
    people = [f"p{number}@example.org" for number in range(120)]
    desk.far.agenda.busy = {one: [] for one in people}
    availability = desk.open().availability
    assert availability is not None
    assert set(availability.busy(people, WEEK).values()) == {()}
    assert desk.far.calls["calendar.freebusy.query"] == 3


def test_availability_needs_its_own_scope(desk: Desk) -> None:
    desk.sign_in("https://www.googleapis.com/auth/calendar.freebusy")
    availability = desk.open().availability
    assert availability is not None
    with pytest.raises(Refused):
        availability.busy(["lea@example.org"], WEEK)
    assert desk.open(colleagues=False).availability is None
