"""A proposal as the page's template needs it: finished strings, clean of what strangers may have put in a name."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from coucou.core.proposal import missing
from coucou.core.reason import Reason
from coucou.core.route import NAMES_NO_TIME
from coucou.core.settings import Channel
from coucou.web.strip import strip
from coucou.web.view import PageView, ProposalView, TouchKind
from coucou.words import clean, dates, reason, say, written
from coucou.words.recall import recalled


@dataclass(frozen=True, slots=True)
class Link:
    """``file`` is the name under which a browser saves it; "" for a link that is followed."""

    text: str
    label: str
    href: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    number: int
    anchor: str
    name: str
    organization: str
    approach: str
    when_label: str
    when: str
    until: str
    to: str
    message_lang: str
    subject: str
    body: str
    links: tuple[Link, ...]
    shorter: tuple[tuple[str, str], ...]  # other texts: what for, and the text
    recall: tuple[str, ...]  # what to remember
    questions: tuple[str, ...]  # what to open with
    reasons: tuple[str, ...]
    availability: str
    notes: tuple[str, ...]
    strip: Markup
    counts: tuple[tuple[str, str], ...]  # what kind, and how many in words
    command: str
    approve: str  # the command that lets it go out, "" in preview


def anchor_of(view: ProposalView) -> str:
    return f"p-{view.proposal.id}"


def card(number: int, one: ProposalView, page: PageView) -> Card:
    """The card with this number on ``page``."""
    proposal, lang, zone = one.proposal, page.lang, ZoneInfo(page.timezone)
    start, end = proposal.start.astimezone(zone), proposal.end.astimezone(zone)
    name, first = clean(proposal.person.name), missing(proposal.reasons)
    how = {kind: say(f"{kind}.{value}", lang) for kind, value in _how(one)}
    return Card(
        number=number,
        anchor=anchor_of(one),
        name=name,
        organization=clean(proposal.person.organization),
        approach=say("page.approach", lang, **how),
        when_label=say(f"page.when.{_moment_of(one)}", lang),
        when=_capital(written(start, lang, "when")),
        until=say("page.until", lang, end=end, zone=dates.zone(page.timezone, lang)),
        to=_to(one, lang),
        message_lang=proposal.language,
        subject=clean(one.subject),
        body="\n".join(clean(line) for line in one.body.splitlines()),
        links=_links(one, name, lang),
        shorter=tuple(_shorter(one, lang)),
        recall=tuple(_capital(clean(line)) for line in recalled(one.recall, lang, zone)) if one.recall else (),
        questions=_said(one.recall.questions, lang) if one.recall else (),
        reasons=_said((*one.about, *(r for r in proposal.reasons if r not in first)), lang),
        availability=say(f"availability.{proposal.availability.state}", lang),
        notes=_said((*first, *one.hints), lang),
        strip=strip(one.touches, page.as_of, lang, zone),
        counts=_counts(one, page),
        command=say("page.id", lang, id=_in_quotes(name)),
        approve=say("page.approve", lang, id=proposal.id) if page.sends else "",
    )


def _moment_of(one: ProposalView) -> str:
    """Which sort of moment it is: an invitation's, one that the message offers, or one kept in mind."""
    if one.proposal.approach in NAMES_NO_TIME:
        return "kept"
    return "invite" if one.proposal.channel is Channel.INVITE else "ask"


def _to(one: ProposalView, lang: str) -> str:
    address = clean(one.address) or say("page.no_address", lang)
    via = one.proposal.via
    return f"{clean(via.name)} · {address}" if via else address


def _shorter(one: ProposalView, lang: str) -> Iterator[tuple[str, str]]:
    for text in one.texts:
        if text.kind == "linkedin_note":
            yield _capital(say("text.linkedin_note", lang, n=len(text.text), limit=text.limit)), clean(text.text)


def _how(one: ProposalView) -> tuple[tuple[str, str], ...]:
    return ("approach", one.proposal.approach), ("channel", one.proposal.channel)


def _links(one: ProposalView, name: str, lang: str) -> tuple[Link, ...]:
    found = []
    for kind, href, ending in (
        ("mailto", one.mailto if one.mailto.startswith("mailto:") else "", ""),
        ("eml", _data("message/rfc822", one.eml), ".eml"),
        ("ics", _data("text/calendar", one.ics), ".ics"),
    ):
        if href:
            text = say(f"page.{kind}", lang)
            file = f"coucou-{one.proposal.id}{ending}" if ending else ""
            found.append(Link(text, say("page.for", lang, action=text, name=name), href, file))
    for place, href in {text.kind.partition("_")[0]: text.link for text in one.texts if _is_place(text.link)}.items():
        text = say(f"text.open.{place}", lang)
        found.append(Link(text, say("page.for", lang, action=text, name=name), href))
    return tuple(found)


def _is_place(link: str) -> bool:
    """What opens a web page or a chat program, and nothing else."""
    return link.startswith(("https://", "slack://"))


def _data(kind: str, content: bytes | None) -> str:
    return "" if content is None else f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _said(reasons: tuple[Reason, ...], lang: str) -> tuple[str, ...]:
    """Each sentence once, in the order given."""
    return tuple(dict.fromkeys(_capital(reason(one, lang)) for one in reasons))


def _counts(one: ProposalView, page: PageView) -> tuple[tuple[str, str], ...]:
    kinds = Counter(touch.kind for touch in one.touches if touch.moment <= page.as_of)
    codes = {TouchKind.SENT: "sent", TouchKind.RECEIVED: "received", TouchKind.MEETING: "met"}
    return tuple(
        (code, say(f"page.touches.{code}", page.lang, n=kinds[kind])) for kind, code in codes.items() if kinds[kind]
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _in_quotes(name: str) -> str:
    """As a shell's one word: what a quote or a dollar could do in it is taken out, a part of the name is enough."""
    return '"' + "".join(sign for sign in name if sign.isalnum() or sign in " -.'") + '"'
