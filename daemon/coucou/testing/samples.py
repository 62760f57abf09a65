"""Invented items and invitations for the conformance suite, and what of them a connector must give back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from coucou.contract import Card, Event, Invitation, MailKind, Message, Participant, Reading, Recurrence, Role, SourceId
from coucou.testing.memory import Item
from coucou.words import draft
from coucou.words import invitation as files

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


# --- what is sent -----------------------------------------------------------------------------------------------------

WALL_TIMES = (
    (datetime(2026, 3, 5, 10, 30), "America/Toronto"),  # noqa: DTZ001  (wall time)
    (datetime(2026, 3, 8, 3, 0), "America/Toronto"),  # noqa: DTZ001  (the first hour after the clocks went forward)
    (datetime(2026, 10, 25, 9, 0), "Europe/Paris"),  # noqa: DTZ001  (the day on which they go back)
    (datetime(2026, 12, 31, 23, 45), "America/St_Johns"),  # noqa: DTZ001  (ends in another year)
)


def invitation(number: int = 0) -> Invitation:
    """The ``number``-th invitation, with its files; what it says needs escaping, folding and encoding."""
    wall, zone = WALL_TIMES[number % len(WALL_TIMES)]
    start = wall.replace(tzinfo=ZoneInfo(zone))
    return with_files(
        Invitation(
            key=f"{number:032x}",
            mark=f"k3x7q2a{number}.5f0c2a9d",
            uid=f"0c4e1f0e-3c35-5f04-8f7e-7c1a5b2d{number:04x}",
            start=start,
            end=(start.astimezone(UTC) + timedelta(minutes=25)).astimezone(ZoneInfo(zone)),
            timezone=zone,
            subject="Prendre des nouvelles, simplement; à bientôt 🐦",
            body="Bonjour Zoë,\n\nÇa fait longtemps; rien à préparer, vraiment.\n\nAna",
            attendee=f"person{number}@example.net",
            attendee_name=_NAMES[number % len(_NAMES)],
        )
    )


def hold(number: int = 0) -> Invitation:
    """Time kept at the same moment, with nobody."""
    plain = replace(invitation(number), attendee="", attendee_name="", subject="Occupé", body="")
    return with_files(replace(plain, key=f"{number + 0xABC0:032x}"))


def taken_back(one: Invitation) -> Invitation:
    """The same, with the files that cancel it."""
    return with_files(one, cancelled=True)


def with_files(one: Invitation, *, cancelled: bool = False) -> Invitation:
    """``one``, its files saying what its values say."""
    if not one.attendee:
        kept = files.Hold(one.uid, START, one.start, one.end, one.subject, mark=one.mark)
        return replace(one, ics=files.hold(kept, cancelled=cancelled), eml=b"")
    said = files.Invitation(
        uid=one.uid,
        stamp=START,
        start=one.start,
        end=one.end,
        subject=one.subject,
        body=one.body,
        organizer=_ME.address,
        organizer_name=_ME.name,
        attendee=one.attendee,
        attendee_name=one.attendee_name,
        mark=one.mark,
    )
    letter = draft.eml(
        sender=_ME.address,
        sender_name=_ME.name,
        to=one.attendee,
        to_name=one.attendee_name,
        subject=one.subject,
        body=one.body,
        made=START,
        key=f"{one.key}-cancel" if cancelled else one.key,
        calendar=files.cancellation(said) if cancelled else files.request(said),
    )
    return replace(one, ics=files.own_copy(said, cancelled=cancelled), eml=letter)
