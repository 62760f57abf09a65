"""Google Calendar's event resources → events (developers.google.com/workspace/calendar/api/v3/reference/events)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from coucou.contract import (
    Answer,
    Event,
    EventKind,
    EventStatus,
    Participant,
    PartyKind,
    Recurrence,
    Role,
    Shows,
    SourceId,
)
from coucou.core.zones import wall
from coucou_connectors import zones

_FIELDS = (
    "nextPageToken,nextSyncToken,items(id,status,iCalUID,recurringEventId,originalStartTime,start,end,recurrence,"
    "transparency,visibility,eventType,sequence,organizer(email,displayName),"
    "attendees(email,displayName,self,resource,responseStatus),extendedProperties/private/coucou{summary})"
)
MARK = "coucou"  # the private property in which what we made says so
_ANSWERS = {"accepted": Answer.ACCEPTED, "declined": Answer.DECLINED, "tentative": Answer.TENTATIVE}
_KINDS = {
    "focusTime": EventKind.FOCUS,
    "workingLocation": EventKind.WORKING_LOCATION,
    "birthday": EventKind.BIRTHDAY,
}
_NOBODY = ("@group.calendar.google.com", "@import.calendar.google.com", "@group.v.calendar.google.com")
_DAY = timedelta(days=1)

Resource = Mapping[str, Any]


class Unreadable(ValueError):
    """An event that cannot be used; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Diary:
    """What an event is read with: its calendar, that calendar's zone, and whether titles may be read."""

    id: str
    zone: str
    subjects: bool


def fields(subjects: bool) -> str:
    """What is asked for: no description, location, attachment or conference; no title either where none may be kept."""
    return _FIELDS.replace("{summary}", ",summary" if subjects else "")


def source(diary: Diary, event_id: str) -> SourceId:
    """The same event id may stand in several calendars, and an id may have 1,024 characters."""
    short = event_id if len(event_id) <= 200 else blake2b(event_id.encode(), digest_size=16).hexdigest()
    return SourceId(f"{blake2b(diary.id.encode(), digest_size=6).hexdigest()}:{short}")


def own_uid(event_id: str) -> str:
    """The iCalUID of what was made in Google; what came by invitation has another."""
    return f"{event_id}@google.com"


def is_deleted(resource: Resource) -> bool:
    """Whether it is a whole event that went; a cancelled occurrence of a series is no such thing."""
    return resource.get("status") == "cancelled" and "recurringEventId" not in resource


def event(resource: Resource, diary: Diary, uid: str) -> Event:
    """The event. ``uid`` stands in where the resource has none: cancelled occurrences come as bare skeletons.

    :raises Unreadable: it has no start, or ends in no way that can be read.
    """
    replaces = _replaces(resource, diary)
    if resource.get("status") == "cancelled":
        return _skeleton(resource, diary, uid, replaces)
    start, zone = _start(resource, diary)
    private = resource.get("visibility") in ("private", "confidential")
    return Event(
        source=source(diary, resource["id"]),
        calendar=diary.id,
        uid=str(resource.get("iCalUID") or uid),
        start=start,
        duration=_length(resource, start, zone),
        zone=zone,
        recurrence=_recurrence(resource, zone),
        replaces=replaces,
        shows=_shows(resource),
        status=EventStatus.TENTATIVE if resource.get("status") == "tentative" else EventStatus.CONFIRMED,
        kind=_KINDS.get(resource.get("eventType", ""), EventKind.MEETING),
        private=private,
        subject=resource.get("summary") if diary.subjects and not private else None,
        participants=tuple(_participants(resource)),
        sequence=int(resource.get("sequence", 0)),
        mark=resource.get("extendedProperties", {}).get("private", {}).get(MARK),
    )


def _skeleton(resource: Resource, diary: Diary, uid: str, replaces: datetime | date | None) -> Event:
    if replaces is None:
        raise Unreadable("event.replaces_unreadable")
    timed = isinstance(replaces, datetime)
    return Event(
        source=source(diary, resource["id"]),
        calendar=diary.id,
        uid=str(resource.get("iCalUID") or uid),
        start=replaces.replace(tzinfo=None) if isinstance(replaces, datetime) else replaces,
        duration=timedelta(0) if timed else _DAY,
        zone="UTC" if timed else diary.zone,
        replaces=replaces,
        status=EventStatus.CANCELLED,
    )


def _start(resource: Resource, diary: Diary) -> tuple[datetime | date, str]:
    """The start as a day, or as wall time in the zone that comes with it."""
    told = resource.get("start") or {}
    try:
        if "dateTime" not in told:
            return date.fromisoformat(told["date"]), diary.zone
        zone = zones.iana(told.get("timeZone") or diary.zone) or "UTC"
        moment = _moment(told, zone)
        if "recurrence" in resource:  # whose rule goes by the clock there
            return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None), zone
        return wall(moment, zone)
    except KeyError as error:
        raise Unreadable("event.no_start") from error
    except (ValueError, OverflowError) as error:
        raise Unreadable("event.start_unreadable") from error


