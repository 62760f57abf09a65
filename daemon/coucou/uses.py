"""The four uses in their order, with the accounts open: what the commands and the daemon's jobs share of a pass."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from coucou import quiet_list
from coucou.contract import Connection, ConnectorError, Progress
from coucou.core.proposal import State
from coucou.core.reason import Reason
from coucou.core.settings import Settings
from coucou.core.span import Span
from coucou.deliver.run import Done, deliver
from coucou.follow import Moved, follow
from coucou.store import Store, accounts, ledger
from coucou.suggest import theirs
from coucou.suggest.round import Preview, suggest
from coucou.sync import READERS, SyncReport, sync
from coucou.vault import Vault

Connections = Mapping[str, Connection | ConnectorError]


def _unheard(what: str, done: int, total: int | None) -> None:
    """Nobody is watching."""


def read(
    store: Store,
    settings: Settings,
    connections: Connections,
    vault: Vault,
    *,
    now: datetime,
    only: str | None = None,
    readers: Collection[str] = READERS,
    progress: Progress = _unheard,
) -> tuple[SyncReport, list[Moved]]:
    """Read what is new, and move along what it tells of. Arguments are those of ``sync``."""
    sign_in_of = vault.sign_in_of
    report = sync(
        store, settings, connections, now=now, only=only, readers=readers, progress=progress, sign_in_of=sign_in_of
    )
    failed = {one.account for one in report.failed}
    for name, connection in connections.items():
        if isinstance(connection, Connection) and name not in failed and only in (None, name):
            accounts.note_end(store, name, connection.sign_in_ends())
    return report, follow(store, settings, connections, now=now)


def plan(
    store: Store, settings: Settings, connections: Connections, *, now: datetime, window: Span, tell: theirs.Tell
) -> Preview:
    """Plan ``window`` anew. Colleagues' calendars are asked, where an account can; ``tell`` hears what goes wrong with
    that. Nothing is put on record."""
    asked = theirs.asked_of(store, connections, now=now, tell=tell)
    quiet = quiet_addresses(settings)
    return suggest(store, settings, now=now, as_of=now, window=window, availability=asked, quiet=quiet)


def read_and_send(
    store: Store,
    settings: Settings,
    connections: Connections,
    vault: Vault,
    *,
    now: datetime,
    only: Collection[str] | None = None,
    progress: Progress = _unheard,
) -> tuple[SyncReport, list[Done]]:
    """Read every account in this very pass, which sending demands, and deliver what was approved (``only`` of it)."""
    report, _ = read(store, settings, connections, vault, now=now, progress=progress)
    quiet = quiet_list.load(settings)
    return report, deliver(store, settings, connections, report, now=now, quiet=quiet, only=only)


def take_back(
    store: Store, settings: Settings, connections: Connections, *, now: datetime, only: Collection[str]
) -> list[Done]:
    """Carry out what the user took back of ``only``. Nothing is read first, so nothing is sent."""
    approved = {one.id for one in ledger.recorded(store, [State.APPROVED])}
    return deliver(store, settings, connections, SyncReport(), now=now, only=set(only) - approved)


def quiet_addresses(settings: Settings) -> frozenset[str]:
    """Whom a planning passes over for the organisation. A list that cannot be read stops sending, not planning."""
    found = quiet_list.load(settings)
    return frozenset() if isinstance(found, Reason) else found
