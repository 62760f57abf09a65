"""mbox files: where messages begin, and that nothing is read twice."""

from __future__ import annotations

import io
import json
import os
import sys
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.contract import Cursor, CursorExpired, Reading
from coucou_connectors.local.split import blocks
from tests.unit.mail_files import BODY, READING, Box, letter, named, posted

CORPORA = Path(__file__).parents[3] / "shared" / "corpora" / "mail"


def starts(text: str | bytes, strict: bool = True, chunk: int = 128 * 1024) -> int:
    data = text if isinstance(text, bytes) else text.encode()
    return sum(1 for _ in blocks(io.BytesIO(data), 0, strict, chunk))


# --- where messages begin -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "envelope",
    [
        "From ana@example.org Mon May  5 10:00:00 2025",
        "From - Thu Jan  1 00:00:00 1970",
        "From 1833215653612141880@xxx Mon May 26 20:18:05 +0000 2025",
        "From MAILER-DAEMON Fri Jul  8 12:08:34 2011",
        "From ana@example.org Mon May  5 10:00 2025",
        "From ana@example.org Mon May  5 10:00:00 EDT 2025",
        "From ana@example.org Mon, 5 May 2025 10:00:00 -0400",
        "From ana at example.org  Mon May  5 10:00:00 2025",
        "From ???@??? Mon May 05 10:00:00 2025",
        'From "ana roy"@example.org Mon May  5 10:00:00 2025',
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_envelope_lines_of_every_program_begin_a_message(envelope: str, end: str) -> None:
    text = f"{envelope}\n{letter(1)}\n{envelope}\n{letter(2)}".replace("\n", end)
    assert starts(text) == 2


@pytest.mark.parametrize(
    "line",
    [
        "From now on we meet on Thursdays",
        "From Monday May 5 at 10:00 we are away\nPlace: the usual one",
        "From ana@example.org Mon May  5 10:00:00 2025\nshe wrote this",
        "From: ana@example.org\nDate: Mon, 5 May 2025 10:00:00 -0400",
        ">From ana@example.org Mon May  5 10:00:00 2025\nFrom: ana@example.org",
        "From here\nTo: there",
        "text\nFrom ana@example.org Mon May  5 10:00:00 2025\nNote: no blank line before, and no header that is one",
    ],
)
def test_a_body_line_that_begins_with_from_begins_no_message(line: str) -> None:
    assert starts(posted(1, body=f"Hello\n\n{line}\n\nbye\n") + posted(2)) == 2


def test_a_message_is_found_without_a_blank_line_before_it() -> None:
    assert starts(posted(1).rstrip("\n") + "\n" + posted(2)) == 2


def test_messages_of_headers_only_are_parted() -> None:
    text = "".join(
        f"From 18332156536121418{n}@xxx Mon May 26 20:18:05 +0000 2025\nFrom: p{n}@example.net\n" for n in "123"
    )
    assert starts(text) == 3


def test_envelope_lines_without_a_moment_count_where_the_file_begins_with_one(tmp_path: Path) -> None:
    text = f"From ana@example.org\n{letter(1)}\nFrom lea@example.net\n{letter(2)}"
    (tmp_path / "old").write_text(text)
    assert Box(tmp_path, "old").ids() == named(1, 2)


@given(st.integers(1, 400), st.integers(40, 3000), st.sampled_from(["x", "F", "xF", "\nFrom", "\nFro"]))
@settings(max_examples=100, deadline=None)
def test_messages_are_the_same_however_the_file_is_cut_into_chunks(chunk: int, long: int, filler: str) -> None:
    text = (
        posted(1) + posted(2, body=filler * long + "\n") + posted(3, extra="X-Long: " + "y" * long + "\n") + posted(4)
    )
    data = text.encode()
    whole = list(blocks(io.BytesIO(data)))
    assert list(blocks(io.BytesIO(data), chunk=chunk)) == whole
    assert len(whole) == 4
    for number, (_, _, after, _) in enumerate(whole, 1):
        assert list(blocks(io.BytesIO(data), after, chunk=chunk)) == whole[number:]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["dev-a", "dev-b", "dev-c"])
