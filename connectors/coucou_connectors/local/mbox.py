"""mbox files: read once, then only what was appended.

The state of a file is its size and time, the offset read so far, and digests of its beginning and of the bytes before
the offset. A file that only grew is read from the offset; one whose digests differ was rewritten and is read again,
with the same source ids, since those come from the messages and not from their place.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from coucou.contract import Reading
from coucou_connectors.local.files import Source
from coucou_connectors.local.gather import BATCH, Gathering, Piece, State, Tell, problem
from coucou_connectors.local.places import folder_of, prefix_of
from coucou_connectors.local.split import begins, blocks

_SAMPLE = 16 * 1024  # bytes at the beginning and before the offset by which a file is known again


def size_to_read(source: Source, state: State | None) -> int:
    """About how many bytes :func:`read` will read, for a progress bar. Opens nothing."""
    try:
        status = source.path.stat()
    except OSError:
        return 0
    if state is None or status.st_size < state["offset"]:
        return status.st_size
    return status.st_size - int(state["offset"])


def read(source: Source, state: State | None, reading: Reading, tell: Tell) -> Iterator[Piece]:
    """The messages of one mbox that ``state`` does not cover; ``tell`` hears how many bytes were read.

    :raises OSError: the file cannot be read.
    """
    status = source.path.stat()
    if state and (state["size"], state["mtime"]) == (status.st_size, status.st_mtime_ns):
        return
    if folder_of(source).left_out or not status.st_size:
        return
    with source.path.open("rb") as file:
        strict = begins(file)
        if strict is None:
            yield Piece(problems=(problem("mail.not_mbox", source.place),))
            return
        start = state["offset"] if state and _is_continued(source.path, state, status.st_size) else 0
        yield from _read(file, source, start, strict, reading, status.st_mtime_ns, tell)


def _read(
    file: BinaryIO, source: Source, start: int, strict: bool, reading: Reading, mtime: int, tell: Tell
) -> Iterator[Piece]:
    folder = folder_of(source)
    prefix = prefix_of(folder.label)
    gathering = Gathering(reading)
    after, cut, torn = start, -1, False
    for header, begin, end, whole in blocks(file, start, strict):
        if len(gathering.messages) >= BATCH:
            tell(after - start)
            yield Piece(gathering.taken(), _state(source.path, after))
        gathering.add(header, prefix, folder)
        after = end
        if not whole:
            cut, torn = begin, not header.endswith(b"\n")
    # The end as it was read: the file may have grown since its size was asked. Headers cut by the end are read again.
    size = file.tell()
    tell(size - start)
    problems = gathering.problems(source.place)
    if torn:
        problems += (problem("mail.truncated", source.place),)
    state = _state(source.path, size if cut < 0 else cut, size, mtime)
    yield Piece(gathering.taken(), state, problems=problems)


def _state(path: Path, offset: int, size: int = -1, mtime: int = -1) -> State:
    head, tail = _samples(path, offset)
    return {"size": size, "mtime": mtime, "offset": offset, "head": head, "tail": tail}


def _is_continued(path: Path, state: State, size: int) -> bool:
    """Whether the file still begins with what was read."""
    return size >= state["offset"] and _samples(path, state["offset"]) == (state["head"], state["tail"])


def _samples(path: Path, offset: int) -> tuple[str, str]:
    # By a file handle of its own: the other one stands where the reading is, and os.pread is not on every system.
    length = min(_SAMPLE, offset)
    with path.open("rb") as file:
        head = file.read(length)
        file.seek(offset - length)
        return _digest(head), _digest(file.read(length))


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=12).hexdigest()
