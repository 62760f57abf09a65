"""What goes wrong around the daemon: each ends in a state that it tells, and mends itself when the cause goes."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coucou.core.proposal import State, Step
from coucou.store import ledger, open_store
from tests.conftest import absent
from tests.system import strangers
from tests.system.conftest import World
from tests.system.life import FAKETIME, SetClock, children
from tests.system.test_daemon import Daemon, query
from tests.system.test_daemon import daemon as daemon


def job(daemon: Daemon, name: str, account: str) -> str:
    """How a job's last run went, and why; "" while there is none."""
    try:
        rows = query(
            daemon.world.state, f"SELECT state || ' ' || code FROM job WHERE name='{name}' AND account='{account}'"
        )
    except sqlite3.OperationalError:  # the ledger is being made
        return ""
    return str(rows[0][0]).strip() if rows else ""


@pytest.fixture
def among_strangers(daemon: Daemon, tmp_path: Path) -> Callable[..., None]:
    """Start the daemon with accounts at connectors that nobody should write."""
    folder = strangers.install(tmp_path / "strangers")

    def start(*connectors: str, settings: str = "", **environ: str) -> None:
        config = daemon.world.config
        config.write_text(config.read_text() + settings + strangers.accounts(*connectors))
        daemon.start(PYTHONPATH=str(folder), **environ)

    return start


def hanging(daemon: Daemon) -> int:
    """The one child that is left once the others are done: it hangs until it is ended, however slow this machine is."""
    process = daemon.process
    assert process is not None
    daemon.until(lambda: daemon.all_read() and daemon.events("job done", job="calendars", account="hangs"))
    daemon.until(lambda: len(children(process.pid)) == 1)
    return int(children(process.pid)[0])


def alive(process: int) -> bool:
    """A process that ended, reaped or not, has no command any more."""
    command = Path(f"/proc/{process}/cmdline")
    try:
        return bool(command.read_bytes())
    except (FileNotFoundError, ProcessLookupError):
        return False


def faked(at: str) -> dict[str, str]:
    if not FAKETIME.exists():
        absent("libfaketime is not installed here")
    return {"LD_PRELOAD": str(FAKETIME), "FAKETIME": at}


# --- connectors that fail ---------------------------------------------------------------------------------------------


def test_a_connector_that_raises_or_tells_garbage_fails_alone_and_nothing_of_it_is_logged(
    daemon: Daemon, among_strangers: Callable[..., None]
) -> None:
    among_strangers("raises", "garbles")
    daemon.until(lambda: all(job(daemon, "mail", account) for account in ("raises", "garbles", "work")))
    assert job(daemon, "mail", "raises").startswith("broken")
    assert job(daemon, "mail", "garbles").startswith("broken")
    assert job(daemon, "mail", "work") == "ok"
    (daemon.world.config.parent / "mended").touch()
    daemon.send(signal.SIGUSR1)
    daemon.until(lambda: job(daemon, "mail", "raises") == "ok")
    daemon.end()
    log = daemon.log.read_text()
    assert "planted" not in log
    assert "@" not in log


def test_a_connector_that_hangs_is_ended_after_its_silence_and_the_others_go_on(
    daemon: Daemon, among_strangers: Callable[..., None], tmp_path: Path
) -> None:
    """Its silence passes by the clock that this test sets, and only once the others are done: none is slow by it."""
    clock = SetClock(tmp_path / "clock")
    clock.set(datetime.now(UTC))
    among_strangers("hangs", settings="\n[daemon]\nsilence_minutes = 10\n", **clock.environment())
    daemon.until(lambda: daemon.all_read() and daemon.events("job done", job="calendars", account="hangs"))
    assert not job(daemon, "mail", "hangs")
    clock.set(clock.now() + timedelta(minutes=11))
    daemon.turned()
    daemon.until(lambda: job(daemon, "mail", "hangs"))
    assert job(daemon, "mail", "hangs") == "later daemon.hung"
    assert job(daemon, "mail", "work") == "ok"
    daemon.end()


