"""Files and folders that the user may not open: each is named, nothing of them becomes free, and nothing crashes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.calendars import calendar, event
from tests.system.conftest import COUCOU, Ran, environment

_POWERS = "-dac_override,-dac_read_search"  # by which root opens what nobody may
Unprivileged = Callable[..., Ran]


@pytest.fixture
def ran(tmp_path: Path) -> Unprivileged:
    """``coucou`` without root's right to open everything."""
    before: list[str] = []
    if os.geteuid() == 0:
        program = shutil.which("setpriv") or pytest.skip("root may read everything, and setpriv is not installed")
        before = [program, f"--bounding-set={_POWERS}", f"--inh-caps={_POWERS}"]
    closed = tmp_path / "closed"
    closed.touch(mode=0)
    if subprocess.run([*before, "cat", str(closed)], capture_output=True, check=False).returncode == 0:
        pytest.skip("nothing can be closed to this user")
    (tmp_path / "home").mkdir()

    def run(*arguments: str | Path) -> Ran:
        command = [*before, str(COUCOU), *map(str, arguments)]
        env = environment(tmp_path / "home", "en_CA.UTF-8")
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", env=env, timeout=120, check=False
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def options(tmp_path: Path) -> tuple[str | Path, ...]:
    agenda = tmp_path / "files" / "Takeout" / "Agenda"
    agenda.mkdir(parents=True)
    (agenda / "a.ics").write_text(calendar(event("DTSTART:20260304T150000Z")))
    folder = tmp_path / "files" / "more"
    folder.mkdir()
    (folder / "b.ics").write_text(calendar(event("DTSTART:20260305T150000Z")))
    config = tmp_path / "files" / "c.toml"
    account = '[[accounts]]\nname = "{}"\nconnector = "local"\n{}\n'
    config.write_text(
        account.format("export", 'takeout = "Takeout"')
        + account.format("more", 'calendars = ["more"]\nmail = ["more"]\ncontacts = ["more"]')
    )
    return ("--config", config, "--state", tmp_path / "files" / "state" / "s.db")


@contextmanager
def closed(path: Path) -> Iterator[None]:
    mode = path.stat().st_mode
    path.chmod(0)
    try:
        yield
    finally:
        path.chmod(mode)


@pytest.mark.parametrize("what", ["Takeout", "Takeout/Agenda", "Takeout/Agenda/a.ics", "more", "more/b.ics"])
def test_what_may_not_be_opened_is_named_and_frees_no_time(
    ran: Unprivileged, tmp_path: Path, options: tuple[str | Path, ...], what: str
) -> None:
    with closed(tmp_path / "files" / what):
        found = ran("gaps", "--json", *options)
        assert (found.code, json.loads(found.out)["gaps"]) == (0, [])
        assert what in found.err
        assert "unexpectedly" not in found.err
        assert ran("sync", *options).code == 1
    assert ran("sync", *options).code == 0
    assert json.loads(ran("gaps", "--json", *options).out)["gaps"]


@pytest.mark.parametrize("command", ["gaps", "people", "status", "sync"])
def test_a_configuration_or_a_state_that_may_not_be_opened_is_said_in_one_line(
    ran: Unprivileged, tmp_path: Path, options: tuple[str | Path, ...], command: str
) -> None:
    config = Path(options[1])
    with closed(config):
        refused = ran(command, *options)
        assert (refused.code, refused.err) == (1, f"{config} cannot be read: you have no right to.\n")
    state = tmp_path / "files" / "state"
    state.mkdir()
    with closed(state):
        refused = ran(command, *options)
        assert "coucou itself failed" not in refused.err
        assert command == "status" or (refused.code == 1 and str(state) in refused.err)
