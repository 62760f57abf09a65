"""Which proposals and which person a command is about, and what it says when they cannot be meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches

from coucou.cli.edge import Edge
from coucou.cli.lang import t
from coucou.core.address import normal
from coucou.core.proposal import IllegalMove, State
from coucou.decide import POSSIBLE
from coucou.errors import UserError
from coucou.explain import person_of
from coucou.store import Store, ledger
from coucou.suggest.who import known

PATIENCE = 15.0
"""Seconds for which a word of the user's waits for another process to finish writing."""


def proposals_of(store: Store, typed: Iterable[str]) -> list[ledger.Recorded]:
    """The proposals of those ids, each once, in their order.

    :raises UserError: there is none of some id.
    """
    by_id = {one.id: one for one in ledger.recorded(store)}
    wanted = dict.fromkeys(word.strip().casefold() for word in typed)
    for identity in wanted:
        if identity not in by_id:
            near = get_close_matches(identity, by_id, n=1)
            raise UserError(
                "which.unknown_near" if near else "which.unknown", identity, nearest=near[0] if near else ""
            )
    return [by_id[identity] for identity in wanted]


def proposal_of(store: Store, identity: str) -> ledger.Recorded:
    """:raises UserError: there is none of that id."""
    return proposals_of(store, [identity])[0]


def commands_for(state: State, identity: str) -> Iterator[str]:
    """What can be typed about a proposal in that state, whole."""
    for name in POSSIBLE.get(state, ()):
        yield f"coucou {name} {identity}" + (" --for 6w" if name == "snooze" else "")


@contextmanager
def possible(one: ledger.Recorded, command: str) -> Iterator[None]:
    """Within it, a step that cannot be taken becomes a sentence with what can be.

    :raises UserError: ``which.state`` or ``which.over``.
    """
    try:
        yield
    except IllegalMove as error:
        can = list(commands_for(error.state, one.id))
        values = {"command": command, "name": one.name, "state": t(f"life.{error.state}")}
        raise UserError("which.state" if can else "which.over", one.id, possible=can, **values) from error


def person_named(edge: Edge, who: str) -> tuple[str, Sequence[str]]:
    """The name and the addresses of one person: by name, part of one, address, or the id of a proposal to them.

    Those with a tie come first, then everybody else; an address of nobody known stands for itself.

    :raises UserError: nobody, or several people, are meant, or somebody of whom nothing but the name is known.
    """
    for one in ledger.recorded(edge.store):
        if one.id == who.strip().casefold():
            if not one.addresses:
                raise UserError("which.name_only", one.name, id=one.id, path=str(edge.settings.source))
            return one.name, one.addresses
    there = known(edge.store, edge.settings, edge.now)
    try:
        person = person_of(edge.store, [tie.person for tie in there.ties], who)
    except UserError as error:
        local, at, domain = who.strip().rpartition("@")
        if error.code != "cli.nobody":
            raise
        if local and at and domain:
            found = there.everyone.of.get(normal(who.strip()))
            return (found.name, found.addresses) if found else (who.strip(), [normal(who.strip())])
        person = person_of(edge.store, there.everyone.people, who)
    return person.name, person.addresses
