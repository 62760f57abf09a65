"""Whose mailbox it is, where neither the configuration nor the source says so: by sync, into a real database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coucou.contract import Event, Message, Participant, Ports, Role, SourceId
from coucou.core.settings import AccountSettings, Me, PersonSettings, Settings
from coucou.store import Store, open_store
from coucou.sync import sync
from coucou.testing import memory
from tests.unit.ledgers import LEA, OMAR, mail

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
ANA, OLD = "ana@example.org", "ana.t@example.net"
NAMES = {ANA: "Ana Tremblay", OLD: "Tremblay, Ana", OMAR: "Omar Haddad", LEA: "Léa Roy"}
NOBODY = Settings(accounts=(AccountSettings("work", "memory"),))
Item = Message | Event


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "coucou.db", now=NOW) as opened:
        yield opened


def own(store: Store, *items: Item, settings: Settings = NOBODY) -> set[str]:
    far = memory.FarSide()
    far.put(*items)
    return set(sync(store, settings, {"work": memory.plugin.open("work", memory.Options(far), Ports())}, now=NOW).own)


def exchange(mine: str, theirs: str, number: int) -> list[Item]:
    """So many messages each way."""
    both = [(mine, theirs), (theirs, mine)]
    return [mail(a, [b], id=f"{a} {b} {n}", names=NAMES) for a, b in both for n in range(number)]


def meeting(number: int, *addresses: str) -> Event:
    start = datetime(2026, 1, 5, 9) + timedelta(days=number)  # noqa: DTZ001  (wall time)
    people = tuple(Participant(Role.ATTENDEE, address, NAMES.get(address, "")) for address in addresses)
    return Event(SourceId(f"e{number}"), "c", f"u{number}", start, timedelta(hours=1), "UTC", participants=people)


def test_it_is_the_one_who_stands_on_nearly_all_of_the_mail(store: Store) -> None:
    assert own(store, *exchange(ANA, OMAR, 3), *exchange(ANA, LEA, 3)) == {ANA}


def test_it_is_the_one_who_stands_in_nearly_all_of_the_meetings(store: Store) -> None:
    assert own(store, *(meeting(n, ANA, (OMAR, LEA)[n % 2]) for n in range(6))) == {ANA}


def test_of_mail_with_one_person_alone_the_users_name_tells(store: Store) -> None:
    assert own(store, *exchange(ANA, OMAR, 5), settings=replace(NOBODY, me=Me(name="Ana Tremblay"))) == {ANA}


def test_of_mail_with_one_person_alone_nobody_can_tell_whose_it_is(store: Store) -> None:
    assert own(store, *exchange(ANA, OMAR, 5)) == set()


def test_somebody_of_another_name_than_the_users_is_not_the_user(store: Store) -> None:
    settings = replace(NOBODY, me=Me(name="Mathieu Gagnon"))
    assert own(store, *exchange(ANA, OMAR, 3), *exchange(ANA, LEA, 3), settings=settings) == set()


@pytest.mark.parametrize(
    "me", [Me(addresses=(ANA,)), Me(name="Ana Tremblay"), Me()], ids=["address", "name", "neither"]
)
def test_who_bears_the_users_name_where_the_user_is_not_is_the_user(store: Store, me: Me) -> None:
    items = [*exchange(ANA, OMAR, 4), *exchange(ANA, LEA, 4), *exchange(OLD, "zoe@example.com", 3)]
    assert own(store, *items, settings=replace(NOBODY, me=me)) == {ANA, OLD}


def test_a_namesake_who_writes_to_the_user_is_somebody_else(store: Store) -> None:
    settings = replace(NOBODY, me=Me(addresses=(ANA,)))
    assert own(store, *exchange(ANA, OMAR, 3), *exchange(ANA, OLD, 3), settings=settings) == {ANA}


def test_what_the_user_gave_to_somebody_is_theirs(store: Store) -> None:
    settings = replace(NOBODY, me=Me(addresses=(ANA,)), people=(PersonSettings("Ana Tremblay", (OLD,)),))
    assert own(store, *exchange(ANA, OMAR, 3), *exchange(OLD, LEA, 3), settings=settings) == {ANA}


def test_what_was_learnt_stays_as_more_is_read(store: Store) -> None:
    items = [*exchange(ANA, OMAR, 3), *exchange(ANA, LEA, 3)]
    assert own(store, *items) == {ANA}
    assert own(store, *items, *exchange(ANA, "zoe@example.com", 3)) == {ANA}