def test_every_message_of_real_mailboxes_comes_out(name: str) -> None:
    if not CORPORA.exists():
        pytest.skip("the corpora are not beside this checkout")
    messages, problems, _ = Box(CORPORA, f"{name}.mbox").read()
    assert len(messages) == json.loads((CORPORA / f"{name}.json").read_text())["messages"]
    assert not problems


# --- what is read again ---------------------------------------------------------------------------------------------


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    path = tmp_path / "Inbox"
    path.write_text("".join(map(posted, range(1, 6))))
    return path


def bytes_read(box: Box) -> int:
    return sum(done for _, done, _ in box.told[-1:])


def test_a_second_run_reads_nothing(inbox: Path) -> None:
    box = Box(inbox.parent, "Inbox")
    assert box.ids() == named(1, 2, 3, 4, 5)
    assert bytes_read(box) == inbox.stat().st_size
    box.told.clear()
    opened = _opened(inbox, box)
    assert opened == 1  # to tell what kind of file it is; not one byte of its messages
    assert not box.told


def _opened(path: Path, box: Box) -> int:
    before = len(_AUDITED)
    assert box.ids() == []
    return sum(1 for name in _AUDITED[before:] if name == str(path))


_AUDITED: list[str] = []


@pytest.fixture(autouse=True, scope="module")
def _audit() -> None:
    # An audit hook stays for the life of the process, so it only notes names.
    sys.addaudithook(lambda event, what: _AUDITED.append(str(what[0])) if event == "open" else None)


def test_of_a_file_that_grew_only_what_was_appended_is_read(inbox: Path) -> None:
    box = Box(inbox.parent, "Inbox")
    box.read()
    box.told.clear()
    with inbox.open("a") as file:
        file.write(posted(6) + posted(7))
    assert box.ids() == named(6, 7)
    assert bytes_read(box) == len(posted(6) + posted(7))
    assert box.ids() == []


def test_a_message_that_was_being_written_is_read_once_it_is_whole(inbox: Path) -> None:
    box = Box(inbox.parent, "Inbox")
    box.read()
    written = posted(6)
    with inbox.open("a") as file:
        file.write(written[:90])
    assert [p.code for p in box.read()[1]] == ["mail.undated", "mail.truncated"]
    with inbox.open("a") as file:
        file.write(written[90:] + posted(7))
    assert box.ids() == named(6, 7)


