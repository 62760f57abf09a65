"""First words to somebody: short, honest, in both languages, with ways out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from coucou.core.settings import AddressAs, Aim
from coucou.words import templates
from coucou.words.first import closed
from coucou.words.message import Facts, written_as
from coucou.words.texts import NOTE_FREE, NOTE_PAID, for_chat, for_linkedin

GOLDENS = Path(__file__).parent / "goldens" / "first"
NB = "\u00a0"
OWN = {
    "en": ("I run data projects for museums.", "Your maps of museums made me think."),
    "fr": ("Je coordonne des projets de données pour des musées.", "Vos cartes des musées m’ont fait réfléchir."),
}
FACTS = Facts(
    name="Grace Kim",
    me="Ana Tremblay",
    silence_days=0,
    met=False,
    start=datetime(2026, 12, 3, 10, 30, tzinfo=ZoneInfo("America/Toronto")),
    minutes=25,
    timezone="America/Toronto",
    region="CA-QC",
)
KINDS = ("message", "introduction", "note", "referral", "forward")
SHARED = ("meetings", "threads", "organization")
LIMITS = {"message": 90, "introduction": 90, "referral": 90, "forward": 60}  # words beside the user's own sentences


def facts(kind: str, lang: str, register: str = "vous", **more: object) -> Facts:
    about, drawn_by = ("", "") if kind == "message" else OWN[lang]
    found = replace(FACTS, about=about, drawn_by=drawn_by, whom="Zoé Kowalski", address_as=AddressAs(register))
    return replace(found, **more)  # type: ignore[arg-type]  # the fields of Facts, checked where they are written


def seeds(kind: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for number in range(100):
        place = templates.choose(kind, "en", "", str(number), None).place
        found.setdefault(int(place.split(".")[1]), str(number))
    return dict(sorted(found.items()))


def cases() -> list[tuple[str, str, str, int, str]]:
    """Kind, language, register, variant, seed."""
    voices = (("en", "vous"), ("fr", "tu"), ("fr", "vous"))
    return [(k, lang, reg, n, seed) for k, (lang, reg) in product(KINDS, voices) for n, seed in seeds(k).items()]


def golden(kind: str, lang: str, register: str, variant: int, seed: str) -> tuple[Path, str]:
    """To write the files anew, after reading them aloud: ``python -m tests.unit.test_words_first``."""
    pages = []
    for one in SHARED if kind == "message" else tuple(Aim)[:2] if kind in ("introduction", "forward") else ("",):
        more = {"shared": one} if kind == "message" else {"hope": str(one)}
        words = written_as(kind, lang, facts(kind, lang, register, seed=seed, **more))
        pages.append(f"{words.subject}\n\n{words.body}\n")
    name = ".".join((kind, lang, *([register] if lang == "fr" else []), str(variant), "txt"))
    return GOLDENS / name, "\n* * *\n\n".join(pages)


@pytest.mark.parametrize("case", cases(), ids=lambda case: "-".join(map(str, case[:4])))
def test_each_wording_reads_as_its_golden_file(case: tuple[str, str, str, int, str]) -> None:
    path, text = golden(*case)
    assert text == path.read_text(encoding="utf-8")


def test_there_is_no_golden_file_without_its_wording() -> None:
    assert {path.name for path in GOLDENS.glob("*.txt")} == {golden(*case)[0].name for case in cases()}


EVERY = [
    (kind, lang, register, seed, shared, hope)
    for (kind, lang, register, _, seed), shared, hope in product(cases(), SHARED, ("", *map(str, Aim)))
]
WAYS_OUT = {
    "en": r"no need|No reply|silence is|Silence is|no answer|let this go|let this one go|even to answer",
    "fr": r"laissez? simplement passer|nul besoin de répondre|absence de réponse|laissez? passer|ni même à répondre",
}


def test_every_first_message_keeps_its_promises() -> None:
    for kind, lang, register, seed, shared, hope in EVERY:
        words = written_as(kind, lang, facts(kind, lang, register, seed=seed, shared=shared, hope=hope))
        body = words.body.replace(NB, " ")
        own = sum(len(sentence.split()) for sentence in (() if kind == "message" else OWN[lang]))
        if kind in LIMITS:
            assert len(body.split()) - own <= LIMITS[kind], (kind, body)
            assert 0 < len(words.subject) <= 70
        assert "!" not in words.subject + body and "  " not in body and "None" not in body and "{" not in body
        assert not re.search(r"\b(?:Ch(?:er|ère)|Dear)\b|·e|\(e\)|\b(?:ravie?|heureu(?:x|se)|désolée?)\b", body)
        if kind != "forward":
            assert re.match(r"(?:Bonjour Grace|Hi Grace),\n", body)
        if kind != "note":
            assert re.search(WAYS_OUT[lang], body), (kind, body)


def test_no_french_first_message_mixes_tu_and_vous() -> None:
    """The user's own sentences apart, which they write themselves."""
    vous, tu = r"\b(?:vous|votre|vos)\b", r"\b(?:tu|te|toi|ton|tes|ta)\b|\bt’"
    for kind, lang, register, seed, shared, hope in EVERY:
        if lang == "fr":
            plain = facts(kind, lang, register, seed=seed, shared=shared, hope=hope, about="A.", drawn_by="B.")
            words = written_as(kind, lang, plain)
            other = vous if register == "tu" or kind == "forward" else tu
            assert not re.search(other, f"{words.subject} {words.body}", re.IGNORECASE), words
            assert kind != "forward" or not re.search(tu, words.body, re.IGNORECASE)


