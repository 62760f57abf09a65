"""Graph's calendars: calendarView expands series as Exchange does, with an id and an iCalUId for each occurrence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from tzlocal.windows_tz import win_tz

from tests.outlook import schema
from tests.outlook.refusal import Refusal

Json = dict[str, Any]
PROPERTIES = "singleValueExtendedProperties"
NEVER = frozenset(
    {"body", "bodyPreview", "location", "locations", "onlineMeeting", "onlineMeetingUrl", "hasAttachments", "webLink"}
)
PROPERTY = re.compile(r"String \{[0-9a-f-]{36}\} Name \w+")
WITH = re.compile(rf"singleValueExtendedProperties\(\$filter=id eq '({PROPERTY.pattern})'\)")
WHERE = re.compile(
    rf"singleValueExtendedProperties/Any\(ep: ep/id eq '({PROPERTY.pattern})' and ep/value eq '([^']+)'\)"
)
OUTLOOKS = "040000008200E00074C5B7101A82E008"


@dataclass
class Series:
    """A master with its rule. ``exceptions`` by the day of their original start: None is a deleted occurrence."""

    master: Json
    rule: str
    zone: str
    start: datetime  # wall time
    length: timedelta
    exceptions: dict[str, Json | None] = field(default_factory=dict)

    def occurrences(self) -> Iterator[Json]:
        zone = ZoneInfo(self.zone)
        for wall in rrulestr(self.rule, dtstart=self.start):
            day = f"{wall:%Y-%m-%d}"
            start = wall.replace(tzinfo=zone).astimezone(UTC)
            told = {
                **self.master,
                "id": f"{self.master['id']}.{day}",
                "type": "occurrence",
                "seriesMasterId": self.master["id"],
                "iCalUId": occurrence_uid(self.master["iCalUId"], wall),
                "originalStart": f"{start:%Y-%m-%dT%H:%M:%SZ}",
                "start": written(start),
                "end": written(start + self.length),
            }
            if day not in self.exceptions:
                yield told
            elif (changed := self.exceptions[day]) is not None:
                yield {**told, "type": "exception", **changed}


@dataclass
class Agenda:
    page: int = 1000
    too_large: int = 10**6
    zone: str = "Eastern Standard Time"
    calendars: list[Json] = field(default_factory=list)
    single: dict[str, dict[str, Json]] = field(default_factory=dict)  # calendar → id → event
    series: dict[str, dict[str, Series]] = field(default_factory=dict)
    schedules: dict[str, Json] = field(default_factory=dict)  # address → scheduleInformation without its id
    transactions: dict[str, str] = field(default_factory=dict)  # transactionId → the event made under it
    made: list[str] = field(default_factory=list)  # ids of the events that were posted, also of those that went
    posted: list[str] = field(default_factory=list)  # the transactionIds under which they were made
    mailed: list[tuple[str, str]] = field(default_factory=list)  # what the server sent: (request or cancel, address)
    oblivious: bool = False  # a transactionId that comes twice is not noticed

    def add_calendar(self, key: str, name: str, owner: str = "ana@example.org", **more: Any) -> None:
        told = {"id": key, "name": name, "owner": {"name": "", "address": owner}, "canEdit": True, **more}
        schema.check("calendar", told)
        self.calendars.append(told)
        self.single[key], self.series[key] = {}, {}

    def put(self, event: Json, calendar: str = "main") -> None:
        schema.check("event", event)
        self.series[calendar].pop(event["id"], None)
        self.single[calendar][event["id"]] = event

    def put_series(self, one: Series, calendar: str = "main") -> None:
        schema.check("event", one.master)
        self.single[calendar].pop(one.master["id"], None)
        self.series[calendar][one.master["id"]] = one

    def drop(self, key: str, calendar: str = "main") -> None:
        self.single[calendar].pop(key, None)
        self.series[calendar].pop(key, None)

    def view(self, calendar: str, query: dict[str, str], link: str) -> Json:
        """What touches the window, by pages of ``$top``."""
        if calendar not in self.single:
            raise Refusal(404, "ErrorItemNotFound")
        if int(query.get("$top", "10")) >= self.too_large:
            raise Refusal(504, "GatewayTimeout")
        low, high = (datetime.fromisoformat(query[name]) for name in ("startDateTime", "endDateTime"))
        assert low.tzinfo and high.tzinfo and high - low <= timedelta(days=1825)
        names = [*schema.check_select("event", query["$select"])]
        with_property = ""
        if "$expand" in query:
            expanded = WITH.fullmatch(query["$expand"])
            assert expanded, query["$expand"]
            with_property = expanded[1]
        events = [*self.single[calendar].values()]
        events += [told for one in self.series[calendar].values() for told in one.occurrences()]
        found = sorted((one for one in events if _touches(one, low, high)), key=lambda one: one["start"]["dateTime"])
        at, count = int(query.get("$skip", "0")), min(int(query.get("$top", "10")), self.page)
        shown = [_shown(one, names, with_property) for one in found[at : at + count]]
        answer: Json = {"value": [{"@odata.etag": "W/x", **one} for one in shown]}
        if at + count < len(found):
            again = urlencode({**query, "$skip": str(at + count)}, quote_via=quote)
            answer["@odata.nextLink"] = f"{link}?{again}"
        return answer

    def found(self, query: dict[str, str]) -> Json:
        """The events of all calendars that have a property; of those that were deleted, none."""
        wanted = WHERE.fullmatch(query["$filter"])
        assert wanted, query["$filter"]
        names = schema.check_select("event", query["$select"])
        told = {"id": wanted[1], "value": wanted[2]}
        events = [one for kept in self.single.values() for one in kept.values()]
        return {"value": [_shown(one, names) for one in events if told in one.get(PROPERTIES, ())]}

    def create(self, asked: Json, calendar: str) -> Json:
        """An event, and mail to its attendees. A ``transactionId`` makes one event, ever."""
        calendar = calendar or next(one["id"] for one in self.calendars if one.get("isDefaultCalendar"))
        schema.check("event", {name: told for name, told in asked.items() if name != PROPERTIES})
        for one in asked.get(PROPERTIES, ()):
            assert set(one) == {"id", "value"} and PROPERTY.fullmatch(one["id"]) and isinstance(one["value"], str)
        if asked.get("transactionId") in self.transactions and not self.oblivious:
            raise Refusal(409, "ErrorDuplicateTransactionId")
        key = f"AAMk-made-{len(self.made)}"
        self.made.append(key)
        self.posted.append(asked["transactionId"])
        self.transactions[asked["transactionId"]] = key
        event = {
            "iCalUId": f"{OUTLOOKS}{len(self.made):08}", "type": "singleInstance", "isOrganizer": True,
            "isAllDay": False, "isCancelled": False, "sensitivity": "normal", "attendees": [], "categories": [],
            "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
            "organizer": {"emailAddress": {"name": "Ana Tremblay", "address": "ana@example.org"}},
            **asked, "id": key, "start": _in_utc(asked["start"]), "end": _in_utc(asked["end"]),
        }  # fmt: skip
        self.single[calendar][key] = event
        self._mail("request", event)
        return {"@odata.etag": "W/x", **_shown(event, list(event))}

    def cancel(self, key: str, asked: Json) -> Json:
        event = self._where(key)[key]
        if not event["attendees"]:
            raise Refusal(400, "ErrorInvalidRequest")
        assert set(asked) <= {"Comment"}
        return self.delete(key)

    def delete(self, key: str) -> Json:
        """Where the organiser deletes an event, its attendees are told."""
        event = self._where(key).pop(key)
        self._mail("cancel", event)
        return {}

    def answer(self, key: str, response: str) -> None:
        """What the one attendee answered stands on the organiser's event."""
        event = self._where(key)[key]
        told = {"response": response, "time": "2026-03-02T12:00:00Z"}
        event["attendees"] = [{**one, "status": told} for one in event["attendees"]]

    def _where(self, key: str) -> dict[str, Json]:
        for kept in self.single.values():
            if key in kept:
                return kept
        raise Refusal(404, "ErrorItemNotFound")

    def _mail(self, what: str, event: Json) -> None:
        self.mailed += [(what, one["emailAddress"]["address"]) for one in event["attendees"]]

    def schedule(self, asked: Json) -> Json:
        """getSchedule. ``scheduleItems`` come with subjects, as Exchange sends them to those who may see them."""
        low, high = (datetime.fromisoformat(asked[name]["dateTime"]) for name in ("startTime", "endTime"))
        if len(asked["schedules"]) > 20 or high - low >= timedelta(days=62):
            raise Refusal(400, "ErrorInvalidParameter")
        assert asked["startTime"]["timeZone"] == asked["endTime"]["timeZone"] == "UTC"
        slots = -(-(high - low) // timedelta(minutes=asked["availabilityViewInterval"]))
        missing = {"error": {"message": "none", "responseCode": "ErrorMailRecipientNotFound"}}
        found = []
        for address in asked["schedules"]:
            told = self.schedules.get(address.casefold(), missing)
            view = told.get("availabilityView", "")
            whole = {"availabilityView": (view + "0" * slots)[:slots]} if "error" not in told else {}
            found.append({"scheduleId": address, **told, **whole})
        for one in found:
            schema.check("scheduleInformation", one)
        return {"value": found}


def _shown(event: Json, names: list[str], with_property: str = "") -> Json:
    told = {name: event[name] for name in ("id", *names) if name in event and name != PROPERTIES}
    found = [one for one in event.get(PROPERTIES, ()) if one["id"] == with_property]
    return {**told, PROPERTIES: found} if found else told


def _in_utc(told: Json) -> Json:
    zone = ZoneInfo(win_tz.get(told["timeZone"], "UTC"))
    return written(datetime.fromisoformat(told["dateTime"]).replace(tzinfo=zone))


def written(moment: datetime) -> Json:
    return {"dateTime": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}


def occurrence_uid(uid: str, wall: datetime) -> str:
    """[MS-OXOCAL] 2.2.1.27: the day of the occurrence stands in its id; a foreign UID is wrapped (MS-OXCICAL)."""
    day = wall.year.to_bytes(2, "big") + bytes((wall.month, wall.day))
    if uid.startswith(OUTLOOKS):
        return f"{uid[:32]}{day.hex().upper()}{uid[40:]}"
    data = b"vCal-Uid\x01\x00\x00\x00" + uid.encode() + b"\x00"
    raw = bytes.fromhex(OUTLOOKS) + day + bytes(16) + len(data).to_bytes(4, "little") + data
    return raw.hex().upper()


def _touches(event: Json, low: datetime, high: datetime) -> bool:
    start, end = (datetime.fromisoformat(event[name]["dateTime"][:19]).replace(tzinfo=UTC) for name in ("start", "end"))
    return start < high and (end > low or start == end == low)
