"""Conversation cards out of the ledger: metadata alone, for the user's eyes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from coucou.core.card import ConversationCard, Encounter, conversation_card, people_in_between
from coucou.core.facts import CardFacts
from coucou.core.people import Person
from coucou.core.reason import Reason
from coucou.core.route import Route, Stranger, by_the_user
from coucou.core.settings import Aim
from coucou.core.touch import RECEIVED, SENT, is_direct_meeting
from coucou.store import Store, ledger
from coucou.suggest.who import Known

_SAID_PRIVATE = frozenset({"private", "never"})


def card_of(
    store: Store, person: Person, one: Route, who: Known, held_back: Mapping[str, Reason], as_of: datetime
) -> ConversationCard:
    """What to remember of ``person`` before talking to them. Nobody whom the user keeps private is named on it."""
    silent = {key for key, reason in held_back.items() if reason.code in _SAID_PRIVATE}
    silent |= {tie.person.key for tie in who.ties if by_the_user(tie.person)}
    knows = frozenset(tie.person.key for tie in who.ties)
    together = ledger.together_with(store, person.addresses, as_of)
    return conversation_card(
        person,
        _encounters(store, person, who, as_of),
        people_in_between(together, who.everyone.of, person, knows, frozenset(silent)),
        _cards(store, person),
        one.tie.aim if isinstance(one.tie, Stranger) else _aim(person, who),
    )


def _aim(person: Person, who: Known) -> Aim | None:
    hit = who.hits.get(person.key)
    return hit.target.reason if hit else None


def _encounters(store: Store, person: Person, who: Known, as_of: datetime) -> Iterator[Encounter]:
    """Direct touches; without any, all that shows the two on one message or in one meeting."""
    mail = ledger.touches_of(store, person.addresses, as_of)
    met = [one for address in person.addresses for one in who.meetings.get(address, ())]
    small = [one for one in met if is_direct_meeting(one.size)]
    kinds = {SENT: "sent", RECEIVED: "received"}
    yield from (Encounter(one.moment, kinds[one.contact], one.subject) for one in mail)
    yield from (Encounter(datetime.fromtimestamp(one.start, UTC), "meeting", one.subject) for one in small)
    if not mail and not small:
        seen = ledger.touches_of(store, person.addresses, as_of, sightings=True)
        yield from (Encounter(one.moment, "seen", one.subject) for one in seen)
        yield from (Encounter(datetime.fromtimestamp(one.start, UTC), "around", one.subject) for one in met)


def _cards(store: Store, person: Person) -> list[CardFacts]:
    return [card for card in ledger.cards(store) if not set(card.addresses).isdisjoint(person.addresses)]
