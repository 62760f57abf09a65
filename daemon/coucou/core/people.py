"""Who is who: several addresses become one person, by card, by the user's word, or by name and consistent evidence.

By word and by card is certain. By equal full names it goes so, the addresses of one name being compared two by two:

=====================  =====================  =============================  ==================================
the name is            one organisation's     one of them is no              two organisations'
                       addresses              organisation's (free mail …)
=====================  =====================  =============================  ==================================
rare                   one person             one person                     one person
common                 one person             one person, unless several     only when one address took over from
                                              people have that name          the other, as in a change of job
=====================  =====================  =============================  ==================================

Against it stand: another middle initial or generation, ``jean.roy@`` beside ``jean.roy2@``, two LinkedIn profiles, two
addresses that the caller saw side by side (``apart``), two different entries in the user's ``[[people]]``. Where any
two of a group disagree, only the addresses of one organisation are joined, and the rest are left alone: two people
taken for one writes to a stranger, one taken for two is a name listed twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from coucou.core.address import is_mailable, is_robot, is_role, normal
from coucou.core.facts import AddressFacts, CardFacts, Everyone, Person
from coucou.core.groups import Groups, by_card, by_name, by_word, dominant, full_names, is_somebody
from coucou.core.names import NameKey, key
from coucou.core.portrait import everyone
from coucou.core.settings import Me, PersonSettings, Settings

__all__ = ["AddressFacts", "CardFacts", "Everyone", "Person", "identify", "learned", "own_addresses"]

_SEVERAL = 3  # messages sent from an address before it is taken for the user's own

# --- whose addresses are the user's ---------------------------------------------------------------------------------


def own_addresses(
    addresses: Iterable[AddressFacts], me: Me, cards: Iterable[CardFacts] = (), people: Iterable[PersonSettings] = ()
) -> frozenset[str]:
    """The user's own addresses in normal form: those configured, and those learned (see :func:`learned`)."""
    return frozenset(map(normal, me.addresses)) | frozenset(learned(addresses, me, cards, people))


def learned(
    addresses: Iterable[AddressFacts], me: Me, cards: Iterable[CardFacts] = (), people: Iterable[PersonSettings] = ()
) -> tuple[str, ...]:
    """Own addresses that nobody configured, for the user to confirm, the most used first.

    The source must say that several messages were sent from it, and nothing may speak against it: a mailbox that many
    share (info@) is nobody's, and one under another full name is somebody's for whom the user writes. A profile, which
    one person has, needs one message. A card in the user's name that holds an own address brings its others. What the
    user's ``[[people]]`` give to somebody is never learnt.
    """
    configured = frozenset(map(normal, me.addresses))
    taken = frozenset(normal(a) for entry in people for a in entry.addresses)
    sent = sorted((f for f in addresses if f.sent_as), key=lambda f: (-f.sent_as, f.address))
    mine = key(me.name) or next((k for f in sent if f.address in configured and (k := dominant(full_names(f)))), None)
    found: list[str] = []
    for facts in sent:
        enough = facts.sent_as >= _SEVERAL or not is_mailable(facts.address)
        known_otherwise = facts.address in configured or facts.address in taken
        if known_otherwise or not enough or is_role(facts.address) or is_robot(facts.address):
            continue
        name = dominant(full_names(facts))
        if mine is None or name is None or mine.words == name.words:
            found.append(facts.address)
            mine = mine or name
    known = configured.union(found)
    for card in cards:
        k = key(card.name)
        if mine and k and k.words == mine.words and known.intersection(card.addresses):
            found += [a for a in card.addresses if a not in known and a not in found and a not in taken]
    return tuple(found)


# --- who the others are ---------------------------------------------------------------------------------------------


