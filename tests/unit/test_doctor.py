"""What the doctor finds in a ledger, and what it leaves in peace."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from coucou import doctor
from coucou.contract import Batch, Event, SourceId
from coucou.core.cadence import Past
from coucou.core.settings import AccountSettings, Me, Settings
from coucou.doctor import Finding
from coucou.store import Store, accounts, jobs, ledger, lock
from coucou.store.accounts import State
from coucou.vault import Vault
from coucou.words import say
from tests.unit.ledgers import ANA, NOW, a_ledger, take

SETTINGS = Settings(me=Me(name="Ana", addresses=(ANA,)), accounts=(AccountSettings("work", "google"),))


@pytest.fixture
def store() -> Iterator[Store]:
    with a_ledger() as found:
        yield found


def codes(findings: Iterable[Finding]) -> set[str]:
    found = list(findings)
    for one in found:
        for language in ("en", "fr"):
            assert say(one.code, language, **one.values)
    return {one.code for one in found}


def events(number: int) -> list[Event]:
    one = Event(SourceId("e"), "home", "uid", NOW.replace(tzinfo=None), timedelta(hours=1), "UTC")
    return [replace(one, source=SourceId(f"e{n}"), uid=f"uid{n}") for n in range(number)]


def read(store: Store, number: int) -> None:
    """A full reading that shows so many events."""
    desk = ledger.intake(store, "work", "calendar", exclude=SETTINGS.exclude, own=frozenset({ANA}), now=NOW)
    with desk:
        desk.take(Batch(tuple(events(number)), everything_again=True))
        desk.complete()
    accounts.note_calendar(store, "work")


def test_an_account_that_nobody_signed_in_to_yet_is_found_until_it_was_read(store: Store, tmp_path: Path) -> None:
    settings = replace(SETTINGS, accounts=(*SETTINGS.accounts, AccountSettings("files", "local")))
    vault = Vault(tmp_path / "vault.json")

    def found() -> list[str]:
        return doctor.not_connected(settings, vault, ledger.account_states(store))

    assert found() == ["work"], "files need no sign-in"
    number = accounts.account_id(store, "work", "google")
    for reader in ("mail", "calendar"):
        accounts.note_failure(store, number, reader, State.SIGN_IN, "google.sign_in", now=NOW)
    said = [*doctor.about_connections(found()), *doctor.about_state(store, settings, found())]
    assert [one.code for one in said if not one.good] == ["doctor.not_connected"]
    said = [*doctor.about_state(store, settings)]
    assert [one.code for one in said if not one.good] == ["doctor.sign_in"], "once, however many readers say it"
    read(store, 1)
    assert found() == []


def test_a_calendar_that_held_much_and_suddenly_holds_nothing_is_asked_about(store: Store) -> None:
    read(store, 12)
    assert codes(doctor.about_calendars(store)) == set()
    read(store, 0)
    assert codes(doctor.about_calendars(store)) == {"doctor.calendar_empty"}
    read(store, 1)
    assert codes(doctor.about_calendars(store)) == set()


def test_a_calendar_that_never_held_much_may_be_empty(store: Store) -> None:
    read(store, 3)
    read(store, 0)
    assert codes(doctor.about_calendars(store)) == set()


def test_dead_sign_ins_and_a_locked_keyring_are_told_with_what_to_type(store: Store) -> None:
    take(store, *events(1), reader="calendar")
    number = accounts.account_id(store, "work", "google")
    ledger.note_failure(store, number, "calendar", State.SIGN_IN, "google.sign_in", now=NOW)
    assert "doctor.sign_in" in codes(doctor.about_state(store, SETTINGS))
    ledger.note_failure(store, number, "calendar", State.LATER, "vault.locked", now=NOW)
    assert "doctor.locked" in codes(doctor.about_state(store, SETTINGS))


def test_a_sign_in_that_is_not_used_for_two_months_is_about_to_die(store: Store) -> None:
    read(store, 1)
    assert codes(doctor.about_sign_ins(store, SETTINGS, NOW + timedelta(days=59))) == set()
    assert codes(doctor.about_sign_ins(store, SETTINGS, NOW + timedelta(days=61))) == {"doctor.dying"}
    files = replace(SETTINGS, accounts=(AccountSettings("work", "local"),))
    assert codes(doctor.about_sign_ins(store, files, NOW + timedelta(days=61))) == set()


def test_a_sign_in_whose_end_is_named_is_told_of_three_days_before_and_no_more_once_it_is_renewed(store: Store) -> None:
    read(store, 1)
    accounts.note_end(store, "work", NOW + timedelta(days=7))
    assert codes(doctor.about_sign_ins(store, SETTINGS, NOW + timedelta(days=3))) == set()
    assert codes(doctor.about_sign_ins(store, SETTINGS, NOW + timedelta(days=5))) == {"doctor.ends"}
    accounts.note_end(store, "work", None)
    assert codes(doctor.about_sign_ins(store, SETTINGS, NOW + timedelta(days=5))) == set()


def test_a_daemon_that_stopped_or_hangs_is_told_and_one_that_never_was_is_not(store: Store) -> None:
    assert codes(doctor.about_daemon(store, NOW)) == set()
    jobs.keep(store, [jobs.Ran("mail", "work", Past(NOW))])
    assert codes(doctor.about_daemon(store, NOW + timedelta(days=2))) == {"doctor.daemon_gone"}
    held = lock.take(lock.beside(store.path, "daemon"), 1.0)
    try:
        assert codes(doctor.about_daemon(store, NOW + timedelta(hours=1))) == {"doctor.daemon"}
        assert codes(doctor.about_daemon(store, NOW + timedelta(days=2))) == {"doctor.daemon_stuck"}
    finally:
        os.close(held)


def test_a_clock_that_was_set_back_is_told(store: Store) -> None:
    jobs.keep(store, [jobs.Ran("mail", "work", Past(NOW))])
    assert "doctor.clock" in codes(doctor.about_daemon(store, NOW - timedelta(hours=1)))
    assert "doctor.clock" not in codes(doctor.about_daemon(store, NOW - timedelta(minutes=1)))
