"""Why one person is proposed or passed over: everything that is known of them, for the user's eyes."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from coucou.core.address import normal
from coucou.core.people import Person
from coucou.core.proposal import PassedOver
from coucou.core.ties import Tie
from coucou.core.touch import SENT, is_direct_meeting
from coucou.errors import UserError
from coucou.store import Store, ledger
from coucou.suggest.round import Preview
from coucou.suggest.worded import Worded


@dataclass(frozen=True, slots=True)
class Touch:
    moment: datetime
    kind: str  # sent | received | meeting
    subject: str | None


@dataclass(frozen=True, slots=True)
class Explained:
    tie: Tie
    proposal: Worded | None
    passed_over: PassedOver | None
    touches: tuple[Touch, ...]  # latest first
    addresses: tuple[str, ...]  # as the person writes them


def explain(store: Store, view: Preview, who: str) -> Explained:
    """What ``view`` says of the one person whose name or address is ``who``, or holds it.

    :raises UserError: nobody, or several people, are meant.
    """
    spellings = ledger.spellings(store)
    tie = one_of(store, view.ties, who)
    key = tie.person.key
    return Explained(
        tie,
        next((worded for worded in view.proposals if worded.proposal.person.key == key), None),
        next((passed for passed in view.passed_over if passed.person.key == key), None),
        tuple(touches(store, tie.person, view)),
        _spelled(tie, spellings),
    )


def one_of(store: Store, ties: Sequence[Tie], who: str) -> Tie:
    """The tie with the one person whose name or address is ``who``, or holds it.

    :raises UserError: nobody, or several people, are meant.
    """
    spellings = ledger.spellings(store)
    return _one(who, _meant(who, ties, spellings), spellings)


def touches(store: Store, person: Person, view: Preview) -> list[Touch]:
    """Every direct touch with a person up to the moment of ``view``, latest first."""
    found = {
        Touch(one.moment, "sent" if one.contact == SENT else "received", one.subject)
        for one in ledger.touches_of(store, person.addresses, view.as_of)
    }
    found |= {
        Touch(datetime.fromtimestamp(met.start, UTC), "meeting", met.subject)
        for address in person.addresses
        for met in view.meetings.get(address, ())
        if is_direct_meeting(met.size)
    }
    return sorted(found, key=lambda touch: touch.moment, reverse=True)


def _spelled(tie: Tie, spellings: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(spellings.get(address, address) for address in tie.person.addresses)


def _meant(who: str, ties: Sequence[Tie], spellings: Mapping[str, str]) -> list[Tie]:
    """By address, else by whole name, else by part of a name or address; case and accents do not matter."""
    wanted = _folded(who)
    return (
        [tie for tie in ties if "@" in who and normal(who) in tie.person.addresses]
        or [tie for tie in ties if _folded(tie.person.name) == wanted]
        or [
            tie
            for tie in ties
            if any(
                wanted in _folded(text) for text in (tie.person.name, *tie.person.addresses, *_spelled(tie, spellings))
            )
        ]
    )


def _one(who: str, meant: Sequence[Tie], spellings: Mapping[str, str]) -> Tie:
    if not meant:
        raise UserError("cli.nobody", who)
    if len(meant) > 1:
        names = ", ".join(f"{tie.person.name} <{_spelled(tie, spellings)[0]}>" for tie in meant[:5])
        raise UserError("cli.ambiguous", who, names=names + (", …" if len(meant) > 5 else ""))
    return meant[0]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
