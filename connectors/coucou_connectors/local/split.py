"""Cutting an mbox into header blocks, in big chunks, with the same memory for a message of any size.

RFC 4155 and its dialects: mboxo and mboxrd (``>From`` in bodies), CRLF, Google Takeout's and Thunderbird's envelope
lines. A body's own line that begins with "From " is told by its shape and by what follows: an envelope line names a
moment and is followed by a header line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

CHUNK = 128 * 1024  # bytes; bigger ones leave the processor's cache and gain nothing
LONGEST_HEADER = 256 * 1024  # bytes; of a longer header block the rest is taken for body
_LOOK = 2048  # an envelope line and the beginning of the next one are shorter
_START = b"\nFrom"  # without the blank behind it: searching for a rare last letter is a quarter faster
_SOME = 8 * 1024  # bytes by which a chunk is known
_SELDOM = _SOME // 300  # letters among them; one that begins no line costs as much as passing over 200 bytes
_BEFORE = 3  # bytes before an envelope line that tell whether the line before it is blank

_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_SHAPE = re.compile(
    # A sender without blanks first, because nearly all are; then one with blanks, as in mailing lists' archives.
    rb"\nFrom (?:[^ \n]{1,500} +|[^\n]{0,500}?\b)(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:"
    + _MONTH
    + rb" +\d{1,2}|\d{1,2} "
    + _MONTH
    + rb" \d{2,4}) +\d{1,2}:\d\d[^\n]{0,60}\n"
)
_LINE = re.compile(rb"\nFrom [^\n]{0,500}\n")
_BEGINNING = re.compile(rb"(?>" + _SHAPE.pattern + rb")(?:>?[!-9;-~]{1,76}+[ \t]*+:|>From )")
_KNOWN = re.compile(
    rb"(?:From|To|Cc|Subject|Date|Message-ID|Received|Return-Path|Delivered-To|MIME-Version|Reply-To|Sender|Status|"
    rb"Content-[A-Za-z-]{2,40}|X-[A-Za-z0-9-]{1,60}|List-[A-Za-z]{2,20}|DKIM-Signature|Envelope-To|References|In-Reply-To)"
    rb"[ \t]*:",
    re.I,
)
_BOM = b"\xef\xbb\xbf"
_END = re.compile(rb"\n(?:\n|\r\n|(From ))")  # of a header block: a blank line, or without one the next envelope line


Block = tuple[bytes, int, int, bool]
"""One message: its header block, the offset of its envelope line, the offset to go on from, and whether the block is
whole (False: the file ends within it)."""


def begins(file: BinaryIO) -> bool | None:
    """Whether the file begins as an mbox: True by its envelope line, False by the headers after it, None if not."""
    file.seek(0)
    head = b"\n" + file.read(_LOOK * 2).lstrip(b"\xef\xbb\xbf\r\n")
    if _is_envelope(head, 0, strict=True):
        return True
    return False if _is_envelope(head, 0, strict=False) else None


def blocks(file: BinaryIO, start: int = 0, strict: bool = True, chunk: int = CHUNK) -> Iterator[Block]:
    """The header block of each message from ``start``, which is 0 or an offset that a block named.

    With ``strict`` False, envelope lines need not name a moment (see :func:`begins`), but a blank line before them.
    """
    data, base, at = _opened(file, start, chunk)
    ended, next_start = False, _search_in(data)
    while True:
        at = next_start(data, at)
        if at < 0 or (len(data) - at < _LOOK and not ended):
            if ended:
                return
            # Nothing more here for sure: keep what may be the beginning of an envelope line, and read on.
            keep = max((len(data) - 5 if at < 0 else at) - _BEFORE, 0)
        elif not _is_envelope(data, at, strict):
            at += 5
            continue
        else:
            end = _end(data, at + 1, strict)
            if end or ended or len(data) - at >= LONGEST_HEADER:
                stop = end or min(at + LONGEST_HEADER, len(data))
                yield data[at + 1 : stop], base + at + 1, base + stop, bool(end) or stop < len(data)
                at = stop - 1
                continue
            keep = max(at - _BEFORE, 0)
        more = file.read(chunk)
        data, base, ended, next_start = data[keep:] + more, base + keep, not more, _search_in(more)
        at = 0 if at < 0 else at - keep


def _search_in(data: bytes) -> Callable[[bytes, int], int]:
    """The faster way to find :data:`_START` in such bytes: by its capital letter in prose, at once in base64."""
    return _by_letter if data.count(b"F", 0, _SOME) <= _SELDOM else _at_once


def _by_letter(data: bytes, at: int) -> int:
    # One letter is sought by ``memchr``, ten times as fast as a word.
    at = data.find(b"F", at + 1)
    while at > 0 and not data.startswith(_START, at - 1):
        at = data.find(b"F", at + 1)
    return max(at - 1, -1)


def _at_once(data: bytes, at: int) -> int:
    return data.find(_START, at)


def _opened(file: BinaryIO, start: int, chunk: int) -> tuple[bytes, int, int]:
    """The first bytes, the offset of the first of them, and where in them to look from (a newline, given or made)."""
    base = max(start - _BEFORE, 0)
    file.seek(base)
    data = file.read(chunk)
    if base:
        return data, base, start - base - 1
    mark = len(_BOM) if data.startswith(_BOM) else 0
    return b"\n" + data[mark:], mark - 1, 0


def _end(data: bytes, begin: int, strict: bool) -> int:
    """Where a header block ends: behind its blank line, or at the next envelope line. 0: not in what was read."""
    last = begin + LONGEST_HEADER
    found = _END.search(data, begin, last)
    while found and found[1]:
        if _is_envelope(data, found.start(), strict):
            return found.start() + 1
        found = _END.search(data, found.end(), last)
    return found.end() if found else 0


def _is_envelope(data: bytes, at: int, strict: bool) -> bool:
    """Whether ``data[at:]``, a newline and "From ", begins a message."""
    after_blank = at == 0 or data[at - 1] == 10 or data[max(at - 2, 0) : at] == b"\n\r"
    if strict and after_blank:
        return _BEGINNING.match(data, at) is not None
    line = (_SHAPE if strict else _LINE).match(data, at)
    # No blank line before, or no moment: only a header that everybody writes tells it from prose.
    return line is not None and (strict or after_blank) and _KNOWN.match(data, line.end()) is not None