def test_a_connector_that_hangs_after_it_gave_something_keeps_no_other_account_from_being_read(
    daemon: Daemon, among_strangers: Callable[..., None]
) -> None:
    among_strangers("stalls")
    daemon.until(lambda: daemon.all_read() and daemon.events("job begun", job="mail", account="stalls"))
    begun = len(daemon.events("job begun"))
    daemon.send(signal.SIGUSR1)  # what it gave is held back by it already, when the others begin
    daemon.until(lambda: len(daemon.events("job begun")) > begun)
    daemon.until(lambda: len(daemon.events("job done", job="mail")) >= 6)
    assert {one["state"] for one in daemon.events("job done")} == {"ok"}
    assert not daemon.events("job done", job="mail", account="stalls")
    daemon.end()


def test_a_locked_keyring_is_waited_for_and_the_account_read_once_it_opens(
    daemon: Daemon, among_strangers: Callable[..., None]
) -> None:
    among_strangers("locks")
    daemon.until(lambda: job(daemon, "mail", "locks") == "later vault.locked")
    (daemon.world.config.parent / "mended").touch()
    daemon.send(signal.SIGUSR1)
    daemon.until(lambda: job(daemon, "mail", "locks") == "ok")
    daemon.end()


def test_a_child_that_is_killed_is_told_of_and_its_work_done_again(
    daemon: Daemon, among_strangers: Callable[..., None]
) -> None:
    among_strangers("hangs")
    child = hanging(daemon)
    (daemon.world.config.parent / "mended").touch()
    os.kill(child, signal.SIGKILL)
    daemon.until(lambda: daemon.events("job done", job="mail", account="hangs", code="daemon.child_died"))
    assert daemon.events("job done", job="mail", account="work", state="ok")
    daemon.send(signal.SIGUSR1)
    daemon.until(lambda: job(daemon, "mail", "hangs") == "ok")
    daemon.end()


def test_a_child_that_hangs_does_not_outlive_a_daemon_that_is_killed(
    daemon: Daemon, among_strangers: Callable[..., None]
) -> None:
    among_strangers("hangs")
    child = hanging(daemon)
    assert daemon.process is not None
    daemon.process.kill()
    daemon.process.wait()
    daemon.until(lambda: not alive(child))


