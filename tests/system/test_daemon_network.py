"""The daemon with accounts in the cloud, when the resolver is gone and when a real keyring is locked."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coucou.store import lock
from coucou.vault import beside
from coucou_connectors.google import Options
from coucou_connectors.google.scopes import asked
from coucou_connectors.google.secret import Secret, dump
from tests.conftest import absent
from tests.google.accounts import CLIENT_ID, CLIENT_SECRET
from tests.google.rig import client_file
from tests.google.server import FarGoogle
from tests.home import Home, opened
from tests.system.life import patient

GOOGLE = """
mode = "preview"
[me]
name = "Ana Tremblay"
addresses = ["ana@example.org"]
timezone = "America/Toronto"
[[accounts]]
name = "google"
connector = "google"
client_secrets = "client.json"
endpoint = "{address}"
[[accounts]]
name = "files"
connector = "local"
calendars = ["mine.ics"]
"""
# A resolver of this process's own: its hosts are a file of ours, and nobody answers as its name server.
APART = """
mount --bind "$1/hosts" /etc/hosts && mount --bind "$1/resolv.conf" /etc/resolv.conf || exit 99
shift
exec "$@"
"""


@dataclass
class Running:
    home: Home
    process: subprocess.Popen[bytes]

    def job(self, name: str, account: str) -> str:
        """How its last run went, and why; "" before the first."""
        done = self.done(name, account)
        return f"{done[-1]['state']} {done[-1].get('code', '')}".strip() if done else ""

    def done(self, name: str, account: str) -> list[dict[str, Any]]:
        told = [json.loads(line) for line in (self.home.path / "log").read_text().splitlines() if line[:1] == "{"]
        return [
            one for one in told if (one["event"], one.get("job"), one.get("account")) == ("job done", name, account)
        ]

    def until(self, name: str, account: str, told: str) -> None:
        for _ in patient(180):
            if self.job(name, account) == told:
                return
            assert self.process.poll() is None
        pytest.fail(f"{name} {account} stayed {self.job(name, account)!r}")

    def send(self, number: signal.Signals) -> None:
        """To the daemon itself, whatever stands around it."""
        holder = lock.holder(lock.beside(self.home.state, "daemon"))
        assert holder is not None
        os.kill(int(holder), number)


@contextmanager
def a_home(folder: Path, far: FarGoogle, address: str) -> Iterator[Home]:
    home = Home.empty(folder / "home")
    client_file(home.config.parent)
    (home.config.parent / "mine.ics").write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n")
    home.config.write_text(GOOGLE.format(address=address))
    yield home
    assert far.wrong == []


@contextmanager
def running(home: Home, *before: str, environ: dict[str, str] | None = None) -> Iterator[Running]:
    with (home.path / "log").open("w") as log:
        process = subprocess.Popen(
            [*before, *home.program("run", "--log-json")], env=environ or home.environment(), stderr=log
        )
    try:
        found = Running(home, process)
        yield found
        found.send(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def test_without_a_resolver_the_cloud_waits_the_files_go_on_and_it_mends_itself(tmp_path: Path) -> None:
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rm", "true"], check=False).returncode:
        absent("no mount namespace can be made here")
    hosts = tmp_path / "hosts"
    hosts.write_text("127.0.0.1 localhost\n")
    (tmp_path / "resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    far = FarGoogle()
    with far.serving() as address, a_home(tmp_path, far, address) as home:
        home.connect("google", r"http://\S+o/oauth2/auth\?\S+", opened, "--no-browser")
        home.config.write_text(home.config.read_text().replace("//127.0.0.1:", "//localhost:"))
        with running(home, "unshare", "-rm", "sh", "-c", APART, "sh", str(tmp_path)) as daemon:
            daemon.until("mail", "google", "ok")
            hosts.write_text("# gone\n")
            daemon.send(signal.SIGUSR1)
            daemon.until("mail", "google", "later google.unreachable")
            for _ in patient(180):
                if len(daemon.done("calendars", "files")) >= 2:
                    break
            assert [one["state"] for one in daemon.done("calendars", "files")] == ["ok", "ok"]
            hosts.write_text("127.0.0.1 localhost\n")
            daemon.send(signal.SIGUSR1)
            daemon.until("mail", "google", "ok")
    assert "@" not in (home.path / "log").read_text()


# --- the keyring ------------------------------------------------------------------------------------------------------

PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
# A session bus with a keyring of its own, unlocked with $1 and ended by its number; what follows runs in it.
SESSION = """
printf %s "$1" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
shift
"$@"
status=$?
dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.GetConnectionUnixProcessID string:org.freedesktop.secrets 2>/dev/null \
    | awk '{print $2}' | xargs -r kill 2>/dev/null
exit $status
"""
PUT = """
import sys
from pathlib import Path
from coucou.vault import Vault
Vault(Path(sys.argv[1])).put("google", bytes.fromhex(sys.argv[2]))
"""


def session(password: str) -> tuple[str, ...]:
    return ("dbus-run-session", "--", "bash", "-c", SESSION, "session", password)


def unlock(runtime: Path, password: str) -> None:
    """As the screen's lock does it, by PAM: operation 1 on GNOME Keyring's control socket, lengths in network order."""
    with socket.socket(socket.AF_UNIX) as control:
        control.connect(str(runtime / "keyring/control"))
        control.send(b"\0")  # takes our identity along
        body = struct.pack(">II", 1, len(password)) + password.encode()
        control.sendall(struct.pack(">I", 4 + len(body)) + body)
        assert struct.unpack(">II", control.recv(8)) == (8, 0)


@pytest.mark.peer
def test_a_locked_keyring_is_told_of_and_the_account_read_once_the_screen_is_unlocked(tmp_path: Path) -> None:
    if missing := [program for program in PROGRAMS if shutil.which(program) is None]:
        absent(f"not installed here: {', '.join(missing)}")
    far = FarGoogle()
    with far.serving() as address, a_home(tmp_path, far, address) as home:
        runtime = tmp_path / "run"
        runtime.mkdir(mode=0o700)
        environ = {name: told for name, told in home.environment().items() if name != "CREDENTIALS_DIRECTORY"}
        environ["XDG_RUNTIME_DIR"] = str(runtime)
        home.state.parent.mkdir(parents=True, mode=0o700)
        scopes = asked(Options(client_secrets=home.config.parent / "client.json"), sends=False)
        secret = dump(Secret(CLIENT_ID, CLIENT_SECRET, far.accounts.grant(list(scopes)), scopes))
        put = [sys.executable, "-c", PUT, str(beside(home.state).path), secret.hex()]
        subprocess.run([*session("right"), *put], env=environ, check=True, timeout=180, capture_output=True)
        with running(home, *session("wrong"), environ=environ) as daemon:
            daemon.until("mail", "google", "later vault.locked")
            daemon.until("calendars", "files", "ok")
            unlock(runtime, "right")
            daemon.send(signal.SIGUSR1)
            daemon.until("mail", "google", "ok")
    assert far.calls["token"] == 1, "while it was locked, nobody was asked"
