"""Finding files: globs, folders and Takeout, in any spelling, and never through a link that leaves."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from coucou.contract import Ports, Refused
from coucou_connectors.local import Options, plugin, search
from coucou_connectors.local.files import Found, Kind

MBOX = b"From a@b.example Mon Mar  2 09:30:00 2026\nFrom: a@b.example\n\nhi\n"
ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
VCF = b"BEGIN:VCARD\r\nFN:Lea\r\nEND:VCARD\r\n"


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, data: bytes = MBOX) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return write


Put = Callable[..., Path]
Form = Literal["NFC", "NFD"]


def mail(base: Path, *patterns: str) -> Found:
    return search.mail(Options(mail=patterns, base=base))


def places(found: Found) -> dict[str, Kind]:
    return {source.place: source.kind for source in found.sources}


def problems(found: Found) -> dict[str, str]:
    return {problem.place: problem.code for problem in found.problems}


def test_a_glob_finds_files_by_what_they_are(tmp_path: Path, put: Put) -> None:
    put("mail/a.mbox")
    put("mail/Inbox")  # Thunderbird's have no ending
    put("mail/b.eml", b"From: a@b.example\n\nhi\n")
    put("mail/empty.mbox", b"")
    found = mail(tmp_path, "mail/*")
    assert places(found) == {
        "mail/a.mbox": Kind.MBOX,
        "mail/Inbox": Kind.MBOX,
        "mail/b.eml": Kind.EML,
        "mail/empty.mbox": Kind.MBOX,
    }
    assert found.problems == ()


def test_a_folder_is_searched_to_the_bottom_and_what_is_not_mail_is_passed_over(tmp_path: Path, put: Put) -> None:
    put("mail/2019/x/a.mbox")
    put("mail/readme.txt", b"hello")
    put("mail/.hidden.mbox")
    put("mail/Local/cur/1:2,S", b"From: a\n\n")
    (tmp_path / "mail/Local/new").mkdir()
    found = mail(tmp_path, "mail")
    assert places(found) == {"mail/2019/x/a.mbox": Kind.MBOX, "mail/Local": Kind.MAILDIR}
    assert found.problems == ()
    assert {source.folder for source in found.sources} == {"mail"}


def test_a_maildir_and_the_folders_inside_it_are_found(tmp_path: Path) -> None:
    for name in ("M", "M/.Sent", "M/.Sent.2019"):
        for inner in ("cur", "new", "tmp"):
            (tmp_path / name / inner).mkdir(parents=True)
    assert set(places(mail(tmp_path, "M"))) == {"M", "M/.Sent", "M/.Sent.2019"}


def test_two_stars_search_every_depth_and_nothing_is_found_twice(tmp_path: Path, put: Put) -> None:
    put("a.mbox")
    put("x/b.mbox")
    put("x/y/c.mbox")
    assert set(places(mail(tmp_path, "**/*.mbox", "x/*.mbox", "x"))) == {"a.mbox", "x/b.mbox", "x/y/c.mbox"}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_is_found_however_its_accents_are_composed(tmp_path: Path, put: Put, form: Form) -> None:
    put(unicodedata.normalize("NFD", "Boîtes/Été.mbox"))
    assert len(mail(tmp_path, unicodedata.normalize(form, "Boîtes/Été.mbox")).sources) == 1
    assert len(mail(tmp_path, unicodedata.normalize(form, "Boîtes/É*.mbox")).sources) == 1


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.mbox", b"PK\x03\x04....", "files.zip"),
        ("takeout.zip", b"PK\x03\x04....", "files.zip"),
        ("takeout.tgz", b"\x1f\x8b....", "files.zip"),
        ("archive.pst", b"!BDN....", "files.pst"),
        ("archive.ost", b"", "files.pst"),
        ("one.msg", b"\xd0\xcf\x11\xe0....", "files.msg"),
        ("x.mbox", b"\x00\x01\x02 not a mailbox", "files.not_mbox"),
        ("notes.txt", b"hello", "files.unknown"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, put: Put, name: str, data: bytes, code: str) -> None:
    put(name, data)
    assert problems(mail(tmp_path, name)) == {name: code}


def test_a_pattern_that_matches_nothing_is_named_beside_those_that_do(tmp_path: Path, put: Put) -> None:
    put("a.mbox")
    assert problems(mail(tmp_path, "a.mbox", "nowhere/*.mbox")) == {"nowhere/*.mbox": "files.no_match"}


def test_when_nothing_at_all_is_found_the_read_is_refused_rather_than_everything_taken_for_gone(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        mail(tmp_path, "usb/*.mbox", "nowhere")
    assert caught.value.code == "files.none"
    assert caught.value.values == {"option": "mail", "pattern": "usb/*.mbox, nowhere"}


def test_a_file_that_may_not_be_opened_is_a_problem_and_stops_no_other(tmp_path: Path, put: Put) -> None:
    put("a.mbox")
    put("b.mbox").chmod(0)
    if os.access(tmp_path / "b.mbox", os.R_OK):
        pytest.skip("this user may open everything")
    found = mail(tmp_path, "*.mbox")
    assert set(places(found)) == {"a.mbox"}
    assert problems(found) == {"b.mbox": "files.unreadable"}


def test_a_pipe_is_never_opened(tmp_path: Path, put: Put) -> None:
    put("a.mbox")
    os.mkfifo(tmp_path / "b.mbox")
    assert problems(mail(tmp_path, "*.mbox")) == {"b.mbox": "files.unreadable"}


# --- links ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outside")
    (folder / "secret.mbox").write_bytes(MBOX)
    return folder


@pytest.mark.parametrize("pattern", ["mail/*.mbox", "mail/**/*.mbox", "mail", "mail/x.mbox", "m*/x.mbox"])
def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, put: Put, outside: Path, pattern: str) -> None:
    put("mail/a.mbox")
    (tmp_path / "mail/x.mbox").symlink_to(outside / "secret.mbox")
    found = mail(tmp_path, pattern, "mail/a.mbox")
    assert set(places(found)) == {"mail/a.mbox"}
    assert problems(found) == {"mail/x.mbox": "files.link"}


@pytest.mark.parametrize("pattern", ["mail/linked/*.mbox", "mail/*/secret.mbox", "mail", "mail/linked"])
def test_a_linked_folder_out_of_the_folder_is_not_entered(
    tmp_path: Path, put: Put, outside: Path, pattern: str
) -> None:
    put("mail/a.mbox")
    (tmp_path / "mail/linked").symlink_to(outside)
    found = mail(tmp_path, pattern, "mail/a.mbox")
    assert set(places(found)) == {"mail/a.mbox"}
    assert set(problems(found).values()) == {"files.link"}


def test_a_link_that_stays_inside_is_read_once(tmp_path: Path, put: Put) -> None:
    put("mail/a.mbox")
    (tmp_path / "mail/b.mbox").symlink_to(tmp_path / "mail/a.mbox")
    (tmp_path / "mail/round").symlink_to(tmp_path / "mail")
    found = mail(tmp_path, "mail/**/*.mbox")
    assert len(found.sources) == 1
    assert found.problems == ()


def test_a_path_written_out_may_be_anywhere(tmp_path: Path, outside: Path) -> None:
    (tmp_path / "linked").symlink_to(outside)
    for pattern in (str(outside / "*.mbox"), str(outside), str(tmp_path / "linked/secret.mbox")):
        assert len(mail(tmp_path, pattern).sources) == 1
    up = os.path.relpath(outside, tmp_path)
    assert up.startswith("..")
    assert len(mail(tmp_path, f"{up}/*.mbox").sources) == 1


# --- Takeout --------------------------------------------------------------------------------------------------------


FRENCH = {
    "Messagerie/Tous les messages, y compris ceux du dossier Spam .mbox": MBOX,
    "Agenda/Ana Tremblay.ics": ICS,
    "Contacts/Tous les contacts/Tous les contacts.vcf": VCF,
    "Contacts/Mes contacts/Mes contacts.vcf": VCF,
    "Drive/privé/réunion.ics": ICS,
    "Drive/vieux.mbox": MBOX,
    "archive_browser.html": b"<html>",
}
ENGLISH = {
    "Mail/All mail Including Spam and Trash.mbox": MBOX,
    "Calendar/Ana.ics": ICS,
    "Contacts/All Contacts/All Contacts.vcf": VCF,
    "Google Photos/2019/party.jpg.json": b"{}",
}


@pytest.mark.parametrize(("files", "letters", "calendars", "cards"), [(FRENCH, 1, 1, 2), (ENGLISH, 1, 1, 1)])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("named", ["Takeout", "."])
def test_a_takeout_is_found_whole_in_either_language(
    tmp_path: Path, put: Put, files: dict[str, bytes], letters: int, calendars: int, cards: int, form: Form, named: str
) -> None:
    for name, data in files.items():
        put(unicodedata.normalize(form, f"Takeout/{name}"), data)
    options = Options(takeout=tmp_path / named, base=tmp_path)
    assert len(search.mail(options).sources) == letters
    assert len(search.calendars(options).sources) == calendars
    assert len(search.contacts(options).sources) == cards
    assert search.mail(options).problems == ()


def test_a_takeout_that_is_not_there_or_still_packed_is_refused(tmp_path: Path, put: Put) -> None:
    for path, code in ((tmp_path / "Takeout", "takeout.missing"), (put("t.zip", b"PK\x03\x04"), "takeout.zip")):
        with pytest.raises(Refused) as caught:
            search.mail(Options(takeout=path, base=tmp_path))
        assert caught.value.code == code


def test_an_archive_left_beside_is_said_and_an_empty_takeout_too(tmp_path: Path, put: Put) -> None:
    put("Takeout/takeout-001.zip", b"PK\x03\x04")
    codes = {p.code for p in search.mail(Options(takeout=tmp_path / "Takeout", base=tmp_path)).problems}
    assert codes == {"files.zip", "takeout.empty"}


def test_a_link_out_of_the_takeout_is_not_followed(tmp_path: Path, put: Put, outside: Path) -> None:
    put("Takeout/Mail/a.mbox")
    (tmp_path / "Takeout/Mail/x.mbox").symlink_to(outside / "secret.mbox")
    found = search.mail(Options(takeout=tmp_path / "Takeout", base=tmp_path))
    assert [source.path.name for source in found.sources] == ["a.mbox"]
    assert problems(found) == {"Takeout/Mail/x.mbox": "files.link"}


# --- LinkedIn's tables ----------------------------------------------------------------------------------------------


def test_a_table_of_linkedins_is_known_by_its_headings_whatever_its_name(tmp_path: Path, put: Put) -> None:
    put("Connections (1).csv", b"First Name,Last Name,Company,Position,Connected On\nLea,Roy,A,B,9-Sep-22\n")
    put("budget.csv", b"a,b\n1,2\n")
    found = search.contacts(Options(contacts=("*.csv",), base=tmp_path))
    assert places(found) == {"Connections (1).csv": Kind.CSV}
    assert problems(found) == {"budget.csv": "files.unknown"}


# --- the account ----------------------------------------------------------------------------------------------------


def test_an_account_that_names_nothing_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        plugin.open("archive", Options(), Ports())
    assert caught.value.code == "local.nothing_named"


def test_an_account_has_the_readers_of_what_it_names(tmp_path: Path) -> None:
    def parts(**options: object) -> list[bool]:
        connection = plugin.open("a", Options(base=tmp_path, **options), Ports())  # type: ignore[arg-type]
        return [part is not None for part in (connection.mail, connection.calendar, connection.contacts)]

    assert parts(takeout=tmp_path) == [True, False, True]  # a Takeout without calendars says nothing of time
    (tmp_path / "Agenda").mkdir()
    (tmp_path / "Agenda" / "a.ics").write_bytes(ICS)
    assert parts(takeout=tmp_path) == [True, True, True]
    assert parts(takeout=tmp_path / "unplugged") == [True, True, True]  # they say what is wrong
    assert parts(mail=("x",)) == [True, False, False]
    assert parts(calendars=("x",)) == [False, True, False]
    assert parts(contacts=("x",)) == [True, False, True]  # LinkedIn's messages are read as mail
