"""Matching by paths: who is left over gets a partner through a chain of others who change theirs.

Edmonds' search with blossoms ("Paths, trees, and flowers", 1965), over people who are looked up only where the search
comes: in a large circle few are left over, and the first look finds them somebody. Where every two can be looked at,
short chains that make their pairs heavier are taken too (as Lin and Kernighan exchange, 1973).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

Weight = Callable[[int, int], float]
NOBODY = -1
DEPTH = 3  # exchanges that follow the first in a chain
BREADTH = 5  # partners tried at each step of a chain, the best first
_BETTER = 1e-9


def augmented(pairs: Sequence[tuple[int, int]], number: int, weight: Weight, looks: int) -> list[tuple[int, int]]:
    """The pairs after everyone left over whom a path leads to another one left over has a partner.

    ``looks``: how many weights may be looked up, about; the search then ends with what it has. A path is taken only
    where all the pairs on it together get heavier.
    """
    mate = [NOBODY] * number
    for a, b in pairs:
        mate[a], mate[b] = b, a
    search = _Search(number, mate, weight, looks)
    search.place_those_left()
    if 0 < number * number <= search.looks:
        search.improve()
        search.place_those_left()
    return [(one, other) for one, other in enumerate(mate) if one < other]


class _Search:
    """Mutable: it lives inside one matching. ``mate`` is changed in place."""

    def __init__(self, number: int, mate: list[int], weight: Weight, looks: int) -> None:
        self.number, self.mate, self.weight, self.looks = number, mate, weight, looks
        self.suiting: dict[int, list[int]] = {}

    def goes_with(self, one: int) -> list[int]:
        found = self.suiting.get(one)
        if found is None:
            self.looks -= self.number
            weight = self.weight
            found = self.suiting[one] = [other for other in range(self.number) if other != one and weight(one, other)]
        return found

    def place_those_left(self) -> None:
        left = [one for one in range(self.number) if self.mate[one] == NOBODY]
        while len(left) > 1 and self.looks > 0:
            one = left.pop()
            if self.mate[one] == NOBODY and self.goes_with(one):
                self.look_for(one)

    def improve(self) -> None:
        """Change partners along short chains, where all the pairs of a chain together get heavier, until none does."""
        waiting = deque(range(self.number))
        queued = set(waiting)
        while waiting and self.looks > 0:
            one = waiting.popleft()
            queued.discard(one)
            before = self.mate[one]
            loose = -self.weight(one, before) if before != NOBODY else 0.0
            chain = self._chain(one, before, loose, (one, before), DEPTH)
            if chain:
                for other in self._changed(chain):
                    if other not in queued:
                        queued.add(other)
                        waiting.append(other)

    def _chain(self, one: int, end: int, gained: float, passed: tuple[int, ...], depth: int) -> tuple[int, ...]:
        """People by turns newly together and no longer together, from the loose ``end`` on; () when none is better.

        ``one`` looks for a partner, ``gained`` is what all before brought.
        """
        others = [other for other in self.goes_with(one) if other not in passed]
        self.looks -= len(others) + 1
        for other in sorted(others, key=lambda other: -self._alone_gains(one, other))[:BREADTH]:
            now = gained + self._alone_gains(one, other)
            next_one = self.mate[other]
            far = (*passed, other, next_one)
            closing = self.weight(next_one, end) if next_one != NOBODY and end != NOBODY else 0.0
            if now + closing > _BETTER:
                return (*far, end if closing else NOBODY)
            if next_one != NOBODY and depth:
                found = self._chain(next_one, end, now, far, depth - 1)
                if found:
                    return found
        return ()

    def _alone_gains(self, one: int, other: int) -> float:
        before = self.mate[other]
        return self.weight(one, other) - (self.weight(other, before) if before != NOBODY else 0.0)

    def _changed(self, chain: tuple[int, ...]) -> list[int]:
        """Put together who is newly together: the first with the third, the fourth with the fifth, and so on."""
        order = [chain[0], *chain[2:]]
        pairs = list(zip(order[::2], order[1::2], strict=False))
        touched = [one for one in chain if one != NOBODY]
        for one in touched:
            self.mate[one] = NOBODY
        for one, other in pairs:
            if one != NOBODY and other != NOBODY and self.weight(one, other) > 0:
                self.mate[one], self.mate[other] = other, one
        return touched

    def look_for(self, root: int) -> None:
        """Grow a tree of alternating paths from ``root`` until somebody else who is left over is reached."""
        self.looks -= self.number
        mate, base = self.mate, list(range(self.number))
        came_from = [NOBODY] * self.number
        outer, waiting = {root}, deque([root])
        while waiting and self.looks > 0:
            here = waiting.popleft()
            others = self.goes_with(here)
            self.looks -= len(others)
            for there in others:
                if base[here] == base[there] or mate[here] == there:
                    continue
                if there == root or (mate[there] != NOBODY and came_from[mate[there]] != NOBODY):
                    waiting.extend(self._shrink(here, there, base, came_from, outer))
                elif came_from[there] == NOBODY:
                    came_from[there] = here
                    if mate[there] != NOBODY:
                        outer.add(mate[there])
                        waiting.append(mate[there])
                    elif self._taken(there, came_from):
                        return
                    else:
                        came_from[there] = NOBODY

    def _shrink(self, here: int, there: int, base: list[int], came_from: list[int], outer: set[int]) -> list[int]:
        """An odd circle of paths counts as one place from here on; who of it now stands at the end of a path."""
        top = self._meeting(here, there, base, came_from)
        blossom: set[int] = set()
        for one, other in ((here, there), (there, here)):
            while base[one] != top:
                blossom |= {base[one], base[self.mate[one]]}
                came_from[one] = other
                other = self.mate[one]
                one = came_from[other]
        found = [one for one in range(self.number) if base[one] in blossom]
        for one in found:
            base[one] = top
        new = [one for one in found if one not in outer]
        outer.update(new)
        return new

    def _meeting(self, one: int, other: int, base: list[int], came_from: list[int]) -> int:
        """Where two paths to the root come together."""
        passed = set()
        while True:
            one = base[one]
            passed.add(one)
            if self.mate[one] == NOBODY:
                break
            one = came_from[self.mate[one]]
        while base[other] not in passed:
            other = came_from[self.mate[base[other]]]
        return base[other]

    def _taken(self, end: int, came_from: list[int]) -> bool:
        """Exchange partners along the path that ends here, if that is better; whether it was."""
        gained, new = 0.0, []
        at = end
        while at != NOBODY:
            before = came_from[at]
            then = self.mate[before]
            gained += self.weight(at, before) - (self.weight(before, then) if then != NOBODY else 0.0)
            new.append((at, before))
            at = then
        if gained <= 0:
            return False
        for one, other in new:
            self.mate[one], self.mate[other] = other, one
        return True
