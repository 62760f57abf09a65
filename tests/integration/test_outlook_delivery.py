"""Approved, sent once and followed through Graph: the uses on the real store, with a fake Graph that loses answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from coucou.contract import Connection, ConnectorError
from coucou.core.proposal import State
from coucou.core.settings import Mode
from coucou.deliver import calls, weekly
from coucou.store import effects, open_store
from coucou_connectors.backoff import TRIES
from tests.integration import desks
from tests.integration.desks import INES, LEA, NOW, ZONE
from tests.outlook import rig
from tests.outlook.server import FarOutlook
from tests.unit.ledgers import ANA, mail


@dataclass
class Desk(desks.Desk):
    """The same desk at Microsoft's."""

    account: rig.Desk = field(kw_only=True)
    opened: list[Connection] = field(default_factory=list)

    @property
    def graph(self) -> FarOutlook:
        return self.account.far

    def connections(self) -> dict[str, Connection | ConnectorError]:
        self.account.sends = self.settings.mode is not Mode.PREVIEW
        self.opened.append(self.account.open())
        return {"work": self.opened[-1]}

    def later(self, **by: float) -> None:
        super().later(**by)
        self.graph.clock.sleep(timedelta(**by).total_seconds())

    def events(self) -> list[dict[str, Any]]:
        return list(self.graph.agenda.single["main"].values())

    def until_sent(self, address: str = LEA) -> None:
        """Approve, and pass after pass until it is decided what became of it."""
        self.approve(address)
        self.until_settled(address)

    def until_settled(self, address: str = LEA) -> None:
        for _ in range(8):
            self.sync()
            self.deliver()
            if self.state(address) not in (State.APPROVED, State.SENDING):
                return
            self.later(hours=8)
        raise AssertionError(self.why(address))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    far = FarOutlook.with_calendar()
    for who, name, silent in ((LEA, "Léa Roy", 100), (INES, "Inès Haddad", 150)):
        for number in range(12):
            at = (NOW - timedelta(days=silent + 10 * number)).astimezone(ZONE)
            sender, to = (who, ANA) if number % 2 else (ANA, who)
            told = mail(sender, [to], id=f"{who}{number}", at=at, sent=sender == ANA, names={who: name})
            far.mail.put(rig.letter(told), "sentitems" if sender == ANA else "inbox")
    with far.serving() as address, open_store(tmp_path / "coucou.db", now=NOW - timedelta(days=60)) as store:
        account = rig.Desk.at(far, address, sends=True)
        account.sign_in(sends=True)
        account.timeout = 0.5
        made = Desk(store, account=account)
        made.sync()
        made.plan()
        yield made
        for connection in made.opened:
            connection.close()
    assert far.wrong == []


FAULTS: dict[str, dict[str, Any]] = {
    "none": {},
    "dropped, made": {"drop": True, "acted": True},
    "dropped, not made": {"drop": True},
    "too late": {"hang": 0.8, "acted": True},
    "made after we gave up": {"slow": 0.8},
    "500 after it was made": {"status": 500, "acted": True},
    "504 after it was made": {"status": 504, "acted": True},
    "cut": {"cut": 30, "acted": True},
    "twice": {"twice": True},
    "made already": {"status": 409, "code": "ErrorDuplicateTransactionId", "acted": True},
    "asked to wait": {"status": 429, "headers": {"Retry-After": "5"}},
}


@pytest.mark.parametrize("what", FAULTS)
def test_one_approval_is_one_event_and_one_letter_whatever_becomes_of_the_answer(desk: Desk, what: str) -> None:
    if FAULTS[what]:
        desk.graph.fail("create", **FAULTS[what])
    desk.until_sent()
    for _ in range(3):
        desk.sync()
        desk.deliver()
    assert desk.state(LEA) is State.SENT
    desk.graph.quiet()
    assert len(desk.graph.agenda.made) == len(desk.events()) == 1
    assert desk.graph.agenda.mailed == [("request", LEA)]


