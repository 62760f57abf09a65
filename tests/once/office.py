"""Offices: a user's home with one account that sends, at a far side that counts what stands and who was told."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from coucou.contract import Message
from coucou.core.proposal import confirming_id, effect_key
from coucou.store import ledger, open_store
from coucou_connectors.outlook.draft import KEY
from tests import home as home_of
from tests.google.agenda import ME
from tests.google.rig import client_file, headers
from tests.google.server import FarGoogle
from tests.once.worker import Over, Turn
from tests.outlook.identity import CLIENT_ID, TENANT
from tests.outlook.rig import letter
from tests.outlook.server import FarOutlook
from tests.unit.ledgers import ANA, mail

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # a Monday, 10:00 in Montréal
LEA, SAM, MAX, INES = "lea@example.org", "sam@example.org", "max@example.org", "ines@example.net"
NAMES = {LEA: "Léa Roy", SAM: "Sam Diallo", MAX: "Max Roe", INES: "Inès Haddad"}
ROOT = Path(__file__).parents[2]

_CONFIG = """
mode = "{mode}"
[me]
name = "Ana Tremblay"
addresses = ["ana@example.org"]
timezone = "{zone}"
[hours]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
protected = []
quiet_periods = []
[organization]
domains = ["example.org"]
[budget]
a_week = 20
a_day = 20
per_organization_a_week = 20
[meeting]
max_meetings_a_day = 10
[[accounts]]
name = "work"
{account}
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a far side has made, by effect keys: how often each was made, what stands, and who was told."""

    made: Counter[str]
    live: frozenset[str]
    told: Counter[tuple[str, str]]  # ("request" or "cancel", address)
    halves: int = 0  # what lies about unfinished


class Far(Protocol):
    """A far side, as it is when the user begins."""

    account: str  # its table in the configuration
    address: str  # of what the proxy may stand before; "" for none
    writes: str  # a pattern for the lines of requests that change something,
    asks: str  # and of those that ask what stands under a key

    def put(self, message: Message, home: Path) -> None: ...

    def connect(self, home: home_of.Home) -> None: ...

    def oblivious(self, yes: bool) -> None:
        """Whether it makes a second event under a key that it has seen: then nothing but coucou keeps it once."""

    def reset(self) -> None:
        """Be again as at the first call, which keeps what there is."""

    def meanwhile(self, home: Path) -> None:
        """What the user does by hand between two of coucou's passes."""

    def standing(self, home: Path) -> Standing: ...

    def wrong(self) -> list[str]: ...


@dataclass
class Google:
    far: FarGoogle
    account: str
    address: str
    writes: str = r"(POST|DELETE) /calendar/v3/calendars/[^/]+/events"
    asks: str = r"GET /calendar/v3/calendars/[^/]+/events/"
    _begun: object = None
    _oblivious: bool = True

    @classmethod
    @contextmanager
    def open(cls, home: Path) -> Iterator[Google]:
        far = FarGoogle()
        client_file(home / "config/coucou")
        with far.serving() as address:
            yield cls(far, f'connector = "google"\nclient_secrets = "client.json"\nendpoint = "{address}"', address)

    def put(self, message: Message, home: Path) -> None:
        self.far.mail.put(headers(message), message.moment.timestamp(), ("SENT",) if message.sent else ("INBOX",))

    def connect(self, home: home_of.Home) -> None:
        home.connect("work", r"http://\S+o/oauth2/auth\?\S+", home_of.opened, "--no-browser")

    def oblivious(self, yes: bool) -> None:
        self._oblivious = yes

    def reset(self) -> None:
        self._begun = self._begun or copy.deepcopy((self.far.mail, self.far.agenda))
        self.far.mail, self.far.agenda = copy.deepcopy(self._begun)  # type: ignore[misc]  # as they were kept
        self.far.agenda.oblivious = self._oblivious

    def meanwhile(self, home: Path) -> None:
        """Nothing: the provider tells people."""

    def standing(self, home: Path) -> Standing:
        events = {key.removeprefix("coucou"): one for key, one in self.far.agenda.events[ME].things.items()}
        live = {key for key, one in events.items() if one["status"] != "cancelled"}
        made = Counter(key.removeprefix("coucou") for key in self.far.agenda.inserted)
        told = Counter((what, address) for what, address, _ in self.far.agenda.letters)
        return Standing(made, frozenset(live), told)

    def wrong(self) -> list[str]:
        return self.far.wrong


