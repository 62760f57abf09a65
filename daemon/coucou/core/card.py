"""The conversation card: what to remember of somebody before talking to them, from metadata alone.

For the user's eyes only. Nothing of it enters a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from coucou.core.domains import name_words
from coucou.core.facts import CardFacts, Person
from coucou.core.names import fold
from coucou.core.reason import Reason, because
from coucou.core.settings import Aim
from coucou.core.subjects import without_reply_marks

QUESTIONS = 2
BOTH_KNOW = 3


@dataclass(frozen=True, slots=True)
class Encounter:
    """``kind``: "meeting", "sent", "received", or "seen" (on the same message) or
    "around" (in a larger meeting). ``subject``: None where none is kept."""

    moment: datetime
    kind: str
    subject: str | None


@dataclass(frozen=True, slots=True)
class ConversationCard:
    """``last_met``: the last touch, or the last time seen; ``both_know``: names, the closest to them first."""

    last_met: Encounter | None
    both_know: tuple[str, ...]
    changed: tuple[Reason, ...]
    questions: tuple[Reason, ...]


def conversation_card(
    person: Person,
    encounters: Iterable[Encounter],
    both_know: Sequence[str],
    cards: Iterable[CardFacts],
    aim: Aim | None,
) -> ConversationCard:
    """``cards``: the contact cards of the person, in the order in which they came."""
    last = max(encounters, key=lambda one: one.moment, default=None)
    if last and last.subject:
        last = replace(last, subject=without_reply_marks(last.subject) or None)
    changes = tuple(_changes(person, list(cards)))
    known = tuple(both_know[:BOTH_KNOW])
    return ConversationCard(last, known, changes, tuple(_questions(person, last, known, changes, aim))[:QUESTIONS])


def people_in_between(
    together: Mapping[str, int], of: Mapping[str, Person], whom: Person, knows: frozenset[str], silent: frozenset[str]
) -> list[str]:
    """The names of those who share threads and meetings with ``whom`` and have a tie with the user, most first.

    ``together``: by address; ``knows``: keys of those with a tie; ``silent``: keys of those whom the user keeps to
    themselves.
    """
    times: dict[str, int] = {}
    names: dict[str, str] = {}
    for address, number in together.items():
        person = of.get(address)
        if person and person.key in knows and person.key not in silent and person.key != whom.key:
            times[person.key] = times.get(person.key, 0) + number
            names[person.key] = person.name
    return [names[key] for key in sorted(times, key=lambda key: (-times[key], key))]


def _changes(person: Person, cards: Sequence[CardFacts]) -> Iterable[Reason]:
    """A new organisation or title: a card that a newer export rewrote, or two exports that disagree."""
    for card in reversed(cards):
        if card.earlier:
            yield from _change(card.earlier, (card.organization, card.title))
            return
    profiles = [card for card in cards if any(a.startswith("linkedin") for a in card.addresses)]
    for older, newer in reversed(list(pairwise(profiles))):
        found = list(_change((older.organization, older.title), (newer.organization, newer.title)))
        if found:
            yield from found
            return
    if person.moved and person.organization:
        yield because("card.moved", organization=person.organization)


def _change(before: tuple[str, str], after: tuple[str, str]) -> Iterable[Reason]:
    was_at, was = before
    at, title = after
    if at and name_words(at) != name_words(was_at):
        if was_at:
            yield because("card.organization", organization=at, before=was_at)
        else:
            yield because("card.moved", organization=at)
    if title and fold(title) != fold(was):
        yield because("card.title", title=title)


def _questions(
    person: Person, last: Encounter | None, known: Sequence[str], changes: Sequence[Reason], aim: Aim | None
) -> Iterable[Reason]:
    """What to open with, the most particular first; there is always one."""
    if changes:
        yield because("ask.change")
    if last and last.subject and last.kind in ("meeting", "sent", "received"):
        yield because("ask.subject", subject=last.subject)
    if aim is not None:
        yield because(f"ask.{aim}")
    if known:
        yield because("ask.both_know", name=known[0])
    if person.title:
        yield because("ask.title", title=person.title)
    yield because("ask.plain")
