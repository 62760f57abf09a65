"""Matching by greedy choice and exchange: pairs of great weight among many, without looking at all of them.

Exact matching in a general graph (Edmonds; rustworkx has it) takes every pair: fifty million for 10,000 people. Here
each takes the best of some, and then pairs exchange partners as long as that is better (2-opt). Small circles are
tried from several beginnings. What is lost against the optimum is measured by ``python -m benchmarks circle``. Nothing
is left to chance: the order of the people decides, and the caller shuffles them by the round.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from coucou.core.circle_paths import augmented

Weight = Callable[[int, int], float]
"""How good two people are together, the same both ways round; 0.0 when they cannot be."""

EXACT = 12  # people, of whom every pairing is looked at
LOOKED_AT = 120  # people among whom each takes the best partner
EXCHANGES = 60  # pairs with which each pair tries to exchange, a pass
PASSES = 8  # over all pairs, at most
PASSES_AGAIN = 2  # the same, once those left over found somebody
LOOKS = 20_000_000  # weights, at which a search for paths to those left over ends
WORK = 4_000  # people, over all beginnings: how often a small circle is tried
SMALL = 200  # people, of whom every pair is looked at to know when nothing better can come
LITTLE = 1e-4  # of the whole: a pass that brought no more is the last
_BETTER = 1e-9


def paired(number: int, weight: Weight) -> tuple[list[tuple[int, int]], list[int]]:
    """Pairs among the people 0 to ``number`` - 1, and those left over: one of an odd number, more where too little
    goes together."""
    if number <= EXACT:
        return _exact(number, weight)
    best: tuple[float, list[tuple[int, int]]] = (-1.0, [])
    even = number + number % 2
    ceiling = 0.0
    for attempt in range(max(1, min(24, WORK // max(number, 1)))):
        order = _begun_at(even, attempt)
        pairs = _exchanged(_greedy(order, number, weight), number, weight)
        if any(not _of(pair, number, weight) for pair in pairs):
            pairs = _exchanged(_with_paths(pairs, number, weight), number, weight, PASSES_AGAIN)
        total = sum(_of(pair, number, weight) for pair in pairs)
        ceiling = ceiling or _ceiling(number, weight)
        if total > best[0] + _BETTER:
            best = (total, pairs)
        if best[0] >= ceiling - _BETTER:
            break
    return _and_those_left(number, [pair for pair in best[1] if _of(pair, number, weight) > 0])


def _with_paths(pairs: list[tuple[int, int]], number: int, weight: Weight) -> list[tuple[int, int]]:
    """The pairs after those left over found somebody along paths of others; who still is, is paired up without
    weight."""
    found = augmented([pair for pair in pairs if _of(pair, number, weight) > 0], number, weight, LOOKS)
    placed = {one for pair in found for one in pair}
    left = [one for one in range(number + number % 2) if one not in placed]
    return [*found, *zip(left[::2], left[1::2], strict=True)]


def _and_those_left(number: int, kept: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], list[int]]:
    placed = {one for pair in kept for one in pair}
    return kept, [one for one in range(number) if one not in placed]


def _exact(number: int, weight: Weight) -> tuple[list[tuple[int, int]], list[int]]:
    """The best of all pairings, worked out once for each set of people who are still to be paired."""

    @cache
    def best(left: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if not left:
            return 0.0, ()
        one = left.bit_length() - 1
        rest = left ^ 1 << one
        found = best(rest)
        for other in range(one):
            if rest >> other & 1 and (good := weight(one, other)):
                total, pairs = best(rest ^ 1 << other)
                if total + good > found[0] + _BETTER:
                    found = total + good, ((one, other), *pairs)
        return found

    return _and_those_left(number, list(best((1 << number) - 1)[1]))


def _ceiling(number: int, weight: Weight) -> float:
    """More than any matching can weigh: half of what each would have with the partner that suits best. It looks at
    every pair, so it is worked out for small circles only."""
    if number > SMALL:
        return float("inf")
    return sum(max((weight(a, b) for b in range(number) if b != a), default=0.0) for a in range(number)) / 2


def _begun_at(number: int, attempt: int) -> list[int]:
    """The people in an order of the attempt's own: every n-th, from the n-th on."""
    step = attempt + 1
    return [one for first in range(step) for one in range((first + attempt) % step, number, step)]


