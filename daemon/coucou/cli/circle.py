"""The command for a group: circle. It opens no store and no account; what it reads is its organiser's files."""

from __future__ import annotations

import glob
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from coucou import config as configuration
from coucou import plugins
from coucou.circle import rounds
from coucou.circle.people import Listed, listed
from coucou.circle.round import Planned, Round, drafts_of, plan
from coucou.circle.times import Calendar
from coucou.cli import as_json, options
from coucou.cli.asked import midnight
from coucou.cli.edge import clock, machine_zone, settings_of
from coucou.cli.lang import LANGUAGE, t
from coucou.contract import ConnectorError, Event, Ports, Problem, Reading
from coucou.core.circle import Volunteer
from coucou.core.settings import Me, Settings
from coucou.core.span import Span
from coucou.errors import UserError, cause
from coucou.files import write_private
from coucou.words import clean

PROBLEMS_SHOWN = 20

File = Annotated[Path, typer.Argument(help=t("argument.circle"), metavar=t("metavar.file"))]
Rounds = Annotated[int, typer.Option("--rounds", min=1, max=1000, help=t("option.rounds"), metavar="N")]
History = Annotated[Path | None, typer.Option("--history", help=t("option.history"), metavar=t("metavar.file"))]
Number = Annotated[int | None, typer.Option("--number", min=1, help=t("option.number"), metavar="N")]
Record = Annotated[bool, typer.Option("--record", help=t("option.record"))]
Drafts = Annotated[Path | None, typer.Option("--drafts", help=t("option.drafts"), metavar=t("metavar.folder"))]
Html = Annotated[Path | None, typer.Option("--html", help=t("option.html"), metavar=t("metavar.file"))]


def circle(
    file: File,
    rounds_apart: Rounds = 5,
    history: History = None,
    number: Number = None,
    record: Record = False,
    drafts: Drafts = None,
    html: Html = None,
    json: options.Json = False,
    as_of: options.AsOf = None,
    start: options.From = None,
    days: options.Days = None,
    config: options.Config = None,
) -> None:
    settings = _settings(config)
    timezone = settings.me.timezone
    now = options.moment(as_of, "--as-of", timezone) if as_of else clock()
    first = midnight(options.day(start, "--from"), timezone) if start else now
    day = first.astimezone(ZoneInfo(timezone)).date() + timedelta(days=days or settings.meeting.horizon_days)
    window = Span(first, midnight(day, timezone))
    who = _who(file, now.astimezone(ZoneInfo(timezone)))
    kept = history or rounds.beside(file)
    past = rounds.read(kept)
    found = plan(
        who, past, _calendars(who, file, settings, window), settings,
        now=now, window=window, number=_number(number, past), apart=rounds_apart,
    )  # fmt: skip
    if record:
        _record(found, kept, past, number)
    if drafts:
        _write_drafts(found, drafts, settings, now)
    if html:
        from coucou.web.circle import page  # Jinja costs 40 ms, and most runs draw no page

        region = settings.me.country.partition("-")[0]
        write_private(html, page(found, f"{LANGUAGE}-{region}" if region else LANGUAGE).encode())
    if json:
        as_json.dump(as_data(found))
        return
    from coucou.cli import show_circle  # Rich costs 60 ms: only when something is drawn

    show_circle.preview(found, page=html, drafts=drafts, recorded=kept if record else None)


def _settings(path: Path | None) -> Settings:
    """The configuration where there is one; an organiser who has none gets the defaults of this machine."""
    if path or configuration.default_path().exists():
        return settings_of(path)
    return Settings(me=Me(timezone=machine_zone(), languages=(LANGUAGE,)))


