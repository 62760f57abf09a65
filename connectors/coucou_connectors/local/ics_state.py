"""What the calendar reader remembers between reads, as the cursor's text: files' stamps, digests, component ids."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from coucou.contract import Cursor, CursorExpired, Reading, SourceId

VERSION = 1
WIDTH = 12  # characters of a component's id


@dataclass(frozen=True, slots=True)
class Stamp:
    """Modification time in nanoseconds and size; the time is 0 when a later change could leave it as it is."""

    modified: int
    size: int


UNREAD = Stamp(0, -1)
"""Of a file that is to be read again, whatever it looks like."""


def stamp(path: Path) -> Stamp:
    """The file's stamp before it is read. A file changed a moment ago gets no time, because one more change inside the
    clock's grain (2 s where times are whole seconds, as on FAT; else far less) would not show.

    :raises OSError: it cannot be looked at.
    """
    seen = path.stat()
    grain = 2_000_000_000 if seen.st_mtime_ns % 1_000_000_000 == 0 else 50_000_000
    # The wall clock is read here, at the edge, to judge a file's own time stamp; it decides nothing else.
    recent = time.time_ns() - seen.st_mtime_ns < grain
    return Stamp(0 if recent else seen.st_mtime_ns, seen.st_size)


@dataclass(frozen=True, slots=True)
class FileState:
    """``ids`` are the components', ``WIDTH`` characters each, in a row; ``periods`` counts the overrides that RDATE
    periods made of a component."""

    stamp: Stamp
    digest: str
    ids: str = ""
    periods: dict[str, int] = field(default_factory=dict)

    def unchanged(self, seen: Stamp) -> bool:
        return seen.modified != 0 and self.stamp == seen

    def restamped(self, seen: Stamp) -> FileState:
        return replace(self, stamp=seen)

    def components(self) -> Iterator[str]:
        return (self.ids[at : at + WIDTH] for at in range(0, len(self.ids), WIDTH))

    def sources(self, but: frozenset[str] | set[str] = frozenset()) -> Iterator[SourceId]:
        """The sources that its components gave, ``but`` those of these components."""
        for one in self.components():
            if one not in but:
                yield SourceId(one)
                for number in range(self.periods.get(one, 0)):
                    yield SourceId(f"{one}.{number}")


@dataclass(frozen=True, slots=True)
class State:
    """``subjects``, ``oldest`` and ``timezone`` are what the files were read with: with others, they are read again."""

    subjects: bool
    oldest: int
    timezone: str
    files: dict[str, FileState] = field(default_factory=dict)

    def cursor(self) -> Cursor:
        files = {
            key: [one.stamp.modified, one.stamp.size, one.digest, one.ids, one.periods]
            for key, one in self.files.items()
        }
        return Cursor(json.dumps([self.subjects, self.oldest, self.timezone, files], separators=(",", ":")), VERSION)


def fresh(reading: Reading) -> State:
    return State(reading.subjects, int(reading.oldest.timestamp()), reading.timezone)


def load(cursor: Cursor, reading: Reading) -> State:
    """What the cursor remembers.

    :raises CursorExpired: it is another version's, or the files were read for less than is asked now.
    """
    if cursor.version != VERSION:
        raise CursorExpired("cursor.version")
    try:
        subjects, oldest, timezone, files = json.loads(cursor.value)
        known = {
            key: FileState(Stamp(modified, size), digest, ids, periods)
            for key, (modified, size, digest, ids, periods) in files.items()
        }
    except (ValueError, TypeError, AttributeError):
        raise CursorExpired("cursor.unreadable") from None
    if subjects != reading.subjects or timezone != reading.timezone or reading.oldest.timestamp() < oldest:
        raise CursorExpired("cursor.other_settings")
    # Kept at its first value: what was left out as too old stays left out for as long as no older past is asked for.
    return State(subjects, oldest, timezone, known)
