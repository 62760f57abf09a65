"""The vault: what is sealed comes back to its owner alone, and each thing that can be wrong has its own message."""

from __future__ import annotations

import base64
import json
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backends import null

from coucou.contract import Refused, TryLater
from coucou.vault import Vault, beside, keys, sealed
from coucou.words import say
from tests.unit.keyrings import Locked, PlaintextKeyring, Remembers, chain, fails, using

SECRET = b'{"refresh_token": "1//planted-secret"}'


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Remembers]:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    backend = Remembers()
    with using(backend):
        yield backend


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "coucou.vault"


def test_a_secret_comes_back_in_another_process(ring: Remembers, path: Path) -> None:
    Vault(path).put("work", SECRET)
    assert Vault(path).load("work") == SECRET


def test_the_vault_stands_beside_the_ledger(tmp_path: Path) -> None:
    assert beside(tmp_path / "other.db").path == tmp_path / "other.vault"


def test_neither_secret_nor_key_stands_in_the_file_which_is_the_users_alone(ring: Remembers, path: Path) -> None:
    Vault(path).put("work", SECRET)
    written = path.read_bytes()
    (key,) = ring.kept.values()
    assert b"planted" not in written and key.encode() not in written and base64.b64encode(SECRET)[:20] not in written
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_each_write_has_a_new_nonce_and_a_new_version(ring: Remembers, path: Path) -> None:
    vault = Vault(path)
    seen = set()
    for turn in range(1, 6):
        vault.put("work", SECRET)
        entry = json.loads(path.read_bytes())["entries"]["work"]
        assert entry["version"] == turn
        seen.add(base64.b64decode(entry["sealed"])[:12])
    assert len(seen) == 5


def test_the_keyring_is_asked_once_in_a_run(ring: Remembers, path: Path) -> None:
    Vault(path).put("work", SECRET)
    ring.asked = 0
    vault = Vault(path)
    for _ in range(5):
        vault.load("work")
    assert ring.asked == 1


def test_a_second_ledger_never_replaces_a_living_key(ring: Remembers, tmp_path: Path) -> None:
    first, second = Vault(tmp_path / "one.vault"), Vault(tmp_path / "two.vault")
    first.put("work", SECRET)
    second.put("work", b"other")
    assert len(ring.kept) == 2
    assert Vault(first.path).load("work") == SECRET
    assert {service for service, _ in ring.kept} == {"coucou"}
    assert {name for _, name in ring.kept} == {json.loads(v.path.read_bytes())["id"] for v in (first, second)}


# --- replace ---------------------------------------------------------------------------------------------------------


def test_only_what_is_still_there_is_replaced(ring: Remembers, path: Path) -> None:
    one, other = Vault(path).of("work"), Vault(path).of("work")
    assert one.replace(None, b"a")
    assert other.replace(b"a", b"b")
    assert not one.replace(b"a", b"c")
    assert one.load() == b"b"


def test_of_many_that_replace_at_once_each_change_is_kept(ring: Remembers, path: Path) -> None:
    Vault(path).put("work", b"0")

    def add() -> None:
        secret = Vault(path).of("work")
        for _ in range(5):
            while not secret.replace(seen := secret.load(), str(int(seen or b"0") + 1).encode()):
                pass

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Vault(path).load("work") == b"20"


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=8), st.binary(max_size=300), max_size=5))
def test_every_account_gets_its_own_back(secrets: dict[str, bytes]) -> None:
    key = os.urandom(32)
    vault = sealed.new(key, sealed.name())
    for account, secret in secrets.items():
        vault.put(key, account, secret)
    again = sealed.load(sealed.dump(vault))
    assert {account: again.get(key, account) for account in again.entries} == secrets


def test_a_crash_while_writing_leaves_what_was_there(
    ring: Remembers, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault(path)
    vault.put("work", SECRET)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(Refused) as caught:
        vault.put("work", b"new")
    assert caught.value.code == "vault.cannot_write"
    monkeypatch.undo()
    assert Vault(path).load("work") == SECRET
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(".")] == []


# --- what cannot be opened -------------------------------------------------------------------------------------------


def _swap(path: Path, change: str) -> None:
    told = json.loads(path.read_bytes())
    work, home = told["entries"]["work"], told["entries"]["home"]
    if change == "accounts":
        told["entries"] = {"work": home, "home": work}
    elif change == "version":
        work["version"] += 1
    elif change == "bytes":
        raw = bytearray(base64.b64decode(work["sealed"]))
        raw[-1] ^= 1
        work["sealed"] = base64.b64encode(raw).decode()
    else:
        work["sealed"] = work["sealed"][:8]
    path.write_text(json.dumps(told))


