"""Invitations and holds as iCalendar files that any calendar accepts (RFC 5545, RFC 5546; icalendar escapes and folds).

Two readers, two files: what is mailed to the attendee has a METHOD and no mark of ours; what the user puts into their
own calendar has our mark and no METHOD, as calendars want what they keep (RFC 4791, 4.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from coucou.words.clean import clean, one_line
from coucou.words.draft import mailbox

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

PRODUCT = "-//coucou//coucou-daemon//EN"
MARK = "X-COUCOU-ID"
"""The property by which our own readers know again what coucou made. It never stands in what is mailed."""


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
    mark: str = ""
    also: tuple[tuple[str, str], ...] = ()  # addresses and names of others who are invited with them

    def __post_init__(self) -> None:
        _check(self)
        mailbox(self.organizer)
        for address in (self.attendee, *(address for address, _ in self.also)):
            mailbox(address)


@dataclass(frozen=True, slots=True)
class Hold:
    """Time kept in the user's own calendar. ``title`` is all that it says. Moments as in :class:`Invitation`.

    ``ValueError`` when a moment is naive or the end does not follow the start.
    """

    uid: str
    stamp: datetime
    start: datetime
    end: datetime
    title: str  # "Busy", "Occupé"
    sequence: int = 0
    mark: str = ""

    def __post_init__(self) -> None:
        _check(self)


def request(invitation: Invitation) -> bytes:
    """An invitation to mail: METHOD:REQUEST, times in UTC so that no reader needs a time zone's definition."""
    return _calendar("REQUEST", _meeting(invitation, asks=True))


def cancellation(invitation: Invitation) -> bytes:
    """What takes an invitation back, to mail: the same UID, a SEQUENCE one higher, METHOD:CANCEL (RFC 5546, 3.2.5)."""
    return _calendar("CANCEL", _meeting(invitation, cancelled=True))


def own_copy(invitation: Invitation, *, cancelled: bool = False) -> bytes:
    """The same meeting for the user's own calendar, with our mark; ``cancelled`` takes it out of there again."""
    event = _meeting(invitation, asks=not cancelled, cancelled=cancelled)
    _mark(event, invitation.mark)
    return _calendar("", event)


def hold(one: Hold, *, cancelled: bool = False) -> bytes:
    """Time kept: busy, private, with nobody and no reminder; ``cancelled`` gives it back.

    Without METHOD, because each one demands an organiser (RFC 5546, 3.2), and a hold has nobody.
    """
    event = _event(one, one.title, cancelled=cancelled)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    _mark(event, one.mark)
    return _calendar("", event)


def _check(one: Invitation | Hold) -> None:
    if None in (one.stamp.utcoffset(), one.start.utcoffset(), one.end.utcoffset()):
        raise ValueError("an invitation needs aware moments")
    if one.end.timestamp() <= one.start.timestamp():
        raise ValueError("an invitation cannot end before it starts")


def _calendar(method: str, event: Event) -> bytes:
    # icalendar takes 100 ms to load: only when an invitation is written.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(one: Invitation | Hold, summary: str, *, cancelled: bool) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", one_line(one.uid))
    event.add("dtstamp", one.stamp.astimezone(UTC))
    event.add("dtstart", one.start.astimezone(UTC))
    event.add("dtend", one.end.astimezone(UTC))
    # The change of STATUS is one that raises it (RFC 5546, 2.1.4): with an equal one, readers keep what they have.
    event.add("sequence", one.sequence + cancelled)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("summary", one_line(summary))
    return event


def _meeting(invitation: Invitation, *, asks: bool = False, cancelled: bool = False) -> Event:
    event = _event(invitation, invitation.subject, cancelled=cancelled)
    event.add("description", clean(invitation.body))
    event.add("organizer", _person(invitation.organizer, invitation.organizer_name, {}), encode=False)
    asked = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"} if asks else {}
    for address, name in ((invitation.attendee, invitation.attendee_name), *invitation.also):
        event.add("attendee", _person(address, name, asked), encode=False)
    return event


def _mark(event: Event, mark: str) -> None:
    if mark:
        event.add(MARK, one_line(mark))


def _person(address: str, name: str, parameters: dict[str, str]) -> vCalAddress:
    from icalendar import vCalAddress, vText

    found = vCalAddress(f"mailto:{mailbox(address)}")
    # A parameter's value can hold neither double quotes nor control characters (RFC 5545, 3.2), and a backslash means
    # nothing there (RFC 6868), but ical.js makes a line break of one before an n.
    shown = one_line(name, 100).replace('"', "’").replace("\\", "/")
    for key, value in (({"CN": shown} if shown else {}) | parameters).items():
        found.params[key] = vText(value)
    return found
