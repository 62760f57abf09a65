"""Graph's messages → ``contract.Message``. Headers only; https://learn.microsoft.com/graph/api/resources/message.

``internetMessageHeaders`` is optional: under Mail.ReadBasic it is not documented, and on sent items it comes and goes.
Without it, bulk mail is known by what is left (:func:`_guessed`); who the people are never depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from coucou.contract import MailKind, Message, Participant, Reading, Role, SourceId
from coucou.core.address import is_robot, is_role, normal
from coucou_connectors import dates, headers
from coucou_connectors.mailkind import failed, kind_of
from coucou_connectors.outlook.fields import Json, digest, flag, moment, part, parts, person, text, words

_PLAIN = (
    "internetMessageId", "sentDateTime", "receivedDateTime", "from", "sender", "toRecipients", "ccRecipients",
    "isDraft", "categories", "inferenceClassification",
)  # fmt: skip
_POSTMASTER = re.compile(r"(?:microsoftexchange[0-9a-f]{32}|postmaster|mailer-daemon)@.*", re.IGNORECASE)
SENT = "sentitems"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder by Graph's well-known name or its id, and the mailbox's own addresses in normal form."""

    name: str
    own: frozenset[str] = frozenset()

    @property
    def sent(self) -> bool:
        return self.name == SENT


def asked(*, subjects: bool, with_headers: bool) -> str:
    """The ``$select`` for messages: never a body, a preview or an attachment."""
    more = (*(("subject",) if subjects else ()), *(("internetMessageHeaders",) if with_headers else ()))
    return ",".join(("id", *_PLAIN, *more))


def source(item: Json, folder: Folder) -> SourceId:
    """A message that moves keeps its immutable id, but has gone from one folder and appeared in another."""
    return SourceId(f"{digest(folder.name)[:6]}.{digest(text(item, 'id'))}")


def is_whole(item: Json) -> bool:
    """Whether it says who wrote it: a later delta may tell only what changed, such as ``isRead``."""
    return "from" in item or "sender" in item


def message(item: Json, reading: Reading, folder: Folder) -> Message | None:
    """The message; None when it is a draft, has no sender or no date, is too old, or only says what changed."""
    people = _everybody(item)
    if flag(item, "isDraft") or not people or people[0].role is not Role.FROM:
        return None
    known = _headers(item)
    when = _when(item, known, reading)
    if when is None or when < reading.oldest:
        return None
    kind = _kind(item, known, people, folder)
    subject = " ".join(text(item, "subject").split())[: headers.LONGEST_SUBJECT]
    return Message(
        source=source(item, folder),
        message_id=headers.id_of({"message-id": text(item, "internetMessageId")}),
        moment=when,
        kind=kind,
        participants=people,
        subject=subject if reading.subjects and "subject" in item else None,
        sent=folder.sent,
        references=headers.references(known),
        labels=(folder.name, *words(item, "categories")),
        failed=failed(known) if kind is MailKind.BOUNCE else (),
    )


def _everybody(item: Json) -> tuple[Participant, ...]:
    """Who wrote and who got it, the writer first. ``from`` is on whose behalf ``sender`` sent."""
    writer = person(part(item, "from"), Role.FROM) or person(part(item, "sender"), Role.FROM)
    others = [person(one, Role.TO) for one in parts(item, "toRecipients")]
    others += [person(one, Role.CC) for one in parts(item, "ccRecipients")]
    return tuple(one for one in (writer, *others) if one is not None)


def _headers(item: Json) -> dict[str, str]:
    told = ((text(one, "name"), text(one, "value")) for one in parts(item, "internetMessageHeaders"))
    return headers.of_pairs([pair for pair in told if re.fullmatch(r"[!-9;-~]+", pair[0])], subjects=False)


def _when(item: Json, known: Mapping[str, str], reading: Reading) -> datetime | None:
    """The Date header keeps the writer's offset; ``sentDateTime`` is the same moment in UTC."""
    for told in (dates.moment(known.get("date", "")), moment(item, "sentDateTime"), moment(item, "receivedDateTime")):
        if told is not None and headers.is_possible(told, reading):
            return told
    return None


def _kind(item: Json, known: dict[str, str], people: tuple[Participant, ...], folder: Folder) -> MailKind:
    if text(item, "@odata.type").casefold().startswith("#microsoft.graph.eventmessage"):
        return MailKind.AUTOMATIC  # an invitation or an answer to one; Exchange keeps a copy in Sent Items too
    subject = text(item, "subject")
    if _POSTMASTER.fullmatch(people[0].address) and not folder.sent:
        return kind_of({**known, "from": "postmaster@localhost", "auto-submitted": "auto-replied", "subject": subject})
    if known:
        return kind_of({**known, "from": people[0].address, "subject": subject})
    return MailKind.PERSONAL if folder.sent else _guessed(item, people, folder.own)


def _guessed(item: Json, people: tuple[Participant, ...], own: frozenset[str]) -> MailKind:
    """What a message is, without its headers: sooner personal than not, because only two-way contact makes a tie.

    A robot's address is a robot's. What Outlook sorts under "Other" is bulk when it comes from a role's address, or
    names nobody of this mailbox; and so is what names no recipient at all.
    """
    writer, recipients = people[0], people[1:]
    if is_robot(writer.address, (writer.name,)):
        return MailKind.AUTOMATIC
    if not recipients:
        return MailKind.BULK
    if text(item, "inferenceClassification").casefold() == "other":
        addressed = not own or any(normal(one.address) in own for one in recipients)
        return MailKind.BULK if is_role(writer.address) or not addressed else MailKind.PERSONAL
    return MailKind.PERSONAL