def test_what_is_unclear_stays_so_until_graph_can_be_asked(desk: Desk) -> None:
    desk.graph.fail("create", drop=True, acted=True)
    desk.graph.fail("events", skip=1, status=503, times=12)
    desk.approve(LEA)
    desk.sync()
    for _ in range(2):
        desk.deliver()
        assert desk.state(LEA) is State.SENDING
    desk.until_settled()
    assert desk.state(LEA) is State.SENT
    assert len(desk.graph.saw("create")) == 1


@pytest.mark.parametrize(("answer", "state"), [("accepted", State.ACCEPTED), ("declined", State.DECLINED)])
def test_the_guests_answer_comes_back_by_the_ordinary_sync(desk: Desk, answer: str, state: State) -> None:
    desk.until_sent()
    desk.graph.agenda.answer(desk.graph.agenda.made[0], answer)
    desk.later(hours=1)
    desk.sync()
    assert desk.state(LEA) is state
    if state is State.ACCEPTED:
        desk.later(days=20)
        desk.sync()
        assert desk.state(LEA) is State.MET


def test_an_event_that_the_user_deleted_in_outlook_is_never_made_again(desk: Desk) -> None:
    desk.until_sent()
    desk.graph.agenda.delete(desk.graph.agenda.made[0])
    desk.later(hours=1)
    desk.sync()
    assert desk.state(LEA) is State.CANCELLED
    desk.plan()
    desk.deliver()
    assert desk.events() == []
    assert len(desk.graph.agenda.made) == 1


def test_deleted_while_nobody_knew_that_it_was_made_it_is_not_made_again_either(desk: Desk) -> None:
    """The answer was lost, and the user was faster than we: Graph finds nothing, but knows the transaction."""
    desk.graph.fail("create", drop=True, acted=True)
    desk.graph.fail("events", skip=1, status=503, times=TRIES)
    desk.approve(LEA)
    desk.sync()
    desk.deliver()
    assert desk.state(LEA) is State.SENDING
    desk.graph.agenda.delete(desk.graph.agenda.made[0])
    for _ in range(3):
        desk.sync()
        desk.deliver()
    assert desk.events() == []
    assert desk.graph.agenda.mailed.count(("request", LEA)) == 1
    assert desk.state(LEA) not in (State.SENT, State.SENDING, State.APPROVED)


def test_an_ask_holds_the_time_and_gives_it_back(desk: Desk) -> None:
    desk.until_sent(INES)
    assert desk.state(INES) is State.HELD
    [hold] = desk.events()
    assert (hold["attendees"], hold["sensitivity"], desk.graph.agenda.mailed) == ([], "private", [])
    desk.later(days=21)
    desk.sync()
    assert desk.state(INES) is State.LAPSED
    desk.deliver()
    assert desk.events() == []


def test_withdrawing_cancels_once_although_the_first_answer_is_lost(desk: Desk) -> None:
    desk.until_sent()
    effects.want_gone(desk.store, desk.proposal(LEA).id, now=desk.now)
    desk.graph.fail("cancel", status=500, acted=True)
    for _ in range(2):
        desk.deliver()
    assert desk.events() == []
    assert desk.graph.agenda.mailed == [("request", LEA), ("cancel", LEA)]
    assert desk.state(LEA) is State.WITHDRAWN


@pytest.mark.parametrize("how", [{}, {"status": 500, "acted": True}, {"drop": True, "acted": True}])
def test_the_weeks_entry_is_there_once_and_private_and_nobody_gets_a_letter(desk: Desk, how: dict[str, Any]) -> None:
    if how:
        desk.graph.fail("create", **how)
    for _ in range(4):
        with suppress(ConnectorError):
            weekly.note(calls.Desk(desk.store, desk.settings, desk.connections(), desk.now), 3)
        desk.later(minutes=15)
    [entry] = desk.events()
    assert (entry["attendees"], entry["sensitivity"], entry["isReminderOn"]) == ([], "private", False)
    assert entry["subject"] == "coucou\u00a0: 3 propositions cette semaine"
    assert desk.graph.agenda.mailed == []
