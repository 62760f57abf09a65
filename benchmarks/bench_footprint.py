"""What the daemon costs while nothing happens: memory, wake-ups and processor time, as the system counts them.

The real process, after a complete reading of the demonstration's world (4,000 messages, 200 events) and of a calendar
of 5,000 events; then a simulated day by libfaketime where it is installed, and one with a Google and an Outlook account
at stand-ins on loopback (``--clouds``: this one only; ``--hour``: an hour of it by the real clock, for wake-ups).
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.system.life import FAKETIME, a_life, children

from benchmarks.calendar_maker import make
from coucou.demo.world import build

COUCOU = Path(sys.executable).with_name("coucou")
SETTLE = 60.0  # seconds after the reading, as the target says
SPEED = 720  # a day in two minutes
MB = 1024


def status(process: int) -> dict[str, int]:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    told = dict(line.split(":", 1) for line in lines)
    return {
        "rss": int(told["VmRSS"].split()[0]),
        "peak": int(told["VmHWM"].split()[0]),
        "private": int(told["RssAnon"].split()[0]),
        "switches": int(told["voluntary_ctxt_switches"]),
    }


def processor_seconds(process: int) -> float:
    """Its own and that of its children that ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def start(folder: Path, **environ: str) -> subprocess.Popen[bytes]:
    command = [
        str(COUCOU),
        "run",
        "--log-json",
        "--config",
        str(folder / "config.toml"),
        "--state",
        str(folder / "coucou.db"),
    ]
    kept = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", **environ}
    return subprocess.Popen(command, env=kept, stderr=(folder / "log").open("ab"))


def wait_for_reading(folder: Path, accounts: int) -> None:
    while (folder / "log").read_text().count('"event": "job done"') < 2 * accounts:
        time.sleep(0.2)


def idle(folder: Path, accounts: int) -> None:
    process = start(folder)
    wait_for_reading(folder, accounts)
    process.send_signal(signal.SIGUSR1)  # proposals and housekeeping too
    time.sleep(10)
    before, spent = status(process.pid), processor_seconds(process.pid)
    time.sleep(SETTLE)
    after, used = status(process.pid), processor_seconds(process.pid) - spent
    print(f"resident memory {SETTLE:.0f} s after a complete reading: {after['rss'] / MB:.1f} MB "
          f"(its own {after['private'] / MB:.1f} MB, at most ever {after['peak'] / MB:.1f} MB)")  # fmt: skip
    print(f"wake-ups in these {SETTLE:.0f} s: {after['switches'] - before['switches']}, processor {used:.2f} s")
    process.terminate()
    print(f"exit status {process.wait(10)}")


def a_day(folder: Path) -> None:
    if not FAKETIME.exists():
        print("no simulated day: libfaketime is not installed")
        return
    (folder / "log").unlink(missing_ok=True)
    process = start(folder, LD_PRELOAD=str(FAKETIME), FAKETIME=f"+0 x{SPEED}")
    time.sleep(86_400 / SPEED)
    told, used = status(process.pid), processor_seconds(process.pid)
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    log = (folder / "log").read_text()
    jobs = log.count('"event": "job done"')
    turns = log.rpartition('"turns": ')[2].split("}")[0]
    print(f"a simulated day: {jobs} jobs, {turns} turns of the loop, {used:.0f} s of processor with all children, "
          f"{told['rss'] / MB:.1f} MB at its end")  # fmt: skip


