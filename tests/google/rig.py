"""Accounts at the fake Google, and the suite's items there."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from coucou.contract import (
    Card,
    Connection,
    ConnectorError,
    CursorExpired,
    Event,
    Message,
    Ports,
    Refused,
    Role,
    SignInNeeded,
    Span,
    TryLater,
)
from coucou.testing.conformance import Rig, Standing
from coucou.testing.memory import Item
from coucou.testing.samples import UNREAD
from coucou_connectors.backoff import TRIES
from coucou_connectors.google import Google, Options
from coucou_connectors.google import secret as stored
from coucou_connectors.google.scopes import asked
from coucou_connectors.google.secret import Secret
from tests.google.accounts import CLIENT_ID, CLIENT_SECRET
from tests.google.agenda import ME
from tests.google.server import FarGoogle


@dataclass
class Shelf:
    """A ``Secrets`` port in memory; tests of the vault itself stand elsewhere."""

    kept: bytes | None = None
    writes: list[bytes | None] = field(default_factory=list)

    def load(self) -> bytes | None:
        return self.kept

    def replace(self, expected: bytes | None, new: bytes | None) -> bool:
        if self.kept != expected:
            return False
        self.kept = new
        self.writes.append(new)
        return True


def client_file(folder: Path) -> Path:
    """The user's OAuth client, as the Google console gives it."""
    path = folder / "client.json"
    told = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": "https://oauth2.googleapis.com/token",
        "redirect_uris": ["http://localhost"],
    }
    path.write_text(json.dumps({"installed": told}))
    return path


@dataclass
class Desk:
    """One account at a fake Google: signed in, and ready to read."""

    far: FarGoogle
    options: Options
    shelf: Shelf = field(default_factory=Shelf)
    timeout: float = 5.0
    opened: list[Connection] = field(default_factory=list)

    @classmethod
    def at(cls, far: FarGoogle, address: str, folder: Path, **options: Any) -> Desk:
        made = cls(far, Options(client_secrets=client_file(folder), endpoint=address, base=folder, **options))
        made.sign_in()
        return made

    def sign_in(self, *without: str, sends: bool = False) -> None:
        scopes = tuple(one for one in asked(self.options, sends=sends) if one not in without)
        grant = self.far.accounts.grant(list(scopes))
        self.shelf.kept = stored.dump(Secret(CLIENT_ID, CLIENT_SECRET, grant, scopes))

    def secret(self) -> Secret:
        assert self.shelf.kept is not None
        return stored.load(self.shelf.kept)

    def plugin(self) -> Google:
        return Google(self.far.clock.clock(), self.timeout)

    def open(self, *, sends: bool = False, **options: Any) -> Connection:
        ports = Ports(secrets=self.shelf, sends=sends)
        self.opened.append(self.plugin().open("work", replace(self.options, **options), ports))
        return self.opened[-1]


