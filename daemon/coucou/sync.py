"""Sync, the first of the four uses: what changed at each account, into the ledger."""

from __future__ import annotations

import gc
import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from coucou.contract import (
    Batch,
    Connection,
    ConnectorError,
    Cursor,
    CursorExpired,
    Problem,
    Progress,
    Reading,
    Reads,
    Refused,
    SignInNeeded,
    TryLater,
)
from coucou.core.address import normal
from coucou.core.people import own_addresses
from coucou.core.settings import AccountSettings, Mode, Settings
from coucou.errors import UserError
from coucou.guard import logged
from coucou.store import Store, accounts, ledger, lock, rest, taken
from coucou.store.accounts import ReaderState, State
from coucou.store.intake import Applied, Intake

READERS = ("mail", "calendar", "contacts")
PATIENCE = 20.0  # seconds for which an account is waited for that another process reads
MOST_PROBLEMS = 100  # kept with their places; all are counted
AHEAD = timedelta(days=400)  # how far events are read, beyond any horizon that is planned for


class Broken(Exception):
    """A connector failed in a way that it does not promise."""


@dataclass(frozen=True, slots=True)
class ReaderReport:
    """How one reader of one account went. ``code`` says why when ``state`` is not ok."""

    account: str
    reader: str
    state: State
    applied: Applied = field(default_factory=Applied)
    code: str = ""
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What came of a sync. ``problems`` are the first of each reader; ``problem_counts`` counts all by code."""

    readers: tuple[ReaderReport, ...] = ()
    problems: tuple[Problem, ...] = ()
    problem_counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    own: frozenset[str] = frozenset()  # the user's addresses, as they are known now
    asked: tuple[str, ...] = ()  # proposals whose message was seen in Sent

    @property
    def applied(self) -> Applied:
        return sum((reader.applied for reader in self.readers), Applied())

    @property
    def failed(self) -> tuple[ReaderReport, ...]:
        return tuple(reader for reader in self.readers if reader.state is not State.OK)


@dataclass(slots=True)
class _Problems:
    kept: list[Problem] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)

    def add(self, problems: tuple[Problem, ...]) -> None:
        self.counted.update(problem.code for problem in problems)
        self.kept += problems[: max(0, MOST_PROBLEMS - len(self.kept))]


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
    problems = _Problems()
    reports: list[ReaderReport] = []
    for account in settings.accounts:
        connection = connections.get(account.name)
        if connection is None or only not in (None, account.name):
            continue
        desk = _Desk(store, settings, account, own, now, progress, problems, sign_in_of, readers)
        resting = rest.at_rest(store, account.name, now=now, sign_in=sign_in_of(account.name))
        if only is not None:
            resting = {name: one for name, one in resting.items() if one.state is not State.SIGN_IN}
        if isinstance(connection, ConnectorError):
            reports += _failed_to_open(desk, connection)
            continue
        with _alone(desk) as alone:
            reports += _read(desk, connection, resting) if alone else _read_elsewhere(desk)
    own = _own_now(store, settings, own, reports, now)
    asked = ledger.mark_asked(store, now=now, by_hand=settings.mode is Mode.PREVIEW)
    return SyncReport(tuple(reports), tuple(problems.kept), dict(problems.counted), own, tuple(asked))


@dataclass(frozen=True, slots=True)
class _Desk:
    """What reading one account needs."""

    store: Store
    settings: Settings
    account: AccountSettings
    own: frozenset[str]
    now: datetime
    progress: Progress
    problems: _Problems
    sign_in_of: Callable[[str], str]
    readers: Collection[str]

    def intake(self, reader: str) -> Intake:
        return ledger.intake(
            self.store,
            self.account.name,
            reader,
            exclude=self.settings.exclude,
            own=self.own,
            now=self.now,
            connector=self.account.connector,
        )

    def reading(self) -> Reading:
        return Reading(
            now=self.now,
            oldest=self.now - timedelta(days=365.25 * self.settings.history_years),
            newest=self.now + max(AHEAD, timedelta(days=2 * self.settings.meeting.horizon_days)),
            subjects=self.settings.exclude.subjects,
            timezone=self.settings.me.timezone,
        )


@contextmanager
def _alone(desk: _Desk) -> Iterator[bool]:
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


def _read_elsewhere(desk: _Desk) -> list[ReaderReport]:
    """Not recorded: how it went is for the process that reads to say."""
    return [ReaderReport(desk.account.name, name, State.LATER, code="sync.elsewhere") for name in desk.readers]


def _own_now(
    store: Store, settings: Settings, own: frozenset[str], reports: Iterable[ReaderReport], now: datetime
) -> frozenset[str]:
    """The user's addresses after reading. Mail is judged again where one was learnt, or turned out wrong."""
    told = json.dumps(
        [settings.me.name, sorted(settings.me.addresses), sorted(a for p in settings.people for a in p.addresses)]
    )
    news = any(report.applied.messages or report.applied.again or report.applied.cards for report in reports)
    if not news and told == accounts.meta(store, "me"):
        return own
    learnt = own_addresses(
        ledger.senders(store, int(now.timestamp())), settings.me, ledger.cards(store), settings.people
    )
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


