"""coucou targets: five questions, a file that is otherwise untouched, and who fits."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.system.conftest import Run, World
from tests.system.test_json import valid

FRENCH = "fr_CA.UTF-8"
FILE = '# my own words\r\nmode = "preview"\r\n\r\n[me]\r\nname = "Léa"  # «Lea»\r\ntimezone = "UTC"'.encode()


def test_answers_become_tables_and_the_rest_of_the_file_stays_byte_for_byte(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_bytes(FILE)
    typed = "\nPolicy Advisor, Grace Kim\nYour road to policy.\n\n\nNordlys; nordlys.example\n\n"
    ran = run("targets", "--config", config, stdin=typed)
    assert (ran.code, ran.err) == (0, "")
    written = config.read_bytes()
    assert written.startswith(FILE + b"\r\n") and written.count(b"\n") == written.count(b"\r\n")
    role, interest = tomllib.loads(written.decode())["targets"]
    assert (role["reason"], role["titles"], role["people"]) == ("similar_role", ["Policy Advisor"], ["Grace Kim"])
    assert role["drawn_by"] == "Your road to policy." and role["horizon"] == "12 months"
    assert interest["organizations"] == ["Nordlys", "nordlys.example"] and "drawn_by" not in interest
    assert "titles: Policy Advisor; people: Grace Kim" in ran.out and "2 targets were added" in ran.out
    assert "[me]" in ran.out, "it says that the line about the user is still missing"
    assert config.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("typed", ["", "\n" * 5, "\n\n"])
def test_skipping_everything_writes_nothing(run: Run, tmp_path: Path, typed: str) -> None:
    config = tmp_path / "config.toml"
    config.write_bytes(FILE)
    before = config.stat()
    ran = run("targets", "--config", config, stdin=typed, language=FRENCH)
    assert (ran.code, ran.err) == (0, "")
    assert config.read_bytes() == FILE and config.stat().st_ino == before.st_ino
    assert "rien n’a été écrit" in ran.out


def test_a_link_to_the_file_stays_a_link(run: Run, tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    real.write_bytes(FILE)
    link.symlink_to(real)
    assert run("targets", "--config", link, stdin="boss\n").code == 0
    assert link.is_symlink() and b"[[targets]]" in real.read_bytes()


def test_a_file_in_which_no_table_can_follow_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("targets = []\n")
    ran = run("targets", "--config", config, stdin="boss\n\n")
    assert ran.code == 1 and "line" in ran.err
    assert config.read_text() == "targets = []\n"


def test_without_a_configuration_it_says_what_to_type(run: Run, tmp_path: Path) -> None:
    ran = run("targets", "--config", tmp_path / "none.toml", stdin="boss\n")
    assert ran.code == 1 and "coucou init" in ran.err


@pytest.mark.parametrize("language", ["en_CA.UTF-8", FRENCH])
def test_the_list_shows_who_fits_and_follows_its_schema(run: Run, synced: World, language: str) -> None:
    printed = run("targets", "--json", *synced.options, language=language)
    assert (printed.code, printed.err) == (0, "")
    found = valid("targets", printed.out)["targets"]
    names = [[match["person"]["name"] for match in one["matches"]] for one in found]
    assert names == [["Zoé Kowalski"], ["Grace Kim"]]
    listed = run("targets", "--list", *synced.options, language=language)
    assert (listed.code, listed.err) == (0, "")
    assert "Zoé Kowalski" in listed.out and "Grace Kim" in listed.out


def test_names_on_the_user_s_cards_are_understood_as_people(run: Run, fresh: World) -> None:
    assert run("sync", *fresh.options).code == 0
    ran = run("targets", *fresh.options, stdin="grace kim\n\n\n\n\n\n")
    assert "people: grace kim" in ran.out


def test_a_target_past_its_horizon_is_ignored_and_said_to_be(run: Run, fresh: World) -> None:
    with fresh.config.open("a", encoding="utf-8") as file:
        file.write('\n[[targets]]\nreason = "career"\ntitles = ["analyst"]\nhorizon = 2020-01-01\n')
    ran = run("preview", "--json", *fresh.options)
    assert "1 target is past its horizon" in ran.err
    names = [one["person"]["name"] for one in json.loads(ran.out)["proposals"]]
    assert "Maya Cohen" not in names
    assert "2020" in run("targets", "--list", *fresh.options).out


def test_why_explains_somebody_not_yet_known(run: Run, synced: World) -> None:
    run("preview", "--no-sync", *synced.options)
    ran = run("why", "grace kim", "--json", *synced.options)
    person = valid("why", ran.out)["person"]
    assert (person["name"], person["last_touch"], person["sent"]) == ("Grace Kim", None, 0)
    assert "No tie yet" in run("why", "grace kim", *synced.options).out
