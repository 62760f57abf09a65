"""A whole connector that reads and writes memory: the smallest example, and the one that the engine's tests use.

A :class:`FarSide` is what a mail server or a folder is to other connectors. A test puts items there, takes them away,
lets a read fail; the connector reads it as any other would, with cursors, batches and errors. What coucou sends stands
in ``FarSide.agenda``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType

from coucou.contract import (
    Batch,
    Card,
    Connection,
    ConnectorError,
    Cursor,
    CursorExpired,
    Event,
    Message,
    Ports,
    Problem,
    Reading,
    Refused,
    SourceId,
    Span,
    WorkingHours,
)
from coucou.core.span import clip
from coucou.testing.agenda import Agenda, Sender

VERSION = 1
Item = Message | Event | Card
READERS: Mapping[str, type[Item]] = MappingProxyType({"mail": Message, "calendar": Event, "contacts": Card})


@dataclass(slots=True)
class _Entry:
    """One item's place in a reader's log."""

    first: int  # when it came
    last: int  # when it came, changed or went
    item: Item
    gone: bool = False


@dataclass(slots=True)
class FarSide:
    """What there is to read, and how reading it goes. ``size`` is the number of items in a batch."""

    size: int = 2
    zones: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: str = ""  # the code with which opening is refused
    taken: dict[str, tuple[Span, ...]] = field(default_factory=dict)  # of others who show it, by address
    hours: dict[str, WorkingHours] = field(default_factory=dict)  # of others who show them, by address
    asked_of_others: list[tuple[tuple[str, ...], Span]] = field(default_factory=list)  # every look at others' time
    asked: list[tuple[str, Cursor | None, Reading]] = field(default_factory=list)  # every read, in order
    closed: int = 0
    generation: int = 1
    agenda: Agenda = field(default_factory=Agenda)  # what was sent; its events are among those to read
    _log: dict[str, dict[SourceId, _Entry]] = field(default_factory=lambda: {name: {} for name in READERS})
    _clock: int = 0
    _failures: dict[str, tuple[ConnectorError, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.agenda.put, self.agenda.drop = self.put, self.drop

    def put(self, *items: Item) -> None:
        """Add each item, or replace the one with its source id."""
        for item in items:
            log = self._log[next(name for name, kind in READERS.items() if isinstance(item, kind))]
            self._clock += 1
            before = log.get(item.source)
            came = before.first if before and not before.gone else self._clock
            log[item.source] = _Entry(came, self._clock, item)

    def drop(self, *sources: SourceId) -> None:
        """Take items away; those that are not there are passed over."""
        for log in self._log.values():
            for source in sources:
                if (entry := log.get(source)) and not entry.gone:
                    self._clock += 1
                    log[source] = _Entry(entry.first, self._clock, entry.item, gone=True)

    def fail(self, reader: str, error: ConnectorError, after: int = 0) -> None:
        """Make the next read of ``reader`` raise ``error`` when it has yielded ``after`` batches."""
        self._failures[reader] = (error, after)

    def forget_cursors(self) -> None:
        """Like a server that lost its history: every cursor given so far is expired."""
        self.generation += 1

    def failure(self, reader: str) -> tuple[ConnectorError, int] | None:
        return self._failures.pop(reader, None)

    def entries(self, reader: str, since: int) -> list[tuple[SourceId, _Entry]]:
        """What happened in ``reader`` after ``since``, in order."""
        return sorted(((s, e) for s, e in self._log[reader].items() if e.last > since), key=lambda pair: pair[1].last)


@dataclass(frozen=True, slots=True)
class Options:
    far: FarSide = field(default_factory=FarSide)
    readers: tuple[str, ...] = tuple(READERS)  # the parts that the connection has
    sends: bool = True  # whether the user granted it


@dataclass(frozen=True, slots=True)
class _At:
    """What a cursor says: the generation it is of, how far was read, since when and with subjects or not."""

    generation: int
    clock: int
    oldest: int  # epoch seconds
    subjects: bool

    def cursor(self) -> Cursor:
        return Cursor(f"{self.generation}:{self.clock}:{self.oldest}:{int(self.subjects)}", VERSION)


class _Reader:
    def __init__(self, name: str, far: FarSide) -> None:
        self._name = name
        self._far = far

    def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        """See ``Reads.changes``. Every batch carries a cursor.

        :raises CursorExpired: ``memory.cursor``: it is not ours, the far side forgot it, or an older past or other
            subjects are asked for than it stands for.
        """
        self._far.asked.append((self._name, since, reading))
        failure = self._far.failure(self._name)
        for number, batch in enumerate(self._batches(since, reading)):
            if failure and failure[1] <= number:
                raise failure[0]
            yield batch
        if failure:
            raise failure[0]

    def _batches(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        far, start = self._far, _start(since, reading, self._far.generation)
        pending = far.entries(self._name, start.clock)
        end = pending[-1][1].last if pending else start.clock
        for at in range(0, max(len(pending), 1), far.size):
            part = [(s, e) for s, e in pending[at : at + far.size] if _in_window(e.item, reading)]
            here = replace(start, clock=pending[min(at + far.size, len(pending)) - 1][1].last if pending else end)
            yield Batch(
                appeared=tuple(_seen(e.item, reading) for _, e in part if not e.gone),
                gone=tuple(s for s, e in part if e.gone and e.first <= start.clock),
                cursor=here.cursor(),
                zones=dict(far.zones) if at == 0 and self._name == "calendar" else {},
                problems=tuple(far.problems) if at == 0 else (),
                everything_again=since is None and at == 0,
            )


def _start(since: Cursor | None, reading: Reading, generation: int) -> _At:
    oldest = int(reading.oldest.timestamp())
    if since is None:
        return _At(generation, 0, oldest, reading.subjects)
    try:
        known, clock, floor, subjects = map(int, since.value.split(":"))
        at = _At(known, clock, floor, bool(subjects))
    except ValueError as error:
        raise CursorExpired("memory.cursor") from error
    if since.version != VERSION or at.generation != generation or oldest < at.oldest or reading.subjects != at.subjects:
        raise CursorExpired("memory.cursor")
    return at


def _in_window(item: Item, reading: Reading) -> bool:
    if isinstance(item, Message):
        return item.moment >= reading.oldest
    if not isinstance(item, Event) or item.recurrence or item.replaces:
        return True
    end = item.start + item.duration
    moment = end if isinstance(end, datetime) else datetime(end.year, end.month, end.day)  # noqa: DTZ001 (wall time)
    return moment.replace(tzinfo=UTC).timestamp() >= reading.oldest.timestamp() - 86400  # any zone is within a day


def _seen(item: Item, reading: Reading) -> Item:
    if isinstance(item, Card) or (reading.subjects and not (isinstance(item, Event) and item.private)):
        return item
    return replace(item, subject=None)


class _Others:
    """See ``ReadsAvailability`` and ``ReadsHours``."""

    def __init__(self, far: FarSide) -> None:
        self._far = far

    def busy(self, addresses: Sequence[str], window: Span) -> Mapping[str, tuple[Span, ...] | None]:
        """:raises ConnectorError: as :meth:`FarSide.fail` has it, for "availability"."""
        self._far.asked_of_others.append((tuple(addresses), window))
        if failure := self._far.failure("availability"):
            raise failure[0]
        known = {address: self._far.taken.get(address) for address in addresses}
        return {address: None if spans is None else tuple(clip(spans, window)) for address, spans in known.items()}

    def hours(self, addresses: Sequence[str]) -> Mapping[str, WorkingHours | None]:
        """See ``ReadsHours``."""
        return {address: self._far.hours.get(address) for address in addresses}


class Memory:
    """The connector. In a configuration it has nothing to read; a test gives it a :class:`FarSide`."""

    name = "memory"
    options: type = Options

    def open(self, account: str, options: object, ports: Ports) -> Connection:
        """:raises Refused: with the code in ``FarSide.refused``, if one stands there."""
        if not isinstance(options, Options):
            raise TypeError(f"{type(options).__name__} are not the options of the memory connector")
        if options.far.refused:
            raise Refused(options.far.refused, account=account)
        readers = {name: _Reader(name, options.far) for name in options.readers}

        def close() -> None:
            options.far.closed += 1

        follows, others = "calendar" in readers, _Others(options.far)
        return Connection(
            readers.get("mail"),
            readers.get("calendar"),
            readers.get("contacts"),
            close,
            availability=others,
            hours=others,
            sends=Sender(options.far.agenda, follows) if options.sends and ports.sends else None,
        )


plugin = Memory()
