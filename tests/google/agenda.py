"""Calendars as Google keeps them: sync tokens for one query each, client-chosen ids that stay taken, free/busy."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from tests.google.refusal import Refusal

Json = dict[str, Any]
Query = dict[str, list[str]]
ME = "ana@example.org"
_NOT_WITH_TOKEN = {"iCalUID", "orderBy", "privateExtendedProperty", "q", "timeMin", "timeMax", "updatedMin"}
_FREE_TO_CHANGE = {"syncToken", "pageToken", "timeMin", "maxResults", "alt", "fields", "prettyPrint"}


@dataclass
class Changing:
    """Things by id, and the order in which they changed: what sync tokens speak of."""

    things: dict[str, Json] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    clock: int = 0
    generation: int = 1

    def put(self, key: str, thing: Json) -> None:
        self.clock += 1
        self.things[key] = thing
        self.changed[key] = self.clock

    def since(self, number: int) -> list[Json]:
        return [thing for key, thing in self.things.items() if self.changed[key] > number]

    def forget(self) -> None:
        """Every token given so far has expired."""
        self.generation += 1

    def token(self, query: Query) -> str:
        return f"{self.generation}.{self.clock}.{_shape(query)}"

    def asked_since(self, query: Query) -> int | None:
        """The number in the query's sync token; None when it has none."""
        if "syncToken" not in query:
            return None
        if wrong := _NOT_WITH_TOKEN & query.keys():
            raise Refusal(400, f"badRequest{min(wrong)}")
        generation, number, shape = query["syncToken"][0].split(".")
        if int(generation) != self.generation:
            raise Refusal(410, "fullSyncRequired")
        if shape != _shape(query):
            raise Refusal(400, "invalid")
        return int(number)


def _shape(query: Query) -> str:
    """A token holds for one query: what else was asked must stay the same."""
    kept = {name: values for name, values in query.items() if name not in _FREE_TO_CHANGE}
    return blake2b(json.dumps(kept, sort_keys=True).encode(), digest_size=4).hexdigest()


