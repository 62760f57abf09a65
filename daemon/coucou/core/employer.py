"""Where somebody works now, and whether they have left the place that their address is at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from coucou.core.address import domain_of
from coucou.core.domains import fits, organization_domain
from coucou.core.facts import CardFacts
from coucou.core.names import fold

_DATED_BY = 50  # connections: an export with as many new ones tells by the newest when it was made
_STILL_THERE = timedelta(days=365)  # an address in use so long after the export outlived what the export says


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What all cards together tell: when each account was exported, and which company has which domain."""

    exported: Mapping[str, date]
    domains: Collection[tuple[tuple[str, ...], str]]


def learn(cards: Iterable[CardFacts]) -> Knowledge:
    """Two people of one company with addresses of one domain tie the two, however different their letters are."""
    connected: dict[str, list[date]] = {}
    together: Counter[tuple[tuple[str, ...], str]] = Counter()
    for card in cards:
        if card.connected_on:
            connected.setdefault(card.account, []).append(card.connected_on)
        if card.organization:
            together.update({(fold(card.organization), organization_domain(domain_of(a))) for a in card.addresses})
    exported = {account: max(days) for account, days in connected.items() if len(days) >= _DATED_BY}
    return Knowledge(exported, frozenset(pair for pair, people in together.items() if people > 1 and pair[1]))


def is_profile(card: CardFacts) -> bool:
    """Whether the person keeps it themselves, as on LinkedIn: its company is then the present one."""
    return card.connected_on is not None or any(a.startswith("linkedin") for a in card.addresses)


def newest(cards: Sequence[CardFacts]) -> CardFacts | None:
    """The card to believe about the organisation: a profile, the latest connected; else the same one always."""
    employing = [card for card in cards if card.organization]
    return max(
        employing, default=None, key=lambda c: (is_profile(c), c.connected_on or date.min, c.organization, c.name)
    )


def applies(card: CardFacts, address: str) -> bool:
    """Whether the card speaks of the time of ``address``, the one used last.

    A card that the user keeps, with addresses of another organisation only, is of before.
    """
    here = organization_domain(domain_of(address))
    theirs = {organization_domain(domain_of(a)) for a in card.addresses} - {""}
    return is_profile(card) or not here or not theirs or here in theirs or fits(card.organization, here)


def has_moved(card: CardFacts, living: Sequence[tuple[str, int | None]], knowledge: Knowledge) -> bool:
    """Whether the card's organisation is another one than that of every address.

    ``living`` holds the addresses that work, the one used last first, each with the epoch second of its last use.

    An address that the user's own card holds beside the organisation belongs to it; free mail goes along to a new job.
    """
    if not living:
        return False
    latest, used = living[0]
    if not organization_domain(domain_of(latest)):
        return False
    if any(_at(card.organization, address, knowledge) for address, _ in living):
        return False
    if not is_profile(card) and any(address in card.addresses for address, _ in living):
        return False
    exported = knowledge.exported.get(card.account)
    return not (exported and used and _day(used) > exported + _STILL_THERE)


def _at(organization: str, address: str, knowledge: Knowledge) -> bool:
    domain = organization_domain(domain_of(address))
    return bool(domain) and (
        fits(organization, domain_of(address)) or (fold(organization), domain) in knowledge.domains
    )


def _day(moment: int) -> date:
    return datetime.fromtimestamp(moment, UTC).date()
