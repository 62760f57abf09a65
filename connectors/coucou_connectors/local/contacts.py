"""Readers of contact files: cards from .vcf and LinkedIn's connections, and LinkedIn's messages as mail.

A file is read again when its size or time changed, and used again when its bytes did. The cursor is JSON: for each
file its stamp, its digest and, for cards, the ids it gave, so that those which went are told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from coucou.contract import Batch, Card, Cursor, CursorExpired, Message, Problem, Progress, Reading, Refused, SourceId
from coucou_connectors.local import linkedin, vcf
from coucou_connectors.local.files import Found, Kind, Source

VERSION = 1
_SIZE = 1000  # items in a batch
_LARGEST = 256 * 1024 * 1024  # bytes; an address book with photographs is a hundredth of it

Parse = Callable[[Source, bytes, str], Iterable[Card | Message]]
"""From a file's bytes to its items; the last argument begins their source ids. ``ValueError``: it is none of ours."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """One file as it was read last."""

    stamp: str
    digest: str
    items: tuple[str, ...] = ()  # each one's id behind the file's prefix, a blank, a digest of what it says


class Contacts:
    """Cards from .vcf files and LinkedIn's Connections.csv; fulfils :class:`coucou.contract.Reads`."""

    def __init__(self, find: Callable[[], Found], progress: Progress = lambda what, done, total: None) -> None:
        self._find = find
        self._progress = progress

    def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        """Cards that are new or changed, and those that went with their file or from it.

        :raises CursorExpired: ``contacts.cursor``: the cursor is another version's, or none of ours.
        :raises Refused: as ``find`` does.
        """
        before = _loaded(since)
        found = self._find()
        yield from _changes(found, before, since is None, _cards, self._progress, forget=True)


class Messages:
    """LinkedIn's messages.csv, as mail without subjects; fulfils :class:`coucou.contract.Reads`.

    A message that went from the export, or whose file went, stays known: tidying up does not undo a conversation.
    """

    def __init__(self, find: Callable[[], Found], progress: Progress = lambda what, done, total: None) -> None:
        self._find = find
        self._progress = progress

    def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        """Messages of files that changed, none from before ``reading.oldest``.

        :raises CursorExpired: ``contacts.cursor``, and when more of the past is asked for than was read.
        """
        before = _loaded(since)
        oldest = f"{reading.oldest:%Y-%m-%d}"
        read = before.pop("", None)
        if read is not None and oldest < read.stamp:
            raise CursorExpired("contacts.cursor")
        try:
            found = self._find()
        except Refused:
            found = Found()  # the reader of contacts looks for the same files, and says it

        def parse(source: Source, data: bytes, prefix: str) -> Iterator[Card | Message]:
            return (m for m in _messages(source, data, prefix) if m.moment >= reading.oldest)

        kept = {"": _Seen(min(oldest, read.stamp) if read else oldest, "")}
        tables = Found(tuple(s for s in found.sources if s.kind is Kind.CSV))
        yield from _changes(tables, before, since is None, parse, self._progress, forget=False, kept=kept)


def _changes(
    found: Found,
    before: Mapping[str, _Seen],
    first: bool,
    parse: Parse,
    progress: Progress,
    *,
    forget: bool,
    kept: Mapping[str, _Seen] = MappingProxyType({}),
) -> Iterator[Batch]:
    """What changed in the files found since they were ``before``; ``kept`` goes into every cursor."""
    now = dict(before)
    gone = [] if not forget else sorted(set(before) - {s.place for s in found.sources})
    removed = tuple(_id(_prefix(place), item) for place in gone for item in now.pop(place).items)
    yield Batch(gone=removed, problems=found.problems, everything_again=first)
    for number, source in enumerate(found.sources):
        progress(source.place, number, len(found.sources))
        seen = before.get(source.place)
        try:
            stamp = _stamp(source.path)
            if seen and seen.stamp == stamp:
                continue
            data = source.path.read_bytes()
        except OSError:
            yield Batch(problems=(Problem("files.unreadable", source.place),))
            continue
        digest = blake2b(data, digest_size=12).hexdigest()
        items: tuple[str, ...] = seen.items if seen else ()
        if seen is None or seen.digest != digest:
            items, batches = _read(source, data, items, parse, forget)
            yield from batches
        now[source.place] = _Seen(stamp, digest, items)
    progress("", len(found.sources), len(found.sources))
    yield Batch(cursor=_cursor({**now, **kept}))


def _read(
    source: Source, data: bytes, before: tuple[str, ...], parse: Parse, forget: bool
) -> tuple[tuple[str, ...], list[Batch]]:
    """What to remember of a file's items, and the batches that bring those that are new or changed."""
    prefix = _prefix(source.place)
    try:
        items = {f"{i.source.removeprefix(prefix)} {_content(i)}": i for i in parse(source, data, prefix)}
    except ValueError:
        return before, [Batch(problems=(Problem("contacts.not_linkedin", source.place),))]
    known = frozenset(before)
    gone = {_id(prefix, item) for item in before} - {i.source for i in items.values()}
    fresh = iter([item for key, item in items.items() if key not in known])
    batches = [Batch(appeared=part) for part in iter(lambda: tuple(islice(fresh, _SIZE)), ())]
    return tuple(items) if forget else (), [Batch(gone=tuple(sorted(gone))), *batches] if gone else batches


def _id(prefix: str, item: str) -> SourceId:
    return SourceId(prefix + item.partition(" ")[0])


def _content(item: Card | Message) -> str:
    return blake2b(repr(item).encode(errors="replace"), digest_size=4).hexdigest()


def _cards(source: Source, data: bytes, prefix: str) -> Iterable[Card]:
    if source.kind is Kind.VCF:
        return vcf.cards(data, prefix)
    table = linkedin.table(data)
    if table is None:
        raise ValueError(source.place)
    return linkedin.cards(table, prefix) if table.has_connections else ()


def _messages(source: Source, data: bytes, prefix: str) -> Iterable[Message]:
    table = linkedin.table(data)  # what is no table of LinkedIn's, the reader of contacts has said
    if table is None or not table.has_messages:
        return ()
    return linkedin.messages(table, prefix, _owner(source.path))


def _owner(messages: Path) -> str:
    """The user's name, from the Profile.csv that lies beside."""
    for path in sorted(messages.parent.glob("[Pp]rofil*.csv")):
        try:
            table = linkedin.table(path.read_bytes())
        except OSError:
            continue
        if table and (name := linkedin.owner(table)):
            return name
    return ""


def _prefix(place: str) -> str:
    return blake2b(place.encode("utf-8", "surrogateescape"), digest_size=4).hexdigest() + ":"


def _stamp(path: Path) -> str:
    """:raises OSError: it cannot be read, or is larger than any such file."""
    stat = path.stat()
    if stat.st_size > _LARGEST:
        raise OSError("too large")
    return f"{stat.st_size}.{stat.st_mtime_ns}"


def _cursor(files: Mapping[str, _Seen]) -> Cursor:
    return Cursor(json.dumps({place: asdict(seen) for place, seen in files.items()}, separators=(",", ":")), VERSION)


def _loaded(since: Cursor | None) -> dict[str, _Seen]:
    if since is None:
        return {}
    try:
        if since.version != VERSION:
            raise ValueError(since.version)
        found = json.loads(since.value)
        return {place: _Seen(s["stamp"], s["digest"], tuple(s["items"])) for place, s in found.items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CursorExpired("contacts.cursor") from error
