"""Three readers that nobody here wrote, and that share no code, accept the files that we write and see one moment in
each: ``ical`` (Python, pydantic), ical.js (Mozilla's, on Node) and Radicale (a CalDAV server, with vobject)."""

from __future__ import annotations

import base64
import importlib.util
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from coucou.words.clean import clean, one_line
from coucou.words.invitation import Hold, Invitation, cancellation, hold, own_copy, request
from tests.conftest import absent
from tests.integration.test_google_emulate import node

pytestmark = [pytest.mark.peer, pytest.mark.xdist_group("ics-readers")]
PEERS = Path(__file__).parent.parent / "peers"
STAMP = datetime(2026, 2, 20, 8, 0, tzinfo=UTC)
NAMES = {  # as it is given, and as it may be shown
    "Côté, Mathieu": "Côté, Mathieu",
    "": "",
    'Zoë "La Fée"; ^n \\n, 50 % :\r\nATTENDEE:mailto:eve@example.net\u202e': (
        "Zoë ’La Fée’; ^n /n, 50 % : ATTENDEE:mailto:eve@example.net"
    ),
}
HOSTILE = next(given for given in NAMES if "eve" in given)

WALL = {
    "an ordinary day": (datetime(2026, 3, 5, 10, 30), "America/Toronto"),  # noqa: DTZ001  (wall time, as all here)
    "the hour after the clocks went forward": (datetime(2026, 3, 8, 3, 0), "America/Toronto"),  # noqa: DTZ001
    "an hour that the clocks skip": (datetime(2026, 3, 29, 2, 30), "Europe/Paris"),  # noqa: DTZ001
    "an hour that comes twice": (datetime(2026, 10, 25, 2, 30), "Europe/Paris"),  # noqa: DTZ001
    "the same hour again": (datetime(2026, 10, 25, 2, 30, fold=1), "Europe/Paris"),  # noqa: DTZ001
    "half an hour of summer time": (datetime(2026, 10, 4, 2, 30), "Australia/Lord_Howe"),  # noqa: DTZ001
    "over midnight into another year": (datetime(2026, 12, 31, 23, 45), "America/St_Johns"),  # noqa: DTZ001
}
SAID = {
    "French": ("Prendre des nouvelles, simplement; à bientôt\u00a0!", "Bonjour,\n\nÇa va; toi, Noël?\n\nAna"),
    "long": ("Café " + "très " * 40 + "long", "Une ligne " + "interminable, " * 80 + "\n" + "é漢🐦" * 60),
    "emoji": ("🐦 Coucou 👩\u200d💻 🇫🇷", "👋🏽\n🐦"),
    "hostile": ("BEGIN:VEVENT\r\nX:1\\n\\, \\;", "END:VEVENT\r\nEND:VCALENDAR\r\n\\n \\\\ \x1b[31m\t;"),
    "bare": ("x", ""),
}


@dataclass(frozen=True, slots=True)
class Written:
    """One file, and what a reader should see in it."""

    name: str
    raw: bytes
    method: str
    start: float
    end: float
    summary: str
    description: str
    uid: str
    sequence: int
    status: str
    people: tuple[tuple[str, str], ...]  # address and name: first who invites, then who is invited

    @property
    def seen(self) -> tuple[object, ...]:
        return (self.start, self.end, self.summary, self.description, self.uid, self.sequence, self.status, self.people)


def files() -> Iterator[Written]:
    for when, (wall, zone) in WALL.items():
        yield from forms(when, wall.replace(tzinfo=ZoneInfo(zone)), "French", "Côté, Mathieu")
    for said in SAID:
        yield from forms(said, datetime(2026, 3, 5, 10, 30, tzinfo=UTC), said, HOSTILE)
    yield from forms("nameless", datetime(2026, 3, 5, 10, 30, tzinfo=UTC), "bare", "")


def forms(name: str, start: datetime, said: str, who: str) -> Iterator[Written]:
    """Every kind of file of one meeting."""
    end = (start.astimezone(UTC) + timedelta(minutes=25)).astimezone(start.tzinfo)
    subject, body = SAID[said]
    one = Invitation(
        "0c4e1f0e-3c35",
        STAMP,
        start,
        end,
        subject,
        body,
        "ana@example.org",
        who,
        "mathieu@example.net",
        who,
        0,
        "k3.5f",
    )
    kept = Hold(one.uid, STAMP, start, end, subject, mark=one.mark)
    asked = Written(
        name=f"{name}: request",
        raw=request(one),
        method="REQUEST",
        start=start.timestamp(),
        end=end.timestamp(),
        summary=one_line(subject),
        description=clean(body),
        uid=one.uid,
        sequence=0,
        status="CONFIRMED",
        people=(("ana@example.org", NAMES[who]), ("mathieu@example.net", NAMES[who])),
    )
    gone = replace(asked, sequence=1, status="CANCELLED")
    yield asked
    yield replace(gone, name=f"{name}: cancellation", raw=cancellation(one), method="CANCEL")
    yield replace(asked, name=f"{name}: own copy", raw=own_copy(one), method="")
    yield replace(gone, name=f"{name}: own copy, cancelled", raw=own_copy(one, cancelled=True), method="")
    alone = replace(asked, method="", description="", people=())
    yield replace(alone, name=f"{name}: hold", raw=hold(kept))
    yield replace(
        alone, name=f"{name}: hold, given back", raw=hold(kept, cancelled=True), sequence=1, status="CANCELLED"
    )


