"""The schema's versions: numbered files, each applied once and whole, after a copy of the file was kept."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

_FILE = re.compile(r"(\d{4})_\w+\.sql")
KEPT_BACKUPS = 3


@dataclass(frozen=True, slots=True)
class Migration:
    """``version`` is the schema's ``user_version`` once ``script`` has run."""

    version: int
    script: str


@cache
def released() -> tuple[Migration, ...]:
    """Every migration of this version of coucou, in order."""
    folder = files("coucou.store").joinpath("sql", "migrations")
    found = ((_FILE.fullmatch(file.name), file) for file in folder.iterdir())
    return tuple(sorted((Migration(int(m[1]), f.read_text("utf-8")) for m, f in found if m), key=lambda m: m.version))


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    """Bring an open file (in autocommit mode) up to the last of ``migrations``, each in its own transaction.

    Foreign keys are off meanwhile, so that a table can be rebuilt, and are checked before each commit.

    :raises sqlite3.Error: a statement failed; the file is as it was before that migration.
    """
    connection.execute("PRAGMA foreign_keys = OFF")
    for migration in migrations:
        if migration.version > version(connection):
            _apply(connection, migration)
    connection.execute("PRAGMA foreign_keys = ON")


def _apply(connection: sqlite3.Connection, migration: Migration) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in _statements(migration.script):
            connection.execute(statement)
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.IntegrityError(f"migration {migration.version} breaks a reference")
        connection.execute(f"PRAGMA user_version = {int(migration.version)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    """The script's statements one by one: ``executescript`` would commit before each script."""
    pending = ""
    for piece in re.findall(r"[^;]*;|[^;]+", script):  # a semicolon in a comment or a string completes nothing
        pending += piece
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if any(line.strip() and not line.lstrip().startswith("--") for line in pending.splitlines()):
        raise sqlite3.OperationalError("a migration ends in the middle of a statement")


def keep_backup(connection: sqlite3.Connection, path: Path, now: datetime) -> Path:
    """Copy the open file beside itself (0600), and let only the last copies stay."""
    copy = path.with_name(f"{path.name}.backup-v{version(connection)}-{stamp(now)}")
    os.close(os.open(copy, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    with closing(sqlite3.connect(copy)) as target:
        connection.backup(target)
    for old in backups(path)[:-KEPT_BACKUPS]:
        old.unlink(missing_ok=True)
    return copy


def backups(path: Path) -> list[Path]:
    """The copies kept beside ``path``, oldest first."""
    found: Iterable[Path] = path.parent.glob(f"{path.name}.backup-v*")
    return sorted(found, key=lambda copy: copy.name.rpartition("-")[2])


def stamp(now: datetime) -> str:
    """A moment as it stands in file names: sortable, UTC, without characters that a file system refuses."""
    return now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
