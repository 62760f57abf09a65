"""Keyrings for tests: whole backends of the keyring library, which the vault meets as it meets any other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail
from keyring.errors import KeyringLocked, PasswordDeleteError


class Remembers(KeyringBackend):
    """Keeps what it is given, until the process ends."""

    priority = 0.5  # never chosen by itself

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library has no types there
        self.kept: dict[tuple[str, str], str] = {}
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("none")


class Locked(Remembers):
    """One whose password nobody typed."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")

    set_password = get_password  # type: ignore[assignment]  # refuses in the same way, whatever it is given


class PlaintextKeyring(Remembers):
    """Named as the one of ``keyrings.alt`` that writes a plain file."""


def fails() -> KeyringBackend:
    """What the library chooses where there is no keyring."""
    return fail.Keyring()  # type: ignore[no-untyped-call]


def chain(*members: KeyringBackend) -> KeyringBackend:
    """What the library chooses where there are several."""

    class Chain(chainer.ChainerBackend):
        backends = members

    return Chain()  # type: ignore[no-untyped-call]


@contextmanager
def using(backend: KeyringBackend) -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield
    finally:
        keyring.set_keyring(before)