def clouds(folder: Path) -> None:
    """A day in steps of five minutes with Google, Outlook and files, read as often as the usual settings say."""
    if not FAKETIME.exists():
        print("no day with accounts in the cloud: libfaketime is not installed")
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = datetime.now(UTC)
    with a_life(folder, started, port) as life:
        with (folder / "log").open("wb") as log:
            program = life.home.program("run", "--log-json")
            process = subprocess.Popen(program, env=life.home.environment(), stderr=log)
        while '"begun"' not in (folder / "log").read_text():
            time.sleep(0.1)
        settle(process.pid, port)
        life.google.forget()
        life.outlook.seen.clear()
        for number in range(1, 289):
            life.clock.set(started + timedelta(minutes=5 * number))
            settle(process.pid, port)
        used, calls = (
            processor_seconds(process.pid),
            (life.google.calls, Counter(one.name for one in life.outlook.seen)),
        )
        before = status(process.pid)
        time.sleep(SETTLE)
        after = status(process.pid)
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    jobs = (folder / "log").read_text().count('"event": "job done"')
    google, outlook = calls
    print(f"a day with Google, Outlook and files: {jobs} jobs, {used:.0f} s of processor with all children and figures")
    print(f"calls: Google {sum(google.values())} {dict(google)}, Outlook {sum(outlook.values())} {dict(outlook)}")
    print(f"then, idle for {SETTLE:.0f} s: {after['rss'] / MB:.1f} MB (its own {after['private'] / MB:.1f} MB), "
          f"wake-ups {after['switches'] - before['switches']}")  # fmt: skip


def an_hour(folder: Path) -> None:
    """An hour by this machine's own clock with Google, Outlook and files; nobody asks for figures, systemd listens."""
    with (
        a_life(folder, datetime.now(UTC), metrics=1) as life,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard,
    ):
        config = life.home.config
        config.write_text("".join(one for one in config.read_text().splitlines(True) if not one.startswith("metrics")))
        heard.bind(str(folder / "notify"))
        heard.setblocking(False)
        kept = {name: told for name, told in life.home.environment().items() if name not in life.clock.environment()}
        kept |= {"NOTIFY_SOCKET": str(folder / "notify"), "WATCHDOG_USEC": "600000000"}
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(life.home.program("run", "--log-json"), env=kept, stderr=log)
        wait_for_reading(folder, 3)
        time.sleep(SETTLE)
        minutes = [minute(process.pid, folder, heard) for _ in range(60)]
        used = processor_seconds(process.pid)
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    idle = [wakes for wakes, jobs, _ in minutes if not jobs]
    wakes, jobs, fed = (sum(one) for one in zip(*minutes, strict=True))
    print(f"an hour with Google, Outlook and files: {jobs} jobs, {wakes} wake-ups, the watchdog fed {fed} times, "
          f"{used:.0f} s of processor since the start with all children")  # fmt: skip
    print(f"{len(idle)} minutes without a job: {sum(idle)} wake-ups")


def minute(process: int, folder: Path, heard: socket.socket) -> tuple[int, int, int]:
    """In one minute: how often the daemon itself woke up, jobs done, and how often it fed the watchdog."""
    before, done = status(process)["switches"], (folder / "log").read_text().count('"job done"')
    time.sleep(60)
    fed = 0
    with suppress(BlockingIOError):
        while told := heard.recv(4096):
            fed += told.startswith(b"WATCHDOG=1")
    return status(process)["switches"] - before, (folder / "log").read_text().count('"job done"') - done, fed


def settle(process: int, port: int) -> None:
    """Wait until nothing runs and nothing is due: who asks for figures wakes the loop."""
    opener, quiet = urllib.request.build_opener(urllib.request.ProxyHandler({})), 0
    while quiet < 2:
        opener.open(f"http://127.0.0.1:{port}/metrics", timeout=60).read()
        quiet = 0 if children(process) else quiet + 1
        time.sleep(0.02)


def main() -> None:
    if "--hour" in sys.argv:
        with tempfile.TemporaryDirectory(prefix="coucou-footprint-") as name:
            an_hour(Path(name))
        return
    if "--clouds" in sys.argv:
        with tempfile.TemporaryDirectory(prefix="coucou-footprint-") as name:
            clouds(Path(name))
        return
    with tempfile.TemporaryDirectory(prefix="coucou-footprint-") as name:
        folder = Path(name)
        config = build(folder, datetime.now(UTC))
        (folder / "large").mkdir()
        make(folder / "large" / "large.ics", 5_000, datetime.now(UTC))
        config.write_text(
            config.read_text() + '\n[[accounts]]\nname = "large"\nconnector = "local"\ncalendars = ["large/*.ics"]\n'
        )
        idle(folder, accounts=4)
        a_day(folder)
    with tempfile.TemporaryDirectory(prefix="coucou-footprint-") as name:
        clouds(Path(name))


if __name__ == "__main__":
    main()
