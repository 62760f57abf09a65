"""Google Calendar: each calendar's events once, then what changes.

https://developers.google.com/workspace/calendar/api/guides/sync

Series are kept as series: with ``singleEvents`` a change of one would bring its occurrences until 2099.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from coucou.contract import Batch, Cursor, CursorExpired, Event, Problem, Reading, SourceId
from coucou_connectors.google import events
from coucou_connectors.google.diaries import Entry, Listing, counting, listing
from coucou_connectors.google.errors import Gone, Unusable
from coucou_connectors.google.events import Diary, Resource, Unreadable
from coucou_connectors.google.scopes import CALENDARS, EVENTS
from coucou_connectors.google.wire import Wire

VERSION = 2  # raised whenever what is asked of Calendar changes: a sync token holds for one query only
_PAGE = 2500  # the most that Calendar gives


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of one calendar between two reads."""

    token: str
    zone: str
    uids: Mapping[str, str] = field(default_factory=dict)  # of series that came by invitation, by event id
    changed: tuple[str, ...] = ()  # series of which single occurrences were changed


@dataclass(frozen=True, slots=True)
class Place:
    """What a cursor says."""

    listing: Listing
    oldest: int  # epoch seconds
    subjects: bool
    calendars: Mapping[str, Known] = field(default_factory=dict)

    def cursor(self) -> Cursor:
        return Cursor(json.dumps(asdict(self), separators=(",", ":")), VERSION)


class Calendar:
    """The calendars of one account."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        """See ``Reads.changes``.

        :raises CursorExpired: ``google.cursor``: not ours, or more is asked for; ``google.cursor_gone``: Google forgot
            where we stood, or what went cannot be told otherwise (a calendar, or a series with changed occurrences).
        """
        known = None if since is None else _place(since, reading)
        self._wire.allow(EVENTS)
        self._wire.allow(CALENDARS)
        found = listing(self._wire, known.listing if known else None)
        ids, missing = counting(found.entries, self._wire.setting.options.calendars)
        at = replace(known, listing=found) if known else Place(found, int(reading.oldest.timestamp()), reading.subjects)
        if any(one not in ids or found.entries[one].zone != kept.zone for one, kept in at.calendars.items()):
            raise CursorExpired("google.cursor_gone")
        place = f"{self._wire.setting.account}: Google Calendar"
        wrong = tuple(Problem("google.no_such_calendar", place, {"name": name}) for name in missing)
        yield Batch(everything_again=known is None, problems=wrong, cursor=at.cursor())
        for one in ids:
            kept = yield from self._one(one, found.entries[one], at.calendars.get(one), reading)
            at = replace(at, calendars={**at.calendars, one: kept})
            yield Batch(cursor=at.cursor())

    def _one(self, one: str, entry: Entry, known: Known | None, reading: Reading) -> Generator[Batch, None, Known]:
        """The changes of one calendar, page by page; returns what to remember of it."""
        if known is not None and not known.token:
            raise CursorExpired("google.cursor_gone")  # a server that gives no tokens
        desk = _Desk(Diary(one, entry.zone or reading.timezone, reading.subjects), known or Known("", entry.zone))
        query: dict[str, str] = {"syncToken": known.token} if known else {"timeMin": reading.oldest.isoformat()}
        where = f"{self._wire.setting.account}: {entry.name}"
        while True:
            told = self._page(one, query, reading.subjects)
            yield desk.batch(told.get("items", ()), where)
            if "nextPageToken" not in told:
                yield desk.rest(where)
                return replace(desk.known, token=told.get("nextSyncToken", ""))
            query = {**query, "pageToken": told["nextPageToken"]}

    def _page(self, one: str, query: Mapping[str, Any], subjects: bool) -> dict[str, Any]:
        try:
            return self._wire.call(
                "calendar",
                lambda api: api.events().list(
                    calendarId=one, maxResults=_PAGE, fields=events.fields(subjects), **query
                ),
            )  # fmt: skip
        except (Gone, Unusable) as error:  # the token, the page, or the calendar itself
            raise CursorExpired("google.cursor_gone") from error


@dataclass(slots=True)
class _Desk:
    """Turns one calendar's pages into batches. Bare skeletons wait until their series is known."""

    diary: Diary
    known: Known
    waiting: list[Resource] = field(default_factory=list)
    uids: dict[str, str] = field(default_factory=dict)  # of the series met in this read

    def batch(self, resources: Sequence[Resource], where: str) -> Batch:
        gone: list[SourceId] = []
        ready = []
        for one in resources:
            if events.is_deleted(one):
                self._forget(one["id"])
                gone.append(events.source(self.diary, one["id"]))
            elif "recurringEventId" in one and "iCalUID" not in one:
                self.waiting.append(one)
            else:
                self._remember(one)
                ready.append(one)
        made, problems = self._made(ready, where)
        return Batch(appeared=made, gone=tuple(gone), problems=problems)

    def rest(self, where: str) -> Batch:
        """The skeletons, when all series are known."""
        made, problems = self._made(self.waiting, where)
        self.waiting = []
        return Batch(appeared=made, problems=problems)

    def _made(self, resources: Sequence[Resource], where: str) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
        made, problems = [], []
        for one in resources:
            try:
                made.append(events.event(one, self.diary, self._uid(one)))
            except Unreadable as error:
                problems.append(Problem(error.code, where))
        return tuple(made), tuple(problems)

    def _uid(self, one: Resource) -> str:
        series = one.get("recurringEventId", one["id"])
        return self.uids.get(series) or self.known.uids.get(series) or events.own_uid(series)

    def _remember(self, one: Resource) -> None:
        """What a later read needs: the UID of a series that is not Google's own, and that an occurrence was changed."""
        uid = one.get("iCalUID", "")
        if "recurringEventId" in one:
            if one["recurringEventId"] not in self.known.changed:
                self.known = replace(self.known, changed=(*self.known.changed, one["recurringEventId"]))
            return
        if "recurrence" in one and uid:
            self.uids[one["id"]] = uid
            if uid != events.own_uid(one["id"]):
                self.known = replace(self.known, uids={**self.known.uids, one["id"]: uid})

    def _forget(self, one: str) -> None:
        """A series goes. Google does not promise to name its changed occurrences, which must not stay behind."""
        if one in self.known.changed:
            raise CursorExpired("google.cursor_gone")
        self.known = replace(self.known, uids={key: uid for key, uid in self.known.uids.items() if key != one})


def _place(cursor: Cursor, reading: Reading) -> Place:
    if cursor.version != VERSION:
        raise CursorExpired("google.cursor")
    try:
        known = _decoded(cursor)
        shorter = int(reading.oldest.timestamp()) < known.oldest
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CursorExpired("google.cursor") from error
    if shorter or (reading.subjects and not known.subjects):
        raise CursorExpired("google.cursor")
    return known


def _decoded(cursor: Cursor) -> Place:
    told = json.loads(cursor.value)
    entries = {one: Entry(**entry) for one, entry in told["listing"]["entries"].items()}
    calendars = {
        one: Known(**{**known, "changed": tuple(known["changed"])}) for one, known in told["calendars"].items()
    }
    return Place(Listing(told["listing"]["token"], entries), told["oldest"], told["subjects"], calendars)
