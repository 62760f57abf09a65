"""The commands that begin things: demo, init, triage, doctor."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from coucou import config, plugins
from coucou import doctor as checks
from coucou.cli import options, questions
from coucou.cli.edge import bring_up_to_date, clock, default_state, machine_zone, opened, settings_of
from coucou.cli.lang import LANGUAGE, t
from coucou.cli.questions import Answers, Data
from coucou.cli.reading import midnight
from coucou.core.people import Person
from coucou.core.settings import AddressAs
from coucou.core.span import Span
from coucou.errors import UserError
from coucou.files import write_private
from coucou.store import Store, ledger, open_store
from coucou.store.choices import Verdict
from coucou.suggest import address_as_of, language_of, suggest, to_triage
from coucou.words import clean

TRIAGED = 20
LATER = timedelta(days=90)


def init(
    name: Annotated[str, typer.Option("--name", help=t("option.name"))] = "",
    address: Annotated[list[str] | None, typer.Option("--address", help=t("option.address"))] = None,
    language: Annotated[str, typer.Option("--language", help=t("option.language"))] = LANGUAGE,
    timezone: Annotated[str | None, typer.Option("--timezone", help=t("option.timezone"))] = None,
    data: Annotated[Path | None, typer.Option("--data", help=t("option.data"), metavar=t("metavar.file"))] = None,
    employer: Annotated[bool, typer.Option("--employer", help=t("option.employer"))] = False,
    non_interactive: Annotated[bool, typer.Option("--non-interactive", help=t("option.non_interactive"))] = False,
    force: Annotated[bool, typer.Option("--force", help=t("option.force"))] = False,
    config_path: options.Config = None,
) -> None:
    path = config_path or config.default_path()
    if path.exists() and not force:
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
    yield f"name = {_quoted(answers.name)}"
    yield f"addresses = [{', '.join(map(_quoted, answers.addresses))}]"
    yield f"timezone = {_quoted(answers.timezone)}"
    country = _country(answers.timezone)
    if country:
        yield f"country = {_quoted(country)}  # {say(answers.language, 'init.file_country')}"
    others = [language for language in ("en", "fr") if language != answers.language]
    yield f"languages = [{', '.join(map(_quoted, (answers.language, *others)))}]"
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
    path = _quoted(str(answers.path))
    return path if _table_key(answers) == "takeout" else f"[{path}]"


def _is_takeout(path: Path) -> bool:
    return path.is_dir() and (path.name.lower().startswith("takeout") or (path / "Takeout").is_dir())


def _country(timezone: str) -> str:
    """The one country whose zone this is, by the zone database; "" when several share it."""
    from babel.core import get_global  # CLDR's territories of zones; 20 ms, and only init needs it

    return str(get_global("zone_territories").get(timezone, ""))


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a part of TOML's (toml.io, v1.0.0, strings)."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def triage(config_path: options.Config = None, state: options.State = None) -> None:
    with opened(config_path, state) as edge:
        if all(reader.synced_at is None for reader in ledger.account_states(edge.store)):
            bring_up_to_date(edge)
        asked = to_triage(edge.store, edge.settings, edge.now)[:TRIAGED]
        if not asked:
            questions.say_line("triage.none")
            return
        questions.say_line("triage.hello", n=len(asked))
        for number, tie in enumerate(asked, 1):
            choice = _one_key(tie.person, number, len(asked))
            if choice is None:
                break
            until = edge.now + LATER if choice is Verdict.LATER else None
            ledger.choose(edge.store, tie.person.addresses, choice, now=edge.now, until=until)
            if choice is Verdict.KEEP and language_of(edge.store, edge.settings, tie.person, edge.now) == "fr":
                _tu_or_vous(edge.store, tie.person)
        questions.say_line("triage.done")


def _tu_or_vous(store: Store, person: Person) -> None:
    """Asked once of a person whom the user would write to in French; any other key leaves it open."""
    if address_as_of(store, person) is None:
        pressed = _key(f"     {t('triage.tu_or_vous')} ")
        answer = {"t": AddressAs.TU, "v": AddressAs.VOUS}.get(pressed)
        if answer is not None:
            ledger.say_as(store, person.addresses, answer)


def _key(question: str) -> str:
    """One key, without Enter on a terminal; "" at the end of the input."""
    typer.echo(question, nl=False)
    pressed = typer.getchar() if os.isatty(0) else sys.stdin.readline()
    if pressed in ("\x03", "\x04"):
        raise KeyboardInterrupt
    typer.echo(pressed.strip()[:1])
    return pressed.strip().lower()[:1]


def _one_key(person: Person, number: int, total: int) -> Verdict | None:
    """keep, never, private or later; None to stop. Anything else asks again."""
    keys = dict(zip(t("triage.keys").split(), Verdict, strict=True))
    label = clean(person.name) + (f" · {clean(person.organization)}" if person.organization else "")
    while True:
        pressed = _key(f"{number}/{total}  {label}   {t('triage.choices')} ")
        if pressed in keys:
            return keys[pressed]
        if pressed in ("q", ""):
            return None


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
    yield from checks.about_connectors()
    yield from checks.about_keyring()
    yield from checks.about_room(path.parent)
    if settings is None:
        return
    try:
        if path.exists():
            with open_store(path, now=clock(), readonly=True) as store:
                yield from checks.about_state(store, settings)
        else:
            yield checks.well("doctor.no_state", path=str(path))
    except UserError as error:
        yield checks.ill(error.code, place=error.place, **error.values)


def demo(
    html: Annotated[Path | None, typer.Option("--html", help=t("option.page"), metavar=t("metavar.file"))] = None,
) -> None:
    from coucou.cli import show  # Rich costs 60 ms: only when something is drawn
    from coucou.cli.page import write_page
    from coucou.demo.world import build

    folder = Path(tempfile.mkdtemp(prefix="coucou-demo-"))
    questions.say_line("demo.hello")
    config_path, database = build(folder, clock()), folder / "coucou.db"
    page = html or folder / "coucou.html"
    with opened(config_path, database) as edge:
        bring_up_to_date(edge)
        timezone, days = edge.settings.me.timezone, edge.settings.meeting.horizon_days
        window = Span(edge.now, midnight((edge.now + timedelta(days=days)).date(), timezone))
        view = suggest(edge.store, edge.settings, now=edge.now, as_of=edge.now, window=window, ramp=False)
        write_page(edge, view, page, demo=True)
        show.preview(view, page)
    questions.say_line("demo.next", config=str(config_path), state=str(database))
