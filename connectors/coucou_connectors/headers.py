"""From header lines to a message: bytes → the headers we read → ``contract.Message``.

Only the headers named here are ever looked at; bodies never are. Providers that hand over headers as names and
values (Gmail, Graph) enter at :func:`of_pairs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

from coucou.contract import MailKind, Message, Participant, Reading, Role, SourceId
from coucou_connectors import dates
from coucou_connectors.addresses import participants
from coucou_connectors.encoded import cleaned, decoded, readable
from coucou_connectors.mailkind import failed, kind_of

_LISTED = frozenset({"from", "to", "cc", "bcc"})
_WANTED = _LISTED | {
    "date", "subject", "message-id", "in-reply-to", "references", "received", "return-path", "sender", "list-id",
    "list-unsubscribe", "list-post", "mailing-list", "precedence", "auto-submitted", "x-autoreply", "x-autorespond",
    "x-auto-reply", "x-autoresponse", "x-auto-response-suppress", "x-failed-recipients", "content-type",
    "content-class", "x-gmail-labels", "x-mozilla-status", "x-unsent",
}  # fmt: skip
_LONGEST_NAME = 64
LONGEST_SUBJECT = 500
_LONGEST_ID = 250
_IDS = re.compile(r"<([^<>\s]+)>")
_EARLIEST = datetime(1971, 1, 2, tzinfo=UTC)  # before, it is a clock that was never set


class Skip(StrEnum):
    """Why a message is none for us."""

    UNDATED = "undated"
    NO_SENDER = "no_sender"
    TOO_OLD = "too_old"


def wanted(block: bytes, subjects: bool = True) -> dict[str, str]:
    """The headers we read, by lower-case name, unfolded and without control characters, not decoded (RFC 2047).

    ``block`` is a header section with any line ends. Of a header that stands twice the first counts; the values of
    From, To, Cc and Bcc are joined by commas. With ``subjects`` False the subject is not read.
    """
    found: dict[str, str] = {}
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for line in block.replace(b"\n ", b" ").replace(b"\n\t", b" ").split(b"\n"):
        name, _, value = line.partition(b":")
        key = _key(name) if len(name) < _LONGEST_NAME else None
        if key is None:
            continue
        if key not in found:
            if key != "subject" or subjects:
                found[key] = readable(value)
        elif key in _LISTED:
            found[key] += ", " + readable(value)
    return found


@lru_cache(maxsize=1024)
def _key(name: bytes) -> str | None:
    key = name.decode("latin-1").strip().lower()  # "Subject :" is obsolete and lawful (RFC 5322, 4.5)
    return key if key in _WANTED else None


def of_pairs(pairs: Iterable[tuple[str, str]], subjects: bool = True) -> dict[str, str]:
    """As :func:`wanted`, from names and values that a provider hands over."""
    found: dict[str, str] = {}
    for name, value in pairs:
        key = name.strip().lower()
        if key not in _WANTED or (key == "subject" and not subjects):
            continue
        if key not in found:
            found[key] = cleaned(value)
        elif key in _LISTED:
            found[key] += ", " + cleaned(value)
    return found


def message(
    headers: Mapping[str, str],
    reading: Reading,
    source: str,
    labels: tuple[str, ...] = (),
    sent: bool = False,
    received: datetime | None = None,
) -> Message | Skip:
    """The message of which these are the headers, or why it is none.

    ``source`` names the item; a source ending in ":" is completed by a digest of the message's identity.
    ``received`` is when the provider took it in, where it says so: it stands in for a missing or impossible Date.
    """
    moment = moment_of(headers, reading.newest, received)
    if moment is None:
        return Skip.UNDATED
    if moment < reading.oldest:
        return Skip.TOO_OLD
    people = everybody(headers)
    if not people or people[0].role is not Role.FROM:
        return Skip.NO_SENDER
    kind = kind_of(headers)
    message_id = id_of(headers)
    subject = headers.get("subject") if reading.subjects else None
    return Message(
        SourceId(source + identity(headers, message_id) if source.endswith(":") else source),
        message_id,
        moment,
        kind,
        people,
        None if subject is None else decoded(subject)[:LONGEST_SUBJECT],
        sent,
        references(headers),
        labels,
        failed(headers) if kind is MailKind.BOUNCE else (),
    )


def moment_of(headers: Mapping[str, str], newest: datetime, received: datetime | None = None) -> datetime | None:
    """When it was written: by Date, else (missing, impossible, after ``newest``) by ``received`` or Received."""
    written = dates.moment(headers.get("date", ""))
    if written is not None and _EARLIEST < written <= newest:
        return written
    arrived = received or dates.received(headers.get("received", ""))
    return arrived if arrived is not None and _EARLIEST < arrived <= newest else None


def everybody(headers: Mapping[str, str]) -> tuple[Participant, ...]:
    """Who wrote and who got it, senders first; Bcc counts as Cc. Without a From, Sender stands in for it."""
    people = participants(Role.FROM, headers.get("from", "")) or participants(Role.FROM, headers.get("sender", ""))
    for name, role in (("to", Role.TO), ("cc", Role.CC), ("bcc", Role.CC)):
        value = headers.get(name)
        if value:
            people += participants(role, value)
    return people


def id_of(headers: Mapping[str, str]) -> str:
    """The Message-ID without its brackets; "" when there is none."""
    value = headers.get("message-id", "")
    found = _IDS.search(value)
    return (found[1] if found else value.strip("<> "))[:_LONGEST_ID]


def references(headers: Mapping[str, str]) -> tuple[str, ...]:
    """What it answers, nearest first: In-Reply-To, then References from its end; each once, at most 20."""
    above = headers.get("in-reply-to")
    thread = headers.get("references")
    if not above and not thread:
        return ()
    nearest = _IDS.findall(above or "") + _IDS.findall(thread or "")[::-1]
    return tuple(dict.fromkeys(one[:_LONGEST_ID] for one in nearest))[:20]


def identity(headers: Mapping[str, str], message_id: str) -> str:
    """24 hexadecimal digits that stay the same wherever the message is found again."""
    told = message_id or "\n".join(
        headers.get(name, "") for name in ("date", "from", "to", "cc", "subject", "received")
    )
    return blake2b(told.encode("utf-8", "replace"), digest_size=12).hexdigest()
