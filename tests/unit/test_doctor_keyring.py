"""What doctor says of the place where credentials are kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend

from coucou import doctor
from coucou.core.settings import AccountSettings
from tests.unit.keyrings import Locked, PlaintextKeyring, Remembers, fails, using

GOOGLE, FILES = AccountSettings("work", "google"), AccountSettings("archive", "local")


@pytest.mark.parametrize(
    ("backend", "accounts", "good", "code"),
    [
        (Remembers(), [GOOGLE], True, "doctor.keyring"),
        (Locked(), [GOOGLE], True, "doctor.keyring"),  # it is not asked to open
        (fails(), [FILES], True, "doctor.no_keyring"),
        (fails(), [FILES, GOOGLE], False, "vault.no_keyring"),
        (PlaintextKeyring(), [FILES], False, "vault.plaintext"),
    ],
)
def test_a_keyring_is_needed_where_an_account_signs_in(
    backend: KeyringBackend,
    accounts: list[AccountSettings],
    good: bool,
    code: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with using(backend):
        (finding,) = doctor.about_keyring(accounts)
    assert (finding.good, finding.code) == (good, code)


def test_a_key_that_is_lent_stands_for_a_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "coucou-key").write_bytes(os.urandom(32))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with using(fails()):
        (finding,) = doctor.about_keyring([GOOGLE])
    assert (finding.good, finding.code) == (True, "doctor.lent_key")