def _read(desk: _Desk, connection: Connection, resting: Mapping[str, ReaderState]) -> Iterator[ReaderReport]:
    signed_out: SignInNeeded | None = None
    out = next((one for one in resting.values() if one.state is State.SIGN_IN), None)
    for name in (one for one in READERS if one in desk.readers):
        reads: Reads | None = getattr(connection, name)
        if reads is None:
            continue
        if (left := resting.get(name) or out) is not None:
            yield _left_alone(desk, replace(left, reader=name))
            continue
        report = _note(desk, name, signed_out) if signed_out else _read_one(desk, name, reads)
        if report.state is State.SIGN_IN:  # its other readers would hear the same
            signed_out = SignInNeeded(report.code, **report.values)
        if name == "calendar" and report.state is State.OK:
            until = desk.reading().newest if connection.bounded else None
            accounts.set_read_until(desk.store, desk.account.name, until)
            accounts.note_calendar(desk.store, desk.account.name)
        yield report


def _left_alone(desk: _Desk, one: ReaderState) -> ReaderReport:
    """A reader that was not called, and until when."""
    name = desk.account.name
    if one.state is State.SIGN_IN or one.again_at is None:
        return ReaderReport(name, one.reader, one.state, code=one.code, values={"account": name})
    until = one.again_at.astimezone(ZoneInfo(desk.settings.me.timezone))
    values = {"until": until}
    return ReaderReport(name, one.reader, one.state, code="sync.resting", values=values, again_at=one.again_at)


def _read_one(desk: _Desk, reader: str, reads: Reads) -> ReaderReport:
    applied = Applied()
    try:
        try:
            applied = _take_all(desk, reader, reads, again=False)
        except CursorExpired:
            applied = _take_all(desk, reader, reads, again=True)
    except (ConnectorError, Broken) as error:
        return _note(desk, reader, error)
    return ReaderReport(desk.account.name, reader, State.OK, applied)


def _take_all(desk: _Desk, reader: str, reads: Reads, *, again: bool) -> Applied:
    """Read to the end from where the reader stands, or from the start when ``again``."""
    with _rare_collections(), desk.intake(reader) as intake:
        since = None if again else ledger.cursor(desk.store, desk.account.name, reader)
        if again:
            intake.begin_again()
        done = 0
        for batch in _waiting(intake, _guarded(reads, since, desk.reading())):
            intake.take(batch)
            desk.problems.add(batch.problems)
            done += len(batch.appeared)
            desk.progress(desk.account.name, done, None)
        intake.complete()
        return intake.applied


def _waiting(intake: Intake, batches: Iterator[Batch]) -> Iterator[Batch]:
    """The batches. While the next one is waited for and all before are committed, other processes may write."""
    while True:
        if intake.settled:
            with intake.store.lent():
                batch = next(batches, None)
        else:
            batch = next(batches, None)
        if batch is None:
            return
        yield batch


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Readers' values hold no cycles: to look for some at each 700th new value took a tenth of a first read's time."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _guarded(reads: Reads, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
    """The reader's batches; what it raises beyond its promises becomes ``Broken``: one bad connector stops no other."""
    try:
        yield from reads.changes(since, reading)
    except ConnectorError:
        raise
    except Exception as error:
        raise Broken(logged(error)) from error


def _failed_to_open(desk: _Desk, error: ConnectorError) -> list[ReaderReport]:
    """Record an account that could not be opened: for the readers it is known to have, or all if it was never open."""
    number = accounts.account_id(desk.store, desk.account.name, desk.account.connector)
    known = accounts.readers_of(desk.store, number) or READERS
    return [_note(desk, reader, error) for reader in known if reader in desk.readers]


def _note(desk: _Desk, reader: str, error: ConnectorError | Broken) -> ReaderReport:
    state, code, values = _verdict(error)
    after = error.after if isinstance(error, TryLater) else None
    again_at = None if after is None else desk.now + min(after, rest.LONGEST)
    number = accounts.account_id(desk.store, desk.account.name, desk.account.connector)
    ledger.note_failure(desk.store, number, reader, state, code, now=desk.now, again_at=again_at)
    if state is State.SIGN_IN:
        rest.note_refused(desk.store, desk.account.name, desk.sign_in_of(desk.account.name))
    return ReaderReport(desk.account.name, reader, state, code=code, values=values, again_at=again_at)


def _verdict(error: ConnectorError | Broken) -> tuple[State, str, Mapping[str, object]]:
    match error:
        case SignInNeeded():
            return State.SIGN_IN, error.code, error.values
        case TryLater():
            return State.LATER, error.code, error.values
        case Refused():
            return State.REFUSED, error.code, error.values
        case ConnectorError():  # CursorExpired twice in a row, or a kind that the contract does not know
            return State.BROKEN, error.code, error.values
        case _:
            return State.BROKEN, "sync.connector_broken", {"cause": str(error)}
