"""Children that do the work: one for each lane, forked from the small parent, ended when it hangs.

The parent hears of each on a pipe: a line when it gets on, a line for each job that is done, and the end.
"""

from __future__ import annotations

import ctypes
import errno
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import FrameType
from typing import NoReturn

from coucou.contract import ConnectorError, Refused, SignInNeeded, TryLater
from coucou.daemon.jobs import Entry, Outcome
from coucou.errors import UserError
from coucou.store.accounts import State

BREATH = 20.0  # seconds between two signs of life that are passed on
FAREWELL = 1.2  # seconds to commit what was read, once a child is told to end
_PR_SET_PDEATHSIG = 1  # prctl(2)
_PASSING = frozenset({"store.in_use", "store.locked", "store.full", "store.gone", "store.disk"})

_log = logging.getLogger("coucou.daemon")


class Stopped(BaseException):
    """The child is to end now; what was taken is committed on the way out."""


@dataclass(slots=True)
class Worker:
    """One child and what it was given. ``heard`` is the moment of its last sign, by the clock that never jumps."""

    process: int
    pipe: int
    entries: tuple[Entry, ...]
    heard: float
    left: list[Entry] = field(default_factory=list)
    hung: bool = False
    _rest: bytes = b""
    _ended: bool = False

    def fileno(self) -> int:
        return self.pipe

    def hear(self) -> Iterator[tuple[Entry, Outcome]]:
        """The jobs that it tells are done since the last time; call when there is something to read."""
        got = os.read(self.pipe, 65536)
        if not got:
            raise EOFError
        self.heard = time.monotonic()
        *lines, self._rest = (self._rest + got).split(b"\n")
        for line in lines:
            if line:
                entry = self.left.pop(0)
                yield entry, _read(line)

    def end(self, how: signal.Signals) -> None:
        if not self._ended:  # its number may be another's now
            os.kill(self.process, how)

    def reap(self) -> None:
        """Wait for the end of a child that was killed or closed its pipe."""
        if not self._ended:
            os.waitpid(self.process, 0)
            self._ended = True


Do = Callable[[Entry, Callable[[], None]], Outcome]


def start(entries: Sequence[Entry], do: Do, not_theirs: Sequence[int] = ()) -> Worker:
    """Fork a child that does ``entries`` one after the other. ``not_theirs``: locks of the parent, as descriptors.

    :raises OSError: the system has no room for another process now.
    """
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    parent = os.getpid()
    sys.stderr.flush()
    try:
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        raise
    if process == 0:
        for descriptor in (reading, *not_theirs):  # a lock would outlive a parent that is killed
            os.close(descriptor)
        _live(entries, do, writing, parent)
    os.close(writing)
    return Worker(process, reading, tuple(entries), time.monotonic(), list(entries))


def _live(entries: Sequence[Entry], do: Do, pipe: int, parent: int) -> NoReturn:
    """The whole life of a child; it never returns into the parent's code."""
    status = 1
    try:
        _own_signals()
        _end_with_parent()
        alive = _breath(pipe, parent)
        for entry in entries:
            alive()
            told = _guarded(entry, do, alive)
            _tell(pipe, _written(told))
        status = 0
    except Stopped:
        status = 0
    except OSError as error:
        if error.errno != errno.EPIPE:  # nobody listens any more: the parent is gone
            _log.error("child ended", extra={"cause": type(error).__name__})
    finally:
        logging.shutdown()
        os._exit(status)


def _own_signals() -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough
        raise Stopped

    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, stop)
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGUSR1):  # meant for the parent, which decides
        signal.signal(number, signal.SIG_IGN)


def _end_with_parent() -> None:
    """Be told to end when the parent is killed: a child that hangs looks for no parent. Only Linux can do this."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM))  # what died before this, ``alive`` notices


def _breath(pipe: int, parent: int) -> Callable[[], None]:
    last = [-BREATH]

    def alive() -> None:
        if os.getppid() != parent:
            raise Stopped
        if time.monotonic() - last[0] >= BREATH:
            last[0] = time.monotonic()
            os.write(pipe, b"\n")

    return alive


def _tell(pipe: int, line: bytes) -> None:
    while line:
        line = line[os.write(pipe, line) :]


def _guarded(entry: Entry, do: Do, alive: Callable[[], None]) -> Outcome:
    """What came of a job; whatever it raises is an outcome too, told without its message, which may quote mail."""
    try:
        return do(entry, alive)
    except TryLater as error:
        return Outcome(State.LATER, error.code)
    except SignInNeeded as error:
        return Outcome(State.SIGN_IN, error.code)
    except (Refused, ConnectorError) as error:
        return Outcome(State.REFUSED, error.code)
    except UserError as error:
        return Outcome(State.LATER if error.code in _PASSING else State.REFUSED, error.code)
    except Exception:
        _log.exception("job broken", extra={"job": entry.job, "account": entry.account})
        return Outcome(State.BROKEN, "daemon.job_broken")


def _written(outcome: Outcome) -> bytes:
    again = outcome.again_at.isoformat() if outcome.again_at else None
    told = {"state": outcome.state.value, "code": outcome.code, "again_at": again, "counts": dict(outcome.counts)}
    return json.dumps(told).encode() + b"\n"


def _read(line: bytes) -> Outcome:
    told = json.loads(line)
    again = datetime.fromisoformat(told["again_at"]) if told["again_at"] else None
    return Outcome(State(told["state"]), told["code"], again, told["counts"])
