"""The figures of a backtest in the terminal, at 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich import box
from rich.table import Table

from coucou.cli.lang import LANGUAGE, t
from coucou.cli.show import console, text
from coucou.core.backtest import Backtest
from coucou.core.reason import Reason
from coucou.web.backtest import OURS, about
from coucou.words import reason as said
from coucou.words.numbers import hundredths


def table(found: Backtest, why_not: Reason | None, timezone: str, plot: Path | None) -> None:
    """The orders side by side, or why there is nothing to show."""
    if why_not:
        console.print(text(said(why_not, LANGUAGE), "yellow"))
        return
    console.print(text(t("backtest.title"), "bold"))
    console.print(text(said(about(found, timezone), LANGUAGE)))
    drawn = Table(box=box.SIMPLE_HEAD)
    drawn.add_column(t("backtest.order"))
    for code in ("auc", "error", "precision"):
        drawn.add_column(t(f"backtest.{code}"), justify="right", no_wrap=True)
    for cells, style in _rows(found):
        drawn.add_row(*cells, style=style)
    console.print(drawn)
    error = _figure(found.errors["likelihood"])
    console.print(text(t("backtest.few", people=found.people, came=found.people_back, error=error), "yellow"))
    console.print(text(t("backtest.legend"), "dim"))
    if plot:
        console.print(text(t("backtest.plot", path=str(plot))))


def _rows(found: Backtest) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, one in found.orders.items():
        cells = (t(f"backtest.order.{name}"), _figure(one.auc), _figure(found.errors[name]), _figure(one.precision))
        yield cells, "bold" if name in OURS else ""
    yield (t("backtest.chance"), _figure(0.5), "", _figure(found.base_rate)), "dim"
    yield (t("backtest.best"), _figure(1.0), "", _figure(found.best_precision)), "dim"


def _figure(value: float | None) -> str:
    return "–" if value is None else hundredths(value, LANGUAGE)
