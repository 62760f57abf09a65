"""What cannot be read again, out of a damaged file: what the user decided, and what coucou proposed and sent.

A lost "never" could mean writing to somebody who must not be written to. Everything else comes again from the accounts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from coucou.contract import Problem
from coucou.core.proposal import State
from coucou.core.settings import AddressAs
from coucou.store.choices import Verdict
from coucou.store.file import Store
from coucou.store.values import read_reasons

Row = Mapping[str, object]


def _proposal(row: Row) -> None:
    State(str(row["state"]))
    for name in ("starts", "ends"):
        datetime.fromisoformat(str(row[name]))
    for name in ("reasons", "why"):
        read_reasons(str(row.get(name, "[]")))
    json.loads(str(row["addresses"]))


# Each table with what tells that a row of it means something. A table stands behind those that it refers to.
_SOUND: Mapping[str, Callable[[Row], object]] = {
    "choice": lambda row: Verdict(str(row["verdict"])),
    "manner": lambda row: AddressAs(str(row["address_as"])),
    "proposal": _proposal,
    "effect": lambda row: None,
    "audit": lambda row: None,
}

_COUNTED = frozenset({"choice", "manner", "proposal"})  # what the user knows of


def salvage(store: Store, aside: Path) -> tuple[Problem, ...]:
    """Copy what can still be read of the decisions in a file that was set aside; how much it was, and whether some may
    be lost. Doing it twice does no harm."""
    kept, whole = 0, True
    with closing(sqlite3.connect(f"{aside.absolute().as_uri()}?mode=ro", uri=True)) as source, store.transaction():
        source.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for table, check in _SOUND.items():
            rows, all_read = _rows(source, table, _columns(store.connection, table))
            rows.sort(key=lambda row: row.get("parent") is not None)  # an ask before the invitation that confirms it
            copied = sum(_copied(store.connection, table, row, check) for row in rows)
            whole = whole and all_read and copied == len(rows)
            kept += copied if table in _COUNTED else 0
    problems = []
    if kept:
        problems.append(Problem("store.salvaged", str(store.path), MappingProxyType({"n": kept})))
    if not whole:
        problems.append(Problem("store.decisions_lost", str(store.path), MappingProxyType({"aside": str(aside)})))
    return tuple(problems)


def _columns(connection: sqlite3.Connection, table: str) -> dict[str, int]:
    """The columns and their places in the primary key (0: in none)."""
    return {row[1]: row[5] for row in connection.execute(f"PRAGMA table_info({table})")}


def _rows(source: sqlite3.Connection, table: str, columns: Mapping[str, int]) -> tuple[list[Row], bool]:
    """The rows that can be read, and whether that was all: from one end up to the damage, then from the other."""
    try:
        there = [name for name in _columns(source, table) if name in columns]  # an older version's had fewer
    except sqlite3.DatabaseError:
        return [], False
    if not there:
        return [], False
    key = [name for name in there if columns[name]]
    found: dict[tuple[object, ...], Row] = {}
    for order in ("", " DESC"):
        # Names of tables and columns come from our own schema.
        query = f"SELECT {', '.join(there)} FROM {table} ORDER BY {', '.join(name + order for name in key)}"  # noqa: S608
        try:
            for values in source.execute(query):
                row = dict(zip(there, values, strict=True))
                found.setdefault(tuple(row[name] for name in key), row)
        except sqlite3.DatabaseError:
            continue
        return list(found.values()), True
    return list(found.values()), False


def _copied(target: sqlite3.Connection, table: str, row: Row, check: Callable[[Row], object]) -> bool:
    """Whether a row meant something and was stored, or was there already."""
    with suppress(ValueError, TypeError, KeyError, AttributeError, sqlite3.IntegrityError):
        check(row)
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        target.execute(f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING", dict(row))  # noqa: S608
        return True
    return False
