"""The vault itself: read, changed and written back under a lock, so that no refreshed token of anybody is lost."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from coucou.contract import Refused, TryLater
from coucou.errors import UserError
from coucou.files import write_private
from coucou.store import lock
from coucou.vault import keys, sealed

PATIENCE = 10.0  # seconds; the lock is held only for as long as a small file takes to write


@dataclass(frozen=True, slots=True)
class Secret:
    """One account's place in the vault: the ``Secrets`` port. Nothing is opened before it is asked."""

    vault: Vault
    account: str

    def load(self) -> bytes | None:
        return self.vault.load(self.account)

    def replace(self, expected: bytes | None, new: bytes | None) -> bool:
        return self.vault.replace(self.account, expected, new)


@dataclass(slots=True)
class Vault:
    """The secrets in the file at ``path``. The key is asked for once, and kept as long as this value lives."""

    path: Path
    _keys: dict[str, bytes] = field(default_factory=dict, repr=False)

    def of(self, account: str) -> Secret:
        return Secret(self, account)

    def accounts(self) -> list[str]:
        """The accounts that have a secret; no key is needed for it."""
        content = self._content()
        return sorted(content.entries) if content else []

    def sign_in_of(self, account: str) -> str:
        """What tells this sign-in of ``account`` from any other; "" where there is none. No key is needed for it."""
        try:
            content = self._content()
        except Refused:
            return ""  # whoever opens the account says what is wrong with the file
        entry = content.entries.get(account) if content else None
        return hashlib.blake2b(entry.sealed, digest_size=8).hexdigest() if entry else ""

    def load(self, account: str) -> bytes | None:
        """The secret of ``account``; None when it has none, for which the keyring is not even asked.

        :raises TryLater: ``vault.locked``, ``vault.keyring_failed``.
        :raises Refused: ``vault.no_keyring``, ``vault.plaintext``, ``vault.key_lost``, ``vault.wrong_key``,
            ``vault.damaged``, ``vault.unreadable``.
        """
        content = self._content()
        if content is None or account not in content.entries:
            return None
        with _told(self.path):
            return content.get(self._key(content), account)

    def replace(self, account: str, expected: bytes | None, new: bytes | None) -> bool:
        """Store ``new`` if what is stored is still ``expected``; False, and nothing stored, when another was first.

        :raises TryLater, Refused: as :meth:`load`; ``vault.cannot_write``, ``vault.in_use``.
        """
        return self._change(account, new, lambda stored: stored == expected)

    def put(self, account: str, new: bytes) -> None:
        """Store ``new``, whatever was there. :raises TryLater, Refused: as :meth:`replace`."""
        self._change(account, new, lambda stored: True)

    def erase(self, account: str) -> bool:
        """Take the secret of ``account`` away, for which no key is needed. False: there was none.

        With the last secret the file goes, and its key leaves the keyring where that can be reached.
        """
        with self._locked():
            content = self._content()
            if content is None or account not in content.entries:
                return False
            self._remove(content, account)
            return True

    def set_aside(self) -> Path | None:
        """Put away a vault whose key is lost, so that a new one can begin. Returns where; None when there is none."""
        with self._locked():
            for number in range(1, 1000):
                aside = self.path.with_name(f"{self.path.name}.lost-{number}")
                if not aside.exists():
                    try:
                        os.rename(self.path, aside)
                    except FileNotFoundError:
                        return None
                    self._keys.clear()
                    return aside
        raise Refused("vault.cannot_write", cause="")

    def _change(self, account: str, new: bytes | None, may: Callable[[bytes | None], bool]) -> bool:
        with self._locked(), _told(self.path):
            content = self._content()
            if content is None:
                if not may(None):
                    return False
                if new is None:
                    return True
                content = self._begun()
            key = self._key(content)
            if not may(content.get(key, account)):
                return False
            if new is None:
                self._remove(content, account)
            else:
                content.put(key, account, new)
                self._write(content)
            return True

    def _remove(self, content: sealed.Sealed, account: str) -> None:
        content.entries.pop(account, None)
        if content.entries:
            self._write(content)
            return
        self.path.unlink()
        self._keys.pop(content.id, None)
        with suppress(TryLater, Refused):  # a key that opens nothing is no secret any more
            keys.forget(content.id)

    def _begun(self) -> sealed.Sealed:
        """A new vault, whose key is in the keyring before anything is sealed with it."""
        name = sealed.name()
        key = keys.make(name)
        self._keys[name] = key
        return sealed.new(key, name)

    def _key(self, content: sealed.Sealed) -> bytes:
        key = self._keys.get(content.id)
        if key is None:
            try:
                key = keys.find(content.id)
            except keys.NoKey as error:
                raise Refused("vault.key_lost") from error
            content.verify(key)
            self._keys[content.id] = key
        return key

    def _content(self) -> sealed.Sealed | None:
        try:
            written = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Refused("vault.unreadable") from error
        with _told(self.path):
            return sealed.load(written)

    def _write(self, content: sealed.Sealed) -> None:
        try:
            write_private(self.path, sealed.dump(content))
        except UserError as error:
            raise Refused("vault.cannot_write", cause=error.values.get("cause", "")) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            held = lock.take(self.path.with_name(f"{self.path.name}.lock"), PATIENCE)
        except UserError as error:
            raise TryLater("vault.in_use") from error
        except OSError as error:
            raise Refused("vault.cannot_write", cause=error.strerror) from error
        try:
            yield
        finally:
            os.close(held)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What is wrong with the file, as the contract's errors."""
    try:
        yield
    except sealed.WrongKey as error:
        raise Refused("vault.wrong_key", path=str(path)) from error
    except sealed.Damaged as error:
        raise Refused("vault.damaged", path=str(path)) from error


def beside(state: Path) -> Vault:
    """The vault of the ledger at ``state``."""
    return Vault(state.with_name(f"{state.stem}.vault"))
