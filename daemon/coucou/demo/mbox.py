"""Letters as mbox files hold them: as mail programs write them (RFC 4155), and as Google's Takeout does."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from coucou.demo.cast import HOME, WORK

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # whatever the locale

Party = tuple[str, str]
"""A name and an address."""


@dataclass(frozen=True, slots=True)
class Letter:
    moment: datetime
    sender: Party
    to: tuple[Party, ...]
    subject: str
    key: str  # Message-ID, without brackets
    answers: str = ""
    cc: tuple[Party, ...] = ()
    more: tuple[str, ...] = ()  # further header lines
    home: bool = False
    body: str = "…"

    @property
    def is_mine(self) -> bool:
        return self.sender[1] in (WORK, HOME)


def encoded(text: str) -> str:
    """The text as a header holds it: ASCII as it is, anything else as encoded words (RFC 2047: 75 letters at most)."""
    if text.isascii():
        return text
    words, held = [], b""
    for letter in text:
        octets = letter.encode()
        if len(held) + len(octets) > 42:
            words.append(held)
            held = b""
        held += octets
    return "\n ".join(f"=?utf-8?B?{base64.b64encode(word).decode()}?=" for word in (*words, held))


def _party(party: Party) -> str:
    name, address = party
    if not name:
        return address
    return f'"{name}" <{address}>' if name.isascii() and "'" in name else f"{encoded(name)} <{address}>"


def _parties(parties: Sequence[Party]) -> str:
    return ",\n ".join(map(_party, parties))


def _date(moment: datetime) -> str:
    """RFC 5322, 3.3; with the offset that the sender's clock had."""
    return (
        f"{_DAYS[moment.weekday()]}, {moment.day} {_MONTHS[moment.month - 1]} {moment.year} "
        f"{moment:%H:%M:%S} {moment:%z}"
    )


def _envelope(moment: datetime) -> tuple[str, str]:
    utc = moment.astimezone(UTC)
    return f"{_DAYS[utc.weekday()]} {_MONTHS[utc.month - 1]} {utc.day:2} {utc:%H:%M:%S}", f"{utc.year}"


def _lines(letter: Letter) -> Iterator[str]:
    yield f"Message-ID: <{letter.key}>"
    yield f"Date: {_date(letter.moment)}"
    yield f"From: {_party(letter.sender)}"
    yield f"To: {_parties(letter.to)}"
    if letter.cc:
        yield f"Cc: {_parties(letter.cc)}"
    yield f"Subject: {encoded(letter.subject)}"
    if letter.answers:
        yield f"In-Reply-To: <{letter.answers}>"
        yield f"References: <{letter.answers}>"
    yield "MIME-Version: 1.0"
    yield from letter.more
    if not any(line.startswith("Content-Type:") for line in letter.more):
        yield "Content-Type: text/plain; charset=utf-8"
        yield "Content-Transfer-Encoding: 8bit"
    yield f"\n{letter.body}\n\n"


def mbox(letters: Iterable[Letter]) -> str:
    """An mbox as mail programs write it (RFC 4155)."""
    found = []
    for letter in letters:
        when, year = _envelope(letter.moment)
        found.append(f"From {letter.sender[1]} {when} {year}")
        found += _lines(letter)
    return "\n".join(found)


def takeout(letters: Iterable[Letter]) -> str:
    """An mbox as Google's Takeout writes it for a French account: labels and thread numbers."""
    found: list[str] = []
    threads: dict[str, int] = {}
    for number, letter in enumerate(letters):
        when, year = _envelope(letter.moment)
        thread = threads[letter.key] = threads.get(letter.answers, 1_830_000_000_000_000_000 + number)
        found.append(f"From {1_830_000_000_000_000_000 + number}@xxx {when} +0000 {year}")
        found.append(f"X-GM-THRID: {thread}")
        found.append(f"X-Gmail-Labels: {encoded(_labels(letter))}")
        found += _lines(letter)
    return "\n".join(found)


def _labels(letter: Letter) -> str:
    if letter.is_mine:
        return "Envoyé"
    if letter.more:
        return "Boîte de réception,Catégorie\u00a0: Promotions"
    return "Boîte de réception,Important,Ouvert"
