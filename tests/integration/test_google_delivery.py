"""From an approval to an answer through Google Calendar: the uses, a real store, a fake Google that counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import Any

import pytest

from coucou.contract import Connection, ConnectorError
from coucou.core.proposal import State
from coucou.core.settings import AccountSettings, Mode
from coucou.deliver import calls, weekly
from coucou.store import open_store
from tests.google.agenda import ME
from tests.google.clock import START
from tests.google.rig import Desk as Account
from tests.integration.desks import INES, LEA, NOW, SETTINGS, ZONE, Desk
from tests.integration.googles import account

INSERT = "calendar.events.insert"


@dataclass
class GoogleDesk(Desk):
    """The same people and habits, with everything at a fake Google."""

    google: Account | None = None

    @property
    def account(self) -> Account:
        assert self.google is not None
        return self.google

    def connections(self) -> dict[str, Connection | ConnectorError]:
        self.account.far.clock.seconds = (self.now - START).total_seconds()
        return {"work": self.account.open(sends=self.settings.mode is not Mode.PREVIEW)}

    def events(self) -> list[dict[str, Any]]:
        """What stands in the calendar, made by coucou."""
        there = self.account.far.agenda.events[ME].things.values()
        return [one for one in there if one["id"].startswith("coucou") and one["status"] != "cancelled"]

    def letters(self) -> list[str]:
        """To whom Google wrote, each time that it did."""
        return [address for address, _ in self.account.far.agenda.mailed]

    def passes(self, number: int = 1) -> None:
        """What the daemon does every quarter of an hour."""
        for _ in range(number):
            self.sync()
            self.deliver()
            self.later(minutes=15)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[GoogleDesk]:
    accounts = (AccountSettings("work", "google"),)
    with (
        account(tmp_path, minutes_a_sync=0) as google,
        open_store(tmp_path / "coucou.db", now=NOW - timedelta(days=60)) as store,
    ):
        google.sign_in(sends=True)
        made = GoogleDesk(store, settings=SETTINGS, google=google)
        made.set(accounts=accounts)
        _write(google, LEA, "Léa Roy", 100)
        _write(google, INES, "Inès Haddad", 150)
        made.sync()
        made.plan()
        yield made


def _write(google: Account, who: str, name: str, silent_days: int) -> None:
    for number in range(12):
        at = (NOW - timedelta(days=silent_days + 10 * number)).astimezone(ZONE)
        sides = [formataddr(("Ana Tremblay", ME)), f"{name} <{who}>"]
        mine = number % 2 == 0
        told = {"From": sides[not mine], "To": sides[mine], "Date": format_datetime(at), "Subject": "Nouvelles"}
        headers = {**told, "Message-ID": f"<{who}{number}>"}
        google.far.mail.put(headers, at.timestamp(), ("SENT",) if mine else ("INBOX",), body="none of ours")


TROUBLE = [
    pytest.param({}, id="nothing"),
    pytest.param({"drop": True, "acted": True}, id="answer dropped after acting"),
    pytest.param({"drop": True}, id="dropped before acting"),
    pytest.param({"hang": 1.0, "acted": True}, id="time ran out after acting"),
    pytest.param({"status": 500, "acted": True, "times": 1}, id="500 after acting"),
    pytest.param({"status": 503, "times": 2}, id="503 twice"),
    pytest.param({"status": 409, "reason": "duplicate", "acted": True}, id="409"),
    pytest.param({"status": 403, "reason": "rateLimitExceeded", "times": 2}, id="too fast twice"),
    pytest.param({"twice": True}, id="doubled answer"),
]


@pytest.mark.parametrize("how", TROUBLE)
def test_one_approval_is_one_event_one_letter_and_one_answer(desk: GoogleDesk, how: dict[str, Any]) -> None:
    desk.account.timeout = 0.5
    desk.approve(LEA)
    if how:
        desk.account.far.fail(INSERT, **how)
    desk.passes(5)
    assert desk.state(LEA) is State.SENT
    (event,) = desk.events()
    assert ([one["email"] for one in event["attendees"]], desk.letters()) == ([LEA], [LEA])
    assert event["extendedProperties"]["private"]["coucou"].startswith(desk.proposal(LEA).id)
    desk.account.far.agenda.answer(event["id"], "accepted")
    desk.passes(2)
    assert desk.state(LEA) is State.ACCEPTED
    assert desk.letters() == [LEA]


def test_what_the_user_deletes_in_the_calendar_is_never_made_again(desk: GoogleDesk) -> None:
    desk.approve(LEA)
    desk.passes(2)
    desk.account.far.agenda.drop(desk.events()[0]["id"])
    desk.passes(2)
    assert desk.state(LEA) is State.CANCELLED
    desk.plan()
    desk.passes(2)
    assert (desk.events(), desk.letters(), desk.account.far.calls[INSERT]) == ([], [LEA], 1)


def test_an_ask_holds_the_time_and_tells_nobody(desk: GoogleDesk) -> None:
    desk.approve(INES)
    while desk.state(INES) is State.APPROVED:  # until the day that the budgets give it
        desk.passes()
        desk.later(days=1)
    assert desk.state(INES) is State.HELD
    (event,) = desk.events()
    assert (event["summary"], event["visibility"], event["attendees"]) == ("Occupé", "private", [])
    assert desk.letters() == []


def test_in_preview_nothing_is_ever_sent_to_google(desk: GoogleDesk) -> None:
    desk.approve(LEA)
    desk.set(mode=Mode.PREVIEW)
    desk.passes(2)
    assert desk.account.far.calls[INSERT] == 0
    assert desk.why(LEA) == ["mode_preview"]


@pytest.mark.parametrize("how", TROUBLE)
def test_the_weeks_entry_is_there_once_and_private_and_nobody_gets_a_letter(
    desk: GoogleDesk, how: dict[str, Any]
) -> None:
    desk.account.timeout = 0.5
    if how:
        desk.account.far.fail(INSERT, **how)
    for _ in range(5):
        with suppress(ConnectorError):
            weekly.note(calls.Desk(desk.store, desk.settings, desk.connections(), desk.now), 3)
        desk.later(minutes=15)
    (event,) = desk.events()
    assert (event["visibility"], event["attendees"], event["reminders"]["useDefault"]) == ("private", [], False)
    assert event["summary"] == "coucou\u00a0: 3 propositions cette semaine"
    assert desk.letters() == []
