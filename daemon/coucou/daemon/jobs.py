"""The table of jobs: one row each. Another job is another row here, with its words under ``job.<name>``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from coucou.core.cadence import Cadence, Daily, Every
from coucou.core.settings import AccountSettings, Mode, Settings
from coucou.store.accounts import State


class Entry(NamedTuple):
    """One job of one account, or of none ("")."""

    job: str
    account: str

    @property
    def lane(self) -> str:
        """What runs one after the other: an account's jobs, and those of none."""
        return self.account


@dataclass(frozen=True, slots=True)
class Work:
    """What a task gets. ``alive`` is called while it gets on, or it counts as hung."""

    settings: Settings
    state: Path
    now: datetime
    account: str = ""
    language: str = "en"
    alive: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a task went. ``counts`` are for the log and the figures: numbers only, never a name."""

    state: State = State.OK
    code: str = ""
    again_at: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


Task = Callable[[Work], Outcome]


@dataclass(frozen=True, slots=True)
class Job:
    """``cadence`` is None when the settings do not want the job. ``task`` is loaded only in the child that runs it.

    ``of_account``: once for each account that it holds for. Other jobs wait for accounts that are being read.
    """

    name: str
    cadence: Callable[[Settings], Cadence | None]
    task: str
    of_account: Callable[[AccountSettings], bool] | None = None


def _minutes(read: Callable[[Settings], int]) -> Callable[[Settings], Cadence]:
    return lambda settings: Every(timedelta(minutes=read(settings)))


def _digest(settings: Settings) -> Cadence | None:
    days = settings.daemon.digest_days
    return Daily(settings.daemon.suggest_at, settings.me.timezone, days) if days else None


def _deliver(settings: Settings) -> Cadence | None:
    return None if settings.mode is Mode.PREVIEW else Every(timedelta(minutes=settings.daemon.deliver_minutes))


def _every_account(account: AccountSettings) -> bool:
    return True


JOBS: tuple[Job, ...] = (
    Job("calendars", _minutes(lambda s: s.daemon.calendar_minutes), "coucou.daemon.tasks:calendars", _every_account),
    Job("mail", _minutes(lambda s: s.daemon.mail_minutes), "coucou.daemon.tasks:mail", _every_account),
    Job("suggest", lambda s: Daily(s.daemon.suggest_at, s.me.timezone), "coucou.daemon.tasks:suggestions"),
    Job("deliver", _deliver, "coucou.daemon.sending:deliveries"),
    Job("follow", _minutes(lambda s: s.daemon.follow_minutes), "coucou.daemon.sending:following"),
    Job("digest", _digest, "coucou.daemon.digest:digest"),
    Job("housekeeping", lambda s: Daily(s.daemon.housekeeping_at, s.me.timezone), "coucou.daemon.tasks:housekeeping"),
)


def entries(settings: Settings) -> Iterator[tuple[Entry, Cadence]]:
    """Everything there is to do under ``settings``, in the order in which it is done when all is due."""
    for job in JOBS:
        cadence = job.cadence(settings)
        if cadence is None:
            continue
        if job.of_account is None:
            yield Entry(job.name, ""), cadence
            continue
        for account in settings.accounts:
            if job.of_account(account):
                yield Entry(job.name, account.name), cadence


def task_of(name: str) -> Task:
    """The function of the job called ``name``. Importing it may cost tens of megabytes."""
    module, _, function = next(job.task for job in JOBS if job.name == name).partition(":")
    task: Task = getattr(import_module(module), function)
    return task
