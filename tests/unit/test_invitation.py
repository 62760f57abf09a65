"""Invitations: other programs read what was meant, whatever stands in names and texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.words.invitation import Hold, Invitation, cancellation, hold, own_copy, request

TORONTO = ZoneInfo("America/Toronto")
PLAIN = Invitation(
    uid="0c4e1f0e-3c35-5f04-8f7e-7c1a5b2d9e10",
    stamp=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
    start=datetime(2026, 12, 3, 10, 30, tzinfo=TORONTO),
    end=datetime(2026, 12, 3, 10, 55, tzinfo=TORONTO),
    subject="Prendre des nouvelles\u00a0: Ana et Mathieu",
    body="Bonjour Mathieu,\n\nÇa fait longtemps; rien à préparer, vraiment.\n\nAna",
    organizer="ana@example.org",
    organizer_name="Ana Tremblay",
    attendee="mathieu@example.org",
    attendee_name="Côté, Mathieu",
    mark="k3x7q2ab",
)
HOLD = Hold(PLAIN.uid, PLAIN.stamp, PLAIN.start, PLAIN.end, "Occupé", mark="k3x7q2ab.4f")
HOSTILE = st.text(
    alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from('\r\n\x1b\u202e";:,\\^%=\u2028\x85')), max_size=120
)


def event(raw: bytes) -> Any:
    """The one event of a calendar; untyped, because icalendar's values are a union of 30 kinds."""
    [found] = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    return found


def test_an_invitation_holds_what_a_request_must() -> None:
    calendar = icalendar.Calendar.from_ical(request(PLAIN))
    one = event(request(PLAIN))
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    assert one["UID"] == PLAIN.uid and one["SEQUENCE"] == 0 and one["STATUS"] == "CONFIRMED"
    assert one["SUMMARY"] == PLAIN.subject and one["DESCRIPTION"] == PLAIN.body
    assert one["ORGANIZER"] == "mailto:ana@example.org" and one["ORGANIZER"].params["CN"] == "Ana Tremblay"
    assert one["ATTENDEE"] == "mailto:mathieu@example.org"
    params = one["ATTENDEE"].params
    assert (params["CN"], params["RSVP"], params["PARTSTAT"]) == ("Côté, Mathieu", "TRUE", "NEEDS-ACTION")
    assert one["DTSTAMP"].dt == PLAIN.stamp


@pytest.mark.parametrize("mailed", [request, cancellation])
def test_our_mark_stands_in_the_users_copy_and_never_in_what_is_mailed(mailed: Callable[[Invitation], bytes]) -> None:
    assert "X-COUCOU-ID" not in event(mailed(PLAIN)) and PLAIN.mark.encode() not in mailed(PLAIN)
    assert event(own_copy(PLAIN))["X-COUCOU-ID"] == event(own_copy(PLAIN, cancelled=True))["X-COUCOU-ID"] == PLAIN.mark


def test_the_users_copy_is_the_meeting_without_a_method() -> None:
    calendar = icalendar.Calendar.from_ical(own_copy(PLAIN))
    assert "METHOD" not in calendar
    mailed, kept = event(request(PLAIN)), event(own_copy(PLAIN))
    assert {name: value for name, value in kept.items() if name != "X-COUCOU-ID"} == dict(mailed.items())
    assert (event(own_copy(PLAIN, cancelled=True))["STATUS"], kept["STATUS"]) == ("CANCELLED", "CONFIRMED")


def test_a_cancellation_takes_back_the_same_event_with_a_higher_sequence() -> None:
    raw = cancellation(replace(PLAIN, sequence=1))
    one = event(raw)
    assert icalendar.Calendar.from_ical(raw)["METHOD"] == "CANCEL"
    assert (one["UID"], one["SEQUENCE"], one["STATUS"]) == (PLAIN.uid, 2, "CANCELLED")
    assert one["ATTENDEE"] == "mailto:mathieu@example.org" and one["ORGANIZER"] == "mailto:ana@example.org"
    assert "RSVP" not in one["ATTENDEE"].params


