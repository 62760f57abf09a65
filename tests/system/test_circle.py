"""``coucou circle`` as its organiser runs it: a table in, a round out, and no secret in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.system.conftest import Run
from tests.system.test_json import valid

ENGLISH = """name,address,team,opted_in,paused,never,languages,timezone,calendar
Léa Roy,lea@example.org,Finance,yes,,,fr,America/Toronto,cal/lea.ics
Noah Martin,noah@example.org,Marketing,yes,,sam@example.org,"en,fr",America/Toronto,cal/noah.ics
Sam Côté,sam@example.org,Marketing,yes,,,fr,,
Inès Fortin,ines@example.org,Sales,yes,,,"fr,en",,
Zoé Gagnon,zoe@example.org,Sales,yes,yes,,fr,,
Olivier Dubé,olivier@example.org,Finance,yes,,,en,,
Maya Chen,maya@example.org,Research,yes,,,"en,fr",America/Vancouver,
Ali Haddad,ali@example.org,Research,no,,,fr,,
Ana Silva,ana@example.org,Research,yes,,,,,
"""
FRENCH = (
    ENGLISH.replace("name,address,team,opted_in,paused,never,languages,timezone,calendar",
                    "Nom;Courriel;Équipe;Consentement;Pause;Jamais;Langues;Fuseau;Agenda")
    .replace('"en,fr"', "en/fr").replace('"fr,en"', "fr/en").replace(",", ";").replace("yes", "oui")
)  # fmt: skip
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
DTSTART:20260305T140000Z
DTEND:20260305T220000Z
SUMMARY:Surgery
END:VEVENT
END:VCALENDAR
"""
AS_OF = ("--as-of", "2026-03-02T09:00-05:00")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "cal").mkdir()
    for name in ("lea", "noah"):
        (tmp_path / "cal" / f"{name}.ics").write_text(CALENDAR.replace("\n", "\r\n"), encoding="utf-8")
    (tmp_path / "team.csv").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "equipe.csv").write_bytes(FRENCH.encode("cp1252"))
    return tmp_path / "team.csv"


def test_a_table_in_either_language_gives_the_same_round_and_follows_the_schema(run: Run, table: Path) -> None:
    english = run("circle", table, "--json", *AS_OF)
    french = run("circle", table.with_name("equipe.csv"), "--json", *AS_OF, language="fr_CA.UTF-8")
    assert (english.code, english.err, french.code, french.err) == (0, "", 0, "")
    found, same = valid("circle", english.out), valid("circle", french.out)
    assert [group["people"] for group in found["groups"]] == [group["people"] for group in same["groups"]]
    assert found["taking_part"] == 7
    assert sorted(len(group["people"]) for group in found["groups"]) == [2, 2, 3]


def test_no_output_tells_who_pauses_refuses_or_did_not_opt_in(run: Run, table: Path) -> None:
    folder = table.parent
    shown = run("circle", table, *AS_OF, "--html", folder / "page.html", "--drafts", folder / "drafts", "--record")
    assert shown.code == 0
    printed = run("circle", table, "--json", *AS_OF, "--number", "1").out
    files = [folder / "page.html", folder / "team.rounds.csv", *(folder / "drafts").iterdir()]
    everything = [shown.out, shown.err, printed, *(file.read_text(encoding="utf-8") for file in files)]
    for text in everything:
        for secret in ("zoe@", "Zoé", "ali@", "Haddad", "never", "paused", "Surgery"):
            assert secret not in text
        assert "noah@example.org, sam@" not in text
    assert all(len(line) <= 80 for line in shown.out.splitlines())
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
    assert len(list((folder / "drafts").glob("*.eml"))) == 3


def test_a_round_on_record_is_not_made_twice_on_one_day_and_the_next_one_differs(run: Run, table: Path) -> None:
    first = run("circle", table, "--record", *AS_OF)
    again = run("circle", table, "--record", *AS_OF)
    assert (first.code, again.code) == (0, 1)
    assert "--number 2" in again.err
    first_pairs = pairs(run("circle", table, "--json", "--number", "1", *AS_OF).out)
    second_pairs = pairs(run("circle", table, "--json", *AS_OF).out)
    assert not first_pairs & second_pairs


def pairs(printed: str) -> set[frozenset[str]]:
    return {
        frozenset((one["address"], other["address"]))
        for group in json.loads(printed)["groups"]
        for one in group["people"]
        for other in group["people"]
        if one != other
    }


@pytest.mark.parametrize(
    ("language", "said"), [("en_CA.UTF-8", "No column says who consents"), ("fr_CA.UTF-8", "Aucune colonne ne dit")]
)
def test_without_a_column_of_consent_nobody_takes_part(run: Run, table: Path, language: str, said: str) -> None:
    table.write_text(ENGLISH.replace("opted_in", "remark"), encoding="utf-8")
    ran = run("circle", table, *AS_OF, language=language)
    assert ran.code == 0 and said in ran.out and "Roy" not in ran.out


def test_what_stands_wrong_is_said_with_file_and_line(run: Run, table: Path) -> None:
    table.write_text(ENGLISH.replace("olivier@example.org", "olivier").replace("America/Vancouver", "Here"), "utf-8")
    ran = run("circle", table, *AS_OF)
    assert ran.code == 1 and ran.out == ""
    assert f"{table}:7: there is no mail address" in ran.err
    assert f"{table}:8: “Here” is no time zone" in ran.err
    missing = run("circle", table.with_name("none.csv"))
    assert missing.code == 1 and "none.csv cannot be read" in missing.err


def test_a_calendar_that_cannot_be_read_is_named_and_its_time_stays_unknown(run: Run, table: Path) -> None:
    (table.parent / "cal" / "lea.ics").unlink()
    ran = run("circle", table, "--json", *AS_OF)
    assert ran.code == 0 and f"{table}:2: this calendar cannot be read" in ran.err
    states = {offer["availability"]["state"] for group in json.loads(ran.out)["groups"] for offer in group["offers"]}
    assert states == {"unknown"}
