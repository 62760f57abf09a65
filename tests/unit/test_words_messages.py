"""Messages to people, clause by clause: what the issue asks of them holds for whatever facts come."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.core.settings import AddressAs, Channel
from coucou.errors import UserError
from coucou.words import problem, templates
from coucou.words.message import NAMES, Facts, Wording, given_name, mistakes, wording

NB = "\u00a0"
GOLDENS = Path(__file__).parent / "goldens"
TORONTO = ZoneInfo("America/Toronto")
FACTS = Facts(
    name="Mathieu Côté",
    me="Ana Tremblay",
    silence_days=425,
    met=True,
    start=datetime(2026, 12, 3, 10, 30, tzinfo=TORONTO),
    minutes=25,
    timezone="America/Toronto",
    region="CA-QC",
    address_as=AddressAs.TU,
)
LIMITS = {Channel.INVITE: 50, Channel.ASK: 90}
PLACES = (
    "America/Toronto",
    "America/St_Johns",
    "America/Vancouver",
    "Europe/Paris",
    "Asia/Tokyo",
    "Africa/Cairo",
    "UTC",
)

KINDS = [(Channel.ASK, "ask"), (Channel.INVITE, "invite")]
VOICES = [("en", "", "CA-ON"), ("fr", "tu", "CA-QC"), ("fr", "vous", "CA-QC"), ("fr", "vous", "FR"), ("en", "", "GB")]


def seeds(kind: str) -> dict[int, str]:
    """A seed for each variant of a kind, found as the program finds it."""
    found: dict[int, str] = {}
    for number in range(200):
        place = templates.choose(kind, "en", "", str(number), None).place
        found.setdefault(int(place.split(".")[1]), str(number))
    return dict(sorted(found.items()))


CASES = [
    (channel, kind, lang, register, region, variant, seed)
    for (channel, kind), (lang, register, region) in product(KINDS, VOICES)
    for variant, seed in seeds(kind).items()
]


def golden(
    channel: Channel, kind: str, lang: str, register: str, region: str, variant: int, seed: str
) -> tuple[Path, str]:
    """The file of one case, and what the program writes for it. To write the files anew, after reading them aloud:
    ``python -m tests.unit.test_words_messages``."""
    facts = replace(FACTS, seed=seed, region=region, address_as=AddressAs(register or "vous"), met=variant != 2)
    if region in {"FR", "GB"}:
        home = ZoneInfo("Europe/Paris" if region == "FR" else "Europe/London")
        start = datetime(2026, 12, 3, 14, 0, tzinfo=home)
        facts = replace(facts, start=start, timezone=str(home), their_start=start.astimezone(TORONTO))
    words = wording(channel, lang, facts)
    name = ".".join(filter(None, (kind, lang, register, region.lower(), str(variant), "txt")))
    return GOLDENS / name, f"{words.subject}\n\n{words.body}\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case[1:6])))
def test_each_wording_reads_as_its_golden_file(case: tuple[Channel, str, str, str, str, int, str]) -> None:
    path, text = golden(*case)
    assert text == path.read_text(encoding="utf-8")


def test_there_is_no_golden_file_without_its_wording() -> None:
    assert {path.name for path in GOLDENS.glob("*.txt")} == {golden(*case)[0].name for case in CASES}


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    zone = draw(st.sampled_from(PLACES))
    start = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=15) * draw(st.integers(0, 170_000))
    start = start.astimezone(ZoneInfo(zone))
    theirs = draw(
        st.one_of(
            st.none(),
            st.sampled_from(PLACES).map(ZoneInfo),
            st.integers(-48, 56).map(lambda quarters: timezone(timedelta(minutes=15 * quarters))),
        )
    )
    return Facts(
        name=draw(
            st.sampled_from(("Mathieu Côté", "Tremblay, Marie-Ève", "", "李小龙", "ana@example.org", "DR. ZOÉ ROY"))
        ),
        me=draw(st.sampled_from(("Ana Tremblay", "Jean-François de la Durantaye", "", "Ana"))),
        silence_days=draw(st.integers(0, 5000)),
        met=draw(st.booleans()),
        start=start,
        minutes=draw(st.sampled_from((10, 15, 20, 25, 30, 40, 45, 50, 60, 90))),
        timezone=zone,
        region=draw(st.sampled_from(("CA-QC", "FR", "", "US", "GB", "BE"))),
        their_start=start.astimezone(theirs) if theirs else None,
        address_as=draw(st.sampled_from(AddressAs)),
        seed=draw(st.text("abcdefgh", max_size=3)),
        topic=draw(
            st.sampled_from(
                ("", "", "Re: plan de la rencontre annuelle avec les gens du réseau de l’Est et d’ailleurs")
            )
        ),
    )


MESSAGES = st.tuples(st.sampled_from((Channel.INVITE, Channel.ASK)), st.sampled_from(("fr", "en")), facts())


@settings(max_examples=200, deadline=None)
@given(MESSAGES)
def test_messages_are_short_whatever_the_facts(message: tuple[Channel, str, Facts]) -> None:
    channel, lang, given_facts = message
    words = wording(channel, lang, given_facts)
    assert len(re.findall(r"\S+", words.body)) <= LIMITS[channel]
    assert 0 < len(words.subject) <= 70


@settings(max_examples=200, deadline=None)
@given(MESSAGES)
def test_messages_keep_every_promise_made_of_them(message: tuple[Channel, str, Facts]) -> None:
    channel, lang, given_facts = message
    words = wording(channel, lang, given_facts)
    body = words.body.replace(NB, " ").replace("\u202f", " ")
    greeting, first, *_ = body.split("\n\n")

    assert "!" not in words.subject + body
    assert re.fullmatch(r"(?:Bonjour|Hi)(?: [^,]+)?,", greeting)
    two_sentences = " ".join(re.split(r"(?<=[.?])\s", first)[:2])
    assert re.search(CONNECTION[lang], two_sentences)
    assert re.search(SILENCE_IS_FINE[lang], body), body
    assert all(re.search(way, body) for way in OTHER_WAYS[lang][channel]), body
    assert not re.search(GENDERED, body, re.IGNORECASE)
    assert not re.search(r"\bCh(?:er|ère)\b|\bDear\b", body)
    assert "  " not in body and " ," not in body and "None" not in body and "{" not in body


CONNECTION = {"fr": r"écrit|parlé|rencontre|échange", "en": r"\bmet\b|wrote|meeting|messages"}
SILENCE_IS_FINE = {
    "fr": r"absence de réponse|(?:ne réponds pas|ne répondez pas)|nul besoin de répondre|(?:laisse|laissez) passer",
    "en": r"no need to answer|silence is a fine answer|No reply needed|not answering|leave this unanswered",
}
OTHER_WAYS = {
    "fr": {
        Channel.ASK: (r"coup de fil|appel|téléphon", r"une autre semaine", r"lignes|l’écrit|s’écrire|nous écrire"),
        Channel.INVITE: (r"autre moment", r"appel"),
    },
    "en": {
        Channel.ASK: (r"phone", r"week", r"lines by email|written|in writing"),
        Channel.INVITE: (r"another time|Another time", r"call"),
    },
}
GENDERED = (
    r"·|\(e\)|\b(?:ravie?s?|heureu(?:x|ses?)|contente?s?|désolée?s?|enchantée?s?|certaine?s?|prête?s?|occupée?s?|vue?s"
    r"|absorbée?s?|débordée?s?|he|she|his|her|him|monsieur|madame)\b"
)


@settings(max_examples=100, deadline=None)
@given(facts(), st.sampled_from(("fr", "en")))
def test_an_ask_names_one_moment_with_its_zone_and_theirs_when_their_clock_differs(one: Facts, lang: str) -> None:
    body = wording(Channel.ASK, lang, one).body.replace(NB, " ")
    days = r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    theirs = one.their_start
    differs = theirs is not None and theirs.replace(tzinfo=None) != one.start.replace(tzinfo=None)
    on_another_day = differs and theirs is not None and theirs.date() != one.start.date()
    assert len(re.findall(days, body)) == 1 + on_another_day
    assert re.search(r"\((?:heure|temps|UTC|[A-Z][\w ]+ [Tt]ime)", body)
    inside = re.search(r"\((.*?)\)", body)
    assert inside is not None and (";" in inside[1]) == differs


def test_no_french_message_addresses_both_as_tu_and_as_vous() -> None:
    for register, other in (
        (AddressAs.TU, r"\b(?:vous|votre|vos)\b"),
        (AddressAs.VOUS, r"\b(?:tu|te|toi|ton|tes|ta)\b|\bt’"),
    ):
        for channel, seed in product(LIMITS, map(str, range(12))):
            words = wording(channel, "fr", replace(FACTS, address_as=register, seed=seed))
            assert not re.search(other, words.subject + words.body, re.IGNORECASE)


def test_a_person_nobody_said_tu_of_is_addressed_as_vous() -> None:
    fields = {f: getattr(FACTS, f) for f in ("name", "me", "silence_days", "met", "start", "minutes", "timezone")}
    assert "vous" in wording(Channel.ASK, "fr", Facts(**fields)).body


def test_two_people_get_different_wordings_and_one_person_always_the_same() -> None:
    def bodies(channel: Channel, lang: str) -> list[str]:
        return [wording(channel, lang, replace(FACTS, seed=f"proposal{n}")).body for n in range(30)]

    for channel, lang in product(LIMITS, ("fr", "en")):
        assert len(set(bodies(channel, lang))) == templates.VARIANTS[{"invite": "invite", "ask": "ask"}[channel.value]]
        assert bodies(channel, lang) == bodies(channel, lang)


def test_a_topic_is_named_only_when_it_was_given() -> None:
    for lang, seed, channel in product(("fr", "en"), "abcdef", LIMITS):
        without = wording(channel, lang, replace(FACTS, seed=seed))
        named = wording(channel, lang, replace(FACTS, seed=seed, topic="Re: RE : Plan du chalet"))
        quote = f"«{NB}Plan du chalet{NB}»" if lang == "fr" else "“Plan du chalet”"
        assert quote in named.body and "chalet" not in without.body


def test_nothing_odd_is_written_when_names_are_missing() -> None:
    for lang, channel, seed in product(("fr", "en"), LIMITS, "abcdef"):
        words = wording(channel, lang, replace(FACTS, name="", me="", seed=seed))
        assert re.match(r"(?:Bonjour|Hi),\n\n", words.body)
        assert words.body.rstrip()[-1] in ".?" and ":" not in words.subject


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Mathieu Côté", "Mathieu"),
        ("Tremblay, Ana", "Ana"),
        ("Tremblay, Ana (Montréal)", "Ana"),
        ("Ana Tremblay, CPA", "Ana"),
        ("Dr. Ana Tremblay", "Ana"),
        ("Me Ana Roy", "Ana"),
        ("Mme. Zoé Roy (elle)", "Zoé"),
        ("Ana Roy [Example Inc.]", "Ana"),
        ("'Ana Roy'", "Ana"),
        ("JEAN-PIERRE ROY", "Jean-Pierre"),
        ("ana roy", "Ana"),
        ("McKenzie Roy", "McKenzie"),
        ("D’Arcy Roy", "D’Arcy"),
        ("M’hamed Alaoui", "M’hamed"),
        ("李小龙", "李小龙"),
        ("Zoe\u0301 Roy", "Zoe\u0301"),
        ("J. Roy", ""),
        ("ana@example.org", ""),
        ("ana.roy@example.org Roy", ""),
        ("3D Printing", ""),
        ("http://example.org click", ""),
        ("", ""),
        ("  ", ""),
        ("Ana\r\nBcc: x@example.org", "Ana"),
        ("\x1b[31mAna\u202e Roy", "Ana"),
        ("A" * 300, ""),
    ],
)
def test_people_are_called_by_their_given_name_or_not_at_all(name: str, called: str) -> None:
    assert given_name(name) == called


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_hostile_names_and_topics_change_nothing_around_them(name: str, me: str, topic: str) -> None:
    words = wording(Channel.ASK, "en", replace(FACTS, name=name, me=me, topic=topic))
    assert "\n" not in words.subject and not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", words.body)
    assert len(words.body.split("\n\n")) in {4, 5}


def test_names_are_never_templates() -> None:
    words = wording(Channel.ASK, "en", replace(FACTS, me="{{ 7 * 7 }}", topic="{% for x in y %}"))
    assert "{{ 7 * 7 }}" in words.body and "{% for x in y %}" in words.body


# --- the user's own templates ---------------------------------------------------------------------------------------


def own(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_a_file_of_the_user_takes_the_place_of_ours(tmp_path: Path) -> None:
    own(tmp_path, "fr/ask.j2", "Allô {{ name }}\n\nÇa va? Le {{ when }} : « {{ me_first }} »\n")
    words = wording(Channel.ASK, "fr", FACTS, tmp_path)
    day = f"jeudi 3{NB}décembre à{NB}10{NB}h{NB}30"
    assert words == Wording("Allô Mathieu", f"Ça va? Le {day}{NB}: «{NB}Ana{NB}»")
    assert wording(Channel.ASK, "en", FACTS, tmp_path) == wording(Channel.ASK, "en", FACTS)
    assert wording(Channel.INVITE, "fr", FACTS, tmp_path) == wording(Channel.INVITE, "fr", FACTS)


def test_a_file_for_one_register_comes_before_the_one_for_both(tmp_path: Path) -> None:
    own(tmp_path, "fr/ask.j2", "les deux\n\nx")
    own(tmp_path, "fr/ask.tu.j2", "tu\n\nx")
    assert wording(Channel.ASK, "fr", FACTS, tmp_path).subject == "tu"
    assert wording(Channel.ASK, "fr", replace(FACTS, address_as=AddressAs.VOUS), tmp_path).subject == "les deux"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("Hi\n\nDear {{ nmae }}", 3, "“nmae”"),
        ("Hi\n\n{% if met %}x{% else %}\n{{ never_taken }}\n{% endif %}", 4, "“never_taken”"),
        ("Hi\n\n\n{{ name.surname }}", 4, "“surname”"),
        ("Hi\n\n{% if met %}", 3, "endif"),
        ("Hi\n\n{{ name | nonsense }}", 3, "nonsense"),
        ("Hi\n\n{{ minutes / 0 }}", 3, "division by zero"),
        ("Hi\n\n{{ ''.__class__.__mro__ }}", 3, "__class__"),
        ("Hi\n\n{% include '/etc/passwd' %}", 3, "template"),
    ],
)
def test_a_mistake_in_a_users_template_is_named_with_its_file_and_line(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    own(tmp_path, "en/ask.j2", text)
    with pytest.raises(UserError) as caught:
        wording(Channel.ASK, "en", FACTS, tmp_path)
    assert caught.value.place == str(tmp_path / "en" / "ask.j2")
    said = problem(caught.value, "en")
    assert f"ask.j2, line {line}:" in said and says in said
    assert f"ligne {line}{NB}:" in problem(caught.value, "fr")
    assert [str(m) for m in mistakes(tmp_path)] == [str(caught.value)]


def test_a_template_that_is_not_text_is_refused(tmp_path: Path) -> None:
    own(tmp_path, "en/ask.j2", "")
    (tmp_path / "en" / "ask.j2").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match=r"template\.unreadable"):
        wording(Channel.ASK, "en", FACTS, tmp_path)


def test_a_template_that_no_message_uses_is_pointed_out(tmp_path: Path) -> None:
    own(tmp_path, "fr/aks.j2", "x\n\ny")
    [found] = mistakes(tmp_path)
    assert found.place.endswith("aks.j2") and "fr/ask.j2" in problem(found, "en")


def test_no_overrides_are_no_mistake(tmp_path: Path) -> None:
    assert mistakes(tmp_path / "none") == []


def test_the_page_on_templates_tells_every_name_in_both_languages() -> None:
    docs = Path(__file__).parents[2] / "docs"
    for page in ("reference/templates.md", "fr/templates.md"):
        told = set(re.findall(r"^\| `(\w+)` \|", (docs / page).read_text(encoding="utf-8"), re.MULTILINE))
        assert told == set(NAMES), page


if __name__ == "__main__":
    for case in CASES:
        path, text = golden(*case)
        path.write_text(text, encoding="utf-8")
