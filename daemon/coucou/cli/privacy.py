"""The commands of privacy law: export, forget."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated

import typer

from coucou.cli import as_json, options
from coucou.cli.edge import Edge, opened
from coucou.cli.lang import t
from coucou.cli.sending import drafts_of
from coucou.core.address import normal
from coucou.core.names import fold
from coucou.errors import UserError
from coucou.explain import person_of
from coucou.files import write_private
from coucou.store import export as whole
from coucou.store import forget as forgetting
from coucou.store import ledger
from coucou.suggest.who import known
from coucou.words import clean

_ADDRESS = re.compile(rb"[\w.+%'=-]+@[\w.-]+")
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
        name, addresses, configured = _whom(edge, who)
        ask = t("forget.ask", name=name, addresses=list(addresses)) if addresses else t("forget.ask_name", name=name)
        if not yes and not typer.confirm(clean(ask)):
            raise typer.Exit(1)
        forgetting.forget(edge.store, addresses, edge.settings.exclude, now=edge.now, names=[name])
        _leave_no_page(edge, addresses)
        print(t("forget.done", n=len(addresses)) if addresses else t("forget.done_name"))
        if configured:
            print(t("forget.configured", path=str(edge.settings.source)))


def _leave_no_page(edge: Edge, addresses: Collection[str]) -> None:
    """Pages with names on them, and the letters to this person."""
    for page in PAGES:
        edge.store.path.with_name(page).unlink(missing_ok=True)
    for letter in drafts_of(edge.store.path).glob("*.eml"):
        content = letter.read_bytes().lower()
        if any(normal(found.decode()) in addresses for found in _ADDRESS.findall(content)):
            letter.unlink()


def _whom(edge: Edge, who: str) -> tuple[str, tuple[str, ...], bool]:
    """Name and addresses of anybody in the ledger, not only of those with a tie; somebody on a card without an address
    is meant by the whole name. And whether the configuration names them."""
    everyone = known(edge.store, edge.settings, edge.now).everyone
    people = list({one.key: one for one in everyone.of.values()}.values())
    try:
        person = person_of(edge.store, people, who)
    except UserError as error:
        names = [card.name for card in ledger.cards(edge.store) if not card.addresses and fold(card.name) == fold(who)]
        if error.code != "cli.nobody" or not names:
            raise
        return names[0], (), False
    return person.name, person.addresses, person.settings is not None
