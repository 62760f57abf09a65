"""``coucou report``: counts on one's own machine, and several people's together without anybody in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.system.conftest import Run, World
from tests.system.test_json import valid


def test_ones_own_report_counts_the_proposals_and_names_nobody(run: Run, fresh: World) -> None:
    preview = json.loads(run("preview", "--json", *fresh.options).out)
    names = [one["person"]["name"] for one in preview["proposals"]]
    ran = run("report", "--json", "--unit", "Finance", *fresh.options)
    found = valid("report", ran.out)
    assert found["total"]["proposed"] == len(names) > 0
    assert found["unit"] == "Finance"
    shown = run("report", *fresh.options)
    assert shown.code == 0 and all(len(line) <= 80 for line in shown.out.splitlines())
    for text in (ran.out, shown.out):
        assert "@" not in text and not [name for name in names if name in text]


def reports(folder: Path, units: dict[str, int]) -> list[Path]:
    counts = {"proposed": 6, "approved": 5, "sent": 5, "accepted": 3, "met": 2}
    found = []
    for unit, size in units.items():
        for number in range(size):
            value = {
                "version": 1,
                "generated_at": "2026-04-01T09:00:00-04:00",
                "timezone": "America/Toronto",
                "unit": unit,
                "origin": f"{unit}{number}",
                "months": [{"month": "2026-03", "approach": "catch_up", **counts, "rates": {}}],
                "total": {**counts, "rates": {}},
            }
            found.append(folder / f"{unit}{number}.json")
            found[-1].write_text(json.dumps(value), encoding="utf-8")
    return found


@pytest.mark.parametrize("language", ["en_CA.UTF-8", "fr_CA.UTF-8"])
def test_reports_together_leave_small_groups_out(run: Run, tmp_path: Path, language: str) -> None:
    files = reports(tmp_path, {"Finance": 7, "Direction": 2})
    ran = run("report", "--aggregate", "--json", *files, language=language)
    assert (ran.code, ran.err) == (0, "")
    (month,) = valid("aggregate", ran.out)["months"]
    assert [(group["unit"], group["people"], group["met"]) for group in month["groups"]] == [("Finance", 7, 14)]
    assert month["total"]["proposed"] == 42 and month["hidden"]
    shown = run("report", "--aggregate", *files, language=language)
    assert "Direction" not in ran.out + shown.out
    assert all(len(line) <= 80 for line in shown.out.splitlines())
    few = run("report", "--aggregate", *files[-2:], language=language)
    assert few.code == 0 and "42" not in few.out and "12" not in few.out


def test_what_is_no_report_is_named(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    good = reports(tmp_path, {"A": 1})[0]
    for content in ("", "[]", '{"version": 2}', good.read_text("utf-8").replace('"approved": 5', '"approved": 9')):
        wrong.write_text(content, encoding="utf-8")
        ran = run("report", "--aggregate", wrong)
        assert ran.code == 1 and "wrong.json is not a report" in ran.err
    assert run("report", "--aggregate").code == 1
    assert run("report", wrong).code == 1
