"""A key that systemd lends: the recipe of docs/how-to/connect-google.md, with systemd's own program for credentials."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from coucou.contract import Refused
from coucou.vault import Vault
from tests.conftest import absent
from tests.unit.keyrings import fails, using

pytestmark = pytest.mark.peer


class Machine:
    """One machine's own secret, with which systemd encrypts for it alone; never that of the machine under the test."""

    def __init__(self, creds: str, folder: Path) -> None:
        folder.mkdir()
        self.creds, self.folder = creds, folder
        self.run("setup")

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        environ = {**os.environ, "SYSTEMD_CREDENTIAL_SECRET": str(self.folder / "secret")}
        done = subprocess.run(
            [self.creds, *arguments], input=given, capture_output=True, env=environ, timeout=60, check=False
        )
        if done.returncode and b"not supported" in done.stderr.lower():
            absent("this systemd-creds cannot encrypt here")
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def lends(self, credential: bytes) -> Path:
        """As the service manager does before it starts a service: decrypted, in a folder of the service's own."""
        folder = self.folder / "credentials"
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / "coucou-key").write_bytes(self.run("decrypt", "--name=coucou-key", "-", "-", given=credential))
        return folder


def test_a_key_that_systemd_encrypted_opens_the_vault_of_its_service(
    program: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(program("systemd-creds"), tmp_path / "machine")
    written = subprocess.run("head -c 32 /dev/urandom | base64", shell=True, capture_output=True, check=True).stdout
    credential = machine.run("encrypt", "--with-key=host", "--name=coucou-key", "-", "-", given=written)
    assert written.strip() not in credential
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(machine.lends(credential)))
    Vault(tmp_path / "coucou.vault").put("work", b"planted-secret")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(machine.lends(credential)))  # the next start
    assert Vault(tmp_path / "coucou.vault").load("work") == b"planted-secret"
    monkeypatch.delenv("CREDENTIALS_DIRECTORY")
    with using(fails()), pytest.raises(Refused) as caught:
        Vault(tmp_path / "coucou.vault").load("work")
    assert caught.value.code == "vault.no_keyring"