@pytest.mark.parametrize("change", ["accounts", "version", "bytes", "cut"])
def test_an_entry_that_was_changed_is_not_opened(ring: Remembers, path: Path, change: str) -> None:
    vault = Vault(path)
    vault.put("work", SECRET)
    vault.put("home", b"home")
    _swap(path, change)
    with pytest.raises(Refused) as caught:
        vault.load("work")
    assert caught.value.code == "vault.damaged"


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\x00\xff", b'{"coucou_vault": 2}', b'{"coucou_vault": 1}'])
def test_a_file_that_is_no_vault_is_named_and_left_as_it_is(ring: Remembers, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(Refused) as loading:
        Vault(path).load("work")
    with pytest.raises(Refused) as putting:
        Vault(path).put("work", SECRET)
    assert loading.value.code == putting.value.code == "vault.damaged"
    assert path.read_bytes() == content


# --- three states that are not one -----------------------------------------------------------------------------------


def test_no_account_yet_is_none_and_asks_no_keyring(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with using(Locked()):
        assert Vault(path).load("work") is None
        assert Vault(path).accounts() == []


def test_a_locked_keyring_says_so_and_loses_nothing(ring: Remembers, path: Path) -> None:
    Vault(path).put("work", SECRET)
    with using(Locked()), pytest.raises(TryLater) as caught:
        Vault(path).load("work")
    assert caught.value.code == "vault.locked"
    assert Vault(path).load("work") == SECRET


def test_a_keyring_that_asks_where_nobody_sees_it_counts_as_locked(
    ring: Remembers, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Vault(path).put("work", SECRET)
    answered = threading.Event()

    class Asks(Remembers):
        def get_password(self, service: str, username: str) -> str | None:
            answered.wait(10)
            return None

    monkeypatch.setattr(keys, "PATIENCE", 0.05)
    with using(Asks()), pytest.raises(TryLater) as caught:
        Vault(path).load("work")
    answered.set()
    assert caught.value.code == "vault.locked"


def test_without_a_keyring_nothing_is_stored_and_the_message_says_what_to_install(path: Path) -> None:
    for backend in (fails(), null.Keyring()):  # type: ignore[no-untyped-call]  # the library has no types there
        with using(backend), pytest.raises(Refused) as caught:
            Vault(path).put("work", SECRET)
        assert caught.value.code == "vault.no_keyring"
        assert not path.exists()


def test_a_plaintext_keyring_is_refused(path: Path) -> None:
    backend = PlaintextKeyring()
    with using(backend), pytest.raises(Refused) as caught:
        Vault(path).put("work", SECRET)
    assert caught.value.code == "vault.plaintext"
    assert backend.kept == {}


def test_in_a_chain_the_plaintext_keyring_is_passed_over(path: Path) -> None:
    plain, good = PlaintextKeyring(), Remembers()
    with using(chain(plain, good)):
        Vault(path).put("work", SECRET)
        assert Vault(path).load("work") == SECRET
    assert plain.kept == {} and len(good.kept) == 1


def test_a_keyring_without_the_key_is_not_an_account_without_a_secret(ring: Remembers, path: Path) -> None:
    Vault(path).put("work", SECRET)
    with using(Remembers()), pytest.raises(Refused) as caught:
        Vault(path).load("work")
    assert caught.value.code == "vault.key_lost"


def test_the_messages_of_the_three_states_differ() -> None:
    for language in ("en", "fr"):
        texts = {say(code, language) for code in ("vault.locked", "vault.no_keyring", "vault.key_lost")}
        assert len(texts) == 3


# --- a key that systemd lends ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["raw", "base64"])
def test_a_lent_key_needs_no_keyring(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    key = os.urandom(32)
    (tmp_path / keys.LENT).write_bytes(key if form == "raw" else base64.b64encode(key) + b"\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with using(fails()):
        Vault(path).put("work", SECRET)
        assert Vault(path).load("work") == SECRET
        assert Vault(path).erase("work")


def test_a_lent_key_of_another_vault_is_told_from_damage(
    ring: Remembers, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Vault(path).put("work", SECRET)
    (tmp_path / keys.LENT).write_bytes(os.urandom(32))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with pytest.raises(Refused) as caught:
        Vault(path).load("work")
    assert caught.value.code == "vault.wrong_key"


def test_a_lent_file_that_is_no_key_is_named(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / keys.LENT).write_bytes(b"password1\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with pytest.raises(Refused) as caught:
        Vault(path).put("work", SECRET)
    assert caught.value.code == "vault.bad_key"
    assert not path.exists()


# --- erasing ---------------------------------------------------------------------------------------------------------


def test_erasing_one_account_leaves_the_others_and_needs_no_key(ring: Remembers, path: Path) -> None:
    vault = Vault(path)
    vault.put("work", SECRET)
    vault.put("home", b"home")
    with using(Locked()):
        assert Vault(path).erase("work")
        assert not Vault(path).erase("work")
    assert vault.load("work") is None
    assert vault.load("home") == b"home"


def test_with_the_last_account_the_file_and_its_key_go(ring: Remembers, path: Path) -> None:
    vault = Vault(path)
    vault.put("work", SECRET)
    assert vault.erase("work")
    assert not path.exists() and ring.kept == {}
    vault.put("work", b"again")
    assert Vault(path).load("work") == b"again"


def test_a_vault_whose_key_is_lost_is_kept_aside(ring: Remembers, path: Path) -> None:
    vault = Vault(path)
    vault.put("work", SECRET)
    aside = vault.set_aside()
    assert aside is not None and aside.exists() and not path.exists()
    vault.put("work", b"new")
    assert vault.load("work") == b"new"
    assert Vault(path.with_name("none")).set_aside() is None
