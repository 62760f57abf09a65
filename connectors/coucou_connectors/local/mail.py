"""The reader of exported mail: mbox files, Maildir folders and .eml files, headers only.

Its cursor is JSON: for each source how far it was read, and what was asked for when it was read. Sources that are not
found any more keep their place in it, so that a drive that comes back is not read again; their messages are kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from coucou.contract import Batch, Cursor, CursorExpired, Progress, Reading
from coucou_connectors.local import folders, mbox
from coucou_connectors.local.files import Found, Kind, Source
from coucou_connectors.local.gather import Piece, State, Tell, problem

VERSION = 1


class LocalMail:
    """Reads what ``find`` finds each time; fulfils :class:`coucou.contract.Reads`."""

    def __init__(self, find: Callable[[], Found], progress: Progress = lambda what, done, total: None) -> None:
        self._find = find
        self._progress = progress

    def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        """Messages not seen before and, of Maildir folders and .eml files, what went, in batches of about a thousand.

        A message that went from an mbox stays known: cleaning a mailbox up does not undo a conversation.

        :raises CursorExpired: ``mail.read_again``: more of the past or the subjects are asked for than were read, or
            subjects are no longer to be kept.
        :raises Refused: as ``find`` does.
        """
        asked, states = _opened(since, reading)
        found = self._find()
        first, cursor = since is None, _cursor(asked, states)
        if found.problems or first:
            yield Batch(problems=found.problems, everything_again=first)
        for key, sources in _grouped(found.sources):
            for piece in self._pieces(key, sources, states.get(key), reading):
                if piece.state is not None:
                    states[key] = piece.state
                    cursor = _cursor(asked, states)
                yield Batch(
                    piece.messages, piece.gone, cursor if piece.state is not None else None, problems=piece.problems
                )
        yield Batch(cursor=cursor)

    def _pieces(self, key: str, sources: Sequence[Source], state: State | None, reading: Reading) -> Iterator[Piece]:
        """One source's pieces; a file that cannot be read is a problem of its own, and stops no other."""
        first = sources[0]
        try:
            if first.kind is Kind.MBOX:
                total = mbox.size_to_read(first, state)
                yield from mbox.read(first, state, reading, self._teller(first.place, total))
            else:
                files = folders.maildir(first) if first.kind is Kind.MAILDIR else folders.eml(sources)
                place = first.place if first.kind is Kind.MAILDIR else first.folder or first.place
                yield from folders.read(place, files, state, reading, self._teller(place, len(files)))
        except OSError:
            yield Piece(problems=(problem("mail.unreadable", first.place),))

    def _teller(self, place: str, total: int) -> Tell:
        return lambda done: self._progress(place, done, total)


def _grouped(sources: Sequence[Source]) -> Iterator[tuple[str, Sequence[Source]]]:
    """Each mbox and Maildir by itself, .eml files with those found in the same search; with a key that stays."""
    ordered = sorted(sources, key=_key)
    for key, group in groupby(ordered, _key):
        yield key, list(group)


def _key(source: Source) -> str:
    return f"{source.kind}:{source.folder if source.kind is Kind.EML else source.place}"


def _opened(since: Cursor | None, reading: Reading) -> tuple[dict[str, object], dict[str, State]]:
    asked: dict[str, object] = {"oldest": reading.oldest.isoformat(), "subjects": reading.subjects}
    if since is None:
        return asked, {}
    try:
        told = json.loads(since.value)
        before, states = told["asked"], told["states"]
        is_good = (
            since.version == VERSION
            and before["subjects"] == reading.subjects
            and datetime.fromisoformat(before["oldest"]) <= reading.oldest
        )
    except (ValueError, KeyError, TypeError) as error:
        raise CursorExpired("mail.read_again") from error
    if not is_good:
        raise CursorExpired("mail.read_again")
    return before, states


def _cursor(asked: dict[str, object], states: dict[str, State]) -> Cursor:
    return Cursor(json.dumps({"asked": asked, "states": states}, separators=(",", ":"), sort_keys=True), VERSION)
