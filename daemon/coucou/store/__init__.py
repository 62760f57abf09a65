"""The store: one SQLite file a user, 0600, one writer, SQL in named files."""

from coucou.store.file import Store
from coucou.store.opening import open_store

__all__ = ["Store", "open_store"]
