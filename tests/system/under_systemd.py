"""Run inside manager.sh: what happens to the service, told as JSON. The test beside it judges."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.system.life import patient

HOME = Path.home()
STATE = HOME / ".local/state/coucou/coucou.db"
CONFIG = HOME / "world/config.toml"
UNIT = "coucou.service"


def systemctl(*arguments: str) -> str:
    done = subprocess.run(["systemctl", "--user", *arguments], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def shown() -> dict[str, str]:
    asked = "ActiveState,SubState,StatusText,MainPID,NRestarts,Result"
    return dict(line.partition("=")[::2] for line in systemctl("show", UNIT, "-p", asked).splitlines())


def until(true: Callable[[], bool]) -> bool:
    return any(true() for _ in patient(120))


def jobs(state: Path = STATE) -> dict[str, str]:
    if not state.exists():
        return {}
    db = sqlite3.connect(f"file:{state}?mode=ro", uri=True)
    try:
        return dict(db.execute("SELECT name || ' ' || account, state FROM job"))
    except sqlite3.OperationalError:
        return {}
    finally:
        db.close()


def running(*, but: str = "") -> bool:
    """``but``: and it is another process than that."""
    now = shown()  # all at one moment
    return now["SubState"] == "running" and now["MainPID"] != but


def fed(times: int) -> bool:
    """Wait until it fed the watchdog so often."""
    seen: set[str] = set()

    def enough() -> bool:
        seen.add(systemctl("show", UNIT, "-p", "WatchdogTimestampMonotonic"))
        return len(seen) > times

    return until(enough)


def left() -> list[str]:
    """The daemon's processes, each with its command."""
    return subprocess.run(
        ["pgrep", "-af", "coucou run"], capture_output=True, text=True, check=False
    ).stdout.splitlines()


def prepared() -> None:
    """A world, strangers' connectors, a vault whose key is lent, and a drop-in that only shortens times."""
    from coucou.demo.world import build
    from coucou.vault import beside
    from tests.system import strangers

    (HOME / "world").mkdir()
    build(HOME / "world", datetime.now(UTC))
    CONFIG.write_text(CONFIG.read_text() + strangers.accounts("hangs", "opens"))
    strangers.install(HOME / "strangers")
    lent = HOME / "lent"
    lent.mkdir(mode=0o700)
    (lent / "coucou-key").write_bytes(os.urandom(32))
    os.environ["CREDENTIALS_DIRECTORY"] = str(lent)
    STATE.parent.mkdir(parents=True, mode=0o700)
    beside(STATE).put("opens", b"planted-token")
    del os.environ["CREDENTIALS_DIRECTORY"]
    extra = HOME / ".config/systemd/user/coucou.service.d/test.conf"
    extra.parent.mkdir(parents=True)
    lines = [
        "[Service]",
        "WatchdogSec=10s",
        "RestartSec=200ms",
        f"Environment=PYTHONPATH={HOME}/strangers",
        f"LoadCredential=coucou-key:{lent}/coucou-key",
        "StandardError=append:/mnt/home/log",
    ]
    if sys.prefix.startswith(("/tmp", "/var/tmp")):  # the sources themselves are where PrivateTmp= hides everything
        lines.append("PrivateTmp=no")
    extra.write_text("\n".join(lines) + "\n")


def scenario() -> dict[str, object]:
    told: dict[str, object] = {}
    prepared()
    coucou = str(Path(sys.executable).with_name("coucou"))
    environ = {**os.environ, "PYTHONPATH": f"{HOME}/strangers"}
    installed = subprocess.run(
        [coucou, "service", "install", "--config", str(CONFIG)],
        capture_output=True, text=True, check=False, env=environ,
    )  # fmt: skip
    told["installed"] = (installed.returncode, installed.stderr)
    told["started"] = until(running)
    told["read"] = until(lambda: jobs().get("mail work") == "ok" and jobs().get("mail opens") == "ok")
    told["jobs"] = jobs()
    told["status"] = shown()["StatusText"]
    told["fed"] = fed(5)  # twice in a watchdog's time: two of them, in which the hung connector must not matter
    told["after a hung connector"] = shown()
    first = shown()["MainPID"]
    os.kill(int(first), 9)
    told["after a kill"] = (until(lambda: running(but=first)), shown())
    CONFIG.write_text(CONFIG.read_text() + "\n[meeting\n")
    systemctl("reload", UNIT)
    told["refused"] = until(lambda: "mistakes" in shown()["StatusText"])
    told["after a bad reload"] = shown()
    os.kill(int(shown()["MainPID"]), 9)
    until(lambda: shown()["ActiveState"] == "failed")
    told["after a kill with a bad configuration"] = shown()
    return told


def the_rest(told: dict[str, object]) -> None:
    """With the configuration mended: a loop that hangs, and the end."""
    CONFIG.write_text(CONFIG.read_text().replace("\n[meeting\n", ""))
    systemctl("reset-failed", UNIT)
    systemctl("start", UNIT)
    told["mended"] = until(running)
    before = shown()["MainPID"]
    os.kill(int(before), 19)  # SIGSTOP: the loop makes no turn any more
    told["watchdog"] = (until(lambda: running(but=before)), shown())
    took: list[float] = []
    while len(took) < 3 and min(took, default=2.0) >= 2.0:  # what else this machine does meanwhile is not its fault
        systemctl("start", UNIT)
        until(lambda: "At work" in shown()["StatusText"] or "Waiting" in shown()["StatusText"])
        began = time.monotonic()
        systemctl("stop", UNIT)
        took.append(time.monotonic() - began)
    told["stopped in"] = min(took)
    told["after the stop"] = shown()
    until(lambda: not left())  # what was killed takes a moment to be gone on a busy machine
    told["left"] = left()
    told["log"] = (HOME / "log").read_text()
    told["uninstalled"] = subprocess.run(
        [str(Path(sys.executable).with_name("coucou")), "service", "uninstall"],
        capture_output=True, text=True, check=False,
    ).returncode  # fmt: skip
    told["units"] = sorted(one.name for one in (HOME / ".config/systemd/user").glob("coucou*.service"))


if __name__ == "__main__":
    result = scenario()
    the_rest(result)
    print(json.dumps(result))
