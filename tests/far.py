"""What the fake providers share: a server on loopback that answers, and fails when a test tells it to.

A fake is a :class:`Far` that says what it would answer; what becomes of the answer on its way is decided here.
"""

from __future__ import annotations

import socket
import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Fault:
    """What happens to the next ``times`` requests whose name begins with ``of``, after ``skip`` of them."""

    of: str
    times: int = 1
    skip: int = 0
    status: int = 0
    reason: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    acted: bool = False  # what was asked is done before all this happens
    drop: bool = False  # the connection is cut without an answer
    cut: int = 0  # bytes of the right answer's content after which it is cut
    twice: bool = False  # the right answer comes two times
    hang: float = 0.0  # seconds before it is cut
    slow: float = 0.0  # seconds before the right answer
    page: str = ""  # an answer that is a web page


@dataclass(frozen=True)
class Request:
    verb: str
    target: str  # path and query
    headers: Message  # found in any case
    body: bytes
    sent_as: str = ""  # the verb on the wire, where another stood in a header

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def token(self) -> str:
        return str(self.headers.get("Authorization", "")).removeprefix("Bearer ")


@dataclass(frozen=True)
class Reply:
    status: int
    content: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Far:
    """A far side. ``wrong``: what no such provider would have been asked; it must stay empty. ``heard``: everything
    that came over the wire, in its order."""

    faults: list[Fault] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    heard: list[Request] = field(default_factory=list)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def fail(self, of: str, **how: Any) -> None:
        self.faults.append(Fault(of, **how))

    def fault(self, name: str) -> Fault | None:
        """The next fault for requests of that name."""
        with self._lock:
            for fault in self.faults:
                if name.startswith(fault.of) and fault.times:
                    if fault.skip:
                        fault.skip -= 1
                        return None
                    fault.times -= 1
                    return fault
        return None

    @contextmanager
    def serving(self, secure: ssl.SSLContext | None = None) -> Iterator[str]:
        """The address at which it listens, by TLS where a context is given."""
        server = _Server(self)
        if secure is not None:
            server.socket = secure.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"{'http' if secure is None else 'https'}://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    # --- what a provider is -----------------------------------------------------------------------------------------

    def named(self, request: Request) -> str:
        """What is asked for, in one word: faults go by it."""
        raise NotImplementedError

    @contextmanager
    def hearing(self, name: str, request: Request) -> Iterator[None]:
        """Around everything that a request brings about, whether it is answered or not."""
        yield

    def reply(self, request: Request, root: str) -> Reply:
        """Act, and say what the answer is. ``root``: the address that was asked."""
        raise NotImplementedError

    def refusal(self, status: int, reason: str, headers: dict[str, str]) -> Reply:
        """An error in the provider's words."""
        raise NotImplementedError


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, far: Far) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.far = far

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever was killed or hung up is not worth a word; everything else is."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    wbufsize = 65536  # one packet an answer: two wait for each other (Nagle)
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve(self.headers.get("x-http-method-override", "POST"))

    def do_DELETE(self) -> None:
        self._serve("DELETE")

    def _serve(self, verb: str) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length or (self.command == "POST" and "Content-Length" not in self.headers):
            self.close_connection = True  # its sender died in the middle: a part is not acted upon (RFC 9112, 8)
            return
        request, far = Request(verb, self.path, self.headers, body, self.command), self.server.far
        far.heard.append(request)
        name = far.named(request)
        with far.hearing(name, request):
            fault = far.fault(name)
            if fault is None or fault.slow or fault.acted or fault.twice:
                threading.Event().wait(fault.slow if fault else 0)
                right = far.reply(request, f"http://{self.headers['Host']}")
                self._send(right, fault)
            else:
                self._spoil(fault)

    def _send(self, right: Reply, fault: Fault | None) -> None:
        """The right answer, and what becomes of it."""
        if fault is None or fault.slow:
            self._write(right)
        elif fault.twice:
            self._write(right)
            self._write(right)
        elif fault.cut:
            self._write(right, fault.cut)
            self._hang_up()
        else:
            self._spoil(fault)

    def _spoil(self, fault: Fault) -> None:
        """Another answer, or none."""
        threading.Event().wait(fault.hang)
        if fault.drop or fault.hang:
            self._hang_up()
        elif fault.page:
            self._write(Reply(200, fault.page.encode(), {"Content-Type": "text/html"}))
        else:
            self._write(self.server.far.refusal(fault.status, fault.reason, fault.headers))

    def _hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    def _write(self, reply: Reply, most: int | None = None) -> None:
        self.send_response(reply.status)
        for name, value in {"Content-Type": "application/json; charset=UTF-8", **reply.headers}.items():
            self.send_header(name, value)
        if reply.status != 204:
            self.send_header("Content-Length", str(len(reply.content)))
        self.end_headers()
        self.wfile.write(reply.content[:most])

    def log_message(self, format: str, *args: object) -> None:
        """Tests read what the fakes saw."""
