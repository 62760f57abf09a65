"""The week's entry in the user's own calendar: once a week whatever happens, private, and naming nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from coucou.contract import Connection, ConnectorError, Ports, Refused, TryLater, Unclear
from coucou.core.settings import AccountSettings, Daemon, Mode
from coucou.core.span import Span
from coucou.deliver import calls, checks, weekly
from coucou.store import audit, ledger
from coucou.suggest.when import free_time
from coucou.testing import memory
from coucou.testing.agenda import Made
from tests.integration.desks import ZONE, Desk, a_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as found:
        found.sync()
        yield found


def note(desk: Desk, waiting: int = 3, connections: dict[str, Connection | ConnectorError] | None = None) -> bool:
    return weekly.note(calls.Desk(desk.store, desk.settings, connections or desk.connections(), desk.now), waiting)


def entries(desk: Desk) -> list[Made]:
    return list(desk.far.agenda.made.values())


def test_one_private_entry_a_week_says_how_many_and_names_nobody(desk: Desk) -> None:
    for days in range(12):  # Monday to the Friday of the next week
        assert note(desk, waiting=3 + days)
        desk.later(days=1)
    first, second = entries(desk)
    assert (first.invitation.subject, first.told, first.invitation.attendee) == (
        "coucou\u00a0: 3 propositions cette semaine",
        1,
        "",
    )
    assert first.invitation.start.astimezone(ZONE).strftime("%a %H:%M") == "Mon 07:30"
    assert first.invitation.end - first.invitation.start == timedelta(minutes=15)
    assert second.invitation.start - first.invitation.start == timedelta(days=7)
    assert first.invitation.uid != second.invitation.uid
    said = repr(first.invitation)
    assert not any(name in said for name in ("Léa", "Inès", "Roy", "Haddad", "@"))
    assert b"ATTENDEE" not in first.invitation.ics
    assert b"CLASS:PRIVATE" in first.invitation.ics


@pytest.mark.parametrize(
    ("error", "acted"),
    [
        (Unclear("x.unclear"), True),
        (Unclear("x.unclear"), False),
        (RuntimeError("a fault of the connector"), True),
        (SystemExit(9), True),
        (SystemExit(9), False),
        (TryLater("x.later"), False),
        (Refused("x.refused"), False),
    ],
)
def test_whatever_happens_to_the_request_there_is_one_entry_in_the_end(
    desk: Desk, error: BaseException, acted: bool
) -> None:
    desk.far.agenda.fail("send", error, acted=acted)
    with pytest.raises((ConnectorError, SystemExit)):
        note(desk)
    assert note(desk)
    assert note(desk)
    assert len(entries(desk)) == 1
    requests = [verb for verb, _ in desk.far.agenda.asked]
    assert requests == (["find", "send", "find"] if acted else ["find", "send", "find", "send"])


def test_what_may_have_been_heard_in_one_calendar_is_not_made_in_another(desk: Desk) -> None:
    desk.far.agenda.fail("send", Unclear("x.unclear"), acted=True)
    with pytest.raises(Unclear):
        note(desk)
    other = memory.FarSide()
    desk.set(accounts=(AccountSettings("home", "memory"), *desk.settings.accounts))
    there = replace(desk, far=other).connections()["work"]
    assert not note(desk, connections={"home": there}), "the account that was asked is not open"
    assert note(desk, connections={"home": there, **desk.connections()})
    assert other.agenda.made == {}
    assert len(entries(desk)) == 1


def test_an_entry_that_the_user_deleted_does_not_come_back_in_that_week(desk: Desk) -> None:
    note(desk)
    desk.far.agenda.delete(entries(desk)[0].invitation.key)
    note(desk)
    assert [one.live for one in entries(desk)] == [False]


def test_nothing_is_made_in_preview_while_paused_without_anything_to_say_or_into_a_folder(desk: Desk) -> None:
    able = desk.connections()
    desk.set(mode=Mode.PREVIEW)
    assert not note(desk, connections=able)
    desk.set(mode=Mode.APPROVE)
    assert not note(desk, waiting=0)
    checks.pause(desk.store, None)
    assert not note(desk)
    checks.resume(desk.store)
    folder = memory.plugin.open("work", memory.Options(desk.far, ("mail",)), Ports(sends=True))
    assert not note(desk, connections={"work": folder})
    assert desk.far.agenda.asked == []


def test_the_entry_is_on_record_before_it_leaves_and_takes_no_time(desk: Desk) -> None:
    desk.sync()
    window = Span(desk.now, desk.now + timedelta(days=5))
    desk.set(daemon=Daemon(suggest_at=time(14, 0)))
    before = free_time(desk.store, desk.settings, desk.now, window)
    note(desk)
    desk.sync()
    assert len(ledger.ours(desk.store)) == 1
    assert free_time(desk.store, desk.settings, desk.now, window) == before
    told = [(one.what, one.account, one.result) for one in audit.entries(desk.store)]
    assert told == [("week there", "work", "asked"), ("week there", "work", "there")]
