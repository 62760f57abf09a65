"""What SQLite and the file system say when they cannot, in words that lead to advice."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from coucou.errors import UserError

_BY_RESULT = {
    sqlite3.SQLITE_FULL: "store.full",
    sqlite3.SQLITE_READONLY: "store.read_only",
    sqlite3.SQLITE_PERM: "store.read_only",
    sqlite3.SQLITE_BUSY: "store.locked",
    sqlite3.SQLITE_LOCKED: "store.locked",
    sqlite3.SQLITE_CANTOPEN: "store.cannot_open",
    sqlite3.SQLITE_IOERR: "store.disk",
    sqlite3.SQLITE_CORRUPT: "store.damaged",
    sqlite3.SQLITE_NOTADB: "store.damaged",
}
_BY_ERRNO = {
    errno.ENOSPC: "store.full",
    errno.EDQUOT: "store.full",
    errno.EROFS: "store.read_only",
    errno.EACCES: "store.read_only",
    errno.EPERM: "store.read_only",
}


def is_damage(error: BaseException) -> bool:
    """Whether the file's content is at fault, rather than the disk, the rights or another process."""
    return isinstance(error, sqlite3.DatabaseError) and _primary(error) in (
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    )


def said(error: sqlite3.Error, path: Path) -> UserError | None:
    """The advice for an error of SQLite; None for one that is ours (bad SQL, a broken promise) and must stay loud."""
    code = _BY_RESULT.get(_primary(error))
    return UserError(code, str(path)) if code else None


def said_by_system(error: OSError, path: Path) -> UserError:
    return UserError(_BY_ERRNO.get(error.errno or 0, "store.cannot_open"), str(path))


def _primary(error: BaseException) -> int:
    # Extended result codes keep the primary one in their low byte (https://sqlite.org/rescode.html#pve).
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
