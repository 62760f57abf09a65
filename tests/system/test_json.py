"""The JSON that the command line prints is the contract that docs/reference describes."""

from __future__ import annotations

import itertools
import json
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.system.conftest import ROOT, Run, World


def valid(name: str, printed: str) -> Any:
    schema = json.loads((ROOT / f"docs/reference/schema/{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    value = json.loads(printed)
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(value)
    return value


@pytest.mark.parametrize("language", ["en_CA.UTF-8", "fr_CA.UTF-8"])
@pytest.mark.parametrize("name", ["preview", "people", "gaps"])
def test_every_listing_follows_its_schema_in_both_languages(run: Run, synced: World, name: str, language: str) -> None:
    more = ["--no-sync"] if name == "preview" else []
    ran = run(name, "--json", *more, *synced.options, language=language)
    assert (ran.code, ran.err) == (0, "")
    valid(name, ran.out)


def test_a_preview_proposes_only_inside_gaps_and_each_person_once(run: Run, synced: World) -> None:
    preview = valid("preview", run("preview", "--json", "--no-sync", *synced.options).out)
    gaps = valid("gaps", run("gaps", "--json", *synced.options).out)
    spans = [(moment(gap["start"]), moment(gap["end"])) for gap in gaps["gaps"]]
    assert preview["proposals"], "the demonstration's world always has somebody to propose"
    for proposal in preview["proposals"]:
        start, end = moment(proposal["start"]), moment(proposal["end"])
        assert any(first <= start and end <= last for first, last in spans)
        assert proposal["body"] and proposal["subject"] and proposal["reasons"]
    names = [proposal["person"]["name"] for proposal in preview["proposals"]]
    assert len(set(names)) == len(names)
    assert not set(names) & {passed["person"]["name"] for passed in preview["passed_over"]}


def test_gaps_and_closed_stretches_tile_the_window(run: Run, synced: World) -> None:
    gaps = valid("gaps", run("gaps", "--json", "--days", "21", *synced.options).out)
    pieces = sorted((moment(one["start"]), moment(one["end"])) for one in (*gaps["gaps"], *gaps["closed"]))
    assert pieces[0][0] == moment(gaps["from"])
    assert pieces[-1][1] == moment(gaps["to"])
    assert all(before[1] == after[0] for before, after in itertools.pairwise(pieces))


def test_people_are_ranked_by_score_and_count_direct_touches(run: Run, synced: World) -> None:
    people = valid("people", run("people", "--json", *synced.options).out)["people"]
    assert [one["rank"] for one in people] == list(range(1, len(people) + 1))
    assert [one["score"] for one in people] == sorted((one["score"] for one in people), reverse=True)
    assert all((one["sent"] and one["received"]) or one["meetings"] for one in people)


def test_the_same_input_gives_the_same_preview(run: Run, fresh: World) -> None:
    at = ("--as-of", datetime.now().astimezone().isoformat(timespec="seconds"))
    first = json.loads(run("preview", "--json", *at, *fresh.options).out)
    second = json.loads(run("preview", "--json", *at, *fresh.options).out)
    for one in (first, second):
        del one["generated_at"]
        del one["accounts"]
    assert first == second


def test_as_of_the_past_uses_nothing_later_and_records_nothing(run: Run, fresh: World) -> None:
    then = "2020-01-01"
    assert json.loads(run("people", "--json", "--as-of", then, *fresh.options).out)["people"] == []
    run("preview", "--as-of", then, *fresh.options)
    assert proposals(fresh.state) == 0
    run("preview", *fresh.options)
    assert proposals(fresh.state) > 0


def proposals(state: Path) -> int:
    import sqlite3

    with closing(sqlite3.connect(state)) as db, db:
        count = int(db.execute("SELECT COUNT(*) FROM proposal").fetchone()[0])
    return count


def moment(written: str) -> datetime:
    found = datetime.fromisoformat(written)
    assert found.utcoffset() is not None
    return found
