"""From a preview to an invitation in an outbox, and back: every command by which the user decides, as it is typed."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import stat
import subprocess
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from coucou.store import ledger, open_store
from tests.system.conftest import COUCOU, Run, environment
from tests.system.desk import INES, LEA, ME, Desk, a_desk
from tests.system.test_json import valid

FRENCH = "fr_CA.UTF-8"


def listed(run: Run, desk: Desk, *options: str) -> list[dict[str, Any]]:
    ran = run("proposals", "--json", *options, *desk.options)
    assert (ran.code, ran.err) == (0, "")
    found: list[dict[str, Any]] = valid("proposals", ran.out)["proposals"]
    return found


def proposed(run: Run, desk: Desk) -> str:
    """The one proposal of a new planning."""
    ran = run("preview", "--json", *desk.options)
    (one,) = json.loads(ran.out)["proposals"]
    return str(one["id"])


def on_record(desk: Desk) -> list[ledger.Recorded]:
    """Read from the ledger itself, which is quicker than to ask."""
    with open_store(desk.state, now=datetime.now(UTC), readonly=True) as store:
        return ledger.recorded(store)


def state(desk: Desk, identity: str) -> str:
    return next(str(one.state) for one in on_record(desk) if one.id == identity)


@pytest.fixture
def lea(tmp_path: Path) -> Desk:
    return a_desk(tmp_path / "desk", LEA)


@pytest.fixture
def ines(tmp_path: Path) -> Desk:
    return a_desk(tmp_path / "desk", INES)


NORAS_TARGET = 'contacts = ["*.csv"]\n[[targets]]\ntitles = ["data lead"]\nreason = "interest"\n'


def with_nora(folder: Path, more: str = "") -> Desk:
    """Léa's desk, with a stranger among the contacts of whom no address is known. ``more`` belongs to her target."""
    desk = a_desk(folder, LEA)
    (desk.folder / "connections.csv").write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Nora,Diallo,https://www.linkedin.com/in/nora-diallo,,Atelier,Data lead,01 Mar 2020\n",
        encoding="utf-8",
    )
    desk.configure(more=NORAS_TARGET + more)
    return desk


def test_an_approved_invitation_lies_in_the_outbox_once_however_often_it_is_approved(run: Run, lea: Desk) -> None:
    identity = proposed(run, lea)
    ran = run("approve", identity, *lea.options)
    assert ran.code == 0, ran.err
    before, _, after = ran.out.partition("\n")
    assert "Léa Roy <lea@example.org>" in before and "files" in before, "said before it leaves: to whom, through what"
    assert "in the outbox of files" in after
    assert lea.outbox == [".eml", ".ics"]
    names = {path.name.partition(".")[0] for path in (lea.folder / "outbox").glob("[0-9a-f]*")}
    assert all(f"as {name};" in after for name in names), "which of the files are its own"
    again = run("approve", identity, *lea.options)
    assert again.code == 0 and "in the outbox of files" in again.out
    assert lea.outbox == [".eml", ".ics"]
    assert state(lea, identity) == "sent"
    (letter,) = (lea.folder / "outbox").glob("*.eml")
    assert message_from_bytes(letter.read_bytes())["To"].endswith("<lea@example.org>")


