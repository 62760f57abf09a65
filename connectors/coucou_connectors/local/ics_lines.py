"""An .ics file as bytes: its calendars, its events, and the content lines of an event that may be read (RFC 5545, 3.1).

Nothing but the wanted lines is ever decoded: descriptions, places, attachments and alarms stay bytes in a buffer that
is thrown away. Splitting goes by bytes, so that a component that did not change is known by its digest.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_MARK = re.compile(rb"\n(BEGIN|END):(VEVENT|VCALENDAR|VTIMEZONE)[ \t]*(?=\n|\Z)", re.IGNORECASE)
_COMPONENT = re.compile(rb"\nBEGIN:", re.IGNORECASE)
_HEAD = re.compile(rb"\n(X-WR-CALNAME|X-WR-TIMEZONE|NAME|METHOD)([;:].*)", re.IGNORECASE)
_NESTED = re.compile(rb"\nBEGIN:([^\n]+)(?:\n.*?)?(?:\nEND:\1(?=\n|\Z)|\Z)", re.IGNORECASE | re.DOTALL)
_START = re.compile(rb"\nDTSTART[;:]", re.IGNORECASE)
_NAMES = (
    rb"UID|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID|SEQUENCE|STATUS|TRANSP|CLASS|CATEGORIES|SUMMARY|"
    rb"ATTENDEE|ORGANIZER|X-MICROSOFT-CDO-BUSYSTATUS|X-COUCOU-ID"
)
_WANTED = re.compile(rb"\n(" + _NAMES + rb")([;:].*)")
_WANTED_ANY_CASE = re.compile(_WANTED.pattern, re.IGNORECASE)
_QUOTED = re.compile(r"((?:[^\":]|\"[^\"]*\")*):(.*)", re.DOTALL)
_PARAMETER = re.compile(r";([^=;:\"]+)=((?:\"[^\"]*\"?|[^;\"])*)")


@dataclass(slots=True)
class Section:
    """One VCALENDAR: what holds for all its events, and where in the file they stand (``None``: cut by its end).

    ``torn`` holds where those begin whose BEGIN or END is missing in the middle of the file: what stands between the
    marks is theirs. ``whole``: neither the calendar nor one of its events goes on where the file ends.
    """

    name: str = ""
    zone: str = ""
    method: str = ""
    definitions: dict[str, bytes] = field(default_factory=dict)
    events: list[tuple[int, int | None]] = field(default_factory=list)
    torn: set[int] = field(default_factory=set)
    whole: bool = True


def normalised(data: bytes) -> bytes:
    """The file with a line end before its first line, lines ended by ``\\n``, as UTF-8 or what its program took for it,
    without NUL bytes."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    # Carriage returns end lines where there is nothing else, and tell nothing where there is.
    data = data.replace(b"\r", b"" if b"\n" in data else b"\n")
    return b"\n" + data


def line_of(data: bytes, at: int) -> int:
    """The line, counted from 1, whose line end stands before it at ``at`` (offsets are those of ``normalised``)."""
    return data.count(b"\n", 0, at + 1)


def sections(data: bytes) -> list[Section]:
    """The calendars of a file, in order; empty when it is none. Events outside a VCALENDAR make one of their own.

    A missing END:VCALENDAR before another calendar is harmless. An event without END:VEVENT ends at the next mark;
    where the file itself ends first, it has None for its end.
    """
    split = _Splitter(data)
    for mark in _MARK.finditer(data):
        split.mark(mark[1][:1] in b"Bb", mark[2].upper(), mark.start(), mark.end())
    if split.event >= 0:
        split.found[-1].whole = False
        split.found[-1].events.append((split.event, None))
    return split.found


def has_components(data: bytes) -> bool:
    """Whether anything in it is iCalendar at all, be it no more than a task: not an empty file, nor a page that asks
    for a password in the calendar's place."""
    return _COMPONENT.search(data) is not None


