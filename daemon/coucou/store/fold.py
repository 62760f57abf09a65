"""Old mail as counts, when the user wants it so: by address, month, role and kind of contact; nothing else stays of it.

What ties are judged by comes out the same for any moment after it (coucou.store.facts). Who was on whose mail together,
subjects, labels and identifiers are gone. What is older than the fold is not taken in again, whoever delivers it.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from coucou.store import accounts
from coucou.store.file import Store
from coucou.store.statements import sql

_UNTIL = "folded until"


def fold(store: Store, years: int, *, now: datetime) -> int:
    """Fold the mail of whole months (UTC) that ended more than ``years`` ago; how many messages that were.

    The newest mail bounds what is taken for now, because what a clock that is years ahead would fold, never comes back.
    """
    (newest,) = store.connection.execute(sql("fold.newest")).fetchone()
    if newest is None:
        return 0
    today = min(now, datetime.fromtimestamp(newest, UTC)).astimezone(UTC)
    cutoff = datetime(today.year - years, today.month, 1, tzinfo=UTC)
    with store.transaction():
        if int(cutoff.timestamp()) <= folded_until(store.connection):
            return 0
        accounts.set_meta(store, _UNTIL, str(int(cutoff.timestamp())))
        return _fold(store.connection, cutoff)


def folded_until(connection: sqlite3.Connection) -> int:
    """The moment (epoch seconds) before which mail is counts only, and is not taken in; 0 when nothing was folded."""
    row = connection.execute(sql("accounts.get_meta"), (_UNTIL,)).fetchone()
    return int(row[0]) if row else 0


def _fold(db: sqlite3.Connection, cutoff: datetime) -> int:
    values = {"cutoff": int(cutoff.timestamp())}
    (oldest,) = db.execute(sql("fold.oldest")).fetchone()
    db.execute("CREATE TEMP TABLE IF NOT EXISTS month (start INTEGER PRIMARY KEY)")
    db.execute(sql("fold.no_months"))
    db.executemany(sql("fold.add_month"), [(start,) for start in _months(oldest, cutoff)])
    db.execute(sql("fold.fold_participants"), values)
    db.execute(sql("fold.fold_bounces"), values)
    db.execute(sql("fold.delete_participants"), values)
    return db.execute(sql("fold.delete_messages"), values).rowcount


def _months(oldest: int, cutoff: datetime) -> list[int]:
    """The first moments of all months from that of ``oldest`` up to ``cutoff``, as epoch seconds."""
    first = datetime.fromtimestamp(oldest, UTC)
    numbers = range(first.year * 12 + first.month - 1, cutoff.year * 12 + cutoff.month - 1)
    return [int(datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC).timestamp()) for number in numbers]
