"""coucou is upgraded while its daemon runs."""

from __future__ import annotations

import shutil
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coucou.daemon.release import DISTRIBUTION, SETTLE, place
from tests.system.life import SetClock
from tests.system.test_daemon import Daemon
from tests.system.test_daemon import daemon as daemon


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """What an installer wrote of coucou, as a copy that is found first: the real one stays as it is."""
    folder = place()
    assert folder is not None
    (real,) = folder.glob(f"{DISTRIBUTION.replace('-', '_')}-*.dist-info")
    return Path(shutil.copytree(real, tmp_path / "site" / real.name))


def begun(daemon: Daemon, told: Path, clock: SetClock) -> None:
    clock.set(datetime.now(UTC))
    daemon.start(PYTHONPATH=str(told.parent), **clock.environment())
    daemon.until(daemon.all_read)
    daemon.at_rest()


def test_it_begins_nothing_with_the_old_code_and_ends_to_be_started_anew(
    daemon: Daemon, told: Path, tmp_path: Path
) -> None:
    clock = SetClock(tmp_path / "clock")
    begun(daemon, told, clock)
    done = len(daemon.events("job begun"))
    away = told.rename(told.with_name("elsewhere"))  # in the middle of the upgrade, nothing is there
    clock.set(clock.now() + timedelta(hours=5))  # everything is due
    daemon.turned()
    clock.set(clock.now() + timedelta(seconds=2 * SETTLE))
    daemon.turned()
    record = (away / "RECORD").read_text()
    away.rename(told)
    (told / "RECORD").write_text(record + "coucou/new.py,sha256=new,1\n")
    daemon.turned()
    assert daemon.process is not None
    assert daemon.process.poll() is None
    clock.set(clock.now() + timedelta(seconds=2 * SETTLE))
    daemon.send(signal.SIGHUP)  # as the next turn would notice by itself
    assert daemon.process.wait(180) == 75
    assert len(daemon.events("upgraded")) == 1
    assert len(daemon.events("job begun")) == done


def test_one_that_is_told_to_end_meanwhile_was_told_to(daemon: Daemon, told: Path, tmp_path: Path) -> None:
    begun(daemon, told, SetClock(tmp_path / "clock"))
    shutil.rmtree(told)
    daemon.turned()
    daemon.end()
    assert daemon.events("upgraded")
