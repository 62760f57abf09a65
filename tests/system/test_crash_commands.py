"""The commands and the daemon as they are installed, each killed at a step of delivery: one event an approval."""

from __future__ import annotations

import json
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from coucou import failpoint
from tests.home import Home
from tests.once.office import FARS, INES, LEA, SAM, Office, Standing, an_office_today, invitation_after, key_of
from tests.once.story import Toll


def at(office: Office, point: str) -> Home:
    return Home(office.home.path, {**office.home.environ, failpoint.VARIABLE: point})


def typed(office: Office, *words: str, dies: str = "") -> None:
    """A command, which is killed at a point, or comes to its end."""
    process = at(office, dies).start(*words)
    out, err = process.communicate(timeout=120)
    assert process.returncode == (-signal.SIGKILL if dies else 0), out + err


def daemon(office: Office, dies: str = "") -> None:
    """The daemon does everything once; its child is killed at a point, or not; then the daemon is killed too."""
    process = at(office, dies).start("run", "--log-json")
    assert process.stderr is not None
    asked, told = False, ""
    for line in process.stderr:
        told += line
        event = json.loads(line)
        if event["event"] == "begun":
            process.send_signal(signal.SIGUSR1)
            asked = True
        if asked and (event["event"], event.get("job")) == ("job done", "deliver"):
            assert bool(dies) is (event["state"] != "ok"), told
            break
    process.kill()
    process.communicate(timeout=120)


@pytest.mark.parametrize("name", FARS)
def test_killed_at_every_step_the_commands_and_the_daemon_send_each_approval_once(
    name: str, tmp_path: Path, tell_toll: Callable[[str, Toll], None]
) -> None:
    with an_office_today(name, tmp_path) as office:
        ids = office.ids
        typed(office, "approve", ids[LEA], dies="approved")
        daemon(office, dies="before asking")
        daemon(office, dies="found")
        daemon(office, dies="answered")
        typed(office, "approve", ids[SAM], dies="recorded")
        typed(office, "approve", ids[INES])
        office.far.meanwhile(office.home.path)
        typed(office, "confirm", ids[INES], dies="confirmed")
        typed(office, "withdraw", ids[SAM], dies="before cancelling")
        daemon(office, dies="cancelled")
        daemon(office)
        daemon(office)
        confirmed = invitation_after(ids[INES])
        made = [key_of(ids[LEA]), key_of(ids[SAM]), key_of(ids[INES], "hold"), confirmed]
        told = {("request", LEA): 1, ("request", SAM): 1, ("request", INES): 1, ("cancel", SAM): 1}
        assert office.far.standing(office.home.path) == Standing(
            Counter(made), frozenset([key_of(ids[LEA]), confirmed]), Counter(told)
        )
    tell_toll("crash", Toll(runs=1, kills=len(failpoint.NAMES)))