class GoogleRig(Rig):
    """The conformance suite's far side."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        shelf, plugin = desk.shelf, desk.plugin()
        opened: list[Connection] = []
        self.opened = opened  # the suite opens many and closes few

        class Signed(Google):
            """The suite lends no secrets; these accounts are signed in."""

            def open(self, account: str, options: object, ports: Ports) -> Connection:
                made = plugin.open(account, options, replace(ports, secrets=shelf))
                opened.append(made)
                return made

        self.plugin = Signed()

    def options(self) -> object:
        return self.desk.options

    def put(self, item: Item) -> None:
        if isinstance(item, Message):
            self.desk.far.mail.put(
                headers(item), item.moment.timestamp(), body=UNREAD, key=f"19{item.source.encode().hex()}"
            )
        elif isinstance(item, Event):
            self.desk.far.agenda.put(resource(item))
        else:
            self.desk.far.people.put(item.source, item.name, item.addresses, item.organization, item.title)

    def drop(self, item: Item) -> bool:
        if isinstance(item, Message):
            return False  # the contact took place
        if isinstance(item, Event):
            self.desk.far.agenda.drop(str(item.source) + "00000")
        else:
            self.desk.far.people.drop(item.source)
        return True

    def fail(self, reader: str, error: ConnectorError, after: int) -> bool:
        """As Google would: for each reader, the first requests of a first read, and what makes each kind of error."""
        requests = {
            "mail": ("gmail.users.getProfile", "gmail.users.messages.list"),
            "calendar": ("calendar.calendarList", "calendar.events.list"),
            "contacts": ("people.people.connections", "people.people.connections"),
        }
        how: dict[type[ConnectorError], dict[str, Any]] = {
            TryLater: {"status": 503, "times": TRIES},
            SignInNeeded: {"status": 401, "times": 2, "reason": "authError"},
            Refused: {"status": 403, "reason": "forbidden"},
            CursorExpired: {"status": 410, "reason": "fullSyncRequired"},
        }
        if isinstance(error, CursorExpired) and (reader == "mail" or not after):
            return False  # a first read has no cursor, and its pages none in Gmail that could not be found again
        skip = 1 if reader == "contacts" and after else 0
        self.desk.far.fail(requests[reader][after], skip=skip, **how[type(error)])
        return True

    def take_time(self, address: str, span: Span | None) -> bool:
        taken = [(span.start.isoformat(), span.end.isoformat())] if span else []
        self.desk.far.agenda.busy[address] = taken
        return True

    def standing(self) -> list[Standing]:
        return [_standing(one) for one in self._ours() if one["status"] != "cancelled"]

    def delete(self, key: str) -> None:
        self.desk.far.agenda.drop(f"coucou{key}")

    def lose(self, verb: str, *, acted: bool) -> bool:
        self.desk.far.fail(_WRITES[verb], drop=True, acted=acted)
        return True

    def refuse(self, verb: str, error: type[ConnectorError]) -> bool:
        how: dict[type[ConnectorError], dict[str, Any]] = {
            TryLater: {"status": 403, "reason": "quotaExceeded"},
            SignInNeeded: {"status": 401, "times": 2, "reason": "authError"},
            Refused: {"status": 403, "reason": "forbidden"},
        }
        self.desk.far.fail(_WRITES[verb], **how[error])
        return True

    def requests(self) -> int:
        return sum(self.desk.far.calls[method] for method in _WRITES.values())

    def _ours(self) -> list[dict[str, Any]]:
        return [one for key, one in self.desk.far.agenda.events[ME].things.items() if key.startswith("coucou")]

    def refused_options(self) -> list[object]:
        base = self.desk.options.base
        return [
            Options(base=base),
            Options(client_secrets=base / "none.json", base=base),
            Options(client_secrets=base / "client.json", service_account=base / "sa.json", base=base),
            Options(client_secrets=base / "client.json", endpoint="http://gmail.example.com", base=base),
            Options(service_account=base / "sa.json", base=base),
        ]


_WRITES = {"send": "calendar.events.insert", "cancel": "calendar.events.delete"}


def _standing(one: dict[str, Any]) -> Standing:
    start, end = (datetime.fromisoformat(one[side]["dateTime"]) for side in ("start", "end"))
    private = one.get("extendedProperties", {}).get("private", {})
    return Standing(
        start=start,
        end=end,
        subject=one["summary"],
        attendees=tuple(guest["email"] for guest in one["attendees"]),
        busy=one.get("transparency", "opaque") == "opaque",
        private=one.get("visibility") == "private",
        reminds=one.get("reminders", {}).get("useDefault", True) or bool(one["reminders"].get("overrides")),
        mark=private.get("coucou", ""),
        shown=json.dumps({name: value for name, value in one.items() if name != "extendedProperties"}),
    )


def headers(message: Message) -> dict[str, str]:
    people = {
        name: ", ".join(formataddr((p.name, p.address)) for p in message.participants if p.role is role)
        for role, name in ((Role.FROM, "From"), (Role.TO, "To"), (Role.CC, "Cc"))
    }
    told = {
        "Message-ID": f"<{message.message_id}>",
        "Date": format_datetime(message.moment),
        "Subject": message.subject or "",
    }
    return {**told, **{name: value for name, value in people.items() if value}}


def resource(event: Event) -> dict[str, Any]:
    assert isinstance(event.start, datetime)
    start = event.start.replace(tzinfo=ZoneInfo(event.zone))
    told: dict[str, Any] = {
        "id": f"{event.source}00000",
        "iCalUID": event.uid,
        "start": {"dateTime": start.isoformat(), "timeZone": event.zone},
        "end": {"dateTime": (start + event.duration).isoformat(), "timeZone": event.zone},
        "summary": event.subject,
    }
    if event.recurrence:
        told["recurrence"] = [f"RRULE:{rule}" for rule in event.recurrence.rules]
    if event.private:
        told["visibility"] = "private"
    for one in event.participants:
        told["organizer"] = {"email": one.address, "displayName": one.name}
    return told


__all__ = ["Card", "Desk", "GoogleRig", "Shelf", "client_file"]
