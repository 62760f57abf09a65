"""What a person reads in the terminal, at 80 columns. Names and subjects are plain text, never markup."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from rich import box
from rich.console import Console, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from coucou.cli.lang import LANGUAGE, t
from coucou.core.gaps import Gaps
from coucou.core.proposal import PassedOver, missing
from coucou.core.reason import Reason
from coucou.core.settings import Settings
from coucou.core.ties import Tie
from coucou.explain import Explained
from coucou.suggest.round import Preview
from coucou.suggest.worded import Worded
from coucou.words import clean
from coucou.words import dates as said_dates
from coucou.words import reason as said
from coucou.words.locale import is_french
from coucou.words.recall import recalled

NAMES_SHOWN = 6
PEOPLE_SHOWN = 60
console = Console(highlight=False, soft_wrap=False)


class _Wrapped(Text):
    """Text whose lines break at spaces only: Rich breaks at no-break spaces too, and « 10 h 30 » must stay whole."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        if no_wrap or self.no_wrap:
            return super().wrap(console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap)
        lines = (line for whole in self.plain.split("\n") for line in (textwrap.wrap(whole, width) or [""]))
        return Lines(Text(line, style=self.style) for line in lines)


def text(words: str, style: str = "") -> Text:
    """Words from anywhere, inert: no markup, no control or direction characters."""
    return _Wrapped(clean(words), style=style)


def preview(view: Preview, page: Path | None, *, sends: bool = False, unconnected: Sequence[str] = ()) -> None:
    """``sends``: the mode lets what is approved go out, so the next command is told; ``unconnected``: the accounts that
    wait for the user to sign in, when no calendar was read."""
    zone = ZoneInfo(view.timezone)
    console.print(text(t("show.preview", n=len(view.proposals), window=_window(view, zone)), "bold"))
    for worded in view.proposals:
        console.print()
        console.print(_card(worded, zone))
    console.print()
    if not view.proposals:
        if view.gaps.unknown and unconnected:
            console.print(text(t("show.not_connected", account=unconnected[0]), "yellow"))
        else:
            console.print(text(t("show.no_calendar" if view.gaps.unknown else "show.nothing"), "yellow"))
    if view.gaps.gaps or not view.gaps.unknown:
        gaps(view.gaps, view.timezone, closed=False)
    _passed_over(view.passed_over)
    for question in view.questions:
        console.print(text(said(question, LANGUAGE), "yellow"))
    if page:
        console.print(text(t("show.page", path=str(page))))
    if sends and view.proposals:
        console.print(text(t("show.approve", id=view.proposals[0].proposal.id)))
    console.print(text(t("show.nothing_left"), "green"))


def _window(view: Preview, zone: ZoneInfo) -> str:
    """The days that were looked at, in words: from now on, or from where ``--from`` and ``--as-of`` put them."""
    first = view.gaps.window.start
    if first == view.generated_at:
        return t("show.window", n=view.days)
    return t("show.window_from", n=view.days, first=first.astimezone(zone).date())


def _card(worded: Worded, zone: ZoneInfo) -> Panel:
    proposal = worded.proposal
    person = proposal.person
    body = Table.grid(padding=(0, 1))
    body.add_column(style="dim", no_wrap=True)
    body.add_column(ratio=1)
    when = said_dates.moment(proposal.start.astimezone(zone), LANGUAGE)
    body.add_row(t("show.when"), text(when))
    body.add_row(t("show.how"), text(f"{t(f'approach.{proposal.approach}')} · {t(f'channel.{proposal.channel}')}"))
    body.add_row(t("show.to"), text(_to(worded)))
    first = missing(proposal.reasons)
    body.add_row(t("show.why"), _reasons(one for one in proposal.reasons if one not in first))
    if first:
        body.add_row(t("show.hint"), text("\n".join(said(one, LANGUAGE) for one in first), "yellow"))
    body.add_row(t("show.subject"), text(worded.subject, "bold"))
    body.add_row(t("show.message"), text(worded.body))
    for one in worded.texts:
        if one.kind == "linkedin_note":
            label = t("text.linkedin_note", limit=one.limit, n=len(one.text))
            body.add_row(t("show.note"), text(f"{label}\n{one.text}"))
    if worded.card:
        lines = (*recalled(worded.card, LANGUAGE, zone), *(said(q, LANGUAGE) for q in worded.card.questions))
        body.add_row(t("show.card"), text("\n".join(lines), "dim"))
    if worded.undecided:
        body.add_row(t("show.hint"), text(t("hint.vous"), "dim"))
    title = Text.assemble(
        (clean(person.name), "bold"), clean(f" · {person.organization}" if person.organization else "")
    )
    return Panel(body, title=title, title_align="left", subtitle=proposal.id, subtitle_align="right", box=box.ROUNDED)


def _to(worded: Worded) -> str:
    via = worded.proposal.via
    return f"{via.name} <{worded.address}>" if via else worded.address or t("page.no_address")


def _reasons(reasons: Iterable[Reason]) -> Text:
    return text("\n".join(said(reason, LANGUAGE) for reason in reasons))


def _passed_over(passed: Sequence[PassedOver]) -> None:
    """Counted by reason, with the first names of each: 'coucou why' tells the rest."""
    if not passed:
        return
    table = Table(title=text(t("show.passed_over"), "bold"), title_justify="left", box=box.SIMPLE_HEAD, expand=True)
    table.add_column(t("show.reason"), ratio=2)
    table.add_column("", justify="right")
    table.add_column(t("show.people"), ratio=3)
    counts = Counter(p.reason.code for p in passed)
    for code, number in counts.most_common():
        of_code = [p for p in passed if p.reason.code == code]
        names = ", ".join(p.person.name for p in of_code[:NAMES_SHOWN])
        more = " …" if number > NAMES_SHOWN else ""
        table.add_row(text(_in_general([p.reason for p in of_code])), str(number), text(names + more))
    console.print(table)


