"""One sentence for one code: values, plurals, strangers' text, and the choice of a language."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.contract import Problem, Refused
from coucou.core.reason import because
from coucou.core.settings import Approach
from coucou.errors import UserError
from coucou.words import clean, detect, language, language_for, listed, one_line, problem, reason, say, written

NB = "\u00a0"
NOON_ISH = datetime(2026, 12, 3, 10, 30, tzinfo=UTC)


def test_a_plural_follows_its_number_in_each_language() -> None:
    assert say("full_day", "en", n=1).startswith("the day already has 1 meeting,")
    assert say("full_day", "en", n=0).startswith("the day already has 0 meetings,")
    assert say("full_day", "fr", n=0) == "cette journée compte déjà 0 rencontre, votre maximum"
    assert say("full_day", "fr", n=2) == "cette journée compte déjà 2 rencontres, votre maximum"


def test_a_reason_is_said_with_its_values() -> None:
    why = because("gap", start=time(9, 30), end=time(14, 0))
    assert reason(why, "fr") == f"vous avez du temps libre de 9{NB}h{NB}30 à 14{NB}h"
    assert reason(why, "en") == f"you are free from 9:30{NB}a.m. to 2{NB}p.m."


def test_a_problem_names_its_place() -> None:
    for trouble in (UserError("config.missing", "/etc/coucou.toml"), Problem("config.missing", "/etc/coucou.toml")):
        assert "/etc/coucou.toml" in problem(trouble, "fr")
    assert "/etc/coucou.toml" in problem(Refused("config.missing", place="/etc/coucou.toml"), "en")


@pytest.mark.parametrize(
    ("value", "form", "english", "french"),
    [
        (None, "", "", ""),
        (True, "", "yes", "oui"),
        (2026, "", "2026", "2026"),
        (12345, "", "12,345", f"12{NB}345"),
        (12345, "d", "12345", "12345"),
        (-3, "", "−3", "−3"),
        (0.1 + 0.2, "", "0.3", "0,3"),
        (0.85, "%", "85%", f"85{NB}%"),
        (1_234_567, "size", f"1.2{NB}MB", f"1,2{NB}Mo"),
        (date(2026, 12, 1), "", f"December{NB}1, 2026", f"1er{NB}décembre 2026"),
        (date(2026, 12, 3), "day", f"Thursday, December{NB}3", f"jeudi 3{NB}décembre"),
        (date(2026, 12, 3), "full", f"Thursday, December{NB}3, 2026", f"jeudi 3{NB}décembre 2026"),
        (date(2026, 12, 3), "month", "December 2026", "décembre 2026"),
        (NOON_ISH, "", f"December{NB}3, 2026 at 10:30{NB}a.m.", f"3{NB}décembre 2026 à{NB}10{NB}h{NB}30"),
        (NOON_ISH, "when", f"Thursday, December{NB}3 at 10:30{NB}a.m.", f"jeudi 3{NB}décembre à{NB}10{NB}h{NB}30"),
        (NOON_ISH, "time", f"10:30{NB}a.m.", f"10{NB}h{NB}30"),
        (timedelta(minutes=25), "", f"25{NB}minutes", f"25{NB}minutes"),
        (timedelta(days=425), "", f"more than a{NB}year", f"plus d’un{NB}an"),
        (timedelta(days=95), "ago", f"3{NB}months ago", f"il y a 3{NB}mois"),
        (timedelta(days=700), "since", f"for almost two{NB}years", f"depuis près de deux{NB}ans"),
        (["a", "b", "c"], "", "a, b and c", "a, b et c"),
        (("a", "b"), "or", "a or b", "a ou b"),
        ([], "", "", ""),
        (Approach.CATCH_UP, "", "catch_up", "catch_up"),
        (Path("a") / "b", "", "a/b", "a/b"),
        ("mot", "q", "“mot”", f"«{NB}mot{NB}»"),
    ],
)
def test_values_are_written_as_the_language_writes_them(value: object, form: str, english: str, french: str) -> None:
    assert written(value, "en", form) == english
    assert written(value, "fr", form) == french


def test_a_value_is_never_a_pattern_or_a_way_into_the_program() -> None:
    assert say("config.not_a_zone", "en", value="{0.__class__}", nearest="{nearest}").count("{") == 2


def test_strangers_text_cannot_paint_the_terminal_or_turn_the_line_around() -> None:
    assert say("show.failure", "en", account="a\x1b[31mb\u202ec\r\nd\x1b]0;title\x07", text="x") == "abc d: x"
    assert clean("one\r\ntwo\tthree\x9b1mfour") == "one\ntwo threefour"
    assert one_line("z" + "\u0301" * 40 + "algo") == "z" + "\u0301" * 4 + "algo"
    assert one_line("a" * 50, 10) == "a" * 9 + "…"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\x1b[]\x9b\u202e\u2066\r\n\u2028;m"))))
def test_cleaned_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    shown = clean(text)
    assert all(unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"} for c in shown.replace("\n", ""))
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert clean(shown) == shown
    assert "\n" not in one_line(text)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="aéñ漢字 😀’\u0301\u0327-", max_size=40))
def test_ordinary_text_of_any_script_stays_as_it_is(text: str) -> None:
    assert clean(text) == text or "\u0301" in text or "\u0327" in text


def test_families_of_emoji_and_persian_joiners_survive() -> None:
    for text in ("👩‍👧", "می‌خواهم", "❤️"):
        assert clean(text) == text


def test_a_list_of_one_has_no_and() -> None:
    assert listed(["a"], "fr") == "a"


@pytest.mark.parametrize(
    ("environ", "languages", "spoken"),
    [
        ({}, (), "en"),
        ({}, ("fr", "en"), "fr"),
        ({"LANG": "fr_CA.UTF-8"}, ("en",), "fr"),
        ({"LANG": "en_CA.UTF-8"}, ("fr",), "en"),
        ({"LANG": "C.UTF-8"}, ("fr",), "fr"),
        ({"LANG": "fr_FR", "LC_ALL": "C"}, (), "en"),
        ({"LANG": "fr_FR", "LC_ALL": "POSIX"}, ("fr-CA",), "fr"),
        ({"LANG": "fr_FR", "LC_ALL": ""}, (), "fr"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_CA.UTF-8"}, (), "fr"),
        ({"LANG": "fr_CA.UTF-8", "LC_MESSAGES": "en_US", "LC_ALL": "fr_CA"}, (), "fr"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:fr:en"}, (), "fr"),
        ({"LANG": "C", "LANGUAGE": "fr"}, (), "en"),
        ({"LANGUAGE": "fr"}, (), "fr"),
        ({"LANG": "de_DE.UTF-8"}, ("fr",), "fr"),
        ({"LANG": "fro_XX"}, (), "en"),
        ({"LANG": "fr"}, (), "fr"),
    ],
)
def test_the_screen_speaks_the_language_of_the_locale(
    environ: dict[str, str], languages: tuple[str, ...], spoken: str
) -> None:
    assert language(environ, languages) == spoken


@pytest.mark.parametrize(
    ("subjects", "found"),
    [
        (["Rendez-vous de jeudi"], "fr"),
        (["Re: l’ordre du jour", "TR: Budget"], "fr"),
        (["Compte rendu de la réunion"], "fr"),
        (["Félicitations pour ta présentation"], "fr"),
        (["Lunch on Friday?", "Re: your slides"], "en"),
        (["Catching up next week"], "en"),
        (["Don’t forget the update"], "en"),
        (["Budget 2025", "Projet X", "ISO 9001"], None),
        (["Café with Zoé", "Re: Déjà Vu"], None),
        (["Invitation: Budget @ Thu", "Accepted: Budget"], None),
        (["The plan for you", "Le plan pour vous"], None),
        (["", "???"], None),
        ([], None),
    ],
)
def test_subjects_tell_their_language_or_nothing(subjects: list[str], found: str | None) -> None:
    assert detect(subjects) == found


def test_a_setting_wins_over_subjects_and_subjects_over_the_users_own_order() -> None:
    french = ["Rendez-vous de jeudi"]
    assert language_for("en", french, ("fr",)) == "en"
    assert language_for(None, french, ("en",)) == "fr"
    assert language_for(None, ["Budget"], ("fr", "en")) == "fr"
    assert language_for("de", [], ("de", "fr")) == "fr"
    assert language_for(None, [], ()) == "en"
