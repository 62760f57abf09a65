"""A Graph on loopback, with the identity service beside it: requests and msal talk to it, and it says what it saw.

It keeps state as Graph does, judges requests and its own answers by Microsoft's schema, and fails when a test tells it
to.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter

from tests.far import Far, Reply, Request
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
    "delete": set(),
    "cancel": set(),
}
_ACTS = frozenset({"create", "delete", "cancel"})  # what changes something
_KINDS = {
    "me": None, "mailboxSettings": "mailboxSettings", "messages": "message", "delta": "message",
    "calendars": "calendar", "calendarView": "event", "getSchedule": "scheduleInformation", "events": "event",
    "create": None, "delete": None, "cancel": None,
}  # fmt: skip
WRITES = "Calendars.ReadWrite"
_ALLOWS = {
    "messages": "Mail.ReadBasic", "delta": "Mail.ReadBasic", "calendars": "Calendars.ReadBasic", "me": "User.Read",
    "calendarView": "Calendars.ReadBasic", "getSchedule": "Calendars.ReadBasic",
    "mailboxSettings": "MailboxSettings.Read", "create": WRITES, "delete": WRITES, "cancel": WRITES,
    "events": WRITES,  # searched by a property, which Calendars.ReadBasic does not show
}  # fmt: skip


_READS_MORE = "events"  # needs as much as that


@dataclass(frozen=True)
class Seen:
    name: str
    path: str
    query: dict[str, str]
    prefer: str
    token: str
    body: Json
    verb: str
    raw: str  # the query as it was written


@dataclass
class FarOutlook(Far):
    """``wrong``: what the schema does not know."""

    clock: FakeClock = field(default_factory=FakeClock)
    mail: Mailbox = field(default_factory=Mailbox)
    agenda: Agenda = field(default_factory=Agenda)
    identity: Identity = field(default_factory=Identity)
    seen: list[Seen] = field(default_factory=list)
    schedules: bool = True  # whether the organisation lets others' time be seen
    at_once: int = 0
    most_at_once: int = 0

    def fail(self, of: str, *, code: str = "ServiceUnavailable", **how: Any) -> None:
        super().fail(of, reason=code, **how)

    @classmethod
    def with_calendar(cls) -> Self:
        made = cls()
        made.agenda.add_calendar("main", "Calendrier", isDefaultCalendar=True)
        return made

    def saw(self, name: str) -> list[Seen]:
        return [one for one in self.seen if one.name == name]

    def quiet(self) -> None:
        """Wait until nobody is being answered any more."""
        while self.at_once:
            threading.Event().wait(0.01)

    @contextmanager
    def serving_tls(self, folder: Path) -> Iterator[tuple[str, str]]:
        """The addresses of Graph, in plain http, and of the identity service, by TLS with the certificate that is
        written to ``ca.pem``: msal takes no other, and a process of its own cannot be rerouted."""
        with ExitStack() as stack:
            graph = stack.enter_context(self.serving())
            login = self.identity.host = stack.enter_context(self.serving(tls.context(folder)))
            yield graph, login

    def named(self, request: Request) -> str:
        return _name(request.verb, request.path)

    @contextmanager
    def hearing(self, name: str, request: Request) -> Iterator[None]:
        if name == "identity":
            yield
            return
        with self._lock:
            self.seen.append(_seen(name, request))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            yield
        finally:
            with self._lock:
                self.at_once -= 1

    def refusal(self, status: int, reason: str, headers: dict[str, str]) -> Reply:
        return _refused(Refusal(status, reason, headers))

    def reply(self, request: Request, root: str) -> Reply:
        name = self.named(request)
        if name == "identity":
            return self._identified(request)
        try:
            with self._lock:
                told = self.answer(name, _seen(name, request), root)
            status = {"create": 201, "cancel": 202, "delete": 204}.get(name, 200)
            return Reply(status, json.dumps(told).encode() if told else b"")
        except Refusal as refusal:
            return _refused(refusal)
        except (Wrong, AssertionError, KeyError) as wrong:
            self.wrong.append(f"{name}: {wrong!r}")
            return _refused(Refusal(400, "BadRequest"))

    def _identified(self, request: Request) -> Reply:
        path, form = request.path, dict(parse_qsl(request.body.decode()))
        try:
            with self._lock:
                if path.endswith("/openid-configuration"):
                    told = self.identity.configuration(path.split("/")[1])
                elif path.endswith("/discovery/instance"):
                    told = self.identity.aliases()
                elif path.endswith("/devicecode"):
                    told = self.identity.device(form)
                else:
                    told = self.identity.token(form, self.clock.true_now())
            return Reply(200, json.dumps(told).encode())
        except Denied as denied:
            return Reply(denied.status, json.dumps(denied.told).encode())
        except AssertionError as wrong:
            self.wrong.append(f"identity: {wrong!r}")
            return Reply(500, b"{}")

    def answer(self, name: str, seen: Seen, root: str) -> Json:
        """:raises Refusal: an error of Graph's. :raises Wrong: the request is not one that Graph knows."""
        if "+" in seen.raw:
            raise Wrong(f"{name} writes a space as a plus sign: {seen.raw}")
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
            case "events" | "create" | "cancel" | "delete":
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
    if not path.startswith("/v1.0/"):
        return "identity"
    *_, before, last = path.split("/")
    if last == "events" and verb == "POST":
        return "create"
    return "delete" if before == "events" else last


def _seen(name: str, request: Request) -> Seen:
    return Seen(
        name,
        request.path,
        dict(parse_qsl(urlsplit(request.target).query)),
        str(request.headers.get("Prefer", "")),
        request.token,
        json.loads(request.body) if request.body else {},
        request.verb,
        urlsplit(request.target).query,
    )


def _refused(refusal: Refusal) -> Reply:
    return Reply(refusal.status, refusal.body(), refusal.headers)
