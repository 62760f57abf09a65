"""From joined addresses to people: the order of addresses, the name to show, the organisation, what the user said."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from coucou.core import employer
from coucou.core.address import domain_of, is_mailable, normal
from coucou.core.domains import organization_domain, organization_name
from coucou.core.facts import AddressFacts, CardFacts, Everyone, Person
from coucou.core.groups import Groups
from coucou.core.names import best, clean, from_address, key
from coucou.core.settings import PersonSettings, Settings


def everyone(
    groups: Groups,
    facts: Mapping[str, AddressFacts],
    cards: Mapping[str, Sequence[CardFacts]],
    settings: Settings,
    own: frozenset[str],
) -> Everyone:
    """The people whom ``groups`` made; ``cards`` are each person's, by the root of their tree."""
    knowledge = employer.learn(card for held in cards.values() for card in held)
    domains = tuple(d.casefold().strip(".@ ") for d in settings.organization.domains if d.strip(".@ "))
    entries = _Entries.of(settings.people)
    people = []
    for root, addresses in groups.trees().items():
        held = cards.get(root, ())
        name = _name([facts[a] for a in addresses if a in facts], held, addresses)
        said = entries.find(groups.entry(root), name)
        if len(addresses) == 1 and not held and root in facts and not (said and said.preferred):
            people.append(_alone(facts[root], name, said, domains))
        else:
            people.append(_person(addresses, facts, held, name, said, domains, knowledge))
    people.sort(key=lambda p: p.key)
    return Everyone(tuple(people), MappingProxyType({a: p for p in people for a in p.addresses}), own)


@dataclass(frozen=True, slots=True)
class _Entries:
    """The user's ``[[people]]``; those without an address are found by full name, for everyone who bears it."""

    entries: tuple[PersonSettings, ...]
    by_name: Mapping[tuple[str, ...], PersonSettings]

    @staticmethod
    def of(entries: tuple[PersonSettings, ...]) -> _Entries:
        named = {k.words: e for e in reversed(entries) if not e.addresses and (k := key(e.name))}
        return _Entries(entries, named)

    def find(self, number: int | None, name: str) -> PersonSettings | None:
        if number is not None or not self.by_name:
            return None if number is None else self.entries[number]
        folded = key(name)
        return self.by_name.get(folded.words) if folded else None


def _alone(facts: AddressFacts, name: str, said: PersonSettings | None, own_domains: tuple[str, ...]) -> Person:
    """Somebody with one address and no card: nearly everyone in a large mailbox, so this is the short way."""
    address = facts.address
    mailable = is_mailable(address)
    domain = organization_domain(domain_of(address), own_domains) if mailable and not facts.dead else ""
    return Person(
        key=_key((address,), {address: facts}),
        name=said.name if said and said.name else name,
        addresses=(address,),
        organization=organization_name(domain),
        domain=domain,
        dead=(address,) if facts.dead else (),
        offset=facts.offset if mailable else None,
        settings=said,
    )


def _person(
    addresses: Sequence[str],
    facts: Mapping[str, AddressFacts],
    cards: Sequence[CardFacts],
    name: str,
    said: PersonSettings | None,
    own_domains: tuple[str, ...],
    knowledge: employer.Knowledge,
) -> Person:
    used = sorted(addresses, key=lambda a: (a not in facts, -facts[a].last if a in facts else 0, a))
    dead = tuple(a for a in used if a in facts and facts[a].dead)
    living = [a for a in used if a not in dead]
    mailable = [a for a in living if is_mailable(a)]
    work = next((a for a in mailable if organization_domain(domain_of(a))), "")
    card = employer.newest([c for c in cards if not work or employer.applies(c, work)])
    uses = [(a, facts[a].last if a in facts else None) for a in mailable]
    moved = card is not None and employer.has_moved(card, uses, knowledge)
    chosen = normal(said.preferred) if said and said.preferred else "" if moved else work
    domain = organization_domain(domain_of(chosen), own_domains)
    detail = card or next((c for c in cards if c.title or c.url), None)
    return Person(
        key=_key(addresses, facts),
        name=said.name if said and said.name else name,
        addresses=(*mailable, *(a for a in living if a not in mailable), *dead),  # profiles behind
        organization=card.organization if card else organization_name(domain),
        domain=domain,
        dead=dead,
        moved=moved,
        title=detail.title if detail else "",
        url=next((c.url for c in ([detail] if detail else []) + list(cards) if c.url), ""),
        labels=tuple(sorted({label for c in cards for label in c.labels})),
        offset=next((o for a in mailable if a in facts and (o := facts[a].offset) is not None), None),
        settings=said,
    )


def _key(addresses: Sequence[str], facts: Mapping[str, AddressFacts]) -> str:
    """A digest, so that no log and no link shows an address."""
    oldest = min(addresses, key=lambda a: (a not in facts, facts[a].first if a in facts else 0, a))
    return hashlib.blake2b(oldest.encode(errors="replace"), digest_size=8).hexdigest()


def _name(known: Sequence[AddressFacts], cards: Sequence[CardFacts], addresses: Sequence[str]) -> str:
    """The best of the names used, each card's counting as much as all mail together: the user knows them by it."""
    if len(known) == 1 and not cards:
        return best(known[0].names) or from_address(known[0].address)
    used: Counter[str] = Counter()
    for facts in known:
        used.update(facts.names)
    weight = max(used.values(), default=0) + 1
    used.update({c.name: weight for c in cards if clean(c.name)})
    return best(used) or from_address(max(known, key=lambda f: (f.last, f.address)).address if known else addresses[0])