@dataclass
class Graph:
    far: FarOutlook
    account: str
    address: str
    writes: str = r"(POST|DELETE) /v1.0/me/(calendar/)?events"
    asks: str = r"GET /v1.0/me/events\?"
    _begun: object = None
    _oblivious: bool = True

    @classmethod
    @contextmanager
    def open(cls, home: Path) -> Iterator[Graph]:
        far = FarOutlook()
        far.clock.true_now = lambda: datetime.now(UTC)  # type: ignore[method-assign]  # other processes have their own
        far.agenda.add_calendar("main", "Calendrier", isDefaultCalendar=True)
        with far.serving_tls(home) as (graph, login):
            account = f'client_id = "{CLIENT_ID}"\nauthority = "{login}/{TENANT}"\nendpoint = "{graph}"'
            yield cls(far, f'connector = "outlook"\n{account}', graph)

    def put(self, message: Message, home: Path) -> None:
        self.far.mail.put(letter(message), "sentitems" if message.sent else "inbox")

    def connect(self, home: home_of.Home) -> None:
        assert "is connected" in home.run("connect", "work", "--device-code")

    def oblivious(self, yes: bool) -> None:
        self._oblivious = yes

    def reset(self) -> None:
        self._begun = self._begun or copy.deepcopy((self.far.mail, self.far.agenda))
        self.far.mail, self.far.agenda = copy.deepcopy(self._begun)  # type: ignore[misc]  # as they were kept
        self.far.agenda.oblivious = self._oblivious

    def meanwhile(self, home: Path) -> None:
        """Nothing: the provider tells people."""

    def standing(self, home: Path) -> Standing:
        agenda = self.far.agenda
        keys = {one["id"]: _key(one) for kept in agenda.single.values() for one in kept.values()}
        made = Counter(UUID(one).hex for one in agenda.posted)
        return Standing(made, frozenset(keys.values()), Counter(agenda.mailed))

    def wrong(self) -> list[str]:
        return self.far.wrong


def _key(one: dict[str, object]) -> str:
    properties = one["singleValueExtendedProperties"]
    assert isinstance(properties, list)
    return next(str(told["value"]) for told in properties if told["id"] == KEY)


@dataclass
class Outbox:
    """Files: what lies in the outbox, and what its journal says."""

    account: str = 'connector = "local"\nmail = ["mail/*.eml"]\ncalendars = ["calendars/*.ics"]\noutbox = "outbox"'
    address: str = ""
    writes: str = ""
    asks: str = ""

    @classmethod
    @contextmanager
    def open(cls, home: Path) -> Iterator[Outbox]:
        for name in ("mail", "calendars"):
            (home / "config/coucou" / name).mkdir()
        empty = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\nEND:VCALENDAR\r\n"
        (home / "config/coucou/calendars/mine.ics").write_text(empty)
        yield cls()

    def put(self, message: Message, home: Path) -> None:
        written = "".join(f"{name}: {value}\n" for name, value in headers(message).items())
        (home / "config/coucou/mail" / f"{message.message_id}.eml").write_text(f"{written}\n.\n", "utf-8")

    def connect(self, home: home_of.Home) -> None:
        """There is nobody to sign in with."""

    def oblivious(self, yes: bool) -> None:
        """Files have names."""

    def reset(self) -> None:
        """Everything is in the home."""

    def meanwhile(self, home: Path) -> None:
        """Letters are sent and entries put into a calendar, so the files go."""
        taken = home / "taken"
        taken.mkdir(exist_ok=True)
        for path in _files(home / "config/coucou/outbox"):
            path.rename(taken / path.name)

    def standing(self, home: Path) -> Standing:
        folder = home / "config/coucou/outbox"
        halves = sum(path.name != ".coucou" for path in folder.glob(".*"))
        journal = (folder / ".coucou").read_text().splitlines() if folder.exists() else []
        facts = [tuple(line.split()[:2]) for line in journal]
        files = [*_files(folder), *_files(home / "taken")]
        letters = [("cancel" if ".cancel." in p.name else "request", _to(p)) for p in files if p.suffix == ".eml"]
        entries = {p.name.removesuffix(".ics") for p in files if p.name.count(".") == 1 and p.suffix == ".ics"}
        gone = {p.name.removesuffix(".cancel.ics") for p in files if p.name.endswith(".cancel.ics")}
        made = Counter(key for fact, key in facts if fact == "made")
        return Standing(made, frozenset(entries - gone), Counter(letters), halves)

    def wrong(self) -> list[str]:
        return []


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*") if not path.name.startswith(".")]


def _to(path: Path) -> str:
    line = next(line for line in path.read_text("utf-8").splitlines() if line.startswith("To: "))
    return line.rpartition("<")[2].rstrip(">") if "<" in line else line.removeprefix("To: ")


FARS: dict[str, Callable[[Path], AbstractContextManager[Far]]] = {
    "google": Google.open,
    "graph": Graph.open,
    "outbox": Outbox.open,
}


class Worker:
    """The program that takes turns, each in a process of its own."""

    def __init__(self, home: home_of.Home) -> None:
        environ = {**os.environ, "CREDENTIALS_DIRECTORY": str(home.path / "credentials"), **home.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "tests.once.worker"],
            cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def begin(self, turn: Turn) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asdict(turn)) + "\n")
        self.process.stdin.flush()

    def end(self) -> Over:
        assert self.process.stdout is not None
        return Over(**json.loads(self.process.stdout.readline()))

    def close(self) -> None:
        self.process.communicate(timeout=120)


