"""The vault on a real keyring: GNOME Keyring over a D-Bus session of its own, without a desktop.

This is the headless recipe of docs/how-to/connect-google.md.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
MISSING = [program for program in PROGRAMS if shutil.which(program) is None]

pytestmark = pytest.mark.peer

# Unlocks (or makes) the keyring with $1, runs what follows, and ends the daemon by its number.
SESSION = """
eval "$(printf %s "$1" | gnome-keyring-daemon --unlock --components=secrets 2>/dev/null)"
shift
"$@"
status=$?
dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.GetConnectionUnixProcessID string:org.freedesktop.secrets 2>/dev/null \
    | awk '{print $2}' | xargs -r kill 2>/dev/null
exit $status
"""
STORE = """
import sys
from pathlib import Path
from coucou.contract import ConnectorError
from coucou.vault import Vault
vault = Vault(Path(sys.argv[1]))
try:
    if sys.argv[2] == "put":
        vault.put("work", b"planted-secret")
    elif sys.argv[2] == "erase":
        vault.erase("work")
    print(vault.load("work"))
except ConnectorError as error:
    print(type(error).__name__, error.code)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    if MISSING and not os.environ.get("CI"):
        pytest.skip(f"not installed here: {', '.join(MISSING)}")
    assert not MISSING, f"CI must have {', '.join(MISSING)}"
    for name in ("home", "run"):
        (tmp_path / name).mkdir(mode=0o700)
    return tmp_path


def vault(home: Path, password: str, action: str) -> str:
    """What a process in a new session says; ``password`` unlocks the keyring, or does not."""
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(home / "home"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
    }
    program = [sys.executable, "-c", STORE, str(home / "coucou.vault"), action]
    done = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", SESSION, "session", password, *program],
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_secret_survives_the_session_and_its_key_is_in_the_keyring_alone(home: Path) -> None:
    assert vault(home, "one password", "put") == "b'planted-secret'"
    assert vault(home, "one password", "load") == "b'planted-secret'"
    rings = list((home / "home").rglob("*.keyring"))
    assert rings and b"planted-secret" not in b"".join(p.read_bytes() for p in [*rings, home / "coucou.vault"])


def test_a_keyring_that_was_not_unlocked_is_locked_and_not_empty(home: Path) -> None:
    vault(home, "one password", "put")
    assert vault(home, "another password", "load") == "TryLater vault.locked"
    assert vault(home, "one password", "load") == "b'planted-secret'"


def test_another_keyring_is_not_an_account_without_a_secret(home: Path) -> None:
    vault(home, "one password", "put")
    shutil.rmtree(home / "home")
    (home / "home").mkdir(mode=0o700)
    assert vault(home, "one password", "load") == "Refused vault.key_lost"


def test_erasing_takes_the_key_out_of_the_keyring(home: Path) -> None:
    vault(home, "one password", "put")
    assert vault(home, "one password", "erase") == "None"
    assert not (home / "coucou.vault").exists()


def test_without_a_session_bus_there_is_no_keyring(home: Path) -> None:
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(home / "home"),
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={home}/nothing",
    }
    program = [sys.executable, "-c", STORE, str(home / "coucou.vault"), "put"]
    done = subprocess.run(program, env=environ, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() in ("Refused vault.no_keyring", "TryLater vault.locked")