def _of(pair: tuple[int, int], number: int, weight: Weight) -> float:
    """The weight of a pair; 0.0 with the empty chair that makes an odd number even."""
    return weight(*pair) if pair[0] < number and pair[1] < number else 0.0


def _greedy(order: list[int], number: int, weight: Weight) -> list[tuple[int, int]]:
    """Each in turn takes the best of the next ones who are still alone, whoever that is."""
    alone, pairs = order[::-1], []
    while alone:
        one = alone.pop()
        first = max(len(alone) - LOOKED_AT, 0)
        place = max(range(first, len(alone)), key=lambda i: (_of((one, alone[i]), number, weight), i))
        alone[place], alone[-1] = alone[-1], alone[place]
        pairs.append((one, alone.pop()))
    return pairs


def _exchanged(
    pairs: list[tuple[int, int]], number: int, weight: Weight, passes: int = PASSES
) -> list[tuple[int, int]]:
    """The pairs after every exchange of partners between two of them that makes both together better."""
    many = len(pairs)
    weights = [_of(pair, number, weight) for pair in pairs]
    reach = min(many - 1, EXCHANGES)
    for turn in range(passes):
        before = sum(weights)
        enough = 2 * max(weights, default=0.0) - _BETTER  # two of the best pairs have nothing to exchange
        for here in range(many):
            for step in range(1, reach + 1):
                there = (here + step + turn * reach) % many
                if weights[here] + weights[there] >= enough or there == here:
                    continue
                _exchange(pairs, weights, here, there, number, weight)
        gained = sum(weights) - before
        if gained <= before * LITTLE and (turn + 1) * reach >= min(many - 1, SMALL):
            break
    return pairs


def _exchange(
    pairs: list[tuple[int, int]], weights: list[float], here: int, there: int, number: int, weight: Weight
) -> None:
    (a, b), (c, d) = pairs[here], pairs[there]
    now = weights[here] + weights[there]
    for one, other in (((a, c), (b, d)), ((a, d), (b, c))):
        first, second = _of(one, number, weight), _of(other, number, weight)
        if first + second > now + _BETTER:
            pairs[here], pairs[there], weights[here], weights[there] = one, other, first, second
            return


def threes(
    pairs: list[tuple[int, int]], over: list[int], weight: Weight, together: Callable[[int, int, int], bool]
) -> tuple[list[tuple[int, ...]], list[int]]:
    """Those left over join a pair, each another one, if they go with both and ``together`` says that all three can.

    Where one goes with no pair, they may take the place of somebody who does.
    """
    groups: list[tuple[int, ...]] = list(pairs)
    left, stuck = [], set[int]()
    for one in over:
        if _joined(groups, one, weight, together) or _in_place_of_another(groups, one, weight, together, stuck):
            stuck.clear()
        else:
            left.append(one)
    return groups, left


def _joined(
    groups: list[tuple[int, ...]], one: int, weight: Weight, together: Callable[[int, int, int], bool], but: int = -1
) -> bool:
    best, at = 0.0, -1
    for place, group in enumerate(groups):
        if len(group) != 2 or place == but:
            continue
        both = (first := weight(one, group[0])) and (second := weight(one, group[1])) and first + second
        if both > best and together(one, *group):
            best, at = both, place
    if at >= 0:
        groups[at] = (*groups[at], one)
    return at >= 0


def _in_place_of_another(
    groups: list[tuple[int, ...]],
    one: int,
    weight: Weight,
    together: Callable[[int, int, int], bool],
    stuck: set[int],
) -> bool:
    """``stuck``: those who are known to go with no other pair, as the groups are now."""
    for place, group in enumerate(groups):
        if len(group) != 2:
            continue
        for stays, goes in (group, group[::-1]):
            if goes in stuck or not weight(one, stays):
                continue
            if _joined(groups, goes, weight, together, but=place):
                groups[place] = (one, stays)
                return True
            stuck.add(goes)
    return False
