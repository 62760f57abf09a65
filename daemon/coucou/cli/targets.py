"""The command targets: five questions about whom the user would like to know, and who fits what was answered."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from coucou import config, plugins
from coucou.cli import as_json, options
from coucou.cli.edge import Edge, clock, default_state, filled, machine_zone, settings_of
from coucou.cli.lang import LANGUAGE, t
from coucou.config.append import Value, appended
from coucou.config.values import LONGEST_LINE
from coucou.core.names import key
from coucou.core.settings import Aim, Settings, said_in
from coucou.core.wishes import Wish, understood
from coucou.files import write_private
from coucou.store import ledger, open_store
from coucou.suggest.fitting import Fitting, fitting
from coucou.words import clean, listed, reason
from coucou.words import written as said

QUESTIONS = (
    (Aim.INFLUENCE, False),
    (Aim.SIMILAR_ROLE, False),
    (Aim.PROJECT, False),
    (Aim.CAREER, False),
    (Aim.INTEREST, True),  # the question about organisations
)
HORIZON = "12 months"
NAMES_SHOWN = 6


def targets(
    json: options.Json = False,
    only_list: Annotated[bool, typer.Option("--list", help=t("option.list"))] = False,
    config_path: options.Config = None,
    state: options.State = None,
) -> None:
    if not (json or only_list):
        _ask_and_write(config_path or config.default_path(), state)
        return
    with filled(config_path, state) as edge:
        _show(edge, json=json)


def _show(edge: Edge, *, json: bool) -> None:
    found = fitting(edge.store, edge.settings, edge.now)
    if json:
        as_json.dump(as_json.targets(found))
    else:
        for line in _lines(found):
            print(clean(line))


def _lines(found: list[Fitting]) -> Iterator[str]:
    if not found:
        yield t("targets.none")
    for number, one in enumerate(found, 1):
        target = one.target
        wanted = listed([*target.people, *target.organizations, *target.titles, *target.tags], LANGUAGE)
        yield t("targets.line", number=number, reason=t(f"aim.{target.reason}"), wanted=wanted)
        if target.why:
            yield "   " + t("target.why", why=target.why)
        if one.past:
            yield "   " + t("targets.past", day=target.until)
        elif target.until:
            yield "   " + t("targets.until", day=target.until)
        if not target.drawn_by and not one.past:
            yield "   " + t("targets.no_drawn_by")
        yield "   " + t("targets.fit", n=len(one.people))
        for match in one.people[:NAMES_SHOWN]:
            known = t("targets.known" if match.known else "targets.not_yet")
            why = listed([reason(by, LANGUAGE) for by in match.by], LANGUAGE)
            yield "   · " + t("targets.match", name=match.person.name, known=known, why=why)


# --- asking -----------------------------------------------------------------------------------------------------------


def _ask_and_write(path: Path, state: Path | None) -> None:
    """Five questions, each of which Enter skips; the end of the input skips what is left. Nothing else in the file is
    touched, and it must read back with the new tables before it is replaced."""
    settings = settings_of(path)
    today = clock().astimezone(ZoneInfo(settings.me.timezone)).date()
    typer.echo(t("targets.hello"))
    tables = list(_answers(settings, _names(state), today))
    if not tables:
        typer.echo(t("targets.nothing_written"))
        return
    whole = appended(path.read_bytes(), "targets", tables)
    config.parse(whole.decode("utf-8-sig"), path, plugins.options_of, timezone=machine_zone())
    write_private(path.resolve(), whole)  # of a link: the file that it leads to
    typer.echo(t("targets.written", n=len(tables), path=str(path)))
    if not said_in(settings.me.about, LANGUAGE):
        typer.echo(t("targets.about"))


def _names(state: Path | None) -> Collection[tuple[str, ...]]:
    """The full names on the user's cards, folded; none where nothing was read yet."""
    path = state or default_state()
    if not path.exists():
        return ()
    with open_store(path, now=clock(), readonly=True) as store:
        return frozenset(name.words for card in ledger.cards(store) if (name := key(card.name)))


def _answers(settings: Settings, names: Collection[tuple[str, ...]], today: date) -> Iterator[dict[str, Value]]:
    for number, (aim, organizations) in enumerate(QUESTIONS, 1):
        answer = _line(f"{number}/{len(QUESTIONS)}  {t(f'targets.ask.{aim}')} ")
        if answer is None:
            return
        wish = understood(answer, names, organizations=organizations)
        if not wish:
            continue
        typer.echo("     " + _repeated(wish))
        drawn_by = _line(f"     {t('targets.ask.drawn_by')} ") or ""
        if len(drawn_by) > LONGEST_LINE:
            typer.echo("     " + t("config.not_a_line", n=LONGEST_LINE))
            drawn_by = ""
        yield _table(aim, wish, drawn_by, today)


def _table(aim: Aim, wish: Wish, drawn_by: str, today: date) -> dict[str, Value]:
    wanted: dict[str, Value] = {
        "organizations": wish.organizations,
        "titles": wish.titles,
        "people": wish.people,
        "drawn_by": drawn_by,
    }
    given = {name: value for name, value in wanted.items() if value}
    return {"reason": str(aim), **given, "since": today, "horizon": HORIZON}


def _repeated(wish: Wish) -> str:
    """What was understood, so that a name taken for a title is noticed."""
    kinds: dict[str, Any] = {"titles": wish.titles, "people": wish.people, "organizations": wish.organizations}
    return "; ".join(t(f"targets.heard.{kind}", values=list(values)) for kind, values in kinds.items() if values)


def _line(question: str) -> str | None:
    """One line; None at the end of the input."""
    typer.echo(question, nl=False)
    written = sys.stdin.readline()
    if not sys.stdin.isatty():
        typer.echo()
    return " ".join(said(written, LANGUAGE).split()) if written else None
