"""One account, reader by reader: what each tells goes into the ledger, and how each went is noted."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
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
from coucou.core.settings import AccountSettings, Settings
from coucou.guard import logged
from coucou.store import Store, accounts, ledger, lend, rest
from coucou.store.accounts import ReaderState, State
from coucou.store.intake import Applied, Intake
from coucou.sync.report import ReaderReport

READERS = ("mail", "calendar", "contacts")
MOST_PROBLEMS = 100  # kept with their places; all are counted
AHEAD = timedelta(days=400)  # how far events are read, beyond any horizon that is planned for


class Broken(Exception):
    """A connector failed in a way that it does not promise."""


@dataclass(slots=True)
class Problems:
    kept: list[Problem] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)

    def add(self, problems: tuple[Problem, ...]) -> None:
        self.counted.update(problem.code for problem in problems)
        self.kept += problems[: max(0, MOST_PROBLEMS - len(self.kept))]


@dataclass(frozen=True, slots=True)
class Desk:
    """What reading one account needs."""

    store: Store
    settings: Settings
    account: AccountSettings
    own: frozenset[str]
    now: datetime
    progress: Progress
    problems: Problems
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


def read(desk: Desk, connection: Connection, resting: Mapping[str, ReaderState]) -> Iterator[ReaderReport]:
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


def _left_alone(desk: Desk, one: ReaderState) -> ReaderReport:
    """A reader that was not called, and until when."""
    name = desk.account.name
    if one.state is State.SIGN_IN or one.again_at is None:
        return ReaderReport(name, one.reader, one.state, code=one.code, values={"account": name})
    until = one.again_at.astimezone(ZoneInfo(desk.settings.me.timezone))
    values = {"until": until}
    return ReaderReport(name, one.reader, one.state, code="sync.resting", values=values, again_at=one.again_at)


def _read_one(desk: Desk, reader: str, reads: Reads) -> ReaderReport:
    applied = Applied()
    try:
        try:
            applied = _take_all(desk, reader, reads, again=False)
        except CursorExpired:
            applied = _take_all(desk, reader, reads, again=True)
    except (ConnectorError, Broken) as error:
        return _note(desk, reader, error)
    return ReaderReport(desk.account.name, reader, State.OK, applied)


def _take_all(desk: Desk, reader: str, reads: Reads, *, again: bool) -> Applied:
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
    """The batches. While the next one is waited for, other processes may write."""
    while True:
        with lend.while_waiting(intake):
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


def elsewhere(desk: Desk) -> list[ReaderReport]:
    """Not recorded: how it went is for the process that reads to say."""
    return [ReaderReport(desk.account.name, name, State.LATER, code="sync.elsewhere") for name in desk.readers]


def failed_to_open(desk: Desk, error: ConnectorError) -> list[ReaderReport]:
    """Record an account that could not be opened: for the readers it is known to have, or all if it was never open."""
    number = accounts.account_id(desk.store, desk.account.name, desk.account.connector)
    known = accounts.readers_of(desk.store, number) or READERS
    return [_note(desk, reader, error) for reader in known if reader in desk.readers]


def _note(desk: Desk, reader: str, error: ConnectorError | Broken) -> ReaderReport:
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
