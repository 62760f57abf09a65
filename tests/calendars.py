"""Reading calendars in tests: from text to busy spans through the reader, and through an independent peer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from coucou.contract import Batch, Event, Reading, Refused, Shows
from coucou.core.busy import busy
from coucou.core.expand import Occurrence, occurrences
from coucou.core.span import Span, clip, union
from coucou_connectors.local.ics import LocalCalendars
from coucou_connectors.zones import guess, iana

HOME = "America/Toronto"
EVER = Reading(oldest=datetime(1, 1, 3, tzinfo=UTC), newest=datetime(9998, 1, 1, tzinfo=UTC), timezone=HOME)


def calendar(*components: str, head: str = "") -> str:
    """A VCALENDAR around components, each given as lines; blank lines and indents are dropped."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//tests//EN", *head.splitlines()]
    for component in components:
        lines += [line.strip() for line in component.splitlines() if line.strip()]
    return "\r\n".join((*lines, "END:VCALENDAR", ""))


def event(*lines: str, uid: str = "one@calendar.example") -> str:
    return "\n".join(("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"))


def read(path: Path, reading: Reading = EVER) -> Batch:
    """Everything in a file, as one batch; of a file that is cut off, what it holds."""
    batches = []
    try:
        for batch in LocalCalendars([path]).changes(None, reading):
            batches.append(batch)
    except Refused as refused:
        if refused.code != "calendar.cut":
            raise
    zones = {name: text for batch in batches for name, text in batch.zones.items()}
    return Batch(
        appeared=tuple(item for batch in batches for item in batch.appeared),
        cursor=batches[-1].cursor,
        zones=zones,
        problems=tuple(problem for batch in batches for problem in batch.problems),
    )


def events(batch: Batch) -> list[Event]:
    return [item for item in batch.appeared if isinstance(item, Event)]


def expanded(batch: Batch, window: Span) -> list[Occurrence]:
    return list(occurrences(events(batch), window, zones=batch.zones, timezone=HOME))


def busy_in(batch: Batch, window: Span, own: Iterable[str] = ()) -> list[Span]:
    """As ``gaps`` lists it: what is unknown is not free, but not known to be busy either."""
    known = (one for one in expanded(batch, window) if one.event.shows is not Shows.UNKNOWN)
    return union(clip(busy(known, frozenset(own)), window))


def peer_busy_in(text: bytes, window: Span) -> list[Span]:
    """What icalendar and recurring-ical-events make of the same text.

    Where they leave the choice to the caller, ours is taken: X-WR-TIMEZONE is where floating times and days are, and
    UTC stays UTC; a day that ends when it starts is a day; what is free or cancelled takes no time.
    """
    found: list[Span] = []
    for one in icalendar.Calendar.from_ical(text, multiple=True):
        named = str(one.pop("X-WR-TIMEZONE", ""))
        zone = ((iana(named) or guess(named)) if named else None) or HOME
        floating = ZoneInfo(zone)
        days = ZoneInfo(HOME) if zone == "UTC" or zone.startswith("Etc/") else floating
        wide = (window.start - timedelta(days=2), window.end + timedelta(days=2))
        for component in recurring_ical_events.of(one, skip_bad_series=True).between(*wide):
            span = _peer_span(component, floating, days)
            if span is not None and not _free(component):
                found.append(span)
    return union(clip(found, window))


def _peer_span(component: Any, floating: ZoneInfo, days: ZoneInfo) -> Span | None:
    start = component["DTSTART"].dt
    end = component["DTEND"].dt if "DTEND" in component else start
    whole = not isinstance(start, datetime)
    if whole and end == start:
        end += timedelta(days=1)
    first, last = (_moment(at, days if whole else floating) for at in (start, end))
    return Span(first, last) if first < last else None


def _moment(at: datetime | date, zone: ZoneInfo) -> datetime:
    if not isinstance(at, datetime):
        at = datetime(at.year, at.month, at.day, tzinfo=zone)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _free(component: Any) -> bool:
    def word(name: str) -> str:
        return str(component.get(name, "")).upper()

    return (
        word("TRANSP") == "TRANSPARENT"
        or word("STATUS") == "CANCELLED"
        or word("X-MICROSOFT-CDO-BUSYSTATUS") in ("FREE", "WORKINGELSEWHERE")
    )
