"""A user's whole desk on the memory connector: what a pass of the daemon does, step by step, on an invented clock."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from coucou.contract import Connection, ConnectorError, Ports
from coucou.core.proposal import State, Step
from coucou.core.reason import Reason
from coucou.core.settings import AccountSettings, Me, Mode, Organization, Settings
from coucou.core.span import Span
from coucou.deliver.run import Done, deliver
from coucou.follow import Moved, follow
from coucou.store import Store, ledger, open_store
from coucou.suggest.round import record, suggest
from coucou.sync import SyncReport, sync
from coucou.testing import memory
from tests.unit.ledgers import ANA, mail

ZONE = ZoneInfo("America/Toronto")
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # a Monday, 10:00 in Montréal
LEA, INES = "lea@example.org", "ines@example.net"
SETTINGS = Settings(
    mode=Mode.APPROVE,
    me=Me(name="Ana Tremblay", addresses=(ANA,), timezone="America/Toronto", country="CA-QC", languages=("fr", "en")),
    organization=Organization(domains=("example.org",)),
    accounts=(AccountSettings("work", "memory"),),
)


@dataclass
class Desk:
    """Léa is a colleague gone quiet, who gets an invitation; Inès works elsewhere, and is asked first."""

    store: Store
    far: memory.FarSide = field(default_factory=lambda: memory.FarSide(size=100))
    settings: Settings = SETTINGS
    now: datetime = NOW
    report: SyncReport = field(default_factory=SyncReport)

    def connections(self) -> dict[str, Connection | ConnectorError]:
        sends = self.settings.mode is not Mode.PREVIEW
        return {"work": memory.plugin.open("work", memory.Options(self.far, ("mail", "calendar")), Ports(sends=sends))}

    def sync(self) -> list[Moved]:
        self.report = sync(self.store, self.settings, self.connections(), now=self.now)
        return follow(self.store, self.settings, self.connections(), now=self.now)

    def plan(self) -> None:
        window = Span(self.now, self.now + timedelta(days=14))
        record(self.store, suggest(self.store, self.settings, now=self.now, as_of=self.now, window=window))

    def deliver(self, quiet: Collection[str] | Reason = frozenset(), only: Collection[str] | None = None) -> list[Done]:
        connections = self.connections()
        return deliver(self.store, self.settings, connections, self.report, now=self.now, quiet=quiet, only=only)

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def approve(self, address: str) -> str:
        one = self.proposal(address)
        ledger.mark(self.store, one.id, Step.APPROVE, now=self.now)
        return one.id

    def proposal(self, address: str) -> ledger.Recorded:
        """The latest one to that person."""
        return [one for one in ledger.recorded(self.store) if one.address == address][-1]

    def state(self, address: str) -> State:
        return self.proposal(address).state

    def why(self, address: str) -> list[str]:
        return [reason.code for reason in self.proposal(address).why]

    def invited(self) -> list[str]:
        """Everybody to whom an invitation stands in the calendar."""
        return [one.invitation.attendee for one in self.far.agenda.live() if one.invitation.attendee]

    def held(self) -> int:
        return sum(not one.invitation.attendee for one in self.far.agenda.live())

    def set(self, **changes: object) -> None:
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]  # fields by name


def history(
    far: memory.FarSide, who: str, name: str, *, silent_days: int, letters: int = 12, now: datetime = NOW
) -> None:
    """Letters to and fro, every ten days, until ``silent_days`` before ``now``."""
    for number in range(letters):
        at = (now - timedelta(days=silent_days + 10 * number)).astimezone(ZONE)
        sender, to = (who, ANA) if number % 2 else (ANA, who)
        far.put(mail(sender, [to], id=f"{who}{number}", at=at, sent=sender == ANA, names={who: name}))


@contextmanager
def a_desk(folder: Path, now: datetime = NOW) -> Iterator[Desk]:
    with open_store(folder / "coucou.db", now=now - timedelta(days=60)) as store:  # past the gentle first weeks
        desk = Desk(store, now=now)
        history(desk.far, LEA, "Léa Roy", silent_days=100, now=now)
        history(desk.far, INES, "Inès Haddad", silent_days=150, now=now)
        yield desk
