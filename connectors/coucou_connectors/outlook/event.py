"""Graph's events → ``contract.Event``; https://learn.microsoft.com/graph/api/resources/event.

``calendarView`` expands series itself. What it gives comes as it is: single events, exceptions with the start that
they replace, and plain occurrences joined by :mod:`coucou_connectors.outlook.occurrences`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from coucou.contract import Answer, Event, EventStatus, Participant, PartyKind, Role, Shows, SourceId
from coucou.core.address import normal
from coucou.core.zones import iana as tz
from coucou_connectors import zones
from coucou_connectors.headers import LONGEST_SUBJECT
from coucou_connectors.outlook.draft import mark_of
from coucou_connectors.outlook.fields import Json, digest, flag, moment, part, parts, person, text, wall

_PLAIN = (
    "id", "iCalUId", "type", "seriesMasterId", "start", "end", "originalStart", "isAllDay", "isCancelled", "showAs",
    "sensitivity", "responseStatus", "organizer", "attendees", "categories", "isOrganizer",
)  # fmt: skip

_SHOWS = {
    "free": Shows.FREE,
    "tentative": Shows.TENTATIVE,
    "oof": Shows.OUT_OF_OFFICE,
    "workingelsewhere": Shows.ELSEWHERE,
}  # busy, unknown and whatever comes later take time: unknown is never free
_ANSWERS = {
    "accepted": Answer.ACCEPTED,
    "declined": Answer.DECLINED,
    "tentativelyaccepted": Answer.TENTATIVE,
}
_DAY = timedelta(days=1)
_OUTLOOKS_OWN = re.compile(r"040000008200e00074c5b7101a82e008(?:[0-9a-f]{2})+", re.IGNORECASE)
_FOREIGN = b"vCal-Uid\x01\x00\x00\x00"


@dataclass(frozen=True, slots=True)
class Place:
    """Where events stand: a calendar (its id and name), the mailbox's zone ("" when unknown) and own addresses."""

    id: str
    name: str
    zone: str = ""
    own: tuple[str, ...] = ()  # the first is the mailbox's main one
    left_out: frozenset[str] = frozenset()  # categories, case folded


def asked(*, subjects: bool) -> str:
    """The ``$select`` for events: no body, location, attachment or online meeting."""
    return ",".join((*_PLAIN, *(("subject",) if subjects else ())))


def is_left_out(item: Json, place: Place) -> bool:
    """Whether one of its categories is one that the user leaves out."""
    found = item.get("categories")
    names = found if isinstance(found, list) else ()
    return any(isinstance(name, str) and name.casefold() in place.left_out for name in names)


def event(item: Json, place: Place, *, subjects: bool) -> Event | None:
    """The event; None when it has no time that can be read, or is of a kind that ``calendarView`` never gives."""
    when = _times(item, place)
    kind = text(item, "type").casefold()
    if when is None or kind == "seriesmaster":
        return None
    start, duration, zone = when
    private = text(item, "sensitivity").casefold() in ("private", "confidential", "personal")
    title = " ".join(text(item, "subject").split())[:LONGEST_SUBJECT]
    return Event(
        source=SourceId(digest(place.id, text(item, "id"))),
        calendar=place.name,
        uid=uid(text(item, "iCalUId")) or digest(text(item, "id")),
        start=start,
        duration=duration,
        zone=zone,
        replaces=_replaced(item, start, place) if kind in ("occurrence", "exception") else None,
        shows=_SHOWS.get(text(item, "showAs").casefold(), Shows.BUSY),
        status=EventStatus.CANCELLED if flag(item, "isCancelled") else EventStatus.CONFIRMED,
        private=private,
        subject=title if subjects and not private and "subject" in item else None,
        participants=_everybody(item, place.own),
        mark=mark_of(item) if flag(item, "isOrganizer") else None,  # copies may carry that of somebody else's coucou
    )


