"""The real msal against an identity service that nobody here wrote: the Microsoft part of npm's ``emulate``, by TLS.

It is installed by ``npm ci --prefix tests/peers``. Its users have the tenant of personal accounts.
"""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from coucou.contract import Granted, Ports, SigningIn
from coucou_connectors.clock import Clock
from coucou_connectors.outlook import Options, Outlook
from coucou_connectors.outlook import secret as stored
from coucou_connectors.outlook.setting import Setting
from coucou_connectors.outlook.tokens import ApplicationTokens, UserTokens
from tests.conftest import absent
from tests.google.rig import Shelf
from tests.home import Home
from tests.integration.test_google_emulate import EMULATE, node
from tests.outlook import tls
from tests.outlook.identity import CLIENT_ID, PERSONAL

pytestmark = pytest.mark.peer
OPEN = build_opener(ProxyHandler({}))
SECRET = "emulated-application-secret"


@dataclass(frozen=True)
class Emulator:
    """``graph`` in plain http, and ``login`` by TLS, because msal takes no other."""

    graph: str
    login: str


def bound() -> socket.socket:
    """A socket on a free port."""
    made = socket.socket()
    made.bind(("127.0.0.1", 0))
    return made


@contextmanager
def serving(folder: Path, clients: str) -> Iterator[Emulator]:
    program = node()
    if program is None or not EMULATE.exists():
        absent("emulate is not installed here: npm ci --prefix tests/peers, and Node 22 or newer")
    with bound() as free:
        port = free.getsockname()[1]
    listener = bound()
    listener.listen()
    made = Emulator(f"http://127.0.0.1:{port}", f"https://127.0.0.1:{listener.getsockname()[1]}")
    seed = folder / "seed.yaml"
    seed.write_text(f"microsoft:\n  users:\n    - email: ana@example.org\n      name: Ana Tremblay\n{clients}")
    command = [program, str(EMULATE), "start", "--service", "microsoft", "--port", str(port), "--seed", str(seed)]
    process = subprocess.Popen(
        [*command, "--base-url", made.login], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with tls.forwarding(folder, listener, port):
            _await(made)
            yield made
    finally:
        process.terminate()
        process.wait(10)


def _await(emulator: Emulator) -> None:
    for _ in range(200):
        try:
            OPEN.open(f"{emulator.graph}/common/v2.0/.well-known/openid-configuration", timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("emulate does not listen")


@pytest.fixture
def emulator(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    with serving(tmp_path, getattr(request, "param", "")) as made:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
        yield made


def visit(address: str, emulator: Emulator) -> None:
    """The user picks an account; the page then brings the code back by a form, as a browser would send it."""
    told = dict(parse_qsl(urlsplit(address).query))
    form = urlencode({**told, "email": "ana@example.org"}).encode()
    with OPEN.open(f"{emulator.graph}/oauth2/v2.0/authorize/callback", form, timeout=5) as page:
        html = page.read().decode()
    fields = dict(re.findall(r'name="(code|state)"\s+value="([^"]*)"', html))
    there = told["redirect_uri"].replace("localhost", "127.0.0.1")
    OPEN.open(there, urlencode(fields).encode(), timeout=5).close()


def setting(emulator: Emulator, shelf: Shelf, **options: object) -> Setting:
    made = Options(client_id=CLIENT_ID, authority=f"{emulator.login}/{PERSONAL}", endpoint=emulator.graph)
    made = replace(made, **options)  # type: ignore[arg-type]  # by name
    return Setting("work", made, Ports(secrets=shelf), Clock(), 5.0)


def sign_in(emulator: Emulator, shelf: Shelf) -> Granted:
    where = setting(emulator, shelf)
    how = SigningIn(show=lambda address, code: visit(address, emulator))
    return Outlook().sign_in("work", where.options, how, where.ports)


def test_code_with_pkce_then_silent_then_refreshed(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coucou_connectors.outlook.sign_in.browse", lambda address: None)
    shelf = Shelf()
    granted = sign_in(emulator, shelf)
    assert {"Mail.ReadBasic", "Calendars.ReadBasic"} <= set(granted.scopes)
    assert shelf.kept is not None
    known = stored.load(shelf.kept)
    assert known.personal
    assert "ana@example.org" in known.addresses
    tokens = UserTokens(setting(emulator, shelf), shelf)
    first = tokens.current()
    assert UserTokens(setting(emulator, shelf), shelf).current() == first
    again = tokens.after_refusal(first)
    assert again and again != first
    with OPEN.open(_asking(f"{emulator.graph}/v1.0/me", again), timeout=5) as answer:
        assert b"ana@example.org" in answer.read()


def _asking(address: str, token: str) -> Request:
    return Request(address, headers={"Authorization": f"Bearer {token}"})


CLIENTS = f"""  oauth_clients:
    - client_id: {CLIENT_ID}
      client_secret: {SECRET}
      name: coucou
      redirect_uris: []
"""


@pytest.mark.parametrize("emulator", [CLIENTS], indirect=True)
def test_an_organisations_application_gets_its_token(emulator: Emulator, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / "opt-in.txt").write_text("ana@example.org\n")
    where = setting(emulator, Shelf(), mailbox="ana@example.org", secret=tmp_path / "secret.txt", base=tmp_path)
    assert ApplicationTokens(where).current()


def test_coucou_connect_as_it_is_typed(emulator: Emulator, tmp_path: Path) -> None:
    home = Home.empty(tmp_path / "home", REQUESTS_CA_BUNDLE=str(tmp_path / "ca.pem"), BROWSER="true")
    home.configure(
        f"""
        [[accounts]]
        name = "work"
        connector = "outlook"
        client_id = "{CLIENT_ID}"
        authority = "{emulator.login}/{PERSONAL}"
        endpoint = "{emulator.graph}"
        """
    )
    told = home.connect("work", r"https://127\.0\.0\.1:\d+/\S+", lambda address: visit(address, emulator))
    assert "work is connected, to read only" in told
    assert "Calendars.ReadWrite" not in told
