"""A calendar as its file holds it (RFC 5545): a work one as Outlook writes it, a personal one as Google does."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from coucou.demo.cast import ME

_ZONE_LINES = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:DAYLIGHT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
TZNAME:EDT
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
TZNAME:EST
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One component. Naive moments are wall time in Montréal, aware ones are written in UTC, dates are whole days."""

    uid: str
    title: str
    start: datetime | date
    end: datetime | date
    rule: str = ""
    without: tuple[datetime, ...] = ()  # EXDATE
    replaces: datetime | None = None  # RECURRENCE-ID
    following: bool = False  # RANGE=THISANDFUTURE
    people: tuple[tuple[str, str], ...] = ()  # name and address of the others
    mine: str = "ACCEPTED"  # Ana's own answer
    more: tuple[str, ...] = ()


def calendar(entries: Iterable[Entry], *, name: str, zone: str, product: str, me: str, today: date) -> str:
    """A VCALENDAR with the zone's own definition. ``me`` is the address under which Ana takes part."""
    head = ("BEGIN:VCALENDAR", f"PRODID:{product}", "VERSION:2.0", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    named = (f"X-WR-CALNAME:{name}", "X-WR-TIMEZONE:America/Toronto")
    stamp = f"DTSTAMP:{today:%Y%m%d}T000000Z"
    components = (_component(entry, zone, me, stamp) for entry in entries)
    lines = itertools.chain(head, named, _ZONE_LINES.format(name=zone).splitlines(), *components, ("END:VCALENDAR",))
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _component(entry: Entry, zone: str, me: str, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield stamp
    yield f"DTSTART{_moment(entry.start, zone)}"
    yield f"DTEND{_moment(entry.end, zone)}"
    if entry.rule:
        yield f"RRULE:{entry.rule}"
    for moment in entry.without:
        yield f"EXDATE{_moment(moment, zone)}"
    if entry.replaces:
        yield f"RECURRENCE-ID{';RANGE=THISANDFUTURE' if entry.following else ''}{_moment(entry.replaces, zone)}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    if entry.people:
        yield f"ORGANIZER;CN={_quoted(ME)}:mailto:{me}"
        yield f"ATTENDEE;CN={_quoted(ME)};PARTSTAT={entry.mine}:mailto:{me}"
        for name, address in entry.people:
            yield f"ATTENDEE;CN={_quoted(name)};PARTSTAT=ACCEPTED:mailto:{address}"
    yield from entry.more
    yield "END:VEVENT"


def _moment(moment: datetime | date, zone: str) -> str:
    if not isinstance(moment, datetime):
        return f";VALUE=DATE:{moment:%Y%m%d}"
    if moment.tzinfo is None:
        return f";TZID={zone}:{moment:%Y%m%dT%H%M%S}"
    return f":{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _quoted(name: str) -> str:
    return f'"{name}"' if any(sign in name for sign in ",;:'") else name


def _folded(line: str) -> str:
    """At most 75 octets a line, never cut inside a letter (RFC 5545, 3.1)."""
    if len(line.encode()) <= 75:
        return line
    parts: list[str] = []
    held = ""
    for letter in line:
        if len((held + letter).encode()) > (75 if not parts else 74):
            parts.append(held)
            held = ""
        held += letter
    return "\r\n ".join((*parts, held))
