"""The ledger's file: who may open it, what happens to it, and what is said when it cannot be used."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coucou.errors import UserError
from coucou.store import damage, file, ledger, migrations, open_store
from coucou.store.migrations import Migration

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
V1 = Migration(1, "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT); CREATE TABLE note (id INTEGER PRIMARY KEY);")
V2 = Migration(
    2, "-- a comment; with a semicolon\nALTER TABLE note ADD COLUMN text TEXT;\nUPDATE note SET text = 'a;b';"
)
V3 = Migration(3, "ALTER TABLE note ADD COLUMN more TEXT;")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder on whose rights the user can depend: root gives its own up meanwhile."""
    if os.name != "posix":
        pytest.skip("rights are told otherwise here")
    found = Path(tempfile.mkdtemp(prefix="coucou-"))
    root = os.geteuid() == 0
    if root:
        os.chown(found, 65534, -1)
        os.seteuid(65534)
    yield found
    if root:
        os.seteuid(0)
    shutil.rmtree(found)


def columns(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db, db:
        found = [row[1] for row in db.execute("PRAGMA table_info(note)")]
    return found


def test_every_file_beside_the_ledger_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "state" / "coucou.db"
    with open_store(path, now=NOW) as store:
        ledger.choose(store, ["lea@example.org"], ledger.Verdict.NEVER, now=NOW)
        with store.transaction():
            store.connection.execute("INSERT INTO meta (key, value) VALUES ('a', 'b')")
        found = {entry.name: stat.S_IMODE(entry.stat().st_mode) for entry in path.parent.iterdir()}
    assert set(found) == {"coucou.db", "coucou.db-wal", "coucou.db-shm", "coucou.db.lock"}
    assert set(found.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "coucou.db"
    open_store(path, now=NOW).close()
    path.chmod(0o644)
    open_store(path, now=NOW).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_file_keeps_when_it_was_begun(tmp_path: Path) -> None:
    path = tmp_path / "coucou.db"
    open_store(path, now=NOW).close()
    with open_store(path, now=datetime(2027, 1, 1, tzinfo=UTC)) as store:
        assert ledger.first_run(store) == NOW


def test_an_older_schema_is_migrated_step_by_step_and_a_copy_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "coucou.db"
    with open_store(path, now=NOW, released=[V1]) as store:
        store.connection.execute("INSERT INTO note (id) VALUES (7)")
    with open_store(path, now=NOW, released=[V1, V2, V3]) as store:
        assert store.connection.execute("SELECT id, text, more FROM note").fetchall() == [(7, "a;b", None)]
        assert migrations.version(store.connection) == 3
    (copy,) = migrations.backups(path)
    assert copy.name == "coucou.db.backup-v1-20260302T150000Z"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert columns(copy) == ["id"]


def test_only_the_last_three_copies_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "coucou.db"
    steps = [V1, V2, V3, Migration(4, "CREATE TABLE d (x);"), Migration(5, "CREATE TABLE e (x);")]
    for number in range(1, 6):
        open_store(path, now=NOW.replace(hour=number), released=steps[:number]).close()
    assert [copy.name.split("-")[1] for copy in migrations.backups(path)] == ["v2", "v3", "v4"]


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "coucou.db"
    open_store(path, now=NOW, released=[V1]).close()
    broken = Migration(2, "ALTER TABLE note ADD COLUMN text TEXT; INSERT INTO nowhere VALUES (1);")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        open_store(path, now=NOW, released=[V1, broken])
    assert columns(path) == ["id"]
    open_store(path, now=NOW, released=[V1]).close()


def test_a_reader_brings_an_older_file_up_to_date_first(tmp_path: Path) -> None:
    path = tmp_path / "coucou.db"
    open_store(path, now=NOW, released=[V1]).close()
    with open_store(path, now=NOW, readonly=True, released=[V1, V2]) as store:
        assert migrations.version(store.connection) == 2


def test_released_migrations_are_numbered_without_holes() -> None:
    steps = migrations.released()
    assert [step.version for step in steps] == list(range(1, len(steps) + 1))


def test_a_file_of_a_newer_version_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "coucou.db"
    open_store(path, now=NOW, released=[V1, V2]).close()
    before = path.read_bytes()
    for readonly in (False, True):
        with pytest.raises(UserError) as caught:
            open_store(path, now=NOW, readonly=readonly, released=[V1])
        assert caught.value.code == "store.newer"
        assert caught.value.values == {"found": 2, "known": 1}
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE photo (id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(UserError) as caught:
        open_store(path, now=NOW)
    assert caught.value.code == "store.not_ours"
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", ["header", "pages", "text", "cut"])
def test_a_damaged_file_is_kept_aside_and_begun_anew_and_this_is_said(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "coucou.db"
    open_store(path, now=NOW).close()
    content = bytearray(path.read_bytes())
    if damage == "header":
        content[:100] = os.urandom(100)
    elif damage == "pages":
        content[file.PAGE_BYTES :] = b"\xff" * (len(content) - file.PAGE_BYTES)
    elif damage == "text":
        content = bytearray(b"this is not a database at all, only a few words\n" * 40)
    else:
        content = content[: len(content) // 2]
    path.write_bytes(content)
    with open_store(path, now=NOW) as store:
        notice, *lost = store.notices
        assert {one.code for one in lost} == {"store.decisions_lost"}
        assert ledger.counts(store)["messages"] == 0
    aside = tmp_path / "coucou.db.corrupt-20260302T150000Z"
    assert notice.code == "store.rebuilt"
    assert notice.values == {"aside": str(aside)}
    assert aside.read_bytes() == content
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    with open_store(path, now=NOW) as store:
        assert store.notices == ()


def test_damage_met_in_the_middle_of_a_large_file_is_mended_at_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damage, "SMALL_BYTES", 0)  # so that opening it does not look at every page
    path = tmp_path / "coucou.db"
    open_store(path, now=NOW).close()
    content = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as db, db:
        page = int(db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'card'").fetchone()[0])
    content[(page - 1) * file.PAGE_BYTES : page * file.PAGE_BYTES] = b"\xff" * file.PAGE_BYTES
    path.write_bytes(content)
    with pytest.raises(UserError) as caught, open_store(path, now=NOW, readonly=True) as store:
        ledger.cards(store)
    assert caught.value.code == "store.damaged"
    with open_store(path, now=NOW) as store:
        assert [notice.code for notice in store.notices] == ["store.rebuilt"]
        assert ledger.cards(store) == []


def test_a_second_writer_is_told_who_is_writing_and_a_reader_is_not_held_up(tmp_path: Path) -> None:
    path = tmp_path / "coucou.db"
    script = (
        "import sys, pathlib, datetime; from coucou.store import open_store\n"
        "with open_store(pathlib.Path(sys.argv[1]), now=datetime.datetime.now(datetime.UTC)) as store:\n"
        "    with store.transaction():\n"
        "        store.connection.execute(\"INSERT INTO meta VALUES ('half', 'written')\")\n"
        "        print('ready', flush=True); sys.stdin.readline()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin and other.stdout
    try:
        assert other.stdout.readline() == "ready\n"
        with pytest.raises(UserError) as caught:
            open_store(path, now=NOW, patience=0.2)
        assert caught.value.code == "store.in_use"
        assert caught.value.values == {"process": str(other.pid)}
        with open_store(path, now=NOW, readonly=True) as store:
            assert store.connection.execute("SELECT count(*) FROM meta WHERE key = 'half'").fetchone() == (0,)
    finally:
        other.communicate("go on\n", timeout=20)
    open_store(path, now=NOW, patience=0.2).close()


def test_a_process_that_was_killed_leaves_no_lock_and_no_half_transaction(tmp_path: Path) -> None:
    path = tmp_path / "coucou.db"
    script = (
        "import sys, os, pathlib, datetime; from coucou.store import open_store\n"
        "store = open_store(pathlib.Path(sys.argv[1]), now=datetime.datetime.now(datetime.UTC))\n"
        "with store.transaction(): store.connection.execute(\"INSERT INTO meta VALUES ('whole', '1')\")\n"
        "store.begin(); store.connection.execute(\"INSERT INTO meta VALUES ('half', '1')\")\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    with open_store(path, now=NOW, patience=0.2) as store:
        found = {key for (key,) in store.connection.execute("SELECT key FROM meta")}
    assert "whole" in found
    assert "half" not in found


def test_a_full_disk_is_said_and_what_was_stored_stays(tmp_path: Path) -> None:
    path = tmp_path / "coucou.db"
    with open_store(path, now=NOW) as store:
        ledger.choose(store, ["lea@example.org"], ledger.Verdict.NEVER, now=NOW)
    with pytest.raises(UserError) as caught, open_store(path, now=NOW) as store:
        # SQLite's own way to a full disk: no page more than there are now.
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages}")
        many = [f"person{number}@example.org" for number in range(5000)]
        ledger.choose(store, many, ledger.Verdict.NEVER, now=NOW)
    assert caught.value.code == "store.full"
    assert caught.value.place == str(path)
    with open_store(path, now=NOW) as store:
        assert list(ledger.choices(store)) == ["lea@example.org"]


def test_a_read_that_finds_no_file_says_that_nothing_was_read_yet(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        open_store(tmp_path / "coucou.db", now=NOW, readonly=True)
    assert caught.value.code == "store.none"


def test_a_folder_that_cannot_be_written_is_said_and_can_still_be_read(folder: Path) -> None:
    path = folder / "coucou.db"
    open_store(path, now=NOW).close()
    folder.chmod(0o500)
    try:
        with open_store(path, now=NOW, readonly=True) as store:
            assert ledger.counts(store)["messages"] == 0
        with pytest.raises(UserError) as caught, open_store(path, now=NOW) as store:
            ledger.choose(store, ["lea@example.org"], ledger.Verdict.NEVER, now=NOW)
        assert caught.value.code in ("store.read_only", "store.cannot_open")
        with pytest.raises(UserError) as caught:
            open_store(folder / "another.db", now=NOW)
        assert caught.value.code == "store.read_only"
    finally:
        folder.chmod(0o700)


def test_a_file_that_cannot_be_written_is_said(folder: Path) -> None:
    path = folder / "coucou.db"
    open_store(path, now=NOW).close()
    path.chmod(0o400)
    with pytest.raises(UserError) as caught:
        open_store(path, now=NOW)
    assert caught.value.code == "store.read_only"


def test_a_path_that_cannot_be_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    with pytest.raises(UserError) as caught:
        open_store(tmp_path / "state" / "coucou.db", now=NOW)
    assert caught.value.code == "store.cannot_open"
    with pytest.raises(UserError) as caught:
        open_store(tmp_path, now=NOW)
    assert caught.value.code in ("store.cannot_open", "store.read_only")


def test_a_mistake_of_ours_in_sql_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    with (
        pytest.raises(sqlite3.OperationalError, match="no such table"),
        open_store(tmp_path / "a.db", now=NOW) as store,
    ):
        store.connection.execute("SELECT * FROM nowhere")
