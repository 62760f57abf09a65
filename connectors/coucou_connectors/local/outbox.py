"""Invitations as files that the user handles by hand: ``KEY.ics`` for their own calendar, ``KEY.eml`` to send.

Exactly once, whatever crashes: the files are first written whole under hidden names, then the journal says that they
are made, then they are renamed. A hidden file that is on record is one that was not handed over yet, so whoever comes
next finishes it; one that is not there any more was handed over, and is the user's: it is never written again.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from coucou.contract import ConnectorError, Invitation, Receipt, Refused, TryLater, Unclear
from coucou_connectors.local.journal import KEY, Journal, held

_MADE, _CANCELLED = "made", "cancelled"
_ENDS: Mapping[str, tuple[str, str]] = {_MADE: (".ics", ".eml"), _CANCELLED: (".cancel.ics", ".cancel.eml")}
_NEVER = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ELOOP, errno.ENAMETOOLONG)


class Outbox:
    """Fulfils :class:`coucou.contract.SendsInvitations`. The folder is made when something is first sent."""

    follows = False  # what the user does with a file is seen where they put it, by UID or mark

    def __init__(self, account: str, folder: Path) -> None:
        self._account = account
        self._folder = folder

    def send(self, invitation: Invitation) -> Receipt:
        """See ``SendsInvitations.send``.

        :raises Unclear: the disk failed between the journal and the files.
        :raises TryLater: the disk is full, or the folder that holds the outbox is not there. :raises Refused: the
            outbox may not be written to.
        """
        key = _checked(invitation.key)
        with self._failing():
            if self._folder.parent.is_dir():
                self._folder.mkdir(0o700, exist_ok=True)
        with self._journal() as journal:
            if not self._known(journal, key):
                self._hand_over(journal, _MADE, invitation)
            return self._finished(journal, key)

    def find(self, key: str) -> Receipt | None:
        """See ``SendsInvitations.find``. What a crash kept from being handed over, is."""
        _checked(key)
        with self._failing():
            if not self._folder.exists() and self._folder.parent.is_dir():
                return None
        with self._journal() as journal:
            if self._known(journal, key):
                return self._finished(journal, key)
            with self._failing():
                for path in self._files(_MADE, key):
                    _hidden(path).unlink(missing_ok=True)  # of an attempt that never came to be
        return None

    def cancel(self, invitation: Invitation) -> None:
        """Write ``KEY.cancel.ics`` and, for an invitation, ``KEY.cancel.eml``, and take away what still lies there of
        the files that it takes back, lest they are used after all. See ``SendsInvitations.cancel``."""
        key = invitation.key
        if self.find(key) is None:
            return
        with self._journal() as journal:
            if _CANCELLED not in journal.facts(key):
                self._hand_over(journal, _CANCELLED, invitation)
            self._finished(journal, key)

    def _known(self, journal: Journal, key: str) -> bool:
        """Whether it was made. A file tells it too, should the journal have been deleted."""
        if journal.facts(key):
            return True
        if not any(path.exists() for path in self._files(_MADE, key)):
            return False
        with self._failing():
            journal.add(_MADE, key)
        return True

    def _hand_over(self, journal: Journal, fact: str, invitation: Invitation) -> None:
        """Write the files under their hidden names, and put ``fact`` on record: from then on, it is so."""
        with self._failing():
            for path, content in zip(self._files(fact, invitation.key), (invitation.ics, invitation.eml), strict=True):
                _hidden(path).unlink(missing_ok=True)
                if content:
                    _write(_hidden(path), content)
            _flush(self._folder)
        with self._failing(surely=False):
            journal.add(fact, invitation.key)

    def _finished(self, journal: Journal, key: str) -> Receipt:
        """Carry out what is on record and was not carried out yet; what then stands."""
        with self._failing(surely=False):
            facts = journal.facts(key)
            if _CANCELLED in facts:
                for path in self._files(_MADE, key):
                    path.unlink(missing_ok=True)
                    _hidden(path).unlink(missing_ok=True)
            for fact in facts:
                for path in self._files(fact, key):
                    _reveal(path)
            _flush(self._folder)
            return Receipt(key, _CANCELLED not in facts and any(p.exists() for p in self._files(_MADE, key)))

    def _files(self, fact: str, key: str) -> Iterator[Path]:
        return (self._folder / f"{key}{end}" for end in _ENDS[fact])

    @contextmanager
    def _journal(self) -> Iterator[Journal]:
        with self._failing(), held(self._folder) as journal:
            yield journal

    @contextmanager
    def _failing(self, *, surely: bool = True) -> Iterator[None]:
        """Failures of the disk, as the engine knows them; ``surely`` nothing was done when one comes."""
        try:
            yield
        except OSError as error:
            raise self._named(error, surely) from error

    def _named(self, error: OSError, surely: bool) -> ConnectorError:
        if not surely:
            return Unclear("local.outbox_unclear", account=self._account)
        if error.errno == errno.ENOENT:
            return TryLater("local.outbox_away", account=self._account)
        if error.errno in _NEVER:
            return Refused("local.outbox_refused", account=self._account)
        return TryLater("local.outbox_failing", account=self._account)


def _checked(key: str) -> str:
    if not KEY.fullmatch(key):
        raise ValueError("a key is 32 of 0-9a-f")
    return key


def _hidden(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _reveal(path: Path) -> None:
    """Give a hidden file its name, in one step; what stands there under it already, stays."""
    hidden = _hidden(path)
    if not hidden.exists():
        return
    if path.exists():
        hidden.unlink()
    else:
        os.rename(hidden, path)


def _flush(folder: Path) -> None:
    """Names too are on the disk only once their folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