def test_a_body_that_was_being_written_is_not_taken_for_anything(inbox: Path) -> None:
    box = Box(inbox.parent, "Inbox")
    half = posted(6)[: -len(BODY) // 2]
    with inbox.open("a") as file:
        file.write(half)
    assert box.ids() == named(1, 2, 3, 4, 5, 6)
    with inbox.open("a") as file:
        file.write(posted(6)[len(half) :] + posted(7))
    assert box.ids() == named(7)


def test_a_rewritten_file_is_read_again_with_the_same_source_ids(inbox: Path) -> None:
    box = Box(inbox.parent, "Inbox")
    before = {message.source for message in box.read()[0]}
    inbox.write_text("".join(map(posted, (2, 4, 5, 6))))
    messages, _, gone = box.read()
    assert [m.message_id for m in messages] == named(2, 4, 5, 6)
    assert len({m.source for m in messages} & before) == 3
    assert not gone


def test_a_file_that_shrank_and_grew_past_its_old_size_is_read_again(inbox: Path) -> None:
    box = Box(inbox.parent, "Inbox")
    box.read()
    inbox.write_text("".join(map(posted, range(3, 12))))
    assert box.ids() == named(*range(3, 12))


def test_a_file_that_was_only_touched_gives_nothing_new(inbox: Path) -> None:
    box = Box(inbox.parent, "Inbox")
    box.read()
    os.utime(inbox, ns=(1, 1))
    assert box.ids() == []


def test_a_file_that_comes_back_is_not_read_again(inbox: Path) -> None:
    (inbox.parent / "Other").write_text(posted(9))
    box = Box(inbox.parent, "*")
    box.read()
    inbox.rename(inbox.parent / ".away")
    assert box.read() == ([], [], [])
    (inbox.parent / ".away").rename(inbox)
    assert box.ids() == []


def test_reading_goes_on_from_every_cursor_after_a_crash(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("".join(map(posted, range(2500))))
    (tmp_path / "b").write_text("".join(map(posted, range(2500, 2700))))
    box = Box(tmp_path, "*")
    batches = list(box.batches())
    assert [len(batch.appeared) for batch in batches] == [0, 1000, 1000, 500, 200, 0]
    assert batches[0].everything_again
    assert not any(batch.everything_again for batch in batches[1:])
    seen = 0
    for batch in batches:
        seen += len(batch.appeared)
        if batch.cursor:
            after_crash = Box(tmp_path, "*")
            after_crash.cursor = batch.cursor
            assert after_crash.ids() == named(*range(seen, 2700))
    assert batches[-1].cursor


@pytest.mark.parametrize(
    "reading",
    [replace(READING, oldest=datetime(1980, 1, 1, tzinfo=UTC)), replace(READING, subjects=False)],
)
def test_asking_for_more_of_the_past_or_other_subjects_reads_everything_again(inbox: Path, reading: Reading) -> None:
    box = Box(inbox.parent, "Inbox")
    box.read()
    with pytest.raises(CursorExpired):
        box.read(reading)


@pytest.mark.parametrize("cursor", [Cursor("nonsense"), Cursor("{}"), Cursor("[]"), Cursor('{"asked":1,"states":2}')])
def test_a_cursor_that_is_none_of_ours_reads_everything_again(inbox: Path, cursor: Cursor) -> None:
    box = Box(inbox.parent, "Inbox")
    box.cursor = cursor
    with pytest.raises(CursorExpired):
        box.read()


def test_a_cursor_of_another_version_reads_everything_again(inbox: Path) -> None:
    box = Box(inbox.parent, "Inbox")
    box.read()
    assert box.cursor
    box.cursor = replace(box.cursor, version=99)
    with pytest.raises(CursorExpired):
        box.read()


# --- bad input ------------------------------------------------------------------------------------------------------


def test_a_truncated_mailbox_is_read_as_far_as_it_goes_and_said(tmp_path: Path) -> None:
    (tmp_path / "cut.mbox").write_text((posted(1) + posted(2) + posted(3))[: -len(letter(3)) + 60])
    messages, problems, _ = Box(tmp_path, "cut.mbox").read()
    assert [m.message_id for m in messages][:2] == named(1, 2)
    assert ("mail.truncated", "cut.mbox") in [(p.code, p.place) for p in problems]


def test_a_file_that_is_no_mailbox_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "good.mbox").write_text(posted(1))
    (tmp_path / "letter.mbox").write_text("From Monday on, we meet on Thursdays.\nSee you there\n")
    messages, problems, _ = Box(tmp_path, "*.mbox").read()
    assert [m.message_id for m in messages] == named(1)
    assert [(p.code, p.place) for p in problems] == [("mail.not_mbox", "letter.mbox")]


def test_an_empty_mailbox_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "empty.mbox").write_text("")
    assert Box(tmp_path, "empty.mbox").read() == ([], [], [])


def test_a_single_message_of_300_megabytes_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    path = tmp_path / "huge.mbox"
    with path.open("wb") as file:
        file.write(posted(1).encode())
        file.seek(300 * 1000 * 1000, os.SEEK_CUR)  # NUL bytes, most of them never written to the disk
        file.write(b"\n\n" + posted(2).encode())
    box = Box(tmp_path, "huge.mbox")
    tracemalloc.start()
    try:
        ids = box.ids()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert ids == named(1, 2)
    assert peak < 5_000_000


def test_a_header_section_without_end_is_read_to_its_first_quarter_megabyte(tmp_path: Path) -> None:
    endless = posted(1).replace("\n\n", "\n", 1).replace(BODY, "X-More: " + "z" * 400_000 + "\n")
    (tmp_path / "endless.mbox").write_text(endless + posted(2))
    assert Box(tmp_path, "endless.mbox").ids() == named(1, 2)


def test_what_has_no_date_or_no_sender_is_counted(tmp_path: Path) -> None:
    undated = posted(1).replace("Date:", "X-Date:")
    nobody = posted(2).replace("From:", "X-From:")
    (tmp_path / "odd.mbox").write_text(undated + undated + nobody + posted(3))
    messages, problems, _ = Box(tmp_path, "odd.mbox").read()
    assert [m.message_id for m in messages] == named(3)
    assert [(p.code, p.values["n"]) for p in problems] == [("mail.undated", 2), ("mail.no_sender", 1)]


