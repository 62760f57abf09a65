"""Sync, with the memory connector and a real database: what is read, what is kept, and what is said of failures."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coucou.contract import (
    Batch,
    Card,
    Connection,
    ConnectorError,
    Cursor,
    CursorExpired,
    Event,
    Ports,
    Problem,
    Reading,
    Refused,
    SignInNeeded,
    SourceId,
    TryLater,
)
from coucou.core.settings import AccountSettings, Exclude, Me, Settings
from coucou.core.span import Span
from coucou.errors import UserError
from coucou.store import Store, ledger, open_store
from coucou.store.accounts import State
from coucou.store.intake import Intake
from coucou.sync import SyncReport, sync
from coucou.testing import memory
from coucou.words import say
from tests.unit.ledgers import ANA, LEA, OMAR, assert_sound, contacts, mail

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
ALWAYS = Span(datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
LATE = timedelta(hours=1)


def settings_for(*names: str, exclude: Exclude | None = None, years: int = 5) -> Settings:
    return Settings(
        history_years=years,
        me=Me(name="Ana Tremblay", addresses=(ANA,), timezone="America/Toronto"),
        accounts=tuple(AccountSettings(name, "memory") for name in names),
        exclude=exclude or Exclude(),
    )


WORK = settings_for("work")


def opened(far: memory.FarSide, readers: tuple[str, ...] = tuple(memory.READERS)) -> Connection:
    return memory.plugin.open("work", memory.Options(far, readers), Ports())


def run(store: Store, far: memory.FarSide, settings: Settings = WORK, now: datetime = NOW) -> SyncReport:
    return sync(store, settings, {"work": opened(far)}, now=now)


def event(number: int, **changes: object) -> Event:
    start = datetime(2026, 3, 9, 9 + number)  # noqa: DTZ001  (wall time)
    plain = Event(SourceId(f"e{number}"), "home", f"uid-{number}", start, timedelta(minutes=30), "America/Toronto")
    return replace(plain, **changes)  # type: ignore[arg-type]  # each test names fields of Event


def titles(store: Store) -> set[str | None]:
    return {one.subject for events, _ in ledger.events(store, ALWAYS) for one in events}


def states(store: Store) -> dict[str, tuple[State, str]]:
    return {state.reader: (state.state, state.code) for state in ledger.account_states(store)}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "coucou.db", now=NOW) as found:
        yield found
        assert_sound(found)


def test_everything_is_read_once_and_then_only_what_changed(store: Store) -> None:
    far = memory.FarSide()
    far.put(
        *(mail(LEA, [ANA], id=str(n)) for n in range(5)), event(1, subject="one"), Card(SourceId("c"), "Léa", (LEA,))
    )
    first = run(store, far)
    assert (first.applied.messages, first.applied.events, first.applied.cards) == (5, 1, 1)
    assert states(store) == {reader: (State.OK, "") for reader in ("mail", "calendar", "contacts")}
    assert all(state.first_synced_at == state.synced_at == NOW for state in ledger.account_states(store))
    far.put(mail(LEA, [ANA], id="new"))
    far.drop(SourceId("e1"), SourceId("c"))
    second = run(store, far, now=NOW + LATE)
    assert (second.applied.messages, second.applied.again, second.applied.gone) == (1, 0, 2)
    assert (titles(store), ledger.cards(store)) == (set(), [])
    assert run(store, far, now=NOW + 2 * LATE).applied == ledger.Applied()


def test_mail_that_leaves_its_source_stays(store: Store) -> None:
    far = memory.FarSide()
    far.put(mail(LEA, [ANA], id="1"))
    run(store, far)
    far.drop(SourceId("mail/1"))
    run(store, far)
    far.forget_cursors()
    run(store, far)
    assert ledger.counts(store)["messages"] == 1


def test_an_expired_cursor_reads_everything_again_and_forgets_what_is_not_there_any_more(store: Store) -> None:
    far = memory.FarSide(size=1)
    far.put(event(1, subject="stays"), event(2, subject="goes"), Card(SourceId("c"), "Léa"), mail(LEA, [ANA]))
    run(store, far)
    fresh = memory.FarSide(size=1, generation=9)  # a server that lost its history tells of nothing gone
    fresh.put(event(1, subject="stays"), event(3, subject="new"))
    report = run(store, fresh)
    assert titles(store) == {"stays", "new"}
    assert ledger.cards(store) == []
    assert ledger.counts(store)["messages"] == 1
    assert not report.failed


def test_a_cursor_that_expires_twice_in_a_row_is_given_up_and_said(store: Store) -> None:
    class Never:
        def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
            raise CursorExpired("never.good")

    report = sync(store, WORK, {"work": Connection(mail=Never())}, now=NOW)
    assert [(r.state, r.code) for r in report.readers] == [(State.BROKEN, "never.good")]


def test_a_full_read_that_stops_half_way_forgets_nothing_until_it_is_complete(store: Store) -> None:
    far = memory.FarSide(size=1)
    far.put(*(event(n, subject=str(n)) for n in range(1, 5)))
    run(store, far)
    fresh = memory.FarSide(size=1, generation=2)
    fresh.put(*(event(n, subject=str(n)) for n in (1, 2, 3)))
    connection = opened(fresh)
    # The first try finds the cursor expired; the second one, from the start, is interrupted after two batches.
    with ledger.intake(store, "work", "calendar", exclude=Exclude(), own=frozenset(), now=NOW) as intake:
        assert connection.calendar
        batches = connection.calendar.changes(None, Reading(NOW - timedelta(days=999), NOW + timedelta(days=999)))
        intake.take(next(batches))
        intake.take(next(batches))
    assert titles(store) == {"1", "2", "3", "4"}
    run(store, fresh)
    assert titles(store) == {"1", "2", "3"}


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (TryLater("memory.later", timedelta(minutes=5)), State.LATER),
        (Refused("memory.refused"), State.REFUSED),
    ],
)
def test_a_reader_that_fails_is_recorded_keeps_what_it_read_and_stops_no_other(
    store: Store, error: ConnectorError, state: State
) -> None:
    far = memory.FarSide(size=1)
    far.put(*(mail(LEA, [ANA], id=str(n)) for n in range(4)), event(1, subject="read"))
    far.fail("mail", error, after=2)
    report = run(store, far)
    assert [(r.reader, r.state, r.code) for r in report.failed] == [("mail", state, error.code)]
    assert states(store)["mail"] == (state, error.code)
    assert states(store)["calendar"] == (State.OK, "")
    assert titles(store) == {"read"}
    assert ledger.counts(store)["messages"] == 2
    (known,) = [s for s in ledger.account_states(store) if s.reader == "mail"]
    assert (known.since, known.synced_at) == (NOW, None)
    assert known.again_at == (NOW + timedelta(minutes=5) if state is State.LATER else None)
    assert run(store, far, now=NOW + LATE).applied.messages == 2  # where it stood, nothing twice
    assert states(store)["mail"] == (State.OK, "")


def test_how_long_a_failure_lasts_is_known(store: Store) -> None:
    far = memory.FarSide()
    run(store, far)
    for hours in (1, 2):
        far.fail("calendar", Refused("memory.refused"))
        run(store, far, now=NOW + hours * LATE)
    (known,) = [s for s in ledger.account_states(store) if s.reader == "calendar"]
    assert (known.state, known.since, known.synced_at) == (State.REFUSED, NOW + LATE, NOW)


@pytest.mark.parametrize("only", [None, "work"])
def test_within_the_pause_that_a_provider_asked_for_it_is_not_called_and_the_others_are(
    store: Store, only: str | None
) -> None:
    far = memory.FarSide()
    far.fail("mail", TryLater("memory.later", timedelta(minutes=30)))
    run(store, far)
    for minutes, readers in ((29, {"calendar", "contacts"}), (30, {"mail", "calendar", "contacts"})):
        far.asked.clear()
        report = sync(store, WORK, {"work": opened(far)}, now=NOW + timedelta(minutes=minutes), only=only)
        assert {reader for reader, _, _ in far.asked} == readers
        assert {(r.reader, r.code) for r in report.failed} == (set() if minutes == 30 else {("mail", "sync.resting")})
        resting = [say(r.code, "en", **r.values) for r in report.failed]
        assert resting == [] or "10:30" in resting[0], "by the user's clock"
    assert states(store)["mail"] == (State.OK, "")


@pytest.mark.parametrize("now", [NOW + timedelta(hours=24), NOW - timedelta(days=400)])
def test_no_pause_lasts_longer_than_a_day_whatever_a_provider_or_a_clock_says(store: Store, now: datetime) -> None:
    far = memory.FarSide()
    far.fail("mail", TryLater("memory.later", timedelta(days=3000)))
    run(store, far)
    assert not run(store, far, now=now).failed


def test_an_account_whose_sign_in_was_refused_is_not_called_before_somebody_signs_in_again(store: Store) -> None:
    far = memory.FarSide()
    far.put(mail(LEA, [ANA]), event(1))
    far.fail("mail", SignInNeeded("memory.sign_in"))
    sign_in = ["first"]

    def once(hours: int, only: str | None = None) -> set[str]:
        far.asked.clear()
        moment = NOW + hours * LATE
        sync(store, WORK, {"work": opened(far)}, now=moment, only=only, sign_in_of=lambda name: sign_in[0])
        return {reader for reader, _, _ in far.asked}

    assert once(0) == {"mail"}, "the account's other readers would hear the same"
    assert set(states(store).values()) == {(State.SIGN_IN, "memory.sign_in")}
    assert once(1) == once(200) == set()
    sign_in[0] = "second"
    assert once(201) == {"mail", "calendar", "contacts"}
    assert set(states(store).values()) == {(State.OK, "")}


def test_readers_that_are_read_apart_hear_of_a_refused_sign_in_too(store: Store) -> None:
    far = memory.FarSide()
    far.fail("calendar", SignInNeeded("memory.sign_in"))
    sync(store, WORK, {"work": opened(far)}, now=NOW, readers=("calendar",))
    far.asked.clear()
    report = sync(store, WORK, {"work": opened(far)}, now=NOW + LATE, readers=("mail", "contacts"))
    assert far.asked == []
    assert {(r.reader, r.state) for r in report.readers} == {("mail", State.SIGN_IN), ("contacts", State.SIGN_IN)}


def test_a_user_who_names_the_account_has_it_tried_with_the_old_sign_in(store: Store) -> None:
    far = memory.FarSide()
    far.fail("mail", SignInNeeded("memory.sign_in"))
    assert run(store, far).failed
    assert not sync(store, WORK, {"work": opened(far)}, now=NOW + LATE, only="work").failed


def test_an_account_that_does_not_open_is_recorded_and_the_others_are_read(store: Store) -> None:
    far = memory.FarSide()
    far.put(mail(LEA, [ANA]))
    both = settings_for("work", "home")
    connections: Mapping[str, Connection | ConnectorError] = {"work": Refused("memory.no_folder"), "home": opened(far)}
    report = sync(store, both, connections, now=NOW)
    assert {(r.account, r.reader) for r in report.failed} == {("work", r) for r in ("mail", "calendar", "contacts")}
    assert ledger.counts(store)["messages"] == 1
    known = [s for s in ledger.account_states(store) if s.name == "work" and s.reader == "calendar"]
    assert [(s.state, s.synced_at) for s in known] == [(State.REFUSED, None)]  # its time is unknown, never free


def test_a_connector_with_a_mistake_stops_no_other_and_its_words_reach_no_log(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    class Mistaken:
        def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
            yield Batch((mail(LEA, [ANA]),), cursor=Cursor("1"))
            raise ValueError(f"cannot read {LEA}: Secret subject")

    far = memory.FarSide()
    far.put(event(1, subject="read"))
    with caplog.at_level(logging.DEBUG):
        connections = {"work": Connection(mail=Mistaken(), calendar=opened(far).calendar)}
        report = sync(store, WORK, connections, now=NOW)
    assert [(r.reader, r.state, r.code) for r in report.failed] == [("mail", State.BROKEN, "sync.connector_broken")]
    assert titles(store) == {"read"}
    assert ledger.cursor(store, "work", "mail") == Cursor("1")
    assert "ValueError" in caplog.text
    assert LEA not in caplog.text
    assert "Secret" not in caplog.text + repr(report)


def test_a_mistake_of_our_own_is_not_taken_for_the_connectors(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: Intake, batch: Batch) -> ledger.Applied:
        raise ZeroDivisionError

    monkeypatch.setattr(Intake, "take", fails)
    with pytest.raises(ZeroDivisionError):
        run(store, memory.FarSide())


def test_a_batch_that_cannot_be_stored_leaves_neither_half_of_itself_nor_its_cursor(store: Store) -> None:
    impossible = replace(mail(LEA, [ANA], id="2"), kind="no such kind")  # type: ignore[arg-type]  # a connector's slip

    class Slips:
        def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
            yield Batch((mail(LEA, [ANA], id="1"),), cursor=Cursor("1"))
            yield Batch((event(1), mail(OMAR, [ANA], id="3"), impossible), cursor=Cursor("2"))

    with pytest.raises(KeyError):
        sync(store, WORK, {"work": Connection(mail=Slips())}, now=NOW)
    assert contacts(store) == set()  # both batches were in the transaction that failed …
    assert ledger.cursor(store, "work", "mail") is None  # … and so was the cursor


def test_problems_are_counted_all_and_kept_up_to_a_limit(store: Store) -> None:
    far = memory.FarSide(problems=[Problem("mail.no_date", f"box: {n}") for n in range(150)])
    report = run(store, far)
    assert report.problem_counts == {"mail.no_date": 450}  # by each of the three readers
    assert len(report.problems) == 100


def test_own_addresses_are_learnt_from_what_was_sent_and_the_past_is_judged_by_them(store: Store) -> None:
    other = "ana.t@example.net"
    far = memory.FarSide()
    names = {other: "Ana Tremblay"}
    far.put(*(mail(other, [OMAR], id=f"out {n}", sent=True, names=names) for n in range(3)))
    far.put(mail(OMAR, [other], id="in"))
    report = run(store, far)
    assert report.own == {ANA, other}
    assert ledger.own(store) == {other}
    assert [touch.contact for touch in ledger.touches_of(store, [OMAR], NOW)] == [1, 1, 1, 2]


def test_an_address_taken_out_of_the_settings_is_not_the_users_any_more(store: Store) -> None:
    far = memory.FarSide()
    far.put(mail(OMAR, ["old@example.org"], id="in"))
    both = replace(WORK, me=replace(WORK.me, addresses=(ANA, "old@example.org")))
    assert run(store, far, both).own == {ANA, "old@example.org"}
    assert len(ledger.touches_of(store, [OMAR], NOW)) == 1
    assert run(store, far).own == {ANA}
    assert ledger.touches_of(store, [OMAR], NOW) == []


def test_what_is_newly_excluded_goes_and_what_is_not_any_more_comes_back(store: Store) -> None:
    far = memory.FarSide()
    far.put(mail(LEA, [ANA], id="1", subject="Hi"), mail(OMAR, [ANA], id="2"), event(1, subject="Talk"))
    run(store, far)
    run(store, far, settings_for("work", exclude=Exclude(addresses=(LEA,), subjects=False)))
    assert {message for message, _, _ in contacts(store)} == {"2"}
    assert titles(store) == {None}
    run(store, far)
    assert {message for message, _, _ in contacts(store)} == {"1", "2"}
    assert titles(store) == {"Talk"}
    assert [touch.subject for touch in ledger.touches_of(store, [OMAR], NOW)] == ["Hello"]


def test_a_longer_past_is_read_when_it_is_asked_for(store: Store) -> None:
    far = memory.FarSide()
    far.put(mail(LEA, [ANA], id="old", at=datetime(2018, 1, 1, tzinfo=UTC)))
    run(store, far)
    assert ledger.counts(store)["messages"] == 0
    run(store, far, settings_for("work", years=20))
    assert ledger.counts(store)["messages"] == 1


def test_an_account_taken_out_of_the_settings_takes_no_time_but_its_mail_stays(store: Store) -> None:
    far = memory.FarSide()
    far.put(mail(LEA, [ANA]), event(1), Card(SourceId("c"), "Léa"))
    run(store, far)
    sync(store, settings_for("home"), {}, now=NOW)
    assert ledger.events(store, ALWAYS) == []
    assert ledger.cards(store) == []
    assert ledger.account_states(store) == []
    assert ledger.counts(store)["messages"] == 1
    assert run(store, far).applied.events == 1


def test_only_the_account_asked_for_is_read(store: Store) -> None:
    work, home = memory.FarSide(), memory.FarSide()
    connections = {"work": opened(work), "home": opened(home)}
    sync(store, settings_for("work", "home"), connections, now=NOW, only="home")
    assert (len(work.asked), len(home.asked)) == (0, 3)


def test_progress_hears_of_each_account(store: Store) -> None:
    heard: list[tuple[str, int, int | None]] = []
    far = memory.FarSide(size=2)
    far.put(*(mail(LEA, [ANA], id=str(n)) for n in range(5)))
    connection = opened(far, ("mail",))
    sync(store, WORK, {"work": connection}, now=NOW, progress=lambda *said: heard.append(said))
    assert heard == [("work", 2, None), ("work", 4, None), ("work", 5, None)]


def test_a_full_disk_in_the_middle_is_said_and_the_next_sync_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "coucou.db"
    far = memory.FarSide(size=50)
    far.put(*(mail(LEA, [ANA], id=f"{n}@example.org") for n in range(100)))
    with open_store(path, now=NOW) as store:
        run(store, far)
    far.put(*(mail(f"p{n}@example.org", [ANA], id=f"more {n}", subject="x" * 400) for n in range(1000)))
    with pytest.raises(UserError) as caught, open_store(path, now=NOW) as store:
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages + 4}")
        run(store, far)
    assert caught.value.code == "store.full"
    with open_store(path, now=NOW) as store:
        assert ledger.counts(store)["messages"] == 100
        assert run(store, far).applied.messages == 1000
        assert_sound(store)


CRASHES = """
import os, pathlib, sys
from datetime import datetime, timezone
from coucou.contract import Batch, Cursor
from coucou.core.settings import Exclude
from coucou.store import ledger, open_store
from tests.unit.ledgers import ANA, LEA, mail
now = datetime(2026, 3, 2, tzinfo=timezone.utc)
store = open_store(pathlib.Path(sys.argv[1]), now=now)
intake = ledger.intake(store, "work", "mail", exclude=Exclude(), own=frozenset({ANA}), now=now)
intake.commit_after = 4
for n in range(int(sys.argv[2])):
    intake.take(Batch((mail(LEA, [ANA], id=str(n)),), cursor=Cursor(str(n))))
os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("batches", [3, 4, 6, 9])
def test_after_a_kill_data_and_cursor_agree(tmp_path: Path, batches: int) -> None:
    path = tmp_path / "coucou.db"
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", CRASHES, str(path), str(batches)], cwd=root, check=False, timeout=60)
    with open_store(path, now=NOW, patience=0.2) as store:
        cursor = ledger.cursor(store, "work", "mail")
        through = -1 if cursor is None else int(cursor.value)
        assert ledger.counts(store)["messages"] == through + 1 == batches // 4 * 4
        assert_sound(store)


def test_two_syncs_at_once_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "coucou.db"
    with open_store(path, now=NOW) as store:
        with pytest.raises(UserError) as caught:
            open_store(path, now=NOW, patience=0.1)
        assert caught.value.code == "store.in_use"
        far = memory.FarSide()
        far.put(mail(LEA, [ANA]))
        run(store, far)
        with open_store(path, now=NOW, readonly=True) as reader:
            assert ledger.counts(reader)["messages"] == 1