def test_a_referral_names_whom_it_is_about_and_leaves_two_ways_out() -> None:
    for lang, register, seed in product(("en", "fr"), ("tu", "vous"), seeds("referral").values()):
        words = written_as("referral", lang, facts("referral", lang, register, seed=seed))
        assert "Zoé Kowalski" in words.subject and "Zoé Kowalski" in words.body
        last = words.body.split("\n\n")[2]
        assert re.search(r"\bno\b|need to explain|di(?:s|tes) non|rien à expliquer", last)  # a no, or silence
        assert re.search(r"directly|without you|directement|sans passer", last)  # or the user writes alone


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Your path intrigues me", "Your path intrigues me. I’d"),
        ("Your path intrigues me!", "Your path intrigues me! I’d"),
        ("« Vos cartes. »", "« Vos cartes. » I’d"),
        ("You said “why not?”", "You said “why not?” I’d"),
        ("Your maps (the old ones)", "Your maps (the old ones). I’d"),
        ("[…]", "[…] I’d"),  # not said yet
    ],
)
def test_a_sentence_gets_a_full_stop_only_where_it_has_no_end(said: str, read: str) -> None:
    assert read in written_as("note", "en", facts("note", "en", drawn_by=said)).body


def test_the_sentences_of_the_user_end_as_sentences_and_are_never_templates() -> None:
    text = written_as("introduction", "en", facts("introduction", "en", about="I paint", drawn_by="{{ 7 * 7 }}?")).body
    assert "I paint." in text and "{{ 7 * 7 }}? I’d" in text


# --- texts to paste ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("length", [10, 60, 100, 120, 150, 190, 200])
def test_a_note_fits_beside_an_invitation_or_is_left_out(lang: str, length: int) -> None:
    given = facts("note", lang, about="a" * length, drawn_by="b" * length)
    found = for_linkedin("The message.", lang, given, "linkedin.com/in/grace-kim", None)
    notes = [one for one in found if one.kind == "linkedin_note"]
    assert all(one.limit is not None and len(one.text) <= one.limit for one in notes)
    assert {one.limit for one in notes} <= {NOTE_FREE, NOTE_PAID}
    assert all("b" * length in one.text for one in notes), "what drew the user to them is never cut"
    assert len({one.text for one in notes}) == len(notes)
    assert notes, "two sentences of the longest that a configuration allows still leave room for one"
    assert length < 200 or {one.limit for one in notes} == {NOTE_PAID}
    assert found[-1].kind == "linkedin_message" and found[-1].text == "The message."


def test_links_lead_to_the_profile_or_to_a_search_by_name() -> None:
    known = for_linkedin("x", "en", facts("note", "en"), "linkedin.com/in/grace kim?x=1&y", None)[0].link
    assert known == "https://www.linkedin.com/in/grace%20kim%3Fx%3D1%26y"
    unknown = urlsplit(for_linkedin("x", "en", facts("note", "en", name="Zoé & Co"), "", None)[0].link)
    assert parse_qs(unknown.query) == {"keywords": ["Zoé & Co"]}


def test_a_link_opens_the_chat_with_the_message_in_it() -> None:
    teams, slack = for_chat("Bonjour\n\nÇa va & toi?", "lea+x@example.org")
    asked = parse_qs(urlsplit(teams.link).query)
    assert asked == {"users": ["lea+x@example.org"], "message": ["Bonjour\n\nÇa va & toi?"]}
    assert slack.link == "slack://open" and slack.text == teams.text


def test_the_statement_closes_a_message_once() -> None:
    assert closed("Hi\n\nAna", "  We welcome such talks.  ") == "Hi\n\nAna\n\nWe welcome such talks."
    assert closed("Hi. We welcome such talks.", "We welcome such talks.") == "Hi. We welcome such talks."
    assert closed("Hi", "") == "Hi"
    assert closed("Hi", "a\x1b[31mb") == "Hi\n\nab"


if __name__ == "__main__":
    GOLDENS.mkdir(exist_ok=True)
    for case in cases():
        path, text = golden(*case)
        path.write_text(text, encoding="utf-8")