@dataclass(slots=True)
class _Splitter:
    """Where the current event, zone definition and calendar's head began; -1 outside one. ``last`` is the last mark's
    end."""

    data: bytes
    found: list[Section] = field(default_factory=list)
    event: int = -1
    zone: int = -1
    head: int = -1
    last: int = 0

    def mark(self, begins: bool, what: bytes, at: int, after: int) -> None:
        if begins or what != b"VEVENT":
            self._tear(self.event, at)
        if what == b"VCALENDAR":
            if begins:
                self.found.append(Section(whole=False))
                self.head = at
            elif self.found:
                self.found[-1].whole = True
        elif what == b"VTIMEZONE":
            self._zone(begins, at, after)
        elif begins:
            self._open(at)
            self.event = at
        elif self.event >= 0:
            self.found[-1].events.append((self.event, after))
            self.event = -1
        elif _START.search(self.data, self.last, at):  # an event whose BEGIN is missing
            self._open(at)
            self._tear(self.last, at)
        self.last = after

    def _open(self, at: int) -> None:
        if not self.found:
            self.found.append(Section())
        if self.head >= 0:
            _read_head(self.found[-1], self.data[self.head : at])
            self.head = -1

    def _tear(self, start: int, end: int) -> None:
        if start >= 0:
            self.found[-1].events.append((start, end))
            self.found[-1].torn.add(start)
            self.event = -1

    def _zone(self, begins: bool, at: int, after: int) -> None:
        if begins:
            self.zone = at
        elif self.zone >= 0 and self.found:
            _define(self.found[-1], self.data[self.zone : after])
            self.zone = -1


def _read_head(section: Section, data: bytes) -> None:
    for name, rest in _HEAD.findall(_NESTED.sub(b"", unfolded(data[1:]))):
        value = text(_split(decoded(rest))[1]).strip()
        match name.upper():
            case b"X-WR-TIMEZONE":
                section.zone = section.zone or value
            case b"METHOD":
                section.method = value.upper()
            case _:
                section.name = section.name or value


def _define(section: Section, data: bytes) -> None:
    whole = unfolded(data)
    found = re.search(rb"\nTZID([;:].*)", whole, re.IGNORECASE)
    if found:
        section.definitions.setdefault(text(_split(decoded(found[1]))[1]).strip(), whole)


def unfolded(data: bytes) -> bytes:
    """Without folds, joined as bytes: a fold may stand in the middle of a character (RFC 5545, 3.1)."""
    return data.replace(b"\n ", b"").replace(b"\n\t", b"")


def begun(component: bytes) -> bytes:
    """An event that lost its first line, with it."""
    return component if component[:13].upper() == b"\nBEGIN:VEVENT" else b"\nBEGIN:VEVENT" + component


def wanted(component: bytes) -> list[tuple[bytes, bytes]]:
    """(NAME, rest of the line from its ``;`` or ``:`` on) of the lines that may be read, nested components left out.

    ``component`` starts at the line end before BEGIN:VEVENT.
    """
    whole = unfolded(component)
    head = whole.find(b"\n", 1)
    if whole.find(b"\nBEGIN:", head) >= 0 or whole.find(b"\nbegin:", head) >= 0:
        whole = _NESTED.sub(b"", whole[head:])
    lines: list[tuple[bytes, bytes]] = _WANTED.findall(whole)
    if not any(name == b"DTSTART" for name, _ in lines):
        lines = [(name.upper(), rest) for name, rest in _WANTED_ANY_CASE.findall(whole)]
    return lines


def decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # what programs that do not write UTF-8 write


_NO_PARAMETERS: dict[str, str] = {}


def property_of(rest: bytes) -> tuple[dict[str, str], str]:
    """Parameters (names upper case, quotes removed) and value of a content line's rest; the value still escaped."""
    line = decoded(rest)
    if line[0] == ":":
        return _NO_PARAMETERS, line[1:]
    parameters, value = _split(line)
    if '"' not in parameters:
        pairs = (item.partition("=") for item in parameters[1:].split(";"))
        return {name.upper(): item for name, _, item in pairs}, value
    return {name.upper(): item.replace('"', "") for name, item in _PARAMETER.findall(parameters)}, value


def _split(line: str) -> tuple[str, str]:
    if '"' not in line:
        # A zone that begins with its offset, "(UTC-05:00) Eastern Time", is written without the quotes it needs.
        parameters, _, value = line.rpartition(":") if ";TZID=(" in line else line.partition(":")
        return parameters, value
    found = _QUOTED.fullmatch(line)
    return (found[1], found[2]) if found else (line.partition(":")[0], line.partition(":")[2])


_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def text(value: str) -> str:
    """A TEXT value unescaped (RFC 5545, 3.3.11)."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


_CARET = {"^n": "\n", "^'": '"', "^^": "^"}


def parameter(value: str) -> str:
    """A parameter value unescaped (RFC 6868; backslashes too, which programs write against the rule)."""
    if "^" in value:
        value = re.sub(r"\^[n'^]", lambda found: _CARET[found[0]], value)
    return text(value)


def zone_names(component: bytes) -> Iterator[bytes]:
    """The TZID parameters in a component's bytes, as they stand there."""
    yield from set(_TZID.findall(component))


_TZID = re.compile(rb";TZID=(\"[^\"\n]*\"|\([^)\n]*\)[^:;\n]*|[^:;\n]*)")
