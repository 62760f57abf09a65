"""Joining addresses into people: by the user's word, by card, by name. The order of the input never matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from coucou.core.address import domain_of, is_robot, is_role, normal
from coucou.core.domains import organization_domain
from coucou.core.facts import AddressFacts, CardFacts
from coucou.core.names import NameKey, key, read
from coucou.core.namesakes import Namesake, joined
from coucou.core.settings import PersonSettings

_FOREVER = 1 << 40  # seconds: when an address that was never seen is in use, so that it takes over from no other


class Groups:
    """A forest of addresses (union-find): each tree is one person, its root the least address.

    An address that the user's ``[[people]]`` claims carries the entry's number; two entries are never joined.
    """

    def __init__(self, addresses: Iterable[str]) -> None:
        self._above = {a: a for a in addresses}
        self._entry: dict[str, int] = {}

    def __contains__(self, address: str) -> bool:
        return address in self._above

    def root(self, address: str) -> str:
        above = self._above
        while (parent := above[address]) != address:
            above[address] = address = above[parent]
        return address

    def claim(self, address: str, entry: int) -> None:
        self._entry.setdefault(self.root(address), entry)

    def entry(self, address: str) -> int | None:
        return self._entry.get(self.root(address))

    def join(self, one: str, other: str) -> None:
        """Make them one person, unless the user said that they are two."""
        low, high = sorted((self.root(one), self.root(other)))
        mine, theirs = self._entry.get(low), self._entry.get(high)
        if low == high or (mine is not None and theirs is not None and mine != theirs):
            return
        self._above[high] = low
        if theirs is not None:
            self._entry[low] = theirs

    def trees(self) -> dict[str, list[str]]:
        """Each root's addresses, sorted."""
        found: dict[str, list[str]] = {}
        for address in sorted(self._above):
            root = self.root(address)
            if root in found:
                found[root].append(address)
            else:
                found[root] = [address]
        return found


def by_word(people: Sequence[PersonSettings], own: frozenset[str]) -> dict[str, int]:
    """The addresses that the user's entries claim, each with the number of the first that does."""
    claimed: dict[str, int] = {}
    for number, entry in enumerate(people):
        for address in map(normal, (*entry.addresses, entry.preferred or "")):
            if address and address not in own:
                claimed.setdefault(address, number)
    return claimed


def by_card(cards: Sequence[CardFacts], names: Mapping[str, Mapping[NameKey, int]]) -> dict[str, list[CardFacts]]:
    """The cards to believe for each address. Where they name different people, only those whose name is most used with
    the address are; with no such evidence, those that come first by name."""
    held: dict[str, list[CardFacts]] = defaultdict(list)
    for card in cards:
        for address in dict.fromkeys(card.addresses):
            held[address].append(card)
    for address, claims in held.items():
        if len(claims) > 1:
            used = names.get(address, {})
            winner = min(claims, key=lambda c: (-_uses(key(c.name), used), key(c.name) is None, c.name, c.account))
            held[address] = [c for c in claims if c is winner or same(key(winner.name), key(c.name))]
    return held


def _uses(wanted: NameKey | None, used: Mapping[NameKey, int]) -> int:
    return sum(n for k, n in used.items() if wanted and k.words == wanted.words)


def same(a: NameKey | None, b: NameKey | None) -> bool:
    """Whether two names on cards with one address can be one person's: equal, or one holds the other's words."""
    if a is None or b is None:
        return True
    return (set(a.words) <= set(b.words) or set(b.words) <= set(a.words)) and a.generation == b.generation


def full_names(facts: AddressFacts) -> dict[NameKey, int]:
    """The full names used with an address, and how often; names of others who write through it left out."""
    found: dict[NameKey, int] = {}
    for name, times in facts.names.items():
        _, _, folded, relayed = read(name)
        if folded and not relayed:
            found[folded] = found.get(folded, 0) + times
    return found


def dominant(names: Mapping[NameKey, int]) -> NameKey | None:
    """The name of most uses, when it has at least half of them: a mailbox that many people share has no name."""
    if len(names) < 2:
        return next(iter(names), None)
    best = min(names, key=lambda k: (-names[k], k.words, k.generation, sorted(k.initials)))
    alike = sum(n for k, n in names.items() if k.words == best.words)
    return best if 2 * alike >= sum(names.values()) else None


def is_somebody(facts: AddressFacts, names: Mapping[NameKey, int]) -> bool:
    """Neither a program, a function, a room, nor a list under whose address several people's names appear."""
    if facts.group or is_role(facts.address) or is_robot(facts.address, facts.names):
        return False
    relayed = {r.words for r in map(read, facts.names) if r.relayed}
    return not relayed or (len(relayed) < 2 and bool(names))


def by_name(
    groups: Groups,
    facts: Mapping[str, AddressFacts],
    names: Mapping[str, NameKey | None],
    apart: Collection[tuple[str, str]],
) -> None:
    """Join the people who have an equal full name, as far as the evidence goes."""
    bearers: dict[tuple[str, ...], dict[str, NameKey]] = defaultdict(dict)
    for address in sorted(names):
        if folded := names[address]:
            bearers[folded.words].setdefault(groups.root(address), folded)
    contested = {words: roots for words, roots in bearers.items() if len(roots) > 1}
    if not contested:
        return
    trees = groups.trees()
    for words in sorted(contested):
        roots = {groups.root(root): folded for root, folded in contested[words].items()}
        members = [_namesake(root, trees[root], folded, facts) for root, folded in roots.items() if root in trees]
        for one, other in joined(members, apart):
            groups.join(one, other)


def _namesake(root: str, addresses: Sequence[str], folded: NameKey, facts: Mapping[str, AddressFacts]) -> Namesake:
    homes = {a: organization_domain(domain_of(a)) for a in addresses}
    dated = [a for a in addresses if a in facts and (homes[a] or not any(homes.values()))]
    return Namesake(
        id=root,
        key=folded,
        addresses=tuple(addresses),
        organizations=frozenset(homes.values()) - {""},
        first=min((facts[a].first for a in dated), default=0),
        last=max((facts[a].last for a in dated), default=_FOREVER),
    )
