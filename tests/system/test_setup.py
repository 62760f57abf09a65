"""Beginning: init, triage, doctor."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coucou.config import load
from coucou.plugins import options_of
from tests.system.conftest import Run, World

FRENCH = "fr_CA.UTF-8"


def answers(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def test_init_writes_a_configuration_that_reads_back(run: Run, tmp_path: Path) -> None:
    calendar = tmp_path / 'Léa\'s "work".ics'
    calendar.write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n")
    config = tmp_path / "new" / "config.toml"
    typed = answers(
        'Léa "L." Roy', "lea@example.net, lea.roy@example.org", "fr", "America/Montreal", "1", str(calendar), "n", "n"
    )
    ran = run("init", "--config", config, stdin=typed)
    assert ran.code == 0, ran.err
    found = load(config, options_of)
    assert found.me.name == 'Léa "L." Roy'
    assert found.me.addresses == ("lea@example.net", "lea.roy@example.org")
    assert found.me.languages == ("fr", "en")
    assert found.accounts[0].options.calendars == (str(calendar),)  # type: ignore[attr-defined] # the local options
    assert config.stat().st_mode & 0o777 == 0o600
    assert "Ana" not in config.read_text(encoding="utf-8"), "nobody of the example is copied"


def test_every_question_can_be_skipped_with_enter(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    ran = run("init", "--config", config, stdin="\n" * 12, language=FRENCH)
    assert ran.code == 0, ran.err
    found = load(config, options_of)
    assert found.me.timezone == "America/Toronto", "this computer's own zone is suggested"
    assert found.me.languages[0] == "fr"
    assert found.accounts == ()
    assert "coucou preview" in ran.out


@pytest.mark.parametrize(("language", "yes", "no"), [(FRENCH, "o", "non"), (FRENCH, "Oui", "N"), (FRENCH, "y", "n")])
def test_yes_and_no_are_understood_in_the_language_they_are_asked_in(
    run: Run, tmp_path: Path, language: str, yes: str, no: str
) -> None:
    config = tmp_path / "config.toml"
    ran = run("init", "--config", config, stdin=answers("", "", "", "", "", yes, "peut-être", no), language=language)
    assert (ran.code, ran.err) == (0, "")
    assert "renseignements personnels" in ran.out, "an employer’s mailbox"
    assert "[o/N]" in ran.out and "Error" not in ran.out
    assert config.exists()


def test_what_was_given_as_an_option_is_not_asked_again_or_is_suggested(run: Run, tmp_path: Path) -> None:
    calendar = tmp_path / "agenda.ics"
    calendar.write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    config = tmp_path / "config.toml"
    ran = run("init", "--language", "fr", "--employer", "--data", calendar, "--config", config, stdin="\n" * 6)
    assert ran.code == 0, ran.err
    found = load(config, options_of)
    assert found.me.languages[0] == "fr"
    assert found.accounts[0].options.calendars == (str(calendar),)  # type: ignore[attr-defined] # the local options
    assert "privacy officer" in ran.out


def test_selling_recruiting_and_soliciting_end_it_and_write_nothing(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    ran = run("init", "--config", config, stdin=answers("", "", "", "", "", "n", "y"))
    assert ran.code == 1
    assert "not for that" in ran.out
    assert not config.exists()


def test_an_employers_mailbox_gets_the_text_for_the_privacy_officer(run: Run, tmp_path: Path) -> None:
    ran = run("init", "--config", tmp_path / "c.toml", stdin=answers("", "", "", "", "", "y", "n"))
    assert ran.code == 0
    assert "privacy officer" in ran.out
    quiet = run("init", "--non-interactive", "--employer", "--config", tmp_path / "d.toml", language=FRENCH)
    assert "renseignements personnels" in quiet.out


def test_a_wrong_answer_is_asked_again(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    typed = answers("", "not an address", "ana@example.org", "", "Mars/Olympus", "Europe/Paris", "", "n", "n")
    ran = run("init", "--config", config, stdin=typed)
    assert ran.code == 0, ran.err
    assert load(config, options_of).me.timezone == "Europe/Paris"


@pytest.mark.parametrize(("name", "word"), [("old.pst", "pst"), ("takeout-2026.zip", "unpack")])
def test_what_cannot_be_read_is_said_when_it_is_named(run: Run, tmp_path: Path, name: str, word: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    ran = run("init", "--non-interactive", "--data", path, "--config", tmp_path / "c.toml")
    assert ran.code == 1
    assert word in ran.err


def test_an_existing_configuration_is_kept_unless_forced(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('[me]\nname = "Ana"\n', encoding="utf-8")
    ran = run("init", "--non-interactive", "--config", config)
    assert ran.code == 1 and "--force" in ran.err
    assert "Ana" in config.read_text(encoding="utf-8")
    assert run("init", "--non-interactive", "--force", "--name", "Léa", "--config", config).code == 0
    assert tomllib.loads(config.read_text(encoding="utf-8"))["me"]["name"] == "Léa"


def test_a_takeout_folder_is_recognised(run: Run, tmp_path: Path) -> None:
    (tmp_path / "Takeout" / "Mail").mkdir(parents=True)
    config = tmp_path / "c.toml"
    assert run("init", "--non-interactive", "--data", tmp_path / "Takeout", "--config", config).code == 0
    assert load(config, options_of).accounts[0].options.takeout == tmp_path / "Takeout"  # type: ignore[attr-defined] # the local options


def test_a_calendar_alone_gives_a_useful_preview(run: Run, fresh: World, tmp_path: Path) -> None:
    calendar = next((fresh.config.parent / "work").glob("*.ics"))
    config = tmp_path / "c.toml"
    run("init", "--non-interactive", "--address", "ana@example.org", "--data", calendar, "--config", config)
    preview = json.loads(run("preview", "--json", "--config", config, "--state", tmp_path / "s.db").out)
    assert preview["proposals"] or preview["passed_over"], "people met in meetings are known"
    gaps = json.loads(run("gaps", "--json", "--config", config, "--state", tmp_path / "s.db").out)
    assert gaps["busy"]


def test_triage_keeps_each_answer_and_asks_it_once(run: Run, fresh: World) -> None:
    before = json.loads(run("preview", "--json", *fresh.options).out)
    first = run("triage", *fresh.options, stdin="n\nl\nq\n")
    assert first.code == 0, first.err
    asked = [line for line in first.out.splitlines() if "/" in line and "[k]eep" in line]
    assert len(asked) == 3
    after = json.loads(run("preview", "--json", *fresh.options).out)
    codes = {one["person"]["name"]: one["reason"]["code"] for one in after["passed_over"]}
    never, later = (line.split("  ")[1].split(" · ")[0] for line in asked[:2])
    assert codes[never] == "never"
    assert codes[later] == "snoozed"
    assert never not in {one["person"]["name"] for one in after["proposals"]}
    again = run("triage", *fresh.options, stdin="q\n").out
    assert never not in again and later not in again
    assert run("triage", never, *fresh.options, stdin="k\n").code == 0, "everything can be changed later"
    mended = json.loads(run("preview", "--json", *fresh.options).out)
    assert "never" not in {p["reason"]["code"] for p in mended["passed_over"] if p["person"]["name"] == never}
    assert before["proposals"]


def test_tu_or_vous_is_asked_once_and_changes_the_message(run: Run, fresh: World) -> None:
    with fresh.config.open("a", encoding="utf-8") as config:  # so that many are proposed, whatever today is
        config.write("\n[budget]\na_week = 50\na_day = 20\nper_organization_a_week = 50\n")
    earlier = (datetime.now(UTC) - timedelta(hours=1)).isoformat()  # looking back, the gentle first weeks do not apply

    def french() -> dict[str, str]:
        found = json.loads(run("preview", "--json", "--as-of", earlier, *fresh.options).out)["proposals"]
        return {one["person"]["name"]: one["body"] for one in found if one["language"] == "fr"}

    before = french()
    run("triage", *fresh.options, stdin="k\nt\n" * 20)
    after = french()
    changed = [name for name in before.keys() & after.keys() if before[name] != after[name]]
    assert changed
    assert all("vous" not in after[name] for name in changed)


@pytest.mark.parametrize(
    ("language", "words"), [("en_CA.UTF-8", "not connected yet"), ("fr_CA.UTF-8", "pas encore connecté")]
)
def test_before_a_cloud_account_is_connected_the_command_that_connects_it_is_said(
    run: Run, tmp_path: Path, language: str, words: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[[accounts]]\nname = "work"\nconnector = "outlook"\nclient_id = "0"\n')
    options = ("--config", config, "--state", tmp_path / "coucou.db")
    for _ in range(2):  # before the first reading, and after one that failed
        said = " ".join(run("doctor", *options, language=language).out.split())
        assert words in said
        assert said.count("coucou connect work") == 1
        said = " ".join(run("preview", *options, language=language).out.split())
        assert words in said
        assert said.count("coucou connect work") == 1
        assert ".ics" not in said


def test_doctor_is_well_on_a_good_set_up_and_says_what_to_do_otherwise(run: Run, synced: World) -> None:
    ran = run("doctor", *synced.options)
    assert str(synced.config) in ran.out
    assert "connector: local" in ran.out
    assert "America/Toronto" in ran.out
    without = run("doctor")
    assert without.code == 1
    assert "coucou init" in without.out


def test_doctor_finds_a_template_that_names_what_does_not_exist(run: Run, synced: World) -> None:
    folder = synced.config.parent / "templates" / "fr"
    folder.mkdir(parents=True)
    template = folder / "ask.j2"
    try:
        template.write_text("Bonjour\n\nBonjour {{ name }},\n{{ weather }}\n", encoding="utf-8")
        ran = run("doctor", *synced.options)
        assert ran.code == 1
        assert str(template) in ran.out and "weather" in ran.out and "4" in ran.out
    finally:
        template.unlink()
