"""The file itself: opened, locked, checked, brought up to date, and closed with a sentence for whatever went wrong."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType

from coucou.contract import Problem
from coucou.errors import UserError
from coucou.store import damage, faults, lock, migrations
from coucou.store.migrations import Migration

APPLICATION_ID = 0x636F7563  # "couc": tells our files from other programs' SQLite files
CACHE_KIB = 12_000  # of pages; bounded, because a first read must stay below 60 MB in all
PAGE_BYTES = 8_192  # SQLite's usual half of it makes a first read a tenth slower: more pages to split and to write
SMALL_BYTES = 4_000_000  # a file this small is checked through and through at each opening for writing
LONG_PATIENCE = 60.0  # seconds for which one that lent its lock waits to have it back: others hold it for bursts
_SIDES = ("", "-wal", "-shm", "-journal")


@dataclass(slots=True)
class Store:
    """An open ledger. Used as a context manager, within which SQLite's errors become ``UserError`` with advice."""

    path: Path
    connection: sqlite3.Connection
    readonly: bool = False
    notices: tuple[Problem, ...] = ()  # what opening it had to do, for the user to read
    _lock: int | None = None
    _file: tuple[int, int] | None = None  # which file it is, whatever stands at the path later
    _inside: bool = field(default=False, repr=False)

    def begin(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        self._inside = True

    def commit(self) -> None:
        self.connection.execute("COMMIT")
        self._inside = False

    def rollback(self) -> None:
        self._inside = False
        if self.connection.in_transaction:  # a full disk may have rolled back by itself
            self.connection.execute("ROLLBACK")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; one inside another joins it."""
        if self._inside:
            yield
            return
        self.begin()
        try:
            yield
            self.commit()
        except BaseException:
            self.rollback()
            raise

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Let other processes write meanwhile: for a wait on something slow, with nothing uncommitted.

        :raises UserError: ``store.in_use`` when another keeps the lock, ``store.gone`` when the file was taken away.
        """
        if self._lock is None or self._inside:
            yield
            return
        os.close(self._lock)
        self._lock = None
        try:
            yield
        finally:
            self._lock = lock.take(lock.of_writer(self.path), LONG_PATIENCE)
            if self._file != _identity(self.path):
                raise UserError("store.gone", str(self.path))

    def flush_each_commit(self) -> None:
        """From here on a commit is on the disk when it returns, so that a power cut forgets nothing that left."""
        self.connection.execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        self.connection.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self.close()
        except sqlite3.Error:
            if error is None:  # else the first error tells more
                raise
        if isinstance(error, sqlite3.Error):
            if faults.is_damage(error):
                damage.mark(self.path)
            advice = faults.said(error, self.path)
            if advice is not None:
                raise advice from error


def open_store(
    path: Path,
    *,
    now: datetime,
    readonly: bool = False,
    patience: float = 3.0,
    urgent: bool = False,
    released: Sequence[Migration] | None = None,
) -> Store:
    """Open the user's ledger, made if it is not there (never when ``readonly``).

    ``urgent`` waits for no other writer, only for the end of its transaction: for a word that others look up each time
    before they act, such as the pause, and for nothing else.

    For writing it is locked against other writers, for at most ``patience`` seconds of waiting; readers are never
    held up. An older schema is migrated after a copy was kept; a damaged file is set aside and begun anew, which a
    notice tells. ``now`` names those files. ``released`` is for tests of the machinery.

    :raises UserError: ``store.in_use``, ``store.newer``, ``store.none`` (nothing was read yet), ``store.not_ours``,
        ``store.read_only``, ``store.full``, ``store.locked``, ``store.cannot_open``, ``store.disk``, ``store.damaged``.
    """
    steps = migrations.released() if released is None else tuple(released)
    try:
        if readonly:
            return _open_to_read(path, now, steps, patience)
        if urgent and os.path.exists(path):
            return _open_beside_a_writer(path, now, steps, patience)
        return _open_to_write(path, now, steps, patience)
    except sqlite3.Error as error:
        if faults.is_damage(error):
            damage.mark(path)
        advice = faults.said(error, path)
        if advice is None:
            raise
        raise advice from error
    except OSError as error:
        raise faults.said_by_system(error, path) from error


def _open_to_write(path: Path, now: datetime, steps: Sequence[Migration], patience: float) -> Store:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = lock.take(lock.of_writer(path), patience)
    try:
        notices = damage.set_aside_if_damaged(path, now)
        _make_private(path)
        connection = damage.connect(path)
        try:
            _check_identity(connection, path, steps)
            _prepare(connection, path, now, steps)
        except BaseException:
            connection.close()
            raise
        return Store(path, connection, False, notices, held, _identity(path))
    except BaseException:
        os.close(held)
        raise


def _open_to_read(path: Path, now: datetime, steps: Sequence[Migration], patience: float) -> Store:
    if not os.path.exists(path):  # Path.exists raises in a folder that may not be entered
        raise UserError("store.none", str(path))
    connection = damage.connect(path, "mode=ro")
    try:
        connection = _where_nothing_can_be_written(connection, path)
        _check_identity(connection, path, steps)
        behind = migrations.version(connection) < steps[-1].version
    except BaseException:
        connection.close()
        raise
    if behind:
        connection.close()
        _open_to_write(path, now, steps, patience).close()
        connection = damage.connect(path, "mode=ro")
    return Store(path, connection, readonly=True)


def _open_beside_a_writer(path: Path, now: datetime, steps: Sequence[Migration], patience: float) -> Store:
    connection = damage.connect(path)
    try:
        _check_identity(connection, path, steps)
        behind = migrations.version(connection) < steps[-1].version
        connection.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")
    except BaseException:
        connection.close()
        raise
    if behind:
        connection.close()
        return _open_to_write(path, now, steps, patience)
    return Store(path, connection)


def _where_nothing_can_be_written(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """SQLite needs to make a shared-memory file even to read a WAL database. Where it may not, and no log is waiting,
    the file cannot change while it is read, and is opened as one that does not."""
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        log = Path(f"{path}-wal")
        if faults.is_damage(error) or (log.exists() and log.stat().st_size):
            raise
        connection.close()
        return damage.connect(path, "mode=ro&immutable=1")
    return connection


def _check_identity(connection: sqlite3.Connection, path: Path, steps: Sequence[Migration]) -> None:
    found = migrations.version(connection)
    known = steps[-1].version
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if tables and application != APPLICATION_ID:
        raise UserError("store.not_ours", str(path))
    if found > known:
        raise UserError("store.newer", str(path), found=found, known=known)


def _prepare(connection: sqlite3.Connection, path: Path, now: datetime, steps: Sequence[Migration]) -> None:
    found = migrations.version(connection)
    connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # heeded in a new file only
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute("PRAGMA synchronous = NORMAL")  # WAL stays consistent without a flush at each commit
    connection.execute("PRAGMA journal_size_limit = 33554432")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    if found < steps[-1].version:
        if found:
            migrations.keep_backup(connection, path, now)
        migrations.migrate(connection, steps)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(
        "INSERT INTO meta (key, value) VALUES ('first_run', ?) ON CONFLICT DO NOTHING", (str(int(now.timestamp())),)
    )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _make_private(path: Path) -> None:
    """Make the file ours alone before SQLite opens it: its -wal and -shm take over the mode."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
