"""Opening the ledger, with what could be saved of a damaged one before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from coucou.store import damage, file
from coucou.store.file import Store
from coucou.store.migrations import Migration
from coucou.store.salvage import salvage


def open_store(
    path: Path,
    *,
    now: datetime,
    readonly: bool = False,
    patience: float = 3.0,
    urgent: bool = False,
    released: Sequence[Migration] | None = None,
) -> Store:
    """As :func:`coucou.store.file.open_store`; of a file that was set aside, what the user decided is copied over.

    :raises UserError: as that does.
    """
    store = file.open_store(path, now=now, readonly=readonly, patience=patience, urgent=urgent, released=released)
    if not readonly and not urgent:
        for aside in damage.to_salvage(path):
            try:
                store.notices += salvage(store, aside)
            except BaseException:
                store.close()
                raise
    return store
