"""Contacts as the People API keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.google.agenda import Changing, Query
from tests.google.refusal import Refusal

Json = dict[str, Any]


@dataclass
class People:
    log: Changing = field(default_factory=Changing)
    page: int = 1000

    def put(self, key: str, name: str, addresses: tuple[str, ...], organization: str = "", title: str = "") -> None:
        person = {
            "resourceName": f"people/{key}",
            "names": [{"displayName": name}],
            "emailAddresses": [{"value": one} for one in addresses],
            "organizations": [{"name": organization, "title": title, "current": True}],
            "biographies": [{"value": "zanzibar-4711"}],
            "metadata": {"objectType": "PERSON"},
        }
        self.log.put(key, person)

    def drop(self, key: str) -> None:
        self.log.put(key, {"resourceName": f"people/{key}", "metadata": {"deleted": True}})

    def listed(self, query: Query) -> Json:
        try:
            since = self.log.asked_since(query)
        except Refusal as refusal:
            raise Refusal(400, "EXPIRED_SYNC_TOKEN") from refusal
        wanted = {*query["personFields"][0].split(","), "resourceName"}
        found = [
            {name: value for name, value in one.items() if name in wanted}
            for one in self.log.since(since or 0)
            if since is not None or not one["metadata"].get("deleted")
        ]
        start = int(query.get("pageToken", ["0"])[0])
        told: Json = {"connections": found[start : start + self.page], "totalItems": len(found)}
        if start + self.page < len(found):
            told["nextPageToken"] = str(start + self.page)
        else:
            told["nextSyncToken"] = self.log.token(query)
        return told