def test_two_terminals_that_approve_the_same_make_one_invitation(run: Run, lea: Desk, tmp_path: Path) -> None:
    identity = proposed(run, lea)
    command = [str(COUCOU), "approve", identity, *lea.options]
    both = [
        subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [one.communicate(timeout=120) for one in both]
    assert all("Traceback" not in err for _, err in told), told
    assert [one.returncode for one in both] == [0, 0], told
    assert lea.outbox == [".eml", ".ics"]
    assert state(lea, identity) == "sent"


def test_what_was_sent_is_withdrawn_with_its_cancellation(run: Run, lea: Desk) -> None:
    identity = proposed(run, lea)
    early = run("withdraw", identity, *lea.options)
    assert early.code == 1 and f"coucou dismiss {identity}" in early.err, "what has not left is dismissed"
    run("approve", identity, *lea.options)
    ran = run("withdraw", identity, *lea.options)
    assert ran.code == 0, ran.err
    assert (
        "a cancellation goes into the outbox of files; you send it to Léa Roy" in ran.out
        and "Léa Roy: withdrawn" in ran.out
    )
    assert lea.outbox == [".cancel.eml", ".cancel.ics"]
    assert state(lea, identity) == "withdrawn"
    again = run("withdraw", identity, *lea.options)
    assert again.code == 1 and "withdrawn" in again.err


def test_the_mode_preview_refuses_and_says_what_to_write(run: Run, tmp_path: Path) -> None:
    desk = a_desk(tmp_path / "desk", LEA, mode="preview")
    identity = proposed(run, desk)
    for command in ("approve", "confirm", "withdraw"):
        for language, word in (("en_CA.UTF-8", "The mode is preview"), (FRENCH, "Le mode est «\u00a0preview\u00a0»")):
            ran = run(command, identity, *desk.options, language=language)
            assert (ran.code, ran.out) == (1, "")
            assert word in ran.err and str(desk.config) in ran.err
    assert desk.outbox == []
    assert state(desk, identity) == "proposed"
    assert "mode =" in run("proposals", *desk.options).out


def test_all_asks_once_and_takes_no_for_an_answer(run: Run, lea: Desk) -> None:
    identity = proposed(run, lea)
    ran = run("approve", "--all", *lea.options, stdin="n\n")
    assert ran.code == 0 and "Nothing was approved" in ran.out
    assert state(lea, identity) == "proposed"
    ran = run("approve", "--all", *lea.options, stdin="oui\n", language=FRENCH)
    assert ran.code == 0, ran.err
    assert lea.outbox == [".eml", ".ics"]
    assert "Rien n’est proposé" in run("approve", "--all", "--yes", *lea.options, language=FRENCH).out


def test_an_ask_holds_the_time_gives_the_text_and_its_yes_brings_the_invitation(run: Run, ines: Desk) -> None:
    identity = proposed(run, ines)
    ran = run("approve", identity, *ines.options)
    assert ran.code == 0, ran.err
    assert "nothing goes to Inès Haddad" in ran.out and "    To: ines@example.net\n" in ran.out
    assert "mailto:ines@example.net?subject=" in ran.out
    draft = ines.folder / "drafts" / f"{identity}.eml"
    assert str(draft) in ran.out
    assert draft.stat().st_mode & 0o777 == 0o600
    assert b"X-Unsent: 1" in draft.read_bytes()
    assert ines.outbox == [".ics"], "a hold has no letter"
    (hold,) = (ines.folder / "outbox").glob("*.ics")
    assert "ATTENDEE" not in hold.read_text() and "SUMMARY:Busy" in hold.read_text()
    confirmed = run("confirm", identity, *ines.options)
    assert confirmed.code == 0, confirmed.err
    assert f"{identity}: once it is there, what gives the held time back goes into the outbox of files" in confirmed.out
    assert ines.outbox == [".cancel.ics", ".eml", ".ics"], "the hold is taken back, the invitation is there"
    states = {one["parent"]: one["state"] for one in listed(run, ines, "--all")}
    assert states == {None: "confirmed", identity: "sent"}
    assert run("confirm", identity, *ines.options).code == 1


def test_a_text_for_somebody_without_an_address_is_given_to_copy_and_counts_as_asked(run: Run, tmp_path: Path) -> None:
    desk = with_nora(tmp_path / "desk")
    assert run("preview", *desk.options).code == 0
    nora = next(one.id for one in on_record(desk) if one.name == "Nora Diallo")
    refused = run("approve", nora, *desk.options)
    assert refused.code == 1 and "drawn_by" in refused.err
    left_out = run("approve", "--all", *desk.options, stdin="n\n")
    assert f"{nora} Nora Diallo: left out" in left_out.out
    desk.configure(more=f'{NORAS_TARGET}drawn_by = "Your talk on maps stayed with me."\n')
    desk.config.write_text(desk.config.read_text().replace("[me]\n", '[me]\nabout = "I look after maps."\n'))
    assert run("preview", *desk.options).code == 0
    ran = run("approve", nora, *desk.options)
    assert ran.code == 0, ran.err
    assert "nothing leaves" in ran.out and "Your talk on maps" in ran.out and "mailto:" not in ran.out
    assert state(desk, nora) == "asked"
    assert desk.outbox == []


def test_a_reply_to_an_ask_puts_the_one_question(run: Run, ines: Desk) -> None:
    identity = proposed(run, ines)
    run("approve", identity, *ines.options)
    time.sleep(1.1)
    now = datetime.now(UTC)
    ines.write("asked", [(ME, INES, now)])
    run("sync", *ines.options)
    assert state(ines, identity) == "asked"
    assert listed(run, ines)[0]["question"] is None
    time.sleep(1.1)
    ines.write("reply", [(INES, ME, datetime.now(UTC))])
    time.sleep(1.1)
    run("sync", *ines.options)
    assert listed(run, ines)[0]["question"]["code"] == "question.replied"
    assert json.loads(run("status", "--json", *ines.options).out)["waiting"]["question"] == 1
    for language in ("en_CA.UTF-8", FRENCH):
        told = " ".join(run("proposals", *ines.options, language=language).out.split())
        assert f"coucou confirm {identity}" in told
        assert f"coucou snooze {identity} --for" in told
        assert "coucou never ines@example.net" in told
    ran = run("snooze", identity, "--for", "6w", *ines.options)
    assert ran.code == 0, ran.err
    assert state(ines, identity) == "declined"
    assert ines.outbox == [".cancel.ics"], "the time is given back at once"
    before, _, after = ran.out.partition("\n")
    assert "goes into the outbox of files; nothing goes to Inès Haddad" in before and "not now" in after
    again = json.loads(run("preview", "--json", *ines.options).out)
    assert {one["reason"]["code"] for one in again["passed_over"]} == {"snoozed"}


def test_an_invitation_that_was_declined_is_shown_until_its_time_since_it_stays_in_the_calendar(
    run: Run, lea: Desk
) -> None:
    identity = proposed(run, lea)
    run("approve", identity, *lea.options)
    with closing(sqlite3.connect(lea.state)) as database, database:
        database.execute("UPDATE proposal SET state = 'declined'")
    assert [one["id"] for one in listed(run, lea)] == [identity]
    assert "stays in your calendar until you delete it" in " ".join(run("proposals", *lea.options).out.split())
    assert "reste dans votre calendrier" in " ".join(run("proposals", *lea.options, language=FRENCH).out.split())


def silent_twice(run: Run, desk: Desk) -> list[ledger.Recorded]:
    """Two invitations to Léa, some months apart, whose days came and went without an answer."""
    proposed(run, desk)
    with closing(sqlite3.connect(desk.state)) as database, database:
        database.executescript(
            "UPDATE proposal SET id = 'lately22', state = 'silent'; CREATE TEMP TABLE other AS SELECT * FROM proposal;"
            "UPDATE other SET id = 'longago2', changed_at = changed_at - 90 * 86400,"
            " created_at = created_at - 90 * 86400; INSERT INTO proposal SELECT * FROM other"
        )
    return on_record(desk)


def test_after_a_second_silence_the_user_is_asked_where_proposals_are_shown(
    run: Run, lea: Desk, tmp_path: Path
) -> None:
    first, second = silent_twice(run, lea)
    (asked,) = listed(run, lea)
    assert (asked["id"], asked["needs_user"]) == (second.id, True), "of the two, the last"
    assert asked["question"]["code"] == "question.silent"
    assert [one["id"] for one in listed(run, lea, "--all")] == [first.id, second.id]
    page = tmp_path / "page.html"
    shown = run("preview", "--no-sync", "--html", page, *lea.options).out
    for told in (run("proposals", *lea.options).out, shown, page.read_text("utf-8")):
        assert "did not answer, twice in a row" in " ".join(told.split())
        assert "coucou allow lea@example.org" in " ".join(told.split())
    assert "1 question waits for your answer: coucou proposals" in run("status", *lea.options).out
    french = " ".join(run("proposals", *lea.options, language=FRENCH).out.split())
    assert "À vous de décider" in french and "deux fois de suite" in french and "coucou never lea@example.org" in french
    assert run("allow", "lea@example.org", *lea.options).code == 0
    assert listed(run, lea) == []
    assert proposed(run, lea), "they may be proposed again"


def test_a_never_answers_the_question_after_a_second_silence(run: Run, lea: Desk) -> None:
    silent_twice(run, lea)
    assert run("never", "lea@example.org", *lea.options).code == 0
    assert listed(run, lea) == []
    assert json.loads(run("status", "--json", *lea.options).out)["waiting"]["question"] == 0


def test_never_ends_what_is_open_and_allow_lets_it_come_back(run: Run, ines: Desk) -> None:
    identity = proposed(run, ines)
    run("approve", identity, *ines.options)
    ran = run("never", "haddad", *ines.options)
    assert ran.code == 0, ran.err
    assert "Inès Haddad will never be proposed" in ran.out
    assert state(ines, identity) == "withdrawn"
    assert ines.outbox == [".cancel.ics"]
    passed = json.loads(run("preview", "--json", *ines.options).out)["passed_over"]
    assert [one["reason"]["code"] for one in passed] == ["never"]
    assert run("allow", "ines@example.net", *ines.options).code == 0
    view = json.loads(run("preview", "--json", *ines.options).out)
    assert "never" not in {one["reason"]["code"] for one in view["passed_over"]}


def test_never_is_said_of_a_stranger_by_name_and_of_a_mere_name_it_says_what_to_do(run: Run, tmp_path: Path) -> None:
    desk = with_nora(tmp_path / "desk", 'people = ["Someone Else"]\n')
    assert run("preview", *desk.options).code == 0
    ids = {one.name: one.id for one in on_record(desk)}
    assert "Nora Diallo will never be proposed" in run("never", "nora diallo", *desk.options).out
    assert state(desk, ids["Nora Diallo"]) == "dismissed"
    view = json.loads(run("preview", "--no-sync", "--json", *desk.options).out)
    assert "Nora Diallo" not in {one["person"]["name"] for one in view["proposals"]}
    named = next(one.id for one in on_record(desk) if one.name == "Someone Else")
    for language, word in (("en_CA.UTF-8", "only the name is known"), (FRENCH, "seul le nom est connu")):
        ran = run("never", named, *desk.options, language=language)
        assert (ran.code, ran.out) == (1, "")
        assert word in ran.err and f"coucou dismiss {named}" in ran.err and str(desk.config) in ran.err


def test_an_invitation_that_stands_is_named_by_never(run: Run, lea: Desk) -> None:
    identity = proposed(run, lea)
    run("approve", identity, *lea.options)
    assert f"coucou withdraw {identity}" in run("never", "Léa Roy", *lea.options).out
    assert lea.outbox == [".eml", ".ics"], "only the user withdraws what somebody has in their calendar"


def test_dismissed_and_put_off_ones_do_not_leave(run: Run, lea: Desk) -> None:
    identity = proposed(run, lea)
    assert run("snooze", identity, *lea.options).code == 1
    assert run("snooze", identity, "--until", "2001-01-01", *lea.options).code == 1
    ran = run("snooze", identity, "--for", "2s", *lea.options, language=FRENCH)
    assert ran.code == 0 and "remise au" in ran.out
    assert state(lea, identity) == "snoozed"
    assert run("dismiss", identity, *lea.options).code == 0
    assert run("dismiss", identity, *lea.options).code == 0
    refused = run("approve", identity, *lea.options)
    assert refused.code == 1 and "dismissed" in refused.err
    assert lea.outbox == []


def test_a_pause_survives_and_holds_what_is_approved(run: Run, lea: Desk) -> None:
    identity = proposed(run, lea)
    run("pause", *lea.options)
    ran = run("approve", identity, *lea.options)
    assert ran.code == 0 and "coucou resume" in ran.out
    assert lea.outbox == []
    assert "paused" in run("proposals", *lea.options).out
    (waits,) = listed(run, lea)
    assert [why["code"] for why in waits["why"]] == ["paused"]
    later = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    assert "en pause jusqu’au" in run("pause", "--until", later, *lea.options, language=FRENCH).out.casefold()
    assert lea.outbox == []
    assert run("resume", *lea.options).code == 0
    assert run("approve", identity, *lea.options).code == 0
    assert lea.outbox == [".eml", ".ics"]


def editor(folder: Path, *replacements: tuple[str, str]) -> str:
    """A program that edits as it was told, in the place of a person."""
    path = folder / "editor"
    lines = [f"text = re.sub({old!r}, {new!r}, text, flags=re.M)" for old, new in replacements]
    path.write_text(
        "#!/usr/bin/env python3\nimport re, sys\npath = sys.argv[1]\ntext = open(path, encoding='utf-8').read()\n"
        + "\n".join(lines)
        + "\nopen(path, 'w', encoding='utf-8').write(text)\n",
        encoding="utf-8",
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_what_the_user_edits_is_what_leaves(run: Run, lea: Desk, tmp_path: Path) -> None:
    identity = proposed(run, lea)
    day = (datetime.now(UTC) + timedelta(days=6)).date().isoformat()
    words = editor(
        tmp_path,
        (r"^Subject: .*", "Subject: Lunch, at last!"),
        (r"^Start: .*", f"Start: {day} 14:30"),
        (r"^Minutes: .*", "Minutes: 40"),
        (r"(?s)\n\n.*", "\n\nHi Léa,\n\n# really\n"),
    )
    ran = run("edit", identity, *lea.options, EDITOR=words)
    assert ran.code == 0, ran.err
    (one,) = listed(run, lea)
    assert (one["subject"], one["body"], one["edited"]) == ("Lunch, at last!", "Hi Léa,\n\n# really", True)
    assert one["start"].startswith(f"{day}T14:30")
    assert not list(lea.folder.glob("edit-*"))
    run("preview", "--no-sync", *lea.options)
    assert on_record(lea)[0].subject == "Lunch, at last!", "no planning replaces it"
    assert run("approve", identity, *lea.options).code == 0
    (letter,) = (lea.folder / "outbox").glob("*.eml")
    assert message_from_bytes(letter.read_bytes())["Subject"] == "Lunch, at last!"


def test_a_message_that_waits_to_be_sent_can_be_edited_and_its_draft_is_the_new_one(
    run: Run, ines: Desk, tmp_path: Path
) -> None:
    identity = proposed(run, ines)
    assert run("approve", identity, *ines.options).code == 0
    before = on_record(ines)[0]
    day = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    words = editor(tmp_path, (r"^Subject: .*", "Subject: Lunch"), (r"^Start: .*", f"Start: {day} 14:30"))
    ran = run("edit", identity, *ines.options, EDITOR=words)
    assert ran.code == 0, ran.err
    assert "Subject: Lunch" in ran.out and "mailto:ines@example.net?subject=Lunch" in ran.out
    assert f"until coucou confirm {identity}" in ran.out, "the time that is held stays held"
    assert "see whether it still names the old one" in ran.out
    assert message_from_bytes((ines.folder / "drafts" / f"{identity}.eml").read_bytes())["Subject"] == "Lunch"
    assert ines.outbox == [".ics"]
    (one,) = listed(run, ines)
    assert (one["state"], one["start"][:10]) == ("held", day) and before.start.date().isoformat() != day
    assert run("confirm", identity, *ines.options).code == 0
    (invitation,) = (path for path in (ines.folder / "outbox").glob("*.ics") if "cancel" not in path.name)
    assert day.replace("-", "") in invitation.read_text("utf-8"), "invited at the new time"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (r"^Start: .*", "Start: tomorrow", 4, "“tomorrow” is no start"),
        (r"^Start: .*", "Start: 2001-01-01 10:00", 4, "not in the future"),
        (r"^Minutes: .*", "Minutes: 9000", 5, "from 5 to 240"),
        (r"^Subject: .*", "Subject:", 3, "the subject is empty"),
        (r"^Minutes: .*", "Place: here", 5, "only Subject, Start and Minutes"),
    ],
)
def test_a_mistake_in_the_editor_is_told_by_line_and_the_text_is_kept(
    run: Run, lea: Desk, tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    identity = proposed(run, lea)
    before = on_record(lea)
    ran = run("edit", identity, *lea.options, VISUAL=editor(tmp_path, (old, new)))
    assert ran.code == 1
    assert said in ran.err and f"Line {line} of" in ran.err
    kept = lea.folder / f"edit-{identity}.txt"
    assert new in kept.read_text(encoding="utf-8") and str(kept) in ran.err
    assert kept.stat().st_mode & 0o777 == 0o600
    assert on_record(lea) == before
    again = run("edit", identity, *lea.options, VISUAL=editor(tmp_path, (re.escape(new), new)))
    assert again.code == 1 and "as you left it" in again.out


def test_an_editor_that_changes_nothing_changes_nothing_in_french_too(run: Run, lea: Desk) -> None:
    identity = proposed(run, lea)
    ran = run("edit", identity, *lea.options, EDITOR="true", language=FRENCH)
    assert ran.code == 0 and "rien n’a changé" in ran.out
    assert not on_record(lea)[0].edited
    failed = run("edit", identity, *lea.options, EDITOR="false")
    assert failed.code == 1 and "status 1" in failed.err


def test_an_id_that_does_not_exist_is_answered_with_the_nearest(run: Run, lea: Desk) -> None:
    identity = proposed(run, lea)
    wrong = identity[:-1] + ("a" if identity[-1] != "a" else "b")
    for command in ("approve", "edit"):
        ran = run(command, wrong, *lea.options)
        assert ran.code == 1
        assert f"did you mean {identity}?" in ran.err and "coucou proposals" in ran.err


def test_the_record_shows_hashes_and_names_only_when_asked(run: Run, lea: Desk) -> None:
    identity = proposed(run, lea)
    run("approve", identity, *lea.options)
    plain = run("log", *lea.options)
    assert plain.code == 0 and identity in plain.out
    assert "Léa" not in plain.out and "@" not in plain.out
    assert "Léa Roy" in run("log", "--names", *lea.options).out
    entries = valid("log", run("log", "--json", *lea.options).out)["entries"]
    assert [one["what"] for one in entries] == [
        "propose", "approve", "send", "invite there", "invite there", "delivered",
    ]  # fmt: skip
    assert "@" not in json.dumps(entries)
    told = run("log", *lea.options, language=FRENCH).out
    assert "approuver" in told and "→ demandé au fournisseur" in told and "→ en place" in told


def test_the_preview_names_the_next_command_on_the_page_too(run: Run, lea: Desk, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    ran = run("preview", "--html", page, *lea.options)
    (one,) = on_record(lea)
    assert f"coucou approve {one.id}" in ran.out
    assert f"coucou approve {one.id}" in page.read_text(encoding="utf-8")
    assert "How far your proposals came" not in page.read_text(encoding="utf-8")
    assert run("approve", one.id, *lea.options).code == 0
    lea.configure("preview")
    ran = run("preview", "--no-sync", "--html", page, *lea.options)
    assert "How far your proposals came" in page.read_text(encoding="utf-8")
    assert "coucou approve" not in ran.out + page.read_text(encoding="utf-8")


def test_the_daemon_sends_what_waited(run: Run, lea: Desk) -> None:
    identity = proposed(run, lea)
    run("pause", *lea.options)
    run("approve", identity, *lea.options)
    assert run("run", "--once", *lea.options).code == 0
    assert state(lea, identity) == "approved"
    run("resume", *lea.options)
    with closing(sqlite3.connect(lea.state)) as database, database:
        database.execute("DELETE FROM job WHERE name = 'deliver'")  # as a quarter of an hour later
    assert run("run", "--once", *lea.options).code == 0
    assert state(lea, identity) == "sent"
    assert lea.outbox == [".eml", ".ics"]


def test_a_quiet_list_keeps_people_in_peace_and_unread_keeps_all(run: Run, lea: Desk) -> None:
    identity = proposed(run, lea)
    lea.configure(quiet="quiet.txt")
    ran = run("approve", identity, *lea.options)
    assert "quiet list cannot be read" in ran.out
    assert lea.outbox == []
    (lea.folder / "quiet.txt").write_text("# on leave\nLea@Example.org  # until spring\n", encoding="utf-8")
    ran = run("approve", identity, *lea.options)
    assert ran.code == 1 and "quiet list" in ran.out
    assert state(lea, identity) == "expired"
    assert lea.outbox == []
    passed = json.loads(run("preview", "--json", *lea.options).out)["passed_over"]
    assert [one["reason"]["code"] for one in passed] == ["quiet_list"]


def test_a_pause_waits_for_nobody(run: Run, lea: Desk, tmp_path: Path) -> None:
    identity = proposed(run, lea)
    holder = subprocess.Popen(
        [os.fspath(COUCOU.with_name("python")), "-c", HOLD, lea.options[-1], "600"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
    )
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    ran = run("pause", *lea.options)
    assert (ran.code, ran.err) == (0, "")
    assert holder.poll() is None, "the other one still writes"
    holder.kill()
    holder.communicate()
    ran = run("approve", identity, *lea.options)
    assert ran.code == 0 and "coucou resume" in ran.out
    assert lea.outbox == []


def test_while_another_process_writes_the_word_waits_for_it(run: Run, lea: Desk, tmp_path: Path) -> None:
    identity = proposed(run, lea)
    holder = subprocess.Popen(
        [os.fspath(COUCOU.with_name("python")), "-c", HOLD, lea.options[-1], "3"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
    )
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    ran = run("dismiss", identity, *lea.options)
    holder.communicate(timeout=120)
    assert ran.code == 0, ran.err
    assert state(lea, identity) == "dismissed"


HOLD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from coucou.store import open_store
with open_store(Path(sys.argv[1]), now=datetime.now(UTC)):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""
