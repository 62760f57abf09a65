"""What an outbox remembers: one line a fact in a file beside what was written, appended and never rewritten."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NAME = ".coucou"
KEY = re.compile(r"[0-9a-f]{32}")
_LINE = re.compile(rb"(made|cancelled) ([0-9a-f]{32})\n")


@dataclass(frozen=True, slots=True)
class Journal:
    """Held by one process at a time, while it is open (:func:`held`)."""

    descriptor: int

    def facts(self, key: str) -> frozenset[str]:
        """What is on record of ``key``: "made", "cancelled"."""
        return frozenset(fact.decode() for fact, found in _LINE.findall(self._read()) if found == key.encode())

    def add(self, fact: str, key: str) -> None:
        """Put it on record, on the disk before this returns.

        :raises OSError: it could not be; it may be on record all the same.
        """
        written = self._read()
        whole = written.rfind(b"\n") + 1
        if whole < len(written):  # a line that a crash cut off: it never counted, and must not begin the next one
            os.ftruncate(self.descriptor, whole)
        line = f"{fact} {key}\n".encode()
        if os.write(self.descriptor, line) < len(line):
            raise OSError("a line was cut off")
        os.fsync(self.descriptor)

    def _read(self) -> bytes:
        parts, at = [], 0
        while part := os.pread(self.descriptor, 1 << 20, at):
            parts.append(part)
            at += len(part)
        return b"".join(parts)


@contextmanager
def held(folder: Path) -> Iterator[Journal]:
    """The journal of ``folder``, made if absent; other processes wait until it is let go.

    :raises OSError: it cannot be opened or made.
    """
    descriptor = os.open(folder / NAME, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield Journal(descriptor)
    finally:
        os.close(descriptor)  # which lets it go