def _moment(told: Resource, zone: str) -> datetime:
    """RFC 3339; without an offset it is wall time in its zone."""
    found = datetime.fromisoformat(told["dateTime"])
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))


def _length(resource: Resource, start: datetime | date, zone: str) -> timedelta:
    """Exact time between moments, days between days; no end is no length (a day, for days)."""
    told = resource.get("end") or {}
    try:
        if not isinstance(start, datetime):
            return max(date.fromisoformat(told["date"]) - start, _DAY) if "date" in told else _DAY
        if "dateTime" not in told:
            return timedelta(0)
        end = _moment(told, zones.iana(told.get("timeZone") or zone) or zone)
    except (ValueError, OverflowError) as error:
        raise Unreadable("event.end_unreadable") from error
    began = start.replace(tzinfo=ZoneInfo(zone))
    return max(timedelta(seconds=end.timestamp() - began.timestamp()), timedelta(0))


def _replaces(resource: Resource, diary: Diary) -> datetime | date | None:
    """The start that an occurrence had in its series: a day, or that moment in UTC."""
    told = resource.get("originalStartTime")
    if "recurringEventId" not in resource or not told:
        return None
    try:
        if "dateTime" in told:
            return _moment(told, zones.iana(told.get("timeZone") or diary.zone) or "UTC").astimezone(UTC)
        return date.fromisoformat(told["date"])
    except (KeyError, ValueError, OverflowError) as error:
        raise Unreadable("event.replaces_unreadable") from error


def _recurrence(resource: Resource, zone: str) -> Recurrence | None:
    """RRULE, EXRULE, RDATE and EXDATE lines as RFC 5545 writes them; Google has no other way to say them."""
    rules: dict[str, list[str]] = {"RRULE": [], "EXRULE": []}
    listed: dict[str, list[datetime | date]] = {"RDATE": [], "EXDATE": []}
    for line in resource.get("recurrence", ()):
        head, _, value = line.partition(":")
        name, *parameters = head.split(";")
        name = name.upper()
        if name in rules:
            rules[name].append(value.strip())
        elif name in listed:
            written = next((p[5:] for p in parameters if p.upper().startswith("TZID=")), "")
            own = zones.iana(written) or zone
            listed[name] += _dates(value, own, zone)
    if not rules["RRULE"] and not listed["RDATE"]:
        return None
    return Recurrence(
        tuple(rules["RRULE"]), tuple(listed["RDATE"]), tuple(listed["EXDATE"]), without=tuple(rules["EXRULE"])
    )


def _dates(value: str, own: str, zone: str) -> Iterator[datetime | date]:
    for word in value.split(","):
        written = word.strip().partition("/")[0]
        try:
            if len(written) == 8:
                yield date.fromisoformat(written)
                continue
            found = datetime.fromisoformat(written)
        except ValueError as error:
            raise Unreadable("event.rule_unreadable") from error
        if found.tzinfo is None and own != zone:
            found = found.replace(tzinfo=ZoneInfo(own))
        yield found.astimezone(UTC) if found.tzinfo else found


def _shows(resource: Resource) -> Shows:
    """What it says of the user's time. Their own answer counts, whichever of their addresses was invited."""
    kind = resource.get("eventType", "default")
    if kind == "workingLocation":
        return Shows.ELSEWHERE
    answer = next((one.get("responseStatus") for one in resource.get("attendees", ()) if one.get("self")), None)
    if resource.get("transparency") == "transparent" or kind == "birthday" or answer == "declined":
        return Shows.FREE
    if kind == "outOfOffice":
        return Shows.OUT_OF_OFFICE
    return Shows.TENTATIVE if answer == "tentative" else Shows.BUSY


def _participants(resource: Resource) -> Iterator[Participant]:
    organizer = resource.get("organizer") or {}
    if _is_somebody(organizer):
        yield Participant(Role.ORGANIZER, organizer["email"].strip(), organizer.get("displayName", "").strip())
    for one in resource.get("attendees", ()):
        if _is_somebody(one):
            yield Participant(
                Role.ATTENDEE,
                one["email"].strip(),
                one.get("displayName", "").strip(),
                _ANSWERS.get(one.get("responseStatus", ""), Answer.NONE),
                PartyKind.ROOM if one.get("resource") else PartyKind.INDIVIDUAL,
            )


def _is_somebody(one: Resource) -> bool:
    """A calendar of its own is no person, though it stands as organizer of what is in it."""
    address = one.get("email", "").strip().casefold()
    return "@" in address and not address.endswith(_NOBODY)
