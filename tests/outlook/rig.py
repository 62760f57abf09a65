"""Accounts at the fake Graph, and the suite's items there."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import urlopen
from zoneinfo import ZoneInfo

from coucou.contract import (
    Connection,
    ConnectorError,
    CursorExpired,
    Event,
    Granted,
    Message,
    Participant,
    Ports,
    Refused,
    Role,
    SigningIn,
    SignInNeeded,
    Span,
    TryLater,
)
from coucou.testing.conformance import Rig, Standing
from coucou.testing.memory import Item
from coucou.testing.others import WINDOW
from coucou.testing.samples import UNREAD
from coucou_connectors.backoff import TRIES
from coucou_connectors.outlook import Options, Outlook
from coucou_connectors.outlook.draft import KEY, MARK
from tests.google.rig import Shelf
from tests.outlook.agenda import PROPERTIES, Series, written
from tests.outlook.identity import CLIENT_ID
from tests.outlook.server import FarOutlook, rerouted

Json = dict[str, Any]


@dataclass
class Desk:
    """One account at a fake Graph. ``signed_in`` goes through msal and the whole sign-in, once."""

    far: FarOutlook
    address: str
    options: Options
    shelf: Shelf = field(default_factory=Shelf)
    timeout: float = 5.0
    sends: bool = False  # the mode lets coucou send
    shown: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def at(cls, far: FarOutlook, address: str, *, sends: bool = False, **options: Any) -> Desk:
        return cls(far, address, Options(client_id=CLIENT_ID, endpoint=address, **options), sends=sends)

    @classmethod
    def signed_in(cls, far: FarOutlook, address: str, **options: Any) -> Desk:
        made = cls.at(far, address, **options)
        made.sign_in()
        far.seen.clear()
        return made

    def sign_in(self, **how: Any) -> Granted:
        asked = replace(SigningIn(show=self._visit, goodbye="Au revoir", browser=False), **how)
        return self.plugin().sign_in("work", self.options, asked, self.ports())

    def plugin(self) -> Outlook:
        return Outlook(self.far.clock.clock(), self.timeout, lambda: rerouted(self.address, self.timeout))

    def ports(self) -> Ports:
        return Ports(secrets=self.shelf, sends=self.sends)

    def open(self, **options: Any) -> Connection:
        return self.plugin().open("work", replace(self.options, **options), self.ports())

    def _visit(self, address: str, code: str) -> None:
        """What the user does with what is shown: with a code nothing more, else they follow the address."""
        self.shown.append((address, code))
        if not code:
            told = dict(parse_qsl(urlsplit(address).query))
            back = self.far.identity.consent(told)
            # Loopback is 127.0.0.1 here; a browser tries both addresses of the name.
            there = told["redirect_uri"].replace("localhost", "127.0.0.1")
            with urlopen(there, urlencode(back).encode(), timeout=60):
                pass


class OutlookRig(Rig):
    """The conformance suite's far side. An organisation's application reads it, because the suite lends no secrets."""

    def __init__(self, far: FarOutlook, address: str, folder: Path) -> None:
        self.far = far
        (folder / "secret.txt").write_text(far.identity.secret)
        (folder / "opt-in.txt").write_text("ana@example.org\n")
        self._options = Options(
            client_id=CLIENT_ID,
            authority="99999999-8888-7777-6666-555555555555",
            mailbox="ana@example.org",
            secret=folder / "secret.txt",
            endpoint=address,
            colleagues=True,
            base=folder,
        )
        far.agenda.add_calendar("main", "Calendrier", isDefaultCalendar=True)
        far.agenda.add_calendar("more", "Projets")
        opened: list[Connection] = []
        self.opened = opened

        class Kept(Outlook):
            """The suite opens many and closes few."""

            def open(self, account: str, options: object, ports: Ports) -> Connection:
                opened.append(super().open(account, options, ports))
                return opened[-1]

        self.plugin = Kept(far.clock.clock(), 5.0, lambda: rerouted(address))

    def options(self) -> object:
        return self._options

    def take_time(self, address: str, span: Span | None) -> bool:
        """By quarter hours from the start of the window that is asked about, as Graph tells it."""
        quarter = timedelta(minutes=15)
        before, taken = ((span.start - WINDOW.start) // quarter, span.length // quarter) if span else (0, 0)
        self.far.agenda.schedules[address.casefold()] = {"availabilityView": "0" * before + "2" * taken}
        return True

    def put(self, item: Item) -> None:
        if isinstance(item, Message):
            self.far.mail.put(letter(item), "inbox")
        elif isinstance(item, Event):
            put_event(self.far, item)

    def drop(self, item: Item) -> bool:
        if isinstance(item, Message):
            self.far.mail.drop(f"AAMk-{item.source}", "inbox")
        else:
            self.far.agenda.drop(f"AAMk-{item.source}")
        return True

    def fail(self, reader: str, error: ConnectorError, after: int) -> bool:
        how: dict[type[ConnectorError], Json] = {
            TryLater: {"status": 503, "times": TRIES},
            SignInNeeded: {"status": 401, "times": 2, "code": "InvalidAuthenticationToken"},
            Refused: {"status": 403, "code": "ErrorAccessDenied"},
        }
        if isinstance(error, CursorExpired):
            return False  # a folder whose token is lost is read again without troubling the engine
        skip = after if reader == "mail" else 2 * after  # this suite's two years take two windows a calendar
        self.far.fail("delta" if reader == "mail" else "calendarView", skip=skip, **how[type(error)])
        return True

    forgets = True  # what was deleted lies among deleted items, where nothing of ours may look

    def standing(self) -> list[Standing]:
        return [_standing(one) for _, one in self._made()]

    def delete(self, key: str) -> None:
        told = {"id": KEY, "value": key}
        for kept, one in self._made():
            if told in one[PROPERTIES]:
                del kept[one["id"]]

    def lose(self, verb: str, *, acted: bool) -> bool:
        self.far.fail(_WRITES[verb], drop=True, acted=acted)
        return True

    def refuse(self, verb: str, error: type[ConnectorError]) -> bool:
        how: dict[type[ConnectorError], Json] = {
            TryLater: {"status": 429, "code": "TooManyRequests"},
            SignInNeeded: {"status": 401, "times": 2, "code": "InvalidAuthenticationToken"},
            Refused: {"status": 403, "code": "ErrorAccessDenied"},
        }
        self.far.fail(_WRITES[verb], **how[error])
        return True

    def requests(self) -> int:
        return sum(one.name in ("create", "cancel", "delete") for one in self.far.seen)

    def _made(self) -> list[tuple[dict[str, Json], Json]]:
        return [(kept, one) for kept in self.far.agenda.single.values() for one in kept.values() if one.get(PROPERTIES)]

    def refused_options(self) -> list[object]:
        base = self._options.base
        return [
            Options(),
            replace(self._options, client_id=""),
            replace(self._options, authority="common"),
            replace(self._options, mailbox=""),
            replace(self._options, secret=None),
            replace(self._options, secret=base / "none.txt"),
            replace(self._options, secret=None, certificate=base / "secret.txt"),
            replace(self._options, mailbox="lea@example.org"),
            replace(self._options, endpoint="http://graph.example.com"),
            replace(self._options, authority="http://127.0.0.1/tenant"),
            replace(self._options, folders=("nowhere",), calendars=("nowhere",)),
        ]


_WRITES = {"send": "create", "cancel": "cancel"}


def _standing(one: Json) -> Standing:
    start, end = (datetime.fromisoformat(one[side]["dateTime"][:19]).replace(tzinfo=UTC) for side in ("start", "end"))
    properties = {told["id"]: told["value"] for told in one[PROPERTIES]}
    return Standing(
        start=start,
        end=end,
        subject=one["subject"],
        attendees=tuple(guest["emailAddress"]["address"] for guest in one["attendees"]),
        busy=one["showAs"] == "busy",
        private=one["sensitivity"] == "private",
        reminds=one.get("isReminderOn", True),
        mark=properties[MARK],
        shown=json.dumps({name: value for name, value in one.items() if name != PROPERTIES}),
    )


def recipient(one: Participant) -> Json:
    return {"emailAddress": {"name": one.name or one.address, "address": one.address}}


def letter(message: Message, **more: Any) -> Json:
    """A message as Graph keeps it, body and all."""
    by_role = {role: [recipient(p) for p in message.participants if p.role is role] for role in Role}
    date = format_datetime(message.moment)
    return {
        "id": f"AAMk-{message.source}",
        "internetMessageId": f"<{message.message_id}>",
        "subject": message.subject,
        "body": {"contentType": "html", "content": UNREAD},
        "bodyPreview": UNREAD,
        "sentDateTime": f"{message.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "receivedDateTime": f"{message.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "from": by_role[Role.FROM][0],
        "sender": by_role[Role.FROM][0],
        "toRecipients": by_role[Role.TO],
        "ccRecipients": by_role[Role.CC],
        "isDraft": False,
        "isRead": False,
        "categories": [],
        "inferenceClassification": "focused",
        "internetMessageHeaders": [{"name": "Date", "value": date}, {"name": "X-Note", "value": UNREAD}],
        **more,
    }


def resource(event: Event, **more: Any) -> Json:
    """An event as Graph keeps it, body and all."""
    assert isinstance(event.start, datetime)
    start = event.start.replace(tzinfo=ZoneInfo(event.zone)).astimezone(UTC)
    others = [recipient(p) for p in event.participants if p.role is Role.ORGANIZER]
    return {
        "id": f"AAMk-{event.source}",
        "iCalUId": event.uid,
        "type": "singleInstance",
        "subject": event.subject,
        "body": {"contentType": "html", "content": UNREAD},
        "bodyPreview": UNREAD,
        "location": {"displayName": UNREAD},
        "start": written(start),
        "end": written(start + event.duration),
        "isAllDay": False,
        "isCancelled": False,
        "showAs": "busy",
        "sensitivity": "private" if event.private else "normal",
        "organizer": others[0] if others else None,
        "attendees": [],
        "responseStatus": {"response": "none", "time": "0001-01-01T00:00:00Z"},
        "categories": [],
        **more,
    }


def put_event(far: FarOutlook, event: Event, calendar: str = "main") -> None:
    told = resource(event)
    if event.recurrence is None:
        far.agenda.put(told, calendar)
        return
    assert isinstance(event.start, datetime)
    series = Series(told, event.recurrence.rules[0], event.zone, event.start, event.duration)
    far.agenda.put_series(series, calendar)


HOUR = timedelta(hours=1)
