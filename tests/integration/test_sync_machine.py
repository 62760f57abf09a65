"""Whatever happens between two syncs, a sync that goes well leaves the ledger equal to its source."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from coucou.contract import Card, ConnectorError, Event, Ports, Refused, SignInNeeded, SourceId, TryLater
from coucou.core.settings import AccountSettings, Exclude, Me, Settings
from coucou.core.span import Span
from coucou.store import Store, ledger, open_store
from coucou.store.accounts import State
from coucou.sync import sync
from coucou.testing import memory
from tests.unit.ledgers import ANA, LEA, OMAR, assert_sound, contacts, mail

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
ALWAYS = Span(datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
NUMBERS = st.integers(0, 3)  # few, so that the same item comes, changes, goes and comes back
ERRORS = st.sampled_from([SignInNeeded("m.sign_in"), TryLater("m.later", timedelta(minutes=1)), Refused("m.refused")])
PEOPLE = (LEA, OMAR)


class Syncing(RuleBasedStateMachine):
    """``mail``, ``events`` and ``cards``: what is at the source; ``kept``: mail in the ledger after the last sync."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="coucou-")
        self.path = Path(self.folder.name, "coucou.db")
        self.now = NOW
        self.mail: dict[str, str] = {}  # Message-ID → who wrote it
        self.events: dict[str, str] = {}
        self.cards: dict[str, str] = {}
        self.kept: set[tuple[str, str]] = set()
        self.excluded: tuple[str, ...] = ()
        self.failing: set[str] = set()

    @initialize(size=st.integers(1, 3))
    def begin(self, size: int) -> None:
        self.far = memory.FarSide(size=size)
        self.store: Store = open_store(self.path, now=NOW)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            assert_sound(self.store)
            self.store.close()
        self.folder.cleanup()

    @rule(number=NUMBERS, person=st.sampled_from(PEOPLE))
    def a_message_comes(self, number: int, person: str) -> None:
        name = f"{number}-{person}"
        self.far.put(mail(person, [ANA], id=name, subject=None))
        self.mail[name] = person

    @rule(number=NUMBERS, title=st.sampled_from("abc"))
    def an_event_comes_or_changes(self, number: int, title: str) -> None:
        start = datetime(2026, 3, 9, 9 + number)  # noqa: DTZ001  (wall time)
        self.far.put(Event(SourceId(f"e{number}"), "home", f"u{number}", start, timedelta(hours=1), subject=title))
        self.events[f"e{number}"] = title

    @rule(number=NUMBERS, name=st.sampled_from(["Léa", "Omar"]))
    def a_card_comes_or_changes(self, number: int, name: str) -> None:
        self.far.put(Card(SourceId(f"c{number}"), name))
        self.cards[f"c{number}"] = name

    @rule(number=NUMBERS, kind=st.sampled_from("ec"))
    def something_goes(self, number: int, kind: str) -> None:
        self.far.drop(SourceId(f"{kind}{number}"))
        (self.events if kind == "e" else self.cards).pop(f"{kind}{number}", None)

    @precondition(lambda self: self.mail)
    @rule(data=st.data())
    def a_message_goes(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.mail)))
        self.far.drop(SourceId(f"mail/{name}"))
        del self.mail[name]

    @rule()
    def the_source_forgets_its_cursors(self) -> None:
        self.far.forget_cursors()

    @rule(reader=st.sampled_from(sorted(memory.READERS)), error=ERRORS, after=st.integers(0, 4))
    def a_reader_is_going_to_fail(self, reader: str, error: ConnectorError, after: int) -> None:
        self.far.fail(reader, error, after)
        self.failing.add(reader)

    @rule(people=st.sets(st.sampled_from(PEOPLE)))
    def the_user_excludes_others(self, people: set[str]) -> None:
        self.excluded = tuple(sorted(people))

    @rule(kill=st.booleans())
    def the_program_ends_and_starts_again(self, kill: bool) -> None:
        if kill:  # in the middle of writing
            self.store.begin()
            self.store.connection.execute("DELETE FROM message")
            self.store.connection.execute("UPDATE reader SET cursor_value = 'nonsense'")
        self.store.close()
        self.store = open_store(self.path, now=self.now)

    def sync_now(self) -> None:
        self.now += timedelta(hours=1)
        chosen = Settings(
            me=Me(addresses=(ANA,)),
            accounts=(AccountSettings("work", "memory"),),
            exclude=Exclude(addresses=self.excluded),
        )
        connection = memory.plugin.open("work", memory.Options(self.far), Ports())
        self.far.asked.clear()
        # Between any two syncs the user signs in again, and every pause is over.
        report = sync(self.store, chosen, {"work": connection}, now=self.now, sign_in_of=lambda name: str(self.now))
        called = {reader for reader, _, _ in self.far.asked}
        # A failure that falls together with an expired cursor is over when the reader is asked again.
        assert {r.reader for r in report.failed if r.reader in called} <= self.failing
        assert called == set(memory.READERS) or any(r.state is State.SIGN_IN for r in report.failed)
        went_well = {r.reader for r in report.readers if r.state is State.OK}
        self.check(went_well)
        self.failing -= called

    # More often than any one of the changes: most of what can go wrong takes two syncs.
    sync = rule()(sync_now)
    sync_again = rule()(sync_now)
    sync_once_more = rule()(sync_now)

    def check(self, went_well: set[str]) -> None:
        """What was read to its end equals the source; of the rest, some may have come, and nothing else changed."""
        stored = {(message, address) for message, address, _ in contacts(self.store) if address != ANA}
        # Mail that left its source stays, unless it was excluded meanwhile: then nothing can bring it back.
        kept = {(name, person) for name, person in self.kept if person not in self.excluded}
        there = {(name, person) for name, person in self.mail.items() if person not in self.excluded}
        least = kept | there if "mail" in went_well else kept
        assert least <= stored <= kept | there
        self.kept = stored
        if "calendar" in went_well:
            titles = {str(e.source): e.subject for events, _ in ledger.events(self.store, ALWAYS) for e in events}
            assert titles == self.events
        if "contacts" in went_well:
            assert sorted(card.name for card in ledger.cards(self.store)) == sorted(self.cards.values())
        known = {state.reader: state for state in ledger.account_states(self.store)}
        for reader in went_well:
            assert known[reader].state is State.OK
            assert known[reader].synced_at == self.now

    @invariant()
    def a_good_message_from_somebody_is_one_received_touch(self) -> None:
        if hasattr(self, "store"):
            assert all((code == 2) == (address != ANA) for _, address, code in contacts(self.store))


TestSyncing = Syncing.TestCase
TestSyncing.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)


class SyncingForLong(Syncing):
    """The same, for ``make soak``."""


TestSyncingForLong = pytest.mark.soak(SyncingForLong.TestCase)
TestSyncingForLong.settings = settings(max_examples=3000, stateful_step_count=80, deadline=None)
