"""The ledger shared with other processes: lent while a reader waits, and looked at anew afterwards."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import coucou.store.lend
import coucou.sync
from coucou.contract import Batch, Connection, Cursor, Message, Reading, TryLater
from coucou.core.settings import AccountSettings, Exclude, Me, Settings
from coucou.errors import UserError
from coucou.store import Store, ledger, lock, open_store
from coucou.store.accounts import State
from coucou.store.forget import forget
from coucou.sync import SyncReport, sync
from tests.unit.ledgers import ANA, INES, LEA, NOW, assert_sound, mail

SETTINGS = Settings(me=Me(name="Ana", addresses=(ANA,)), accounts=(AccountSettings("work", "slow"),))


@dataclass
class Slow:
    """A mailbox that takes its time: ``meanwhile`` happens before each batch but the first."""

    batches: list[tuple[Message, ...]]
    meanwhile: Callable[[], None]
    dear: bool = True
    happened: int = field(default=0)

    def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        for number, messages in enumerate(self.batches):
            if number:
                self.meanwhile()
                self.happened += 1
            yield Batch(messages, cursor=Cursor(str(number)), dear=self.dear)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "coucou.db"


def read(path: Path, *batches: tuple[Message, ...], meanwhile: Callable[[], None], dear: bool = True) -> SyncReport:
    mailbox = Slow(list(batches), meanwhile, dear)
    with open_store(path, now=NOW) as store:
        report = sync(store, SETTINGS, {"work": Connection(mail=mailbox)}, now=NOW)
        assert_sound(store)
    assert mailbox.happened == len(batches) - 1
    return report


def by_another(path: Path, write: Callable[[Store], None], patience: float = 0.1) -> None:
    """What another process does, by default at once: it waits for nobody."""
    with open_store(path, now=NOW, patience=patience) as store:
        write(store)


def test_others_write_while_an_account_keeps_us_waiting_and_both_writings_stay(path: Path) -> None:
    def write() -> None:
        by_another(path, lambda store: ledger.choose(store, [INES], ledger.Verdict.NEVER, now=NOW))

    report = read(path, (mail(LEA, [ANA], id="1"),), (mail(LEA, [ANA], id="2"),), meanwhile=write)
    assert not report.failed
    with open_store(path, now=NOW, readonly=True) as store:
        assert ledger.counts(store)["messages"] == 2
        assert set(ledger.choices(store)) == {INES}


def test_a_reader_that_keeps_us_waiting_after_something_cheap_keeps_nobody_else_from_writing_for_long(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coucou.store.lend, "LONG", 0.1)

    def write() -> None:
        by_another(path, lambda store: ledger.choose(store, [INES], ledger.Verdict.NEVER, now=NOW), patience=120)

    before = signal.getsignal(signal.SIGALRM)
    batches = [(mail(LEA, [ANA], id=str(number)),) for number in range(3)]
    report = read(path, *batches, meanwhile=write, dear=False)
    assert not report.failed
    with open_store(path, now=NOW, readonly=True) as store:
        assert ledger.counts(store)["messages"] == 3
        assert set(ledger.choices(store)) == {INES}
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) == before


def test_what_cannot_be_committed_while_a_reader_keeps_us_waiting_is_told_as_what_it_is(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not as the connector's failure, although it had one at the same time."""
    monkeypatch.setattr(coucou.store.lend, "LONG", 0.1)
    with open_store(path, now=NOW) as store:

        def fail() -> None:
            pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
            store.connection.execute(f"PRAGMA max_page_count = {pages}")  # the disk is full
            with suppress(UserError):
                by_another(path, lambda store: None, patience=2.0)  # until it was tried to let others write
            raise TryLater("x.later")

        people = {f"a{number}@example.org": f"Ada Roe {number}" for number in range(3000)}
        many = tuple(mail(one, [ANA], id=one, names={one: name}) for one, name in people.items())
        slow = Connection(mail=Slow([many, ()], fail, dear=False))
        with pytest.raises(sqlite3.OperationalError, match="full"):
            sync(store, SETTINGS, {"work": slow}, now=NOW)


def test_a_ledger_that_is_taken_away_meanwhile_is_not_written_to(path: Path) -> None:
    with pytest.raises(UserError) as told:
        read(path, (mail(LEA, [ANA], id="1"),), (mail(LEA, [ANA], id="2"),), meanwhile=path.unlink)
    assert told.value.code == "store.gone"
    assert not path.exists()


def test_somebody_who_is_forgotten_in_the_middle_of_a_read_is_not_kept_by_the_rest_of_it(path: Path) -> None:
    def write() -> None:
        by_another(path, lambda store: forget(store, [LEA], Exclude(), now=NOW))

    read(
        path,
        (mail(LEA, [ANA, INES], id="1"),),
        (mail(LEA, [ANA, INES], id="2", names={LEA: "Léa Roy"}),),
        meanwhile=write,
    )
    content = b"".join(part.read_bytes() for part in path.parent.glob("coucou.db*"))
    assert LEA.encode() not in content
    assert "Léa Roy".encode() not in content
    assert INES.encode() in content


def test_an_account_that_another_process_reads_is_left_to_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coucou.sync, "PATIENCE", 0.1)
    held = lock.take(lock.beside(path, "reading-work"), 1.0)
    try:
        with open_store(path, now=NOW) as store:
            report = sync(store, SETTINGS, {"work": Connection(mail=Slow([], lambda: None))}, now=NOW)
    finally:
        os.close(held)
    assert {(one.state, one.code) for one in report.readers} == {(State.LATER, "sync.elsewhere")}
    with open_store(path, now=NOW, readonly=True) as store:
        assert ledger.account_states(store) == [], "how it goes is for the other process to say"
