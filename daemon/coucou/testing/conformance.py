# ruff: noqa: S101  (a test suite is made of assertions; it stands here because it is shipped)
"""What every connector keeps: one test for each promise of ``coucou.contract``. Needs pytest.

An author gives the suite a far side to work on, a :class:`Rig`, and inherits the rest::

    class TestMine(Conformance):
        @pytest.fixture
        def rig(self, tmp_path):
            return MyRig(tmp_path)

A rig puts invented items where the connector reads from: into a folder, or into a fake server that behaves like the
real one. Parts that the connection lacks are skipped; what senders keep stands in
``coucou.testing.sending``, what readers of others' time keep in ``coucou.testing.others``. Source
ids are the connector's affair: items are compared by ``samples.essence``.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coucou.contract import (
    Batch,
    Card,
    Connection,
    ConnectorError,
    Cursor,
    CursorExpired,
    Event,
    Message,
    Ports,
    Reading,
    Reads,
    Refused,
    SignInNeeded,
    SourceId,
    TryLater,
)
from coucou.testing import samples
from coucou.testing.memory import Item
from coucou.testing.others import Others
from coucou.testing.rig import Rig as Rig
from coucou.testing.rig import Standing as Standing
from coucou.testing.sending import Sending


class Ledger:
    """What the engine would have stored: the model against which reads are judged."""

    def __init__(self) -> None:
        self.items: dict[SourceId, Item] = {}
        self.cursor: Cursor | None = None

    def take(self, batch: Batch) -> None:
        if batch.everything_again:
            self.items = {}
        for source in batch.gone:
            self.items.pop(source, None)
        self.items.update((i.source, i) for i in batch.appeared)
        self.cursor = batch.cursor or self.cursor

    def read(self, reader: Reads, reading: Reading = samples.READING) -> list[Batch]:
        """One whole sync from where the ledger stands."""
        batches = list(reader.changes(self.cursor, reading))
        for batch in batches:
            self.take(batch)
        return batches

    def essences(self) -> set[tuple[object, ...]]:
        return {samples.essence(item) for item in self.items.values()}


def appeared(batches: Iterable[Batch]) -> list[Item]:
    return [item for batch in batches for item in batch.appeared]


def essences(items: Iterable[Item]) -> set[tuple[object, ...]]:
    return {samples.essence(item) for item in items}


class Conformance(Sending, Others):
    """Inherit it and give it a ``rig``."""

    @pytest.fixture
    def rig(self) -> Rig:
        raise NotImplementedError("give your test class a fixture named rig")

    @pytest.fixture(params=samples.READERS)
    def part(self, request: pytest.FixtureRequest, rig: Rig) -> str:
        """The name of each part that the connection has, in turn."""
        name = str(request.param)
        rig.put(samples.item(name, 0))
        if getattr(_open(rig), name) is None:
            pytest.skip(f"this connector reads no {name}")
        return name

    # --- the plug-in ------------------------------------------------------------------------------------------------

    def test_names_itself_and_its_options_are_a_frozen_dataclass(self, rig: Rig) -> None:
        assert re.fullmatch(r"[a-z][a-z0-9_-]*", rig.plugin.name)
        assert dataclasses.is_dataclass(rig.plugin.options)
        assert isinstance(rig.options(), rig.plugin.options)
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(rig.options(), dataclasses.fields(rig.plugin.options)[0].name, None)

    def test_refuses_options_that_cannot_work(self, rig: Rig) -> None:
        for options in rig.refused_options():
            with pytest.raises(Refused) as caught:
                connection = rig.plugin.open("conformance", options, Ports())
                for part in samples.READERS:
                    reads: Reads | None = getattr(connection, part)
                    list(reads.changes(None, samples.READING) if reads else ())
            _is_well_named(caught.value)

    def test_closing_twice_is_harmless(self, rig: Rig, part: str) -> None:
        connection = _open(rig)
        list(_reader(connection, part).changes(None, samples.READING))
        connection.close()
        connection.close()

    def test_closing_in_the_middle_of_a_read_is_harmless(self, rig: Rig, part: str) -> None:
        connection = _open(rig)
        batches = iter(_reader(connection, part).changes(None, samples.READING))
        next(batches)
        connection.close()

    def test_progress_never_goes_beyond_its_end(self, rig: Rig, part: str) -> None:
        told: list[tuple[str, int, int | None]] = []
        ports = Ports(progress=lambda what, done, total: told.append((what, done, total)))
        connection = rig.plugin.open("conformance", rig.options(), ports)
        list(_reader(connection, part).changes(None, samples.READING))
        assert all(done >= 0 and (total is None or done <= total) for _, done, total in told)

    # --- a first read -----------------------------------------------------------------------------------------------

    def test_everything_there_is_read(self, rig: Rig, part: str) -> None:
        there = _fill(rig, part, 5)
        assert essences(there) <= essences(appeared(_read(rig, part)))

    def test_source_ids_are_unique_and_not_too_long(self, rig: Rig, part: str) -> None:
        _fill(rig, part, 5)
        ids = [item.source for item in appeared(_read(rig, part))]
        assert len(ids) == len(set(ids))
        assert all(0 < len(source) <= 255 for source in ids)

    def test_source_ids_stay_the_same(self, rig: Rig, part: str) -> None:
        _fill(rig, part, 5)
        first, second = _read(rig, part), _read(rig, part)
        assert {samples.essence(i): i.source for i in appeared(first)} == {
            samples.essence(i): i.source for i in appeared(second)
        }

    def test_the_last_batch_carries_a_cursor(self, rig: Rig, part: str) -> None:
        _fill(rig, part, 5)
        assert _read(rig, part)[-1].cursor is not None

    def test_what_is_dear_to_read_again_comes_with_a_cursor(self, rig: Rig, part: str) -> None:
        _fill(rig, part, 5)
        assert all(batch.cursor is not None for batch in _read(rig, part) if batch.dear)

    def test_a_first_read_says_that_it_is_everything_and_says_it_first(self, rig: Rig, part: str) -> None:
        _fill(rig, part, 5)
        assert [batch.everything_again for batch in _read(rig, part)] == [True] + [False] * (len(_read(rig, part)) - 1)

    def test_nothing_is_gone_that_never_appeared(self, rig: Rig, part: str) -> None:
        there = _fill(rig, part, 5)
        rig.drop(there[1])
        ledger = Ledger()
        known: set[SourceId] = set()
        for batch in [*ledger.read(_reader(_open(rig), part)), *ledger.read(_reader(_open(rig), part))]:
            assert known.issuperset(batch.gone)
            known.update(item.source for item in batch.appeared)

    # --- what changed -----------------------------------------------------------------------------------------------

    def test_nothing_appears_twice_when_nothing_changed(self, rig: Rig, part: str) -> None:
        _fill(rig, part, 5)
        ledger = Ledger()
        ledger.read(_reader(_open(rig), part))
        again = ledger.read(_reader(_open(rig), part))
        assert appeared(again) == []
        assert [batch.gone for batch in again if batch.gone] == []

    def test_only_what_is_new_appears_afterwards(self, rig: Rig, part: str) -> None:
        _fill(rig, part, 3)
        ledger = Ledger()
        ledger.read(_reader(_open(rig), part))
        new = samples.item(part, 3)
        rig.put(new)
        assert essences(appeared(ledger.read(_reader(_open(rig), part)))) == {samples.essence(new)}

    def test_what_went_is_told(self, rig: Rig, part: str) -> None:
        there = _fill(rig, part, 4)
        ledger = Ledger()
        ledger.read(_reader(_open(rig), part))
        if not rig.drop(there[2]):
            pytest.skip("things never go here")
        ledger.read(_reader(_open(rig), part))
        assert ledger.essences() == essences(there) - {samples.essence(there[2])}

    def test_what_changed_appears_again_in_place_of_what_it_was(self, rig: Rig, part: str) -> None:
        if not rig.changes_items(part):
            pytest.skip("items never change here")
        there = _fill(rig, part, 3)
        ledger = Ledger()
        ledger.read(_reader(_open(rig), part))
        changed = _changed(there[1])
        rig.put(changed)
        ledger.read(_reader(_open(rig), part))
        assert ledger.essences() == essences([there[0], changed, there[2]])

    def test_the_same_cursor_gives_the_same_changes(self, rig: Rig, part: str) -> None:
        _fill(rig, part, 3)
        ledger = Ledger()
        ledger.read(_reader(_open(rig), part))
        for number in (3, 4, 5):
            rig.put(samples.item(part, number))
        reader = _reader(_open(rig), part)
        first, second = (list(reader.changes(ledger.cursor, samples.READING)) for _ in range(2))
        assert appeared(first) == appeared(second)
        assert [b.gone for b in first] == [b.gone for b in second]

    def test_a_crash_after_any_batch_reads_twice_and_never_skips(self, rig: Rig, part: str) -> None:
        there = _fill(rig, part, 7)
        whole = _read(rig, part)
        for stop in range(len(whole)):
            ledger = Ledger()
            for batch in _read(rig, part)[: stop + 1]:
                ledger.take(batch)
            ledger.read(_reader(_open(rig), part))
            assert ledger.essences() >= essences(there)

    def test_what_comes_during_a_read_is_not_lost(self, rig: Rig, part: str) -> None:
        there = _fill(rig, part, 5)
        ledger = Ledger()
        batches = iter(_reader(_open(rig), part).changes(None, samples.READING))
        ledger.take(next(batches))
        late = samples.item(part, 5)
        rig.put(late)
        for batch in batches:
            ledger.take(batch)
        ledger.read(_reader(_open(rig), part))
        assert ledger.essences() == essences([*there, late])

    # --- cursors ----------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("value", ["", "not a cursor", "{}x", "[1,2", "null", "-1"])
    def test_a_cursor_that_is_none_of_ours_has_expired(self, rig: Rig, part: str, value: str) -> None:
        version = _last_cursor(_read(rig, part)).version
        with pytest.raises(CursorExpired) as caught:
            list(_reader(_open(rig), part).changes(Cursor(value, version), samples.READING))
        _is_well_named(caught.value)

    def test_a_cursor_of_another_version_has_expired(self, rig: Rig, part: str) -> None:
        cursor = _last_cursor(_read(rig, part))
        with pytest.raises(CursorExpired):
            list(_reader(_open(rig), part).changes(Cursor(cursor.value, cursor.version + 1), samples.READING))

    def test_after_an_expired_cursor_everything_can_be_read_again(self, rig: Rig, part: str) -> None:
        there = _fill(rig, part, 3)
        with pytest.raises(CursorExpired):
            list(_reader(_open(rig), part).changes(Cursor("?", 0), samples.READING))
        assert essences(there) <= essences(appeared(_read(rig, part)))

    def test_nothing_of_a_longer_past_is_missed(self, rig: Rig, part: str) -> None:
        """Whether by an expired cursor or because it was delivered before."""
        old = _aged(samples.item(part, 8), timedelta(days=200))
        rig.put(old)
        near = dataclasses.replace(samples.READING, oldest=samples.START - timedelta(days=30))
        ledger = Ledger()
        ledger.read(_reader(_open(rig), part), near)
        try:
            ledger.read(_reader(_open(rig), part))
        except CursorExpired:
            ledger.cursor = None
            ledger.read(_reader(_open(rig), part))
        assert samples.essence(old) in ledger.essences()

    # --- errors in the middle ---------------------------------------------------------------------------------------

    @pytest.mark.parametrize("kind", [TryLater, SignInNeeded, Refused, CursorExpired])
    @pytest.mark.parametrize("after", [0, 1])
    def test_batches_before_an_error_stay_good(
        self, rig: Rig, part: str, kind: type[ConnectorError], after: int
    ) -> None:
        there = _fill(rig, part, 5)
        if not rig.fail(part, kind("conformance.failure"), after):
            pytest.skip("this far side cannot fail")
        ledger = Ledger()
        with pytest.raises(kind) as caught:
            for batch in _reader(_open(rig), part).changes(None, samples.READING):
                ledger.take(batch)
        _is_well_named(caught.value)
        if kind is CursorExpired:
            ledger.cursor = None
        ledger.read(_reader(_open(rig), part))
        assert ledger.essences() >= essences(there)

    # --- what values hold -------------------------------------------------------------------------------------------

    def test_moments_are_aware_and_wall_time_has_a_known_zone(self, rig: Rig, part: str) -> None:
        _fill(rig, part, 6)
        for batch in _read(rig, part):
            for item in batch.appeared:
                _keeps_its_times(item, batch.zones)

    def test_every_participant_has_an_address(self, rig: Rig, part: str) -> None:
        _fill(rig, part, 6)
        for item in appeared(_read(rig, part)):
            people = () if isinstance(item, Card) else item.participants
            assert all(p.address.strip() and p.name == p.name.strip() for p in people)

    def test_message_ids_come_without_brackets(self, rig: Rig, part: str) -> None:
        _fill(rig, part, 3)
        for item in appeared(_read(rig, part)):
            if isinstance(item, Message):
                ids = (item.message_id, *item.references)
                assert not any(set(one) & set("<> ") for one in ids)
                assert len(item.references) <= 20

    def test_bodies_descriptions_locations_and_notes_are_never_read(self, rig: Rig, part: str) -> None:
        _fill(rig, part, 4)
        batches = _read(rig, part)
        assert appeared(batches)
        assert samples.UNREAD not in repr(batches)

    def test_without_subjects_no_subject_is_read(self, rig: Rig, part: str) -> None:
        there = _fill(rig, part, 4)
        reading = dataclasses.replace(samples.READING, subjects=False)
        batches = list(_reader(_open(rig), part).changes(None, reading))
        assert len(appeared(batches)) >= len(there)
        for item in there:
            if not isinstance(item, Card) and item.subject:
                assert item.subject not in repr(batches)

    def test_the_title_of_a_private_event_is_never_read(self, rig: Rig, part: str) -> None:
        if part != "calendar":
            pytest.skip("only events are private")
        rig.put(dataclasses.replace(samples.event(0), private=True, subject="Rendez-vous secret"))
        assert "Rendez-vous secret" not in repr(_read(rig, part))

    def test_problems_say_what_and_where(self, rig: Rig, part: str) -> None:
        for batch in _read(rig, part):
            assert all(re.fullmatch(r"[a-z_.]+", p.code) and p.place for p in batch.problems)


# --- helpers of the suite -------------------------------------------------------------------------------------------


def _open(rig: Rig) -> Connection:
    return rig.plugin.open("conformance", rig.options(), Ports())


def _reader(connection: Connection, part: str) -> Reads:
    reads: Reads | None = getattr(connection, part)
    assert reads is not None
    return reads


def _read(rig: Rig, part: str) -> list[Batch]:
    return list(_reader(_open(rig), part).changes(None, samples.READING))


def _fill(rig: Rig, part: str, count: int) -> list[Item]:
    items = [samples.item(part, number) for number in range(count)]
    for item in items:
        rig.put(item)
    return items


def _last_cursor(batches: list[Batch]) -> Cursor:
    cursor = batches[-1].cursor
    assert cursor is not None
    return cursor


def _changed(item: Item) -> Item:
    if isinstance(item, Event):
        return dataclasses.replace(item, start=item.start + timedelta(hours=3))
    if isinstance(item, Card):
        return dataclasses.replace(item, organization="Ailleurs")
    return dataclasses.replace(item, subject="Autrement")


def _aged(item: Item, age: timedelta) -> Item:
    if isinstance(item, Event):
        return dataclasses.replace(item, start=item.start - age, recurrence=None)
    return dataclasses.replace(item, moment=item.moment - age) if isinstance(item, Message) else item


def _keeps_its_times(item: Item, zones: Mapping[str, str]) -> None:
    if isinstance(item, Message):
        assert item.moment.utcoffset() is not None
    if isinstance(item, Event):
        assert isinstance(item.start, date)
        assert item.duration >= timedelta(0)
        if isinstance(item.start, datetime):
            assert item.start.tzinfo is None
            assert item.zone in zones or not item.zone or ZoneInfo(item.zone)


def _is_well_named(error: ConnectorError) -> None:
    """Errors are logged: a code, and nothing of anybody."""
    assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", error.code)
    assert "@" not in repr(error.values)
