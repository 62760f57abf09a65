"""Sync, the first of the four uses: what changed at each account, into the ledger."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime

from coucou.contract import Connection, ConnectorError, Progress
from coucou.core.address import normal
from coucou.core.settings import Mode, Settings
from coucou.errors import UserError
from coucou.store import Store, accounts, ledger, lock, rest, taken
from coucou.store.accounts import State
from coucou.sync.mine import own_now
from coucou.sync.reading import AHEAD, READERS, Desk, Problems, elsewhere, failed_to_open, read
from coucou.sync.report import ReaderReport, SyncReport

__all__ = ["AHEAD", "READERS", "ReaderReport", "SyncReport", "sync"]

PATIENCE = 20.0  # seconds for which an account is waited for that another process reads


def sync(
    store: Store,
    settings: Settings,
    connections: Mapping[str, Connection | ConnectorError],
    *,
    now: datetime,
    progress: Progress = lambda what, done, total: None,
    only: str | None = None,
    sign_in_of: Callable[[str], str] = lambda account: "",
    readers: Collection[str] = READERS,
) -> SyncReport:
    """Read what changed at each account of ``settings`` that has a connection, or at ``only`` one.

    An account that fails is recorded with its reason, and the others go on. A connection may be the error that opening
    it raised. What was read before an error stays. ``progress`` hears the account's name and the items read so far.
    An account whose provider asked for a pause is not called before its end; one whose sign-in was refused is not
    called before ``sign_in_of`` says something else of it, except as the ``only`` one.
    Only ``readers`` are read. While an account keeps us waiting, other processes may write.

    :raises coucou.errors.UserError: the ledger itself cannot be written; only when leaving the store's context.
    """
    ledger.enforce(store, settings)
    taken.drop_before(store, now - taken.KEPT)
    _drop_calendars_of_lost_accounts(store, settings)
    own = ledger.own(store) | frozenset(map(normal, settings.me.addresses))
    problems = Problems()
    reports: list[ReaderReport] = []
    for account in settings.accounts:
        connection = connections.get(account.name)
        if connection is None or only not in (None, account.name):
            continue
        desk = Desk(store, settings, account, own, now, progress, problems, sign_in_of, readers)
        resting = rest.at_rest(store, account.name, now=now, sign_in=sign_in_of(account.name))
        if only is not None:
            resting = {name: one for name, one in resting.items() if one.state is not State.SIGN_IN}
        if isinstance(connection, ConnectorError):
            reports += failed_to_open(desk, connection)
            continue
        with _alone(desk) as alone:
            reports += read(desk, connection, resting) if alone else elsewhere(desk)
    own = _own_after(store, settings, own, reports, now)
    asked = ledger.mark_asked(store, now=now, by_hand=settings.mode is Mode.PREVIEW)
    return SyncReport(tuple(reports), tuple(problems.kept), dict(problems.counted), own, tuple(asked))


@contextmanager
def _alone(desk: Desk) -> Iterator[bool]:
    """Whether no other process reads this account; False when one still does after some patience.

    Two full reads at a time would each forget what only the other has shown so far.
    """
    held = None
    with desk.store.lent(), suppress(UserError):
        held = lock.take(lock.beside(desk.store.path, f"reading-{desk.account.name}"), PATIENCE)
    try:
        yield held is not None
    finally:
        if held is not None:
            os.close(held)


def _own_after(
    store: Store, settings: Settings, own: frozenset[str], reports: Iterable[ReaderReport], now: datetime
) -> frozenset[str]:
    """The user's addresses after reading. Mail is judged again where one was learnt, or turned out wrong."""
    told = json.dumps(
        [settings.me.name, sorted(settings.me.addresses), sorted(a for p in settings.people for a in p.addresses)]
    )
    applied = [report.applied for report in reports]
    news = any(one.messages or one.again or one.cards or (one.events and not own) for one in applied)
    if not news and told == accounts.meta(store, "me"):
        return own
    learnt = own_now(store, settings, now)
    with store.transaction():
        ledger.set_own(store, learnt)
        accounts.set_meta(store, "me", told)
    return learnt


def _drop_calendars_of_lost_accounts(store: Store, settings: Settings) -> None:
    """An account that was taken out of the settings keeps no time taken. Its mail stays: those contacts took place."""
    configured = {account.name for account in settings.accounts}
    for name in ledger.account_names(store):
        if name not in configured:
            accounts.retire(store, name)