@given(
    st.lists(st.sampled_from([posted(1), posted(2).replace("\n", "\r\n"), "\0", "\n", "From ", "\r", "é", "From x"]))
)
@settings(max_examples=60, deadline=None)
def test_no_mixture_of_pieces_breaks_the_reading(pieces: list[str]) -> None:
    data = "".join(pieces).encode("latin-1")
    assert list(blocks(io.BytesIO(data), chunk=64)) == list(blocks(io.BytesIO(data)))


# --- what folders and labels tell -----------------------------------------------------------------------------------


def takeout(number: int, labels: str) -> str:
    return posted(number, f"X-GM-THRID: 1833215653612141880\nX-Gmail-Labels: {labels}\n").replace(
        f"From p{number}@example.net Mon May  5 10:00:00 2025",
        "From 1833215653612141880@xxx Mon May 26 20:18:05 +0000 2025",
    )


@pytest.mark.parametrize("name", ["All mail Including Spam and Trash.mbox", "Tous les messages, y compris Spam .mbox"])
def test_takeout_s_labels_tell_what_was_sent_and_what_is_left_out(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(
        takeout(1, "Inbox,Opened,Important")
        + takeout(2, "Sent")
        + takeout(3, "=?UTF-8?Q?Envoy=C3=A9?=")
        + takeout(4, "=?UTF-8?Q?Messages_envoy=C3=A9s,Ouvert?=")
        + takeout(
            5, "=?UTF-8?Q?Bo=C3=AEte_de_r=C3=A9ception,Cat=C3=A9gorie=C2=A0:?=\n =?UTF-8?Q?_R=C3=A9seaux_sociaux?="
        )
        + takeout(6, 'Inbox,"Amis, famille"')
        + "".join(takeout(10, label) for label in ("Spam", "Trash", "Corbeille", "Drafts", "Brouillons,Ouvert"))
        + "From 1@xxx Mon May 26 20:18:05 +0000 2025\nX-Gmail-Labels: Chat\n\nhello\n\n"
    )
    messages, problems, _ = Box(tmp_path, "*.mbox").read()
    assert [m.message_id for m in messages] == named(1, 2, 3, 4, 5, 6)
    assert [m.sent for m in messages] == [False, True, True, True, False, False]
    assert messages[4].labels == ("Boîte de réception", "Catégorie\xa0: Réseaux sociaux")
    assert messages[5].labels == ("Inbox", "Amis, famille")
    assert [(p.code, p.values["n"]) for p in problems] == [("mail.undated", 1)]


@pytest.mark.parametrize(
    "place",
    ["Sent", "Sent.mbox", "Sent Items.mbox", "Envoyés.mbox", "Éléments envoyés", "E\u0301le\u0301ments envoye\u0301s",
     "Messages envoyés.mbox", "Sent Messages.mbox/mbox", "Sent.sbd/2019"],
)  # fmt: skip
def test_a_folder_s_name_tells_that_its_mail_was_sent(tmp_path: Path, place: str) -> None:
    path = tmp_path / "mail" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(posted(1))
    messages, _, _ = Box(tmp_path, "mail").read()
    assert [m.sent for m in messages] == [True]


@pytest.mark.parametrize("place", ["Drafts", "Brouillons.mbox", "Trash", "Éléments supprimés", "Junk", "Pourriel.mbox"])
def test_drafts_spam_and_trash_are_not_read(tmp_path: Path, place: str) -> None:
    (tmp_path / place).write_text(posted(1))
    (tmp_path / "Inbox").write_text(posted(2))
    assert Box(tmp_path, "*").ids() == named(2)


def test_what_thunderbird_deleted_and_not_yet_removed_is_left_out(tmp_path: Path) -> None:
    deleted, kept = posted(1, "X-Mozilla-Status: 0009\n"), posted(2, "X-Mozilla-Status: 0001\n")
    (tmp_path / "Inbox").write_text(deleted + kept)
    assert Box(tmp_path, "Inbox").ids() == named(2)
