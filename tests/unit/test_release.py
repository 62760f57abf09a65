"""Whether the code that a process began with is still what is installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coucou.daemon.release import GONE, SETTLE, Release


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    install(tmp_path, "coucou_daemon", "1.0", "coucou/sync.py,sha256=old,1\n")
    install(tmp_path, "msal", "1.0", "")
    return tmp_path


def install(folder: Path, name: str, version: str, record: str) -> Path:
    told = folder / f"{name}-{version}.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n")
    (told / "RECORD").write_text(record)
    return told


def test_what_is_installed_again_unchanged_is_no_upgrade(folder: Path) -> None:
    release = Release(folder)
    shutil.rmtree(folder / "coucou_daemon-1.0.dist-info")
    install(folder, "coucou_daemon", "1.0", "coucou/sync.py,sha256=old,1\n")
    assert not release.changed(1.0)


def test_other_files_or_another_library_are_an_upgrade(folder: Path) -> None:
    release = Release(folder)
    (folder / "coucou_daemon-1.0.dist-info/RECORD").write_text("coucou/sync.py,sha256=new,1\n")
    assert release.changed(1.0)
    release = Release(folder)
    assert not release.changed(1.0)
    shutil.rmtree(folder / "msal-1.0.dist-info")
    install(folder, "msal", "2.0", "")
    assert release.changed(1.0)


def test_an_upgrade_is_waited_for_until_it_is_whole(folder: Path) -> None:
    release = Release(folder)
    shutil.rmtree(folder / "coucou_daemon-1.0.dist-info")
    assert release.changed(10.0)
    assert not release.settled(10.0 + SETTLE), "nothing is there to start"
    install(folder, "coucou_daemon", "2.0", "")
    assert release.changed(50.0)
    assert not release.settled(50.0 + SETTLE / 2)
    (folder / "coucou_daemon-2.0.dist-info/RECORD").write_text("coucou/sync.py,sha256=new,1\n")
    assert release.changed(70.0)
    assert not release.settled(50.0 + SETTLE)
    assert release.settled(70.0 + SETTLE)


def test_one_that_is_taken_away_is_not_waited_for_for_ever(folder: Path) -> None:
    release = Release(folder)
    shutil.rmtree(folder)
    assert release.changed(10.0)
    assert not release.settled(10.0 + GONE / 2)
    assert release.settled(10.0 + GONE)


@pytest.mark.parametrize("folder_of", [lambda path: None, lambda path: path / "nowhere"])
def test_what_was_never_installed_is_never_upgraded(tmp_path: Path, folder_of: object) -> None:
    assert callable(folder_of)
    release = Release(folder_of(tmp_path))
    assert not release.changed(1.0)
