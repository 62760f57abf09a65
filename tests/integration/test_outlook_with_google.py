"""One user with Outlook, Google and an archive: coucou connect, sync and preview, as they are typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coucou.contract import MailKind, Message, Participant, Role, SourceId
from tests import home as home_of
from tests.google.rig import client_file
from tests.google.server import FarGoogle
from tests.home import ZONE
from tests.integration.googles import ME
from tests.outlook.agenda import Series, written
from tests.outlook.identity import CLIENT_ID, TENANT
from tests.outlook.rig import letter
from tests.outlook.server import FarOutlook

PLANTED = ("planted", "ya29", "1//")
NOW = datetime.now(UTC)


@dataclass
class Home(home_of.Home):
    """With a configuration of three accounts."""

    outlook: FarOutlook = field(default_factory=FarOutlook)
    google: FarGoogle = field(default_factory=FarGoogle)

    def connect_google(self) -> None:
        self.connect("home", r"http://\S+o/oauth2/auth\?\S+", home_of.opened, "--no-browser")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home.empty(tmp_path, REQUESTS_CA_BUNDLE=str(tmp_path / "ca.pem"))
    made.outlook.clock.true_now = lambda: datetime.now(UTC)  # type: ignore[method-assign]  # another process has its own
    made.outlook.agenda.add_calendar("main", "Calendrier", isDefaultCalendar=True)
    with made.outlook.serving_tls(tmp_path) as (graph, login), made.google.serving() as googles:
        client_file(tmp_path / "config/coucou")
        (tmp_path / "config/coucou/contacts.vcf").write_text(
            "BEGIN:VCARD\nVERSION:3.0\nFN:Léa Roy\nEMAIL:lea@example.net\nEMAIL:lea.roy@example.com\nEND:VCARD\n",
            "utf-8",
        )
        made.configure(
            f"""
            [[accounts]]
            name = "work"
            connector = "outlook"
            client_id = "{CLIENT_ID}"
            authority = "{login}/{TENANT}"
            endpoint = "{graph}"
            [[accounts]]
            name = "home"
            connector = "google"
            client_secrets = "client.json"
            endpoint = "{googles}"
            [[accounts]]
            name = "archive"
            connector = "local"
            contacts = ["contacts.vcf"]
            """
        )
        yield made
    assert made.outlook.wrong == made.google.wrong == []


# --- what there is ----------------------------------------------------------------------------------------------------


def by_outlook(far: FarOutlook, days: float, name: str, address: str, mine: bool) -> None:
    moment = NOW - timedelta(days=days, hours=mine)
    me, other = ("ana@example.org", "Ana Tremblay"), (address, name)
    writer, reader = (me, other) if mine else (other, me)
    people = (Participant(Role.FROM, *writer), Participant(Role.TO, *reader))
    key = f"{address}-{days}-{mine}"
    told = Message(SourceId(key), f"{key}@example.net", moment, MailKind.PERSONAL, people, "Nouvelles")
    far.mail.put(letter(told), "sentitems" if mine else "inbox")


def by_google(far: FarGoogle, days: float, name: str, address: str, mine: bool) -> None:
    moment = NOW - timedelta(days=days, hours=mine)
    headers = {
        "From": ME if mine else f"{name} <{address}>",
        "To": f"{name} <{address}>" if mine else ME,
        "Date": moment.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        "Message-ID": f"<{moment.timestamp()}.{mine}@example.net>",
        "Subject": "Nouvelles",
    }
    far.mail.put(headers, moment.timestamp(), ("SENT",) if mine else ("INBOX",), body="planted body")


def shared_meetings(home: Home) -> None:
    """Five Mondays a year ago, in both calendars: Google holds the series, Exchange gives each its own id."""
    monday = (NOW - timedelta(days=420 + NOW.weekday())).replace(
        hour=9, minute=30, second=0, microsecond=0, tzinfo=None
    )
    home.google.agenda.put(
        {
            "id": "weekly00000",
            "iCalUID": "weekly@google.com",
            "summary": "Café",
            "start": {"dateTime": f"{monday:%Y-%m-%dT%H:%M:%S}", "timeZone": ZONE},
            "end": {"dateTime": f"{monday + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}", "timeZone": ZONE},
            "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=5"],
            "attendees": [{"email": "lea@example.net"}, {"email": "ana@example.org"}],
        }
    )
    lea = {"emailAddress": {"name": "Léa Roy", "address": "lea@example.net"}}
    master = {
        "id": "AAMk-weekly",
        "iCalUId": "weekly@google.com",
        "subject": "Café",
        "organizer": lea,
        "attendees": [],
        "showAs": "busy",
        "isAllDay": False,
        "isCancelled": False,
    }
    series = Series(master, "FREQ=WEEKLY;COUNT=5", ZONE, monday, timedelta(hours=1))
    home.outlook.agenda.put_series(series)


def at(days: int, hour: int) -> datetime:
    return (NOW + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def taken(home: Home, days: int) -> None:
    """An hour at 15:00 UTC in Outlook, and one at 18:00 in Google."""
    start = at(days, 15)
    event = {"id": f"AAMk-{days}", "iCalUId": f"o{days}", "start": written(start), "showAs": "busy", "isAllDay": False}
    home.outlook.agenda.put({**event, "end": written(start + timedelta(hours=1)), "type": "singleInstance"})
    begin = at(days, 18)
    home.google.agenda.put(
        {
            "id": f"event{days}",
            "start": {"dateTime": begin.isoformat(), "timeZone": ZONE},
            "end": {"dateTime": (begin + timedelta(hours=1)).isoformat(), "timeZone": ZONE},
        }
    )


def fill(home: Home) -> None:
    """Léa wrote to one mailbox from one address and to the other from another, until a year ago."""
    for days in (400, 390, 380, 370):
        for mine in (True, False):
            by_outlook(home.outlook, days, "Léa Roy", "lea@example.net", mine)
            by_google(home.google, days + 1, "Léa Roy", "lea.roy@example.com", mine)
    by_google(home.google, 2, "Sam Doe", "sam@example.com", mine=True)
    by_google(home.google, 2, "Sam Doe", "sam@example.com", mine=False)
    shared_meetings(home)
    for days in range(1, 15):
        taken(home, days)


def states(document: Any) -> dict[str, str]:
    return {one["name"]: one["state"] for one in document["accounts"]}


# --- the story --------------------------------------------------------------------------------------------------------


def test_three_accounts_are_one_person_list_and_one_busy_time_and_one_may_be_signed_out(home: Home) -> None:
    fill(home)
    told = home.run("connect", "work", "--device-code")
    assert "ABCD-1234" in told
    assert "work is connected, to read only" in told
    home.connect_google()
    told += home.run("sync")

    [lea] = [one for one in home.read("people")["people"] if one["name"] == "Léa Roy"]
    assert set(lea["addresses"]) == {"lea@example.net", "lea.roy@example.com"}
    assert (lea["sent"], lea["received"], lea["meetings"]) == (8, 8, 5)

    busy = [
        (datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"])) for one in home.read("gaps")["busy"]
    ]
    for days in (1, 2, 3):
        for hour in (15, 18):
            assert any(start <= at(days, hour) and at(days, hour + 1) <= end for start, end in busy), (days, hour)

    preview = home.read("preview", "--no-sync")
    assert states(preview) == {"work": "ok", "home": "ok", "archive": "ok"}
    assert [one["person"]["name"] for one in preview["proposals"]] == ["Léa Roy"]

    home.outlook.identity.revoke()
    home.outlook.identity.end_tokens()
    by_google(home.google, 1, "Max Roe", "max@example.com", mine=True)
    by_google(home.google, 1, "Max Roe", "max@example.com", mine=False)
    told += home.run("sync")
    assert "coucou connect work" in told
    refreshed = sum(form["grant_type"] == "refresh_token" for form in home.outlook.identity.asked)
    assert {"Max Roe", "Léa Roy"} <= {one["name"] for one in home.read("people")["people"]}
    assert states(home.read("preview", "--no-sync")) == {"work": "sign_in", "home": "ok", "archive": "ok"}
    assert "coucou connect work" in home.run("preview")
    told += home.run("sync")
    assert sum(form["grant_type"] == "refresh_token" for form in home.outlook.identity.asked) == refreshed

    home.run("connect", "work", "--device-code")
    home.run("sync")
    assert states(home.read("preview", "--no-sync"))["work"] == "ok"

    told += home.run("disconnect", "work")
    assert "account.live.com/consent/Manage" in told
    files = [p for p in (home.path / "state").rglob("*") if p.is_file()]
    everything = b"".join(path.read_bytes() for path in files)
    for word in PLANTED:
        assert word not in told
        assert word.encode() not in everything
