"""Keeping the file small: what is no longer used is given back to the disk."""

from __future__ import annotations

from datetime import datetime, timedelta

from coucou.store import accounts
from coucou.store.file import Store

EVERY = timedelta(days=7)
WORTHWHILE = 0.1  # of the file's pages free, from which on it is written anew sooner


def tidy(store: Store, *, now: datetime, at_once: bool = False) -> int:
    """Write the file anew when a week has passed, much of it is free, or ``at_once``; the bytes that this gave back.

    VACUUM needs as much room as the file for a moment; a full disk fails it and harms nothing.
    """
    db = store.connection
    db.execute("PRAGMA optimize")
    pages, free = (int(db.execute(f"PRAGMA {what}").fetchone()[0]) for what in ("page_count", "freelist_count"))
    known = accounts.meta(store, "vacuumed")
    last = datetime.fromisoformat(known) if known else None
    old = last is None or not now - EVERY < last <= now
    freed = 0
    if free and (old or at_once or free > pages * WORTHWHILE):
        db.execute("VACUUM")
        freed = free * int(db.execute("PRAGMA page_size").fetchone()[0])
    if old or freed:
        accounts.set_meta(store, "vacuumed", now.isoformat())
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return freed
