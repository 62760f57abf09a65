"""A proposal as the page's template needs it: finished strings, clean of what strangers may have put in a name."""

from __future__ import annotations

import base64
from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from coucou.core.reason import Reason
from coucou.core.settings import Channel
from coucou.web.strip import strip
from coucou.web.view import PageView, ProposalView, TouchKind
from coucou.words import clean, dates, reason, say, written


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
    reasons: tuple[str, ...]
    availability: str
    notes: tuple[str, ...]
    strip: Markup
    counts: tuple[tuple[str, str], ...]  # what kind, and how many in words
    command: str


def anchor_of(view: ProposalView) -> str:
    return f"p-{view.proposal.id}"


def card(number: int, one: ProposalView, page: PageView) -> Card:
    """The card with this number on ``page``."""
    proposal, lang, zone = one.proposal, page.lang, ZoneInfo(page.timezone)
    start, end = proposal.start.astimezone(zone), proposal.end.astimezone(zone)
    name = clean(proposal.person.name)
    how = {kind: say(f"{kind}.{value}", lang) for kind, value in _how(one)}
    return Card(
        number=number,
        anchor=anchor_of(one),
        name=name,
        organization=clean(proposal.person.organization),
        approach=say("page.approach", lang, **how),
        when_label=say("page.when.invite" if proposal.channel is Channel.INVITE else "page.when.ask", lang),
        when=_capital(written(start, lang, "when")),
        until=say("page.until", lang, end=end, zone=dates.zone(page.timezone, lang)),
        to=clean(one.address) or say("page.no_address", lang),
        message_lang=proposal.language,
        subject=clean(one.subject),
        body="\n".join(clean(line) for line in one.body.splitlines()),
        links=_links(one, name, lang),
        reasons=_said((*one.about, *proposal.reasons), lang),
        availability=say(f"availability.{proposal.availability.state}", lang),
        notes=_said(one.hints, lang),
        strip=strip(one.touches, page.as_of, lang, zone),
        counts=_counts(one, page),
        command=say("page.id", lang, id=_in_quotes(name)),
    )


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
    return tuple(found)


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
