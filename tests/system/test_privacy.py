"""Everything about me, and nothing more about them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.system.conftest import Run, World


@pytest.fixture
def read(run: Run, fresh: World) -> World:
    assert run("preview", *fresh.options).code == 0
    return fresh


def about(state: Path, *texts: str) -> list[str]:
    """Where one of these texts stands in any file beside the ledger, byte for byte."""
    found = []
    for file in state.parent.iterdir():
        if file.is_file() and file.name.startswith(state.stem):
            content = file.read_bytes().lower()
            found += [f"{file.name}: {text}" for text in texts if text.lower().encode() in content]
    return found


def somebody(state: Path) -> tuple[str, str]:
    """The address and name of one who was proposed."""
    db = sqlite3.connect(state)
    try:
        address, name = db.execute("SELECT address, name FROM proposal ORDER BY score DESC").fetchone()
    finally:
        db.close()
    return address, name


def test_everything_is_exported_and_what_is_exported_is_private(run: Run, read: World, tmp_path: Path) -> None:
    ran = run("export", *read.options)
    assert (ran.code, ran.err) == (0, "")
    tables = json.loads(ran.out)["tables"]
    db = sqlite3.connect(read.state)
    for (name,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall():
        kept = db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        secret = 1 if name == "meta" and db.execute("SELECT 1 FROM meta WHERE key = 'audit key'").fetchone() else 0
        assert len(tables[name]) == kept - secret, name
    db.close()
    out = tmp_path / "all.json"
    assert run("export", "--out", out, *read.options).code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    assert json.loads(out.read_text())["tables"].keys() == tables.keys()


def test_a_person_is_forgotten_everywhere_and_no_sync_and_no_never_brings_them_back(run: Run, read: World) -> None:
    address, name = somebody(read.state)
    backup = read.state.with_name(f"{read.state.name}.backup-v1-20260101T000000Z")
    backup.write_bytes(read.state.read_bytes())
    backup.chmod(0o600)
    page = read.state.with_name("digest.html")
    page.write_text(name)
    letters = read.state.parent / "drafts"
    letters.mkdir()
    theirs, anothers = letters / "a.eml", letters / "b.eml"
    theirs.write_text(f"To: {name} <{address.upper()}>\r\n\r\nHello")
    anothers.write_text("To: <somebody@example.org>\r\n\r\nHello")
    assert about(read.state, address)
    ran = run("forget", name, "--yes", *read.options)
    assert ran.code == 0, ran.err
    assert not backup.exists() and not page.exists() and not theirs.exists()
    assert anothers.exists()
    assert about(read.state, address, name) == []
    ran = run("sync", *read.options)
    assert ran.code == 0, ran.err
    db = sqlite3.connect(read.state)
    db.execute("UPDATE reader SET cursor_value = NULL")  # everything is read again
    db.commit()
    db.close()
    assert run("sync", *read.options).code == 0
    assert about(read.state, address) == []
    people = json.loads(run("people", "--json", *read.options).out)["people"]
    assert name not in {one["name"] for one in people}
    assert run("why", name, *read.options).code == 1


def test_somebody_who_is_on_a_card_without_an_address_can_be_forgotten_by_the_whole_name(
    run: Run, tmp_path: Path
) -> None:
    card = tmp_path / "cards.vcf"
    card.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Zoé Lamontagne\nORG:Nordlys\nEND:VCARD\n", encoding="utf-8")
    config, state = tmp_path / "config.toml", tmp_path / "state" / "coucou.db"
    config.write_text('[[accounts]]\nname = "files"\nconnector = "local"\ncontacts = ["cards.vcf"]\n')
    options = ("--config", config, "--state", state)
    assert run("sync", *options).code == 0
    assert about(state, "Lamontagne")
    assert run("forget", "Lamontagne", "--yes", *options).code == 1
    ran = run("forget", "zoe lamontagne", "--yes", *options)
    assert ran.code == 0, ran.err
    card.write_text(
        f"BEGIN:VCARD\nVERSION:3.0\nFN:Omar Diallo\nEND:VCARD\n{card.read_text(encoding='utf-8')}", encoding="utf-8"
    )
    assert run("sync", *options).code == 0
    assert about(state, "Lamontagne") == []
    assert about(state, "Diallo")


def test_nobody_is_forgotten_without_a_yes(run: Run, read: World) -> None:
    address, name = somebody(read.state)
    assert run("forget", name, *read.options, stdin="n\n").code == 1
    assert about(read.state, address)
    assert run("forget", "nobody-of-this-name", "--yes", *read.options).code == 1
