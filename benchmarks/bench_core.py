"""The pure core by itself: who is who, gaps, routes and plans, beside a sort of the same input in the same run.

The sort is the least that any pass over the values costs; the ratio tells when one pass became two.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from coucou.core.gaps import find_gaps
from coucou.core.people import AddressFacts, Person, identify
from coucou.core.plan import plan
from coucou.core.route import routes_of
from coucou.core.settings import Me, Settings
from coucou.core.span import Span
from coucou.core.ties import Tie

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SETTINGS = Settings(me=Me(timezone="America/Toronto", country="CA-QC"))
WINDOW = Span(NOW, NOW + timedelta(days=14))


def addresses(number: int) -> list[AddressFacts]:
    return [
        AddressFacts(f"person{n}@org{n % 800}.example", {f"Prénom{n % 9000} Nom{n % 7001}": 3}, n, n + 1, 4)
        for n in range(number)
    ]


def ties(number: int) -> list[Tie]:
    found = []
    for n in range(number):
        address = f"p{n}@org{n % 3000}.example"
        who = Person(f"{n}", f"P{n} Q", (address,), "", address.partition("@")[2])
        at = NOW - timedelta(days=100 + n % 900)
        part = n / number
        found.append(Tie(who, at, at, 100 + n % 900, 5, 5, 0, 20.0, part, True, part, part, part))
    return found


def seconds(work: Callable[[], object]) -> float:
    """The best of five, in processor time."""
    best = float("inf")
    for _ in range(5):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def main() -> None:
    facts, known = addresses(50_000), ties(5_000)
    busy = [Span(s := WINDOW.start + timedelta(minutes=40 * n), s + timedelta(minutes=30)) for n in range(500)]
    free = find_gaps(WINDOW, SETTINGS, busy=[], now=NOW)
    plain = replace(SETTINGS)
    cases: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        ("identify 50,000 addresses", lambda: identify(facts, [], plain, frozenset()), lambda: sorted(facts, key=str)),
        ("gaps of 14 days, 500 busy", lambda: find_gaps(WINDOW, plain, busy=busy, now=NOW), lambda: sorted(busy)),
        (
            "route and plan 5,000 ties",
            lambda: plan(routes_of(known, plain)[0], free, plain, now=NOW),
            lambda: sorted(known, key=lambda tie: (-tie.score, tie.person.key)),
        ),
    ]
    for name, work, copy in cases:
        took, least = seconds(work), seconds(copy)
        print(f"{name}: {took * 1000:.1f} ms, {took / least:.1f} times a sort of the same values")


if __name__ == "__main__":
    main()
