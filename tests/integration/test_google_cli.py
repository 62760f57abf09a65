"""coucou connect, sync, preview and disconnect, as a user types them, against a fake Google."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import home as home_of
from tests.google.rig import client_file
from tests.google.server import FarGoogle
from tests.integration.googles import ME, letters

PLANTED = ("planted", "ya29", "1//")


@dataclass
class Home(home_of.Home):
    """With a configuration of one Google account."""

    far: FarGoogle = field(default_factory=FarGoogle)

    def connected(self, account: str = "work") -> str:
        """Types coucou connect, and opens the address that it prints, as the user would."""

        def visit(address: str) -> None:
            assert "You can close this page" in home_of.opened(address)

        return self.connect(account, r"http://\S+o/oauth2/auth\?\S+", visit, "--no-browser")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home.empty(tmp_path)
    with made.far.serving() as address:
        client_file(tmp_path / "config/coucou")
        made.configure(
            f"""
            [[accounts]]
            name = "work"
            connector = "google"
            client_secrets = "client.json"
            endpoint = "{address}"
            """
        )
        yield made
    assert made.far.wrong == []


def fill(far: FarGoogle) -> None:
    """A friend who wrote and got answers until a year ago, somebody recent, and one event a day."""
    now = datetime.now(UTC)
    for days in (400, 395, 390, 385, 380, 370, 365):
        for mine in (True, False):
            _letter(far, now - timedelta(days=days, hours=mine), "Léa Roy", "lea@example.net", mine)
    for days in (9, 6, 3):
        for mine in (True, False):
            _letter(far, now - timedelta(days=days, hours=mine), "Pat Doe", "pat@example.com", mine)
    for days in range(1, 15):
        start = (now + timedelta(days=days)).replace(hour=15, minute=0, second=0, microsecond=0)
        end = start + timedelta(hours=1)
        zone = "America/Toronto"
        far.agenda.put(
            {
                "id": f"event{days}",
                "summary": "Standing meeting",
                "start": {"dateTime": start.isoformat(), "timeZone": zone},
                "end": {"dateTime": end.isoformat(), "timeZone": zone},
            }
        )


def _letter(far: FarGoogle, moment: datetime, name: str, address: str, mine: bool) -> None:
    headers = {
        "From": ME if mine else f"{name} <{address}>",
        "To": f"{name} <{address}>" if mine else ME,
        "Date": moment.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        "Message-ID": f"<{moment.timestamp()}.{mine}@example.net>",
        "Subject": "Nouvelles",
    }
    far.mail.put(headers, moment.timestamp(), ("SENT",) if mine else ("INBOX",), body="planted body")


def test_from_connect_to_preview_and_out_again(home: Home) -> None:
    fill(home.far)
    told = home.connected()
    assert "work is connected, to read only" in told
    told += home.run("sync")
    preview = home.run("preview", "--json", "--no-sync")
    document = json.loads(preview)
    assert [one["person"]["name"] for one in document["proposals"]] == ["Léa Roy"]
    assert {one["state"] for one in document["accounts"]} == {"ok"}
    gaps = home.read("gaps")
    assert gaps["busy"]
    told += home.run("disconnect", "work")
    assert "work is disconnected" in told
    assert home.far.accounts.grants == {}
    assert not (home.state.with_name("coucou.vault")).exists()
    for word in PLANTED:
        assert word not in told + preview
        assert word.encode() not in home.everything_written()


@pytest.mark.parametrize(("zone", "told"), [("Europe/Paris", True), ("America/Montreal", False)])
def test_connecting_says_if_the_calendars_are_in_another_zone(home: Home, zone: str, told: bool) -> None:
    home.far.agenda.zone = zone
    assert ("time zone Europe/Paris" in home.connected()) is told


def test_before_connecting_it_says_what_to_type(home: Home) -> None:
    told = home.run("sync")
    assert told.count("not connected yet. Type: coucou connect work") == 1
    assert not home.far.calls


def test_a_second_sync_reads_only_what_is_new(home: Home) -> None:
    fill(home.far)
    home.connected()
    home.run("sync")
    home.far.forget()
    home.run("sync")
    assert home.far.calls == {
        "gmail.users.history.list": 1,
        "calendar.calendarList.list": 1,
        "calendar.events.list": 1,
    }


def test_a_sync_that_is_killed_goes_on_where_it_was(home: Home) -> None:
    letters(home.far, 220)  # less than a minute of quota, because this clock is the real one
    home.connected()
    home.far.fail("batch", skip=4, hang=30)
    process = home.start("sync")
    while home.far.calls["batch"] < 5:
        time.sleep(0.05)
    process.kill()
    process.communicate()
    home.far.faults.clear()
    home.run("sync")
    gets = [one.path for one in home.far.saw("gmail.users.messages.get")]
    assert len(gets) == len(set(gets)) == 220


def test_another_address_of_the_users_own_is_learned_from_what_they_sent(home: Home) -> None:
    now = datetime.now(UTC)
    for number in range(6):
        moment = now - timedelta(days=20 + number)
        headers = {
            "From": "Ana Tremblay <ana.t@example.com>",
            "To": "Pat Doe <pat@example.com>",
            "Subject": "Nouvelles",
        }
        told = {"Date": moment.strftime("%a, %d %b %Y %H:%M:%S +0000"), "Message-ID": f"<alias{number}@example.com>"}
        home.far.mail.put({**headers, **told}, moment.timestamp(), ("SENT",), body="planted body")
    home.connected()
    home.run("sync")
    assert "ana.t@example.com" in home.run("doctor")


def test_one_account_that_fails_stops_no_other(home: Home) -> None:
    fill(home.far)
    home.connected()
    path = home.config
    path.write_text(
        path.read_text() + '\n[[accounts]]\nname = "other"\nconnector = "google"\nclient_secrets = "client.json"'
    )
    told = home.run("sync")
    assert "other: not connected yet" in told
    assert "work: 20 new messages, 14 events" in told


def test_what_two_accounts_see_is_one_meeting_and_one_message(home: Home) -> None:
    fill(home.far)
    past = datetime.now(UTC) - timedelta(days=20)
    people = [{"email": "ana@example.org", "self": True}, {"email": "pat@example.com", "responseStatus": "accepted"}]
    moments = {"start": past, "end": past + timedelta(hours=1)}
    told = {name: {"dateTime": at.isoformat(), "timeZone": "UTC"} for name, at in moments.items()}
    home.far.agenda.put({"id": "met00", "summary": "Café", "attendees": people, **told})
    path = home.config
    first = path.read_text()
    path.write_text(first + first[first.index("[[accounts]]") :].replace('"work"', '"other"'))
    home.connected()
    alone = _known(home)
    home.connected("other")
    assert "other: 0 new messages" in home.run("sync")
    assert _known(home) == alone
    assert alone["Pat Doe"] == (3, 3, 1)


def _known(home: Home) -> dict[str, tuple[int, int, int]]:
    home.run("sync")
    people = home.read("people")["people"]
    return {one["name"]: (one["sent"], one["received"], one["meetings"]) for one in people}


def test_without_the_key_the_account_is_not_taken_for_a_new_one(home: Home) -> None:
    home.connected()
    (home.path / "credentials/coucou-key").write_bytes(os.urandom(32))
    told = home.run("sync")
    assert "sealed with another key" in told and "not connected" not in told


def test_a_failure_shows_no_secret_even_in_a_traceback(home: Home) -> None:
    fill(home.far)
    told = home.connected()
    home.far.accounts.grants.clear()
    home.far.accounts.tokens.clear()
    told += home.run("sync")
    assert "Google no longer accepts this sign-in" in told
    home.far.forget()
    told += home.run("sync")
    assert not home.far.calls  # once is enough
    for word in (*PLANTED, "lea@example.net"):
        assert word not in told


def test_disconnecting_twice_is_harmless(home: Home) -> None:
    home.connected()
    home.run("disconnect", "work")
    assert "was not connected" in home.run("disconnect", "work")


def test_accounts_that_need_no_sign_in_say_so(home: Home) -> None:
    path = home.config
    path.write_text(path.read_text() + '\n[[accounts]]\nname = "files"\nconnector = "local"\nmail = ["*.mbox"]\n')
    assert "needs no sign-in" in home.run("connect", "files")
    assert "There is no account" in home.run("connect", "nowhere")


# --- colleagues, pauses, refused sign-ins, the log --------------------------------------------------------------------


@pytest.fixture
def colleagues(home: Home) -> Home:
    """Léa works where Ana does, and lets her calendar be seen."""
    home.config.write_text(home.config.read_text() + 'colleagues = true\n[organization]\ndomains = ["example.net"]\n')
    fill(home.far)
    home.far.agenda.busy = {"lea@example.net": []}
    assert "calendar.freebusy" in home.connected()
    return home


def test_a_preview_asks_once_when_colleagues_are_free_and_without_sync_nobody(colleagues: Home) -> None:
    (one,) = colleagues.read("preview")["proposals"]
    assert one["availability"] == {"state": "free", "how": "freebusy"}
    assert colleagues.far.calls["calendar.freebusy.query"] == 1
    colleagues.far.forget()
    (again,) = colleagues.read("preview", "--no-sync")["proposals"]
    assert again == one
    assert not colleagues.far.calls
    colleagues.read("preview", "--as-of", "2026-01-01T09:00:00-05:00")
    assert colleagues.far.calls["calendar.freebusy.query"] == 0


def test_nothing_is_proposed_to_a_colleague_who_is_never_free(colleagues: Home) -> None:
    now = datetime.now(UTC)
    colleagues.far.agenda.busy = {"lea@example.net": [(now.isoformat(), (now + timedelta(days=30)).isoformat())]}
    told = colleagues.read("preview")
    assert told["proposals"] == []
    assert {one["reason"]["code"] for one in told["passed_over"] if one["person"]["name"] == "Léa Roy"} == {
        "their_busy"
    }


def test_a_pause_that_google_asks_for_is_kept_by_every_command(home: Home) -> None:
    home.connected()
    home.run("sync")
    home.far.fail("gmail.users.history.list", status=429, reason="rateLimitExceeded", headers={"Retry-After": "3600"})
    home.run("sync")
    home.far.forget()
    for command in (("sync",), ("sync", "work"), ("preview",)):
        assert "work: left alone until" in home.run(*command)
    assert {name for name, times in home.far.calls.items() if name.startswith("gmail") and times} == set()
    assert home.far.calls["calendar.events.list"] == 3, "another quota"


def test_a_sign_in_that_was_taken_back_is_left_alone_until_the_user_connects_again(home: Home) -> None:
    fill(home.far)
    home.connected()
    home.far.accounts.grants.clear()
    home.far.accounts.tokens.clear()
    assert "coucou connect work" in home.run("sync")
    home.far.forget()
    for command in ("sync", "preview"):
        assert "coucou connect work" in home.run(command)
    assert not home.far.calls
    home.connected()
    assert "work: 20 new messages, 14 events" in home.run("sync")


@pytest.mark.parametrize("how", ["well", "refused", "signed out"])
@pytest.mark.parametrize("form", [(), ("--log-json",)])
def test_a_verbose_log_names_nobody_and_holds_no_secret(colleagues: Home, how: str, form: tuple[str, ...]) -> None:
    far = colleagues.far
    if how == "refused":
        far.fail("gmail.users.getProfile", status=403, reason="somethingNew")
    if how == "signed out":
        far.accounts.grants.clear()
        far.accounts.tokens.clear()
    told = colleagues.run("run", "--once", "--verbose", *form)
    assert {"well": "ok", "refused": "google.refused", "signed out": "google.sign_in_again"}[how] in told
    for word in (*PLANTED, "@example", "Nouvelles", "Standing", "Léa"):
        assert word not in told


def test_a_sign_in_that_google_ends_in_days_is_told_of_before_it_dies_by_the_users_clock(home: Home) -> None:
    home.far.accounts.grant_life = 2 * 86_400  # five days after a sign-in with a client in "Testing"
    home.connected()
    home.run("sync")
    for command in ("doctor", "status"):
        told = home.run(command)
        assert "work: its sign-in ends" in told
        assert "coucou connect work" in told
    (account,) = home.read("status")["accounts"]
    end = datetime.fromisoformat(account["sign_in_ends"])
    assert abs(end - datetime.now(UTC) - timedelta(days=2)) < timedelta(hours=1)
    assert f"{end:%-d}" in told and f"{end:%-I:%M}" in told, "by the wall clock of the user's zone"
    assert account["state"] == "ok" and "coucou connect work" in account["advice"]
    home.far.accounts.grant_life = 7 * 86_400
    home.connected()
    home.run("sync")
    assert "its sign-in ends" not in home.run("doctor") + home.run("status")
