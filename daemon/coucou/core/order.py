"""The order of a plan: the best first, an easy one before them, and not three of one organisation while others wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from coucou.core.reason import because
from coucou.core.route import Route

EASY_AMONG = 5
"""The easy one that opens the list is the likeliest to answer of so many of the best."""


def in_order(routes: Iterable[Route], *, warming_up: bool = False, easy_first: bool = False) -> list[Route]:
    """Best first, or the most likely to answer while warming up; each person once. Equals stand by their keys.

    ``easy_first``: the likeliest to answer of the best few opens the list, and its reasons say so. People who begin
    with an easy one go on more often (Aknin & Sandstrom, Communications Psychology 2024).
    """

    def rank(one: Route) -> tuple[float, float, str]:
        tie = one.tie
        first, second = (tie.likelihood, tie.score) if warming_up else (tie.score, tie.likelihood)
        return -first, -second, tie.person.key

    once: dict[str, Route] = {}
    for one in sorted(routes, key=rank):
        once.setdefault(one.tie.person.key, one)
    ordered = list(once.values())
    if easy_first and not warming_up and ordered:
        easiest = max(ordered[:EASY_AMONG], key=lambda one: one.tie.likelihood)  # of equals, the best
        if easiest is not ordered[0]:
            ordered.remove(easiest)
            ordered.insert(0, replace(easiest, reasons=(*easiest.reasons, because("route.easy_first"))))
    return ordered


class Turns:
    """Who waits for the others: so many of one organisation at most, before everyone else had a turn."""

    def __init__(self, per_organization: int) -> None:
        self.per_organization = per_organization
        self.planned: Counter[str] = Counter()

    def waits(self, one: Route) -> bool:
        domain = one.tie.person.domain
        return bool(domain) and self.planned[domain] >= self.per_organization

    def planned_one(self, one: Route) -> None:
        self.planned[one.tie.person.domain] += 1