def test_a_hold_is_busy_private_and_with_nobody() -> None:
    calendar = icalendar.Calendar.from_ical(hold(HOLD))
    one = event(hold(HOLD))
    assert "METHOD" not in calendar and one.subcomponents == []
    assert (one["CLASS"], one["TRANSP"], one["STATUS"]) == ("PRIVATE", "OPAQUE", "CONFIRMED")
    assert (one["SUMMARY"], one["X-COUCOU-ID"]) == ("Occupé", HOLD.mark)
    assert {"ATTENDEE", "ORGANIZER", "DESCRIPTION", "LOCATION"}.isdisjoint(one)


def test_a_hold_given_back_is_the_same_event_cancelled_and_takes_no_time() -> None:
    one = event(hold(HOLD, cancelled=True))
    assert (one["UID"], one["SEQUENCE"], one["STATUS"], one["TRANSP"]) == (HOLD.uid, 1, "CANCELLED", "TRANSPARENT")


@pytest.mark.parametrize("wrong", [{"end": HOLD.start}, {"start": datetime(2026, 12, 3, 10, 30)}])  # noqa: DTZ001
def test_what_cannot_be_a_hold_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="invitation"):
        replace(HOLD, **wrong)  # type: ignore[arg-type]  # one wrong field at a time


@settings(max_examples=60, deadline=None)
@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001  (naive on purpose: the zone is drawn)
    st.sampled_from(("America/Toronto", "America/St_Johns", "Europe/Paris", "Asia/Kolkata", "Australia/Lord_Howe")),
    st.integers(5, 240),
)
def test_readers_in_python_see_the_same_moment(wall: datetime, zone: str, minutes: int) -> None:
    vobject = pytest.importorskip("vobject", reason="vobject is not installed")
    start = wall.replace(second=0, microsecond=0, tzinfo=ZoneInfo(zone))
    end = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    raw = request(replace(PLAIN, start=start, end=end))

    one = event(raw)
    assert (one.start, one.end) == (start.astimezone(UTC), end.astimezone(UTC))
    around = (start.astimezone(UTC) - timedelta(days=1), start.astimezone(UTC) + timedelta(days=1))
    [seen] = recurring_ical_events.of(icalendar.Calendar.from_ical(raw)).between(*around)
    assert (seen.start, seen.end) == (one.start, one.end)
    other = vobject.readOne(raw.decode()).vevent
    assert (other.dtstart.value.timestamp(), other.dtend.value.timestamp()) == (start.timestamp(), end.timestamp())
    assert other.summary.value == PLAIN.subject and other.description.value == PLAIN.body


@settings(max_examples=200, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_no_name_or_text_can_add_a_line_of_its_own(subject: str, body: str, organizer: str, attendee: str) -> None:
    raw = request(replace(PLAIN, subject=subject, body=body, organizer_name=organizer, attendee_name=attendee))
    assert lines(raw) == lines(request(PLAIN))
    one = event(raw)
    assert one["UID"] == PLAIN.uid and one["ATTENDEE"] == "mailto:mathieu@example.org"
    assert one["ORGANIZER"] == "mailto:ana@example.org"


def lines(raw: bytes) -> list[str]:
    """The names of a calendar's lines, in order, once unfolded (RFC 5545, 3.1)."""
    unfolded = raw.decode().replace("\r\n ", "").replace("\r\n\t", "")
    assert "\r" not in unfolded.replace("\r\n", "") and "\n" not in unfolded.replace("\r\n", "")
    return [line.partition(":")[0].partition(";")[0] for line in unfolded.split("\r\n")]


@settings(max_examples=60, deadline=None)
@given(HOSTILE, st.text(alphabet="é漢😀a", max_size=300))
def test_every_line_is_folded_at_75_octets_and_between_characters(subject: str, body: str) -> None:
    raw = request(replace(PLAIN, subject=subject, body=body, attendee_name=body))
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": datetime(2026, 12, 3, 10, 30)},  # noqa: DTZ001  (naive on purpose)
        {"end": PLAIN.start},
        {"organizer": ""},
        {"attendee": "nobody"},
        {"attendee": "a@example.org\r\nATTENDEE:mailto:b@example.org"},
        {"attendee": "a@example.org,b@example.org"},
        {"attendee": "a@b@example.org"},
    ],
)
def test_what_cannot_be_an_invitation_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"invitation|address"):
        replace(PLAIN, **wrong)  # type: ignore[arg-type]  # one wrong field at a time


def test_the_same_invitation_is_the_same_bytes() -> None:
    assert request(PLAIN) == request(PLAIN)
