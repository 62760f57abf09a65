"""A mailbox's calendars (https://learn.microsoft.com/graph/api/calendar-list-calendarview).

Not by delta queries, which refuse ``$select`` and would bring bodies: what Graph tells of the coming time is compared
with what was delivered before. The past is read once.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from coucou.contract import Batch, Cursor, CursorExpired, Event, Problem, Reading, Refused, TryLater
from coucou_connectors.outlook import event, watched
from coucou_connectors.outlook.draft import WITH_MARK
from coucou_connectors.outlook.errors import Lost, Missing, TooLarge, Unusable, smaller
from coucou_connectors.outlook.event import Place
from coucou_connectors.outlook.fields import Json, digest, text
from coucou_connectors.outlook.occurrences import instant, joined, later, quarter
from coucou_connectors.outlook.places import counting, listed, own_addresses, zone_of
from coucou_connectors.outlook.watched import Watched
from coucou_connectors.outlook.wire import Wire

VERSION = 2  # raised whenever what is asked of Graph changes, so that everything is asked again
_BACK = timedelta(days=30)  # of the past, in which changes are still noticed
_AHEAD = 8  # quarters that one request may cover; for the past it is four
_PAST = 4
_PAGE = 1000
_SETTINGS_HOLD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Diary:
    """How far one calendar was read: ``seen`` when last, back to ``past`` (all in epoch seconds)."""

    seen: int
    past: int
    items: Watched


@dataclass(frozen=True, slots=True)
class State:
    subjects: bool
    left_out: str  # a digest of the categories
    zone: str = ""
    zone_at: int = 0  # when it was asked for
    diaries: dict[str, Diary] = field(default_factory=dict)  # by a digest of the calendar's id

    def cursor(self) -> Cursor:
        told = [[name, one.seen, one.past, watched.dump(one.items)] for name, one in self.diaries.items()]
        return Cursor(json.dumps([self.subjects, self.left_out, self.zone, self.zone_at, told]), VERSION)


def state(cursor: Cursor, reading: Reading, left_out: str) -> State:
    """:raises CursorExpired: the cursor is not ours, or what is left out or not read has changed."""
    if cursor.version != VERSION:
        raise CursorExpired("outlook.cursor")
    try:
        subjects, categories, zone, zone_at, told = json.loads(cursor.value)
        diaries = {str(name): Diary(int(seen), int(past), watched.load(it)) for name, seen, past, it in told}
        known = State(bool(subjects), str(categories), str(zone), int(zone_at), diaries)
    except (ValueError, TypeError) as error:
        raise CursorExpired("outlook.cursor") from error
    if known.left_out != left_out or known.subjects != reading.subjects:
        raise CursorExpired("outlook.cursor")
    return known


class Calendar:
    """``marks``: what coucou made is asked for too, which Graph tells nobody who only may read the basics."""

    def __init__(self, wire: Wire, *, marks: bool = False) -> None:
        self._wire = wire
        self._marks = marks

    def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        """See ``Reads.changes``. The coming time of every calendar first, then the past, the newest first."""
        left_out = frozenset(name.casefold() for name in self._wire.setting.options.skip_categories)
        told = digest(*sorted(left_out))
        at = State(reading.subjects, told) if since is None else state(since, reading, told)
        places, problems = self._places(left_out)
        if not set(at.diaries) <= {digest(one.id) for one in places}:
            raise CursorExpired("outlook.calendar_gone")  # what was read of it goes when everything is read again
        at, unknown = self._with_zone(at)
        places = [replace(one, zone=at.zone) for one in places]
        first = Batch(problems=(*problems, *unknown), everything_again=since is None)
        for one in places:
            batch, at = self._coming(one, at, reading)
            yield replace(batch, problems=first.problems, everything_again=first.everything_again)
            first = Batch()
        for one in places:
            at = yield from self._past(one, at, reading)

    def _coming(self, one: Place, at: State, reading: Reading) -> tuple[Batch, State]:
        """What changed in the time that is watched. Where no moment is known as now, nothing is past."""
        name, now = digest(one.id), reading.now or self._wire.setting.clock.now()
        before = at.diaries.get(name)
        low = quarter(reading.oldest)
        if reading.now is not None:
            seen = datetime.fromtimestamp(before.seen, UTC) if before else now
            low = max(low, quarter(min(now, seen) - _BACK))
        events = self._owned(one, low, later(quarter(reading.newest), 1), _AHEAD, reading)
        told = watched.compared(before.items if before else {}, events, low)
        past = min(before.past, int(low.timestamp())) if before else int(low.timestamp())
        at = replace(at, diaries={**at.diaries, name: Diary(int(now.timestamp()), past, told.watched)})
        self._wire.setting.ports.progress(one.name, len(told.watched), None)
        return Batch(appeared=told.appeared, gone=told.gone, cursor=at.cursor()), at

    def _past(self, one: Place, at: State, reading: Reading) -> Generator[Batch, None, State]:
        """What was before, once, in parts of at most a year; where it was read before, nothing."""
        name, bottom = digest(one.id), quarter(reading.oldest)
        while (high := datetime.fromtimestamp(at.diaries[name].past, UTC)) > bottom:
            low = max(bottom, later(high, -_PAST))
            found = self._owned(one, low, high, _PAST, reading)
            at = replace(at, diaries={**at.diaries, name: replace(at.diaries[name], past=int(low.timestamp()))})
            self._wire.setting.ports.progress(one.name, len(found), None)
            yield Batch(appeared=tuple(found), cursor=at.cursor(), dear=True)
        return at

    def _owned(self, one: Place, low: datetime, high: datetime, quarters: int, reading: Reading) -> list[Event]:
        """What touches that time, in as few requests as may be. Of a series' quarter that began before it only some
        occurrences are there, so that it is left to the time before; where there is none, some are better than none."""
        items: list[Json] = []
        begin = low
        while begin < high:
            end = min(high, later(begin, quarters))
            items += self._window(one, begin, end, reading)
            begin = end
        found = joined(items, one, subjects=reading.subjects)
        bottom = low == quarter(reading.oldest)
        return [it for it in found if bottom or it.recurrence is None or instant(it.start, it.zone) >= low]

    def _window(self, one: Place, low: datetime, high: datetime, reading: Reading) -> list[Json]:
        params = {"startDateTime": _written(low), "endDateTime": _written(high)}
        params["$select"] = event.asked(subjects=reading.subjects)
        path, size = self._wire.own(f"/calendars/{quote(one.id, safe='')}/calendarView"), _PAGE
        while True:
            expand = {"$expand": WITH_MARK} if self._marks else {}
            try:
                return self._wire.pages(path, {**params, **expand, "$top": str(size)}, page=size)
            except TooLarge:
                size = smaller(size)
            except (Missing, Lost, Unusable, Refused) as error:
                if self._marks and isinstance(error, Unusable | Refused):
                    self._marks = False  # this application may not read them after all
                elif isinstance(error, Refused):
                    raise
                else:  # a page's token went stale, or the calendar just went
                    raise TryLater("outlook.failing") from error

    def _places(self, left_out: frozenset[str]) -> tuple[list[Place], tuple[Problem, ...]]:
        """The calendars that count, and those that were asked for but are not there. :raises: as :func:`counting`."""
        known = listed(self._wire)
        own, found = own_addresses(self._wire, known), counting(self._wire, known)
        there = {text(one, key) for one in found for key in ("id", "name")}
        wanted = self._wire.setting.options.calendars
        lost = tuple(Problem("outlook.no_calendar", name) for name in wanted if name not in ("*", *there))
        return [Place(text(one, "id"), text(one, "name") or "-", "", own, left_out) for one in found], lost

    def _with_zone(self, at: State) -> tuple[State, tuple[Problem, ...]]:
        """The mailbox's own zone, in which its days stand; asked for once a day."""
        now = int(self._wire.setting.clock.now().timestamp())
        if 0 <= now - at.zone_at < _SETTINGS_HOLD / timedelta(seconds=1):
            return at, ()
        try:
            name, zone = zone_of(self._wire)
        except (Missing, Lost, Unusable, Refused):
            return replace(at, zone_at=now), ()  # not granted: days stand in the user's zone
        problems = (Problem("outlook.zone_unknown", name),) if zone is None and name else ()
        return replace(at, zone=zone or "", zone_at=now), problems


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
