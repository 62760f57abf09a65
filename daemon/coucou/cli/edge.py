"""Where a command meets the world: the clock is read once, the file and the store are opened, connectors too."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coucou.cli.lang import t
from coucou.cli.progress import QUIET, bars
from coucou.contract import Progress
from coucou.core.settings import Settings
from coucou.edge import Connections as Connections
from coucou.edge import clock as clock
from coucou.edge import connections
from coucou.edge import default_state as default_state
from coucou.edge import machine_zone as machine_zone
from coucou.edge import settings_of as settings_of
from coucou.errors import UserError
from coucou.store import Store, ledger, open_store
from coucou.vault import beside
from coucou.words import clean

if TYPE_CHECKING:  # named in signatures only: a command that reads the store alone need not load what syncs
    from coucou.sync import SyncReport

PROBLEMS_SHOWN = 3  # of each kind


@dataclass(frozen=True, slots=True)
class Edge:
    """One run of one command. ``now`` is the only time it knows."""

    settings: Settings
    store: Store
    now: datetime


@contextmanager
def opened(
    config_path: Path | None, state: Path | None, *, readonly: bool = False, patience: float = 3.0, urgent: bool = False
) -> Iterator[Edge]:
    """The settings and the open store. What opening it had to do (a damaged file set aside) goes to standard error.

    A reader waits for no writer; a writer waits ``patience`` seconds for another one, an ``urgent`` one only for its
    transaction. Where nothing was ever read there is nothing to open, and it opens as a writer.
    """
    settings = settings_of(config_path)
    path = state or default_state()
    now = clock()
    readonly = readonly and os.path.exists(path)
    with open_store(path, now=now, readonly=readonly, patience=patience, urgent=urgent) as store:
        for notice in store.notices:
            print(t(notice.code, place=notice.place, **notice.values), file=sys.stderr)
        yield Edge(settings, store, now)


@contextmanager
def filled(config_path: Path | None, state: Path | None) -> Iterator[Edge]:
    """For the reads: the store as it is, except that one which was never filled is filled first."""
    with opened(config_path, state, readonly=True) as edge:
        if any(reader.synced_at for reader in ledger.account_states(edge.store)):
            yield edge
            return
    with opened(config_path, state) as edge:
        tell_trouble(bring_up_to_date(edge))
        yield edge


def bring_up_to_date(edge: Edge, only: str | None = None) -> SyncReport:
    """Read every account, or ``only`` one. What is wrong with one stops no other.

    :raises UserError: there is no account of that name, or none at all.
    """
    with brought_up_to_date(edge, only) as (report, _):
        return report


@contextmanager
def brought_up_to_date(edge: Edge, only: str | None = None) -> Iterator[tuple[SyncReport, Connections]]:
    """The same, with the accounts still open. :raises UserError: as :func:`bring_up_to_date`."""
    with ExitStack() as stack:
        with bars() as ports:
            open_now = stack.enter_context(accounts_open(edge, ports, only))
            report = read(edge, open_now, only)
        yield report, open_now


@contextmanager
def accounts_open(
    edge: Edge, ports: tuple[Progress, Progress] = QUIET, only: str | None = None
) -> Iterator[Connections]:
    """Every account open, or ``only`` one. ``ports`` hear of bytes and of items.

    :raises UserError: there is no account of that name, or none at all.
    """
    names = [account.name for account in edge.settings.accounts]
    if not names:
        raise UserError("cli.no_accounts", str(edge.settings.source))
    if only is not None and only not in names:
        raise UserError("cli.no_such_account", only, known=", ".join(names))
    wanted = [account for account in edge.settings.accounts if only in (None, account.name)]
    vault = beside(edge.store.path)
    with connections(wanted, vault, edge.settings.mode, progress=ports[0], items=ports[1]) as open_now:
        yield open_now


def read(edge: Edge, open_now: Connections, only: str | None = None) -> SyncReport:
    """Read what is new at the open accounts, and move along the proposals that it tells of."""
    from coucou import uses  # planning and sending cost 20 ms, and most reads of the store need neither

    return uses.read(edge.store, edge.settings, open_now, beside(edge.store.path), now=edge.now, only=only)[0]


def tell_trouble(report: SyncReport) -> None:
    """On standard error: what an account could not do, and what in its files could not be used, a few of each kind."""
    failures = (t("show.failure", account=one.account, text=t(one.code, **one.values)) for one in report.failed)
    for line in dict.fromkeys(failures):  # what stops an account stops all its readers, and is said once
        print(clean(line), file=sys.stderr)
    shown: Counter[str] = Counter()
    for problem in report.problems:
        shown[problem.code] += 1
        if shown[problem.code] <= PROBLEMS_SHOWN:
            print(clean(t(problem.code, place=problem.place, **problem.values)), file=sys.stderr)
    for number in report.problem_counts.values():
        if number > PROBLEMS_SHOWN:
            print(clean(t("show.more_problems", n=number - PROBLEMS_SHOWN)), file=sys.stderr)


def status(report: SyncReport) -> int:
    """The exit status after a sync: 3 when a provider failed, 1 when the user can mend an account, else 0."""
    states = {failed.state for failed in report.failed}
    if states & {ledger.State.LATER, ledger.State.BROKEN}:
        return 3
    return 1 if states else 0