@dataclass
class Office:
    """A home that has just been planned for, of which each run gets a copy."""

    name: str
    home: home_of.Home
    far: Far
    workers: tuple[Worker, ...]
    now: datetime = NOW
    ids: dict[str, str] = field(default_factory=dict)  # of the proposals, by address
    runs: int = 0

    def start(self, address: str = "", mode: str = "") -> Run:
        """Everything is again as after the planning. ``address``: at which the provider is reached now; ``mode``:
        what the user changed it to."""
        self.far.reset()
        return self.another(address, mode)

    def another(self, address: str = "", mode: str = "") -> Run:
        """One more computer of the user's, on the same far side."""
        self.runs += 1
        path = self.home.path.with_name(f"{self.home.path.name}-{self.runs}")
        shutil.copytree(self.home.path, path, ignore=shutil.ignore_patterns("credentials"))
        home = home_of.Home(path)
        text = home.config.read_text("utf-8")
        if address:
            text = text.replace(self.far.address, address)
        if mode:
            text = re.sub("(?m)^mode = .*$", f'mode = "{mode}"', text)
        home.config.write_text(text, "utf-8")
        return Run(self, home)


@dataclass
class Run:
    """One life of that home. ``timeout``: seconds that a request may take."""

    office: Office
    home: home_of.Home
    timeout: float = 120.0
    turns: int = 0
    kills: int = 0

    def turn(self, now: datetime, steps: Sequence[tuple[str, str]], **how: object) -> Turn:
        told = {"timeout": self.timeout, **how}
        return Turn(str(self.home.config), str(self.home.state), now.isoformat(), [*map(list, steps)], **told)  # type: ignore[arg-type]

    def take(self, now: datetime, steps: Sequence[tuple[str, str]], **how: object) -> Over:
        self.begin(now, steps, 0, **how)
        return self.end()

    def begin(self, now: datetime, steps: Sequence[tuple[str, str]], worker: int, /, **how: object) -> None:
        self.office.workers[worker].begin(self.turn(now, steps, **how))

    def end(self, worker: int = 0) -> Over:
        over = self.office.workers[worker].end()
        self.turns += 1
        self.kills += over.killed
        assert not over.failed, "see the worker's standard error"
        return over

    def standing(self) -> Standing:
        return self.office.far.standing(self.home.path)

    def states(self) -> dict[str, str]:
        """The state of each proposal, by its id."""
        with open_store(self.home.state, now=NOW, readonly=True) as store:
            return {one.id: one.state.value for one in ledger.recorded(store)}

    def close(self) -> None:
        shutil.rmtree(self.home.path)


@contextmanager
def an_office(
    name: str,
    folder: Path,
    *,
    mode: str = "approve",
    workers: int = 1,
    more: str = "",
    now: datetime = NOW,
    zone: str = "America/Toronto",
) -> Iterator[Office]:
    """Ana's, sixty days after she began: three colleagues gone quiet, who get invitations, and Inès, who works
    elsewhere and is asked first. ``more``: options of the account. ``zone``: one in which it is day at ``now``."""
    path = folder / name
    path.mkdir()
    home = (
        home_of.Home.empty(path, REQUESTS_CA_BUNDLE=str(path / "ca.pem"))
        if name == "graph"
        else (home_of.Home.empty(path))
    )
    with ExitStack() as stack:
        far = stack.enter_context(FARS[name](path))
        home.config.write_text(_CONFIG.format(mode=mode, zone=zone, account=far.account + more), "utf-8")
        for message in _letters(now):
            far.put(message, path)
        far.connect(home)
        with open_store(home.state, now=now - timedelta(days=60)):
            pass  # past the gentle first weeks
        office = Office(name, home, far, tuple(Worker(home) for _ in range(workers)), now)
        for worker in office.workers:
            stack.callback(worker.close)
        Run(office, home).take(now, [("look", ""), ("plan", "")])
        with open_store(home.state, now=now, readonly=True) as store:
            office.ids = {one.address: one.id for one in ledger.recorded(store)}
        assert office.ids.keys() == NAMES.keys()
        yield office
    assert far.wrong() == []


@contextmanager
def an_office_today(name: str, folder: Path) -> Iterator[Office]:
    """One for the commands themselves, which know no clock but this computer's: there it is the middle of the day."""
    now = datetime.now(UTC)
    ahead = now.hour - 12  # of the clock there; the names of these zones count westwards
    with an_office(name, folder, now=now, zone=f"Etc/GMT{ahead:+d}" if ahead else "Etc/GMT") as opened:
        yield opened


def _letters(now: datetime) -> Iterator[Message]:
    """Letters to and fro, every ten days, until they stopped some months ago."""
    for number, who in enumerate(NAMES):
        for turn in range(12):
            at = now - timedelta(days=100 + 10 * number + 10 * turn)
            sender, to = (who, ANA) if turn % 2 else (ANA, who)
            yield mail(sender, [to], id=f"{number}-{turn}@example.net", at=at, sent=sender == ANA, names=NAMES)


def key_of(proposal: str, kind: str = "invite") -> str:
    return effect_key(proposal, kind)


def invitation_after(ask: str) -> str:
    """The key of the invitation that follows an ask which got its yes."""
    return effect_key(confirming_id(ask), "invite")
