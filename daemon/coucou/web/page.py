"""The page: one self-contained HTML file without scripts or outside resources."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from coucou.core.ladder import RUNGS
from coucou.core.span import Span
from coucou.web import ladder, rest, week
from coucou.web.card import anchor_of, card
from coucou.web.svg import bird
from coucou.web.view import AccountView, PageView
from coucou.words import clean, reason, say, written


def render(view: PageView) -> str:
    """The whole page as text, to be kept in a file that only its owner can read (it holds names and addresses).

    Names and subjects come from strangers: control and direction characters are dropped, markup is escaped, and the
    page's own policy (``default-src 'none'``) would keep anything that slipped through from doing anything.
    """
    zone = ZoneInfo(view.timezone)
    numbered = [
        week.Numbered(number, one.proposal.person.name, Span(one.proposal.start, one.proposal.end), anchor_of(one))
        for number, one in enumerate(view.proposals, 1)
    ]
    return template("page.html.j2").render(
        t=lambda code, **values: say(code, view.lang, **values),
        lang=view.lang,
        view=view,
        bird=bird(say("page.mark", view.lang)),
        title=say("page.title", view.lang, day=view.as_of.astimezone(zone)),
        heading=_heading(view),
        as_of=written(view.as_of.astimezone(zone), view.lang),
        window=_window(view, zone),
        accounts=[(_account(one, view.lang, zone), one.state == "ok") for one in view.accounts],
        weeks=week.weeks(view, numbered),
        days=week.in_words(view, numbered),
        has_unknown=bool(view.gaps.unknown),
        cards=[card(number, one, view) for number, one in enumerate(view.proposals, 1)],
        questions=[reason(one, view.lang) for one in view.questions],
        groups=rest.groups(view.passed_over, view.lang),
        stretches=rest.stretches(view.gaps, view.hours, zone, view.lang),
        ladder=list(ladder.lines(view.ladder, view.lang)),
        rungs=[say(f"report.{rung}", view.lang) for rung in RUNGS],
        generated=written(view.generated_at.astimezone(zone), view.lang),
    )


@cache
def template(name: str) -> Template:
    """A page's template, with everything in it escaped; all share ``frame.html.j2`` and its policy."""
    environment = Environment(
        loader=PackageLoader("coucou.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _heading(view: PageView) -> str:
    number = len(view.proposals)
    if not number:
        return say("page.heading.none", view.lang)
    words = {2: ("two", "deux"), 3: ("three", "trois"), 4: ("four", "quatre"), 5: ("five", "cinq"), 6: ("six", "six")}
    count = words.get(number, (str(number), str(number)))[view.lang.startswith("fr")]
    said = say("page.heading", view.lang, n=number, count=count)
    return said[:1].upper() + said[1:]


def _window(view: PageView, zone: ZoneInfo) -> str:
    first, end = view.gaps.window.start.astimezone(zone), view.gaps.window.end.astimezone(zone)
    # The end is excluded: a window until Monday's midnight ends on Sunday.
    last = end if end == first else end.fromtimestamp(end.timestamp() - 1, zone)
    return say("page.window.days", view.lang, first=first, last=last)


def _account(one: AccountView, lang: str, zone: ZoneInfo) -> str:
    state = say(f"state.{one.state}", lang)
    if one.synced_at is None:
        return say("page.account.never", lang, name=clean(one.name), state=state)
    moment = written(one.synced_at.astimezone(zone), lang)
    return say("page.account", lang, name=clean(one.name), state=state, moment=moment)
