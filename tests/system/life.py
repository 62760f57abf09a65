"""A plausible life around the real daemon, by a clock that the test sets: a Google, an Outlook and some files.

Every process of the user's lives by libfaketime on one file; the fakes read the same moment. The clock is set on hour
by hour, and only once the daemon has nothing left to do: no work counts as hung because this machine is slow.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from coucou import decide
from coucou.contract import Event, Message, SourceId
from coucou.core.proposal import State, missing
from coucou.core.span import Span
from coucou.store import ledger, open_store
from tests.conftest import absent
from tests.google import rig as google_rig
from tests.google.agenda import ME
from tests.google.rig import client_file
from tests.google.server import FarGoogle
from tests.home import Home, opened
from tests.outlook import rig as outlook_rig
from tests.outlook.identity import CLIENT_ID, TENANT
from tests.outlook.server import FarOutlook
from tests.unit.ledgers import ANA, mail

FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
ZONE = ZoneInfo("America/Toronto")
HOUR = timedelta(hours=1)

_CONFIG = """
mode = "approve"
[me]
name = "Ana Tremblay"
addresses = ["ana@example.org"]
timezone = "America/Toronto"
country = "CA-QC"
[organization]
domains = ["example.org"]
[daemon]
{cadence}
metrics = "127.0.0.1:{metrics}"
[[accounts]]
name = "google"
connector = "google"
client_secrets = "client.json"
endpoint = "{google}"
[[accounts]]
name = "outlook"
connector = "outlook"
client_id = "{client}"
authority = "{login}/{tenant}"
endpoint = "{graph}"
[[accounts]]
name = "files"
connector = "local"
mail = ["mail.mbox"]
calendars = ["mine.ics"]
"""


@dataclass
class SetClock:
    """The moment that everybody lives by; it goes on by itself from where it is set."""

    path: Path
    offset: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def set(self, moment: datetime) -> None:
        self.offset = moment - datetime.now(UTC)
        written = self.path.with_suffix(".new")
        written.write_text(f"{self.offset.total_seconds():+.3f}\n")
        written.replace(self.path)

    def environment(self) -> dict[str, str]:
        """The steady clock is faked too: without, libfaketime 0.9.10 breaks ``time.sleep``."""
        if not FAKETIME.exists():
            absent("libfaketime is not installed here")
        return {
            "LD_PRELOAD": str(FAKETIME),
            "FAKETIME_TIMESTAMP_FILE": str(self.path),
            "FAKETIME_NO_CACHE": "1",
            "NO_FAKE_STAT": "1",  # else every file changes whenever the clock is set
        }


@dataclass(frozen=True, slots=True)
class Meeting:
    """One that stands in a calendar of ``account`` since ``put_at``."""

    account: str
    key: str
    span: Span
    put_at: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """What coucou made at a provider. ``key`` is the effect's."""

    account: str
    id: str  # the provider's
    key: str
    span: Span
    guests: tuple[str, ...]
    answered: bool