def _in_general(reasons: Sequence[Reason]) -> str:
    """The sentence that several people share; a general one where each has a number or a day of their own."""
    sentences = {said(reason, LANGUAGE) for reason in reasons}
    return sentences.pop() if len(sentences) == 1 else t(f"kind.{reasons[0].code}")


def people(ties: Sequence[Tie], settings: Settings) -> None:
    if not ties:
        console.print(text(t("show.no_people"), "yellow"))
        return
    zone = ZoneInfo(settings.me.timezone)
    table = Table(box=box.SIMPLE_HEAD, expand=True)
    table.add_column("#", justify="right", style="dim")
    table.add_column(t("show.name"), ratio=3, no_wrap=True, overflow="ellipsis")
    table.add_column(t("show.organization"), ratio=2, no_wrap=True, overflow="ellipsis")
    table.add_column(t("show.last_touch"), no_wrap=True)
    table.add_column(t("show.touches"), justify="right", no_wrap=True)
    table.add_column(t("show.quiet"), no_wrap=True)
    table.add_column(t("show.score"), justify="right")
    for rank, tie in enumerate(ties[:PEOPLE_SHOWN], 1):
        table.add_row(
            str(rank),
            text(tie.person.name),
            text(tie.person.organization),
            f"{tie.last_touch.astimezone(zone):%Y-%m-%d}",
            f"{tie.sent}→ {tie.received}←" + (f" {tie.meetings}◦" if tie.meetings else ""),
            "•" if tie.dormant else "",
            _part(tie.score),
        )
    console.print(table)
    if len(ties) > PEOPLE_SHOWN:
        console.print(text(t("show.more_people", n=len(ties) - PEOPLE_SHOWN)))
    console.print(text(t("show.people_legend"), "dim"))


def gaps(found: Gaps, timezone: str, *, closed: bool = True) -> None:
    zone = ZoneInfo(timezone)
    table = Table(title=text(t("show.gaps"), "bold"), title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column(t("show.day"), no_wrap=True)
    table.add_column(t("show.hours"))
    for day, spans in groupby(found.gaps, key=lambda span: span.start.astimezone(zone).date()):
        hours = ", ".join(_hours(span.start, span.end, zone) for span in spans)
        table.add_row(text(said_dates.day(day, LANGUAGE)), text(hours))
    console.print(table if found.gaps else text(t("show.no_gaps"), "yellow"))
    if closed:
        _closed(found, zone)


def _closed(found: Gaps, zone: ZoneInfo) -> None:
    table = Table(title=text(t("show.closed"), "bold"), title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column(t("show.day"), no_wrap=True)
    table.add_column(t("show.hours"), no_wrap=True)
    table.add_column(t("show.reason"))
    last = None
    for one in found.closed:
        if one.reason.code in ("outside_hours", "day_off"):
            continue
        day = one.span.start.astimezone(zone).date()
        table.add_row(
            text(said_dates.day(day, LANGUAGE)) if day != last else "",
            text(_hours(one.span.start, one.span.end, zone)),
            text(said(one.reason, LANGUAGE)),
        )
        last = day
    console.print(table)


def _hours(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    first, last = start.astimezone(zone), end.astimezone(zone)
    if first.time() == last.time() == time.min:
        return t("page.span.day")
    return f"{said_dates.clock(first, LANGUAGE)}–{said_dates.clock(last, LANGUAGE)}"


def why(found: Explained, settings: Settings) -> None:
    zone = ZoneInfo(settings.me.timezone)
    person, tie = found.person, found.tie
    where = f" · {person.organization}" if person.organization else ""
    console.print(Text.assemble((clean(person.name), "bold"), clean(where)))
    for address in found.addresses:
        console.print(Padding(text(address, "dim"), (0, 0, 0, 2)))
    if tie:
        console.print(Padding(_reasons(tie.reasons), (1, 0, 1, 2)))
        _parts(tie)
    else:
        console.print(Padding(text(t("show.no_tie")), (1, 0, 1, 2)))
    if found.touches:
        _touches(found, zone)
    verdict = (
        found.proposal.proposal.reasons if found.proposal else (found.passed_over.reason,) if found.passed_over else ()
    )
    console.print(text(t("show.proposed" if found.proposal else "show.not_proposed"), "bold"))
    console.print(Padding(_reasons(verdict), (0, 0, 0, 2)))


def _parts(tie: Tie) -> None:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(t("show.part"))
    table.add_column("0…1", justify="right")
    for name, value in (*tie.parts.items(), ("likelihood", tie.likelihood), ("worth", tie.worth), ("score", tie.score)):
        table.add_row(t(f"part.{name}"), _part(value))
    console.print(table)


def _part(value: float) -> str:
    """Between 0 and 1, with two decimals, so that columns line up."""
    return f"{value:.2f}".replace(".", "," if is_french(LANGUAGE) else ".")


def _touches(found: Explained, zone: ZoneInfo) -> None:
    table = Table(title=text(t("show.last_touches"), "bold"), title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column(t("show.day"), no_wrap=True)
    table.add_column("")
    table.add_column(t("show.subject"))
    for touch in found.touches[:10]:
        table.add_row(f"{touch.moment.astimezone(zone):%Y-%m-%d}", t(f"touch.{touch.kind}"), text(touch.subject or ""))
    console.print(table)
