"""``coucou backtest`` as a user meets it: the table, the JSON and the picture, and what it says without enough past."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from tests.system.conftest import Run, World
from tests.system.test_json import valid

NOW = datetime.now(UTC).replace(microsecond=0)
ME = "ana@example.org"
FRENCH = "fr_CA.UTF-8"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Four years of mail with forty people, every third of whom was in touch again."""
    folder = tmp_path_factory.mktemp("past")
    with (folder / "all.mbox").open("wb") as file:
        for number in range(40):
            start = NOW - timedelta(days=1500 - 24 * number)
            days = [0, 7, 14, 21, 60, *([400, 410] if number % 3 == 0 else [])]
            for step, day in enumerate(days):
                file.write(written(number, step, start + timedelta(days=day)))
        file.write(written(99, 0, NOW - timedelta(hours=2)))
    config = folder / "config.toml"
    config.write_text(
        f'[me]\nname = "Ana Owner"\naddresses = ["{ME}"]\ntimezone = "America/Toronto"\n'
        '[[accounts]]\nname = "files"\nconnector = "local"\nmail = ["all.mbox"]\n',
        encoding="utf-8",
    )
    return World(config, folder / "coucou.db")


def written(number: int, step: int, at: datetime) -> bytes:
    """One message as an mbox holds it, from the user and to the user in turn."""
    message = EmailMessage()
    other = f"Person {chr(65 + number // 26)}{chr(97 + number % 26)} <someone{number}@place{number}.example>"
    message["From"], message["To"] = (f"Ana Owner <{ME}>", other) if step % 2 else (other, ME)
    message["Date"], message["Subject"] = format_datetime(at), "Hello"
    message["Message-ID"] = f"<{number}.{step}@example.org>"
    return b"From x@example.org Thu Jan  1 00:00:00 2026\n" + message.as_bytes() + b"\n"


@pytest.mark.parametrize(("language", "words"), [("en_CA.UTF-8", "by chance"), (FRENCH, "au hasard")])
def test_the_table_has_every_order_within_80_columns(run: Run, past: World, language: str, words: str) -> None:
    ran = run("backtest", *past.options, language=language)
    assert (ran.code, ran.err) == (0, "")
    assert words in ran.out and ran.out.count("coucou)") == 2 and "÷" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "backtest." not in ran.out, "a text is missing"
    figure = "0,50" if language == FRENCH else "0.50"
    assert figure in ran.out


def test_the_json_follows_its_schema_and_agrees_with_itself(run: Run, past: World) -> None:
    found = valid("backtest", run("backtest", "--json", *past.options).out)
    assert found["unmeasured"] is None
    assert found["measured_dates"] >= 3
    figures = {one["order"]: one for one in found["orders"]}
    assert len(figures) == 6
    assert all(
        0 <= one["auc"] <= 1 and 0 <= one["precision_at_10"] <= found["best_precision_at_10"]
        for one in figures.values()
    )
    measured = [date for date in found["dates"] if date["orders"][0]["auc"] is not None]
    assert len(measured) == found["measured_dates"]
    assert sum(date["ties"] for date in measured) == found["ties"]
    assert found["back"] > 0


def test_as_of_looks_back_from_another_day(run: Run, past: World) -> None:
    earlier = (NOW - timedelta(days=300)).isoformat()
    now, then = (json.loads(run("backtest", "--json", *more, *past.options).out) for more in ([], ["--as-of", earlier]))
    assert datetime.fromisoformat(then["as_of"]) == datetime.fromisoformat(earlier)
    assert last(then) + timedelta(days=365) <= datetime.fromisoformat(earlier) < last(now) + timedelta(days=365)


def last(found: Any) -> datetime:
    return datetime.fromisoformat(found["dates"][-1]["moment"])


@pytest.mark.parametrize("language", ["en_CA.UTF-8", FRENCH])
def test_the_picture_stands_alone_and_needs_neither_colour_nor_network(
    run: Run, past: World, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "backtest.svg"
    ran = run("backtest", "--plot", path, *past.options, language=language)
    assert ran.code == 0 and "backtest.svg" in ran.out.replace("\n", "")
    assert path.stat().st_mode & 0o777 == 0o600
    root = ET.fromstring(path.read_bytes())
    assert root.find(f"{SVG}title") is not None and root.find(f"{SVG}desc") is not None
    words = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert sum("coucou)" in one for one in words) == 3  # two orders, and one of them in the legend
    assert not any("backtest." in one for one in words)
    ground = root.find(f"{SVG}rect")
    assert ground is not None and ground.get("fill") == "#ffffff"
    fills = {circle.get("fill") for circle in root.iter(f"{SVG}circle")}
    assert len(fills) == 2 and "#ffffff" in fills, "full or hollow tells them apart without colour"
    assert "href" not in path.read_text(encoding="utf-8")
    inside(root)


def inside(root: ET.Element) -> None:
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for element in root.iter():
        for names, limit in ((("x", "x1", "x2", "cx"), width), (("y", "y1", "y2", "cy"), height)):
            assert all(0 <= float(element.get(name, 0)) <= limit for name in names), element.attrib


@pytest.mark.parametrize(("language", "words"), [("en_CA.UTF-8", "Too little history"), (FRENCH, "Trop peu de passé")])
def test_too_little_history_is_said_and_is_no_error(
    run: Run, synced: World, tmp_path: Path, language: str, words: str
) -> None:
    path = tmp_path / "backtest.svg"
    ran = run("backtest", "--plot", path, *synced.options, language=language)
    assert ran.code == 0
    assert ran.out.startswith(words)
    assert "backtest.svg" in ran.err and not path.exists()


def test_too_little_history_is_nulls_in_json(run: Run, synced: World) -> None:
    ran = run("backtest", "--json", *synced.options)
    assert (ran.code, ran.err) == (0, "")
    found = valid("backtest", ran.out)
    assert found["unmeasured"]["code"] == "backtest.too_little"
    assert found["base_rate"] is None and found["dates"] == []
    assert [one["auc"] for one in found["orders"]] == [None] * 6


def test_a_picture_that_cannot_be_written_is_one_line(run: Run, past: World, tmp_path: Path) -> None:
    ran = run("backtest", "--plot", tmp_path / "no" / "such" / "folder.svg", *past.options)
    assert (ran.code, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 1
