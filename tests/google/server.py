"""A Google on loopback: the real client library talks to it, and it says what it saw.

It keeps state as Google does, judges requests and its own answers by Google's discovery documents, counts quota, and
fails when a test tells it to.
"""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.far import Far, Reply, Request
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


@dataclass(frozen=True)
class Seen:
    """One request, or one part of a batch."""

    method: str
    path: str
    query: dict[str, list[str]]
    token: str
    batched: bool = False


@dataclass
class FarGoogle(Far):
    """``wrong``: what the discovery documents do not know."""

    clock: FakeClock = field(default_factory=FakeClock)
    mail: Mailbox = field(default_factory=Mailbox)
    agenda: Agenda = field(default_factory=Agenda)
    people: People = field(default_factory=People)
    accounts: Accounts = field(default_factory=Accounts)
    seen: list[Seen] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)  # requests as they came over the wire, batches as one
    units: int = 0
    units_a_minute: int | None = None  # None: no limit
    batches: bool = True
    _recent: deque[tuple[float, int]] = field(default_factory=deque)

    def fail(self, of: str, *, reason: str = "backendError", **how: Any) -> None:
        super().fail(of, reason=reason, **how)

    def saw(self, method: str) -> list[Seen]:
        return [one for one in self.seen if one.method.startswith(method)]

    def forget(self) -> None:
        """Count from here on."""
        self.seen.clear()
        self.calls.clear()
        self.units = 0

    # --- answering --------------------------------------------------------------------------------------------------

    def named(self, request: Request) -> str:
        found = discovery.find(request.verb, request.path)
        return found[0].id if found else request.path.strip("/")

    @contextmanager
    def hearing(self, name: str, request: Request) -> Iterator[None]:
        self.calls[name] += 1
        yield

    def refusal(self, status: int, reason: str, headers: dict[str, str]) -> Reply:
        return _refused(Refusal(status, reason, headers))

    def reply(self, request: Request, root: str) -> Reply:
        try:
            if request.path in ("/o/oauth2/auth", "/token", "/revoke"):
                return self._account(request)
            if request.path == "/batch" and self.batches:
                content, form = _batch(self, request.body, request.headers["Content-Type"], request.token)
                return Reply(200, content, {"Content-Type": form})
            told = self.answer(request.verb, request.target, request.body, request.token, batched=False)
            return Reply(204) if request.verb == "DELETE" else Reply(200, json.dumps(told).encode())
        except Refusal as refusal:
            return _refused(refusal)
        except Denied as denied:
            return Reply(400, json.dumps(denied.told).encode())
        except (Wrong, AssertionError) as wrong:
            if request.path != "/batch":
                self.wrong.append(str(wrong))
            return _refused(Refusal(404, "notFound"))

    def _account(self, request: Request) -> Reply:
        if request.path == "/o/oauth2/auth":
            return Reply(302, b"", {"Location": self.accounts.consent(parse_qs(urlsplit(request.target).query))})
        if request.path == "/token":
            return Reply(200, json.dumps(self.accounts.token(_form(request.body), self.clock.true_now())).encode())
        self.accounts.revoke(_form(request.body)["token"])
        return Reply(200, b"{}")

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


def _refused(refusal: Refusal) -> Reply:
    return Reply(refusal.status, refusal.body(), refusal.headers)


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
