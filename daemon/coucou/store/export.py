"""Everything that the ledger holds, table by table, as it is: for the person it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coucou.store import migrations
from coucou.store.file import Store

SECRET = frozenset({"audit key"})  # with it, the keyed hashes of those who are forgotten could be tried out


def schema_version(store: Store) -> int:
    return migrations.version(store.connection)


def tables(store: Store) -> list[str]:
    """The tables' names, in order."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [name for (name,) in store.connection.execute(asked)]


def rows(store: Store, table: str) -> Iterator[dict[str, Any]]:
    """The rows of one of :func:`tables`; moments are epoch seconds, as in the schema's own words."""
    if table not in tables(store):
        raise KeyError(table)
    found = store.connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - one of our own tables' names
    columns = [column[0] for column in found.description]
    for row in found:
        one = dict(zip(columns, row, strict=True))
        if table != "meta" or one["key"] not in SECRET:
            yield one
