"""What every reader of mail files shares: pieces of work with the state to go on from, counts of what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from coucou.contract import Message, Problem, Reading, SourceId
from coucou_connectors.headers import Skip, arrival, message, wanted
from coucou_connectors.labels import is_left_out, is_sent, of_gmail
from coucou_connectors.local.places import Folder

BATCH = 1000

State = dict[str, Any]
"""How far one mbox, Maildir or group of .eml files was read; JSON."""

Tell = Callable[[int], None]
"""Hears how much was read: bytes of an mbox, files of a folder."""

_EXPUNGED = 0x0008  # Thunderbird's mark on a message that was deleted and is still in the file (nsMsgMessageFlags)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some messages; ``state`` (None: not yet) covers them and everything before."""

    messages: tuple[Message, ...] = ()
    state: State | None = None
    gone: tuple[SourceId, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Gathering:
    """Messages as they are read, and counts of what is none."""

    reading: Reading
    messages: list[Message] = field(default_factory=list)
    skipped: Counter[Skip] = field(default_factory=Counter)

    def add(self, block: bytes, source: str, folder: Folder) -> None:
        """Read one header block; ``source`` is as for :func:`coucou_connectors.headers.message`."""
        headers = wanted(block, self.reading.subjects)
        labels: tuple[str, ...] = (folder.label,)
        sent = folder.sent
        if "x-gmail-labels" in headers:
            labels, is_gmail_s_sent, left_out = _of_gmail(headers["x-gmail-labels"])
            if left_out:
                return
            sent = sent or is_gmail_s_sent
        if "x-unsent" in headers and headers["x-unsent"].strip() == "1":
            return  # a draft, as Outlook and we ourselves mark it
        if "x-mozilla-status" in headers and _is_expunged(headers["x-mozilla-status"]):
            return
        found = message(headers, self.reading, source, labels, sent)
        if found is Skip.UNDATED and (arrived := arrival(block, self.reading)):
            found = message(headers, self.reading, source, labels, sent, arrived)
        if isinstance(found, Message):
            self.messages.append(found)
        else:
            self.skipped[found] += 1

    def taken(self) -> tuple[Message, ...]:
        """What was gathered since the last time."""
        messages = tuple(self.messages)
        self.messages.clear()
        return messages

    def problems(self, place: str) -> tuple[Problem, ...]:
        """What was left out, counted, since the last time."""
        counts = {"mail.undated": self.skipped[Skip.UNDATED], "mail.no_sender": self.skipped[Skip.NO_SENDER]}
        self.skipped.clear()
        return tuple(problem(code, place, n=n) for code, n in counts.items() if n)


@lru_cache(maxsize=4096)
def _of_gmail(value: str) -> tuple[tuple[str, ...], bool, bool]:
    labels = of_gmail(value)
    return labels, is_sent(labels), is_left_out(labels)


def problem(code: str, place: str, **values: object) -> Problem:
    return Problem(code, place, MappingProxyType(values))


def _is_expunged(flags: str) -> bool:
    try:
        return bool(int(flags, 16) & _EXPUNGED)
    except ValueError:
        return False