@dataclass
class Agenda:
    entries: Changing = field(default_factory=Changing)
    events: dict[str, Changing] = field(default_factory=dict)
    busy: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # of others who show it
    zone: str = "America/Toronto"  # that the user chose for their calendars
    page: int = 2500
    empty_pages: bool = False
    bare: bool = False  # a server that gives no sync tokens
    scraps: bool = False  # occurrences of a deleted series are not told with it
    inserted: list[str] = field(default_factory=list)  # the ids of everything that was ever made by a request
    letters: list[tuple[str, str, str]] = field(default_factory=list)  # (request or cancel, address, event id)
    oblivious: bool = False  # two inserts with one id are not noticed, which Google does not exclude

    def __post_init__(self) -> None:
        self.add_calendar(ME, "Ana", primary=True)

    def add_calendar(
        self, key: str, name: str, role: str = "owner", zone: str = "America/Toronto", **more: Any
    ) -> None:
        entry = {
            "kind": "calendar#calendarListEntry",
            "id": key,
            "summary": name,
            "timeZone": zone,
            "accessRole": role,
            "selected": True,
            "description": "zanzibar-4711",
            **more,
        }
        self.entries.put(key, entry)
        self.events.setdefault(key, Changing())

    def remove_calendar(self, key: str) -> None:
        self.entries.put(key, {"id": key, "deleted": True})
        del self.events[key]

    def put(self, event: Json, calendar: str = ME) -> None:
        whole = {
            "kind": "calendar#event",
            "status": "confirmed",
            "eventType": "default",
            "iCalUID": f"{event['id']}@google.com",
            "description": "zanzibar-4711",
            "location": "zanzibar-4711",
            "hangoutLink": "https://meet.example/zanzibar-4711",
            **event,
        }
        self.events[calendar].put(event["id"], {k: v for k, v in whole.items() if v is not None})

    def drop(self, key: str, calendar: str = ME) -> None:
        """Delete an event, or one occurrence of a series; with a series its changed occurrences go too."""
        log = self.events[calendar]
        gone = log.things[key]
        kept = ("id", "recurringEventId", "originalStartTime")
        log.put(key, {**{k: gone[k] for k in kept if k in gone}, "status": "cancelled"})
        for other, event in list(log.things.items()):
            if event.get("recurringEventId") == key:
                if self.scraps:
                    del log.things[other]
                elif event["status"] != "cancelled":
                    log.put(other, {**{k: event[k] for k in kept if k in event}, "status": "cancelled"})

    # --- the methods ------------------------------------------------------------------------------------------------

    def calendar_list(self, query: Query) -> Json:
        since = self.entries.asked_since(query)
        known = [one for one in self.entries.since(since or 0) if since is not None or not one.get("deleted")]
        return self._paged(query, known, self.entries, {"kind": "calendar#calendarList"})

    def setting(self, name: str) -> Json:
        if name != "timezone":
            raise Refusal(404, "notFound")
        return {"kind": "calendar#setting", "id": name, "value": self.zone}

    def event_list(self, calendar: str, query: Query) -> Json:
        log = self._calendar(calendar)
        since = log.asked_since(query)
        if since is not None:
            found = log.since(since)
        else:
            found = [one for one in log.things.values() if _shown(one) and _after(one, query.get("timeMin"))]
        head = {"kind": "calendar#events", "summary": calendar, "timeZone": "America/Toronto"}
        return self._paged(query, found, log, head)

    def insert(self, calendar: str, body: Json, query: Query) -> Json:
        log = self._calendar(calendar)
        key = body.get("id") or f"made{log.clock}"
        if not re.fullmatch(r"[a-v0-9]{5,1024}", key) or {"id", "iCalUID"} <= body.keys():
            raise Refusal(400, "invalid")
        if key in log.things and not self.oblivious:
            raise Refusal(409, "duplicate")  # also when it was deleted
        made = {**body, "id": key, "organizer": {"email": ME, "self": True}, "creator": {"email": ME, "self": True}}
        made["attendees"] = [{"responseStatus": "needsAction", **one} for one in body.get("attendees", ())]
        link = made.pop("conferenceData", None)
        if link and query.get("conferenceDataVersion") == ["1"]:
            made["hangoutLink"] = f"https://meet.example/{link['createRequest']['requestId']}"
        self.put(made, _named(calendar))
        self.inserted.append(key)
        self._mail("request", made, query)
        return log.things[key]

    def get(self, calendar: str, key: str) -> Json:
        log = self._calendar(calendar)
        if key not in log.things:
            raise Refusal(404, "notFound")
        return log.things[key]

    def delete(self, calendar: str, key: str, query: Query) -> Json:
        gone = self.get(calendar, key)
        if gone["status"] == "cancelled":
            raise Refusal(410, "deleted")
        self.drop(key, _named(calendar))
        self._mail("cancel", gone, query)
        return {}

    def answer(self, key: str, response: str) -> None:
        """As the guest answers."""
        event = self.events[ME].things[key]
        self.events[ME].put(
            key, {**event, "attendees": [{**one, "responseStatus": response} for one in event["attendees"]]}
        )

    @property
    def mailed(self) -> list[tuple[str, str]]:
        """What guests were told: (address, event id)."""
        return [(address, key) for _, address, key in self.letters]

    def _mail(self, what: str, event: Json, query: Query) -> None:
        """Without ``sendUpdates`` nobody is told."""
        if query.get("sendUpdates") == ["all"]:
            self.letters += [(what, one["email"], event["id"]) for one in event.get("attendees", ())]

    def free_busy(self, body: Json) -> Json:
        found: Json = {}
        for number, one in enumerate(body["items"]):
            if number >= 50:
                found[one["id"]] = {"errors": [{"domain": "calendar", "reason": "tooManyCalendarsRequested"}]}
            elif one["id"] in self.busy:
                found[one["id"]] = {"busy": [{"start": start, "end": end} for start, end in self.busy[one["id"]]]}
            else:
                found[one["id"]] = {"errors": [{"domain": "global", "reason": "notFound"}], "busy": []}
        return {"kind": "calendar#freeBusy", "timeMin": body["timeMin"], "timeMax": body["timeMax"], "calendars": found}

    def _calendar(self, key: str) -> Changing:
        if _named(key) not in self.events:
            raise Refusal(404, "notFound")
        return self.events[_named(key)]

    def _paged(self, query: Query, found: list[Json], log: Changing, head: Json) -> Json:
        start, token = 0, query.get("pageToken", [""])[0]
        if token:
            start = int(token.rstrip("e"))
        elif self.empty_pages:
            return {**head, "items": [], "nextPageToken": "0e"}
        size = min(self.page, int(query.get("maxResults", ["250"])[0]))
        told = {**head, "items": found[start : start + size]}
        if start + size < len(found):
            told["nextPageToken"] = str(start + size)
        elif not self.bare:
            told["nextSyncToken"] = log.token(query)
        return told


def _named(calendar: str) -> str:
    return ME if calendar == "primary" else calendar


def _shown(event: Json) -> bool:
    """Without showDeleted, deleted events are not listed; cancelled occurrences of a series are."""
    return event["status"] != "cancelled" or "recurringEventId" in event


def _after(event: Json, asked: list[str] | None) -> bool:
    if not asked or "recurrence" in event or event["status"] == "cancelled":
        return True
    least = datetime.fromisoformat(asked[0])
    end = event["end"]
    if "dateTime" in end:
        return datetime.fromisoformat(end["dateTime"]) > least
    return datetime.fromisoformat(end["date"]) + timedelta(hours=16) > least.replace(tzinfo=None)
