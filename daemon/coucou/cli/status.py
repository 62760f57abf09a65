"""The command that tells how the daemon is: status."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import typer

from coucou.cli import as_json, options
from coucou.cli.edge import clock, default_state, settings_of
from coucou.cli.lang import t
from coucou.core.settings import Settings
from coucou.daemon.loop import Place
from coucou.daemon.status import AccountStatus, JobStatus, Status
from coucou.daemon.status import status as found_of
from coucou.daemon.telling import NEEDS_USER, named
from coucou.store import open_store
from coucou.store.accounts import State
from coucou.words import clean


def status(json: options.Json = False, config: options.Config = None, state: options.State = None) -> None:
    settings, now = settings_of(config), clock()
    place = Place(config, (state or default_state()).absolute())
    with ExitStack() as stack:
        there = os.path.exists(place.state)
        store = stack.enter_context(open_store(place.state, now=now, readonly=True)) if there else None
        found = found_of(store, settings, place, now)
    if json:
        as_json.dump(_as_json(found, settings))
    else:
        for line in _lines(found, ZoneInfo(settings.me.timezone)):
            print(clean(line))
    raise typer.Exit(_code(found))


def _code(found: Status) -> int:
    """1 when the user can mend something, 3 when a provider or a job is in trouble that may pass."""
    states = {one.state for one in found.accounts} | {one.state for one in found.jobs}
    if states & NEEDS_USER:
        return 1
    return 3 if states & {State.LATER, State.BROKEN} else 0


def _lines(found: Status, zone: ZoneInfo) -> Iterator[str]:
    yield t("status.running", process=found.process) if found.process else t("status.not_running")
    for standing, n in found.waiting.items():
        if n:
            yield t(f"status.{standing}", n=n)
    for account in found.accounts:
        read = account.synced_at
        yield (
            t("status.read", account=account.name, at=read.astimezone(zone))
            if read
            else t("status.unread", account=account.name)
        )
        if account.advice:
            advice = t(account.advice, account=account.name)
            since = account.since.astimezone(zone) if account.since else found.now.astimezone(zone)
            yield t("status.ill", account=account.name, since=since, advice=advice)
        for text in _dying(account, zone):
            yield t("status.trouble", text=text)
    for job in found.jobs:
        yield from _job(job, found, zone)


def _dying(account: AccountStatus, zone: ZoneInfo) -> Iterator[str]:
    for one in account.dying:
        yield t(one.code, **one.in_zone(zone).values)


def _job(job: JobStatus, found: Status, zone: ZoneInfo) -> Iterator[str]:
    last = t("status.last", at=job.ran_at.astimezone(zone)) if job.ran_at else t("status.never")
    coming = t("status.due", at=max(job.due_at, found.now).astimezone(zone))
    yield t("status.job", job=named(job.entry), last=last, next=coming)
    if job.code.startswith("daemon."):  # an account's own trouble is told above
        yield t("status.trouble", text=t(job.code))


def _as_json(found: Status, settings: Settings) -> dict[str, Any]:
    zone = ZoneInfo(settings.me.timezone)

    def moment(at: datetime | None) -> str | None:
        return at.astimezone(zone).isoformat(timespec="seconds") if at else None

    return {
        "version": as_json.VERSION,
        "generated_at": moment(found.now),
        "timezone": settings.me.timezone,
        "mode": settings.mode.value,
        "daemon": {
            "running": found.process is not None,
            "process": int(found.process) if found.process and found.process.isdigit() else None,
        },
        "waiting": dict(found.waiting),
        "accounts": [
            {
                "name": one.name,
                "state": one.state.value,
                "since": moment(one.since),
                "synced_at": moment(one.synced_at),
                "sign_in_ends": moment(one.sign_in_ends),
                "advice": t(one.advice, account=one.name) if one.advice else next(_dying(one, zone), None),
            }
            for one in found.accounts
        ],
        "jobs": [
            {
                "job": one.entry.job,
                "account": one.entry.account or None,
                "state": one.state.value,
                "code": one.code or None,
                "ran_at": moment(one.ran_at),
                "seconds": round(one.took.total_seconds(), 1),
                "due_at": moment(one.due_at),
            }
            for one in found.jobs
        ],
    }
