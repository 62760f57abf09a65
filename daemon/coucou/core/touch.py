"""What is a direct touch: the one rule by which mail and meetings make a tie, or only show that a person is around.

A touch is a talk of at most three: the one who writes and those in To, not those in Cc, however they are made up
(user included, their addresses counted as one; a mailing list is nobody). Found by comparing rules with the counts in
real correspondence, see docs/explanation/ranking.md. Everything else is a *sighting*.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

SIGHTING, SENT, RECEIVED = 0, 1, 2
"""What the ledger stores for each participant; SQL may rely on the numbers."""

MOST_TALKING = 3  # the sender and those in To
MOST_PEOPLE = 20  # everybody on the message, Cc included
MOST_AT_MEETING = 8  # everybody at a meeting, the user included

_LIST_HOST = re.compile(
    r"(?:^|\.)(?:lists?|listes?|listserv|mailman|sympa|groups)\.[^.]+\.|"
    r"^(?:googlegroups\.com|groups\.io|yahoogroups\.\w+|freelists\.org|framalistes\.org)$"
)


@lru_cache(maxsize=65536)
def is_list(address: str) -> bool:
    """Whether the spelling is a mailing list's: it is nobody when people are counted. Not a verdict on who may be a
    tie: a real list never writes to the user alone, so the rule of two ways leaves it out by itself."""
    return _LIST_HOST.search(address.rpartition("@")[2].casefold()) is not None


def people_among(addresses: Iterable[str], own: Collection[str]) -> int:
    """How many people, by addresses in normal form: the user is one whatever the address, a list is none."""
    others: set[str] = set()
    user = 0
    for address in addresses:
        if address in own:
            user = 1
        elif not is_list(address):
            others.add(address)
    return len(others) + user


def contact(role: str, *, outgoing: bool, own_in_to: bool, talking: int, people: int, kind: str) -> int:
    """SENT, RECEIVED or SIGHTING: what a message is between the user and one of its participants.

    ``role`` and ``kind`` are the values of ``coucou.contract.Role`` and ``MailKind``; ``outgoing``: the user wrote it;
    ``own_in_to``: an address of the user stands in To; ``talking``: ``people_among`` sender and To; ``people``: the
    same of everybody on it. Cc on either side, bulk, automatic mail and bounces are sightings.
    """
    if kind != "personal" or talking > MOST_TALKING or people > MOST_PEOPLE:
        return SIGHTING
    if outgoing:
        return SENT if role == "to" else SIGHTING
    return RECEIVED if role == "from" and own_in_to else SIGHTING


def is_direct_meeting(people: int) -> bool:
    """Whether a meeting of ``people`` (the user included, rooms and groups not) is a touch with each of them."""
    return 2 <= people <= MOST_AT_MEETING
