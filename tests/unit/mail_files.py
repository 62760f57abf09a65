"""Building blocks for the tests of mail files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from coucou.contract import Batch, Cursor, Message, Problem, Reading
from coucou_connectors.local.files import find, mail_kind
from coucou_connectors.local.mail import LocalMail

READING = Reading(datetime(1990, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
BODY = "Hello\nFrom now on we meet on Thursdays\n>From the start\n\nFrom here, see you\n"


def letter(number: int, extra: str = "", body: str = BODY) -> str:
    """A message without its envelope line."""
    return (
        f"From: Person {number} <p{number}@example.net>\nTo: ana@example.org\n"
        f"Date: Mon, 5 May 2025 10:{number // 60 % 60:02}:{number % 60:02} -0400\nSubject: Number {number}\n"
        f"Message-ID: <m{number}@mail.example>\n{extra}\n{body}"
    )


def posted(number: int, extra: str = "", body: str = BODY) -> str:
    """A message as it stands in an mbox."""
    return f"From p{number}@example.net Mon May  5 10:00:00 2025\n{letter(number, extra, body)}\n"


class Box:
    """A folder of mail, read as an account reads it: only what is new since the last time, unless asked otherwise."""

    def __init__(self, base: Path, *patterns: str) -> None:
        self.base = base
        self.patterns = patterns
        self.cursor: Cursor | None = None
        self.told: list[tuple[str, int, int | None]] = []
        self.reader = LocalMail(
            lambda: find(self.patterns, base, mail_kind, "mail"), lambda *heard: self.told.append(heard)
        )

    def batches(self, reading: Reading = READING) -> Iterator[Batch]:
        for batch in self.reader.changes(self.cursor, reading):
            self.cursor = batch.cursor or self.cursor
            yield batch

    def read(self, reading: Reading = READING) -> tuple[list[Message], list[Problem], list[str]]:
        """What came, what could not be used, what went."""
        batches = list(self.batches(reading))
        messages = [item for batch in batches for item in batch.appeared if isinstance(item, Message)]
        problems = [problem for batch in batches for problem in batch.problems]
        return messages, problems, [str(source) for batch in batches for source in batch.gone]

    def ids(self, reading: Reading = READING) -> list[str]:
        return [message.message_id for message in self.read(reading)[0]]


def named(*numbers: int) -> list[str]:
    return [f"m{number}@mail.example" for number in numbers]
