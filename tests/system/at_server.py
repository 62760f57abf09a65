"""Run inside manager.sh: ``coucou@.service`` as it stands, for another user, told as JSON. The test beside it judges.

The manager is a user's, run as root, since a system's own would clean up this machine's /tmp. So three things differ
from a server: StateDirectory= lands elsewhere (the folder is made by hand, and allowed), the network is not waited for,
and the manager's own files lie outside of /run/user, which ProtectHome= hides. The rest of the unit is as it stands.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from coucou.demo.world import build
from coucou.vault import beside
from tests.system import strangers
from tests.system.life import patient
from tests.system.under_systemd import jobs, systemctl

WHO = "nobody"
UNIT = f"coucou@{WHO}.service"
ROOT = Path(__file__).parents[2]
STATE = Path(f"/var/lib/coucou/{WHO}/coucou.db")
LENT = Path("/mnt/lent")
PLACES = ("/etc", "/usr/local/bin", "/var/lib", "/opt", "/srv")  # this machine's own stay as they are


def done(*command: str | Path, given: bytes = b"") -> bytes:
    return subprocess.run([*map(str, command)], input=given, capture_output=True, check=True).stdout


def apart() -> None:
    """Folders of this namespace's own in the place of the machine's; sources and Python outside of /root and /tmp."""
    for place in PLACES:
        mine = Path(f"/mnt/apart{place}")
        mine.parent.mkdir(parents=True, exist_ok=True)
        if place == "/etc":
            done("cp", "-a", place, mine)
        else:
            mine.mkdir()
        done("mount", "--bind", mine, place)
    for name, folder in (("python", Path(os.path.realpath(sys.executable)).parents[1]), ("sources", ROOT)):
        Path(f"/opt/{name}").mkdir()
        done("mount", "--bind", folder, f"/opt/{name}")
    os.chmod("/mnt", 0o755)


def command() -> None:
    """/usr/local/bin/coucou, as an installation for all puts it there."""
    python = f"/opt/python/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    inside = [str(ROOT), *(path for path in sys.path if path.startswith(str(ROOT)))]
    places = [path.replace(str(ROOT), "/opt/sources", 1) for path in dict.fromkeys(inside)]
    path = os.pathsep.join(["/srv/strangers", "/opt/sources/daemon", "/opt/sources/connectors", *places])
    typed = Path("/usr/local/bin/coucou")
    run = "from coucou.cli import main; main()"
    env = f"PYTHONPATH={path} PYTHONDONTWRITEBYTECODE=1 LD_LIBRARY_PATH=/opt/python/lib"  # where a Python keeps its own
    typed.write_text(f"#!/bin/sh\nexec env {env} {python} -c '{run}' \"$@\"\n")
    typed.chmod(0o755)


def configured() -> None:
    """The configuration, the encrypted key and the state, as docs/how-to/run-in-the-background.md says."""
    strangers.install(Path("/srv/strangers"))
    config = Path(f"/etc/coucou/{WHO}.toml")
    config.parent.mkdir()
    build(config.parent, datetime.now(UTC)).rename(config)
    config.write_text(config.read_text() + strangers.accounts("opens"))
    done("chmod", "-R", "a+rX", "/srv", config.parent)
    done("install", "-d", "-m", "0700", "/etc/credstore.encrypted")
    Path("/var/lib/systemd").mkdir()
    done("systemd-creds", "setup")
    kept = f"/etc/credstore.encrypted/coucou-{WHO}"
    done("systemd-creds", "encrypt", "--with-key=host", "--name=coucou-key", "-", kept, given=os.urandom(32))
    LENT.mkdir(mode=0o700)
    done("systemd-creds", "decrypt", "--name=coucou-key", kept, LENT / "coucou-key")
    STATE.parent.mkdir(parents=True, mode=0o700)
    os.environ["CREDENTIALS_DIRECTORY"] = str(LENT)
    beside(STATE).put("opens", b"planted-token")
    del os.environ["CREDENTIALS_DIRECTORY"]
    shutil.rmtree(LENT)
    done("chown", "-R", WHO, STATE.parent)


def installed() -> None:
    units = Path.home() / ".config/systemd/user"
    (units / "coucou@.service.d").mkdir(parents=True)
    shutil.copy(ROOT / "systemd/coucou@.service", units)
    extra = f"[Service]\nReadWritePaths={STATE.parent}\nStandardError=append:/srv/log\n"
    (units / "coucou@.service.d/test.conf").write_text(extra)
    # What a system's manager lends to other users lies where they may go.
    runtime = Path(os.environ["XDG_RUNTIME_DIR"])
    for folder in (runtime, runtime / "systemd"):
        folder.chmod(0o755)
    (runtime / "systemd/notify").chmod(0o666)
    systemctl("daemon-reload")


def shown() -> dict[str, str]:
    asked = "ActiveState,SubState,StatusText,MainPID,Result"
    return dict(line.partition("=")[::2] for line in systemctl("show", UNIT, "-p", asked).splitlines())


def scenario() -> dict[str, object]:
    told: dict[str, object] = {"started": systemctl("start", UNIT)}
    told["read"] = any(jobs(STATE).get("mail opens") and jobs(STATE).get("mail work") for _ in patient(120))
    now = shown()
    told["running"], told["jobs"] = now, jobs(STATE)
    process = now["MainPID"]
    status = Path(f"/proc/{process}/status").read_text() if process != "0" else ""
    mounts = Path(f"/proc/{process}/mountinfo").read_text() if process != "0" else ""
    told["rights"] = {name: rest.split() for name, _, rest in (line.partition(":") for line in status.splitlines())}
    told["mounts"] = [line.split()[4:6] for line in mounts.splitlines()]
    systemctl("stop", UNIT)
    told["stopped"] = shown()
    told["log"] = Path("/srv/log").read_text()
    return told


if __name__ == "__main__":
    try:
        apart()
        command()
        configured()
        installed()
    except (OSError, subprocess.CalledProcessError) as error:
        print(json.dumps({"impossible": f"{error} {getattr(error, 'stderr', b'')!r}"}))
    else:
        print(json.dumps(scenario()))
