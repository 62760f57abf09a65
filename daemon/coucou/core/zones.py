"""Time zones by name: IANA's, or a calendar's own VTIMEZONE (RFC 5545, 3.6.5).

A VTIMEZONE becomes a ``ZoneInfo`` by way of the compiled format (RFC 8536), built in memory: so that gaps and folds
are decided by the same code, and as fast, as for IANA's zones.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from coucou.core import rules
from coucou.core.rule import RuleError, parse

# The years for which a rule's transitions are worked out. All of this is wall time, so naive.
_FROM, _TO = (datetime.combine(date(year, 1, 1), time.min) for year in (1950, 2100))
_EPOCH = datetime.combine(date(1970, 1, 1), time.min)
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")


class ZoneError(ValueError):
    """A VTIMEZONE that tells no offsets; the message is for developers, and holds none of its text."""


@lru_cache(maxsize=512)
def iana(name: str) -> tzinfo | None:
    """The IANA zone of that name (upper and lower case as IANA writes it), or None."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; a path that leaves the folder; a directory such as "America"
        return None


def wall(moment: datetime, name: str) -> tuple[datetime, str]:
    """``moment`` as wall time, and the zone in which it is meant: that of the name, or UTC where its clock shows that
    hour a second time, which wall time cannot say (RFC 5545, 3.3.5 takes the first), or where nobody knows the name."""
    there = moment.astimezone(iana(name) or UTC)
    known = iana(name) is not None and not there.fold
    return (there if known else moment.astimezone(UTC)).replace(tzinfo=None), name if known else "UTC"


def zone(name: str, definitions: Mapping[str, str], default: str) -> tzinfo:
    """The zone of an event: ``name`` is IANA's, or that of a VTIMEZONE text in ``definitions``; "" means ``default``.

    A name that nobody knows means ``default`` too, and an unknown default UTC: a reader reports such names, and here
    a meeting at a guessed hour is better than one that is lost.
    """
    if not name:
        return iana(default) or UTC
    text = definitions.get(name)
    if text is not None:
        try:
            return defined(text)
        except ZoneError:
            return iana(default) or UTC
    return iana(name) or iana(default) or UTC


@lru_cache(maxsize=512)
def defined(text: str) -> tzinfo:
    """The zone that a VTIMEZONE text defines. Before its first onset, the offset that the onset leaves.

    :raises ZoneError: no STANDARD or DAYLIGHT in it can be read.
    """
    changes = sorted({(onset, part.before, part.after) for part in _observances(text) for onset in _onsets(part)})
    if not changes:
        raise ZoneError("no observance that can be read")
    return ZoneInfo.from_file(io.BytesIO(_compiled(changes)), key=None)


@dataclass(frozen=True, slots=True)
class _Observance:
    start: datetime
    before: int  # offsets in seconds
    after: int
    rules: tuple[str, ...]
    dates: tuple[str, ...]


def _observances(text: str) -> Iterator[_Observance]:
    for block in re.findall(r"(?ims)^BEGIN:(?:STANDARD|DAYLIGHT)\s*$(.*?)^END:(?:STANDARD|DAYLIGHT)\s*$", text):
        lines = [line.strip() for line in block.splitlines()]
        named = [(line.partition(":")[0].partition(";")[0].upper(), line.partition(":")[2]) for line in lines]
        one = dict(named)
        try:
            yield _Observance(
                datetime.fromisoformat(one["DTSTART"].rstrip("Z")).replace(tzinfo=None),
                _seconds(one["TZOFFSETFROM"]),
                _seconds(one["TZOFFSETTO"]),
                tuple(value for name, value in named if name == "RRULE"),
                tuple(item for name, value in named if name == "RDATE" for item in value.split(",")),
            )
        except (KeyError, ValueError):
            continue  # one observance that tells nothing leaves the other to tell what it can


def _seconds(text: str) -> int:
    found = _OFFSET.fullmatch(text.strip())
    if not found:
        raise ValueError("no offset")
    sign, hours, minutes, seconds = found.groups()
    size = int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
    if size >= 86400:
        raise ValueError("no offset")
    return -size if sign == "-" else size


def _onsets(part: _Observance) -> Iterator[int]:
    """The moments, as epoch seconds, at which the observance begins; onsets are in the local time that they end."""
    yield _epoch(part.start, part.before)
    for text in part.rules:
        try:
            rule = parse(text)
            for start in rules.starts(rule, part.start, _FROM, _TO, _last(rule.until, part.before)):
                yield _epoch(start, part.before)
        except (RuleError, rules.TooMany):
            continue
    for item in part.dates:
        try:
            yield _epoch(datetime.fromisoformat(item.strip().partition("/")[0]).replace(tzinfo=None), part.before)
        except ValueError:
            continue


def _last(until: datetime | date | None, before: int) -> datetime | None:
    if until is None:
        return None
    if not isinstance(until, datetime):
        return datetime.combine(until, time.max)
    if until.tzinfo is None:
        return until
    return until.astimezone(UTC).replace(tzinfo=None) + timedelta(seconds=before)


def _epoch(wall: datetime, offset: int) -> int:
    return int((wall - _EPOCH).total_seconds()) - offset


def _compiled(changes: list[tuple[int, int, int]]) -> bytes:
    """RFC 8536, 3: a version 2 file with an empty version 1 block. Changes are (moment, before, after)."""
    offsets = sorted({offset for _, before, after in changes for offset in (before, after)} - {changes[0][1]})
    offsets.insert(0, changes[0][1])  # type 0 holds before the first change
    moments: dict[int, int] = {at: offsets.index(after) for at, _, after in changes}
    types = b"".join(struct.pack(">iBB", offset, 0, 0) for offset in offsets)
    empty = _header(0, 1, 1) + struct.pack(">iBB", 0, 0, 0) + b"\0"
    body = struct.pack(f">{len(moments)}q", *moments) + bytes(moments.values()) + types + b"\0"
    return empty + _header(len(moments), len(offsets), 1) + body + b"\n\n"


def _header(times: int, types: int, characters: int) -> bytes:
    return b"TZif2" + bytes(15) + struct.pack(">6L", 0, 0, 0, times, types, characters)