def uid(told: str) -> str:
    """The iCalendar UID of an event or of its whole series, from ``iCalUId``.

    Exchange writes the day of an occurrence into its id, which is otherwise the series' own ([MS-OXOCAL] 2.2.1.27 and
    2.2.1.28); and wraps ids of other calendars ([MS-OXCICAL] 2.1.3.1.1.20.26). So the same meeting has the same UID
    in another account.
    """
    if not _OUTLOOKS_OWN.fullmatch(told):
        return told
    raw = bytes.fromhex(told)
    foreign = raw[40:]
    if foreign.startswith(_FOREIGN):
        return foreign[len(_FOREIGN) :].rstrip(b"\0").decode("utf-8", "replace")
    return (raw[:16] + bytes(4) + raw[20:]).hex().upper()


def _times(item: Json, place: Place) -> tuple[datetime | date, timedelta, str] | None:
    """The start, the duration and the zone: days in the mailbox's zone, or wall time in the zone that is written."""
    begin, end = wall(item, "start"), wall(item, "end")
    if begin is None or end is None:
        return None
    if flag(item, "isAllDay"):
        first, last = _day(*begin, place), _day(*end, place)
        return first, max(last - first, _DAY), place.zone
    zone = known_zone(begin[1], place)
    ends = end[0] if end[1] == begin[1] else _in_zone(end[0], known_zone(end[1], place), zone)
    return begin[0], max(_exact(ends, zone) - _exact(begin[0], zone), timedelta(0)), zone


def known_zone(name: str, place: Place) -> str:
    """The IANA name of a zone that Graph names, "" (the user's own) when nobody knows it: custom zones have no
    definition here, and are the mailbox's own."""
    if not name:
        return "UTC"  # Graph's default
    return zones.iana(name) or zones.guess(name) or place.zone


def _exact(at: datetime, zone: str) -> datetime:
    return at.replace(tzinfo=tz(zone) or UTC).astimezone(UTC)


def _in_zone(at: datetime, zone: str, other: str) -> datetime:
    return _exact(at, zone).astimezone(tz(other) or UTC).replace(tzinfo=None)


def _day(at: datetime, zone: str, place: Place) -> date:
    """A day is written as its midnight, in whatever zone; one that is not, is a moment of the mailbox's zone."""
    if at.time() == time.min:
        return at.date()
    return _in_zone(at, known_zone(zone, place), place.zone or "UTC").date()


def _replaced(item: Json, start: datetime | date, place: Place) -> datetime | date | None:
    """The start that the series gives this occurrence."""
    original = moment(item, "originalStart")
    if original is None or text(item, "type").casefold() == "occurrence":
        original = None
    if isinstance(start, datetime):
        return original or start
    if original is None:
        return start
    original = original.astimezone(UTC).replace(tzinfo=None)
    return _day(original, "UTC", place)


def _everybody(item: Json, own: tuple[str, ...]) -> tuple[Participant, ...]:
    """The organiser and the others. The mailbox's own answer stands on the event, not always beside its address."""
    organizer = person(part(item, "organizer"), Role.ORGANIZER)
    people = [organizer] if organizer else []
    for one in parts(item, "attendees"):
        found = person(one, Role.ATTENDEE)
        if found is not None:
            kind = PartyKind.ROOM if text(one, "type").casefold() == "resource" else PartyKind.INDIVIDUAL
            people.append(replace(found, kind=kind, answer=_answer(part(one, "status"))))
    mine = _answer(part(item, "responseStatus"))
    if mine is Answer.NONE or not own:
        return tuple(people)
    normals = {normal(address) for address in own}
    if not any(normal(one.address) in normals and one.role is Role.ATTENDEE for one in people):
        return (*people, Participant(Role.ATTENDEE, own[0], answer=mine))  # invited by way of a group
    return tuple(replace(one, answer=mine) if normal(one.address) in normals else one for one in people)


def _answer(status: Json) -> Answer:
    return _ANSWERS.get(text(status, "response").casefold(), Answer.NONE)
