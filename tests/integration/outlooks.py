"""An account at the fake Graph, as the tests of reading and sending use it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from coucou.contract import (
    Batch,
    Message,
    Reading,
)
from coucou.testing import samples
from coucou.testing.conformance import Ledger
from tests.google.clock import START
from tests.outlook.rig import Desk, letter
from tests.outlook.server import FarOutlook

NOW = START  # 2 March 2026, as the fake's clock begins
READING = Reading(
    oldest=NOW - timedelta(days=5 * 365), newest=NOW + timedelta(days=400), timezone="America/Toronto", now=NOW
)


@contextmanager
def signed_in(far: FarOutlook, *, sends: bool = False, connected: bool = True) -> Iterator[Desk]:
    """An account there; at the end, nothing may have been asked that Graph does not know."""
    with far.serving() as address:
        made = Desk.at(far, address, sends=sends)
        if connected:
            made.sign_in(sends=sends)
            far.seen.clear()
        yield made
    assert far.wrong == []


def mail(far: FarOutlook, count: int, folder: str = "inbox", first: int = 0, **more: Any) -> None:
    for number in range(first, first + count):
        moment = NOW - timedelta(days=number)
        far.mail.put(letter(samples.message(number, moment), **more), folder)


def read(desk: Desk, ledger: Ledger, part: str = "mail", reading: Reading = READING, **options: Any) -> list[Batch]:
    connection = desk.open(**options)
    try:
        return ledger.read(getattr(connection, part), reading)
    finally:
        connection.close()


def ids(ledger: Ledger) -> set[str]:
    return {item.message_id for item in ledger.items.values() if isinstance(item, Message)}
