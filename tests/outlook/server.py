"""A Graph on loopback, with the identity service beside it: requests and msal talk to it, and it says what it saw.

It keeps state as Graph does, judges requests and its own answers by Microsoft's schema, and fails when a test tells it
to.
"""

from __future__ import annotations

import json
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter

from tests.google.clock import FakeClock
from tests.outlook import agenda, mailbox, schema, tls
from tests.outlook.agenda import Agenda
from tests.outlook.identity import HOST, Denied, Identity
from tests.outlook.mailbox import Mailbox
from tests.outlook.refusal import Refusal
from tests.outlook.schema import Wrong

Json = dict[str, Any]
_PARAMETERS = {
    "me": {"$select"},
    "mailboxSettings": {"$select"},
    "messages": {"$select", "$top"},
    "delta": {"$select", "$orderby", "$skiptoken", "$deltatoken"},
    "calendars": {"$select", "$top"},
    "calendarView": {"startDateTime", "endDateTime", "$select", "$expand", "$top", "$skip"},
    "create": set(),
    "getSchedule": set(),
    "events": {"$filter", "$select", "$top"},
    "event": set(),
    "cancel": set(),
}
_ACTS = frozenset({"create", "event", "cancel"})  # what changes something
_KINDS = {
    "me": None, "mailboxSettings": "mailboxSettings", "messages": "message", "delta": "message",
    "calendars": "calendar", "calendarView": "event", "getSchedule": "scheduleInformation", "events": "event",
    "create": None, "event": None, "cancel": None,
}  # fmt: skip
WRITES = "Calendars.ReadWrite"
_ALLOWS = {
    "messages": "Mail.ReadBasic", "delta": "Mail.ReadBasic", "calendars": "Calendars.ReadBasic", "me": "User.Read",
    "calendarView": "Calendars.ReadBasic", "getSchedule": "Calendars.ReadBasic",
    "mailboxSettings": "MailboxSettings.Read", "create": WRITES, "event": WRITES, "cancel": WRITES,
    "events": WRITES,  # searched by a property, which Calendars.ReadBasic does not show
}  # fmt: skip


_READS_MORE = "events"  # needs as much as that


@dataclass
class Fault:
    """What happens to the next ``times`` requests for ``of``, after ``skip`` of them."""

    of: str
    times: int = 1
    skip: int = 0
    status: int = 0
    code: str = "ServiceUnavailable"
    headers: dict[str, str] = field(default_factory=dict)
    after: bool = False  # not before the server acted
    drop: bool = False  # the connection is cut without an answer
    cut: int = 0  # bytes of the right answer after which it is cut
    twice: bool = False  # the right answer comes twice
    hang: float = 0.0  # seconds before it is cut
    slow: float = 0.0  # seconds before the right answer
    page: str = ""  # an answer that is a web page


@dataclass(frozen=True)
class Seen:
    name: str
    path: str
    query: dict[str, str]
    prefer: str
    token: str
    body: Json
    verb: str = "GET"


