"""From header lines to a message: bytes → the headers we read → ``contract.Message``.

Only the headers named here are ever looked at; bodies never are. Providers that hand over headers as names and
values (Gmail, Graph) enter at :func:`of_pairs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

from coucou.contract import MailKind, Message, Participant, Reading, Role, SourceId
from coucou_connectors import dates
from coucou_connectors.addresses import addressees, copied, senders
from coucou_connectors.encoded import cleaned, decoded, readable
from coucou_connectors.mailkind import failed, kind_of

_LISTED = frozenset({"from", "to", "cc", "bcc"})
_WANTED = _LISTED | {
    "date", "subject", "message-id", "in-reply-to", "references", "sender", "list-id", "list-unsubscribe", "list-post",
    "mailing-list", "precedence", "auto-submitted", "x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponse",
    "x-auto-response-suppress", "x-failed-recipients", "content-class", "x-gmail-labels", "x-mozilla-status",
    "x-unsent",
}  # fmt: skip
_TOLD_BY_VALUE = {  # read only where the value tells something
    "return-path": r"[ \t]*<>",
    "content-type": r"\s*(?:multipart/report|text/calendar)",
}
_FIRSTS = "rxcdmtfsialpb"  # first letters of the headers we read, those of most lines first


def _finder(names: Iterable[str]) -> re.Pattern[str]:
    """Matches each wanted header with its folded value.

    One pass of the regex engine is several times as fast as looking at each line from Python. The first letter stands
    apart and is a plain one, large or small, because the engine skips such an alternative without entering it.
    """
    by_letter: dict[str, list[str]] = {}
    for name in sorted(names):
        by_letter.setdefault(name[0], []).append(name[1:])
    for name, value in _TOLD_BY_VALUE.items():
        by_letter.setdefault(name[0], []).append(rf"{name[1:]}(?=:{value})")
    firsts = _FIRSTS.upper() + _FIRSTS
    rests = "|".join(f"{letter}(?i:{'|'.join(by_letter[letter.lower()])})" for letter in firsts)
    colon = r"(?:: (?![ \t])|[ \t]*:[ \t]*)"
    value = r"([^\n]*+(?:(?:\n[ \t][^\n]*+)++)?+)"
    return re.compile(rf"\n(?=[{firsts}])({rests}){colon}{value}", re.ASCII)


# By whether subjects are read.
_FIND = {True: _finder(_WANTED).findall, False: _finder(_WANTED - {"subject"}).findall}
_RECEIVED = re.compile(r"\n(?i:received)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.ASCII)


class _Lower(dict[str, str]):
    """Lower-case names by the usual spellings; of any other spelling, what ``lower`` gives."""

    def __missing__(self, spelt: str) -> str:
        return spelt.lower()


_LOWER = _Lower((spelt, name) for name in _WANTED for spelt in (name, name.title(), name.title().replace("-Id", "-ID")))

LONGEST_SUBJECT = 500
_SHORT = 400
_LONGEST_ID = 250
_LONGEST_IN_SOURCE = 240  # with what stands before it, a source id has at most 255 characters
_FROM, _BOUNCE = Role.FROM, MailKind.BOUNCE
# No blank of Unicode and no control character; spelt out, because a class without \s is one look into a table.
_IDS = re.compile(r"<([^<>\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]{1,250}+)>")
_EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)  # before, it is a clock that was never set
_EARLIEST_DAY = _EARLIEST.toordinal() + 1


class Skip(StrEnum):
    """Why a message is none for us."""

    UNDATED = "undated"
    NO_SENDER = "no_sender"
    TOO_OLD = "too_old"


def wanted(block: bytes, subjects: bool = True) -> dict[str, str]:
    """The headers we read, by lower-case name, unfolded but neither cleaned nor decoded (RFC 2047).

    ``block`` is a header section with any line ends; each header stands behind one, so the first line is an envelope
    line or empty. Of a header that stands twice the first counts; the values of From, To, Cc and Bcc are joined by
    commas. With ``subjects`` False the subject is not read.
    """
    fields = _FIND[subjects](_text(block))
    found = {_LOWER[name]: value.replace("\n", "") if "\n" in value else value for name, value in fields}
    return found if len(found) == len(fields) else _merged(fields)


def _merged(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """As :func:`wanted`, where a header stands twice."""
    found: dict[str, str] = {}
    for name, value in fields:
        key, value = _LOWER[name], value.replace("\n", "")
        if key not in found:
            found[key] = value
        elif key in _LISTED:
            found[key] += ", " + value
    return found


def arrival(block: bytes, reading: Reading) -> datetime | None:
    """When a message arrived, by the uppermost Received header with a moment that can be."""
    for value in _RECEIVED.findall(_text(block)):
        moment = dates.received(value)
        if moment is not None and is_possible(moment, reading):
            return moment
    return None


def _text(block: bytes) -> str:
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return block.decode()
    except UnicodeDecodeError:  # each line in its own charset
        return "\n".join(map(readable, block.split(b"\n")))


def is_possible(moment: datetime, reading: Reading) -> bool:
    """Neither before there was mail nor, but for clocks that are a little ahead, in the future."""
    last = reading.now or reading.newest
    # Days first: comparing moments of different offsets costs ten times as much, and an offset is less than a day.
    if _EARLIEST_DAY < moment.toordinal() < last.toordinal() - 1:
        return True
    return _EARLIEST < moment <= (last if reading.now is None else last + timedelta(days=1))


def of_pairs(pairs: Iterable[tuple[str, str]], subjects: bool = True) -> dict[str, str]:
    """As :func:`wanted`, from names and values that a provider hands over."""
    lines = (f"\n{name}: {' '.join(value.split())}" for name, value in pairs)
    return wanted("".join(lines).encode("utf-8", "replace"), subjects)


def message(
    headers: Mapping[str, str],
    reading: Reading,
    source: str,
    labels: tuple[str, ...] = (),
    sent: bool = False,
    arrived: datetime | None = None,
) -> Message | Skip:
    """The message of which these are the headers, or why it is none.

    ``source`` names the item; a source ending in ":" is completed by the Message-ID or what stands in for it.
    ``arrived`` is when it was taken in, where that is known: it stands in for a missing or impossible Date.
    """
    moment = dates.moment(headers.get("date", ""))
    if moment is None or not is_possible(moment, reading):
        if arrived is None:
            return Skip.UNDATED
        moment = arrived
    if moment.toordinal() <= reading.oldest.toordinal() + 1 and moment < reading.oldest:
        return Skip.TOO_OLD
    people = everybody(headers)
    if not people or people[0].role is not _FROM:
        return Skip.NO_SENDER
    kind = kind_of(headers)
    message_id = id_of(headers)
    if source[-1] == ":":
        source += message_id if 0 < len(message_id) <= _LONGEST_IN_SOURCE else _digest(headers, message_id)
    subject = headers.get("subject")
    # By position, and nothing made that most messages lack: this runs a million times.
    return Message(
        SourceId(source),
        message_id,
        moment,
        kind,
        people,
        None if subject is None or not reading.subjects else decoded(subject)[:LONGEST_SUBJECT],
        sent,
        references(headers) if "in-reply-to" in headers or "references" in headers else (),
        labels,
        failed(headers) if kind is _BOUNCE else (),
    )


def everybody(headers: Mapping[str, str]) -> tuple[Participant, ...]:
    """Who wrote and who got it, senders first; Bcc counts as Cc. Without a From, Sender stands in for it."""
    get = headers.get
    writer, to = get("from") or get("sender", ""), get("to", "")
    people = _two(writer, to) if len(writer) + len(to) < _SHORT else senders(writer) + addressees(to)
    if cc := get("cc"):
        people += copied(cc)
    if bcc := get("bcc"):
        people += copied(bcc)
    return people


@lru_cache(maxsize=4096)
def _two(writer: str, to: str) -> tuple[Participant, ...]:
    """Most mail is between the same few: then it is the same tuple, too."""
    return senders(writer) + addressees(to)


def id_of(headers: Mapping[str, str]) -> str:
    """The Message-ID without its brackets; "" when there is none."""
    value = headers.get("message-id", "")
    found = _IDS.search(value)
    return found[1] if found else cleaned(value).strip("<> ")[:_LONGEST_ID]


def references(headers: Mapping[str, str]) -> tuple[str, ...]:
    """What it answers, nearest first: In-Reply-To, then References from its end; each once, at most 20."""
    above = headers.get("in-reply-to", "")
    thread = _IDS.findall(headers.get("references", ""))[::-1]
    if not thread or above.strip(" \t<>") != thread[0]:  # nearly always they agree
        thread = _IDS.findall(above) + thread
    return tuple(dict.fromkeys(thread))[:20]


def _digest(headers: Mapping[str, str], message_id: str) -> str:
    """What stays the same wherever a message with no id, or an endless one, is found again."""
    told = message_id or "\n".join(headers.get(name, "") for name in ("date", "from", "to", "cc", "subject"))
    return blake2b(told.encode("utf-8", "replace"), digest_size=12).hexdigest()
