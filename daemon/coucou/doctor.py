"""What is well and what is not, and what to do about it: one finding a line."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from coucou import plugins, quiet_list
from coucou.contract import Refused, SignsIn
from coucou.core.address import normal
from coucou.core.reason import Reason, because
from coucou.core.settings import AccountSettings, Settings
from coucou.store import Store, accounts, jobs, ledger, lock
from coucou.store.accounts import ReaderState
from coucou.suggest.who import own_of
from coucou.vault import Vault, keys
from coucou.words.message import mistakes

ROOM_NEEDED = 200 << 20  # bytes free, below which a sync may fail
LATE = timedelta(days=1)  # a daemon that did nothing for so long has stopped
SET_BACK = timedelta(minutes=10)
SOON = timedelta(days=3)  # before the end of a sign-in
UNUSED = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` is a key of the words' tables; not ``good`` means that the sentence says what to do."""

    good: bool
    code: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def in_zone(self, zone: ZoneInfo) -> Finding:
        """The same, its moments by the wall clock of ``zone``."""
        local = {n: told.astimezone(zone) if isinstance(told, datetime) else told for n, told in self.values.items()}
        return replace(self, values=local)


def well(code: str, **values: object) -> Finding:
    return Finding(True, code, values)


def ill(code: str, **values: object) -> Finding:
    return Finding(False, code, values)


def about_settings(settings: Settings, zone_is_known: bool) -> Iterator[Finding]:
    """The configuration as it was read; ``zone_is_known`` is false when the machine's own zone could not be found."""
    yield well("doctor.config", path=str(settings.source))
    if settings.me.timezone == "UTC" and not zone_is_known:
        yield ill("doctor.no_zone")
    else:
        yield well("doctor.zone", zone=settings.me.timezone)
    if not settings.me.country:
        yield ill("doctor.no_country")
    if not settings.accounts:
        yield ill("doctor.no_accounts")
    unread = quiet_list.load(settings)
    if isinstance(unread, Reason):
        yield ill(unread.code, **unread.values)


def about_templates(settings: Settings) -> Iterator[Finding]:
    """The user's own templates, filled in with invented facts, so that what is wrong is found in time."""
    if settings.source is None:
        return
    for mistake in mistakes(Path(settings.source).parent / "templates"):
        yield ill(mistake.code, place=mistake.place, **mistake.values)


def about_connectors() -> Iterator[Finding]:
    for plugin in plugins.everything():
        if isinstance(plugin, plugins.Broken):
            yield ill("doctor.broken_connector", name=plugin.name, distribution=plugin.distribution, cause=plugin.cause)
        else:
            yield well("doctor.connector", name=plugin.name)


def about_keyring(accounts: Iterable[AccountSettings]) -> Iterator[Finding]:
    """Whether credentials could be kept. Nothing is written, and a locked keyring is not asked to open."""
    try:
        name = keys.place()
    except Refused as refused:
        needed = any(isinstance(plugins.find(account.connector), SignsIn) for account in accounts)
        if refused.code == "vault.no_keyring" and not needed:
            yield well("doctor.no_keyring")
        else:
            yield ill(refused.code, **refused.values)
        return
    yield well("doctor.keyring", name=name) if name else well("doctor.lent_key")


def about_room(folder: Path) -> Iterator[Finding]:
    if not hasattr(os, "statvfs"):
        return
    there = os.statvfs(next(p for p in (folder, *folder.parents) if p.exists()))
    free = there.f_bavail * there.f_frsize
    found = well if free >= ROOM_NEEDED else ill
    yield found("doctor.room" if free >= ROOM_NEEDED else "doctor.no_room", free=free >> 20)


def about_daemon(store: Store, now: datetime) -> Iterator[Finding]:
    """Whether the daemon lives and gets on, where there ever was one; and what tells that the clock was set."""
    runs = [one.past.began for one in jobs.ran(store) if one.past.began]
    reads = [one.synced_at for one in ledger.account_states(store) if one.synced_at]
    if any(moment > now + SET_BACK for moment in (*runs, *reads)):
        yield ill("doctor.clock", at=max(*runs, *reads) if runs and reads else max(runs or reads))
    if not runs:
        return
    process = lock.holder(lock.beside(store.path, "daemon"))
    late = now - max(runs)
    if process and late < LATE:
        yield well("doctor.daemon", process=process)
    elif process:
        yield ill("doctor.daemon_stuck", process=process, late=late)
    elif late >= LATE:
        yield ill("doctor.daemon_gone", late=late)


def about_sign_ins(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Sign-ins about to die, each as of :func:`about_sign_in`."""
    for account in settings.accounts:
        yield from about_sign_in(store, account, now)


def about_sign_in(store: Store, account: AccountSettings, now: datetime) -> Iterator[Finding]:
    """Whether the sign-in is about to die: of not being used (Microsoft's after 90 days, Google's after six months), or
    because its provider named an end (Google's after seven days while the client is in "Testing")."""
    read = [one.synced_at for one in ledger.account_states(store) if one.name == account.name and one.synced_at]
    unused = now - max(read) if read else timedelta()
    if unused > UNUSED and isinstance(plugins.find(account.connector), SignsIn):
        yield ill("doctor.dying", account=account.name, unused=unused)
    end = accounts.end(store, account.name)
    if end is not None and now < end < now + SOON:
        yield ill("doctor.ends", account=account.name, end=end)


def not_connected(settings: Settings, vault: Vault, read: Iterable[ReaderState]) -> list[str]:
    """The accounts that need a sign-in, have none and were never read: whoever waits for them waits in vain."""
    ever = {one.name for one in read if one.synced_at}
    return [
        account.name
        for account in settings.accounts
        if account.name not in ever
        and isinstance(plugins.find(account.connector), SignsIn)
        and not vault.sign_in_of(account.name)
    ]


def about_connections(names: Iterable[str]) -> Iterator[Finding]:
    """``names``: as of :func:`not_connected`."""
    for name in names:
        yield ill("doctor.not_connected", account=name)


def about_calendars(store: Store) -> Iterator[Finding]:
    """Calendars that held much and hold nothing now: a fault to ask about, never a free week."""
    for name in ledger.account_names(store):
        held = accounts.emptied(store, name)
        if held:
            yield ill("doctor.calendar_empty", account=name, held=held)


def about_state(store: Store, settings: Settings, unconnected: Collection[str] = ()) -> Iterator[Finding]:
    """The ledger: what is in it, how old it is, and the own addresses that it learned, for the user to confirm.

    Of the ``unconnected`` accounts it is said elsewhere why they cannot be read.
    """
    counts = ledger.counts(store)
    said = {what: because(f"count.{what}", n=n) for what, n in counts.items()}
    yield well("doctor.state", path=str(store.path), **said)
    signed_out: set[str] = set(unconnected)
    for account in ledger.account_states(store):
        if account.name in signed_out:
            continue
        if account.code == "vault.locked":
            yield ill("doctor.locked", account=account.name)
        elif account.state is accounts.State.SIGN_IN:  # its other readers would say the same
            signed_out.add(account.name)
            yield ill("doctor.sign_in", account=account.name)
        elif account.state not in ("ok", "never"):
            reader, stands = because(f"reader.{account.reader}"), because(f"state.{account.state}")
            yield ill("doctor.account", account=account.name, reader=reader, state=stands)
    own = own_of(store, settings)
    learned = sorted(own - set(map(normal, settings.me.addresses)))
    if learned:
        yield ill("doctor.own_learned", addresses=", ".join(learned))
    elif own:
        yield well("doctor.own", n=len(own))
    else:
        yield ill("doctor.no_own")
