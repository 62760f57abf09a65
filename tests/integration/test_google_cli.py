"""coucou connect, sync, preview and disconnect, as a user types them, against a fake Google."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.google.rig import client_file
from tests.google.server import FarGoogle
from tests.integration.googles import ME, letters

PLANTED = ("planted", "ya29", "1//")


@dataclass
class Home:
    """An empty home, with a configuration of one Google account."""

    path: Path
    far: FarGoogle

    @property
    def state(self) -> Path:
        return self.path / "state/coucou/coucou.db"

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.path),
            "XDG_CONFIG_HOME": str(self.path / "config"),
            "XDG_STATE_HOME": str(self.path / "state"),
            "CREDENTIALS_DIRECTORY": str(self.path / "credentials"),
            "LC_ALL": "en_CA.UTF-8",
            "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        }
        program = [sys.executable, "-X", "utf8", "-c", "from coucou.cli import main; main()", *arguments]
        return subprocess.Popen(program, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *arguments: str) -> str:
        """What it says, on both streams."""
        out, err = self.start(*arguments).communicate(timeout=60)
        assert "Traceback" not in err, err
        return out + err

    def connect(self, account: str = "work") -> str:
        """Types coucou connect, and opens the address that it prints, as the user would."""
        process = self.start("connect", account, "--no-browser")
        assert process.stderr is not None
        told = ""
        while not (found := re.search(r"http://\S+o/oauth2/auth\?\S+", told)):
            line = process.stderr.readline()
            assert line, told
            told += line
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(found[0], timeout=10) as page:
            assert "You can close this page" in page.read().decode()
        out, err = process.communicate(timeout=30)
        assert process.returncode == 0, err
        return told + out + err

    def everything_written(self) -> bytes:
        files = [p for p in self.path.rglob("*") if p.is_file() and p.name != "client.json"]
        return b"".join(p.read_bytes() for p in files)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    far = FarGoogle()
    with far.serving() as address:
        for name in ("config/coucou", "credentials"):
            (tmp_path / name).mkdir(parents=True)
        (tmp_path / "credentials/coucou-key").write_bytes(os.urandom(32))
        client_file(tmp_path / "config/coucou")
        config = f"""
            [me]
            name = "Ana Tremblay"
            addresses = ["ana@example.org"]
            timezone = "America/Toronto"
            country = "CA-QC"
            [[accounts]]
            name = "work"
            connector = "google"
            client_secrets = "client.json"
            endpoint = "{address}"
            """
        (tmp_path / "config/coucou/config.toml").write_text(config)
        yield Home(tmp_path, far)
    assert far.wrong == []


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
    told = home.connect()
    assert "work is connected, to read only" in told
    told += home.run("sync")
    preview = home.run("preview", "--json", "--no-sync")
    document = json.loads(preview)
    assert [one["person"]["name"] for one in document["proposals"]] == ["Léa Roy"]
    assert {one["state"] for one in document["accounts"]} == {"ok"}
    gaps = json.loads(home.run("gaps", "--json"))
    assert gaps["busy"]
    told += home.run("disconnect", "work")
    assert "work is disconnected" in told
    assert home.far.accounts.grants == {}
    assert not (home.state.with_name("coucou.vault")).exists()
    for word in PLANTED:
        assert word not in told + preview
        assert word.encode() not in home.everything_written()


def test_before_connecting_it_says_what_to_type(home: Home) -> None:
    told = home.run("sync")
    assert told.count("not connected yet. Type: coucou connect work") == 1
    assert not home.far.calls


def test_a_second_sync_reads_only_what_is_new(home: Home) -> None:
    fill(home.far)
    home.connect()
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
    home.connect()
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


def test_one_account_that_fails_stops_no_other(home: Home) -> None:
    fill(home.far)
    home.connect()
    path = home.path / "config/coucou/config.toml"
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
    path = home.path / "config/coucou/config.toml"
    first = path.read_text()
    path.write_text(first + first[first.index("[[accounts]]") :].replace('"work"', '"other"'))
    home.connect()
    alone = _known(home)
    home.connect("other")
    assert "other: 0 new messages" in home.run("sync")
    assert _known(home) == alone
    assert alone["Pat Doe"] == (3, 3, 1)


def _known(home: Home) -> dict[str, tuple[int, int, int]]:
    home.run("sync")
    people = json.loads(home.run("people", "--json"))["people"]
    return {one["name"]: (one["sent"], one["received"], one["meetings"]) for one in people}


def test_without_the_key_the_account_is_not_taken_for_a_new_one(home: Home) -> None:
    home.connect()
    (home.path / "credentials/coucou-key").write_bytes(os.urandom(32))
    told = home.run("sync")
    assert "sealed with another key" in told and "not connected" not in told


def test_a_failure_shows_no_secret_even_in_a_traceback(home: Home) -> None:
    fill(home.far)
    told = home.connect()
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
    home.connect()
    home.run("disconnect", "work")
    assert "was not connected" in home.run("disconnect", "work")


def test_accounts_that_need_no_sign_in_say_so(home: Home) -> None:
    path = home.path / "config/coucou/config.toml"
    path.write_text(path.read_text() + '\n[[accounts]]\nname = "files"\nconnector = "local"\nmail = ["*.mbox"]\n')
    assert "needs no sign-in" in home.run("connect", "files")
    assert "There is no account" in home.run("connect", "nowhere")
