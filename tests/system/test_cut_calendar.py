"""A calendar that ends in the middle or is not there, from the file to ``gaps --json``: what it lost is never free."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.calendars import calendar, event
from tests.system.conftest import Run

DAY = datetime.now(UTC).replace(hour=14, minute=0, second=0, microsecond=0) + timedelta(days=7)
KEPT, LOST = (
    event(f"DTSTART:{at:%Y%m%dT%H%M%SZ}", f"DTEND:{at + timedelta(hours=1):%Y%m%dT%H%M%SZ}", uid=f"{number}@c.example")
    for number, at in enumerate((DAY, DAY + timedelta(days=1)))
)
WHOLE = calendar(KEPT, LOST)
CUTS = {"inside an event": WHOLE[: WHOLE.rindex("END:VEVENT")], "between events": WHOLE[: WHOLE.rindex("BEGIN:VEVENT")]}


@pytest.fixture
def options(tmp_path: Path) -> tuple[str | Path, ...]:
    config = tmp_path / "c.toml"
    config.write_text(
        '[me]\ntimezone = "America/Toronto"\n'
        '[hours]\ndays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]\nprotected = []\nquiet_periods = []\n'
        '[[accounts]]\nname = "a"\nconnector = "local"\ncalendars = ["a.ics"]\n'
    )
    return ("--config", config, "--state", tmp_path / "s.db")


def write(folder: Path, text: str, at: int) -> None:
    path = folder / "a.ics"
    path.write_text(text, newline="")
    os.utime(path, (at, at))  # as if it had lain there for long, and changed each time


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_what_a_cut_calendar_never_told_is_unknown_and_the_file_is_named(
    run: Run, tmp_path: Path, options: tuple[str | Path, ...], cut: str
) -> None:
    write(tmp_path, cut, 1_700_000_000)
    for _ in range(2):
        ran = run("gaps", "--json", *options)
        told = json.loads(ran.out)
        assert told["gaps"] == []
        assert "unknown" in {closed["reason"]["code"] for closed in told["closed"]}
        assert str(tmp_path / "a.ics") in ran.err
    write(tmp_path, WHOLE, 1_700_000_100)
    assert json.loads(run("gaps", "--json", *options).out)["gaps"]


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_what_a_calendar_told_before_it_was_cut_stays_taken(
    run: Run, tmp_path: Path, options: tuple[str | Path, ...], cut: str
) -> None:
    def busy() -> set[str]:
        return {one["start"] for one in json.loads(run("gaps", "--json", *options).out)["busy"]}

    write(tmp_path, WHOLE, 1_700_000_000)
    assert run("sync", *options).code == 0
    before = busy()
    assert len(before) == 2
    write(tmp_path, cut, 1_700_000_100)
    for _ in range(2):  # said each time, for as long as it is so
        ran = run("sync", *options, language="fr_CA.UTF-8")
        assert ran.code == 1
        assert f"{tmp_path / 'a.ics'} : ce calendrier s’arrête au milieu" in ran.err.replace("\u00a0", " ")
        assert busy() == before
    write(tmp_path, calendar(KEPT), 1_700_000_200)
    assert run("sync", *options).code == 0
    assert len(busy()) == 1


@pytest.mark.parametrize("named", ["b.mbox", "b.zip", "b.ics", "empty"])
def test_where_a_calendar_was_named_and_none_is_nothing_is_free(
    run: Run, tmp_path: Path, options: tuple[str | Path, ...], named: str
) -> None:
    config = Path(options[1])
    whole = config.read_text()
    (tmp_path / "b.mbox").write_text("From a@b.example Mon Mar  2 09:30:00 2026\nFrom: a@b.example\n\nhi\n")
    (tmp_path / "b.zip").write_bytes(b"PK\3\4 and more")
    (tmp_path / "empty").mkdir()
    config.write_text(whole.replace('["a.ics"]', f'["{named}"]'))
    ran = run("gaps", "--json", *options)
    assert (ran.code, json.loads(ran.out)["gaps"]) == (0, [])
    assert named in ran.err
    write(tmp_path, WHOLE, 1_700_000_000)
    config.write_text(whole)
    known = json.loads(run("gaps", "--json", *options).out)
    assert known["gaps"]
    config.write_text(whole.replace('["a.ics"]', f'["{named}"]'))
    assert run("sync", *options).code == 1
    assert json.loads(run("gaps", "--json", *options).out)["busy"] == known["busy"], "what was known still holds"


def test_a_takeout_of_mail_alone_frees_no_time(run: Run, tmp_path: Path, options: tuple[str | Path, ...]) -> None:
    config = Path(options[1])
    config.write_text(config.read_text().replace('calendars = ["a.ics"]', 'takeout = "Takeout"'))
    mail = tmp_path / "Takeout" / "Mail" / "all.mbox"
    mail.parent.mkdir(parents=True)
    mail.write_text("From a@b.example Mon Mar  2 09:30:00 2026\nFrom: a@b.example\n\nhi\n")
    assert json.loads(run("gaps", "--json", *options).out)["gaps"] == []
