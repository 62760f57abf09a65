"""The command that tests the ranking on the user's own past: backtest."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from coucou.cli import as_json, options
from coucou.cli.asked import asked_of
from coucou.cli.edge import filled
from coucou.cli.lang import LANGUAGE, t
from coucou.core.backtest import ENOUGH, LEAST_TOUCHES, NOTHING, ORDERS, SILENT_DAYS, WITHIN, Backtest, Measure
from coucou.core.reason import Reason, because
from coucou.files import write_private
from coucou.suggest.backtest import backtest as look_back
from coucou.words import reason as said

Plot = Annotated[Path | None, typer.Option("--plot", help=t("option.plot"), metavar=t("metavar.svg"))]


def backtest(
    json: options.Json = False,
    plot: Plot = None,
    as_of: options.AsOf = None,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    with filled(config, state) as edge:
        asked = asked_of(edge, as_of, None, None)
        found = look_back(edge.store, edge.settings, asked.as_of)
        timezone = edge.settings.me.timezone
    why_not = unmeasured(found)
    if plot and why_not:
        print(t("backtest.no_plot", path=str(plot)), file=sys.stderr)
    elif plot:
        from coucou.web.backtest import picture  # the drawing is asked for rarely

        write_private(plot, picture(found, LANGUAGE, timezone).encode())
    if json:
        as_json.dump(as_data(found, why_not, asked.as_of, timezone))
    else:
        from coucou.cli import show_backtest  # Rich costs 60 ms: only when something is drawn

        show_backtest.table(found, why_not, timezone, None if why_not else plot)


def unmeasured(found: Backtest) -> Reason | None:
    """Why there are no figures; None when there are."""
    if found.measured:
        return None
    if found.dates:
        return because("backtest.one_outcome")
    return because("backtest.too_little", least=ENOUGH, most=found.most)


def as_data(found: Backtest, why_not: Reason | None, as_of: datetime, timezone: str) -> dict[str, Any]:
    """The JSON of docs/reference/json.md. Where nothing could be measured, figures are null."""
    zone = ZoneInfo(timezone)
    return {
        "version": as_json.VERSION,
        "as_of": _moment(as_of, zone),
        "silent_days": list(SILENT_DAYS),
        "least_touches": LEAST_TOUCHES,
        "within_days": WITHIN.days,
        "measured_dates": found.measured,
        "ties": found.ties,
        "back": found.back,
        "people": found.people,
        "people_back": found.people_back,
        "base_rate": _rounded(found.base_rate),
        "best_precision_at_10": _rounded(found.best_precision),
        "orders": [
            {**_measure(name, one), "standard_error": _rounded(found.errors[name])}
            for name, one in found.orders.items()
        ],
        "dates": [
            {
                "moment": _moment(date.moment, zone),
                "ties": date.ties,
                "back": date.back,
                "orders": [_measure(name, date.orders.get(name, NOTHING)) for name in ORDERS],
            }
            for date in found.dates
        ],
        "unmeasured": {"code": why_not.code, "text": said(why_not, LANGUAGE)} if why_not else None,
    }


def _measure(name: str, one: Measure) -> dict[str, Any]:
    return {"order": name, "auc": _rounded(one.auc), "precision_at_10": _rounded(one.precision)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")
