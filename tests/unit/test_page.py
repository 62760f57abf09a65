"""The page: one file that is safe, complete, readable and the same in both languages."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest

from coucou.core.gaps import Gaps
from coucou.core.ladder import Row
from coucou.core.proposal import PassedOver
from coucou.core.reason import because
from coucou.core.span import Span
from coucou.web.page import render
from coucou.web.rest import group_of, groups, stretches
from coucou.web.strip import strip
from coucou.web.view import PageView, TouchKind, TouchMark
from coucou.words import catalog, say
from tests.page_views import EML, HOSTILE, NOW, ZONE, at, hostile, ordinary, person, proposal, span

LANGUAGES = ("fr", "en", "fr-CA", "en-CA")
VOID = {"meta", "br", "img", "link", "input", "hr"}
HARMLESS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "p", "svg", "path", "rect", "circle", "text",
    "g", "defs", "pattern", "span", "b", "small", "h1", "h2", "h3", "h4", "dl", "div", "dt", "dd", "ul", "li",
    "table", "thead", "tbody", "tr", "th", "td",
    "main", "section", "article", "bdi", "pre", "details", "summary", "i", "footer",
}  # fmt: skip


@dataclass
class Page(HTMLParser):
    """What a browser would make of the page: elements with their attributes, and the text outside of styles."""

    html: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""
    open_now: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open_now.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open_now.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open_now[-1:] != ["style"]:
            self.text += data

    def all(self, name: str) -> Iterator[str]:
        return (attributes[name] for _, attributes in self.elements if name in attributes)


def page(view: PageView) -> Page:
    return Page(render(view))


@pytest.mark.parametrize("view", [ordinary(), ordinary("en"), hostile()], ids=["fr", "en", "hostile"])
def test_nothing_runs_and_nothing_is_fetched(view: PageView) -> None:
    found = page(view)
    policy = next(a["content"] for _, a in found.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert {tag for tag, _ in found.elements} <= HARMLESS
    assert not [name for _, attributes in found.elements for name in attributes if name.startswith("on")]
    assert not list(found.all("src"))
    assert all(href.startswith(("#", "mailto:", "data:")) for href in found.all("href"))
    assert "url(http" not in found.html and "@import" not in found.html
    assert found.open_now == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_and_texts_from_strangers_are_only_text(lang: str) -> None:
    found = page(hostile(lang))
    assert HOSTILE[0] in found.text and HOSTILE[4] in found.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", found.html)
    assert not [href for href in found.all("href") if href.startswith("javascript:")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_its_language_and_each_message_says_its_own(lang: str) -> None:
    elements = page(ordinary(lang)).elements
    assert elements[0] == ("html", {"lang": lang})
    assert {attributes["lang"] for tag, attributes in elements if tag == "pre"} == {"fr"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headings_come_in_order_and_there_is_one_of_the_first(lang: str) -> None:
    levels = [int(tag[1]) for tag, _ in page(ordinary(lang)).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("view", [ordinary(), hostile(), ordinary(proposals=())], ids=["two", "hostile", "none"])
def test_every_place_is_named_once_and_every_reference_leads_somewhere(view: PageView) -> None:
    found = page(view)
    names = list(found.all("id"))
    assert len(names) == len(set(names))
    references = {href[1:] for href in found.all("href") if href.startswith("#")} | set(found.all("aria-labelledby"))
    assert references <= set(names)
    assert {name.removeprefix("url(#").removesuffix(")") for name in found.all("fill")} <= set(names)


def test_a_proposal_shows_who_when_how_and_why_with_its_message_ready_to_copy() -> None:
    found = page(ordinary("fr"))
    assert "Gabriel Fontaine" in found.text and "Atelier Boréal" in found.text
    assert (
        "Jeudi 26\N{NO-BREAK SPACE}novembre à\N{NO-BREAK SPACE}10\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30" in found.text
    )
    assert "heure de l’Est" in found.text
    assert "Bonjour Gabriel,\n\nÇa te dirait, 25 minutes le jeudi 26 novembre?\n\nAna" in found.text
    assert "Le dernier message vient de cette personne" in found.text
    assert ordinary().proposals[0].mailto in found.all("href")


def test_a_draft_comes_whole_inside_the_page() -> None:
    found = page(ordinary())
    drafts = [a for _, a in found.elements if a.get("download") == "coucou-abcd2345.eml"]
    assert len(drafts) == 1
    assert base64.b64decode(drafts[0]["href"].removeprefix("data:message/rfc822;base64,")) == EML


def test_each_person_passed_over_is_named_with_the_reason() -> None:
    found = page(ordinary("en"))
    for one in ordinary().passed_over:
        assert one.person.name in found.text
    assert "mail to this person came back" in found.text


def test_an_account_that_could_not_be_read_is_pointed_out() -> None:
    found = page(ordinary("en"))
    assert "archive (cannot be read)" in found.text and "new (not read yet)" in found.text
    assert [a.get("class") for tag, a in found.elements if tag == "li"].count("attention") == 2


@pytest.mark.parametrize(("lang", "latest", "share"), [("fr", "octobre 2026", "57"), ("en", "October 2026", "57")])
def test_how_far_proposals_came_stands_at_the_end_the_latest_month_first(lang: str, latest: str, share: str) -> None:
    page = Page(render(ordinary(lang)))
    table = page.text[page.text.index(say("page.ladder", lang)) :]
    assert latest in table and table.index(latest) < table.index("2026", table.index(latest) + len(latest))
    assert [tag for tag, _ in page.elements].count("tr") == 1 + 3 + 1, "the head, three rows, the sum"
    assert f"4{share}" in re.sub(r"\s", "", table), "four approved of seven, and their share"


def test_before_anything_was_approved_there_is_no_way_to_look_back_on() -> None:
    assert "<table" not in render(ordinary(ladder=()))
    assert "<table" not in render(ordinary(ladder=(Row("2026-11", "catch_up", (3, 0, 0, 0, 0)),)))


def test_without_proposals_the_page_is_kind_and_still_explains() -> None:
    found = page(ordinary("fr", proposals=()))
    assert "Rien à proposer cette fois" in found.text
    assert "Nadia Benali" in found.text
    assert "propositions" not in {attributes.get("id") for _, attributes in found.elements}


def test_nothing_shames() -> None:
    """No counter of days without contact, no red, no exclamation mark."""
    for lang in ("fr", "en"):
        found = page(ordinary(lang))
        assert not re.search(
            r"\b(?:210|overdue|en retard|neglect|forgotten you|!)", found.text.replace("n’est oublié", "")
        )
    assert not re.search(r":\s*(?:red|crimson|tomato|#f00)\b", ordinary_css())


def test_the_same_page_is_the_same_bytes() -> None:
    assert render(ordinary()) == render(ordinary())


def test_every_text_of_the_page_exists_in_both_languages() -> None:
    for code, pair in catalog.texts("page").items():
        assert len(pair) == 2 and all(pair), code
        fields = [sorted(set(re.findall(r"{(\w+)", text))) for text in pair]
        assert fields[0] == fields[1], code
        assert not re.search(r"\w [:;»]|« ", pair[1]), f"{code} needs a no-break space"


# --- the calendar ---------------------------------------------------------------------------------------------------


def shapes(found: Page, class_: str) -> list[dict[str, str]]:
    return [attributes for tag, attributes in found.elements if tag == "rect" and attributes.get("class") == class_]


def test_the_calendar_draws_gaps_meetings_closed_hours_and_proposals() -> None:
    found = page(ordinary("en"))
    assert [len(shapes(found, c)) for c in ("gap", "busy", "proposal")] == [3, 2, 2]
    assert len(shapes(found, "closed")) == 3  # notice, protected, holiday; nights are not drawn
    labels = [label for label in found.all("aria-label") if label.startswith("Proposal 1: Gabriel Fontaine")]
    assert labels == [
        "Proposal 1: Gabriel Fontaine, Thursday, November\N{NO-BREAK SPACE}26 at 10:30\N{NO-BREAK SPACE}a.m."
    ]


def test_the_calendar_stands_in_words_too() -> None:
    text = page(ordinary("en")).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Free: 1:45 p.m. to 3:35 p.m." in text
    assert "Taken: all day" in text
    assert "Proposed: 10:30 a.m. to 10:55 a.m. (1, Gabriel Fontaine)" in text


def test_time_that_is_not_known_has_its_own_look() -> None:
    unknown = replace(ordinary().gaps, gaps=(), unknown=(span(2, (9, 0), (16, 30)),))
    found = page(ordinary("en", gaps=unknown, proposals=()))
    assert len(shapes(found, "unknown")) == 1
    assert "unknown" in found.text
    assert "unknown" not in page(ordinary("en")).text.split("Proposals")[0]


@pytest.mark.parametrize("first", [datetime(2026, 3, 5, 10, tzinfo=ZONE), datetime(2026, 10, 29, 10, tzinfo=ZONE)])
def test_across_a_change_of_clocks_ten_stays_at_ten(first: datetime) -> None:
    days = [first + timedelta(days=n) for n in (1, 5)]
    found_gaps = tuple(Span(day.replace(hour=10), day.replace(hour=11)) for day in days)
    gaps = Gaps(Span(first, first + timedelta(days=14)), found_gaps, (), ())
    tops = {shape["y"] for shape in shapes(page(ordinary(gaps=gaps, proposals=())), "gap")}
    assert len(tops) == 1


def test_an_empty_window_still_makes_a_page() -> None:
    empty = Gaps(Span(NOW, NOW), (), (), ())
    assert "coucou" in page(ordinary(gaps=empty, proposals=(), passed_over=(), accounts=())).text


def test_a_gap_on_a_weekend_brings_its_day_into_the_calendar() -> None:
    gaps = Gaps(Span(NOW, at(7, 0)), (span(5, (10, 0), (11, 0)),), (), ())
    found = page(ordinary("en", gaps=gaps, proposals=()))
    assert "Saturday, November\N{NO-BREAK SPACE}28" in found.text
    assert len(shapes(found, "gap")) == 1


# --- touches, time, people ------------------------------------------------------------------------------------------


def test_a_strip_says_in_words_what_it_draws() -> None:
    drawn = strip(ordinary().proposals[0].touches, NOW, "en", ZONE)
    assert "9 written by you, 18 received, 8 meetings, " in drawn
    assert 'class="quiet"' in drawn and ">quiet<" in drawn


def test_a_strip_leaves_out_what_lies_after_its_moment() -> None:
    later = TouchMark(NOW + timedelta(days=1), TouchKind.SENT)
    assert strip((later,), NOW, "en", ZONE) == ""
    first = TouchMark(NOW - timedelta(days=90), TouchKind.SENT)
    assert strip((first, later), NOW, "en", ZONE) == strip((first,), NOW, "en", ZONE)


@pytest.mark.parametrize("years", [0, 1, 3, 7, 12, 20, 60])
def test_a_strip_of_any_length_stays_inside_its_picture(years: int) -> None:
    marks = [TouchMark(NOW - timedelta(days=d), TouchKind.SENT) for d in range(0, years * 365 + 2, 20)]
    found = Page(strip(marks, NOW, "fr", ZONE))
    assert all(0 <= float(a["x"]) <= 360 for _, a in found.elements if "x" in a)
    assert sum(tag == "text" for tag, _ in found.elements) <= 9


def test_working_hours_are_shared_out_without_rest() -> None:
    found = stretches(ordinary().gaps, ordinary().hours, ZONE, "en")
    assert found[0].kind == "open"
    assert sum(one.share for one in found) == pytest.approx(100)
    assert {one.kind for one in found} == {"open", "busy", "protected", "notice", "quiet"}


def test_a_reason_that_many_share_is_said_once() -> None:
    many = [PassedOver(person(f"Someone {n}"), because("budget.week", limit=3)) for n in range(5)]
    one, another = groups([*many, PassedOver(person("Else"), because("never"))], "en")
    assert [(because_.shared, len(because_.people)) for because_ in one.reasons] == [(True, 5)]
    assert [(because_.shared, len(because_.people)) for because_ in another.reasons] == [(False, 1)]


def test_every_reason_finds_its_group() -> None:
    codes = ("gaps_taken", "moved", "resting", "excluded", "past")
    passed = [PassedOver(person("A"), because(code, until=NOW)) for code in codes]
    assert sum(len(b.people) for group in groups(passed, "en") for b in group.reasons) == len(codes)
    assert group_of("a code of next year") == "other"
    assert group_of("meeting_planned") == "not_dormant", "whoever is met soon is in touch"


# --- looks ----------------------------------------------------------------------------------------------------------


def ordinary_css() -> str:
    return (files("coucou.web") / "templates" / "page.css").read_text(encoding="utf-8")


def palettes() -> list[dict[str, str]]:
    """The light and the dark colours."""
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in ordinary_css().split("@media")[:2]
    )
    return [light, {**light, **dark}]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", palettes(), ids=["light", "dark"])
def test_text_stands_out_enough_for_tired_eyes(colours: dict[str, str]) -> None:
    """WCAG AA asks 4.5 of text and 3 of what must be seen to understand."""
    for text, ground in (
        *((t, g) for t in ("ink", "soft", "leaf", "honey") for g in ("paper", "sheet")),
        ("on-leaf", "leaf"),
        ("ink", "leaf-soft"),
        ("soft", "quiet"),
    ):
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for mark in ("leaf", "plum", "honey"):
        assert contrast(colours[mark], colours["sheet"]) >= 3, mark


def test_the_page_prints_and_follows_the_readers_wishes() -> None:
    for wish in ("@media print", "prefers-color-scheme: dark", "prefers-reduced-motion", ":focus-visible"):
        assert wish in ordinary_css()


def test_one_proposal_is_spoken_of_in_the_singular() -> None:
    assert "Someone who might enjoy hearing from you" in page(ordinary("en", proposals=(proposal(),))).text
