"""Calendars in .ics files and folders of them (vdir): RFC 5545, read component by component, by digest.

A file whose size and time did not change is not read; one whose bytes did not change is not split; of a changed one
only the components whose bytes changed (or what they depend on: the zones they name, the calendar's own zone, name
and METHOD) are parsed. The cursor holds what that takes.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType

from coucou.contract import Batch, Cursor, Event, Problem, Progress, Reading, Refused, SourceId
from coucou_connectors.local import ics_lines as lines
from coucou_connectors.local import ics_state as states
from coucou_connectors.local.ics_event import Broken, Context, Reader
from coucou_connectors.local.ics_state import FileState
from coucou_connectors.local.ics_zones import Zones

_SIZE = 2_000  # events in a batch
_ANSWERS = frozenset({"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"})  # RFC 5546: messages about events, not events
_SLACK = timedelta(days=2)  # more than any zone and any day


class LocalCalendars:
    """Reads events from .ics files; implements ``coucou.contract.Reads``.

    ``paths`` are the files, or a function that lists them anew at each read. A file is a calendar, named by its
    X-WR-CALNAME or by itself; files of one event each that lie in one folder are one calendar, named by the folder.
    """

    def __init__(
        self,
        paths: Callable[[], Iterable[Path]] | Iterable[Path],
        progress: Progress = lambda what, done, total: None,
    ) -> None:
        self._paths = paths
        self._progress = progress

    def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        """See ``Reads.changes``. Single events that ended before ``reading.oldest`` are left out, series and overrides
        never; nothing is left out for being late, so that a moving horizon needs no new read.

        :raises CursorExpired: other subjects, another zone or an older past are asked for than last time.
        :raises Refused: ``calendar.unreadable``, ``calendar.unusable`` or ``calendar.cut``, after everything else was
            yielded: a file could not be opened, is nothing of the kind or ends in the middle, so what is known is not
            all that there is. What was read of it before stays.
        """
        new = states.fresh(reading) if since is None else states.load(since, reading)
        old, first = dict(new.files), since is None
        new.files.clear()
        paths = sorted(set(self._paths() if callable(self._paths) else self._paths))
        folders = Counter(path.parent for path in paths)
        reader = _Files(reading)
        for number, path in enumerate(paths):
            before = old.pop(str(path), None)
            after = reader.file(path, before, folders[path.parent] > 1)
            if after is not None:
                new.files[str(path)] = after
            if before is not None and after is not before:
                reader.gone += before.sources(set(after.components()) if after else set())
            self._progress("calendar", number + 1, len(paths))
            for batch in reader.full(first):
                first = False
                yield batch
        reader.gone += [source for state in old.values() for source in state.sources()]
        yield reader.batch(len(reader.events), first, new.cursor())
        if reader.refused:
            path, code = reader.refused[0]
            raise Refused(code, place=str(path))


@dataclass(slots=True)
class _Files:
    """Reads files, and holds what was found until it is handed over."""

    reading: Reading
    events: list[Event] = field(default_factory=list)
    gone: list[SourceId] = field(default_factory=list)
    zones: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: list[tuple[Path, str]] = field(default_factory=list)

    def full(self, first: bool) -> Iterator[Batch]:
        while len(self.events) >= _SIZE:
            yield self.batch(_SIZE, first, None)
            first = False

    def batch(self, size: int, first: bool, cursor: Cursor | None) -> Batch:
        """The first events, with everything else that is held; a zone comes with or before the events that need it."""
        made = Batch(
            tuple(self.events[:size]),
            tuple(self.gone),
            cursor,
            MappingProxyType(dict(self.zones)),
            tuple(self.problems),
            first,
        )
        del self.events[:size]
        for held in (self.gone, self.zones, self.problems):
            held.clear()
        return made

    def file(self, path: Path, before: FileState | None, crowded: bool) -> FileState | None:
        """The file's state, the very same when nothing changed, None when it is no more."""
        try:
            seen = states.stamp(path)
            if before is not None and before.unchanged(seen):
                return before
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            self.refused.append((path, "calendar.unreadable"))
            return before  # a calendar that cannot be read now has not become free
        digest = _short(data)
        if before is not None and before.digest == digest:
            return before.restamped(seen)
        known = frozenset(before.components()) if before else frozenset()
        data = lines.normalised(data)
        sections = lines.sections(data)
        if not sections and not lines.has_components(data):
            self.refused.append((path, "calendar.unusable"))
            return before
        if not sections:
            self.problems.append(Problem("calendar.not_one", str(path)))  # tasks, a zone: nothing that takes time
        ids, periods = self._components(path, data, sections, known, crowded)
        if before is not None:
            periods = {one: count for one, count in before.periods.items() if one in known} | periods
        if sections and not sections[-1].whole:
            self.refused.append((path, "calendar.cut"))
            ids += before.components() if before else ()  # what is lost now has not become free
            seen, digest = states.UNREAD, ""
        present = set(ids)
        return FileState(seen, digest, "".join(dict.fromkeys(ids)), {k: n for k, n in periods.items() if k in present})

    def _components(
        self, path: Path, data: bytes, sections: list[lines.Section], known: frozenset[str], crowded: bool
    ) -> tuple[list[str], dict[str, int]]:
        ids: list[str] = []
        periods: dict[str, int] = {}
        for section in sections:
            if section.method in _ANSWERS:
                continue
            name = section.name or _name(path, data, section, crowded)
            context = Context(name, section.method, Zones(section, self.reading.timezone), self.reading.subjects)
            base = hashlib.blake2b(
                "\0".join((str(path), name, section.method, section.zone)).encode(errors="surrogateescape"),
                digest_size=9,
            )
            bare: dict[frozenset[bytes], bytes] = {}
            for start, end in section.events:
                if end is None:
                    self._problem("event.cut", path, data, start)
                    continue
                component = data[start:end]
                if start in section.torn:
                    self._problem("event.torn", path, data, start)
                    component = lines.begun(component)
                tzids = frozenset(lines.zone_names(component))
                if tzids not in bare:
                    bare[tzids] = context.zones.context(tzids)
                digest = base.copy()
                digest.update(bare[tzids])
                digest.update(component)
                one = urlsafe_b64encode(digest.digest()).decode()
                ids.append(one)
                if one not in known and (count := self._read(one, component, context, path, data, start)):
                    periods[one] = count
        return ids, periods

    def _read(self, one: str, component: bytes, context: Context, path: Path, data: bytes, at: int) -> int:
        """Parse one component; the number of overrides that its RDATE periods made."""
        reader = Reader(context)
        try:
            found = reader.event(SourceId(one), lines.wanted(component))
        except Broken as broken:
            self._problem(broken.code, path, data, at)
            return 0
        for code, value in dict.fromkeys(reader.wrong):
            self._problem(code, path, data, at, value)
        if not _ended(found[0], self.reading.oldest):
            self.events += found
            self.zones |= reader.definitions
        return len(found) - 1

    def _problem(self, code: str, path: Path, data: bytes, at: int, value: str = "") -> None:
        values = MappingProxyType({"what": value} if value else {})
        self.problems.append(Problem(code, f"{path}:{lines.line_of(data, at)}", values))


def _short(data: bytes) -> str:
    # The fastest one where the processor helps, which is nearly everywhere.
    return hashlib.sha256(data).hexdigest()[:24]


def _name(path: Path, data: bytes, section: lines.Section, crowded: bool) -> str:
    """The folder's name for one event of a vdir (all components of one UID), else the file's."""
    if crowded and len(section.events) <= 50:
        found = {dict(lines.wanted(data[start:end])).get(b"UID") for start, end in section.events if end is not None}
        if len(found) <= 1:
            return path.parent.name
    return path.stem


def _ended(event: Event, oldest: datetime) -> bool:
    """Whether the user's past, as far as it is asked for, began after a single event; overrides belong to a series."""
    if event.recurrence is not None or event.replaces is not None:
        return False
    start = event.start if isinstance(event.start, datetime) else datetime.combine(event.start, time.min)
    try:
        return start + event.duration + _SLACK < oldest.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        return False
