"""A Google on loopback: the real client library talks to it, and it says what it saw.

It keeps state as Google does, judges requests and its own answers by Google's discovery documents, counts quota, and
fails when a test tells it to.
"""

from __future__ import annotations

import json
import re
import socket
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.google import discovery
from tests.google.accounts import Accounts, Denied
from tests.google.agenda import Agenda
from tests.google.clock import FakeClock
from tests.google.discovery import Method, Wrong
from tests.google.mailbox import COSTS, Mailbox
from tests.google.people import People
from tests.google.refusal import Refusal

Json = dict[str, Any]
METADATA = "https://www.googleapis.com/auth/gmail.metadata"


@dataclass
class Fault:
    """What happens to the next ``times`` requests whose method id begins with ``of``, after ``skip`` of them."""

    of: str
    times: int = 1
    skip: int = 0
    status: int = 0
    reason: str = "backendError"
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False  # the connection is cut without an answer
    hang: float = 0.0  # seconds before the answer
    page: str = ""  # an answer that is a web page
    acted: bool = False  # what was asked is done before all this happens
    twice: bool = False  # the answer comes two times


@dataclass(frozen=True)
class Seen:
    """One request, or one part of a batch."""

    method: str
    path: str
    query: dict[str, list[str]]
    token: str
    batched: bool = False