@dataclass
class FarOutlook:
    clock: FakeClock = field(default_factory=FakeClock)
    mail: Mailbox = field(default_factory=Mailbox)
    agenda: Agenda = field(default_factory=Agenda)
    identity: Identity = field(default_factory=Identity)
    faults: list[Fault] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)  # what the schema does not know; must stay empty
    schedules: bool = True  # whether the organisation lets others' time be seen
    at_once: int = 0
    most_at_once: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def fail(self, of: str, **how: Any) -> None:
        self.faults.append(Fault(of, **how))

    def saw(self, name: str) -> list[Seen]:
        return [one for one in self.seen if one.name == name]

    @contextmanager
    def serving_tls(self, folder: Path) -> Iterator[tuple[str, str]]:
        """The addresses of Graph, in plain http, and of the identity service, by TLS with the certificate that is
        written to ``ca.pem``: msal takes no other, and a process of its own cannot be rerouted."""
        with ExitStack() as stack:
            graph = stack.enter_context(self.serving())
            login = stack.enter_context(self.serving(tls.context(folder))).replace("http:", "https:")
            self.identity.host = login
            yield graph, login

    @contextmanager
    def serving(self, context: ssl.SSLContext | None = None) -> Iterator[str]:
        """The address at which it listens."""
        server = _Server(self)
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def fault(self, name: str) -> Fault | None:
        with self._lock:
            for fault in self.faults:
                if fault.of in (name, "*") and fault.times:
                    if fault.skip:
                        fault.skip -= 1
                        return None
                    fault.times -= 1
                    return fault
        return None

    def answer(self, name: str, seen: Seen, root: str) -> Json:
        """:raises Refusal: an error of Graph's. :raises Wrong: the request is not one that Graph knows."""
        if 'IdType="ImmutableId"' not in seen.prefer:
            raise Wrong(f"{name} without immutable ids")
        if unknown := set(seen.query) - _PARAMETERS[name]:
            raise Wrong(f"{name} knows no {sorted(unknown)}")
        kind = _KINDS[name]
        if name == "getSchedule" or name in _ACTS:
            pass
        elif "$select" not in seen.query and not {"$skiptoken", "$deltatoken"} & set(seen.query):
            raise Wrong(f"{name} without $select")
        elif kind and "$select" in seen.query:
            never = mailbox.NEVER | agenda.NEVER | {"attachments", "extensions"}
            if asked := never.intersection(schema.check_select(kind, seen.query["$select"])):
                raise Wrong(f"{name} asks for {sorted(asked)}")
        self._authorize(_READS_MORE if "$expand" in seen.query else name, seen.token)
        told = self._do(name, seen, f"{root}{seen.path}")
        for one in told.get("value", ()):
            schema.check(
                str(kind), {key: value for key, value in one.items() if key[0] != "@" and key != agenda.PROPERTIES}
            )
        return told

    def _authorize(self, name: str, token: str) -> None:
        scopes = self.identity.scopes_of(token, self.clock.true_now())
        if scopes is None:
            raise Refusal(401, "InvalidAuthenticationToken")
        if _ALLOWS[name] not in scopes and not (WRITES in scopes and _ALLOWS[name].startswith("Calendars.")):
            raise Refusal(403, "ErrorAccessDenied")

    def _do(self, name: str, seen: Seen, link: str) -> Json:
        parts = [unquote(part) for part in seen.path.split("/")]
        size = int((re.search(r"odata\.maxpagesize=(\d+)", seen.prefer) or [0, 10])[1])
        match name:
            case "me":
                me = {"mail": "Ana@example.org", "userPrincipalName": "ana@example.org"}
                return {
                    **me,
                    "proxyAddresses": ["SMTP:ana@example.org", "smtp:ana.tremblay@example.com", "SIP:ana@example.org"],
                }
            case "mailboxSettings":
                return {"timeZone": self.agenda.zone}
            case "messages":
                return self.mail.listed(parts[-2], seen.query)
            case "delta":
                return self.mail.delta(parts[-3], seen.query, size, link)
            case "calendars":
                names = schema.check_select("calendar", seen.query["$select"])
                return {
                    "value": [{key: one[key] for key in ("id", *names) if key in one} for one in self.agenda.calendars]
                }
            case "calendarView":
                return self.agenda.view(parts[-2], seen.query, link)
            case "events" | "create" | "cancel" | "event":
                return self._events(name, seen, parts)
            case _:
                if not self.schedules:
                    raise Refusal(403, "ErrorAccessDenied")
                return self.agenda.schedule(seen.body)

    def _events(self, name: str, seen: Seen, parts: list[str]) -> Json:
        match name:
            case "events":
                return self.agenda.found(seen.query)
            case "create":
                return self.agenda.create(seen.body, "" if parts[-2] == "calendar" else parts[-2])
            case "cancel":
                return self.agenda.cancel(parts[-2], seen.body)
            case _:
                return self.agenda.delete(parts[-1])