def identify(
    addresses: Iterable[AddressFacts],
    cards: Iterable[CardFacts],
    settings: Settings,
    own: frozenset[str],
    *,
    apart: Collection[tuple[str, str]] = (),
) -> Everyone:
    """Everyone whom the ledger, the cards or the user's ``[[people]]`` name by an address.

    ``apart`` holds pairs (sorted) of addresses that were written to side by side, where the caller looked: evidence
    against an equal name. The result does not depend on the order of ``addresses`` and ``cards``.
    """
    facts = {f.address: f for f in sorted(addresses, key=lambda f: (f.address, f.last, f.direct))}
    held = sorted(cards, key=lambda c: (c.account, c.name, c.addresses, c.organization, c.title, c.url))
    named = {a: full_names(f) for a, f in facts.items()}
    main = {a: dominant(names) for a, names in named.items()}
    claimed = by_word(settings.people, own)
    believed = by_card(held, named)
    somebody = _somebody(facts, named, main, believed, settings, own) | claimed.keys()
    groups = Groups(somebody)
    for address in sorted(claimed):
        groups.claim(address, claimed[address])
    _join_entries(groups, claimed)
    _join_cards(groups, held, believed)
    names = _names(somebody, named, main, believed, settings, claimed)
    by_name(groups, facts, names, apart)
    return everyone(groups, facts, _cards_of(groups, held, believed, names), settings, own)


def _somebody(
    facts: Mapping[str, AddressFacts],
    named: Mapping[str, Mapping[NameKey, int]],
    main: Mapping[str, NameKey | None],
    believed: Mapping[str, Sequence[CardFacts]],
    settings: Settings,
    own: frozenset[str],
) -> set[str]:
    """The addresses behind which a person stands.

    A function's address is somebody's when a card in that very name holds it (a freelancer's contact@). One that bears
    the user's own full name is the user's, known or not.
    """
    me = key(settings.me.name)
    found = set()
    for address in facts.keys() | believed.keys():
        mine = main.get(address)
        if address in own or (me and (me.words == mine.words if mine else _vouched(me, believed, address))):
            continue
        seen = facts.get(address) or AddressFacts(address, MappingProxyType({}), 0, 0, 0)
        if is_somebody(seen, named.get(address, {})) or (mine and not seen.group and _vouched(mine, believed, address)):
            found.add(address)
    return found


def _vouched(name: NameKey, believed: Mapping[str, Sequence[CardFacts]], address: str) -> bool:
    return any((k := key(c.name)) and k.words == name.words for c in believed.get(address, ()))


def _join_entries(groups: Groups, claimed: Mapping[str, int]) -> None:
    first: dict[int, str] = {}
    for address in sorted(claimed):
        groups.join(first.setdefault(claimed[address], address), address)


def _join_cards(groups: Groups, cards: Iterable[CardFacts], believed: Mapping[str, Sequence[CardFacts]]) -> None:
    for card in cards:
        mine = [a for a in card.addresses if a in groups and card in believed[a]]
        for address in mine[1:]:
            groups.join(mine[0], address)


def _names(
    somebody: Iterable[str],
    named: Mapping[str, Mapping[NameKey, int]],
    main: Mapping[str, NameKey | None],
    believed: Mapping[str, Sequence[CardFacts]],
    settings: Settings,
    claimed: Mapping[str, int],
) -> dict[str, NameKey | None]:
    """The full name by which each address is compared: its own most used one, else a card's or the user's for it."""
    found = {}
    for address in somebody:
        folded = main.get(address)
        if folded is None and not named.get(address):
            told = [c.name for c in believed.get(address, ())]
            told += [settings.people[claimed[address]].name] if address in claimed else []
            folded = next((k for n in told if (k := key(n))), None)
        found[address] = folded
    return found


def _cards_of(
    groups: Groups,
    cards: Sequence[CardFacts],
    believed: Mapping[str, Sequence[CardFacts]],
    names: Mapping[str, NameKey | None],
) -> dict[str, list[CardFacts]]:
    """Each person's cards, by root. One without an address is of whom alone has its full name."""
    by_words: dict[tuple[str, ...], set[str]] = {}
    wanted = {k.words for c in cards if not c.addresses and (k := key(c.name))}
    for address, folded in names.items() if wanted else ():
        if folded and folded.words in wanted:
            by_words.setdefault(folded.words, set()).add(groups.root(address))
    found: dict[str, list[CardFacts]] = {}
    for card in cards:
        roots = {groups.root(a) for a in card.addresses if a in groups and card in believed[a]}
        if not card.addresses and (folded := key(card.name)):
            roots = by_words.get(folded.words, set())
        if len(roots) == 1:
            found.setdefault(next(iter(roots)), []).append(card)
    return found
