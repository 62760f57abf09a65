"""The files of a circle: who takes part, what stands wrong and where, and the rounds on record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coucou.circle import rounds
from coucou.circle.people import Listed, listed
from coucou.core.circle import pairing
from coucou.errors import UserError

TODAY = date(2026, 11, 23)


def read(text: str, encoding: str = "utf-8") -> Listed:
    return listed(text.encode(encoding), "team.csv", TODAY)


def keys(found: Listed) -> list[str]:
    return [one.key for one in found.taking_part]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_french_and_english_headings_in_any_encoding_say_the_same(encoding: str, delimiter: str) -> None:
    french = [
        "Prénom|Nom|Courriel|Équipe|Consentement|Langues",
        "Léa|Côté|Lea@Example.org|Finances|oui|français/anglais",
    ]
    english = ["name|address|team|opted_in|languages", "Léa Côté|Lea@Example.org|Finances|yes|fr-CA EN"]
    for lines in (french, english):
        found = read("\r\n".join(lines).replace("|", delimiter), encoding)
        assert found.problems == ()
        (one,) = found.taking_part
        assert (one.name, one.address, one.key) == ("Léa Côté", "Lea@Example.org", "lea@example.org")
        assert (one.unit, one.languages) == ("Finances", ("fr", "en"))


def test_the_line_that_spreadsheets_put_above_the_headings_is_no_heading() -> None:
    found = read("sep=;\nCourriel;Consentement\na@example.org;oui\nb;oui\n")
    assert keys(found) == ["a@example.org"]
    assert [problem.place for problem in found.problems] == ["team.csv:4"]


def test_a_directory_export_without_a_column_of_consent_makes_nobody_take_part() -> None:
    found = read("displayName,mail,department\nAna Roy,ana@example.org,IT\nLou Roy,lou@example.org,HR\n")
    assert not found.asked and found.taking_part == () and found.problems == ()


def test_only_those_who_said_yes_and_do_not_pause_take_part() -> None:
    found = read(
        "address,consent,paused\na@example.org,yes,\nb@example.org,,\nc@example.org,no,\nd@example.org,oui,yes\n"
        "e@example.org,x,2026-11-24\nf@example.org,1,2026-11-23\n"
    )
    assert keys(found) == ["a@example.org", "f@example.org"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("not an address,yes,,,", "circle.address"),
        ("a@example.org,maybe,,,", "circle.yes_or_no"),
        ("a@example.org,yes,soon,,", "circle.pause"),
        ("a@example.org,yes,,Jean-Secret,", "circle.never"),
        ("a@example.org,yes,,,Mars/Olympus", "circle.zone"),
        ("first@example.org,yes,,,", "circle.twice"),
    ],
)
def test_what_stands_wrong_is_named_by_line_and_no_secret_is_repeated(line: str, code: str) -> None:
    text = f'address,consent,paused,never,timezone\nfirst@example.org,yes,,"b@example.org\nc@example.org",\n{line}\n'
    (problem,) = read(text).problems
    assert (problem.code, problem.place) == (code, "team.csv:4")
    assert "Secret" not in repr(problem)


def test_a_table_without_addresses_says_which_heading_is_missing() -> None:
    for text in ("", "name,consent\nAna,yes\n"):
        with pytest.raises(UserError) as raised:
            read(text)
        assert raised.value.code == "circle.no_addresses"


def test_a_list_of_people_not_to_meet_takes_addresses_in_any_spelling() -> None:
    found = read('address,consent,jamais\na@example.org,yes,"B@Example.org; c+x@example.org"\n')
    assert found.taking_part[0].never == {"b@example.org", "c@example.org"}


def test_rounds_come_back_as_they_were_put_on_record(tmp_path: Path) -> None:
    people = read("address,consent\n" + "".join(f"p{n}@example.org,yes\n" for n in range(7))).taking_part
    path = rounds.beside(tmp_path / "team.csv")
    assert path.name == "team.rounds.csv" and rounds.read(path) == ()
    first = pairing(people, number=1, apart=5).groups
    rounds.record(path, (), 1, TODAY, first)
    past = rounds.read(path)
    assert sorted(len(one.keys) for one in past) == [2, 2, 3]
    assert set(rounds.met(past, 3).values()) == {2}
    assert rounds.met(past, 1) == {}  # planning a round again does not count itself
    rounds.record(path, past, 1, TODAY, first)
    assert rounds.read(path) == past
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "line", ["x,2026-11-23,a@example.org,b@example.org", "1,soon,a@example.org,b@example.org", "1"]
)
def test_a_line_that_is_no_group_stops_the_round(tmp_path: Path, line: str) -> None:
    path = tmp_path / "rounds.csv"
    path.write_text(f"round,date,first,second,third\n{line}\n", encoding="utf-8")
    with pytest.raises(UserError) as raised:
        rounds.read(path)
    assert (raised.value.code, raised.value.place) == ("circle.bad_round", f"{path}:2")
