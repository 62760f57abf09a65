"""Old mail as counts: what ties are judged by stays, everything else of it goes and does not come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from coucou.contract import MailKind, Message
from coucou.core.facts import AddressFacts
from coucou.core.settings import Daemon, Exclude, Settings
from coucou.daemon.jobs import Work
from coucou.daemon.tasks import housekeeping
from coucou.store import Store, accounts, ledger, open_store
from coucou.store.export import rows, tables
from coucou.store.facts import tie_facts
from coucou.store.fold import fold, folded_until
from coucou.store.forget import forget
from coucou.store.upkeep import tidy
from tests.unit.ledgers import ANA, INES, LEA, NOW, OMAR, a_ledger, assert_sound, mail, take
from tests.unit.test_ties_facts import OTHERS, messages

YEARS = 3
CUTOFF = datetime(2023, 3, 1, tzinfo=UTC)
LONG_AGO = datetime(2019, 5, 10, 9, tzinfo=UTC)


@st.composite
def mailboxes(draw: st.DrawFn) -> list[Message]:
    """Mail of eighteen years with some that came back, and one message of today, which is what the fold goes by."""
    held = draw(st.lists(messages(), max_size=12, unique_by=(lambda m: m.message_id, lambda m: m.moment)))
    for number, days in enumerate(draw(st.lists(st.integers(0, 6_500), max_size=3, unique=True))):
        back = mail("mailer-daemon@example.org", [ANA], id=f"back-{number}", at=NOW - timedelta(days=days, seconds=7),
                    kind=MailKind.BOUNCE, failed=(draw(st.sampled_from(OTHERS)),))  # fmt: skip
        held.append(back)
    return [*held, mail(ANA, [INES], id="today", at=NOW, sent=True)]


def known(store: Store, until: int) -> dict[str, AddressFacts]:
    return {one.address: one for one in ledger.addresses(store, until)}


def everything_written(store: Store) -> str:
    return repr([row for table in tables(store) for row in rows(store, table)])


@tried(max_examples=80, deadline=None)
@given(mailboxes(), st.integers(0, 1_000), st.data())
def test_at_any_moment_after_the_fold_everybody_is_judged_as_before(
    held: list[Message], days_ago: int, data: st.DataObject
) -> None:
    until = int(max(NOW - timedelta(days=days_ago), CUTOFF).timestamp())
    with a_ledger() as store:
        take(store, *held)
        before = tie_facts(store.connection, until), known(store, until), list(ledger.senders(store, until))
        some_months = data.draw(st.integers(0, 40))
        fold(store, YEARS, now=NOW - timedelta(days=30 * some_months))  # folded in one go, or a part of it earlier
        fold(store, YEARS, now=NOW)
        assert (tie_facts(store.connection, until), known(store, until), list(ledger.senders(store, until))) == before
        (oldest,) = store.connection.execute("SELECT min(moment) FROM message").fetchone()
        assert oldest >= CUTOFF.timestamp()
        assert_sound(store)


@tried(max_examples=40, deadline=None)
@given(mailboxes())
def test_reading_all_of_it_again_brings_nothing_back_and_counts_nothing_twice(held: list[Message]) -> None:
    until = int(NOW.timestamp())
    with a_ledger() as store:
        take(store, *held)
        fold(store, YEARS, now=NOW)
        before = tie_facts(store.connection, until), known(store, until), everything_written(store)
        take(store, *held)
        assert (tie_facts(store.connection, until), known(store, until), everything_written(store)) == before
        take(store, *held, account="home")
        assert (tie_facts(store.connection, until), known(store, until)) == before[:2]


@tried(max_examples=40, deadline=None)
@given(mailboxes(), st.integers(0, 6_500))
def test_at_a_moment_before_the_fold_nothing_later_is_known(held: list[Message], days_ago: int) -> None:
    until = int((NOW - timedelta(days=days_ago)).timestamp())
    with a_ledger() as store:
        take(store, *held)
        exact = tie_facts(store.connection, until)
        fold(store, YEARS, now=NOW)
        for address, found in tie_facts(store.connection, until).items():
            then = exact[address]
            assert found.last_seen <= then.last_seen
            assert found.sent <= then.sent
            assert found.received <= then.received


def test_the_months_in_touch_stay_and_subjects_and_identifiers_vanish() -> None:
    with a_ledger() as store:
        for number, day in enumerate((1, 9, 20)):
            take(store, mail(ANA, [LEA], id=f"old-{number}", at=LONG_AGO.replace(day=day), subject="Projet Aurore"))
        take(store, mail(LEA, [ANA], id="new", at=NOW, subject="Aujourd'hui"))
        assert fold(store, YEARS, now=NOW) == 3
        touched = ledger.touches_of(store, [LEA], NOW)
        assert [(one.moment.strftime("%Y-%m"), one.subject) for one in touched] == [
            *[("2019-05", None)] * 3,
            ("2026-03", "Aujourd'hui"),
        ]
        assert (touched[0].moment.day, touched[2].moment.day) == (1, 20)
        assert "Aurore" not in everything_written(store)
        assert "old-" not in everything_written(store)


def test_the_file_gets_smaller_and_holds_no_old_subject_any_more(tmp_path: Path) -> None:
    path = tmp_path / "coucou.db"
    with open_store(path, now=NOW) as store:
        for start in range(0, 3_000, 500):
            old = (
                mail(LEA, [ANA], id=f"{n}@example.net", at=LONG_AGO + timedelta(hours=n % 700), subject="Projet Aurore")
                for n in range(start, start + 500)
            )
            take(store, *old)
        take(store, mail(ANA, [LEA], id="new", at=NOW))
        tidy(store, now=NOW)
    before = path.stat().st_size
    settings = Settings(daemon=Daemon(fold_after_years=YEARS))
    outcome = housekeeping(Work(settings, path, NOW + timedelta(hours=1)))
    assert outcome.counts["folded"] == 3_000
    assert path.stat().st_size < before / 2  # forty tables and indexes take a page each, however empty
    assert b"Aurore" not in path.read_bytes()
    assert housekeeping(Work(settings, path, NOW + timedelta(hours=2))).counts["folded"] == 0


def test_nothing_is_folded_unless_the_user_says_so(tmp_path: Path) -> None:
    path = tmp_path / "coucou.db"
    with open_store(path, now=NOW) as store:
        take(store, mail(ANA, [LEA], id="old", at=LONG_AGO), mail(ANA, [LEA], id="new", at=NOW))
    housekeeping(Work(Settings(), path, NOW))
    with open_store(path, now=NOW) as store:
        assert ledger.counts(store)["messages"] == 2
        assert folded_until(store.connection) == 0


def test_a_clock_that_is_years_ahead_folds_nothing_that_is_not_old() -> None:
    with a_ledger() as store:
        take(store, mail(ANA, [LEA], id="old", at=LONG_AGO), mail(ANA, [LEA], id="new", at=NOW))
        assert fold(store, YEARS, now=NOW + timedelta(days=3_650)) == 1
        assert ledger.counts(store)["messages"] == 1
        take(store, mail(LEA, [ANA], id="next", at=NOW + timedelta(days=1)))
        assert ledger.counts(store)["messages"] == 2


@pytest.mark.parametrize("by_exclude", [False, True])
def test_who_is_forgotten_or_excluded_goes_from_the_counts_too(by_exclude: bool) -> None:
    with a_ledger() as store:
        take(store, mail(ANA, [LEA], id="old", at=LONG_AGO), mail(OMAR, [ANA], id="older", at=LONG_AGO))
        take(store, mail(ANA, [OMAR], id="new", at=NOW))
        fold(store, YEARS, now=NOW)
        if by_exclude:
            ledger.enforce(store, Settings())
            ledger.enforce(store, Settings(exclude=Exclude(addresses=(LEA,))))
        else:
            forget(store, [LEA], Exclude(), now=NOW)
        assert set(tie_facts(store.connection, int(NOW.timestamp()))) == {OMAR}
        assert store.connection.execute("SELECT count(*) FROM address WHERE address = ?", (LEA,)).fetchone() == (0,)
        assert_sound(store)


def test_somebody_known_by_counts_alone_stays_known_when_others_are_excluded() -> None:
    with a_ledger() as store:
        take(store, mail(ANA, [LEA], id="old", at=LONG_AGO), mail(ANA, [OMAR], id="new", at=NOW))
        fold(store, YEARS, now=NOW)
        ledger.enforce(store, Settings())
        ledger.enforce(store, Settings(exclude=Exclude(addresses=(OMAR,))))
        assert set(tie_facts(store.connection, int(NOW.timestamp()))) == {LEA}


def test_counts_go_with_the_account_that_told_them_and_stay_when_it_is_only_retired() -> None:
    until = int(NOW.timestamp())
    with a_ledger() as store:
        take(store, mail(ANA, [LEA], id="old", at=LONG_AGO), account="former")
        take(store, mail(ANA, [OMAR], id="new", at=NOW))
        fold(store, YEARS, now=NOW)
        accounts.retire(store, "former")
        assert set(tie_facts(store.connection, until)) == {LEA, OMAR}
        ledger.drop_account(store, "former")
        assert set(tie_facts(store.connection, until)) == {OMAR}