FILES = list(files())


# --- ical -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_ical_sees_what_was_meant(file: Written) -> None:
    if importlib.util.find_spec("ical") is None:
        absent("ical, one of three independent readers, is not installed")
    from ical.calendar_stream import IcsCalendarStream  # here, because it may be absent

    calendar: Any = IcsCalendarStream.calendar_from_ics(file.raw.decode())
    [event] = calendar.events
    people = [p for p in (event.organizer, *event.attendees) if p]
    assert file.seen == (
        event.dtstart.timestamp(),
        event.dtend.timestamp(),
        event.summary,
        event.description or "",
        event.uid,
        event.sequence,
        event.status.value,
        tuple((str(p.uri).removeprefix("mailto:"), p.common_name or "") for p in people),
    )


# --- ical.js ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def read_by_js() -> dict[str, Any]:
    program = node()
    if program is None or not (PEERS / "node_modules/ical.js").is_dir():
        absent("ical.js is not installed here: npm ci --prefix tests/peers, and Node 22 or newer")
    told = json.dumps([file.raw.decode() for file in FILES])
    command = [program, str(PEERS / "read-calendars.mjs")]
    run = subprocess.run(command, input=told, capture_output=True, text=True, check=True)
    return {file.name: seen for file, seen in zip(FILES, json.loads(run.stdout), strict=True)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_ical_js_sees_what_was_meant(file: Written, read_by_js: dict[str, Any]) -> None:
    seen = read_by_js[file.name]
    fields = ("start", "end", "summary", "description", "uid", "sequence", "status")
    people = tuple((p["address"].removeprefix("mailto:"), p["name"]) for p in seen["people"])
    assert file.seen == (*(seen[name] for name in fields), people)
    assert seen["method"] == file.method


# --- Radicale ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Server:
    address: str

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "application/xml") -> bytes:
        headers = {
            "Authorization": f"Basic {base64.b64encode(b'ana:ana').decode()}",
            "Content-Type": kind,
            "Depth": "1",
        }
        asked = urllib.request.Request(f"{self.address}{path}", body or None, headers, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(asked, timeout=10) as answer:
            return bytes(answer.read())

    def finds(self, path: str, start: float, end: float) -> bool:
        """Whether the server itself counts an event of the calendar at ``path`` into a stretch of time (RFC 4791,
        9.9)."""
        first, last = (datetime.fromtimestamp(t, UTC).strftime("%Y%m%dT%H%M%SZ") for t in (start, end))
        query = (
            '<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop>'
            '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
            f'<C:time-range start="{first}" end="{last}"/></C:comp-filter></C:comp-filter></C:filter>'
            "</C:calendar-query>"
        )
        return b".ics" in self.ask("REPORT", path, query.encode())


@pytest.fixture(scope="module")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if importlib.util.find_spec("radicale") is None:
        absent("Radicale, one of three independent readers, is not installed")
    folder = tmp_path_factory.mktemp("radicale")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[storage]\nfilesystem_folder = {folder / 'data'}\n"
    )
    command = [sys.executable, "-m", "radicale", "--config", str(folder / "config")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        server = Server(f"http://127.0.0.1:{port}")
        _wait_for(server)
        yield server
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(server: Server) -> None:
    for _ in range(150):
        try:
            server.ask("PROPFIND", "/")
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("Radicale did not start")


@pytest.mark.parametrize("file", [file for file in FILES if not file.method], ids=lambda file: file.name)
def test_radicale_keeps_the_users_own_and_sees_its_moment(file: Written, radicale: Server) -> None:
    calendar = f"/ana/{FILES.index(file)}/"
    radicale.ask("MKCALENDAR", calendar)
    radicale.ask("PUT", f"{calendar}one.ics", file.raw, "text/calendar; charset=utf-8")
    minute = 60
    assert radicale.finds(calendar, file.start, file.start + minute)
    assert radicale.finds(calendar, file.end - minute, file.end)
    assert not radicale.finds(calendar, file.start - minute, file.start)
    assert not radicale.finds(calendar, file.end, file.end + minute)
    kept = radicale.ask("GET", f"{calendar}one.ics").decode().replace("\r\n ", "")
    assert f"UID:{file.uid}\r\n" in kept and f"STATUS:{file.status}\r\n" in kept
    assert f"SEQUENCE:{file.sequence}\r\n" in kept and "X-COUCOU-ID:k3.5f\r\n" in kept
    assert kept.count("BEGIN:VEVENT\r\n") == 1 and kept.count("\r\nATTENDEE") == len(file.people) // 2
