"""The tables of texts, all areas together: both languages whole, equal in what they tell, and properly typeset."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import coucou
from coucou.words import catalog, known, say

SOURCES = Path(coucou.__file__).parents[2]
TABLES = {area: catalog.texts(area) for area in catalog.areas()}
ALL = {code: pair for table in TABLES.values() for code, pair in table.items()}
FRENCH = sorted((code, (catalog.find(code) or pair)[1]) for code, pair in ALL.items())  # typeset, as they are said
ENGLISH = sorted((code, pair[0]) for code, pair in ALL.items())
NBSP = "\u00a0"


def fields(text: str) -> list[str]:
    return [f"{name}:{form}" for _, name, form, _ in Formatter().parse(text) if name is not None]


def prose(text: str) -> str:
    """A text without what is typed as it stands: fields, URLs, hours and options of the command line."""
    text = re.sub(r"\{[^}]*\}", "X", text)
    return re.sub(r"https?://\S+|\d\d:\d\d|--\S+|\[\[.*?\]\]", "X", text)


def test_no_code_stands_in_two_areas() -> None:
    counts = Counter(code for table in TABLES.values() for code in table)
    assert [code for code, count in counts.items() if count > 1] == []


def test_both_languages_say_the_same_values() -> None:
    def neutral(text: str) -> set[str]:
        return {re.sub(r"_(?:en|fr)(?=:)", "", field).partition(":")[0] for field in fields(text)}

    assert [code for code, (english, french) in ALL.items() if neutral(english) != neutral(french)] == []


def test_fields_are_plain_names() -> None:
    assert [
        c for c, pair in ALL.items() for t in pair for f in fields(t) if not f.partition(":")[0].isidentifier()
    ] == []


def test_no_text_is_empty() -> None:
    assert [code for code, pair in ALL.items() for text in pair if not text.strip()] == []


def test_plurals_come_in_pairs_chosen_by_n() -> None:
    for code, pair in ALL.items():
        stem, _, form = code.rpartition(".")
        if form == "one" or (form == "other" and any("n:" in fields(text) for text in pair)):
            assert {f"{stem}.one", f"{stem}.other"} <= set(ALL), code
            assert stem not in ALL, code


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (r'"', "straight double quotes"),
        (r"\w'\w", "a typewriter's apostrophe"),
        (r"!", "an exclamation mark"),
        (r"(?<!\u00a0):(?=\s|$)", "no no-break space before a colon"),
        (r"«(?!\u00a0)|(?<!\u00a0)»", "no no-break space inside quotation marks"),
        (r"[ \u00a0\u202f][?;]", "a space before ? or ;"),
        (r"“|”", "English quotation marks"),
        (r"\.\.\.", "three dots for …"),
        (r"·e|\(e\)|\(ne\)|\b(?:ravie?|heureu(?:x|se)|contente?|désolée?|cher|chère)\b", "words that tell a gender"),
        (r"  ", "two spaces"),
    ],
    ids=lambda value: value if " " in value and "(" not in value else "",
)
def test_french_is_typeset_as_french(wrong: str, why: str) -> None:
    found = [(code, text) for code, text in FRENCH if re.search(wrong, prose(text), re.IGNORECASE)]
    if why == "two spaces":
        found = [(code, text) for code, text in found if re.search(r"(?<!\n)  ", prose(text).lstrip())]
    assert found == [], why


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (r'"', "straight double quotes"),
        (r"\w'\w", "a typewriter's apostrophe"),
        (r"!", "an exclamation mark"),
        (r"\u00a0[:?;]", "a French space"),
        (r"\.\.\.", "three dots for …"),
    ],
)
def test_english_is_typeset_as_english(wrong: str, why: str) -> None:
    assert [(code, text) for code, text in ENGLISH if re.search(wrong, prose(text))] == [], why


def codes_in_sources() -> Iterator[tuple[str, str]]:
    """Codes written in the program: first arguments of the calls that take one."""
    for folder in ("daemon", "connectors"):
        for path in sorted((SOURCES / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    code = node.args[0].value
                    if name in TAKES_A_CODE and isinstance(code, str):
                        yield code, f"{path.relative_to(SOURCES)}:{node.lineno}"


# Not CursorExpired: it is never said, everything is simply read again.
TAKES_A_CODE = frozenset({"because", "UserError", "Problem", "Refused", "SignInNeeded", "TryLater", "t"})


@pytest.mark.skipif(not (SOURCES / "connectors").is_dir(), reason="needs the sources, not an installed wheel")
def test_every_code_that_the_program_uses_has_its_words() -> None:
    found = list(codes_in_sources())
    assert len(found) > 50
    assert [(code, place) for code, place in found if not known(code)] == []


def test_an_unknown_code_never_reaches_a_test_unseen() -> None:
    with pytest.raises(KeyError):
        say("no.such.code", "en")


def test_at_run_time_an_unknown_code_or_a_missing_value_fails_nothing() -> None:
    catalog.strict = False
    assert say("no.such.code", "en") == "no.such.code"
    assert say("notice", "fr") == "trop tôt\u00a0: les gens ont droit à un préavis, jusqu’au …"
