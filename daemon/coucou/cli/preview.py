"""The commands that make a round: sync, preview, and the demonstration."""

from __future__ import annotations

import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from coucou import quiet_list
from coucou.cli import as_json, as_text, options
from coucou.cli.asked import Asked, asked_of, midnight
from coucou.cli.edge import (
    Connections,
    Edge,
    bring_up_to_date,
    brought_up_to_date,
    clock,
    opened,
    status,
    tell_trouble,
)
from coucou.cli.lang import LANGUAGE, t
from coucou.contract import ConnectorError
from coucou.core.reason import Reason
from coucou.core.settings import Mode
from coucou.core.span import Span
from coucou.doctor import not_connected
from coucou.store import ledger
from coucou.suggest import theirs
from coucou.suggest.round import Preview, record, suggest
from coucou.sync import SyncReport
from coucou.vault import beside
from coucou.words import clean
from coucou.words import reason as say


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
        asked = asked_of(edge, as_of, start, days)
        report, view = _planned(edge, asked, no_sync=no_sync)
        if view.past_targets:
            print(t("targets.ignored", n=view.past_targets), file=sys.stderr)
        if not asked.past:
            record(edge.store, view)
        if html:
            from coucou.cli.page import write_page  # Jinja costs 40 ms, and most runs draw no page

            write_page(edge, view, html)
        if json:
            as_json.dump(as_json.preview(view))
        else:
            from coucou.cli import show  # Rich costs 60 ms: only when something is drawn

            show.preview(view, html, sends=edge.settings.mode is not Mode.PREVIEW, unconnected=_unconnected(edge, view))
    raise typer.Exit(status(report))


def _planned(edge: Edge, asked: Asked, *, no_sync: bool) -> tuple[SyncReport, Preview]:
    """The round, with the accounts still open, so that colleagues' calendars can be asked."""

    def round_(availability: theirs.Asked | None = None) -> Preview:
        return suggest(
            edge.store,
            edge.settings,
            now=edge.now,
            as_of=asked.as_of,
            window=asked.window,
            ramp=not asked.past,
            availability=availability,
            quiet=_kept_in_peace(edge),
        )

    if no_sync:
        return SyncReport(), round_()
    with brought_up_to_date(edge) as (report, connections):
        tell_trouble(report)
        return report, round_(None if asked.past else _colleagues(edge, connections))


def _unconnected(edge: Edge, view: Preview) -> list[str]:
    """The accounts without which no time is known."""
    if not view.gaps.unknown:
        return []
    return not_connected(edge.settings, beside(edge.store.path), ledger.account_states(edge.store))


def _kept_in_peace(edge: Edge) -> frozenset[str]:
    """By the organisation's list. One that cannot be read is told of, and stops sending, not planning."""
    found = quiet_list.load(edge.settings)
    if isinstance(found, Reason):
        print(clean(say(found, LANGUAGE)), file=sys.stderr)
        return frozenset()
    return found


def _colleagues(edge: Edge, connections: Connections) -> theirs.Asked:
    """Those of the open accounts that can say when others are free; what goes wrong is told on standard error."""

    def tell(account: str, error: ConnectorError) -> None:
        text = t("sync.colleagues", text=t(error.code, **error.values))
        print(clean(t("show.failure", account=account, text=text)), file=sys.stderr)

    return theirs.asked_of(edge.store, connections, now=edge.now, tell=tell)


def demo(
    html: Annotated[Path | None, typer.Option("--html", help=t("option.page"), metavar=t("metavar.file"))] = None,
) -> None:
    from coucou.cli import show  # Rich costs 60 ms: only when something is drawn
    from coucou.cli.page import write_page
    from coucou.demo.world import build

    folder = Path(tempfile.mkdtemp(prefix="coucou-demo-"))
    typer.echo(t("demo.hello"))
    config_path, database = build(folder, clock()), folder / "coucou.db"
    page = html or folder / "coucou.html"
    with opened(config_path, database) as edge:
        bring_up_to_date(edge)
        timezone, days = edge.settings.me.timezone, edge.settings.meeting.horizon_days
        window = Span(edge.now, midnight((edge.now + timedelta(days=days)).date(), timezone))
        view = suggest(edge.store, edge.settings, now=edge.now, as_of=edge.now, window=window, ramp=False)
        write_page(edge, view, page, demo=True)
        show.preview(view, page)
    typer.echo(t("demo.next", config=str(config_path), state=str(database)))
