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
    """``tie`` is None for somebody not known yet, whom a target or the user names."""

    person: Person
    tie: Tie | None
    proposal: Worded | None
    passed_over: PassedOver | None
    touches: tuple[Touch, ...]  # latest first
    addresses: tuple[str, ...]  # as the person writes them


def explain(store: Store, view: Preview, who: str) -> Explained:
    """What ``view`` says of the one person whose name or address is ``who``, or holds it.

    :raises UserError: nobody, or several people, are meant.
    """
    spellings = ledger.spellings(store)
    ties = {tie.person.key: tie for tie in view.ties}
    others = [one.proposal.person for one in view.proposals] + [one.person for one in view.passed_over]
    strangers = [person for person in others if person.key not in ties]
    people = [tie.person for tie in view.ties]
    person = _one(who, _meant(who, people, spellings) or _meant(who, strangers, spellings), spellings)
    return Explained(
        person,
        ties.get(person.key),
        next((worded for worded in view.proposals if worded.proposal.person.key == person.key), None),
        next((passed for passed in view.passed_over if passed.person.key == person.key), None),
        tuple(touches(store, person, view)),
        _spelled(person, spellings),
    )


def one_of(store: Store, ties: Sequence[Tie], who: str) -> Tie:
    """The tie with the one person whose name or address is ``who``, or holds it.

    :raises UserError: nobody, or several people, are meant.
    """
    spellings = ledger.spellings(store)
    person = _one(who, _meant(who, [tie.person for tie in ties], spellings), spellings)
    return next(tie for tie in ties if tie.person.key == person.key)


def person_of(store: Store, people: Sequence[Person], who: str) -> Person:
    """The one of ``people`` whose name or address is ``who``, or holds it. :raises UserError: as :func:`one_of`."""
    spellings = ledger.spellings(store)
    return _one(who, _meant(who, people, spellings), spellings)


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


def _spelled(person: Person, spellings: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(spellings.get(address, address) for address in person.addresses)


def _meant(who: str, people: Sequence[Person], spellings: Mapping[str, str]) -> list[Person]:
    """By address, else by whole name, else by part of a name or address; case and accents do not matter."""
    wanted = _folded(who)
    return (
        [one for one in people if "@" in who and normal(who) in one.addresses]
        or [one for one in people if _folded(one.name) == wanted]
        or [
            one
            for one in people
            if any(wanted in _folded(text) for text in (one.name, *one.addresses, *_spelled(one, spellings)))
        ]
    )


def _one(who: str, meant: Sequence[Person], spellings: Mapping[str, str]) -> Person:
    if not meant:
        raise UserError("cli.nobody", who)
    if len(meant) > 1:
        names = ", ".join(f"{one.name} <{next(iter(_spelled(one, spellings)), '')}>" for one in meant[:5])
        raise UserError("cli.ambiguous", who, names=names + (", …" if len(meant) > 5 else ""))
    return meant[0]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
