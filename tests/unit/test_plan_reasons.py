"""Every reason that the core gives has its words, in both languages, and stands in the reference."""

from __future__ import annotations

import re
from inspect import getsource
from pathlib import Path
from string import Formatter

import pytest

from coucou.core import budget, card, gaps, order, place, plan, referral, route, slots, strangers, targets
from coucou.core.route import ROUTES
from coucou.core.settings import Aim
from coucou.words.catalog import gaps as gap_words
from coucou.words.catalog import plan as plan_words
from coucou.words.catalog import recall as recall_words
from coucou.words.catalog import strangers as stranger_words

TEXTS = {**gap_words.TEXTS, **plan_words.TEXTS, **stranger_words.TEXTS, **recall_words.TEXTS}
MODULES = (budget, card, gaps, order, place, plan, referral, route, slots, strangers, targets)
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "reasons.md"
NO_BREAK_SPACE = "\u00a0"


def codes() -> set[str]:
    return {re.sub(r"\.(one|other)$", "", key) for key in TEXTS}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def given_by_the_core() -> set[str]:
    sources = "\n".join(getsource(module) for module in MODULES)
    written = set(re.findall(r'because\(\s*"([a-z_.]+)"', sources)) | set(
        re.findall(r'"((?:hours|budget)\.[a-z_]+)"', sources)
    )
    made = {f"{stem}.{aim}" for stem in ("target", "ask") for aim in Aim}
    made |= {f"route.message.{shared}" for shared in ("meetings", "threads", "organization")}
    spelled = {"past", "notice", "robot", "role_address", "dead_address", "freebusy"}
    return written | made | {row.code for row in ROUTES} | spelled


def test_every_reason_has_a_text() -> None:
    assert given_by_the_core() <= codes()


def test_the_reference_lists_every_code_with_its_texts() -> None:
    listed = dict(re.findall(r"^\| `([a-z_.]+)` \| (.*) \|$", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(listed) == codes()
    for key, (english, french) in TEXTS.items():
        if not key.endswith(".one"):
            assert listed[key.removesuffix(".other")] == f"{english} | {french}"


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_both_languages_say_the_same_in_their_own_typography(key: str) -> None:
    english, french = TEXTS[key]
    assert {name for name in fields(english) if name != "name_en"} == {
        name for name in fields(french) if name != "name_fr"
    }
    assert "!" not in english + french
    assert "'" not in english + french
    assert not re.search(r"[^\u00a0]:", re.sub(r"\{[^}]*\}", "", french))
    assert NO_BREAK_SPACE not in english
    assert not re.search(r"\b\w+\(e\)|·e", french)


@pytest.mark.parametrize("key", sorted(key for key in TEXTS if key.endswith((".one", ".other"))))
def test_a_text_that_counts_has_both_forms_and_its_number(key: str) -> None:
    stem = key.rpartition(".")[0]
    assert {f"{stem}.one", f"{stem}.other"} <= set(TEXTS)
    assert stem not in TEXTS
    assert "n" in fields(TEXTS[key][0])