@dataclass
class Life:
    """``quiet`` people wrote with Ana until some months ago; with the ``regulars`` she is in touch."""

    home: Home
    clock: SetClock
    google: FarGoogle
    outlook: FarOutlook
    dice: random.Random = field(default_factory=lambda: random.Random(6))
    meetings: dict[str, Meeting] = field(default_factory=dict)
    approved: dict[str, datetime] = field(default_factory=dict)  # proposals, and when
    happened: dict[str, int] = field(default_factory=dict)
    seen_at: dict[str, datetime] = field(default_factory=dict)  # keys of what was made, and when that was noticed
    number: int = 0
    quiet: tuple[str, ...] = (
        *(f"calm{n}@example.org" for n in range(24)),
        *(f"far{n}@far{n}.example" for n in range(8)),
    )
    regulars: tuple[str, ...] = tuple(f"busy{n}@example.org" for n in range(8))

    # --- before the first day -----------------------------------------------------------------------------------------

    def past(self) -> None:
        now = self.clock.now()
        for number, who in enumerate(self.quiet):
            for turn in range(10):
                self.letter(who, now - timedelta(days=20 + 6 * number + 9 * turn), mine=turn % 2 == 0, to=number % 2)
        for who in self.regulars:
            for week in range(20):
                self.letter(who, now - timedelta(days=7 * week, hours=5), mine=week % 2 == 0, to=week % 2)
        self.series("google", ZoneInfo("America/Toronto"), now, 10)
        self.series("outlook", ZoneInfo("Europe/Paris"), now, 17)  # moves by an hour for the week between two changes

    def series(self, account: str, zone: ZoneInfo, now: datetime, hour: int) -> None:
        """Every Tuesday, by the wall clock of ``zone``."""
        local = now.astimezone(zone).date()
        first = local + timedelta(days=(1 - local.weekday()) % 7)
        name = f"weekly{account}"
        for week in range(30):
            day = first + timedelta(days=7 * week)
            start = datetime(day.year, day.month, day.day, hour, tzinfo=zone).astimezone(UTC)
            self.meetings[f"{name}{week}"] = Meeting(account, f"{name}{week}", Span(start, start + HOUR), now)
        if account == "google":
            wall = datetime(first.year, first.month, first.day, hour)  # noqa: DTZ001 - wall time, its zone beside it
            told = google_rig.resource(self.event(name, wall, HOUR, zone))
            self.google.agenda.put({**told, "recurrence": ["RRULE:FREQ=WEEKLY"]})
        else:
            for week in range(30):
                one = self.meetings[f"{name}{week}"]
                wall = one.span.start.astimezone(zone).replace(tzinfo=None)
                outlook_rig.put_event(self.outlook, self.event(one.key, wall, HOUR, zone))

    # --- what happens -------------------------------------------------------------------------------------------------

    def count(self, what: str) -> None:
        self.happened[what] = self.happened.get(what, 0) + 1

    def hour(self) -> None:
        """What the user and the others do in an hour of the day."""
        local = self.clock.now().astimezone(ZONE)
        if self.dice.random() < 0.25:
            self.letter(self.dice.choice(self.regulars), self.clock.now(), mine=self.dice.random() < 0.5)
            self.count("letters")
        if local.weekday() < 5 and 9 <= local.hour < 18:
            if self.dice.random() < 0.25:
                self.meet(local.date())
            if self.dice.random() < 0.06:
                self.call_off()
        if local.hour in (9, 14):
            self.approve()
        self.answers()

    def letter(self, who: str, at: datetime, *, mine: bool, to: int | None = None) -> None:
        self.number += 1
        sender, other = (ANA, who) if mine else (who, ANA)
        name = {who: who.partition("@")[0].title() + " Roe"}
        one = mail(sender, [other], id=f"l{self.number}@example.net", at=at, sent=mine, names=name)
        if (self.dice.randrange(2) if to is None else to) == 0:
            self.google.mail.put(google_rig.headers(one), at.timestamp(), ("SENT",) if mine else ("INBOX",))
        else:
            self.outlook.mail.put(outlook_rig.letter(one), "sentitems" if mine else "inbox")
        if self.number % 20 == 0:
            self.to_file(one)

    def to_file(self, one: Message) -> None:
        told = "".join(f"{name}: {value}\n" for name, value in google_rig.headers(one).items())
        with (self.home.config.parent / "mail.mbox").open("a") as stream:
            stream.write(f"From a@b Mon Jan  5 10:00:00 2026\n{told}\n.\n\n")

    def event(self, name: str, wall: datetime, length: timedelta, zone: ZoneInfo) -> Event:
        return Event(SourceId(name), ANA, name, wall, length, zone=zone.key)

    def meet(self, today: date) -> None:
        """A meeting on one of the next days, at the start of some half hour."""
        day = today + timedelta(days=self.dice.randrange(1, 12))
        wall = datetime(day.year, day.month, day.day, self.dice.randrange(8, 17), self.dice.choice((0, 30)))  # noqa: DTZ001 - wall time, its zone beside it
        length = timedelta(minutes=self.dice.choice((30, 60, 90)))
        self.number += 1
        name, start = f"m{self.number}", wall.replace(tzinfo=ZONE).astimezone(UTC)
        account = self.dice.choice(("google", "outlook"))
        if account == "google":
            self.google.agenda.put(google_rig.resource(self.event(name, wall, length, ZONE)))
        else:
            outlook_rig.put_event(self.outlook, self.event(name, wall, length, ZONE))
        self.meetings[name] = Meeting(account, name, Span(start, start + length), self.clock.now())
        self.count("meetings")

    def call_off(self) -> None:
        coming = [one for one in self.meetings.values() if one.key[0] == "m" and one.span.start > self.clock.now()]
        if coming:
            one = self.dice.choice(coming)
            del self.meetings[one.key]
            if one.account == "google":
                self.google.agenda.drop(f"{one.key}00000")
            else:
                self.outlook.agenda.drop(f"AAMk-{one.key}")
            self.count("meetings called off")

    def approve(self) -> None:
        """As on the page: the user looks at what is proposed, and approves one, or lets it go now and then."""
        now = self.clock.now()
        with open_store(self.home.state, now=now, patience=20.0) as store:
            for one in ledger.recorded(store, [State.PROPOSED])[:1]:
                if missing(one.reasons):
                    continue
                if self.dice.random() < 0.15:
                    decide.dismiss(store, one, now=now)
                    self.count("dismissed")
                else:
                    decide.approve(store, one, now=now)
                    self.approved[one.id] = now
                    self.count("approved")

    def answers(self) -> None:
        """People answer an invitation a day or more after it came, or never."""
        now = self.clock.now()
        for one in self.made():
            seen = self.seen_at.get(one.key)
            if one.answered or not one.guests or seen is None or now - seen < 24 * HOUR or self.dice.random() > 0.05:
                continue
            answer = self.dice.choice(("accepted", "accepted", "accepted", "declined"))
            if one.account == "google":
                self.google.agenda.answer(one.id, answer)
            else:
                self.outlook.agenda.answer(one.id, answer)
            self.count(answer)

    # --- what stands --------------------------------------------------------------------------------------------------

    def made(self) -> Iterator[Made]:
        """What coucou made and what still stands."""
        for key, told in list(self.google.agenda.events[ME].things.items()):
            if key.startswith("coucou") and told["status"] != "cancelled":
                start, end = (
                    datetime.fromisoformat(told[side]["dateTime"]).astimezone(UTC) for side in ("start", "end")
                )
                guests = [one for one in told.get("attendees", ()) if one["email"] != ANA]
                answered = any(one["responseStatus"] != "needsAction" for one in guests)
                addresses = tuple(one["email"] for one in guests)
                yield Made("google", key, key.removeprefix("coucou"), Span(start, end), addresses, answered)
        for told in list(self.outlook.agenda.single["main"].values()):
            if told["id"].startswith("AAMk-made"):
                start, end = (
                    datetime.fromisoformat(told[side]["dateTime"][:19]).replace(tzinfo=UTC) for side in ("start", "end")
                )
                guests = told["attendees"]
                answered = any("status" in one for one in guests)
                addresses = tuple(one["emailAddress"]["address"] for one in guests)
                key = told["transactionId"].replace("-", "")
                yield Made("outlook", told["id"], key, Span(start, end), addresses, answered)

    def calls(self) -> int:
        return sum(self.google.calls.values()) + len(self.outlook.seen)

    # --- trouble ------------------------------------------------------------------------------------------------------

    def connect_google(self) -> None:
        told = self.home.connect("google", r"http://\S+o/oauth2/auth\?\S+", opened, "--no-browser")
        assert "is connected" in told


