"""The record of every decision and of every call that changed something outside. Only ever added to."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from coucou.core.address import normal
from coucou.store import accounts
from coucou.store.file import Store
from coucou.store.statements import sql

_KEY = "audit key"


@dataclass(frozen=True, slots=True)
class Entry:
    """``what`` happened to which proposal, ``result``, and the ``code`` of the reason. ``who`` is a keyed hash."""

    number: int
    at: datetime
    what: str
    proposal: str
    who: str
    key: str
    account: str
    result: str
    code: str


def note(
    store: Store,
    what: str,
    *,
    now: datetime,
    proposal: str = "",
    address: str = "",
    key: str = "",
    account: str = "",
    result: str = "",
    code: str = "",
) -> None:
    """Add a line. ``address`` is kept as a keyed hash only."""
    with store.transaction():
        store.connection.execute(
            sql("audit.add"),
            {
                "at": int(now.timestamp()),
                "what": what,
                "proposal": proposal,
                "who": who(store, address) if address else "",
                "key": key,
                "account": account,
                "result": result,
                "code": code,
            },
        )


def entries(store: Store) -> list[Entry]:
    """Every line, oldest first."""
    return [
        Entry(number, datetime.fromtimestamp(at, UTC), *rest)
        for number, at, *rest in store.connection.execute(sql("audit.all"))
    ]


def who(store: Store, address: str) -> str:
    """The keyed hash of an address (BLAKE2b with a key of this file's own): tells the same person again, nobody else.

    :raises sqlite3.Error: there is no key yet, and the store is open to read only.
    """
    return marker(store)(address)


def marker(store: Store) -> Callable[[str], str]:
    """What makes the keyed hash of an address, for many of them. :raises sqlite3.Error: as :func:`who`."""
    written = accounts.meta(store, _KEY)
    if written is None:
        written = os.urandom(16).hex()  # the module of secrets takes 2 ms at every start
        accounts.set_meta(store, _KEY, written)
    key = bytes.fromhex(written)
    return lambda address: hashlib.blake2b(normal(address).encode(), key=key, digest_size=8).hexdigest()


def names_of(store: Store, people: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Names by keyed hash, for a user who asks to see them; ``people`` are (address, name)."""
    if accounts.meta(store, _KEY) is None:
        return {}
    return {who(store, address): name for address, name in people}
