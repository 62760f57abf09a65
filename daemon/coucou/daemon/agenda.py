"""When each job is due. ``schedule`` holds the jobs and their order; the moments are ``core.cadence``'s, in UTC.

schedule 1.2.2 computes with the naive wall clock of the machine: set back six hours, it runs nothing for six hours, and
after the spring change it runs twice. So it keeps the list and sorts it, and is told each moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import schedule

from coucou.core.cadence import Cadence, Past, after, due
from coucou.core.settings import Settings
from coucou.daemon.jobs import Entry, Outcome, entries
from coucou.store.accounts import State
from coucou.store.jobs import Ran


@dataclass(slots=True)
class Agenda:
    """Every job with its cadence and its past. ``seed`` tells this computer from others. For the main thread only."""

    seed: str
    cadences: dict[Entry, Cadence] = field(default_factory=dict)
    last: dict[Entry, Ran] = field(default_factory=dict)
    running: dict[Entry, datetime] = field(default_factory=dict)  # since when
    unsaved: set[Entry] = field(default_factory=set)
    hurried: set[Entry] = field(default_factory=set)
    _held: schedule.Scheduler = field(default_factory=schedule.Scheduler)
    _jobs: dict[Entry, schedule.Job] = field(default_factory=dict)

    def plan(self, settings: Settings, start: Callable[[Entry], None]) -> None:
        """Hold the jobs of ``settings``, and no others; what is known of their past stays."""
        self.cadences = dict(entries(settings))
        self._held.clear()
        self._jobs = {entry: self._held.every().day.do(start, entry) for entry in self.cadences}

    def remember(self, runs: Iterable[Ran]) -> None:
        """What was kept from before this process began."""
        self.last |= {Entry(one.name, one.account): one for one in runs}

    def look(self, now: datetime) -> None:
        """Set each job's moment as it is at ``now``."""
        for entry, job in self._jobs.items():
            job.next_run = now if entry in self.hurried else self.due(entry, now)

    def due(self, entry: Entry, now: datetime) -> datetime:
        return due(self.cadences[entry], self.past(entry), now, f"{self.seed}{entry.job}{entry.account}")

    def past(self, entry: Entry) -> Past:
        known = self.last.get(entry)
        return known.past if known else Past()

    def ready(self, now: datetime) -> Iterator[schedule.Job]:
        """The jobs that are due and not running, the longest due first, then in the table's order."""
        busy = {id(self._jobs[entry]) for entry in self._jobs if entry in self.running}
        for job in sorted(self._held.get_jobs()):
            if id(job) not in busy and job.next_run is not None and job.next_run <= now:
                yield job

    def next_after(self, now: datetime) -> datetime | None:
        """When the first job is due that is neither due now nor running, as of the last look."""
        coming = [job.next_run for entry, job in self._jobs.items() if entry not in self.running]
        return min((moment for moment in coming if moment is not None and moment > now), default=None)

    def coming(self) -> list[tuple[datetime, Entry]]:
        """Every job with its moment as of the last look, the next one first."""
        moments = [(job.next_run, entry) for entry, job in self._jobs.items() if job.next_run is not None]
        return sorted(moments, key=lambda one: one[0])

    def begun(self, entry: Entry, now: datetime) -> None:
        self.hurried.discard(entry)
        self.running[entry] = now

    def over(self, entry: Entry, outcome: Outcome, now: datetime) -> Ran:
        """Note how a run went that was begun; one that was stopped half-way is no run."""
        began = self.running.pop(entry)
        # An account that needs a sign-in is left alone by sync itself until it has one, which costs no call.
        well = outcome.state in (State.OK, State.SIGN_IN)
        past = after(self.past(entry), began, well=well, again_at=outcome.again_at)
        took = max(now - began, timedelta())
        self.last[entry] = Ran(entry.job, entry.account, past, took, outcome.state, outcome.code)
        self.unsaved.add(entry)
        return self.last[entry]

    def dropped(self, entry: Entry) -> None:
        """A run that was begun and came to no end of its own: it counts as not run."""
        self.running.pop(entry, None)

    def hurry(self) -> None:
        """Make everything due now; what runs just now began before it was asked for, and runs once more afterwards."""
        self.hurried = set(self.cadences)
