"""One writer at a time, across processes: a lock file beside the database, which says who holds it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from coucou.errors import UserError

if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> None:
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)  # beyond the text, which others must be able to read
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def take(path: Path, patience: float) -> int:
    """Lock ``path`` for this process, and return the descriptor that holds it until it is closed.

    The file stays: removing a lock file lets two processes hold two different ones. The system frees the lock of a
    process that dies.

    :raises UserError: ``store.in_use`` when another process still has it after ``patience`` seconds.
    """
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), 0o600)
    # A pause between tries is no reading of the clock that decides anything: it only bounds the wait.
    tries = max(1, round(patience / 0.1))
    for attempt in range(tries):
        try:
            _try(descriptor)
        except OSError:
            if attempt + 1 < tries:
                time.sleep(0.1)
        else:
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, str(os.getpid()).encode())
            return descriptor
    holder = _holder(path)
    os.close(descriptor)
    raise UserError("store.in_use", str(path), process=holder)


def holder(path: Path) -> str | None:
    """Who holds the lock at ``path`` now: the number of a process, "?", or None when nobody does."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return None
    try:
        _try(descriptor)
    except OSError:
        return _holder(path)
    finally:
        os.close(descriptor)
    return None


def of_writer(state: Path) -> Path:
    """The lock file of whoever writes the ledger at ``state``."""
    return state.with_name(f"{state.name}.lock")


def beside(state: Path, what: str) -> Path:
    """The lock file for doing ``what`` with the ledger at ``state``."""
    return state.with_name(f"{state.name}.{what}.lock")


def _holder(path: Path) -> str:
    """The number of the process that wrote itself into the lock file; "?" when it did not."""
    try:
        text = path.read_text("ascii", "replace").strip()
    except OSError:
        return "?"
    return text if text.isdigit() else "?"
