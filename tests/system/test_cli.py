"""The command as a user meets it: help, mistakes, exit statuses, what goes to which stream."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from email.header import Header
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.system.conftest import COUCOU, Run, World, environment

FRENCH = "fr_CA.UTF-8"


def test_the_version_is_printed_at_once(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("coucou 0.")


@pytest.mark.parametrize(("language", "word"), [("en_CA.UTF-8", "Usage: "), (FRENCH, "Emploi\u00a0: ")])
def test_help_speaks_the_language_of_the_locale(run: Run, language: str, word: str) -> None:
    whole = run("--help", language=language).out
    assert word in whole
    for command in ("demo", "init", "sync", "preview", "people", "triage", "gaps", "why", "doctor"):
        assert command in whole
        text = run(command, "--help", language=language).out
        assert word in text
        assert "help." not in text and "option." not in text, "a text is missing"
        assert ("Show this" in text) == (language != FRENCH)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gap"], "did you mean gaps?"),
        (["gaps", "--dais", "3"], "there is no option --dais"),
        (["why"], "WHO is missing"),
        (["gaps", "--days", "0"], "--days takes a whole number from 1 to 366"),
        (["gaps", "one", "two"], "too many words: one two"),
    ],
)
def test_a_wrong_command_line_says_what_is_wrong_and_exits_with_2(run: Run, arguments: list[str], said: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert said in ran.err
    assert "--help" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_the_bare_command_shows_the_help(run: Run) -> None:
    ran = run(language=FRENCH)
    assert (ran.code, ran.out) == (2, "")
    assert "Emploi\u00a0: coucou" in ran.err and "preview" in ran.err


def test_an_output_that_lacks_letters_stops_nothing(run: Run, synced: World) -> None:
    narrow = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}
    for command in ("people", "gaps", "doctor"):
        done = subprocess.run(
            [str(COUCOU), command, *synced.options],
            capture_output=True,
            env=environment(synced.config.parent, **narrow),
            timeout=60,
            check=False,
        )
        assert b"Traceback" not in done.stderr and done.stdout
    told = json.loads(run("people", "--json", *synced.options, **narrow).out)
    assert told == json.loads(run("people", "--json", "--as-of", told["as_of"], *synced.options).out)


def test_without_a_configuration_the_next_step_is_said(run: Run) -> None:
    ran = run("preview")
    assert (ran.code, ran.out) == (1, "")
    assert "coucou init" in ran.err
    assert "coucou init" in run("preview", language=FRENCH).err


def test_every_mistake_of_a_configuration_is_said_at_once(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('mode = "previw"\n[me]\ntimezon = "America/Toronto"\n', encoding="utf-8")
    ran = run("preview", "--config", config)
    assert ran.code == 1
    assert "line 1: mode" in ran.err and "“preview”" in ran.err
    assert "line 3: me.timezon" in ran.err and "“timezone”" in ran.err


def test_an_account_that_does_not_exist_is_named(run: Run, synced: World) -> None:
    ran = run("sync", "wrok", *synced.options)
    assert ran.code == 1
    assert "wrok" in ran.err and "work" in ran.err


@pytest.mark.parametrize("option", ["--as-of", "--from"])
def test_a_date_that_is_none_is_named_with_its_option(run: Run, synced: World, option: str) -> None:
    ran = run("gaps", option, "tomorrow", *synced.options)
    assert ran.code == 1
    assert option in ran.err and "tomorrow" in ran.err


@pytest.mark.parametrize("far", ["0001-01-01", "9999-12-31", "9999-12-31T23:59"])
@pytest.mark.parametrize("option", ["--as-of", "--from"])
def test_a_date_that_no_calendar_reaches_is_named_with_its_option(
    run: Run, synced: World, option: str, far: str
) -> None:
    ran = run("gaps", option, far, *synced.options)
    assert (ran.code, ran.out) == (1, "")
    assert option in ran.err and far in ran.err and "2199" in ran.err


def test_what_the_system_refuses_is_said_in_the_users_language(run: Run, synced: World, tmp_path: Path) -> None:
    told = [
        run("preview", "--html", tmp_path / "nowhere" / "page.html", *synced.options, language=FRENCH).err,
        run("preview", "--html", tmp_path, *synced.options, language=FRENCH).err,
        run("people", "--config", tmp_path, language=FRENCH).err,
    ]
    assert [said.partition("\u00a0: ")[2].strip() for said in told] == [
        "rien à cet endroit, ou dossier inexistant.",
        "c’est un dossier.",
        "c’est un dossier.",
    ]


def test_a_preview_of_another_moment_records_nothing(run: Run, fresh: World) -> None:
    run("preview", "--as-of", "2150-01-01", *fresh.options)
    run("preview", "--as-of", "2025-01-01", *fresh.options)
    with closing(sqlite3.connect(fresh.state)) as database, database:
        assert database.execute("SELECT count(*) FROM proposal").fetchone() == (0,)
    run("preview", *fresh.options)
    with closing(sqlite3.connect(fresh.state)) as database, database:
        assert database.execute("SELECT count(*) FROM proposal").fetchone() > (0,)


def test_a_second_sync_reads_nothing_again(run: Run, fresh: World) -> None:
    first = json.loads(run("sync", "--json", *fresh.options).out)
    again = json.loads(run("sync", "--json", *fresh.options).out)
    assert sum(one["messages"] for one in first["accounts"]) > 1000
    assert sum(one["events"] for one in first["accounts"]) > 50
    assert all(one["messages"] == one["events"] == one["cards"] == 0 for one in again["accounts"])


def test_a_missing_file_stops_no_other_account_and_is_named(run: Run, fresh: World) -> None:
    (fresh.config.parent / "linkedin" / "Connections.csv").unlink()
    ran = run("sync", *fresh.options)
    assert ran.code == 1
    assert "linkedin" in ran.err
    assert "work" in ran.out


@pytest.mark.parametrize(
    ("options", "english", "french"),
    [
        ((), "proposals for the next 14 days.", "propositions pour les 14 prochains jours."),
        (("--days", "1"), "for the next day.", "pour le prochain jour."),
        (
            ("--from", "2037-03-02", "--days", "5"),
            "for the 5 days from Monday, March 2, 2037.",
            "pour les 5 jours à partir du lundi 2 mars 2037.",
        ),
        (("--from", "2037-03-02", "--days", "1"), "for Monday, March 2, 2037.", "pour le lundi 2 mars 2037."),
    ],
)
def test_a_preview_says_which_days_it_looked_at(
    run: Run, synced: World, options: tuple[str, ...], english: str, french: str
) -> None:
    for language, said in (("en_CA.UTF-8", english), (FRENCH, french)):
        ran = run("preview", "--no-sync", *options, *synced.options, language=language)
        assert ran.code == 0
        assert said in " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("language", "said"), [("en_CA.UTF-8", "the mistake is ours"), (FRENCH, "l’erreur vient de nous")]
)
def test_a_mistake_of_ours_is_one_line_and_shows_where_without_what_was_read(
    run: Run, fresh: World, language: str, said: str
) -> None:
    run("sync", *fresh.options)
    with closing(sqlite3.connect(fresh.state)) as db, db:
        # nothing that coucou writes, and no damage that SQLite could see
        db.execute("UPDATE meta SET value = 'lea@example.net' WHERE key = 'first_run'")
    short = run("preview", "--no-sync", *fresh.options, language=language)
    assert (short.code, short.out, len(short.err.splitlines())) == (1, "", 1)
    assert said in short.err and "ValueError" in short.err and "COUCOU_TRACE=1" in short.err
    long = run("preview", "--no-sync", *fresh.options, language=language, COUCOU_TRACE="1")
    assert long.code == 1
    assert long.err.startswith(short.err)
    assert "accounts.py:" in long.err and "first_run" in long.err
    assert "@" not in long.err and "Traceback" not in long.err


def test_preview_in_the_terminal_fits_80_columns_and_ends_with_the_promise(run: Run, synced: World) -> None:
    for language, promise in (
        ("en_CA.UTF-8", "Nothing has left this computer."),
        (FRENCH, "Rien n’a quitté cet ordinateur."),
    ):
        ran = run("preview", "--no-sync", *synced.options, language=language)
        assert ran.code == 0
        assert max(map(len, ran.out.splitlines())) <= 80
        assert ran.out.rstrip().endswith(promise)


def test_why_explains_somebody_by_part_of_the_name_without_accents(run: Run, synced: World) -> None:
    people = json.loads(run("people", "--json", *synced.options).out)["people"]
    somebody = next(one for one in people if one["dormant"] and not one["name"].isascii())
    plain = somebody["name"].encode("ascii", "ignore").decode()
    by_address = run("why", somebody["addresses"][0], *synced.options)
    assert by_address.code == 0
    assert somebody["name"] in by_address.out
    whole = json.loads(run("why", somebody["name"].upper(), "--json", *synced.options).out)
    assert whole["person"]["addresses"] == somebody["addresses"]
    assert (whole["proposal"] is None) != (whole["passed_over"] is None)
    assert len([one for one in whole["touches"] if one["kind"] == "sent"]) == somebody["sent"]
    assert plain != somebody["name"]


def test_an_address_is_found_and_shown_as_it_is_written(run: Run, tmp_path: Path) -> None:
    letters = [
        f"From a@b Mon Jan  5 10:00:00 2026\nFrom: {who}\nTo: {to}\nDate: Mon, 5 Jan 2026 1{n}:00:00 -0500\n\n.\n"
        for n, (who, to) in enumerate(
            [("Lea.Roy@gmail.com", "ana@example.org"), ("ana@example.org", "lea.roy@gmail.com")]
        )
    ]
    (tmp_path / "all.mbox").write_text("\n".join(letters))
    config = tmp_path / "c.toml"
    config.write_text(
        '[me]\naddresses = ["ana@example.org"]\n[[accounts]]\nname = "a"\nconnector = "local"\nmail = ["all.mbox"]\n'
    )
    options = ("--config", config, "--state", tmp_path / "s.db")
    for who in ("lea.roy", "learoy", "LEA.ROY@gmail.com"):
        assert "lea.roy@gmail.com" in run("why", who, *options).out.casefold()


def test_numbers_are_written_as_the_language_writes_them(run: Run, fresh: World) -> None:
    again = run("sync", "work", *fresh.options, language=FRENCH), run("sync", "work", *fresh.options, language=FRENCH)
    assert "0 nouveau message, 0 événement, 0 contact\n" in again[1].out
    scores = re.findall(r"0[.,]\d\d", run("people", *fresh.options, language=FRENCH).out)
    assert scores and all("," in score for score in scores)


def test_doctor_says_in_the_users_language_which_part_of_an_account_cannot_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_text("Please sign in")
    config = tmp_path / "c.toml"
    config.write_text('[[accounts]]\nname = "a"\nconnector = "local"\ncalendars = ["a.ics"]\n')
    options = ("--config", config, "--state", tmp_path / "s.db")
    run("sync", *options)
    assert "compte a, agenda\u00a0: lecture impossible; " in run("doctor", *options, language=FRENCH).out


def test_why_of_nobody_says_so(run: Run, synced: World) -> None:
    ran = run("why", "Xyzzy", *synced.options)
    assert ran.code == 1
    assert "Xyzzy" in ran.err and "coucou people" in ran.err


def test_what_is_written_is_the_users_alone(run: Run, fresh: World, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("preview", "--html", page, *fresh.options).code == 0
    for path in (page, fresh.state):
        assert path.stat().st_mode & 0o777 == 0o600, path


def test_two_writers_do_not_meet(run: Run, fresh: World) -> None:
    run("sync", *fresh.options)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(fresh.state)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(fresh.state.parent),
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        refused = run("sync", *fresh.options)
        assert refused.code == 1
        assert str(holder.pid) in refused.err
        assert run("people", *fresh.options).code == 0, "a reader waits for no writer"
    finally:
        holder.kill()
        holder.communicate()


HOLD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from coucou.store import open_store
with open_store(Path(sys.argv[1]), now=datetime.now(UTC)):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_state_of_a_newer_version_is_refused_and_left_alone(run: Run, fresh: World) -> None:
    run("sync", *fresh.options)
    db = sqlite3.connect(fresh.state)
    db.execute("PRAGMA user_version = 999")
    db.close()
    ran = run("preview", *fresh.options)
    assert ran.code == 1
    assert ran.out == ""
    db = sqlite3.connect(fresh.state)
    assert db.execute("SELECT COUNT(*) FROM message").fetchone()[0] > 1000
    db.close()


def test_a_damaged_state_is_kept_aside_rebuilt_and_said(run: Run, fresh: World) -> None:
    run("sync", *fresh.options)
    content = bytearray(fresh.state.read_bytes())
    content[4096 : 4096 * 20] = b"\xff" * (4096 * 19)
    fresh.state.write_bytes(content)
    ran = run("preview", *fresh.options)
    assert ran.code == 0
    assert "corrupt" in ran.err
    assert list(fresh.state.parent.glob("coucou.db.corrupt-*"))


def test_a_disk_that_fails_at_the_commit_is_said_in_one_line_and_nothing_stored_is_lost(
    run: Run, fresh: World, tmp_path: Path
) -> None:
    assert run("sync", "personal", *fresh.options).code == 0
    before = run("gaps", "--json", "--as-of", "2026-01-05", *fresh.options).out
    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 200; exec "$0" "$@"', str(COUCOU), "sync", *map(str, fresh.options)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(tmp_path),
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "try again" in done.stderr
    assert run("gaps", "--json", "--as-of", "2026-01-05", *fresh.options).out == before


def test_a_directory_where_nothing_can_be_written_is_named(run: Run, fresh: World) -> None:
    ran = run("sync", "--config", str(fresh.config), "--state", "/proc/coucou.db")
    assert ran.code == 1
    assert "/proc/coucou.db" in ran.err


EVIL_NAME = Header("\x1b[31m[bold]Eve[/bold]\u202e Mallory", "utf-8").encode()
EVIL_SUBJECT = Header("\x1b]0;title\x07[link=file:///]x[/link]", "utf-8").encode()


def test_hostile_names_and_subjects_reach_the_terminal_as_plain_text(run: Run, tmp_path: Path) -> None:
    world = tmp_path / "hostile"
    world.mkdir()
    letters = []
    for number in range(6):
        letters.append(
            f"From x Mon Jan  1 00:00:00 2024\nFrom: {EVIL_NAME} <eve@mallory.example>\n"
            f"To: ana@example.org\nDate: Mon, 1 Jan 2024 0{number}:00:00 +0000\nMessage-ID: <a{number}@x>\n"
            f"Subject: {EVIL_SUBJECT}\n\nx\n\n"
            f"From x Mon Jan  1 00:00:00 2024\nFrom: ana@example.org\nTo: eve@mallory.example\n"
            f"Date: Mon, 1 Jan 2024 0{number}:30:00 +0000\nMessage-ID: <b{number}@x>\nSubject: re\n\nx\n\n"
        )
    (world / "in.mbox").write_text("".join(letters), encoding="utf-8")
    config = world / "config.toml"
    config.write_text(
        '[me]\naddresses = ["ana@example.org"]\n[[accounts]]\nname = "a"\nconnector = "local"\nmail = ["in.mbox"]\n',
        encoding="utf-8",
    )
    options = ("--config", str(config), "--state", str(world / "s.db"))
    for arguments in (["people"], ["preview"], ["why", "eve@mallory.example"]):
        ran = run(*arguments, *options)
        assert ran.code == 0, ran.err
        assert "\x1b" not in ran.out and "\u202e" not in ran.out and "\x07" not in ran.out
        assert "Eve" in ran.out
    assert "[link=file:///]x[/link]" in run("why", "eve@mallory.example", *options).out, "markup is text, not a style"


def test_a_message_names_an_hour_of_the_other_side_only_where_the_user_told_their_zone(
    run: Run, tmp_path: Path
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=200)
    letters = []
    for n in range(12):
        at = long_ago - timedelta(days=9 * n)
        ways = [("Kim Park <kim@far.example>", "ana@example.org"), ("ana@example.org", "kim@far.example")]
        for (who, to), offset in zip(ways, (3, -5), strict=True):
            date = format_datetime(at.astimezone(timezone(timedelta(hours=offset))))
            letters.append(
                f"From a@b Mon Jan  5 10:00:00 2026\nFrom: {who}\nTo: {to}\nDate: {date}\nSubject: Lunch\n\n.\n"
            )
    (tmp_path / "all.mbox").write_text("\n".join(letters))
    (tmp_path / "a.ics").write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    config = tmp_path / "config.toml"
    written = (
        '[me]\nname = "Ana"\naddresses = ["ana@example.org"]\ntimezone = "America/Toronto"\nlanguages = ["en"]\n'
        '[hours]\nend = "20:00"\nstart = "06:00"\n[[accounts]]\nname = "a"\nconnector = "local"\nmail = ["all.mbox"]\n'
        'calendars = ["a.ics"]\n'
    )
    bodies = {}
    for zone in ("", "Europe/Moscow"):
        told = f'[[people]]\nname = "Kim Park"\naddresses = ["kim@far.example"]\ntimezone = "{zone}"\n' if zone else ""
        config.write_text(written + told)
        ran = run("preview", "--json", "--config", config, "--state", tmp_path / "s.db")
        (proposal,) = json.loads(ran.out)["proposals"]
        assert "their_time" in {reason["code"] for reason in proposal["reasons"]}
        bodies[zone] = proposal["body"]
    assert "for you" not in bodies[""]
    assert "Moscow" in bodies["Europe/Moscow"]


def test_an_interruption_ends_with_130_and_no_traceback(fresh: World, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [str(COUCOU), "triage", *fresh.options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
        # Whoever runs the tests in the background of a shell has SIGINT ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    process.stdout.readline()  # it has read everything and asks
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Traceback" not in err


def test_a_broken_plug_in_is_named_by_doctor_and_skipped(run: Run, synced: World, tmp_path: Path) -> None:
    package = tmp_path / "site"
    info = package / "coucou_broken-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: coucou-broken\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[coucou.connectors]\nfax = coucou_broken:plugin\n")
    (package / "coucou_broken.py").write_text("raise RuntimeError('no paper')\n")
    ran = run("doctor", *synced.options, PYTHONPATH=str(package))
    assert "fax" in ran.out and "coucou-broken" in ran.out and "no paper" in ran.out
    assert run("people", *synced.options, PYTHONPATH=str(package)).code == 0
