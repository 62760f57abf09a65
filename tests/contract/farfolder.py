"""A far side of files: writes the suite's items as a mail program, a calendar and an address book would."""

from __future__ import annotations

import email
import email.policy
import email.utils
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import icalendar

from coucou.contract import Card, Event, Message, Role
from coucou.testing.conformance import Rig, Standing
from coucou.testing.memory import Item
from coucou.testing.samples import UNREAD
from coucou_connectors.local import Options, plugin


class Folder(Rig):
    """One file an item: .eml, .ics (vdir) and .vcf."""

    plugin = plugin

    def __init__(self, path: Path) -> None:
        self.path = path
        for name in ("mail", "calendars", "contacts"):
            (path / name).mkdir()

    def options(self) -> object:
        return Options(
            mail=("mail",),
            calendars=("calendars",),
            contacts=("contacts",),
            outbox=self.path / "outbox",
            base=self.path,
        )

    def put(self, item: Item) -> None:
        self.file(item).write_bytes(written(item))

    def drop(self, item: Item) -> bool:
        self.file(item).unlink(missing_ok=True)
        return True

    def file(self, item: Item) -> Path:
        if isinstance(item, Message):
            return self.path / "mail" / f"{item.source}.eml"
        return self.path / (
            f"calendars/{item.source}.ics" if isinstance(item, Event) else f"contacts/{item.source}.vcf"
        )

    def standing(self) -> list[Standing]:
        return [_standing(path) for path in sorted((self.path / "outbox").glob(f"{'?' * 32}.ics"))]

    def delete(self, key: str) -> None:
        for path in (self.path / "outbox").glob(f"{key}.*"):
            path.unlink()

    def refused_options(self) -> Iterable[object]:
        yield Options(base=self.path)
        yield Options(mail=("nowhere/*.mbox",), calendars=("nowhere",), contacts=("nowhere",), base=self.path)
        yield Options(takeout=self.path / "nowhere")


class Maildir(Folder):
    """Mail in a Maildir."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        for name in ("cur", "new", "tmp"):
            (path / "mail" / name).mkdir()

    def file(self, item: Item) -> Path:
        return self.path / f"mail/cur/{item.source}.host:2,S" if isinstance(item, Message) else super().file(item)


class Files(Folder):
    """One file for all: an mbox (from which nothing goes), one .ics, one .vcf."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.items: dict[str, Item] = {}

    def put(self, item: Item) -> None:
        known = self.items.get(item.source) == item
        self.items[item.source] = item
        if isinstance(item, Message) and not known:
            with (self.path / "mail/all.mbox").open("ab") as file:
                file.write(b"From MAILER-DAEMON Mon Mar  2 09:30:00 2026\n" + written(item) + b"\n")
        elif not isinstance(item, Message):
            self.write(item)

    def drop(self, item: Item) -> bool:
        if isinstance(item, Message):
            return False
        del self.items[item.source]
        self.write(item)
        return True

    def write(self, like: Item) -> None:
        name = "calendars/all.ics" if isinstance(like, Event) else "contacts/all.vcf"
        mine = [i for i in self.items.values() if isinstance(i, type(like))]
        if isinstance(like, Event):
            data = _calendar(b"".join(_vevent(i) for i in mine if isinstance(i, Event)))
        else:
            data = b"".join(written(i) for i in mine)
        (self.path / name).write_bytes(data)


def _standing(path: Path) -> Standing:
    """What a file in the outbox says, and what the letter beside it shows."""
    event: Any  # icalendar's values are a union of thirty kinds
    [event] = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    attendees = event.get("ATTENDEE", [])
    letter = path.with_suffix(".eml")
    return Standing(
        start=event.start,
        end=event.end,
        subject=str(event["SUMMARY"]),
        attendees=tuple(
            str(a).removeprefix("mailto:") for a in (attendees if isinstance(attendees, list) else [attendees])
        ),
        busy=event.get("TRANSP", "OPAQUE") == "OPAQUE",
        private=event.get("CLASS") == "PRIVATE",
        reminds=bool(event.walk("VALARM")),
        mark=str(event.get("X-COUCOU-ID", "")),
        shown=_shown(letter.read_bytes()) if letter.exists() else "",
    )


def _shown(letter: bytes) -> str:
    """All that its reader gets, decoded."""
    message = email.message_from_bytes(letter, policy=email.policy.default)
    return "\n".join([*map(str, message.values()), *(part.get_content() for part in message.iter_parts())])


def written(item: Item) -> bytes:
    if isinstance(item, Message):
        return _letter(item)
    return _calendar(_vevent(item)) if isinstance(item, Event) else _vcard(item)


def _letter(message: Message) -> bytes:
    letter = EmailMessage()
    letter["Message-ID"] = f"<{message.message_id}>"
    letter["Date"] = email.utils.format_datetime(message.moment)
    letter["Subject"] = message.subject or ""
    for role, header in ((Role.FROM, "From"), (Role.TO, "To"), (Role.CC, "Cc")):
        people = [email.utils.formataddr((p.name, p.address)) for p in message.participants if p.role is role]
        if people:
            letter[header] = ", ".join(people)
    letter.set_content(f"{UNREAD}\n")
    return bytes(letter)


def _calendar(events: bytes) -> bytes:
    return b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + events + b"END:VCALENDAR\r\n"


def _vevent(event: Event) -> bytes:
    lines = ["BEGIN:VEVENT", f"UID:{event.uid}", "DTSTAMP:20260101T000000Z"]
    lines += [f"DTSTART;TZID={event.zone}:{event.start:%Y%m%dT%H%M%S}"]
    lines += [f"DURATION:PT{int(event.duration.total_seconds()) // 60}M", f"SUMMARY:{event.subject}"]
    lines += [f"RRULE:{rule}" for rule in (event.recurrence.rules if event.recurrence else ())]
    lines += [f'ORGANIZER;CN="{p.name}":mailto:{p.address}' for p in event.participants]
    lines += ["CLASS:PRIVATE"] if event.private else []
    lines += [f"DESCRIPTION:{UNREAD}", f"LOCATION:{UNREAD}", f"COMMENT:{UNREAD}", "END:VEVENT"]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _vcard(card: Card) -> bytes:
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"UID:{card.source}", f"FN:{card.name}", f"ORG:{card.organization}"]
    lines += [f"TITLE:{card.title}", *(f"EMAIL;TYPE=INTERNET:{a}" for a in card.addresses)]
    lines += [f"NOTE:{UNREAD}", f"ADR:;;{UNREAD};;;;", f"PHOTO;ENCODING=b:{UNREAD}", "END:VCARD"]
    return "".join(f"{line}\r\n" for line in lines).encode()
