"""The vault's file: a header in the clear, and each account's secret sealed by AES-GCM (NIST SP 800-38D).

::

    {"coucou_vault": 1, "id": "5f0c…", "check": "…", "entries": {"work": {"version": 7, "sealed": "…"}}}

``id`` is the name under which the keyring holds the key. What is sealed begins with its nonce, new at each write; the
vault, the account and the version are its associated data, so that no entry passes for another's, nor for another
file's. ``check`` seals nothing, and tells a wrong key from a damaged entry.
"""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass, field

FORMAT = 1
_NONCE = 12  # bytes, as SP 800-38D recommends (5.2.1.1)


class Damaged(ValueError):
    """The file is no vault, or an entry of it cannot be opened with the right key."""


class WrongKey(ValueError):
    """The key is not the one with which this vault was sealed."""


@dataclass(frozen=True, slots=True)
class Entry:
    version: int
    sealed: bytes


@dataclass(slots=True)
class Sealed:
    """A vault's content as it stands in its file."""

    id: str
    check: bytes = b""
    entries: dict[str, Entry] = field(default_factory=dict)

    def verify(self, key: bytes) -> None:
        """:raises WrongKey: this is not the key of this vault."""
        try:
            _open(key, self.check, f"{self.id}")
        except Damaged as error:
            raise WrongKey from error

    def get(self, key: bytes, account: str) -> bytes | None:
        """The secret of ``account``; None when there is none. :raises Damaged: it was changed, or cut off."""
        entry = self.entries.get(account)
        return None if entry is None else _open(key, entry.sealed, self._about(account, entry.version))

    def put(self, key: bytes, account: str, secret: bytes) -> None:
        """Seal ``secret`` for ``account`` in place of what was there."""
        before = self.entries.get(account)
        version = before.version + 1 if before else 1
        self.entries[account] = Entry(version, _seal(key, secret, self._about(account, version)))

    def _about(self, account: str, version: int) -> str:
        return f"{self.id}\n{account}\n{version}"


def new(key: bytes, name: str) -> Sealed:
    return Sealed(name, _seal(key, b"", name))


def name() -> str:
    """A random name for a new vault."""
    return os.urandom(16).hex()


def dump(vault: Sealed) -> bytes:
    entries = {
        account: {"version": entry.version, "sealed": base64.b64encode(entry.sealed).decode()}
        for account, entry in sorted(vault.entries.items())
    }
    check = base64.b64encode(vault.check).decode()
    return json.dumps({"coucou_vault": FORMAT, "id": vault.id, "check": check, "entries": entries}, indent=1).encode()


def load(written: bytes) -> Sealed:
    """:raises Damaged: this is no vault, or one of a format that is not known here."""
    try:
        told = json.loads(written)
        if told["coucou_vault"] != FORMAT:
            raise Damaged("unknown format")
        entries = {
            str(account): Entry(int(entry["version"]), base64.b64decode(entry["sealed"], validate=True))
            for account, entry in told["entries"].items()
        }
        return Sealed(str(told["id"]), base64.b64decode(told["check"], validate=True), entries)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged("not a vault") from error


def _seal(key: bytes, plain: bytes, about: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # a large library: only when a secret is touched

    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def _open(key: bytes, sealed: bytes, about: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise Damaged("sealed with another key, or changed") from error
