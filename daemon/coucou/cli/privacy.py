"""The commands of privacy law: export, forget."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from coucou.cli import as_json, options
from coucou.cli.edge import Edge, opened
from coucou.cli.lang import t
from coucou.core.people import Person
from coucou.explain import person_of
from coucou.files import write_private
from coucou.store import export as whole
from coucou.store import forget as forgetting
from coucou.suggest.who import known
from coucou.words import clean

PAGES = ("digest.html", "preview.html")  # beside the ledger, with names on them


def export(
    out: Annotated[Path | None, typer.Option("--out", help=t("option.out"), metavar=t("metavar.file"))] = None,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    with opened(config, state, readonly=True) as edge:
        if out is None:
            for piece in _pieces(edge):
                sys.stdout.write(piece)
        else:
            write_private(out, "".join(_pieces(edge)).encode("utf-8", "replace"))
            print(t("export.done", path=str(out)), file=sys.stderr)


def _pieces(edge: Edge) -> Iterator[str]:
    """One JSON object, a row a line: a ledger of years need not fit into memory twice."""
    head = {
        "version": as_json.VERSION,
        "generated_at": edge.now.isoformat(timespec="seconds"),
        "schema": whole.schema_version(edge.store),
    }
    yield json.dumps(head)[:-1] + ', "tables": {'
    for number, table in enumerate(whole.tables(edge.store)):
        yield f"{',' if number else ''}\n{json.dumps(table)}: ["
        for place, row in enumerate(whole.rows(edge.store, table)):
            yield f"{',' if place else ''}\n{json.dumps(row)}"
        yield "]"
    yield "\n}}\n"


def forget(
    who: options.Who,
    yes: Annotated[bool, typer.Option("--yes", help=t("option.yes"))] = False,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    with opened(config, state) as edge:
        person = _whom(edge, who)
        if not yes and not typer.confirm(clean(t("forget.ask", name=person.name, addresses=list(person.addresses)))):
            raise typer.Exit(1)
        forgetting.forget(edge.store, person.addresses, edge.settings.exclude, now=edge.now)
        for page in PAGES:
            edge.store.path.with_name(page).unlink(missing_ok=True)
        print(t("forget.done", n=len(person.addresses)))
        if person.settings is not None:
            print(t("forget.configured", path=str(edge.settings.source)))


def _whom(edge: Edge, who: str) -> Person:
    """Anybody in the ledger, not only those with a tie."""
    everyone = known(edge.store, edge.settings, edge.now).everyone
    people = list({one.key: one for one in everyone.of.values()}.values())
    return person_of(edge.store, people, who)
