"""Maildir folders and .eml files: read once each, missed when they went."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.unit.mail_files import Box, letter, named

UNIQUE = "1746453600.M{0}P42.host.example"


def folder(path: Path) -> Path:
    for inner in ("cur", "new", "tmp"):
        (path / inner).mkdir(parents=True)
    return path


def drop(path: Path, number: int, inner: str = "cur", flags: str = ":2,S", extra: str = "") -> Path:
    file = path / inner / (UNIQUE.format(number) + flags)
    file.write_text(letter(number, extra))
    return file


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    path = folder(tmp_path / "Maildir")
    drop(path, 1)
    drop(path, 2, "new", "")
    return path


def test_a_maildir_is_read_once(maildir: Path) -> None:
    box = Box(maildir.parent, "Maildir")
    assert sorted(box.ids()) == named(1, 2)
    assert box.ids() == []
    drop(maildir, 3, "new", "")
    assert box.ids() == named(3)


def test_a_message_that_was_read_or_flagged_or_given_a_uid_is_the_same(maildir: Path) -> None:
    box = Box(maildir.parent, "Maildir")
    box.read()
    (maildir / "new" / UNIQUE.format(2)).rename(maildir / "cur" / (UNIQUE.format(2) + ",S=1200,W=1250:2,FRS"))
    (maildir / "cur" / (UNIQUE.format(1) + ":2,S")).rename(maildir / "cur" / (UNIQUE.format(1) + ",U=7!2,RS"))
    assert box.read() == ([], [], [])


def test_a_message_that_went_is_told_by_its_source_id(maildir: Path) -> None:
    box = Box(maildir.parent, "Maildir")
    sources = {m.message_id: m.source for m in box.read()[0]}
    (maildir / "cur" / (UNIQUE.format(1) + ":2,S")).unlink()
    assert box.read() == ([], [], [sources["m1@mail.example"]])
    assert box.read() == ([], [], [])


def test_drafts_and_trashed_messages_are_left_out_and_go_when_they_become_such(maildir: Path) -> None:
    drop(maildir, 3, flags=":2,DS")
    drop(maildir, 4, flags=":2,ST")
    box = Box(maildir.parent, "Maildir")
    assert sorted(box.ids()) == named(1, 2)
    (maildir / "cur" / (UNIQUE.format(1) + ":2,S")).rename(maildir / "cur" / (UNIQUE.format(1) + ":2,ST"))
    assert len(box.read()[2]) == 1


@pytest.mark.parametrize(
    "name", [".Sent", ".INBOX.Sent Items", ".&AMk-l&AOk-ments envoy&AOk-s", "Sent", ".Archive.Sent"]
)
def test_a_folder_s_name_tells_that_its_mail_was_sent(maildir: Path, name: str) -> None:
    drop(folder(maildir / name), 7)
    messages, _, _ = Box(maildir.parent, "Maildir").read()
    assert {m.message_id: m.sent for m in messages} == dict(zip(named(1, 2, 7), (False, False, True), strict=True))


def test_folders_below_a_maildir_give_their_path_as_label_and_drafts_spam_and_trash_are_not_read(maildir: Path) -> None:
    for number, name in enumerate(
        (".Archives.2019", ".Trash", ".Junk", ".Drafts", ".&AMk-l&AOk-ments supprim&AOk-s"), 10
    ):
        drop(folder(maildir / name), number)
    messages, _, _ = Box(maildir.parent, "Maildir").read()
    assert {m.message_id: m.labels for m in messages} == {
        "m1@mail.example": ("Maildir",),
        "m2@mail.example": ("Maildir",),
        "m10@mail.example": ("Archives/2019",),
    }


def test_a_maildir_that_is_away_for_a_while_loses_nothing(maildir: Path) -> None:
    drop(folder(maildir.parent / "Other"), 8)
    box = Box(maildir.parent, "*")
    box.read()
    maildir.rename(maildir.parent / ".away")
    assert box.read() == ([], [], [])
    (maildir.parent / ".away").rename(maildir)
    assert box.read() == ([], [], [])


def test_reading_a_large_maildir_goes_on_after_a_crash(tmp_path: Path) -> None:
    path = folder(tmp_path / "Maildir")
    for number in range(2300):
        drop(path, number)
    box = Box(tmp_path, "Maildir")
    batches = list(box.batches())
    assert max(len(batch.appeared) for batch in batches) == 1000
    seen = 0
    for batch in batches:
        seen += len(batch.appeared)
        if batch.cursor:
            after_crash = Box(tmp_path, "Maildir")
            after_crash.cursor = batch.cursor
            assert len(after_crash.ids()) == 2300 - seen


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_message_that_may_not_be_read_is_said_and_tried_again(maildir: Path) -> None:
    (maildir / "cur" / (UNIQUE.format(1) + ":2,S")).chmod(0)
    box = Box(maildir.parent, "Maildir")
    assert [p.code for p in box.read()[1]] == ["mail.unreadable"]
    (maildir / "cur" / (UNIQUE.format(1) + ":2,S")).chmod(0o600)
    assert box.ids() == named(1)


# --- .eml -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    path = tmp_path / "letters"
    (path / "Sent Items" / "2019").mkdir(parents=True)
    (path / "Brouillons").mkdir()
    (path / "one.eml").write_text(letter(1))
    (path / "Sent Items" / "two.eml").write_text(letter(2))
    (path / "Sent Items" / "2019" / "three.eml").write_text(letter(3))
    (path / "Brouillons" / "four.eml").write_text(letter(4))
    return path


def test_eml_files_are_found_in_all_folders_and_read_once(letters: Path) -> None:
    box = Box(letters.parent, "letters")
    messages, problems, _ = box.read()
    assert not problems
    assert {m.message_id: (m.sent, m.labels) for m in messages} == {
        "m1@mail.example": (False, ("letters",)),
        "m2@mail.example": (True, ("Sent Items",)),
        "m3@mail.example": (True, ("Sent Items/2019",)),
    }
    assert box.read() == ([], [], [])


def test_of_eml_files_only_changed_and_new_ones_are_read_and_lost_ones_are_told(letters: Path) -> None:
    box = Box(letters.parent, "letters")
    sources = {m.message_id: m.source for m in box.read()[0]}
    (letters / "one.eml").write_text(letter(11))
    (letters / "five.eml").write_text(letter(5))
    (letters / "Sent Items" / "two.eml").unlink()
    messages, _, gone = box.read()
    assert sorted(m.message_id for m in messages) == named(11, 5)
    assert next(m.source for m in messages if m.message_id == named(11)[0]) == sources[named(1)[0]]
    assert gone == [sources[named(2)[0]]]


def test_only_the_beginning_of_a_huge_eml_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.eml"
    path.write_text(letter(1))
    with path.open("r+b") as file:
        file.truncate(300_000_000)
    assert Box(tmp_path, "huge.eml").ids() == named(1)


def test_a_draft_made_to_be_sent_later_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "ask.eml").write_text("X-Unsent: 1\n" + letter(1))
    assert Box(tmp_path, "ask.eml").ids() == []


@pytest.mark.parametrize("start", ["\ufeff", "\n\n", "From ana@example.org Mon May  5 10:00:00 2025\n", "\r\n"])
def test_what_stands_before_the_headers_of_an_eml_file_does_no_harm(tmp_path: Path, start: str) -> None:
    (tmp_path / "one.eml").write_bytes((start + letter(1)).encode())
    assert Box(tmp_path, "one.eml").ids() == named(1)
