"""The commands that read and say: sync, preview, people, gaps, why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import ModuleType
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from coucou.cli import as_json, as_text, options
from coucou.cli.edge import Edge, bring_up_to_date, filled, opened, status, tell_trouble
from coucou.cli.lang import t
from coucou.core.span import Span
from coucou.explain import explain
from coucou.suggest import Preview, free_time, known, record, suggest
from coucou.sync import SyncReport


@dataclass(frozen=True, slots=True)
class Asked:
    """The moment and the window that a command was asked about. ``past`` says that this is no question about now."""

    as_of: datetime
    window: Span
    past: bool


def sync(
    account: options.Account = None,
    json: options.Json = False,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    with opened(config, state) as edge:
        report = bring_up_to_date(edge, account)
        tell_trouble(report)
        if json:
            as_json.dump(as_json.sync(report))
        else:
            for line in as_text.sync(report):
                print(line)
    raise typer.Exit(status(report))


def preview(
    json: options.Json = False,
    html: Annotated[Path | None, typer.Option("--html", help=t("option.html"), metavar=t("metavar.file"))] = None,
    as_of: options.AsOf = None,
    start: options.From = None,
    days: options.Days = None,
    no_sync: options.NoSync = False,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    with opened(config, state) as edge:
        asked = _asked(edge, as_of, start, days)
        report = SyncReport() if no_sync else bring_up_to_date(edge)
        tell_trouble(report)
        view = _view(edge, asked)
        if not asked.past:
            record(edge.store, view)
        if html:
            from coucou.cli.page import write_page  # Jinja costs 40 ms, and most runs draw no page

            write_page(edge, view, html)
        if json:
            as_json.dump(as_json.preview(view))
        else:
            _show().preview(view, html)
    raise typer.Exit(status(report))


def people(
    json: options.Json = False,
    as_of: options.AsOf = None,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    with filled(config, state) as edge:
        asked = _asked(edge, as_of, None, None)
        ties = known(edge.store, edge.settings, asked.as_of).ties
        if json:
            as_json.dump(as_json.people(ties, asked.as_of, edge.settings.me.timezone))
        else:
            _show().people(ties, edge.settings)


def gaps(
    json: options.Json = False,
    as_of: options.AsOf = None,
    start: options.From = None,
    days: options.Days = None,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    with filled(config, state) as edge:
        asked = _asked(edge, as_of, start, days)
        found = free_time(edge.store, edge.settings, asked.as_of, asked.window).gaps
        if json:
            as_json.dump(as_json.gaps(found, edge.settings.me.timezone))
        else:
            _show().gaps(found, edge.settings.me.timezone)


def why(
    who: options.Who,
    json: options.Json = False,
    as_of: options.AsOf = None,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    with filled(config, state) as edge:
        found = explain(edge.store, _view(edge, _asked(edge, as_of, None, None)), who)
        if json:
            as_json.dump(as_json.why(found, edge.settings.me.timezone))
        else:
            _show().why(found, edge.settings)


def _view(edge: Edge, asked: Asked) -> Preview:
    return suggest(edge.store, edge.settings, now=edge.now, as_of=asked.as_of, window=asked.window, ramp=not asked.past)


def _asked(edge: Edge, as_of: str | None, start: str | None, days: int | None) -> Asked:
    """``--from`` begins at that day's midnight in the user's zone; without it the window begins at the as-of moment.

    A window that begins in the past asks what coucou would have said then.
    """
    timezone = edge.settings.me.timezone
    at = options.moment(as_of, "--as-of", timezone) if as_of else edge.now
    first = midnight(options.day(start, "--from"), timezone) if start else at
    if as_of is None and first < at:
        at = first
    last = first.astimezone(ZoneInfo(timezone)).date() + timedelta(days=days or edge.settings.meeting.horizon_days)
    return Asked(at, Span(first, midnight(last, timezone)), past=at < edge.now)


def midnight(day: date, timezone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(timezone))


def _show() -> ModuleType:
    from coucou.cli import show  # Rich costs 60 ms: only when something is drawn

    return show