def _who(file: Path, now: datetime) -> Listed:
    """:raises UserError: the file cannot be read or used; what stands wrong in it is said line by line."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UserError("circle.unreadable", str(file), cause=cause(error)) from error
    who = listed(data, str(file), now.date())
    _tell(who.problems)
    if who.problems:
        raise UserError("circle.problems", str(file), n=len({problem.place for problem in who.problems}))
    return who


def _tell(problems: tuple[Problem, ...]) -> None:
    for problem in problems[:PROBLEMS_SHOWN]:
        print(clean(t(problem.code, place=problem.place, **problem.values)), file=sys.stderr)
    if len(problems) > PROBLEMS_SHOWN:
        print(t("show.more_problems", n=len(problems) - PROBLEMS_SHOWN), file=sys.stderr)


def _number(asked: int | None, past: tuple[rounds.Past, ...]) -> int:
    last = rounds.latest(past)
    return asked or (last.number + 1 if last else 1)


def _calendars(who: Listed, file: Path, settings: Settings, window: Span) -> Mapping[str, Calendar]:
    """The calendars that can be read whole; of the others the line is named, and their time stays unknown."""
    found: dict[str, Calendar] = {}
    problems = []
    for one in who.taking_part:
        if one.key in who.calendars:
            path = file.parent / who.calendars[one.key]
            zone = one.timezone or settings.me.timezone
            calendar = _calendar(path, window, zone)
            if calendar is None:
                problems.append(Problem("circle.calendar", f"{file}:{who.lines[one.key]}"))
            else:
                found[one.key] = calendar
    _tell(tuple(problems))
    return found


def _calendar(path: Path, window: Span, timezone: str) -> Calendar | None:
    """What the connector of files reads there; None when it cannot, or not whole."""
    plugin = plugins.find("local")
    if plugin is None or isinstance(plugin, plugins.Broken):
        raise UserError("cli.connector_broken", str(path), connector="local")
    events: list[Event] = []
    zones: dict[str, str] = {}
    reading = Reading(window.start, window.end, subjects=False, timezone=timezone)
    try:
        connection = plugin.open("circle", plugin.options(calendars=(glob.escape(str(path)),)), Ports())
        for batch in connection.calendar.changes(None, reading) if connection.calendar else ():
            events += (one for one in batch.appeared if isinstance(one, Event))
            zones |= batch.zones
            if batch.problems:
                return None
    except ConnectorError:
        return None
    return Calendar(tuple(events), zones)


def _record(found: Round, kept: Path, past: tuple[rounds.Past, ...], asked: int | None) -> None:
    """:raises UserError: a round was put on record today, and this one was not asked for by its number."""
    today = found.as_of.astimezone(ZoneInfo(found.timezone)).date()
    last = rounds.latest(past)
    if last and last.day == today and asked is None:
        raise UserError("circle.already", str(kept), last=last.number, next=last.number + 1)
    rounds.record(kept, past, found.number, today, (planned.group for planned in found.groups))


def _write_drafts(found: Round, folder: Path, settings: Settings, made: datetime) -> None:
    """:raises UserError: they cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("cli.cannot_write", str(folder), cause=cause(error)) from error
    for planned in found.groups:
        message, calendar = drafts_of(planned, settings, made)
        write_private(folder / f"coucou-{planned.group.id}.eml", message)
        if calendar:
            write_private(folder / f"coucou-{planned.group.id}.ics", calendar)


def as_data(found: Round) -> dict[str, Any]:
    """The JSON of docs/reference/json.md."""
    zone = ZoneInfo(found.timezone)
    return {
        "version": as_json.VERSION,
        "round": found.number,
        "rounds": found.apart,
        "as_of": as_json.moment(found.as_of, zone),
        "timezone": found.timezone,
        "from": as_json.moment(found.window.start, zone),
        "to": as_json.moment(found.window.end, zone),
        "taking_part": found.taking_part,
        "groups": [_group(planned, zone) for planned in found.groups],
        "left_over": [_person(one) for one in found.left_over],
        "notices": [as_json.reason_of(notice) for notice in found.notices],
    }


def _group(planned: Planned, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": planned.group.id,
        "people": [_person(one) for one in planned.group.people],
        "offers": [
            {
                "start": as_json.moment(offer.span.start, zone),
                "end": as_json.moment(offer.span.end, zone),
                "availability": {"state": offer.availability.state, "how": offer.availability.how},
            }
            for offer in planned.offers
        ],
        "languages": list(planned.letter.languages),
        "subject": planned.letter.subject,
        "body": planned.letter.body,
        "reasons": [as_json.reason_of(reason) for reason in planned.group.reasons],
    }


def _person(one: Volunteer) -> dict[str, str]:
    return {"name": one.name, "address": one.address, "unit": one.unit}
