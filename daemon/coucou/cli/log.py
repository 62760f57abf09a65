"""The command that shows the record: log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from coucou.cli import as_json, options
from coucou.cli.edge import opened
from coucou.cli.lang import t
from coucou.core.address import normal
from coucou.store import Store, audit, ledger
from coucou.store.audit import Entry
from coucou.words import clean, known

SHOWN = 60


def log(
    json: options.Json = False,
    names: Annotated[bool, typer.Option("--names", help=t("option.names"))] = False,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    with opened(config, state, readonly=True) as edge:
        entries = audit.entries(edge.store)
        called = _called(edge.store) if names else {}
        zone = ZoneInfo(edge.settings.me.timezone)
        if json:
            as_json.dump({"version": as_json.VERSION, "entries": [_as_json(one, called, zone) for one in entries]})
            return
        for line in _lines(entries, called, zone):
            print(clean(line))


def _called(store: Store) -> Mapping[str, str]:
    """Names by keyed hash: of everybody who was ever proposed, and whose address is known."""
    proposed = ledger.recorded(store)
    people = [(normal(address), one.name or address) for one in proposed for address in (one.address, *one.addresses)]
    return audit.names_of(store, [(address, name) for address, name in people if address])


def _as_json(one: Entry, called: Mapping[str, str], zone: ZoneInfo) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": one.at.astimezone(zone).isoformat(timespec="seconds"),
        "what": one.what,
        "proposal": one.proposal or None,
        "who": called.get(one.who, one.who) or None,
        "account": one.account or None,
        "key": one.key or None,
        "result": one.result or None,
        "code": one.code or None,
    }


def _lines(entries: Sequence[Entry], called: Mapping[str, str], zone: ZoneInfo) -> Iterator[str]:
    if not entries:
        yield t("log.nothing")
    if len(entries) > SHOWN:
        yield t("log.earlier", n=len(entries) - SHOWN)
    for one in entries[-SHOWN:]:
        parts = [
            f"{one.at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
            one.proposal or "–",
            _word("log.what", one.what.replace(" ", "_")),
            called.get(one.who, one.who),
            one.account,
            f"→ {_result(one)}" if one.result else "",
            f"({_why(one.code)})" if one.code else "",
        ]
        yield "  ".join(part for part in parts if part)


def _word(stem: str, code: str) -> str:
    return t(f"{stem}.{code}") if known(f"{stem}.{code}") else code.replace("_", " ")


def _result(one: Entry) -> str:
    """What a provider said, where one was asked; else the state that followed."""
    if not one.key and known(f"life.{one.result}"):
        return t(f"life.{one.result}")
    return _word("log.seen", one.result)


def _why(code: str) -> str:
    """The record keeps the code alone: its sentence where it needs no values, else the code itself."""
    return t(code) if known(code) and "…" not in t(code) else code
