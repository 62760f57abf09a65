"""Counts in the terminal, at 80 columns: one's own ladder, and an organisation's figures."""

from __future__ import annotations

from rich import box
from rich.table import Table

from coucou.cli.lang import LANGUAGE, t
from coucou.cli.show import console, text
from coucou.core.aggregate import LEAST, Group, Month, Shown, rates
from coucou.core.ladder import RUNGS, Row, added
from coucou.words import written


def own(rows: tuple[Row, ...]) -> None:
    """By month and approach, and the sum."""
    if not rows:
        console.print(text(t("report.nothing"), "yellow"))
        return
    table = _table(t("report.month"), t("report.approach"))
    for row in rows:
        table.add_row(row.month, text(t(f"approach.{row.approach}")), *_cells(row.counts))
    table.add_section()
    table.add_row(t("report.total"), "", *_cells(added(row.counts for row in rows)), style="bold")
    console.print(table)
    console.print(text(t("report.legend"), "dim"))


def together(months: tuple[Month, ...]) -> None:
    """By month and unit; what is not shown is said to be so."""
    if not any(month.groups for month in months):
        console.print(text(t("report.too_few", least=LEAST), "yellow"))
        return
    table = _table(t("report.month"), t("report.unit"), t("report.people"))
    for month in months:
        for group in month.groups:
            table.add_row(month.month, text(_unit(group)), str(group.people), *_cells(group.counts))
        if month.total:
            people = str(month.total.people)
            table.add_row("", t("report.total"), people, *_cells(month.total.counts), style="bold", end_section=True)
    console.print(table)
    console.print(text(t("report.legend"), "dim"))
    if any(month.hidden for month in months):
        console.print(text(t("report.hidden", least=LEAST), "dim"))


def _unit(group: Group) -> str:
    return t("report.others") if group.unit is None else group.unit or t("report.no_unit")


def _table(*first: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for number, heading in enumerate(first):
        table.add_column(heading, no_wrap=number == 0, justify="right" if number == 2 else "left")
    for rung in RUNGS:
        table.add_column(t(f"report.{rung}"), justify="right")
    return table


def _cells(counts: Shown) -> list[str]:
    """Each count, and under it its share of those proposed."""
    shares = (None, *rates(counts))
    return [
        "–" if count is None else f"{count}" + (f"\n{written(share, LANGUAGE, '%')}" if share is not None else "")
        for count, share in zip(counts, shares, strict=True)
    ]
