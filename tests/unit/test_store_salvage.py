"""Decisions out of a damaged file: what can be read of them is copied, and what may be lost is said."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coucou.core.proposal import State, Step
from coucou.core.settings import AddressAs
from coucou.store import choices, damage, file, ledger, open_store
from coucou.store.choices import Verdict
from tests.unit.ledgers import LEA, NOW, OMAR, mail, take
from tests.unit.test_store_proposals import proposal

LATER = datetime(2026, 3, 3, tzinfo=UTC)
MANY = [f"someone.{number:04}@example.net" for number in range(2000)]  # more than fit in one page


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with decisions, a proposal and mail."""
    made = tmp_path / "coucou.db"
    with open_store(made, now=NOW) as store:
        choices.choose(store, [OMAR, *MANY], Verdict.NEVER, now=NOW)
        choices.choose(store, [LEA], Verdict.LATER, now=NOW, until=LATER)
        choices.say_as(store, [LEA], AddressAs.VOUS)
        ledger.record(store, [(proposal(), "Un café?", "Bonjour Léa")], now=NOW)
        ledger.mark(store, proposal().id, Step.DISMISS, now=NOW)
        take(store, *(mail(LEA, [OMAR], id=f"{number}@example.org") for number in range(50)))
    return made


def page_of(path: Path, table: str) -> int:
    """The page at which a table begins."""
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0])


def spoil(path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[(page - 1) * file.PAGE_BYTES : page * file.PAGE_BYTES] = b"\xff" * file.PAGE_BYTES
    path.write_bytes(content)


def test_decisions_and_proposals_outlive_a_damage_elsewhere(path: Path) -> None:
    spoil(path, page_of(path, "participant"))
    with open_store(path, now=LATER) as store:
        assert [notice.code for notice in store.notices] == ["store.rebuilt", "store.salvaged"]
        assert store.notices[1].values["n"] == len(MANY) + 4  # two more choices, one vous, one proposal
        kept = choices.choices(store)
        assert {address for address, one in kept.items() if one.verdict is Verdict.NEVER} == {OMAR, *MANY}
        assert (kept[LEA].verdict, kept[LEA].until, kept[LEA].decided_at) == (Verdict.LATER, LATER, NOW)
        assert choices.said_as(store) == {LEA: AddressAs.VOUS}
        (one,) = ledger.recorded(store)
        assert (one.id, one.state, one.subject, one.created_at) == (proposal().id, State.DISMISSED, "Un café?", NOW)
        assert ledger.counts(store)["messages"] == 0, "mail is read again"
    with open_store(path, now=LATER) as store:
        assert store.notices == ()
        assert len(choices.choices(store)) == len(MANY) + 2


def test_of_damaged_decisions_those_on_both_sides_of_the_damage_are_copied_and_it_is_said(path: Path) -> None:
    spoil(path, path.read_bytes().index(MANY[1000].encode()) // file.PAGE_BYTES + 1)
    with open_store(path, now=LATER) as store:
        assert [notice.code for notice in store.notices] == ["store.rebuilt", "store.salvaged", "store.decisions_lost"]
        kept = choices.choices(store)
        assert {MANY[0], MANY[-1], OMAR, LEA} < set(kept)
        assert len(MANY) * 0.7 < len(kept) < len(MANY)


def test_a_file_of_which_nothing_can_be_read_is_said_to_have_held_decisions(path: Path) -> None:
    path.write_bytes(b"\xff" * path.stat().st_size)
    with open_store(path, now=LATER) as store:
        assert [notice.code for notice in store.notices] == ["store.rebuilt", "store.decisions_lost"]
        assert choices.choices(store) == {}


def test_rows_that_mean_nothing_any_more_are_left_out_and_it_is_said(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE choice SET verdict = 'nevr' WHERE address = ?", (OMAR,))
        db.execute("UPDATE proposal SET reasons = '[{'")
    spoil(path, page_of(path, "participant"))
    with open_store(path, now=LATER) as store:
        assert [notice.code for notice in store.notices] == ["store.rebuilt", "store.salvaged", "store.decisions_lost"]
        assert OMAR not in choices.choices(store)
        assert ledger.recorded(store) == []


def test_a_crash_before_the_decisions_were_copied_loses_none(path: Path) -> None:
    spoil(path, page_of(path, "participant"))
    file.open_store(path, now=NOW).close()  # as far as it came: set aside and begun anew
    with open_store(path, now=LATER) as store:
        assert [notice.code for notice in store.notices] == ["store.salvaged"]
        assert len(choices.choices(store)) == len(MANY) + 2
    assert list(damage.to_salvage(path)) == []
