"""The loop: waits until something is due, a child tells something or a signal comes, and does what follows from it.

Nothing here takes long, so that whoever stops or asks the daemon is answered at once; and the watchdog is fed by each
turn of the loop, never by a timer beside it: a loop that hangs, or a child that cannot even be killed, starves it.
"""

from __future__ import annotations

import logging
import os
import selectors
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from coucou.core.settings import Settings
from coucou.daemon import workers
from coucou.daemon.agenda import Agenda
from coucou.daemon.jobs import Entry, Outcome, Work, task_of
from coucou.daemon.release import SETTLE, Release
from coucou.daemon.workers import Worker
from coucou.edge import clock, settings_of
from coucou.errors import UserError
from coucou.service import Notifier
from coucou.store import jobs as kept
from coucou.store import lock, open_store
from coucou.store.accounts import State

LONGEST_WAIT = 300.0  # seconds: a computer that slept, or a clock that was set, is noticed within them
WHILE_IN_USE = (1.0, 30.0)  # seconds between two looks at a lock that another process holds: at first, and later
MOST_CHILDREN = 4
PATIENCE_WITH_ACCOUNTS = 15 * 60.0  # seconds for which a planning waits for accounts that are being read
GRACE = 60.0  # seconds after which a child that was killed must be gone, or the watchdog is let starve
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1)

_log = logging.getLogger("coucou.daemon")

