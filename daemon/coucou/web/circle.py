"""A circle's round as a page: self-contained like the preview's, without scripts or outside resources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from coucou.circle.round import Planned, Round, mailto
from coucou.web.page import template
from coucou.web.svg import bird
from coucou.words import clean, dates, listed, say, written
from coucou.words import reason as said


@dataclass(frozen=True, slots=True)
class _Group:
    id: str
    names: tuple[str, ...]
    units: str
    state: str
    when: str
    others: tuple[str, ...]  # all moments that are offered
    to: str
    lang: str
    subject: str
    body: str
    mailto: str
    label: str
    reasons: tuple[str, ...]


def page(found: Round, lang: str) -> str:
    """The whole page, for the organiser alone: it names people. ``lang`` may have a region ("fr-CA")."""
    zone = ZoneInfo(found.timezone)
    last = (found.window.end - timedelta(seconds=1)).astimezone(zone)
    return template("circle.html.j2").render(
        t=lambda code, **values: say(code, lang, **values),
        lang=lang,
        bird=bird(say("page.mark", lang)),
        title=say("circle.title", lang, number=found.number),
        count=say("circle.count", lang, people=found.taking_part, n=len(found.groups)),
        window=say("page.window.days", lang, first=found.window.start.astimezone(zone), last=last),
        notices=[said(notice, lang) for notice in found.notices],
        groups=[_group(planned, lang, zone) for planned in found.groups],
        left_over=[one.name for one in found.left_over],
        generated=written(found.as_of.astimezone(zone), lang),
    )


def _group(planned: Planned, lang: str, zone: ZoneInfo) -> _Group:
    people, letter = planned.group.people, planned.letter
    moments = tuple(_capital(dates.moment(o.span.start.astimezone(zone), lang)) for o in planned.offers)
    names = tuple(clean(one.name) for one in people)
    state = say(f"circle.{planned.offers[0].availability.state}", lang) if planned.offers else ""
    return _Group(
        id=planned.group.id,
        names=names,
        units=" · ".join(dict.fromkeys(clean(one.unit) for one in people if one.unit)),
        state=_capital(state),
        when=moments[0] if moments else _capital(say("circle.agree", lang)),
        others=moments if len(moments) > 1 else (),
        to=", ".join(clean(one.address) for one in people),
        lang=letter.languages[0],
        subject=letter.subject,
        body=letter.body,
        mailto=mailto(planned),
        label=say("page.for", lang, action=say("page.mailto", lang), name=listed(names, lang)),
        reasons=tuple(_capital(said(reason, lang)) for reason in planned.group.reasons),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
