"""Conversation cards out of the ledger: metadata alone, for the user's eyes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from coucou.core.card import ConversationCard, Encounter, conversation_card, people_in_between
from coucou.core.people import Person
from coucou.core.reason import Reason
from coucou.core.route import Route, Stranger, by_the_user
from coucou.core.settings import Aim
from coucou.core.touch import RECEIVED, SENT, is_direct_meeting
from coucou.store import Store, ledger
from coucou.suggest.who import Known

_SAID_PRIVATE = frozenset({"private", "never"})


def cards_for(
    store: Store,
    chosen: Iterable[tuple[Person, Route]],
    who: Known,
    held_back: Mapping[str, Reason],
    as_of: datetime,
) -> dict[str, ConversationCard]:
    """What to remember of each before talking to them, by their key. Nobody whom the user keeps private is named."""
    silent = {key for key, reason in held_back.items() if reason.code in _SAID_PRIVATE}
    silent |= {tie.person.key for tie in who.ties if by_the_user(tie.person)}
    knows = frozenset(tie.person.key for tie in who.ties)
    contacts = ledger.cards(store)
    found = {}
    for person, one in chosen:
        together = ledger.together_with(store, person.addresses, as_of)
        found[person.key] = conversation_card(
            person,
            _encounters(store, person, who, as_of),
            people_in_between(together, who.everyone.of, person, knows, frozenset(silent)),
            [card for card in contacts if not set(card.addresses).isdisjoint(person.addresses)],
            one.tie.aim if isinstance(one.tie, Stranger) else _aim(person, who),
        )
    return found


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