# --- the disk ---------------------------------------------------------------------------------------------------------


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    folder.mkdir(mode=0o700)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False)
    if mounted.returncode:
        absent("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_of_and_everything_is_read_once_there_is_room(daemon: Daemon, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, "6m"):
        (disk / "filler").write_bytes(b"x" * 5_500_000)
        daemon.world = World(daemon.world.config, disk / "coucou.db")
        daemon.start()
        daemon.until(lambda: daemon.events("job done", code="store.full", state="later"))
        (disk / "filler").unlink()
        daemon.send(signal.SIGUSR1)
        daemon.until(lambda: job(daemon, "mail", "work") == "ok")
        daemon.end()
        assert query(daemon.world.state, "PRAGMA integrity_check") == [("ok",)]


# --- the clock --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [timedelta(hours=-1), timedelta(days=7)], ids=["back", "forward"])
def test_a_clock_that_is_set_back_an_hour_or_forward_a_week_makes_each_job_run_once(
    daemon: Daemon, tmp_path: Path, by: timedelta
) -> None:
    clock = SetClock(tmp_path / "clock")
    clock.set(datetime.now(UTC))
    daemon.start(**clock.environment(), FAKETIME_DONT_FAKE_MONOTONIC="1")
    daemon.until(daemon.all_read)
    daemon.at_rest()
    before = Counter((one["job"], one.get("account")) for one in daemon.events("job done"))
    clock.set(clock.now() + by)
    daemon.turned()  # wakes it, as the watchdog's next turn would within five minutes
    daemon.at_rest()
    after = Counter((one["job"], one.get("account")) for one in daemon.events("job done"))
    for reading in ("mail", "calendars"):
        assert after[reading, "work"] == before[reading, "work"] + 1
    daemon.end()


# --- telling ----------------------------------------------------------------------------------------------------------


def test_figures_are_served_without_names(daemon: Daemon, among_strangers: Callable[..., None]) -> None:
    import socket
    import urllib.request

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    among_strangers("raises", settings=f'\n[daemon]\nmetrics = "127.0.0.1:{port}"\n')
    daemon.until(lambda: daemon.all_read() and job(daemon, "mail", "raises"))
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        told = answer.read().decode()
    assert 'coucou_job_failures{job="mail"} 1.0' in told
    assert 'coucou_jobs{job="calendars",state="ok"}' in told
    assert not {"work", "personal", "linkedin", "raises"} & set(told.replace('"', " ").split())
    daemon.end()


def test_a_computer_that_wakes_after_the_hour_of_planning_plans_with_what_it_has_read_since(
    daemon: Daemon,
) -> None:
    morning = working_morning(datetime.now(UTC))  # hours after both daily jobs were due
    daemon.start(**faked(f"@{morning:%Y-%m-%d %H:%M:%S}"), TZ="UTC")
    daemon.until(lambda: daemon.events("job done", job="suggest"))
    told = daemon.events()
    planned = next(at for at, one in enumerate(told) if one["event"] == "job begun" and one["job"] == "suggest")
    read = [at for at, one in enumerate(told) if one["event"] == "job done" and one["job"] in ("mail", "calendars")]
    assert len(read) == 6
    assert max(read) < planned
    daemon.end()


# --- sending ----------------------------------------------------------------------------------------------------------


def working_morning(now: datetime) -> datetime:
    """Ten o’clock in Montréal on the next Tuesday."""
    day = now + timedelta(days=(1 - now.weekday()) % 7 or 7)
    return day.replace(hour=15, minute=0, second=0, microsecond=0)


def test_what_was_approved_leaves_once_into_the_outbox(daemon: Daemon) -> None:
    config = daemon.world.config
    text = config.read_text().replace('mode = "preview"', 'mode = "approve"')
    outbox = config.parent / "outbox"
    config.write_text(
        text.replace('name = "work"\nconnector = "local"', f'name = "work"\nconnector = "local"\noutbox = "{outbox}"')
    )
    morning = working_morning(datetime.now(UTC))  # nothing leaves at night, nor on a day off
    daemon.start(**faked(f"@{morning:%Y-%m-%d %H:%M:%S}"), TZ="UTC")
    daemon.until(daemon.all_read)
    daemon.everything_again()
    now = morning + timedelta(minutes=1)
    with open_store(daemon.world.state, now=now, patience=60.0) as store:
        offered = ledger.recorded(store, [State.PROPOSED])
        for one in offered:
            ledger.mark(store, one.id, Step.APPROVE, now=now)
    for _ in range(2):
        before = len(daemon.events("job done", job="deliver", state="ok"))
        daemon.send(signal.SIGUSR1)
        daemon.until(lambda before=before: len(daemon.events("job done", job="deliver", state="ok")) > before)  # type: ignore[misc]
    daemon.end()
    states = query(daemon.world.state, "SELECT state, why FROM proposal WHERE state != 'expired'")
    gone = [state for state, _ in states if state in ("sent", "held")]
    assert gone, states
    assert len(list(outbox.glob("*.ics"))) == len(gone)


# --- what leaves ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["approve", "preview"])
def test_the_weeks_entry_is_put_into_the_calendar_once_although_the_answer_is_lost_and_never_in_preview(
    daemon: Daemon, among_strangers: Callable[..., None], mode: str
) -> None:
    config = daemon.world.config
    written = [line for line in config.read_text().splitlines() if not line.startswith("mode")]
    config.write_text(f'mode = "{mode}"\n' + "\n".join(written))
    days = '["mon", "tue", "wed", "thu", "fri", "sat", "sun"]'
    among_strangers("writes", settings=f"\n[daemon]\ndigest_days = {days}\ndigest_in_calendar = true\n")
    daemon.until(daemon.all_read)
    for number in range(1, 4):
        daemon.send(signal.SIGUSR1)
        daemon.until(lambda number=number: len(daemon.events("job done", job="digest")) >= number)  # type: ignore[misc]
    daemon.end()
    made = config.parent / "written"
    if mode == "preview":
        assert not made.exists()
        return
    (line,) = made.read_text().splitlines()
    key, subject, attendee, body = line.split("|")
    assert re.fullmatch("[0-9a-f]{32}", key)
    assert re.fullmatch(r"coucou\u00a0: \d+ propositions? cette semaine", subject)
    assert (attendee, body) == ("", "")
    states = [one["state"] for one in daemon.events("job done", job="digest")]
    assert (states[0], states[-1]) == ("later", "ok")
    assert "planted" not in daemon.log.read_text()
