"""Several readers as one, and a reader of files told what was found: what keeps the plug-in's readers simple."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from coucou.contract import Batch, Cursor, CursorExpired, Reading, Reads, Refused
from coucou_connectors.local.files import Found

VERSION = 1
EVER = datetime(1, 1, 1, tzinfo=UTC)
"""Files are read whole: the bound on the past spares a provider's quota, and an export has none."""


class Together:
    """Reads what each of ``parts`` reads, one after the other; the cursor is JSON with one cursor a part.

    Their source ids must differ. When one part must begin again, all do.
    """

    def __init__(self, parts: Mapping[str, Reads]) -> None:
        self._parts = parts

    def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        """:raises CursorExpired: ``local.cursor``, or as a part does; Refused as a part does."""
        reading = replace(reading, oldest=EVER)
        cursors = _loaded(since, self._parts)
        first = since is None
        for name, part in self._parts.items():
            for batch in part.changes(cursors.get(name), reading):
                if batch.cursor is not None:
                    cursors[name] = batch.cursor
                whole = _cursor(cursors) if batch.cursor is not None else None
                yield replace(batch, cursor=whole, everything_again=first)
                first = False


class Told:
    """A reader of the files that ``find`` finds, with the problems that finding them had on its first batch.

    Where something that was named could not be had, nothing is read: what is known stays, and is not all there is.
    """

    def __init__(self, find: Callable[[], Found], reader: Callable[[Found], Reads]) -> None:
        self._find = find
        self._reader = reader

    def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        """:raises Refused: ``calendar.lacking``, or as ``find`` does; CursorExpired as the reader does."""
        reading = replace(reading, oldest=EVER)
        found = self._find()
        problems = found.problems
        if found.lacking:
            yield Batch(problems=problems)
            raise Refused("calendar.lacking", place=", ".join(found.lacking))
        for batch in self._reader(found).changes(since, reading):
            yield replace(batch, problems=(*problems, *batch.problems))
            problems = ()


def _cursor(cursors: Mapping[str, Cursor]) -> Cursor:
    return Cursor(json.dumps({n: [c.version, c.value] for n, c in cursors.items()}, separators=(",", ":")), VERSION)


def _loaded(since: Cursor | None, parts: Mapping[str, Reads]) -> dict[str, Cursor]:
    if since is None:
        return {}
    try:
        if since.version != VERSION:
            raise ValueError(since.version)
        return {name: Cursor(str(value), int(version)) for name, (version, value) in json.loads(since.value).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise CursorExpired("local.cursor") from error
