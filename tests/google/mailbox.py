"""A mailbox as Gmail keeps one: messages newest first, a history, labels, and page tokens that may go stale."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.google.refusal import Refusal

Json = dict[str, Any]
COSTS = {  # units, of projects made since May 2026
    "gmail.users.getProfile": 1,
    "gmail.users.labels.list": 1,
    "gmail.users.messages.list": 5,
    "gmail.users.messages.get": 20,
    "gmail.users.history.list": 2,
}


@dataclass
class Mailbox:
    messages: dict[str, Json] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=lambda: {name: name for name in ("INBOX", "SENT", "DRAFT", "SPAM")})
    history: list[tuple[int, str, Json]] = field(default_factory=list)  # id, what happened, the message then
    history_from: int = 0  # older ids are forgotten
    tokens: str = "p"  # page tokens begin with it
    twice: bool = False  # lists name the last id of a page again on the next
    empty_pages: int = 0  # as many pages come empty, with a next token
    _clock: int = 1000
    _ids: int = 0

    def put(
        self,
        headers: dict[str, str],
        moment: float,
        labels: tuple[str, ...] = ("INBOX",),
        body: str = "",
        key: str | None = None,
    ) -> str:
        """A message arrives at ``moment`` (epoch seconds); returns its id."""
        if key is None:
            self._ids += 1
            key = f"{0x19000000000 + self._ids:x}"
        self._clock += 1
        message = {
            "id": key,
            "threadId": key,
            "labelIds": list(labels),
            "snippet": body[:80],
            "historyId": str(self._clock),
            "internalDate": str(int(moment * 1000)),
            "sizeEstimate": 4000,
            "payload": {
                "mimeType": "text/plain",
                "headers": [{"name": name, "value": value} for name, value in headers.items()],
                "body": {"data": body, "size": len(body)},
            },
        }
        known = key in self.messages
        self.messages[key] = message
        if not known:
            self.history.append((self._clock, "messagesAdded", message))
        self._sorted: list[str] | None = None
        return key

    def relabel(self, key: str, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        self._clock += 1
        message = self.messages[key]
        message["labelIds"] = [one for one in message["labelIds"] if one not in remove] + list(add)
        if add:
            self.history.append((self._clock, "labelsAdded", {**message, "added": list(add)}))

    def drop(self, key: str) -> None:
        self._clock += 1
        self.history.append((self._clock, "messagesDeleted", self.messages.pop(key)))
        self._sorted = None

    def forget_history(self) -> None:
        self.history_from = self._clock

    def stale_pages(self) -> None:
        self.tokens += "p"

    # --- the methods ------------------------------------------------------------------------------------------------

    def profile(self) -> Json:
        return {
            "emailAddress": "ana@example.org",
            "messagesTotal": len(self.messages),
            "threadsTotal": len(self.messages),
            "historyId": str(self._clock),
        }

    def listed(self, query: dict[str, list[str]]) -> Json:
        only = set(query.get("labelIds", ()))
        start = self._page(query)
        size = min(int(query.get("maxResults", ["100"])[0]), 500)
        keys = [
            key
            for key in self._order()
            if only <= set(self.messages[key]["labelIds"])
            and (only & {"SPAM", "TRASH"} or not {"SPAM", "TRASH"} & set(self.messages[key]["labelIds"]))
        ]
        if self.empty_pages and start == 0 and not query.get("pageToken", [""])[0].endswith("e"):
            return {"nextPageToken": f"{self.tokens}-0-e", "resultSizeEstimate": len(keys)}
        page = keys[max(0, start - (1 if self.twice and start else 0)) : start + size]
        told: Json = {"resultSizeEstimate": len(keys)}
        if page:
            told["messages"] = [{"id": key, "threadId": key} for key in page]
        if start + size < len(keys):
            told["nextPageToken"] = f"{self.tokens}-{start + size}"
        return told

    def get(self, key: str, query: dict[str, list[str]]) -> Json:
        if key not in self.messages:
            raise Refusal(404, "notFound")
        message = self.messages[key]
        if query.get("format", ["full"])[0] != "metadata":
            return message
        wanted = {name.casefold() for name in query.get("metadataHeaders", ())}
        headers = [h for h in message["payload"]["headers"] if not wanted or h["name"].casefold() in wanted]
        return {**message, "payload": {"mimeType": message["payload"]["mimeType"], "headers": headers}}

    def happened(self, query: dict[str, list[str]]) -> Json:
        since = int(query["startHistoryId"][0])
        if since < self.history_from:
            raise Refusal(404, "notFound")
        kinds = {
            {"messageAdded": "messagesAdded", "labelAdded": "labelsAdded", "messageDeleted": "messagesDeleted"}[one]
            for one in query.get("historyTypes", ("messageAdded", "labelAdded", "messageDeleted"))
        }
        start = self._page(query)
        size = min(int(query.get("maxResults", ["100"])[0]), 500)
        records = [record for record in self.history if record[0] > since and record[1] in kinds]
        told: Json = {"historyId": str(self._clock)}
        if records[start : start + size]:
            told["history"] = [_record(*record) for record in records[start : start + size]]
        if start + size < len(records):
            told["nextPageToken"] = f"{self.tokens}-{start + size}"
        return told

    def label_list(self) -> Json:
        return {"labels": [{"id": key, "name": name, "type": "user"} for key, name in self.labels.items()]}

    def _order(self) -> list[str]:
        if getattr(self, "_sorted", None) is None:
            self._sorted = sorted(self.messages, key=lambda k: (-int(self.messages[k]["internalDate"]), k))
        return self._sorted or []

    def _page(self, query: dict[str, list[str]]) -> int:
        token = query.get("pageToken", [""])[0]
        if not token:
            return 0
        generation, place, *_ = token.split("-")
        if generation != self.tokens:
            raise Refusal(400, "invalidArgument")
        return int(place)


def _record(number: int, kind: str, message: Json) -> Json:
    plain = {"id": message["id"], "threadId": message["threadId"], "labelIds": message["labelIds"]}
    entry: Json = {"message": plain}
    if kind == "labelsAdded":
        entry["labelIds"] = message["added"]
    return {"id": str(number), "messages": [{"id": message["id"], "threadId": message["threadId"]}], kind: [entry]}