@contextmanager
def a_life(folder: Path, start: datetime, metrics: int, cadence: str = "") -> Iterator[Life]:
    """``cadence``: settings of the daemon besides the usual ones. ``metrics``: the port of its figures."""
    clock = SetClock(folder / "clock")
    clock.set(start)
    home = Home.empty(folder / "home", REQUESTS_CA_BUNDLE=str(folder / "ca.pem"), TZ="UTC", **clock.environment())
    google, outlook = FarGoogle(), FarOutlook.with_calendar()
    google.clock.true_now = outlook.clock.true_now = clock.now  # type: ignore[method-assign]  # other processes have theirs
    google.agenda.oblivious = outlook.agenda.oblivious = True  # nothing but coucou keeps it once
    client_file(home.config.parent)
    (home.config.parent / "mine.ics").write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n")
    with google.serving() as address, outlook.serving_tls(folder) as (graph, login):
        words = {"google": address, "graph": graph, "login": login, "client": CLIENT_ID, "tenant": TENANT}
        home.config.write_text(_CONFIG.format(metrics=metrics, cadence=cadence, **words))
        life = Life(home, clock, google, outlook)
        life.past()
        life.connect_google()
        assert "is connected" in home.run("connect", "outlook", "--device-code")
        google.forget()
        outlook.seen.clear()
        yield life
    assert google.wrong == outlook.wrong == []


def children(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def grown(process: int) -> tuple[int, int]:
    """Resident memory in KB, and open files."""
    status = Path(f"/proc/{process}/status").read_text()
    resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return resident, len(os.listdir(f"/proc/{process}/fd"))


def patient(seconds: float) -> Iterator[None]:
    """Turns of waiting, a little each, for so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield
        time.sleep(0.02)
