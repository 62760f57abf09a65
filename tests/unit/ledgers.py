"""Ledgers for tests: a store in a folder of its own, and what it holds in a form that can be compared."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from coucou.contract import Batch, Event, MailKind, Message, Participant, Role, SourceId
from coucou.core.settings import Exclude
from coucou.store import Store, ledger, open_store

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
ANA, LEA, OMAR, INES = "ana@example.org", "lea@example.net", "omar@example.com", "ines@example.com"


@contextmanager
def a_ledger() -> Iterator[Store]:
    with (
        tempfile.TemporaryDirectory(prefix="coucou-") as folder,
        open_store(Path(folder, "coucou.db"), now=NOW) as store,
    ):
        yield store


def take(
    store: Store,
    *items: Message | Event,
    own: Iterable[str] = (ANA,),
    exclude: Exclude | None = None,
    account: str = "work",
    reader: str = "mail",
) -> ledger.Applied:
    batch = Batch(tuple(items))
    return ledger.apply(store, account, reader, batch, exclude=exclude or Exclude(), own=frozenset(own), now=NOW)


def mail(
    sender: str,
    to: Iterable[str] = (),
    cc: Iterable[str] = (),
    *,
    id: str = "1@example.org",
    at: datetime = datetime(2026, 1, 5, 12, tzinfo=UTC),
    kind: MailKind = MailKind.PERSONAL,
    subject: str | None = "Hello",
    sent: bool = False,
    labels: tuple[str, ...] = (),
    failed: tuple[str, ...] = (),
    names: dict[str, str] | None = None,
) -> Message:
    people = [(Role.FROM, sender), *((Role.TO, a) for a in to), *((Role.CC, a) for a in cc)]
    return Message(
        source=SourceId(f"mail/{id}"),
        message_id=id,
        moment=at,
        kind=kind,
        participants=tuple(Participant(role, address, (names or {}).get(address, "")) for role, address in people),
        subject=subject,
        sent=sent,
        labels=labels,
        failed=failed,
    )


def people_on_mail(store: Store) -> set[tuple[object, ...]]:
    """Every participant row in words, whatever the numbers."""
    rows = store.connection.execute(
        "SELECT m.message_id, a.address, p.moment, p.role, p.contact, p.size, m.offset_minutes, m.kind, m.sent,"
        " m.subject FROM participant p JOIN message m ON m.id = p.message_id JOIN address a ON a.id = p.address_id"
    )
    return set(rows)


def contacts(store: Store) -> set[tuple[str, str, int]]:
    """(Message-ID, address, contact) of every participant."""
    return {(str(row[0]), str(row[1]), int(str(row[4]))) for row in people_on_mail(store)}


def assert_sound(store: Store) -> None:
    """No reference leads nowhere, those that the schema leaves to us included."""
    db = store.connection
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    dangling = (
        "SELECT count(*) FROM participant WHERE address_id NOT IN (SELECT id FROM address)"
        " OR message_id NOT IN (SELECT id FROM message)"
    )
    assert db.execute(dangling).fetchone() == (0,)
