"""A circle's round in the terminal, at 80 columns. Names are plain text, never markup."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from rich import box
from rich.panel import Panel
from rich.table import Table

from coucou.circle.round import Planned, Round
from coucou.cli.lang import LANGUAGE, t
from coucou.cli.show import console, text
from coucou.words import dates
from coucou.words import reason as said

GROUPS_SHOWN = 30


def preview(found: Round, *, page: Path | None, drafts: Path | None, recorded: Path | None) -> None:
    """Everything that would go out, and nothing of those who do not take part."""
    console.print(text(t("circle.title", number=found.number), "bold"))
    for notice in found.notices:
        console.print(text(said(notice, LANGUAGE), "yellow"))
    if found.groups:
        console.print(text(t("circle.count", people=found.taking_part, n=len(found.groups))))
        console.print(_table(found))
        _rest(found)
    else:
        console.print(text(t("circle.none"), "yellow"))
    if drafts:
        console.print(text(t("circle.drafts", n=len(found.groups), path=str(drafts))))
    if page:
        console.print(text(t("show.page", path=str(page))))
    if recorded:
        console.print(text(t("circle.recorded", number=found.number, path=str(recorded))))
    elif found.groups:
        console.print(text(t("circle.not_recorded"), "dim"))
    console.print(text(t("circle.nothing_sent"), "green"))


def _rest(found: Round) -> None:
    if len(found.groups) > GROUPS_SHOWN:
        console.print(text(t("circle.more", n=len(found.groups) - GROUPS_SHOWN)))
    if found.left_over:
        console.print(text(t("circle.left", names=[one.name for one in found.left_over]), "yellow"))
    letter = found.groups[0].letter
    words = text(f"{letter.subject}\n\n{letter.body}")
    console.print(Panel(words, title=text(t("circle.sample")), title_align="left", box=box.ROUNDED))


def _table(found: Round) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True)
    table.add_column("#", justify="right", style="dim")
    table.add_column(t("circle.people"), ratio=3)
    table.add_column(t("circle.when"), ratio=3)
    table.add_column(t("circle.why"), ratio=3)
    for number, planned in enumerate(found.groups[:GROUPS_SHOWN], 1):
        people = "\n".join(f"{one.name} · {one.unit}" if one.unit else one.name for one in planned.group.people)
        why = "\n".join(said(reason, LANGUAGE) for reason in planned.group.reasons)
        table.add_row(str(number), text(people), text(_when(planned, ZoneInfo(found.timezone))), text(why))
    return table


def _when(planned: Planned, zone: ZoneInfo) -> str:
    if not planned.offers:
        return t("circle.agree")
    moments = [dates.moment(offer.span.start.astimezone(zone), LANGUAGE) for offer in planned.offers]
    return "\n".join((*moments, f"({t('circle.' + planned.offers[0].availability.state)})"))
