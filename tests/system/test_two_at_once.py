"""Two processes at once: two terminals, a daemon and a terminal, two computers on one calendar. One event each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from subprocess import Popen

import pytest

from tests.once.office import FARS, LEA, NOW, SAM, Office, Standing, an_office, an_office_today, key_of

ROUNDS = 4


@pytest.fixture(scope="module", params=FARS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(request.param, tmp_path_factory.mktemp("two"), workers=2) as opened:
        yield opened


def only_these(office: Office, *people: str) -> Standing:
    """What stands, if each of ``people`` was invited once and told once, and nobody else."""
    keys = [key_of(office.ids[who]) for who in people]
    return Standing(Counter(keys), frozenset(keys), Counter(("request", who) for who in people))


def test_a_daemon_and_a_terminal_at_the_same_moment_send_once(office: Office) -> None:
    for number in range(ROUNDS):
        run = office.start()
        run.take(NOW, [("approve", office.ids[SAM])])
        said = [("approve", office.ids[LEA]), ("look", "")]
        for worker in range(2):
            run.begin(NOW + timedelta(hours=1), said if worker == number % 2 else [("look", "")], worker)
        for worker in range(2):
            run.end(worker)
        run.take(NOW + timedelta(hours=2), [("look", "")])
        assert run.standing() == only_these(office, LEA, SAM)
        run.close()


def test_two_computers_on_one_calendar_send_once(office: Office) -> None:
    """Each has a ledger of its own: the key is the same, and the provider takes it once."""
    if office.name == "outbox":
        return  # files lie on one computer
    office.far.oblivious(False)
    for _ in range(ROUNDS):
        runs = office.start(), office.another()
        for worker, run in enumerate(runs):
            run.begin(NOW + timedelta(hours=1), [("approve", office.ids[LEA]), ("look", "")], worker)
        for worker, run in enumerate(runs):
            run.end(worker)
        for run in runs:
            run.take(NOW + timedelta(hours=2), [("look", "")])
        assert runs[0].standing() == only_these(office, LEA)
        for run in runs:
            run.close()


# --- by the commands themselves, on the clock of this computer -----------------------------------------------------


@pytest.fixture
def today(tmp_path: Path) -> Iterator[Office]:
    with an_office_today("google", tmp_path) as opened:
        yield opened


def ended(process: Popen[str]) -> str:
    out, err = process.communicate(timeout=180)
    assert "Traceback" not in err, err
    assert process.returncode == 0, out + err
    return out


def test_two_terminals_and_the_daemon_send_each_approval_once(today: Office) -> None:
    terminals = [today.home.start("approve", today.ids[LEA]) for _ in range(2)]
    assert all("Léa Roy" in ended(one) for one in terminals)
    assert today.far.standing(today.home.path) == only_these(today, LEA)
    daemon = today.home.start("run", "--once")
    terminal = today.home.start("approve", today.ids[SAM])
    out, err = terminal.communicate(timeout=180)
    ended(daemon)
    # Either may be first: the daemon's planning may have put another proposal in the place of the one being approved.
    approved = [SAM] if terminal.returncode == 0 else []
    assert approved or "replaced" in err or "expired" in err, out + err
    ended(today.home.start("run", "--once"))
    assert today.far.standing(today.home.path) == only_these(today, LEA, *approved)
