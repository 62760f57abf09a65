"""The calendars that a user sees, and which of them count (…/calendar/api/v3/reference/calendarList)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from coucou_connectors import zones
from coucou_connectors.google.errors import Gone
from coucou_connectors.google.wire import Make, Wire

_FIELDS = (
    "nextPageToken,nextSyncToken,items(id,summary,summaryOverride,timeZone,accessRole,selected,primary,deleted,hidden)"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A calendar in the user's list. ``shown``: ticked there, so that they see its events."""

    name: str
    zone: str
    role: str
    shown: bool
    primary: bool


@dataclass(frozen=True, slots=True)
class Listing:
    token: str
    entries: Mapping[str, Entry]  # by id


def listing(wire: Wire, known: Listing | None) -> Listing:
    """The user's list as it is now: what changed since ``known``, or all of it."""
    if known is not None and known.token:
        try:
            return _read(wire, known.token, dict(known.entries))
        except Gone:
            pass  # Google forgot where we stood: the whole list is as short
    return _read(wire, "", {})


def _read(wire: Wire, token: str, entries: dict[str, Entry]) -> Listing:
    more: dict[str, str] = {"syncToken": token} if token else {}
    while True:
        told = wire.call("calendar", _page(more))
        for one in told.get("items", ()):
            if one.get("deleted") or one.get("hidden"):
                entries.pop(one["id"], None)
            else:
                entries[one["id"]] = _entry(one)
        if not told.get("nextPageToken"):
            return Listing(told.get("nextSyncToken", ""), entries)
        more = {**({"syncToken": token} if token else {}), "pageToken": told["nextPageToken"]}


def _page(asked: Mapping[str, str]) -> Make:
    return lambda api: api.calendarList().list(maxResults=250, fields=_FIELDS, **asked)


def _entry(one: Mapping[str, Any]) -> Entry:
    primary = bool(one.get("primary"))
    return Entry(
        str(one.get("summaryOverride") or one.get("summary", "")),
        zones.iana(one.get("timeZone", "")) or "",
        one.get("accessRole", ""),
        bool(one.get("selected", primary)),
        primary,
    )


def counting(entries: Mapping[str, Entry], chosen: Iterable[str]) -> tuple[list[str], list[str]]:
    """The ids of the calendars that count, and the names in ``chosen`` that no calendar has.

    Without a choice: the primary one, and those shown that are the user's own or that they may write in. Holidays and
    colleagues' calendars say nothing of the user's own time.
    """
    wanted = {name.casefold(): name for name in chosen}
    if not wanted:
        own = [i for i, one in entries.items() if one.primary or (one.shown and one.role in ("owner", "writer"))]
        return sorted(own), []
    if "*" in wanted:
        return sorted(entries), []
    found, met = [], set()
    for one_id, one in entries.items():
        names = {one_id.casefold(), one.name.casefold(), *(["primary"] if one.primary else [])}
        if hit := names & wanted.keys():
            found.append(one_id)
            met |= hit
    return sorted(found), [name for key, name in wanted.items() if key not in met]
