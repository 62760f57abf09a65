"""Graph's mail, folder by folder, with delta tokens that tell what happened since (…/graph/delta-query-messages)."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.outlook import schema
from tests.outlook.refusal import Refusal

Json = dict[str, Any]
NEVER = frozenset({"body", "bodyPreview", "uniqueBody"})  # what Mail.ReadBasic does not give


@dataclass
class Entry:
    """One message's life in one folder, in the mailbox's own time."""

    came: int
    changed: int = 0
    went: int = 0


@dataclass
class Mailbox:
    """``page``: how many items an answer holds at most. ``headers``: whether internetMessageHeaders are given."""

    page: int = 1000
    too_large: int = 10**6  # pages from this size on take too long
    headers: bool = True
    repeats: bool = False  # each page begins with the last item of the one before
    hollow: bool = False  # an empty page stands before every other
    messages: dict[str, Json] = field(default_factory=dict)
    folders: dict[str, dict[str, Entry]] = field(default_factory=lambda: {"inbox": {}, "sentitems": {}, "archive": {}})
    time: int = 0
    generation: int = 1

    def put(self, message: Json, folder: str = "inbox") -> None:
        schema.check("message", message)
        self.time += 1
        self.messages[message["id"]] = message
        self.folders[folder][message["id"]] = Entry(self.time)

    def mark_read(self, key: str, folder: str = "inbox") -> None:
        """A change of which later deltas tell only what changed."""
        self.time += 1
        self.messages[key]["isRead"] = True
        self.folders[folder][key].changed = self.time

    def drop(self, key: str, folder: str = "inbox") -> None:
        self.time += 1
        self.folders[folder][key].went = self.time

    def move(self, key: str, there: str, here: str = "inbox") -> None:
        """With immutable ids the id stays."""
        self.drop(key, here)
        self.time += 1
        self.folders[there][key] = Entry(self.time)

    def forget_tokens(self) -> None:
        self.generation += 1

    def listed(self, folder: str, query: dict[str, str]) -> Json:
        names = self._selected(query)
        found = [self.messages[key] for key, entry in self._folder(folder).items() if not entry.went]
        top = min(int(query.get("$top", "10")), self.page)
        return {"value": [self._shown(one, names) for one in found[:top]]}

    def delta(self, folder: str, query: dict[str, str], size: int, link: str) -> Json:
        """:raises Refusal: 410 for a token that is forgotten, 504 for a page that is too large."""
        if size >= self.too_large:
            raise Refusal(504, "GatewayTimeout")
        told = self._token(query) if "$skiptoken" in query or "$deltatoken" in query else None
        if told is None:
            told = {
                "select": self._selected(query),
                "ordered": query.get("$orderby") == "receivedDateTime desc",
                "since": 0,
                "now": self.time,
                "at": 0,
                "generation": self.generation,
            }
        elif told["at"] < 0:  # a new round
            told = {**told, "at": 0, "now": self.time}
        found = list(self._happened(folder, told))
        count = min(size, self.page)
        page = found[max(told["at"] - (1 if self.repeats else 0), 0) : told["at"] + count]
        if self.hollow and not told.get("hollow"):
            return {"value": [], "@odata.nextLink": _link(link, "$skiptoken", {**told, "hollow": True})}
        answer: Json = {"value": page}
        following = {**told, "at": told["at"] + count, "hollow": False}
        if following["at"] < len(found):
            return {**answer, "@odata.nextLink": _link(link, "$skiptoken", following)}
        return {**answer, "@odata.deltaLink": _link(link, "$deltatoken", {**told, "since": told["now"], "at": -1})}

    def _happened(self, folder: str, told: Json) -> Iterator[Json]:
        since, now, names = told["since"], told["now"], told["select"]
        entries = self._folder(folder)
        # Without an order there is none that could be relied on.
        newest = bool(told["ordered"])
        order = sorted(entries, key=lambda key: str(self.messages[key]["receivedDateTime"]), reverse=newest)
        for key in order:
            entry = entries[key]
            if since < entry.went <= now and entry.came <= since:
                yield {"@odata.type": "#microsoft.graph.message", "id": key, "@removed": {"reason": "deleted"}}
            elif since < entry.came <= now and not since < entry.went <= now:
                yield self._shown(self.messages[key], names)
            elif since < entry.changed <= now:
                yield {"id": key, "isRead": True, "@odata.etag": "W/x"}

    def _selected(self, query: dict[str, str]) -> list[str]:
        return schema.check_select("message", query["$select"])

    def _shown(self, message: Json, names: list[str]) -> Json:
        told = {name: message[name] for name in ("id", *names) if name in message}
        if not self.headers:
            told.pop("internetMessageHeaders", None)
        if "@odata.type" in message:
            told["@odata.type"] = message["@odata.type"]
        return {"@odata.etag": "W/x", **told}

    def _folder(self, name: str) -> dict[str, Entry]:
        if name not in self.folders:
            raise Refusal(404, "ErrorItemNotFound")
        return self.folders[name]

    def _token(self, query: dict[str, str]) -> Json:
        try:
            told: Json = json.loads(urlsafe_b64decode(query.get("$skiptoken") or query["$deltatoken"]))
        except ValueError as error:
            raise Refusal(400, "BadRequest") from error
        if told["generation"] != self.generation:
            raise Refusal(410, "SyncStateNotFound" if told["at"] < 0 else "syncStateNotFound")
        return told


def _link(link: str, name: str, told: Json) -> str:
    return f"{link}?{name}={urlsafe_b64encode(json.dumps(told).encode()).decode()}"
