"""Graph's calendars: calendarView expands series as Exchange does, with an id and an iCalUId for each occurrence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from tests.outlook import schema
from tests.outlook.refusal import Refusal

Json = dict[str, Any]
NEVER = frozenset(
    {"body", "bodyPreview", "location", "locations", "onlineMeeting", "onlineMeetingUrl", "hasAttachments", "webLink"}
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
        names = schema.check_select("event", query["$select"])
        events = [*self.single[calendar].values()]
        events += [told for one in self.series[calendar].values() for told in one.occurrences()]
        found = sorted((one for one in events if _touches(one, low, high)), key=lambda one: one["start"]["dateTime"])
        at, count = int(query.get("$skip", "0")), min(int(query.get("$top", "10")), self.page)
        shown = [{name: one[name] for name in ("id", *names) if name in one} for one in found[at : at + count]]
        answer: Json = {"value": [{"@odata.etag": "W/x", **one} for one in shown]}
        if at + count < len(found):
            again = "&".join(f"{key}={value}" for key, value in {**query, "$skip": str(at + count)}.items())
            answer["@odata.nextLink"] = f"{link}?{again}"
        return answer

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
