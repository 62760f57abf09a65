"""Triage: twenty names, one key each, before the first proposals."""

from __future__ import annotations

import os
import sys
from datetime import timedelta

import typer

from coucou.cli import options
from coucou.cli.edge import bring_up_to_date, opened, tell_trouble
from coucou.cli.lang import t
from coucou.core.people import Person
from coucou.core.settings import AddressAs
from coucou.explain import one_of
from coucou.store import Store, ledger
from coucou.store.choices import Verdict
from coucou.suggest.round import to_triage
from coucou.suggest.who import known
from coucou.suggest.worded import address_as_of, language_of
from coucou.words import clean

TRIAGED = 20
LATER = timedelta(days=90)


def triage(who: options.Whom = None, config_path: options.Config = None, state: options.State = None) -> None:
    with opened(config_path, state) as edge:
        if all(reader.synced_at is None for reader in ledger.account_states(edge.store)):
            tell_trouble(bring_up_to_date(edge))
        if who is None:
            asked = to_triage(edge.store, edge.settings, edge.now)[:TRIAGED]
        else:
            asked = [one_of(edge.store, known(edge.store, edge.settings, edge.now).ties, who)]
        if not asked:
            _say("triage.none")
            return
        _say("triage.hello", n=len(asked))
        for number, tie in enumerate(asked, 1):
            choice = _one_key(tie.person, number, len(asked))
            if choice is None:
                break
            until = edge.now + LATER if choice is Verdict.LATER else None
            ledger.choose(edge.store, tie.person.addresses, choice, now=edge.now, until=until)
            if choice is Verdict.KEEP and language_of(edge.store, edge.settings, tie.person, edge.now) == "fr":
                _tu_or_vous(edge.store, tie.person, again=who is not None)
        _say("triage.done")


def _tu_or_vous(store: Store, person: Person, *, again: bool) -> None:
    """Asked once of a person whom the user would write to in French; any other key leaves it as it is."""
    if again or address_as_of(store, person) is None:
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


def _say(code: str, **values: object) -> None:
    typer.echo(t(code, **values))
