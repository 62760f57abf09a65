"""Invented items for the conformance suite, and what of them a connector must give back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from coucou.contract import Card, Event, MailKind, Message, Participant, Reading, Recurrence, Role, SourceId
from coucou.testing.memory import Item

UNREAD = "zanzibar-4711"
"""Stands in the body, the description, the location and the notes of everything that is put at the far side, where no
connector may read it."""

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday
READING = Reading(oldest=START - timedelta(days=365), newest=START + timedelta(days=365), timezone="America/Toronto")
READERS = ("mail", "calendar", "contacts")

_ME = Participant(Role.TO, "ana@example.org", "Ana Tremblay")
_NAMES = ("Léa Roy", "Søren Bø", "Zoë D’Amours", "Pat O'Brien", "Minh Nguyễn", "María Ñandú")


def item(reader: str, number: int) -> Item:
    """The ``number``-th item of a reader; the source id is the far side's to give."""
    if reader == "mail":
        return message(number)
    return event(number) if reader == "calendar" else card(number)


def message(number: int, moment: datetime | None = None) -> Message:
    name = _NAMES[number % len(_NAMES)]
    return Message(
        source=SourceId(f"m{number}"),
        message_id=f"message-{number}@example.net",
        moment=moment or START + timedelta(hours=number),
        kind=MailKind.PERSONAL,
        participants=(Participant(Role.FROM, f"person{number}@example.net", name), _ME),
        subject=f"Café à {number} heures?",
    )


def event(number: int, start: datetime | None = None) -> Event:
    """A single event, or each third time a weekly series, in a zone with clock changes."""
    return Event(
        source=SourceId(f"e{number}"),
        calendar="conformance",
        uid=f"event-{number}@example.net",
        start=(start or START).replace(tzinfo=None) + timedelta(days=number),
        duration=timedelta(minutes=30),
        zone="America/Toronto",
        recurrence=Recurrence(("FREQ=WEEKLY;COUNT=4",)) if number % 3 == 2 else None,
        subject=f"Réunion {number}",
        participants=(Participant(Role.ORGANIZER, f"person{number}@example.net", _NAMES[number % len(_NAMES)]),),
    )


def card(number: int) -> Card:
    name = f"{_NAMES[number % len(_NAMES)]} {chr(65 + number % 26)}"
    return Card(SourceId(f"c{number}"), name, (f"person{number}@example.net",), f"Société {number}", "Directrice")


def essence(found: Item) -> tuple[object, ...]:
    """What must come back as it was put: who, when and what it is called; not how the source numbers or words it."""
    if isinstance(found, Message):
        people = sorted((p.role, p.address, p.name) for p in found.participants)
        return ("mail", found.message_id, found.moment.timestamp(), found.kind, tuple(people), found.subject)
    if isinstance(found, Event):
        return ("event", found.uid, moment(found), found.duration, found.recurrence is not None, found.subject)
    return ("card", found.name, frozenset(found.addresses), found.organization)


def moment(found: Event, zones: Mapping[str, str] | None = None) -> object:
    """When an event starts: the day, or the epoch second; wall time where its zone is its calendar's own."""
    if not isinstance(found.start, datetime):
        return found.start
    if not found.zone or found.zone in (zones or {}):
        return found.start
    return found.start.replace(tzinfo=ZoneInfo(found.zone)).timestamp()


def day(number: int) -> date:
    return (START + timedelta(days=number)).date()
