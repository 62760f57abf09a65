"""Invitations as iCalendar files that any calendar accepts (RFC 5545, RFC 5546; icalendar escapes and folds)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from coucou.words.clean import clean, one_line
from coucou.words.draft import mailbox

PRODUCT = "-//coucou//coucou-daemon//EN"
MARK = "X-COUCOU-ID"
"""The property by which our own readers know again what coucou made: the proposal's id."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation says. Moments are aware; ``stamp`` is when this version was made, ``sequence`` which one.

    ``ValueError`` when a moment is naive, the end does not follow the start, or an address is not one: RFC 5546
    (3.2.2) has no request without its organiser and attendee.
    """

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
    mark: str = ""  # the proposal's id

    def __post_init__(self) -> None:
        if None in (self.stamp.utcoffset(), self.start.utcoffset(), self.end.utcoffset()):
            raise ValueError("an invitation needs aware moments")
        if self.end.timestamp() <= self.start.timestamp():
            raise ValueError("an invitation cannot end before it starts")
        mailbox(self.organizer)
        mailbox(self.attendee)


def request(invitation: Invitation) -> bytes:
    """An invitation to send: METHOD:REQUEST, times in UTC so that no reader needs a time zone's definition."""
    return _calendar("REQUEST", invitation, "CONFIRMED")


def cancellation(invitation: Invitation) -> bytes:
    """What takes an invitation back: the same UID, a higher SEQUENCE, METHOD:CANCEL (RFC 5546, 3.2.5)."""
    return _calendar("CANCEL", invitation, "CANCELLED")


def _calendar(method: str, invitation: Invitation, status: str) -> bytes:
    # icalendar takes 100 ms to load: only when an invitation is written.
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", one_line(invitation.uid))
    event.add("dtstamp", invitation.stamp.astimezone(UTC))
    event.add("dtstart", invitation.start.astimezone(UTC))
    event.add("dtend", invitation.end.astimezone(UTC))
    event.add("sequence", invitation.sequence)
    event.add("status", status)
    event.add("summary", one_line(invitation.subject))
    event.add("description", clean(invitation.body))
    event.add("organizer", _person(invitation.organizer, invitation.organizer_name, {}), encode=False)
    asked = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"} if method == "REQUEST" else {}
    event.add("attendee", _person(invitation.attendee, invitation.attendee_name, asked), encode=False)
    if invitation.mark:
        event.add(MARK, one_line(invitation.mark))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _person(address: str, name: str, parameters: dict[str, str]) -> object:
    from icalendar import vCalAddress, vText

    found = vCalAddress(f"mailto:{mailbox(address)}")
    # A parameter's value can hold neither double quotes nor control characters (RFC 5545, 3.2).
    shown = one_line(name, 100).replace('"', "’")
    for key, value in (({"CN": shown} if shown else {}) | parameters).items():
        found.params[key] = vText(value)
    return found