Told = Callable[["Loop"], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the daemon's files are. ``config`` is None for the usual place."""

    config: Path | None
    state: Path


@dataclass(slots=True)
class Loop:
    """The daemon's whole state in one process. ``told`` is called after each turn, to tell others how things are."""

    place: Place
    settings: Settings
    agenda: Agenda
    language: str = "en"
    notifier: Notifier = field(default_factory=Notifier)
    told: Told = lambda loop: None
    on_outcome: Callable[[Entry, Outcome], None] = lambda entry, outcome: None
    now: Callable[[], datetime] = clock
    held: tuple[int, ...] = ()  # descriptors that are this process's alone
    children: dict[str, Worker] = field(default_factory=dict)  # by lane
    refused: str = ""  # why the configuration as it is now cannot be used, while an older one is
    save_failed: str = ""
    postponed: int = 0  # savings in a row, because somebody was writing
    in_use: bool = False  # another process writes
    looks: int = 0  # at its lock, in a row
    stopping: bool = False
    release: Release = field(default_factory=Release)
    upgraded: bool = False  # other code is installed than this process is made of,
    anew: bool = False  # and this one ends for it
    turns: int = 0
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    _chosen: dict[str, list[Entry]] = field(default_factory=dict)
    _put_off: float | None = None  # since when, by the clock that never jumps

    def begin(self) -> None:
        self.agenda.plan(self.settings, self._choose)
        with suppress(UserError), open_store(self.place.state, now=self.now(), readonly=True) as store:
            self.agenda.remember(kept.ran(store))  # where nothing was ever read, nothing ever ran

    def turn(self) -> None:
        """Do what is to be done now."""
        now = self.now()
        self.turns += 1
        self._end_the_hung()
        self.agenda.look(now)
        if not self._upgraded():
            self._start_what_is_due(now)
        self._save(now)
        self.told(self)
        if not self._stuck():
            self.notifier.alive()

    def wait(self) -> None:
        """Until something happens; take in what does."""
        for key, _ in self.selector.select(self._longest_wait()):
            if isinstance(key.fileobj, Worker):
                self._hear(key.fileobj)
            elif key.data is not None:
                key.data()  # somebody asks for figures
            else:
                self._obey(os.read(key.fd, 64))

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing is due."""
        return not self.children and not self.in_use and not any(self.agenda.ready(self.now()))

    def _upgraded(self) -> bool:
        """Whether other code is installed than this process is made of: then nothing begins any more, and once all of
        the new code is there, the daemon ends, for its supervisor to start it anew."""
        at = time.monotonic()
        before, self.upgraded = self.upgraded, self.release.changed(at)
        if self.upgraded and not before:
            _log.warning("upgraded")
        if self.upgraded and self.release.settled(at):
            self.anew = not self.stopping
            self.stopping = True
        return self.upgraded

    # --- signals ------------------------------------------------------------------------------------------------------

    def _obey(self, numbers: bytes) -> None:
        for number in numbers:
            if number in (signal.SIGTERM, signal.SIGINT):
                self.stopping = True
            elif number == signal.SIGHUP:
                self.reload()
            elif number == signal.SIGUSR1:
                _log.info("everything now")
                self.agenda.hurry()

    def reload(self) -> None:
        """Read the configuration again; one that cannot be used is refused, and the one before stays."""
        self.notifier.reloading()
        try:
            self.settings = settings_of(self.place.config)
        except UserError as error:
            self.refused = error.code
            _log.warning("configuration refused", extra={"code": error.code})
        else:
            self.refused = ""
            self.agenda.plan(self.settings, self._choose)
            _log.info("configuration read")
        self.notifier.ready()

    # --- children -----------------------------------------------------------------------------------------------------

    def _choose(self, entry: Entry) -> None:
        self._chosen.setdefault(entry.lane, []).append(entry)

    def _start_what_is_due(self, now: datetime) -> None:
        self._chosen = {}
        for job in list(self.agenda.ready(now)):
            if job.job_func is not None:
                job.job_func()  # chooses its entry
        self.in_use = bool(self._chosen) and self._another_writes()
        self.looks = self.looks + 1 if self.in_use else 0
        if self.in_use:
            return
        for lane, entries in sorted(self._chosen.items(), key=lambda item: item[0] == ""):
            if lane in self.children or len(self.children) >= MOST_CHILDREN:
                continue
            if lane == "" and self.children and not self._has_waited():
                continue
            self._start(lane, entries, now)

    def _has_waited(self) -> bool:
        """Whether what belongs to no account was put off for long enough: from when it could have begun, not from when
        it was due, or a computer that slept over it would plan with the calendars of yesterday."""
        if self._put_off is None:
            self._put_off = time.monotonic()
        return time.monotonic() - self._put_off > PATIENCE_WITH_ACCOUNTS

    def _another_writes(self) -> bool:
        holder = lock.holder(lock.of_writer(self.place.state))
        return holder is not None and holder not in {str(child.process) for child in self.children.values()}

    def _start(self, lane: str, entries: list[Entry], now: datetime) -> None:
        settings, state, language = self.settings, self.place.state, self.language

        def do(entry: Entry, alive: Callable[[], None]) -> Outcome:
            return task_of(entry.job)(Work(settings, state, clock(), entry.account, language, alive))

        try:
            child = workers.start(entries, do, self.held)
        except OSError as error:
            _log.error("no child", extra={"cause": type(error).__name__})
            return
        for entry in entries:
            self.agenda.begun(entry, now)
            _log.debug("job begun", extra={"job": entry.job, "account": entry.account})
        self.children[lane] = child
        if lane == "":
            self._put_off = None
        self.selector.register(child, selectors.EVENT_READ)

    def _hear(self, child: Worker) -> None:
        try:
            for entry, outcome in child.hear():
                self._note(entry, outcome)
        except BlockingIOError:
            return
        except EOFError:
            self._bury(child)

    def _bury(self, child: Worker) -> None:
        """Take a child away that has ended, or must: what it had begun is noted, what it had not is due again."""
        if self.selector.get_map().get(child.pipe):
            self.selector.unregister(child)
        child.end(signal.SIGKILL)
        child.reap()
        os.close(child.pipe)
        self.children = {lane: one for lane, one in self.children.items() if one is not child}
        if child.left and not self.stopping:
            died = Outcome(State.BROKEN, "daemon.child_died")
            self._note(child.left.pop(0), Outcome(State.LATER, "daemon.hung") if child.hung else died)
        for entry in child.left:
            self.agenda.dropped(entry)

    def _note(self, entry: Entry, outcome: Outcome) -> None:
        ran = self.agenda.over(entry, outcome, self.now())
        about = {"job": entry.job, "account": entry.account, "state": outcome.state.value, "code": outcome.code}
        level = logging.INFO if outcome.state is State.OK else logging.WARNING
        _log.log(level, "job done", extra={**about, "seconds": round(ran.took.total_seconds(), 1), **outcome.counts})
        self.on_outcome(entry, outcome)

    def _end_the_hung(self) -> None:
        """Kill what has told nothing for too long; its pipe then says that it is gone."""
        for child in self.children.values():
            if time.monotonic() - child.heard > self.settings.daemon.silence_minutes * 60:
                child.hung = True
                child.end(signal.SIGKILL)

    def _stuck(self) -> bool:
        limit = self.settings.daemon.silence_minutes * 60 + GRACE
        return any(time.monotonic() - child.heard > limit for child in self.children.values())

    def end(self) -> None:
        """Let the children commit what they have, for a moment; then nothing of this process runs any more."""
        self.stopping = True
        for child in self.children.values():
            child.end(signal.SIGTERM)
        until = time.monotonic() + workers.FAREWELL
        while self.children and (left := until - time.monotonic()) > 0:
            for key, _ in self.selector.select(left):
                if isinstance(key.fileobj, Worker):
                    self._hear(key.fileobj)
                elif key.data is None:
                    os.read(key.fd, 64)  # it ends already
        for child in list(self.children.values()):
            self._bury(child)
        self._save(self.now())

    # --- time, and what is kept ---------------------------------------------------------------------------------------

    def _longest_wait(self) -> float:
        if self.stopping:
            return 0.0
        now = self.now()
        waits = [LONGEST_WAIT if self.notifier.watchdog is None else min(LONGEST_WAIT, self.notifier.watchdog / 2)]
        first, last = WHILE_IN_USE
        for looks in (self.looks, self.postponed):
            if looks:
                waits.append(min(last, first * (1 << min(looks, 8))))
        if self.upgraded:
            waits.append(SETTLE)
        next_at = self.agenda.next_after(now)
        if next_at is not None:
            waits.append((next_at - now).total_seconds())
        limit = self.settings.daemon.silence_minutes * 60
        waits += [max(1.0, child.heard + limit - time.monotonic()) for child in self.children.values()]
        return max(0.0, min(waits)) + 0.01  # a timer that rings a little early would make two turns of one

    def _save(self, now: datetime) -> None:
        """Keep how the jobs went; where the file cannot be written now, at a later turn."""
        if not self.agenda.unsaved:
            return
        if self._another_writes() and not self.stopping:
            self.postponed += 1
            return
        runs = [self.agenda.last[entry] for entry in self.agenda.unsaved]
        try:
            with open_store(self.place.state, now=now, patience=0.1) as store:
                kept.keep(store, runs)
        except UserError as error:
            # A child that writes is done soon, and maybe nothing else happens for hours.
            self.postponed = self.postponed + 1 if error.code == "store.in_use" else 0
            if error.code not in (self.save_failed, "store.in_use"):
                self.save_failed = error.code
                _log.error("not saved", extra={"code": error.code})
            return
        self.postponed, self.save_failed = 0, ""
        self.agenda.unsaved.clear()


@contextmanager
def signals(loop: Loop) -> Iterator[None]:
    """Signals arrive as bytes on a pipe that the loop waits on; no code runs between two of its lines."""
    reading, writing = os.pipe()
    for descriptor in (reading, writing):
        os.set_blocking(descriptor, False)
    before = {number: signal.signal(number, lambda number, frame: None) for number in SIGNALS}
    waking = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    loop.selector.register(reading, selectors.EVENT_READ)
    try:
        yield
    finally:
        signal.set_wakeup_fd(waking)
        for number, handler in before.items():
            signal.signal(number, handler)
        loop.selector.unregister(reading)
        os.close(reading)
        os.close(writing)
