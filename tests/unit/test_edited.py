"""The small text in which a proposal is edited."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coucou.cli import edited
from coucou.cli.edited import Edited, Wrong

ZONE = ZoneInfo("America/Toronto")
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
ONE = Edited("Catching up", datetime(2026, 3, 5, 10, 30, tzinfo=ZONE), 25, "Hi Léa,\n\n# a line\nStart: now")

letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs"])


@given(st.text(letters, min_size=1, max_size=100), st.integers(5, 240), st.text(letters, min_size=1))
def test_what_nobody_touched_is_read_as_it_was_written(subject: str, minutes: int, body: str) -> None:
    one = Edited(subject, ONE.start, minutes, body)
    assert edited.read(edited.written(one), ZONE, NOW) == one


def test_a_message_may_look_like_anything() -> None:
    assert edited.read(edited.written(ONE), ZONE, NOW) == ONE


def test_the_names_of_the_lines_are_known_in_both_languages_in_any_order() -> None:
    text = "minutes : 25\r\nDébut : 2026-03-05 10:30\r\n\r\n\r\nSalut"
    with pytest.raises(Wrong) as missing:
        edited.read(text, ZONE, NOW)
    assert missing.value.code == "edit.missing"
    found = edited.read("objet: Café\nminutes: 25\nSTART: 2026-03-05T10:30\n\n\nSalut\n", ZONE, NOW)
    assert found == Edited("Café", ONE.start, 25, "Salut")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("2026-03-05 10:30", "2026-03-08 02:30", "edit.no_such_hour", 4),
        ("2026-03-05 10:30", "2026-03-02 09:59", "edit.past", 4),
        ("2026-03-05 10:30", "2029-03-05 10:30", "edit.far", 4),
        ("2026-03-05 10:30", "5 March", "edit.bad_start", 4),
        ("Minutes: 25", "Minutes: -5", "edit.bad_minutes", 5),
        ("Minutes: 25", "Minutes: 25\nMinutes: 30", "edit.twice", 6),
        ("Minutes: 25", "Where: here", "edit.not_a_line", 5),
        ("Subject: Catching up", "Subject: \u202e ", "edit.no_subject", 3),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_line(old: str, new: str, code: str, line: int) -> None:
    with pytest.raises(Wrong) as wrong:
        edited.read(edited.written(ONE).replace(old, new), ZONE, NOW)
    assert (wrong.value.code, wrong.value.line) == (code, line)


def test_the_later_of_two_equal_hours_in_autumn_is_not_refused() -> None:
    found = edited.read(edited.written(ONE).replace("2026-03-05 10:30", "2026-11-01 01:30"), ZONE, NOW)
    assert f"{found.start:%H:%M}" == "01:30"


def test_a_message_is_needed() -> None:
    with pytest.raises(Wrong, match=r"edit\.no_message"):
        edited.read(edited.written(ONE).replace(ONE.body, " \n"), ZONE, NOW)
