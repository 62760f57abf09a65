"""Invitations as iCalendar files that any calendar accepts (RFC 5545, RFC 5546; icalendar escapes and folds)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress, vText

from coucou.words.say import clean

PRODUCT = "-//coucou//coucou-daemon//EN"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation says. Moments are aware; ``stamp`` is when this version was made, ``sequence`` which one."""

    uid: str
    stamp: datetime
    start: datetime
    end: datetime
    subject: str
    body: str
    organizer: str
    organizer_name: str
    attendee: str
    attendee_name: str
    sequence: int = 0


def request(invitation: Invitation) -> bytes:
    """An invitation to send: METHOD:REQUEST, times in UTC so that no reader needs a time zone's definition."""
    return _calendar("REQUEST", invitation, "CONFIRMED")


def cancellation(invitation: Invitation) -> bytes:
    """What takes an invitation back: the same UID, a higher SEQUENCE, METHOD:CANCEL (RFC 5546, 3.2.5)."""
    return _calendar("CANCEL", invitation, "CANCELLED")


def _calendar(method: str, invitation: Invitation, status: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", invitation.uid)
    event.add("dtstamp", invitation.stamp.astimezone(UTC))
    event.add("dtstart", invitation.start.astimezone(UTC))
    event.add("dtend", invitation.end.astimezone(UTC))
    event.add("sequence", invitation.sequence)
    event.add("status", status)
    event.add("summary", _line(invitation.subject))
    event.add("description", clean(invitation.body))
    event["organizer"] = _person(invitation.organizer, invitation.organizer_name)
    attendee = _person(invitation.attendee, invitation.attendee_name)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("TRUE")
    event.add("attendee", attendee, encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _person(address: str, name: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{_line(address)}")
    if name:
        # A parameter's value can hold neither quotes nor control characters (RFC 5545, 3.2).
        found.params["CN"] = vText(_line(name).replace('"', "’"))
    return found


def _line(text: str) -> str:
    """One line, whatever was in it."""
    return " ".join(clean(text).split())