def rerouted(address: str, timeout: float = 5.0) -> requests.Session:
    """A session for msal, which insists on https: what goes to the identity service goes to the fake."""

    class Rerouted(HTTPAdapter):
        def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
            assert request.url is not None
            request.url = request.url.replace(HOST, address, 1)
            return super().send(request, *args, **{**kwargs, "timeout": timeout})

    class Nowhere(HTTPAdapter):
        def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
            raise AssertionError(f"{request.url} leaves this machine")

    session = requests.Session()
    session.trust_env = False
    session.mount("https://", Nowhere())
    session.mount(f"{HOST}/", Rerouted())
    return session


def _name(verb: str, path: str) -> str:
    """What a request asks for, in one word."""
    *_, before, last = path.split("/")
    if last == "events" and verb == "POST":
        return "create"
    return "event" if before == "events" else last


# --- the wire ---------------------------------------------------------------------------------------------------------


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, far: FarOutlook) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.far = far


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    wbufsize = 65536  # one packet an answer: two wait for each other (Nagle)
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def do_DELETE(self) -> None:
        self._serve("DELETE")

    def _serve(self, verb: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, query = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
        if not path.startswith("/v1.0/"):
            self._identity(path, body)
            return
        far = self.server.far
        name = _name(verb, path)
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        prefer = self.headers.get("Prefer", "")
        seen = Seen(name, path, query, prefer, token, json.loads(body) if body else {}, verb)
        with far._lock:
            far.seen.append(seen)
            far.at_once += 1
            far.most_at_once = max(far.most_at_once, far.at_once)
        fault = far.fault(name)
        if fault is None or fault.slow:
            threading.Event().wait(fault.slow if fault else 0)
            self._reply(*self._answer(name, seen))
        elif fault.after:
            self._spoil(fault, *self._answer(name, seen))
        else:
            self._fail(fault)
        with far._lock:
            far.at_once -= 1

    def _answer(self, name: str, seen: Seen) -> tuple[int, bytes, dict[str, str]]:
        """What the server says, having acted."""
        far = self.server.far
        try:
            with far._lock:
                told = far.answer(name, seen, f"http://127.0.0.1:{self.server.server_port}")
            status = {"create": 201, "cancel": 202, "event": 204}.get(name, 200)
            return status, json.dumps(told).encode() if told else b"", {}
        except Refusal as refusal:
            return refusal.status, refusal.body(), refusal.headers
        except (Wrong, AssertionError, KeyError) as wrong:
            far.wrong.append(f"{name}: {wrong!r}")
            return 400, Refusal(400, "BadRequest").body(), {}

    def _spoil(self, fault: Fault, status: int, content: bytes, headers: dict[str, str]) -> None:
        """The server acted, and its answer goes wrong on the way."""
        if fault.twice:
            self._reply(status, content, headers)
            self._reply(status, content, headers)
        elif fault.cut:
            self._reply(status, content, {**headers, "Connection": "close"}, fault.cut)
            self._hang_up()
        else:
            self._fail(fault)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    def _fail(self, fault: Fault) -> None:
        if fault.hang:
            threading.Event().wait(fault.hang)
        if fault.drop or fault.hang:
            self._hang_up()
        elif fault.page:
            self._reply(200, fault.page.encode(), {"Content-Type": "text/html"})
        else:
            self._reply(fault.status, Refusal(fault.status, fault.code).body(), fault.headers)

    def _identity(self, path: str, body: bytes) -> None:
        far, form = self.server.far, dict(parse_qsl(body.decode()))
        fault = far.fault("identity")
        if fault is not None:
            self._fail(fault)
            return
        try:
            with far._lock:
                if path.endswith("/openid-configuration"):
                    told = far.identity.configuration(path.split("/")[1])
                elif path.endswith("/discovery/instance"):
                    told = far.identity.aliases()
                elif path.endswith("/devicecode"):
                    told = far.identity.device(form)
                else:
                    told = far.identity.token(form, far.clock.true_now())
            self._reply(200, json.dumps(told).encode())
        except Denied as denied:
            self._reply(denied.status, json.dumps(denied.told).encode())
        except AssertionError as wrong:
            far.wrong.append(f"identity: {wrong!r}")
            self._reply(500, b"{}")

    def _reply(
        self, status: int, content: bytes, headers: dict[str, str] | None = None, most: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[:most])

    def log_message(self, format: str, *args: object) -> None:
        """Tests read ``seen``."""
