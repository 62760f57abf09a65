"""Who keeps a reader waiting keeps no other process from writing: what was taken is committed, and the ledger lent."""

from __future__ import annotations

import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

from coucou.store.intake import Intake

LONG = 5.0  # seconds of waiting for a batch, after which others may write


@contextmanager
def while_waiting(intake: Intake) -> Iterator[None]:
    """For the wait for a reader's next batch: others may write at once if nothing is uncommitted, else after a while.

    :raises UserError: as :meth:`Store.lent`. :raises sqlite3.Error: what was taken could not be committed.
    """
    failed: list[sqlite3.Error] = []
    with ExitStack() as lent:

        def lend() -> None:
            try:
                intake.commit()
            except sqlite3.Error as error:  # raised where the waiting ends, not inside of a connector
                failed.append(error)
            else:
                lent.enter_context(intake.store.lent())

        if intake.settled:
            lend()
            yield
            return
        try:
            with _alarm(LONG, lend):
                yield
        finally:
            if failed:
                raise failed[0]


@contextmanager
def _alarm(seconds: float, ring: Callable[[], None]) -> Iterator[None]:
    """Call ``ring`` if this takes longer: in this thread, between two lines of whatever is waited for, since SQLite's
    connection is this thread's alone. Python goes on with an interrupted system call by itself (PEP 475).

    Only a main thread hears signals, and Windows has no such timer: there, others wait."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def rung(number: int, frame: FrameType | None) -> None:
        ring()

    before = signal.signal(signal.SIGALRM, rung)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
