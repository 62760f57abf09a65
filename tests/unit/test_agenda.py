"""What the daemon has to do next: what was asked for by a signal, and what was running when it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from coucou.core.settings import AccountSettings, Settings
from coucou.daemon.agenda import Agenda
from coucou.daemon.jobs import Entry, Outcome

NOW = datetime(2026, 6, 10, 16, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def agenda() -> Agenda:
    """Every job ran a minute ago, so that none is due."""
    found = Agenda("seed")
    found.plan(Settings(accounts=(AccountSettings("work", "local"), AccountSettings("home", "local"))), found_by_ready)
    for entry in found.cadences:
        found.begun(entry, NOW - MINUTE)
        found.over(entry, Outcome(), NOW - MINUTE)
    return found


def found_by_ready(entry: Entry) -> None:
    raise AssertionError("the loop starts jobs, these tests only look at them")


def ready(agenda: Agenda, now: datetime) -> set[Entry]:
    agenda.look(now)
    return {job.job_func.args[0] for job in agenda.ready(now) if job.job_func is not None}


def test_what_is_asked_for_runs_at_once_and_once(agenda: Agenda) -> None:
    assert ready(agenda, NOW) == set()
    agenda.hurry()
    assert ready(agenda, NOW) == set(agenda.cadences)
    for entry in agenda.cadences:
        agenda.begun(entry, NOW)
        agenda.over(entry, Outcome(), NOW)
    assert ready(agenda, NOW) == set()


def test_what_runs_while_everything_is_asked_for_runs_once_more_when_it_is_over(agenda: Agenda) -> None:
    mail = Entry("mail", "work")
    agenda.begun(mail, NOW)
    agenda.hurry()
    assert mail not in ready(agenda, NOW)
    agenda.over(mail, Outcome(), NOW + MINUTE)
    assert mail in ready(agenda, NOW + MINUTE)
    agenda.begun(mail, NOW + MINUTE)
    agenda.over(mail, Outcome(), NOW + MINUTE)
    assert mail not in ready(agenda, NOW + MINUTE)


def test_what_was_asked_for_and_stopped_half_way_is_still_due(agenda: Agenda) -> None:
    mail = Entry("mail", "work")
    agenda.begun(mail, NOW)
    agenda.hurry()
    agenda.dropped(mail)
    assert mail in ready(agenda, NOW)
