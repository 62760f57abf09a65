"""Named SQL files, and the words for what the store can say."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

from coucou.store import faults, open_store, statements
from coucou.words.catalog.store import TEXTS

SQL = Path(statements.__file__).parent / "sql"


def test_a_file_is_cut_at_its_names() -> None:
    text = "-- about this file\n\n-- name: one\nSELECT 1;\n\n-- name: two\n-- why\nSELECT\n    2\n"
    assert statements.parse(text) == {"one": "SELECT 1", "two": "-- why\nSELECT\n    2"}


@pytest.mark.parametrize("text", ["-- name: a\nSELECT 1;\n-- name: a\nSELECT 2;", "-- name: a\n\n-- name: b\nSELECT 1"])
def test_a_name_given_twice_or_to_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a is named twice"):
        statements.parse(text)


def test_the_record_of_what_was_done_is_only_ever_added_to() -> None:
    every = " ".join(file.read_text("utf-8") for file in SQL.glob("*.sql"))
    code = " ".join(file.read_text("utf-8") for file in SQL.parents[1].rglob("*.py"))
    changes = re.compile(r"(UPDATE|DELETE\s+FROM|REPLACE\s+INTO|DROP\s+TABLE)\s+audit\b", re.IGNORECASE)
    assert "INSERT INTO audit" in every
    assert not changes.search(every) and not changes.search(code)


@pytest.mark.parametrize("area", sorted(file.stem for file in SQL.glob("*.sql")))
def test_every_statement_fits_the_schema(area: str, tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db", now=datetime(2026, 3, 2, tzinfo=UTC)) as store:
        store.connection.execute("CREATE TEMP TABLE chosen (account_id INTEGER, calendar TEXT, uid TEXT)")
        store.connection.execute("CREATE TEMP TABLE month (start INTEGER PRIMARY KEY)")
        for name, statement in statements.parse((SQL / f"{area}.sql").read_text("utf-8")).items():
            marks = re.findall(r":(\w+)", re.sub(r"--.*", "", statement))
            values = dict.fromkeys(marks, 0) if marks else (0,) * statement.count("?")
            try:
                store.connection.execute(f"EXPLAIN {statement}", values)
            except sqlite3.Error as error:
                pytest.fail(f"{area}.{name}: {error}")


def test_everything_that_the_file_can_suffer_has_words_in_both_languages() -> None:
    source = "".join(file.read_text("utf-8") for file in Path(faults.__file__).parent.glob("*.py"))
    codes = set(re.findall(r'"(store\.[a-z_]+)"', source))
    assert codes == {re.sub(r"\.(one|other)$", "", code) for code in TEXTS if code.startswith("store.")}
    for english, french in TEXTS.values():
        fields = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in (english, french)]
        assert fields[0] == fields[1]
