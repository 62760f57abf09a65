"""A damaged file: told from a sound one, set aside, and noted until what only it holds was copied out of it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from coucou.contract import Problem
from coucou.store import faults, migrations

SMALL_BYTES = 4_000_000  # a file this small is checked through and through at each opening for writing
_SIDES = ("", "-wal", "-shm", "-journal")


def connect(path: Path, how: str = "mode=rw") -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{how}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5.0, cached_statements=256)


def set_aside_if_damaged(path: Path, now: datetime) -> tuple[Problem, ...]:
    if not os.path.exists(path) or not _is_damaged(path):
        return ()
    aside = path.with_name(f"{path.name}.corrupt-{migrations.stamp(now)}")
    with _note(path).open("a", encoding="utf-8") as note:
        note.write(f"{aside.name}\n")
    for side in _SIDES:
        part = Path(f"{path}{side}")
        if os.path.exists(part):
            part.chmod(0o600)
            part.rename(f"{aside}{side}")
    _marker(path).unlink(missing_ok=True)
    return (Problem("store.rebuilt", str(path), {"aside": str(aside)}),)


def to_salvage(path: Path) -> Iterator[Path]:
    """The files that were set aside and not yet looked through; they are when the last one was asked for.

    A note of them lies beside ``path`` until then, so that a crash in between loses nothing.
    """
    note = _note(path)
    if os.path.exists(note):
        for name in note.read_text("utf-8").splitlines():
            if path.with_name(name).exists():
                yield path.with_name(name)
        note.unlink()


def _is_damaged(path: Path) -> bool:
    suspected = os.path.exists(_marker(path))
    thorough = suspected or path.stat().st_size <= SMALL_BYTES
    try:
        connection = connect(path)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            sound = not thorough or connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if not faults.is_damage(error):
            raise
        return True
    if sound and suspected:
        _marker(path).unlink(missing_ok=True)
    return not sound


def mark(path: Path) -> None:
    """Leave word for the next opening, which holds the lock and can set the file aside."""
    try:
        os.close(os.open(_marker(path), os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError:
        return  # nothing can be written here: the user is told of the damage all the same


def _marker(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.salvage")
