"""A mailbox's messages, folder by folder (https://learn.microsoft.com/graph/delta-query-messages).

What the user sent comes first, because only there ties begin; each folder newest first. Every page is delivered with a
cursor, so that a long first read goes on where it stopped.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import quote

from coucou.contract import Batch, Cursor, CursorExpired, Message, Reading, Refused, SourceId, TryLater
from coucou.core.address import normal
from coucou_connectors.outlook import message
from coucou_connectors.outlook.errors import Lost, Missing, TooLarge, Unusable, smaller
from coucou_connectors.outlook.fields import part, parts, text
from coucou_connectors.outlook.message import Folder
from coucou_connectors.outlook.wire import Answer, Wire

VERSION = 2  # raised whenever what is asked of Graph changes, so that everything is asked again
_PAGE = {False: 1000, True: 250}  # messages, by whether each brings its headers, which are long
_PROBED = 10  # messages that are looked at to learn whether headers are given
_NEWEST = "receivedDateTime desc"  # the only order that a delta knows; without it there is none
_FRESH_STARTS = 2  # of one folder in one read, when the server loses its place


@dataclass(frozen=True, slots=True)
class Place:
    """Where reading stands. ``folders``: each one's link to go on with, and whether its past was read to the end."""

    oldest: int  # epoch seconds
    subjects: bool
    headers: bool | None = None  # whether Graph gives them; None: not known yet
    folders: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def cursor(self) -> Cursor:
        return Cursor(json.dumps(asdict(self), separators=(",", ":")), VERSION)


def place(cursor: Cursor, reading: Reading) -> Place:
    """:raises CursorExpired: the cursor is not ours, or more is asked for than was read: a longer past, or subjects."""
    if cursor.version != VERSION:
        raise CursorExpired("outlook.cursor")
    try:
        told = json.loads(cursor.value)
        folders = {str(name): (str(link), bool(whole)) for name, (link, whole) in told.pop("folders").items()}
        known = Place(**told, folders=folders)
        shorter = int(reading.oldest.timestamp()) < known.oldest
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CursorExpired("outlook.cursor") from error
    if shorter or (reading.subjects and not known.subjects):
        raise CursorExpired("outlook.cursor")
    return known


class Mail:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        """See ``Reads.changes``. A folder whose token Graph forgot is read again, and only that one."""
        at = Place(int(reading.oldest.timestamp()), reading.subjects) if since is None else place(since, reading)
        wanted = self._wire.setting.options.folders
        at = replace(at, folders={name: stand for name, stand in at.folders.items() if name in wanted})
        if at.headers is None:
            at = replace(at, headers=self._gives_headers())
        first = since is None
        for batch in self._folders(at, reading):
            yield replace(batch, everything_again=first)
            first = False
        if first:
            raise Refused("outlook.no_folders")

    def _folders(self, at: Place, reading: Reading) -> Iterator[Batch]:
        for name in self._wire.setting.options.folders:
            at = yield from self._folder(name, at, reading)

    def _folder(self, name: str, at: Place, reading: Reading) -> Generator[Batch, None, Place]:
        """One folder's pages, and where they leave the reader. A folder that is not there is passed over."""
        folder = Folder(name, frozenset(map(normal, self._wire.tokens.addresses())))
        starts, size, done = 0, _PAGE[bool(at.headers)], 0
        while True:
            link, whole = at.folders.get(name, ("", False))
            try:
                answer, size = self._page(name, link, at, size)
            except (Missing, Lost, Unusable) as error:
                if isinstance(error, Missing) and not link:
                    return at
                starts += 1
                if starts > _FRESH_STARTS:
                    raise TryLater("outlook.failing") from error
                at = _afresh(error, name, at)
                continue
            following, finished = self._onwards(answer)
            at = replace(at, folders={**at.folders, name: (following, whole or finished)})
            appeared, gone = _read(answer, folder, reading)
            done += len(appeared)
            self._wire.setting.ports.progress(name, done, None)
            yield Batch(appeared=appeared, gone=gone, cursor=at.cursor(), dear=not whole)
            if finished:
                return at

    def _page(self, name: str, link: str, at: Place, size: int) -> tuple[Answer, int]:
        """A page and the size that worked: what is too large for the server is asked for in smaller parts."""
        params = {"$select": message.asked(subjects=at.subjects, with_headers=bool(at.headers)), "$orderby": _NEWEST}
        path = link or self._wire.own(f"/mailFolders/{quote(name, safe='')}/messages/delta")
        while True:
            try:
                return self._wire.get(path, None if link else params, page=size), size
            except TooLarge:
                size = smaller(size)

    def _onwards(self, answer: Answer) -> tuple[str, bool]:
        """What to ask for next, and whether that is the next round."""
        later, more = answer.get("@odata.deltaLink"), answer.get("@odata.nextLink")
        link = later if isinstance(later, str) else more
        if not isinstance(link, str):
            raise TryLater("outlook.not_graph")
        return self._wire.path_of(link), link is later

    def _gives_headers(self) -> bool | None:
        """Whether Graph gives ``internetMessageHeaders`` to this account; asked once. None: no mail tells."""
        asked = {"$select": "id,internetMessageHeaders", "$top": str(_PROBED)}
        try:
            answer = self._wire.get(self._wire.own("/mailFolders/inbox/messages"), asked)
        except (Refused, Unusable, Missing, Lost):
            return False
        found = list(parts(answer, "value"))
        return any(any(parts(one, "internetMessageHeaders")) for one in found) if found else None


def _afresh(error: Exception, name: str, at: Place) -> Place:
    """Where to begin a folder again. :raises TryLater: it was just begun, and nothing can be done otherwise."""
    if name in at.folders:
        return replace(at, folders={other: stand for other, stand in at.folders.items() if other != name})
    if isinstance(error, Unusable) and at.headers:
        return replace(at, headers=False)  # given elsewhere, but not in a delta
    raise TryLater("outlook.failing") from error


def _read(answer: Answer, folder: Folder, reading: Reading) -> tuple[tuple[Message, ...], tuple[SourceId, ...]]:
    """What appeared and what went. The parts of an item that comes in several are joined; one that never says who
    wrote it only tells that something changed, of a message that was delivered before."""
    items: dict[str, dict[str, Any]] = {}
    for one in parts(answer, "value"):
        name = text(one, "id")
        if name:
            before = {} if "@removed" in one or "@removed" in items.get(name, {}) else items.get(name, {})
            items[name] = {**before, **one}
    gone = tuple(message.source(one, folder) for one in items.values() if part(one, "@removed"))
    whole = (one for one in items.values() if "@removed" not in one and message.is_whole(one))
    found = (message.message(one, reading, folder) for one in whole)
    return tuple(one for one in found if one is not None), gone
