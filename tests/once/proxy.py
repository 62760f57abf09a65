"""A proxy between a client and a provider, on which answers are lost, cut, late and doubled, and connections go stale.

It speaks HTTP/1.1 as far as it must to tell one request from the next, and never repeats one.
"""

from __future__ import annotations

import re
import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

KINDS = (
    "answer dropped",  # after the server acted
    "answer cut",  # after ``part`` of its bytes
    "request cut",  # after ``part`` of its bytes; a server does not act on a part (RFC 9112, 8)
    "answer late",  # when the client has given up
    "request late",  # it reaches the server when the client has given up
    "answered twice",
    "500",  # after the server acted
    "stale",  # the server closes a kept connection as the next request comes: heard by nobody
)

_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_FAILED = b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


@dataclass
class Fault:
    """What happens to the next ``times`` requests whose line (``GET /path``) matches ``of``, after ``skip`` of them."""

    kind: str
    of: re.Pattern[str]
    times: int = 1
    skip: int = 0
    part: float = 0.5


@dataclass
class Proxy:
    """``late``: seconds that are more than the client waits."""

    upstream: tuple[str, int]
    late: float
    faults: list[Fault] = field(default_factory=list)
    fired: Counter[str] = field(default_factory=Counter)
    _busy: int = 0
    _change: threading.Condition = field(default_factory=threading.Condition)

    @classmethod
    def to(cls, address: str, late: float) -> Proxy:
        parts = urlsplit(address)
        assert parts.hostname and parts.port
        return cls((parts.hostname, parts.port), late)

    def settle(self) -> None:
        """Wait until what is on its way has arrived."""
        with self._change:
            assert self._change.wait_for(lambda: self._busy == 0, timeout=120)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address at which it listens."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                listener.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """One connection, request after request."""
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with closing(client), suppress(OSError), socket.create_connection(self.upstream) as server:
            kept = False
            while line := _first_line(client):
                with self._in_progress():
                    if not self._pass_on(client, server, self._fault(line, kept=kept)):
                        return
                kept = True

    def _pass_on(self, client: socket.socket, server: socket.socket, fault: Fault | None) -> bool:
        """One request and its answer; whether the connection lives on."""
        kind = fault.kind if fault else ""
        if kind == "stale":
            return _reset(client)
        if fault and kind == "request cut":
            whole = len(client.recv(1 << 20, socket.MSG_PEEK))
            client.recv(max(1, int(whole * fault.part)))
            return _reset(client)
        request = _message(client)
        if kind == "request late":
            threading.Event().wait(self.late)
        server.sendall(request)
        answer = _message(server)
        return self._answer(client, answer, fault)

    def _answer(self, client: socket.socket, answer: bytes, fault: Fault | None) -> bool:
        match fault.kind if fault else "":
            case "answer dropped" | "request late":
                return False
            case "answer cut" if fault:
                client.sendall(answer[: max(1, int(len(answer) * fault.part))])
                return False
            case "answer late":
                threading.Event().wait(self.late)
                client.sendall(answer)
            case "answered twice":
                client.sendall(answer + answer)
            case "500":
                client.sendall(_FAILED)
            case _:
                client.sendall(answer)
        return True

    def _fault(self, line: str, *, kept: bool) -> Fault | None:
        with self._change:
            for fault in self.faults:
                if fault.times and fault.of.match(line) and (kept or fault.kind != "stale"):
                    if fault.skip:
                        fault.skip -= 1
                        continue
                    fault.times -= 1
                    self.fired[fault.kind] += 1
                    return fault
        return None

    @contextmanager
    def _in_progress(self) -> Iterator[None]:
        with self._change:
            self._busy += 1
        try:
            yield
        finally:
            with self._change:
                self._busy -= 1
                self._change.notify_all()


def _first_line(client: socket.socket) -> str:
    """``GET /path`` of the request that comes next, which is left where it is; "" when the client is done."""
    while True:
        seen = client.recv(65536, socket.MSG_PEEK)
        if not seen:
            return ""
        if _END not in seen:
            threading.Event().wait(0.001)  # the rest of the head is on its way
        else:
            return seen.partition(b" HTTP/")[0].decode("ascii", "replace")


def _message(source: socket.socket) -> bytes:
    """One whole request or answer. :raises ConnectionError: its other side is gone before its end."""
    told = b""
    while _END not in told:
        told += _more(source)
    head = told.index(_END) + len(_END)
    length = _LENGTH.search(told[:head])
    while len(told) < head + (int(length[1]) if length else 0):
        told += _more(source)
    return told


def _more(source: socket.socket) -> bytes:
    got = source.recv(65536)
    if not got:
        raise ConnectionError
    return got


def _reset(client: socket.socket) -> bool:
    """Close so that the other side is told at once."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False
