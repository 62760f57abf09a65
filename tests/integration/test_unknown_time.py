"""Unknown is never free: no calendar, a calendar that could not be read, and time beyond what was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coucou.contract import Connection, Event, Ports, Shows, SignInNeeded, SourceId
from coucou.core.gaps import Gaps
from coucou.core.settings import AccountSettings, Settings
from coucou.core.span import Span
from coucou.store import Store, open_store
from coucou.suggest.when import free_time
from coucou.sync import AHEAD, sync
from coucou.testing import memory

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "coucou.db", now=NOW) as opened:
        yield opened


def settings(*readers: str) -> tuple[Settings, Connection]:
    options = memory.Options(memory.FarSide(), readers)
    account = AccountSettings("m", "memory", options)
    return Settings(accounts=(account,)), memory.plugin.open("m", options, Ports())


def gaps(store: Store, known: Settings, start: datetime, now: datetime = NOW) -> Gaps:
    return free_time(store, known, now, Span(start, start + FORTNIGHT)).gaps


def test_without_any_calendar_nothing_is_free(store: Store) -> None:
    known, connection = settings("mail")
    sync(store, known, {"m": connection}, now=NOW)
    found = gaps(store, known, NOW)
    assert not found.gaps
    assert found.unknown


def test_an_empty_calendar_that_was_read_leaves_time_free(store: Store) -> None:
    known, connection = settings("mail", "calendar")
    sync(store, known, {"m": connection}, now=NOW)
    assert gaps(store, known, NOW).gaps


def test_a_calendar_that_could_not_be_read_for_a_day_makes_its_time_unknown(store: Store) -> None:
    known, connection = settings("calendar")
    sync(store, known, {"m": connection}, now=NOW)
    sync(store, known, {"m": SignInNeeded("m.sign_in")}, now=NOW + timedelta(hours=1))
    assert gaps(store, known, NOW, NOW + timedelta(hours=2)).gaps, "read an hour before: still known"
    assert not gaps(store, known, NOW, NOW + timedelta(hours=30)).gaps


def test_time_beyond_what_a_bounded_calendar_reads_is_unknown(store: Store) -> None:
    known, connection = settings("calendar")
    far = NOW + AHEAD - timedelta(days=7)
    sync(store, known, {"m": connection}, now=NOW)
    assert not gaps(store, known, far).unknown, "this calendar was read whole"
    sync(store, known, {"m": replace(connection, bounded=True)}, now=NOW)
    found = gaps(store, known, far)
    assert [span.start for span in found.unknown] == [NOW + AHEAD]
    assert all(gap.end <= NOW + AHEAD for gap in found.gaps)
    assert found.gaps
    assert not gaps(store, known, NOW + AHEAD + timedelta(days=30)).gaps


def test_time_of_which_an_event_tells_too_little_is_unknown_and_not_taken(store: Store) -> None:
    known, connection = settings("calendar")
    sync(store, known, {"m": connection}, now=NOW)
    free = gaps(store, known, NOW).gaps[-1]
    start = free.start.replace(tzinfo=None)
    event = Event(SourceId("e"), "c", "e@c.example", start, timedelta(hours=1), "UTC", shows=Shows.UNKNOWN)
    options = known.accounts[0].options
    assert isinstance(options, memory.Options)
    options.far.put(event)
    sync(store, known, {"m": connection}, now=NOW)
    found = gaps(store, known, NOW)
    assert found.unknown == (Span(free.start, free.start + timedelta(hours=1)),)
    assert not found.busy
    assert all(gap.end <= free.start or gap.start >= free.start + timedelta(hours=1) for gap in found.gaps)
