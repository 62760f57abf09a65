"""The command that counts: report. One's own ladder, and several members' as figures without names."""

from __future__ import annotations

import hashlib
import json as reading
import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from coucou.cli import as_json, options
from coucou.cli.edge import opened
from coucou.cli.lang import t
from coucou.core import aggregate as figures
from coucou.core.ladder import RUNGS, Counts, Row, added
from coucou.errors import UserError, cause
from coucou.store import ledger
from coucou.store.ladder import ladder
from coucou.words import one_line

Files = Annotated[list[Path] | None, typer.Argument(help=t("argument.reports"), metavar=t("metavar.reports"))]
Aggregate = Annotated[bool, typer.Option("--aggregate", help=t("option.aggregate"))]
Unit = Annotated[str, typer.Option("--unit", help=t("option.unit"), metavar=t("metavar.unit"))]
_MONTH = re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])")
_LARGEST = 20_000_000  # bytes: a report is a few hundred lines


def report(
    files: Files = None,
    aggregate: Aggregate = False,
    unit: Unit = "",
    json: options.Json = False,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    if aggregate != bool(files):
        raise UserError("report.files" if aggregate else "report.aggregate")
    if files:
        _aggregate(files, json)
        return
    with opened(config, state, readonly=True) as edge:
        rows = ladder(edge.store)
        if json:
            zone = ZoneInfo(edge.settings.me.timezone)
            as_json.dump(as_data(rows, one_line(unit), _origin(ledger.first_run(edge.store)), edge.now, zone))
            return
    from coucou.cli import show_report  # Rich costs 60 ms: only when something is drawn

    show_report.own(rows)


def _origin(begun: datetime) -> str:
    """Tells reports of one database from those of two; nothing can be told of its owner."""
    return hashlib.blake2b(f"report {begun.timestamp()}".encode(), digest_size=6).hexdigest()


def _aggregate(files: list[Path], json: bool) -> None:
    months = figures.aggregate(member(path) for path in files)
    if json:
        as_json.dump(aggregate_as_data(months))
        return
    from coucou.cli import show_report  # Rich costs 60 ms: only when something is drawn

    show_report.together(months)


def member(path: Path) -> figures.Member:
    """What ``coucou report --json`` wrote.

    :raises UserError: the file cannot be read, or is not such a report.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError("report.not_one", str(path))
        value = reading.loads(path.read_bytes())
    except OSError as error:
        raise UserError("report.unreadable", str(path), cause=cause(error)) from error
    except (ValueError, RecursionError) as error:
        raise UserError("report.not_one", str(path)) from error
    try:
        return _member(value)
    except (KeyError, TypeError, ValueError) as error:
        raise UserError("report.not_one", str(path)) from error


def _member(value: Any) -> figures.Member:
    if value["version"] != as_json.VERSION:
        raise ValueError("another version")
    months: dict[str, Counts] = {}
    for row in value["months"]:
        month, counts = row["month"], tuple(row[rung] for rung in RUNGS)
        if not _MONTH.fullmatch(month) or not all(type(count) is int for count in counts):
            raise ValueError("not a month's counts")
        if min(counts) < 0 or list(counts) != sorted(counts, reverse=True):
            raise ValueError("no ladder")
        months[month] = added([months.get(month, (0,) * 5), counts])
    made = datetime.fromisoformat(value["generated_at"])
    return figures.Member(
        str(value["origin"]), made.astimezone(ZoneInfo("UTC")).isoformat(), str(value["unit"]), months
    )


def as_data(rows: tuple[Row, ...], unit: str, origin: str, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """The JSON of docs/reference/json.md: counts, and no names."""
    return {
        "version": as_json.VERSION,
        "generated_at": as_json.moment(now, zone),
        "timezone": zone.key,
        "unit": unit,
        "origin": origin,
        "months": [{"month": row.month, "approach": row.approach, **_counts(row.counts)} for row in rows],
        "total": _counts(added(row.counts for row in rows)),
    }


def aggregate_as_data(months: tuple[figures.Month, ...]) -> dict[str, Any]:
    """The JSON of docs/reference/json.md. Null is what is not shown."""
    return {
        "version": as_json.VERSION,
        "least": figures.LEAST,
        "months": [
            {
                "month": one.month,
                "groups": [_group(group) for group in one.groups],
                "total": _group(one.total) if one.total else None,
                "hidden": one.hidden,
            }
            for one in months
        ],
    }


def _group(group: figures.Group) -> dict[str, Any]:
    return {"unit": group.unit, "people": group.people, **_counts(group.counts)}


def _counts(counts: figures.Shown) -> dict[str, Any]:
    shares = (None if share is None else round(share, 4) for share in figures.rates(counts))
    return {**dict(zip(RUNGS, counts, strict=True)), "rates": dict(zip(RUNGS[1:], shares, strict=True))}
