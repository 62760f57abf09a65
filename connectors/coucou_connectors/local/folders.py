"""Maildir folders and folders of .eml files: each file is read once, and missed when it went.

The state of a folder is the set of files that were read: eight bytes of digest for each name, and four for the size
and time of an .eml file. A Maildir's file keeps its name for life but for the flags behind it
(cr.yp.to/proto/maildir.html).
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from coucou.contract import Reading, SourceId
from coucou_connectors.local.files import Source
from coucou_connectors.local.gather import BATCH, Gathering, Piece, State, Tell, problem
from coucou_connectors.local.places import Folder, folder_of, prefix_of
from coucou_connectors.local.split import LONGEST_HEADER

_KEY, _STAMP = 8, 4  # bytes
_ONCE = b"\0" * _STAMP  # the stamp of what never changes
_FIRST = 16 * 1024  # bytes: nearly every header block is shorter
_BLANK = re.compile(rb"\n\r?\n")
_INFO = re.compile(r"[:;!]2,|,[A-Z]=")  # flags; sizes and UIDs that Dovecot and mbsync add
_SHARE = 4  # a state grows with its folder, so it is given again only when a quarter more was read


@dataclass(frozen=True, slots=True)
class File:
    key: bytes
    stamp: bytes
    path: str
    place: str
    folder: Folder


def maildir(source: Source) -> list[File]:
    """The messages of a Maildir folder, drafts and trashed ones left out; none of a folder of such.

    :raises OSError: the folder cannot be read.
    """
    folder = folder_of(source)
    if folder.left_out:
        return []
    files = []
    for inner in ("cur", "new"):
        with os.scandir(source.path / inner) as entries:
            for entry in entries:
                unique, _, flags = entry.name.replace("!2,", ":2,").replace(";2,", ":2,").partition(":2,")
                if (
                    entry.name.startswith(".")
                    or not entry.is_file(follow_symlinks=False)
                    or "D" in flags
                    or "T" in flags
                ):
                    continue
                key = _digest(os.fsencode(_INFO.split(unique, maxsplit=1)[0]), _KEY)
                files.append(File(key, _ONCE, entry.path, source.place, folder))
    return files


def eml(sources: Iterable[Source]) -> list[File]:
    """Files of one message each; those whose folder is one of drafts, spam or trash left out."""
    files = []
    for source in sources:
        folder = folder_of(source)
        if folder.left_out:
            continue
        try:
            status = source.path.stat()
        except OSError:
            continue  # it went since it was found
        stamp = _digest(b"%d %d" % (status.st_size, status.st_mtime_ns), _STAMP)
        files.append(File(_digest(os.fsencode(source.place), _KEY), stamp, str(source.path), source.place, folder))
    return files


def read(place: str, files: Sequence[File], state: State | None, reading: Reading, tell: Tell) -> Iterator[Piece]:
    """What went since ``state``, then the messages of the ``files`` that it does not cover."""
    known = _unpacked(state)
    prefix = prefix_of(place)
    listed = {file.key for file in files}
    gone = [key for key in known if key not in listed]
    for key in gone:
        del known[key]
    if gone:
        yield Piece(gone=tuple(SourceId(prefix + key.hex()) for key in gone), state=_packed(known))
    fresh = [file for file in files if known.get(file.key) != file.stamp]
    gathering, stated, done = Gathering(reading), len(known), 0
    for file in fresh:
        if len(gathering.messages) >= BATCH:
            due = len(known) - stated >= stated // _SHARE
            stated = len(known) if due else stated
            tell(done)
            yield Piece(gathering.taken(), _packed(known) if due else None)
        done += 1
        try:
            gathering.add(_headers(file.path), prefix + file.key.hex(), file.folder)
        except FileNotFoundError:
            continue  # renamed or deleted since it was listed: the next time tells
        except OSError:
            yield Piece(problems=(problem("mail.unreadable", file.place),))
            continue
        known[file.key] = file.stamp
    if fresh:
        tell(done)
        yield Piece(gathering.taken(), _packed(known), problems=gathering.problems(place))


def _headers(path: str) -> bytes:
    """The header block of a file of one message, behind an empty line; hardly more than the block is read."""
    with open(path, "rb", buffering=0) as file:
        data = b"\n" + (file.read(_FIRST) or b"").lstrip(b"\xef\xbb\xbf\r\n")
        while True:
            blank = _BLANK.search(data, 1)
            if blank:
                return data[: blank.end()]
            more = file.read(LONGEST_HEADER // 4) if len(data) < LONGEST_HEADER else b""
            if not more:
                return data
            data += more


def _digest(data: bytes, size: int) -> bytes:
    return blake2b(data, digest_size=size).digest()


def _packed(known: dict[bytes, bytes]) -> State:
    return {"seen": base64.b64encode(b"".join(key + stamp for key, stamp in known.items())).decode()}


def _unpacked(state: State | None) -> dict[bytes, bytes]:
    seen = base64.b64decode(state["seen"]) if state else b""
    step = _KEY + _STAMP
    return {seen[at : at + _KEY]: seen[at + _KEY : at + step] for at in range(0, len(seen), step)}
