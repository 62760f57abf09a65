"""Mailboxes for tests of the Google connector, and reading them as the engine does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from coucou.contract import Batch, Reading, Reads
from coucou.testing.conformance import Ledger
from coucou.testing.samples import UNREAD
from tests.google.clock import START
from tests.google.rig import Desk
from tests.google.server import FarGoogle

ME = "Ana Tremblay <ana@example.org>"
READING = Reading(
    oldest=START - timedelta(days=5 * 365), newest=START + timedelta(days=400), timezone="America/Toronto", now=START
)


@contextmanager
def account(folder: Path, **options: Any) -> Iterator[Desk]:
    """A signed-in account at a fake Google of its own. What the discovery documents do not know fails the test."""
    far = FarGoogle()
    with far.serving() as address:
        desk = Desk.at(far, address, folder, **options)
        yield desk
        for connection in desk.opened:
            connection.close()
    assert far.wrong == []


def letters(
    far: FarGoogle, count: int, sent_each: int = 5, start: int = 0, labels: tuple[str, ...] = ("INBOX",)
) -> None:
    """Messages ``start`` to ``start + count``, an hour apart; each ``sent_each``-th was sent by the user."""
    for number in range(start, start + count):
        moment = START - timedelta(hours=5000 - number)
        other = f"Pat {number % 7} <pat{number % 7}@example.net>"
        mine = sent_each and number % sent_each == 0
        headers = {
            "From": ME if mine else other,
            "To": other if mine else ME,
            "Date": moment.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            "Message-ID": f"<{number}@example.net>",
            "Subject": f"Hello {number}",
            "X-Planted": UNREAD,
        }
        far.mail.put(headers, moment.timestamp(), ("SENT",) if mine else labels, body=UNREAD)


def read(ledger: Ledger, desk: Desk, part: str = "mail", reading: Reading = READING, **options: Any) -> list[Batch]:
    """One sync of one reader, from where the ledger stands."""
    with opened(desk, part, **options) as reads:
        return ledger.read(reads, reading)


@contextmanager
def opened(desk: Desk, part: str = "mail", **options: Any) -> Iterator[Reads]:
    connection = desk.open(**options)
    try:
        reads: Reads | None = getattr(connection, part)
        assert reads is not None
        yield reads
    finally:
        connection.close()
