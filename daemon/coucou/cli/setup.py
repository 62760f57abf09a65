"""The commands about the set-up: init, doctor."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from coucou import config, plugins
from coucou import doctor as checks
from coucou.cli import options, questions
from coucou.cli.edge import clock, default_state, machine_zone, settings_of
from coucou.cli.lang import LANGUAGE, t
from coucou.cli.questions import Answers, Data
from coucou.config.append import quoted
from coucou.errors import UserError
from coucou.files import write_private
from coucou.store import ledger, open_store
from coucou.vault import beside
from coucou.words import clean


def init(
    name: Annotated[str, typer.Option("--name", help=t("option.name"), metavar=t("metavar.name"))] = "",
    address: Annotated[
        list[str] | None, typer.Option("--address", help=t("option.address"), metavar=t("metavar.address"))
    ] = None,
    language: Annotated[
        str, typer.Option("--language", help=t("option.language"), metavar="en|fr", show_default=False)
    ] = LANGUAGE,
    timezone: Annotated[
        str | None, typer.Option("--timezone", help=t("option.timezone"), metavar=t("metavar.zone"))
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", help=t("option.data"), metavar=t("metavar.file"))] = None,
    employer: Annotated[bool, typer.Option("--employer", help=t("option.employer"))] = False,
    non_interactive: Annotated[bool, typer.Option("--non-interactive", help=t("option.non_interactive"))] = False,
    force: Annotated[bool, typer.Option("--force", help=t("option.force"))] = False,
    config_path: options.Config = None,
) -> None:
    path = config_path or config.default_path()
    if os.path.exists(path) and not force:
        raise UserError("init.exists", str(path))
    if data is not None and (trouble := questions.unreadable(data)):
        raise UserError(trouble, str(data))
    kind = _kind_of(data)
    given = Answers(
        name,
        tuple(address or ()),
        language,
        timezone or machine_zone(),
        kind,
        data.resolve() if data else None,
        employer,
    )
    answers = given if non_interactive else questions.ask(given)
    if answers.soliciting:
        questions.say_line("init.not_for_that")
        raise typer.Exit(1)
    _write_config(path, answers)
    if answers.employer and non_interactive:
        questions.say_line("init.privacy_officer")
    questions.say_line("init.done", path=str(path))


def _kind_of(data: Path | None) -> Data:
    if data is None:
        return Data.LATER
    if data.suffix.lower() == ".ics":
        return Data.CALENDAR
    return Data.LINKEDIN if data.suffix.lower() == ".csv" else Data.MAILBOX


def _write_config(path: Path, answers: Answers) -> None:
    """Write what was answered, nothing else: other keys keep their defaults. It must read back before it is kept."""
    text = "\n".join(_lines(answers)) + "\n"
    config.parse(text, path, plugins.options_of, timezone=answers.timezone)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path, text.encode())


def _lines(answers: Answers) -> Iterator[str]:
    say = questions.spoken
    yield f"# {say(answers.language, 'init.file_head')}"
    yield 'mode = "preview"'
    yield ""
    yield "[me]"
    yield f"name = {quoted(answers.name)}"
    yield f"addresses = [{', '.join(map(quoted, answers.addresses))}]"
    yield f"timezone = {quoted(answers.timezone)}"
    country = _country(answers.timezone)
    if country:
        yield f"country = {quoted(country)}  # {say(answers.language, 'init.file_country')}"
    others = [language for language in ("en", "fr") if language != answers.language]
    yield f"languages = [{', '.join(map(quoted, (answers.language, *others)))}]"
    if answers.path is not None:
        yield ""
        yield "[[accounts]]"
        yield 'name = "files"'
        yield 'connector = "local"'
        yield f"{_table_key(answers)} = {_value(answers)}"


def _table_key(answers: Answers) -> str:
    if answers.data is Data.CALENDAR:
        return "calendars"
    if answers.data is Data.LINKEDIN:
        return "contacts"
    return "takeout" if answers.path and _is_takeout(answers.path) else "mail"


def _value(answers: Answers) -> str:
    path = quoted(str(answers.path))
    return path if _table_key(answers) == "takeout" else f"[{path}]"


def _is_takeout(path: Path) -> bool:
    return path.is_dir() and (path.name.lower().startswith("takeout") or (path / "Takeout").is_dir())


def _country(timezone: str) -> str:
    """The one country whose zone this is, by the zone database; "" when several share it."""
    from babel.core import get_global  # CLDR's territories of zones; 20 ms, and only init needs it

    return str(get_global("zone_territories").get(timezone, ""))


def doctor(config_path: options.Config = None, state: options.State = None) -> None:
    findings = list(_findings(config_path, state))
    for finding in findings:
        mark = "✓" if finding.good else "✗"
        typer.echo(f"{mark} {clean(t(finding.code, **finding.values))}")
    bad = sum(not finding.good for finding in findings)
    typer.echo(t("doctor.summary", n=bad))
    raise typer.Exit(1 if bad else 0)


def _findings(config_path: Path | None, state: Path | None) -> Iterator[checks.Finding]:
    """Every check, each on its own: one that fails must not hide the others."""
    path = state or default_state()
    settings = None
    try:
        settings = settings_of(config_path)
        yield from checks.about_settings(settings, machine_zone() != "UTC" or bool(os.environ.get("TZ")))
    except UserError as error:
        from coucou.cli.run import tell

        tell(error)
        yield checks.ill("doctor.no_config")
    if settings is not None:
        yield from checks.about_templates(settings)
    yield from checks.about_connectors()
    yield from checks.about_keyring(settings.accounts if settings else ())
    yield from checks.about_room(path.parent)
    if settings is None:
        return
    try:
        if os.path.exists(path):
            now = clock()
            with open_store(path, now=now, readonly=True) as store:
                unconnected = checks.not_connected(settings, beside(path), ledger.account_states(store))
                yield from checks.about_connections(unconnected)
                yield from checks.about_state(store, settings, unconnected)
                yield from checks.about_calendars(store)
                zone = ZoneInfo(settings.me.timezone)
                for one in (*checks.about_sign_ins(store, settings, now), *checks.about_daemon(store, now)):
                    yield one.in_zone(zone)
        else:
            yield from checks.about_connections(checks.not_connected(settings, beside(path), ()))
            yield checks.well("doctor.no_state", path=str(path))
    except UserError as error:
        yield checks.ill(error.code, place=error.place, **error.values)