@dataclass
class FarGoogle:
    clock: FakeClock = field(default_factory=FakeClock)
    mail: Mailbox = field(default_factory=Mailbox)
    agenda: Agenda = field(default_factory=Agenda)
    people: People = field(default_factory=People)
    accounts: Accounts = field(default_factory=Accounts)
    faults: list[Fault] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # what the discovery documents do not know; must stay empty
    calls: Counter[str] = field(default_factory=Counter)  # requests as they came over the wire, batches as one
    units: int = 0
    units_a_minute: int | None = None  # None: no limit
    batches: bool = True
    _recent: deque[tuple[float, int]] = field(default_factory=deque)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def fail(self, of: str, **how: Any) -> None:
        self.faults.append(Fault(of, **how))

    def saw(self, method: str) -> list[Seen]:
        return [one for one in self.seen if one.method.startswith(method)]

    def forget(self) -> None:
        """Count from here on."""
        self.seen.clear()
        self.calls.clear()
        self.units = 0

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address at which it listens."""
        server = _Server(self)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    # --- answering --------------------------------------------------------------------------------------------------

    def fault(self, name: str) -> Fault | None:
        with self._lock:
            for fault in self.faults:
                if name.startswith(fault.of) and fault.times:
                    if fault.skip:
                        fault.skip -= 1
                        return None
                    fault.times -= 1
                    return fault
        return None

    def answer(self, verb: str, target: str, body: bytes, token: str, batched: bool) -> Json:
        """The answer of one method. :raises Refusal: an error of Google's. :raises Wrong: there is no such thing."""
        parts = urlsplit(target)
        found = discovery.find(verb, parts.path)
        if found is None:
            raise Wrong(f"no method for {verb} {parts.path}")
        method, names = found
        query = parse_qs(parts.query, keep_blank_values=True)
        with self._lock:
            self.seen.append(Seen(method.id, parts.path, query, token, batched))
            discovery.check_query(method, query)
            given = json.loads(body) if body else {}
            if method.request:
                discovery.check(method.api, method.request, given)
            self._spend(COSTS.get(method.id, 0))
            if batched and (fault := self.fault(method.id)):
                raise Refusal(fault.status, fault.reason, fault.headers)
            self._authorize(method, token)
            _metadata_only(method, query, self.accounts.scopes_of(token, self.clock.true_now()) or [])
            told = self._do(method, names, query, given)
        return _partial(method, query, told)

    def _authorize(self, method: Method, token: str) -> None:
        scopes = self.accounts.scopes_of(token, self.clock.true_now())
        if scopes is None:
            raise Refusal(401, "authError")
        if not method.scopes & set(scopes):
            raise Refusal(403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT")

    def _spend(self, units: int) -> None:
        self.units += units
        if self.units_a_minute is None:
            return
        now = self.clock.seconds
        while self._recent and self._recent[0][0] <= now - 60:
            self._recent.popleft()
        if sum(spent for _, spent in self._recent) + units > self.units_a_minute:
            raise Refusal(429, "rateLimitExceeded")
        self._recent.append((now, units))

    def _do(self, method: Method, names: dict[str, str], query: dict[str, list[str]], given: Json) -> Json:
        return _METHODS[method.id](self, names, query, given)


Do = Callable[[FarGoogle, dict[str, str], dict[str, list[str]], Json], Json]
_METHODS: dict[str, Do] = {
    "gmail.users.getProfile": lambda far, names, query, given: far.mail.profile(),
    "gmail.users.messages.list": lambda far, names, query, given: far.mail.listed(query),
    "gmail.users.messages.get": lambda far, names, query, given: far.mail.get(names["id"], query),
    "gmail.users.history.list": lambda far, names, query, given: far.mail.happened(query),
    "gmail.users.labels.list": lambda far, names, query, given: far.mail.label_list(),
    "calendar.calendarList.list": lambda far, names, query, given: far.agenda.calendar_list(query),
    "calendar.settings.get": lambda far, names, query, given: far.agenda.setting(names["setting"]),
    "calendar.events.list": lambda far, names, query, given: far.agenda.event_list(names["calendarId"], query),
    "calendar.events.insert": lambda far, names, query, given: far.agenda.insert(names["calendarId"], given, query),
    "calendar.events.get": lambda far, names, query, given: far.agenda.get(names["calendarId"], names["eventId"]),
    "calendar.events.delete": lambda far, names, query, given: far.agenda.delete(
        names["calendarId"], names["eventId"], query
    ),
    "calendar.freebusy.query": lambda far, names, query, given: far.agenda.free_busy(given),
    "people.people.connections.list": lambda far, names, query, given: far.people.listed(query),
}


def _metadata_only(method: Method, query: dict[str, list[str]], scopes: list[str]) -> None:
    """What Gmail refuses to a token of gmail.metadata."""
    if METADATA not in scopes or method.api != "gmail":
        return
    if "q" in query or (method.id.endswith("messages.get") and query.get("format", ["full"])[0] in ("full", "raw")):
        raise Refusal(403, "forbidden")


def _partial(method: Method, query: dict[str, list[str]], told: Json) -> Json:
    if not method.response:
        return told
    discovery.check(method.api, method.response, told)
    if "fields" not in query:
        return told
    wanted = discovery.mask(query["fields"][0])
    discovery.check_mask(method.api, method.response, wanted)
    found: Json = discovery.masked(told, wanted)
    return found


# --- the wire -------------------------------------------------------------------------------------------------------


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, far: FarGoogle) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.far = far


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: _Server
    _copies = 1  # of each answer

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve(self.headers.get("x-http-method-override", "POST"))

    def do_DELETE(self) -> None:
        self._serve("DELETE")

    def _serve(self, verb: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path).path
        found = discovery.find(verb, path)
        name = found[0].id if found else path.strip("/")
        self.server.far.calls[name] += 1
        fault = self.server.far.fault(name)
        if fault is None or fault.acted or fault.twice:
            self._copies = 1 if fault is None else 2 if fault.twice else 0
            self._answer(verb, path, body)
            self._copies = 1
        if fault is not None and not fault.twice:
            self._fail(fault)

    def _fail(self, fault: Fault) -> None:
        if fault.hang:
            threading.Event().wait(fault.hang)
        if fault.drop or fault.hang:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault.page:
            self._reply(200, fault.page.encode(), {"Content-Type": "text/html"})
        else:
            refusal = Refusal(fault.status, fault.reason, fault.headers)
            self._reply(refusal.status, refusal.body(), refusal.headers)

    def _answer(self, verb: str, path: str, body: bytes) -> None:
        far = self.server.far
        try:
            if path in ("/o/oauth2/auth", "/token", "/revoke"):
                self._account(path, body)
            elif path == "/batch" and far.batches:
                content, form = _batch(far, body, self.headers["Content-Type"], self._token())
                self._reply(200, content, {"Content-Type": form})
            else:
                told = far.answer(verb, self.path, body, self._token(), batched=False)
                self._reply(*((204, b"") if verb == "DELETE" else (200, json.dumps(told).encode())))
        except Refusal as refusal:
            self._reply(refusal.status, refusal.body(), refusal.headers)
        except Denied as denied:
            self._reply(400, json.dumps(denied.told).encode())
        except (Wrong, AssertionError) as wrong:
            if path != "/batch":
                far.wrong.append(str(wrong))
            self._reply(404, Refusal(404, "notFound").body())

    def _account(self, path: str, body: bytes) -> None:
        far = self.server.far
        if path == "/o/oauth2/auth":
            self._reply(302, b"", {"Location": far.accounts.consent(parse_qs(urlsplit(self.path).query))})
        elif path == "/token":
            self._reply(200, json.dumps(far.accounts.token(_form(body), far.clock.true_now())).encode())
        else:
            far.accounts.revoke(_form(body)["token"])
            self._reply(200, b"{}")

    def _token(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    def _reply(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        for _ in range(self._copies):
            self.send_response(status)
            for name, value in {"Content-Type": "application/json; charset=UTF-8", **(headers or {})}.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Tests read ``seen``."""


def _form(body: bytes) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


def _batch(far: FarGoogle, body: bytes, form: str, token: str) -> tuple[bytes, str]:
    """developers.google.com/workspace/gmail/api/guides/batch"""
    whole = message_from_bytes(f"Content-Type: {form}\r\n\r\n".encode() + body)
    parts = whole.get_payload()
    assert isinstance(parts, list) and len(parts) <= 100
    written = []
    for part in parts:
        assert not isinstance(part, str)
        told = str(part.get_payload())
        line = told.partition("\n")[0]
        found = re.match(r"(\w+) (\S+) HTTP/1.1", line)
        assert found, line
        status, content, more = _part(far, found[1], found[2], token)
        name = str(part["Content-ID"]).strip("<>")
        extra = "".join(f"{key}: {value}\r\n" for key, value in more.items())
        written.append(
            f"--batch_x\r\nContent-Type: application/http\r\nContent-ID: <response-{name}>\r\n\r\n"
            f"HTTP/1.1 {status} X\r\nContent-Type: application/json; charset=UTF-8\r\n{extra}\r\n{content}\r\n"
        )
    return ("".join(written) + "--batch_x--\r\n").encode(), "multipart/mixed; boundary=batch_x"


def _part(far: FarGoogle, verb: str, target: str, token: str) -> tuple[int, str, dict[str, str]]:
    try:
        return 200, json.dumps(far.answer(verb, target, b"", token, batched=True)), {}
    except Refusal as refusal:
        return refusal.status, refusal.body().decode(), refusal.headers
    except Wrong as wrong:
        far.wrong.append(str(wrong))
        return 404, Refusal(404, "notFound").body().decode(), {}
