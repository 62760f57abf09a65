"""A reader's batches on their way into the ledger: data and cursor in one transaction, large enough to be fast."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType

from coucou.contract import Batch, Card, Event, Message
from coucou.core.settings import Exclude
from coucou.store import accounts, calendar, cards, mail
from coucou.store.file import Store
from coucou.store.forgotten import kept_out
from coucou.store.judge import own_stored, set_own
from coucou.store.known import Known
from coucou.store.statements import sql

COMMIT_AFTER = 20_000  # items: smaller transactions write the same pages over and over


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of some batches, in items."""

    messages: int = 0  # new ones
    again: int = 0  # messages that were known already
    events: int = 0
    cards: int = 0
    gone: int = 0
    excluded: int = 0

    def __add__(self, other: Applied) -> Applied:
        return Applied(
            self.messages + other.messages,
            self.again + other.again,
            self.events + other.events,
            self.cards + other.cards,
            self.gone + other.gone,
            self.excluded + other.excluded,
        )


@dataclass(slots=True)
class Intake:
    """Takes one reader's batches in turn. A context manager: leaving it commits what was taken, unless taking a batch
    failed half-way. When it is the connector that fails, the batches before stay good.

    A process that dies loses what came after the last commit, cursor and all: it is read again, never skipped.
    """

    store: Store
    account: str
    reader: str
    account_id: int
    now: datetime
    known: Known
    post: mail.Post
    exclude: Exclude
    commit_after: int = COMMIT_AFTER
    applied: Applied = field(default_factory=Applied)
    _generation: int = 0
    _pending: int = 0
    _seen: int = 0  # SQLite's count of what other processes committed
    _open: bool = False
    _torn: bool = False

    def begin_again(self) -> None:
        """A full read begins, whether its first batch says so or not."""
        self._begin()
        self._generation = accounts.begin_again(self.store, self.account_id, self.reader)

    def take(self, batch: Batch) -> Applied:
        """Apply one batch: what is gone first, then what appeared, then the cursor."""
        self._begin()
        self._torn = True
        if batch.everything_again:
            self._generation = accounts.begin_again(self.store, self.account_id, self.reader)
        applied = self._remove(batch) + self._add(batch)
        if batch.cursor is not None:
            row = (batch.cursor.value, batch.cursor.version, self.account_id, self.reader)
            self.store.connection.execute(sql("accounts.set_cursor"), row)
        self._torn = False
        self.applied += applied
        self._pending += len(batch.appeared) + len(batch.gone)
        if self._pending >= self.commit_after or batch.dear:
            self.commit()
        return applied

    def complete(self) -> Applied:
        """The reader came to its end: forget what a full read did not show, and note that it went well."""
        self._begin()
        applied = Applied()
        if accounts.generation(self.store, self.account_id, self.reader)[1]:
            gone = calendar.sweep(self._diary()) if self.reader == "calendar" else 0
            gone += cards.sweep(self._cabinet()) if self.reader == "contacts" else 0
            applied = Applied(gone=gone)
            self.store.connection.execute(sql("accounts.swept"), (self.account_id, self.reader))
        values = {"now": int(self.now.timestamp()), "account": self.account_id, "name": self.reader}
        self.store.connection.execute(sql("accounts.synced"), values)
        self.applied += applied
        self.commit()
        return applied

    def commit(self) -> None:
        if self._open:
            self.post.circles.settle()
            self.known.flush()
            self.store.commit()
            self._open = False
            self._pending = 0

    @property
    def settled(self) -> bool:
        """Whether all that was taken is committed."""
        return not self._open

    def _begin(self) -> None:
        if self._open:
            return
        self.store.begin()
        self._open = True
        others = int(self.store.connection.execute("PRAGMA data_version").fetchone()[0])
        if others != self._seen:  # another process wrote since: numbers of addresses may mean others now
            self.known.forget()
            self.known.excluded = kept_out(self.store, self.exclude)
            self.post = mail.Post(self.known, self.account_id)
            self._seen = others
        row = self.store.connection.execute(sql("mail.last_ids")).fetchone()
        self.post.next_id, self.known.next_id = row[0] + 1, row[1] + 1
        self._generation = accounts.generation(self.store, self.account_id, self.reader)[0]

    def _remove(self, batch: Batch) -> Applied:
        # Mail that leaves its folder stays in the ledger: the contact took place.
        if not batch.gone or self.reader == "mail":
            return Applied()
        if self.reader == "calendar":
            return Applied(gone=calendar.remove(self._diary(), batch.gone))
        return Applied(gone=cards.remove(self._cabinet(), batch.gone))

    def _add(self, batch: Batch) -> Applied:
        messages = [item for item in batch.appeared if isinstance(item, Message)]
        events = [item for item in batch.appeared if isinstance(item, Event)]
        contacts = [item for item in batch.appeared if isinstance(item, Card)]
        calendar.define_zones(self._diary(), batch.zones)
        taken = mail.take(self.post, messages) if messages else mail.Taken()
        calendar.take(self._diary(), events)
        kept_out = cards.take(self._cabinet(), contacts)
        return Applied(
            messages=taken.new,
            again=taken.again,
            events=len(events),
            cards=len(contacts) - kept_out,
            excluded=taken.excluded + kept_out,
        )

    def _diary(self) -> calendar.Diary:
        return calendar.Diary(self.known, self.account_id, self._generation)

    def _cabinet(self) -> cards.Cabinet:
        return cards.Cabinet(self.known, self.account_id, self._generation)

    def __enter__(self) -> Intake:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if not self._open:
            return
        if self._torn or isinstance(error, sqlite3.Error):  # a full disk rolls back by itself: nothing is left to keep
            self.store.rollback()
            self._open = False
        else:
            self.commit()


def intake(
    store: Store,
    account: str,
    reader: str,
    *,
    exclude: Exclude,
    own: Collection[str],
    now: datetime,
    connector: str = "",
) -> Intake:
    """Make ready to take the batches of one reader. ``own``: the user's addresses in normal form, as far as known."""
    with store.transaction():
        if frozenset(own) != own_stored(store):
            set_own(store, own)
        number = accounts.account_id(store, account, connector)
        accounts.generation(store, number, reader)
    known = Known(store.connection, kept_out(store, exclude), frozenset(own))
    return Intake(store, account, reader, number, now, known, mail.Post(known, number), exclude)


def apply(
    store: Store, account: str, reader: str, batch: Batch, *, exclude: Exclude, own: Collection[str], now: datetime
) -> Applied:
    """One batch and its cursor in one transaction. For many batches, an ``intake`` is much faster."""
    with intake(store, account, reader, exclude=exclude, own=own, now=now) as desk:
        return desk.take(batch)
