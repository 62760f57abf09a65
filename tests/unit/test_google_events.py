"""Each kind of event that Google Calendar has, as the core understands it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from coucou.contract import Answer, EventKind, EventStatus, PartyKind, Role, Shows
from coucou_connectors.google.events import Diary, Unreadable, event, fields, is_deleted, source

DIARY = Diary("ana@example.org", "America/Toronto", True)


def made(**more: Any) -> Any:
    told = {
        "id": "e0000",
        "iCalUID": "e0000@google.com",
        "summary": "Title",
        "start": {"dateTime": "2026-03-03T09:00:00-05:00", "timeZone": "America/Toronto"},
        "end": {"dateTime": "2026-03-03T09:45:00-05:00", "timeZone": "America/Toronto"},
        **more,
    }
    return event(told, DIARY, "fallback@google.com")


def me(answer: str) -> list[dict[str, Any]]:
    return [{"email": "alias@example.org", "self": True, "responseStatus": answer}]


@pytest.mark.parametrize(
    ("more", "shows", "kind"),
    [
        ({}, Shows.BUSY, EventKind.MEETING),
        ({"transparency": "opaque"}, Shows.BUSY, EventKind.MEETING),
        ({"transparency": "transparent"}, Shows.FREE, EventKind.MEETING),
        ({"eventType": "workingLocation"}, Shows.ELSEWHERE, EventKind.WORKING_LOCATION),
        ({"eventType": "outOfOffice"}, Shows.OUT_OF_OFFICE, EventKind.MEETING),
        ({"eventType": "focusTime"}, Shows.BUSY, EventKind.FOCUS),
        ({"eventType": "birthday"}, Shows.FREE, EventKind.BIRTHDAY),
        ({"eventType": "fromGmail"}, Shows.BUSY, EventKind.MEETING),
        ({"eventType": "somethingNew"}, Shows.BUSY, EventKind.MEETING),
        ({"attendees": me("declined")}, Shows.FREE, EventKind.MEETING),
        ({"attendees": me("tentative")}, Shows.TENTATIVE, EventKind.MEETING),
        ({"attendees": me("needsAction")}, Shows.BUSY, EventKind.MEETING),
        ({"attendees": me("accepted")}, Shows.BUSY, EventKind.MEETING),
        ({"attendees": me("tentative"), "eventType": "outOfOffice"}, Shows.OUT_OF_OFFICE, EventKind.MEETING),
    ],
)
def test_what_it_says_of_the_users_time(more: dict[str, Any], shows: Shows, kind: EventKind) -> None:
    found = made(**more)
    assert (found.shows, found.kind) == (shows, kind)


@pytest.mark.parametrize("hour", ["01:05:00-04:00", "01:05:00-05:00"], ids=["the first time", "the second time"])
def test_in_the_hour_that_comes_twice_it_keeps_its_moment_and_its_length(hour: str) -> None:
    start = datetime.fromisoformat(f"2026-11-01T{hour}")
    moments = {"start": start, "end": (start + timedelta(minutes=25))}
    found = made(**{side: {"dateTime": at.isoformat(), "timeZone": "America/Toronto"} for side, at in moments.items()})
    assert isinstance(found.start, datetime)
    assert found.start.replace(tzinfo=ZoneInfo(found.zone)).astimezone(UTC) == start
    assert found.duration == timedelta(minutes=25)


@pytest.mark.parametrize("visibility", ["private", "confidential"])
def test_a_private_event_takes_time_and_has_no_title(visibility: str) -> None:
    found = made(visibility=visibility)
    assert (found.private, found.subject, found.shows) == (True, None, Shows.BUSY)
    assert made(visibility="default").subject == made(visibility="public").subject == "Title"


def test_a_tentative_event_is_one() -> None:
    assert made(status="tentative").status is EventStatus.TENTATIVE


def test_people_rooms_and_answers() -> None:
    found = made(
        organizer={"email": "lea@example.net", "displayName": " Léa Roy "},
        attendees=[
            {"email": "pat@example.net", "responseStatus": "accepted"},
            {"email": "room@resource.calendar.google.com", "resource": True, "displayName": "4e"},
            {"email": "", "displayName": "Somebody without an address"},
        ],
    )
    organizer, pat, room = found.participants
    assert (organizer.role, organizer.name) == (Role.ORGANIZER, "Léa Roy")
    assert (pat.role, pat.answer, pat.kind) == (Role.ATTENDEE, Answer.ACCEPTED, PartyKind.INDIVIDUAL)
    assert room.kind is PartyKind.ROOM


@pytest.mark.parametrize("domain", ["group.calendar.google.com", "import.calendar.google.com"])
def test_a_calendar_that_organizes_its_own_events_is_nobody(domain: str) -> None:
    assert made(organizer={"email": f"abc@{domain}"}).participants == ()


def test_wall_time_is_in_the_events_own_zone() -> None:
    found = made(
        start={"dateTime": "2026-03-03T15:00:00+01:00", "timeZone": "Europe/Paris"},
        end={"dateTime": "2026-03-03T09:45:00-05:00", "timeZone": "America/Toronto"},
    )
    assert (found.start.isoformat(), found.zone, found.duration) == (
        "2026-03-03T15:00:00",
        "Europe/Paris",
        timedelta(minutes=45),
    )


def test_an_offset_and_a_zone_that_differ_mean_the_moment() -> None:
    found = made(start={"dateTime": "2026-03-03T14:00:00Z", "timeZone": "America/Toronto"})
    assert (found.start.isoformat(), found.duration) == ("2026-03-03T09:00:00", timedelta(minutes=45))


def test_without_a_zone_it_is_the_calendars() -> None:
    found = made(start={"dateTime": "2026-03-03T14:00:00Z"})
    assert (found.start.isoformat(), found.zone) == ("2026-03-03T09:00:00", "America/Toronto")


def test_a_length_across_the_clock_change_is_exact() -> None:
    found = made(
        start={"dateTime": "2026-03-08T01:00:00-05:00", "timeZone": "America/Toronto"},
        end={"dateTime": "2026-03-08T04:00:00-04:00", "timeZone": "America/Toronto"},
    )
    assert found.duration == timedelta(hours=2)


def test_an_end_before_the_start_takes_no_time_away() -> None:
    assert made(end={"dateTime": "2026-03-03T08:00:00-05:00"}).duration == timedelta(0)


def test_an_occurrence_names_the_start_that_it_replaces() -> None:
    moved = made(recurringEventId="s", originalStartTime={"dateTime": "2026-03-02T09:00:00-05:00"})
    assert moved.replaces == datetime(2026, 3, 2, 14, tzinfo=UTC)
    days = made(recurringEventId="s", originalStartTime={"date": "2026-03-02"})
    assert days.replaces == date(2026, 3, 2)


def test_a_bare_skeleton_stands_for_a_cancelled_occurrence() -> None:
    told = {"id": "s_1", "status": "cancelled", "recurringEventId": "s", "originalStartTime": {"date": "2026-03-02"}}
    found = event(told, DIARY, "s@google.com")
    assert (found.uid, found.status, found.replaces) == ("s@google.com", EventStatus.CANCELLED, date(2026, 3, 2))
    assert not is_deleted(told)
    assert is_deleted({"id": "s", "status": "cancelled"})


@pytest.mark.parametrize(
    "more",
    [
        {"start": {}},
        {"start": {"date": "soon"}},
        {"start": {"dateTime": "9999-99-99T00:00:00Z"}},
        {"end": {"dateTime": "never"}},
        {"recurringEventId": "s", "originalStartTime": {"dateTime": "?"}},
        {"recurrence": ["RDATE:soon", "RRULE:FREQ=DAILY"]},
    ],
)
def test_what_cannot_be_read_is_named(more: dict[str, Any]) -> None:
    with pytest.raises(Unreadable) as caught:
        made(**more)
    assert caught.value.code.startswith("event.")


def test_recurrence_lines_are_read_as_they_are_written() -> None:
    lines = ["RRULE:FREQ=WEEKLY;UNTIL=20260401T000000Z", "exdate;value=date:20260310,20260317", "EXRULE:FREQ=DAILY"]
    found = made(recurrence=lines).recurrence
    assert found.rules == ("FREQ=WEEKLY;UNTIL=20260401T000000Z",)
    assert found.exceptions == (date(2026, 3, 10), date(2026, 3, 17))
    assert found.without == ("FREQ=DAILY",)


def test_long_ids_fit_and_stay_apart() -> None:
    first, second = (source(DIARY, "a" * 1000 + letter) for letter in "bc")
    assert first != second and max(len(first), len(second)) <= 255
    assert source(DIARY, "e0000") != source(Diary("other", "UTC", True), "e0000")


def test_titles_are_asked_for_only_where_they_may_be_kept() -> None:
    assert "summary" in fields(True) and "summary" not in fields(False)
    for word in ("description", "location", "attachments", "conferenceData", "hangoutLink"):
        assert word not in fields(True)
