"""Cutting an mbox into header blocks, in big chunks, with the same memory for a message of any size.

RFC 4155 and its dialects: mboxo and mboxrd (``>From`` in bodies), CRLF, Google Takeout's and Thunderbird's envelope
lines. A body's own line that begins with "From " is told by its shape and by what follows: an envelope line names a
moment and is followed by a header line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

CHUNK = 1 << 20
LONGEST_HEADER = 256 * 1024  # bytes; of a longer header block the rest is taken for body
_LOOK = 2048  # an envelope line and the beginning of the next one are shorter
_BEFORE = 3  # bytes before an envelope line that tell whether the line before it is blank

_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_SHAPE = re.compile(
    rb"\nFrom [^\n]{0,500}?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:"
    + _MONTH
    + rb" +\d{1,2}|\d{1,2} "
    + _MONTH
    + rb" \d{2,4}) +\d{1,2}:\d\d[^\n]{0,60}\n"
)
_LINE = re.compile(rb"\nFrom [^\n]{0,500}\n")
_HEADER = re.compile(rb">?[!-9;-~]{1,76}[ \t]*:|>From ")
_KNOWN = re.compile(
    rb"(?:From|To|Cc|Subject|Date|Message-ID|Received|Return-Path|Delivered-To|MIME-Version|Reply-To|Sender|Status|"
    rb"Content-[A-Za-z-]{2,40}|X-[A-Za-z0-9-]{1,60}|List-[A-Za-z]{2,20}|DKIM-Signature|Envelope-To|References|In-Reply-To)"
    rb"[ \t]*:",
    re.I,
)
_BOM = b"\xef\xbb\xbf"
_BLANK = re.compile(rb"\n\r?\n")


@dataclass(frozen=True, slots=True)
class Block:
    """One message's headers. ``after`` is the offset to go on from; not ``whole``: the file ends within them."""

    header: bytes
    start: int  # offset of the envelope line
    after: int
    whole: bool = True


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
    base = start - _BEFORE if start >= _BEFORE else -1
    file.seek(max(base, 0))
    data = file.read(chunk)
    if base < 0:
        mark = len(_BOM) if data.startswith(_BOM) else 0
        data, base = b"\n" + data[mark:], mark - 1
    at, ended = max(start - base - 1, 0), False
    while True:
        at = _next(data, at, strict, ended)
        if at + _LOOK > len(data) and not ended:
            # Nothing more here for sure: keep what may be the beginning of an envelope, and read on.
            keep = max(min(at, len(data)) - _BEFORE, 0)
            more = file.read(chunk)
            data, base, at, ended = data[keep:] + more, base + keep, min(at, len(data)) - keep, not more
            continue
        if at >= len(data):
            return
        end = _end(data, at)
        if end < 0 and not ended and len(data) - at < LONGEST_HEADER:
            keep = max(at - _BEFORE, 0)
            more = file.read(chunk)
            data, base, at, ended = data[keep:] + more, base + keep, at - keep, not more
            continue
        block, at = _block(data, at, end, base, strict)
        yield block


def _next(data: bytes, at: int, strict: bool, ended: bool) -> int:
    """Where the next envelope line (its newline) begins or may begin; else the end of ``data`` less five bytes."""
    while True:
        at = data.find(b"\nFrom ", at)
        if at < 0:
            return len(data) if ended else max(len(data) - 5, 0)
        if (at + _LOOK > len(data) and not ended) or _is_envelope(data, at, strict):
            return at
        at += 5


def _is_envelope(data: bytes, at: int, strict: bool) -> bool:
    """Whether ``data[at:]``, a newline and "From ", begins a message."""
    line = (_SHAPE if strict else _LINE).match(data, at)
    if line is None:
        return False
    after_blank = at == 0 or data[at - 1] == 10 or data[max(at - 2, 0) : at] == b"\n\r"
    if strict and after_blank:
        return _HEADER.match(data, line.end()) is not None
    # No blank line before, or no moment: only a header that everybody writes tells it from prose.
    return (strict or after_blank) and _KNOWN.match(data, line.end()) is not None


def _end(data: bytes, at: int) -> int:
    """Where the blank line after the headers ends; -1 when it is not in ``data``."""
    blank = _BLANK.search(data, at + 1, at + LONGEST_HEADER)
    return blank.end() if blank else -1


def _block(data: bytes, at: int, end: int, base: int, strict: bool) -> tuple[Block, int]:
    stop = end if end >= 0 else min(at + LONGEST_HEADER, len(data))
    header = data[at + 1 : stop]
    inner = header.find(b"\nFrom ")
    while inner >= 0:  # a message of headers only, and no blank line before the next one
        if _is_envelope(data, at + 1 + inner, strict):
            stop, end, header = at + 2 + inner, 0, header[: inner + 1]
            break
        inner = header.find(b"\nFrom ", inner + 5)
    whole = end >= 0 or stop < len(data)
    return Block(header, base + at + 1, base + stop, whole), stop - 1
