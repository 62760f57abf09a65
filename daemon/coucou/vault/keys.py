"""Where the vault's key is kept: the keyring of the session, or a file that systemd lends to a service."""

from __future__ import annotations

import base64
import binascii
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from coucou.contract import Refused, TryLater

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "coucou"
LENT = "coucou-key"  # in $CREDENTIALS_DIRECTORY (systemd.exec(5), LoadCredential=)
LENGTH = 32
PATIENCE = 120.0  # seconds: the keyring may ask for a password, and may ask where nobody sees it

_T = TypeVar("_T")


class NoKey(Exception):
    """The keyring works, and holds no key of this name."""


def find(vault: str, environ: Mapping[str, str] = os.environ) -> bytes:
    """The key of the vault called ``vault``.

    :raises NoKey: there is none where it should be.
    :raises TryLater: ``vault.locked``. :raises Refused: ``vault.no_keyring``, ``vault.plaintext``, ``vault.bad_key``.
    """
    lent = _lent(environ)
    if lent is not None:
        return lent
    backend = _backend()
    written = _patiently(lambda: backend.get_password(SERVICE, vault))
    if written is None:
        raise NoKey
    return _read(written.encode())


def make(vault: str, environ: Mapping[str, str] = os.environ) -> bytes:
    """A new random key, kept under the name ``vault``; the lent one where one is lent.

    :raises TryLater, Refused: as :func:`find`.
    """
    lent = _lent(environ)
    if lent is not None:
        return lent
    key = os.urandom(LENGTH)
    backend = _backend()
    _patiently(lambda: backend.set_password(SERVICE, vault, base64.b64encode(key).decode()))
    if _patiently(lambda: backend.get_password(SERVICE, vault)) != base64.b64encode(key).decode():
        raise Refused("vault.keeps_nothing", name=_name(backend))  # what would be sealed now could never be opened
    return key


def place(environ: Mapping[str, str] = os.environ) -> str:
    """The name of the keyring that would be used; "" where a key is lent. Neither is asked for anything.

    :raises Refused: ``vault.no_keyring``, ``vault.plaintext``, ``vault.bad_key``.
    """
    return "" if _lent(environ) is not None else _name(_backend())


def forget(vault: str, environ: Mapping[str, str] = os.environ) -> None:
    """Take the key away; none there is no error. A lent key is not ours to take."""
    from keyring.errors import PasswordDeleteError

    if _lent(environ) is not None:
        return
    backend = _backend()

    def delete() -> None:
        try:
            backend.delete_password(SERVICE, vault)
        except PasswordDeleteError:
            return

    _patiently(delete)


def _lent(environ: Mapping[str, str]) -> bytes | None:
    folder = environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        return None
    try:
        written = (Path(folder) / LENT).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refused("vault.bad_key") from error
    return _read(written)


def _read(written: bytes) -> bytes:
    """32 bytes, as they are or in Base64."""
    if len(written) == LENGTH:
        return written
    try:
        key = base64.b64decode(written.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != LENGTH:
        raise Refused("vault.bad_key")
    return key


def _backend() -> KeyringBackend:
    """The keyring to use. Of a chain, the first that protects what it keeps: a chain may begin with a plain file."""
    import keyring  # 40 ms and 16 MB: only when a credential is needed
    from keyring.backends import chainer

    chosen = keyring.get_keyring()
    candidates = list(chosen.backends) if isinstance(chosen, chainer.ChainerBackend) else [chosen]
    protected = [one for one in candidates if not _keeps_nothing(one) and "plaintext" not in _name(one).lower()]
    if protected:
        return protected[0]
    exposed = [one for one in candidates if not _keeps_nothing(one)]
    if exposed:
        raise Refused("vault.plaintext", name=_name(exposed[0]))
    raise Refused("vault.no_keyring")


def _keeps_nothing(backend: KeyringBackend) -> bool:
    from keyring.backends import fail, null

    return isinstance(backend, (fail.Keyring, null.Keyring))


def _name(backend: KeyringBackend) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _patiently(ask: Callable[[], _T]) -> _T:
    """What ``ask`` gives. A keyring that waits for its password to be typed where nobody sees it counts as locked."""
    from keyring import errors

    given: list[_T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            given.append(ask())
        except BaseException as error:  # handed over to the thread that waits
            failed.append(error)

    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if given:
        return given[0]
    match failed:
        case [errors.NoKeyringError() as error]:
            raise Refused("vault.no_keyring") from error
        case [errors.KeyringLocked() | errors.InitError() as error]:
            raise TryLater("vault.locked") from error
        case [Exception() as error]:  # a backend may raise whatever its platform raises
            raise TryLater("vault.keyring_failed", cause=type(error).__name__) from error
        case [error]:
            raise error
        case _:
            raise TryLater("vault.locked")
