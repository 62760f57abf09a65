"""How long 5,000 people's ties take from 200,000 touches, beside a plain SQL aggregate: ``bench_scoring.py``.

In one run, over the same table in the same order, the best of several turns each:

- plain: ``COUNT(*), MAX(moment), SUM(contact = 1)`` by address, rows fetched;
- facts: what ties are judged by (``coucou.store.facts``);
- ties: facts, then every tie judged, with reasons, sorted (``coucou.core.ties``).

The counts of ours are compared with the plain aggregate's.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from coucou.core.people import Everyone, Person
from coucou.core.settings import Settings
from coucou.core.ties import Tie, ties
from coucou.store import open_store
from coucou.store.facts import tie_facts

NOW = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = int(NOW.timestamp())
FIVE_YEARS = 5 * 365 * 86_400
NEEDED, STRETCH = 5.0, 3.0
PLAIN = """
    SELECT address_id, COUNT(*), MAX(moment), SUM(contact = 1) FROM participant WHERE moment <= ? GROUP BY address_id
"""


def fill(db: sqlite3.Connection, people: int, touches: int) -> None:
    """A few people on much of the mail and many on little, as mail has it; a third of the rows are sightings."""
    chance = random.Random(7)
    db.execute("PRAGMA foreign_keys = OFF")
    db.executemany(
        "INSERT INTO address (id, address, written) VALUES (?, ?, ?)",
        ((n, f"p{n}@org{n % 400}.example", "") for n in range(1, people + 1)),
    )
    weights = [1 / (n + 10) ** 0.8 for n in range(people)]
    owners = [*range(1, people + 1), *chance.choices(range(1, people + 1), weights, k=touches - people)]
    db.executemany(
        "INSERT INTO participant (address_id, moment, message_id, role, contact, size) VALUES (?, ?, ?, ?, ?, ?)",
        (_row(owner, number, chance) for number, owner in enumerate(owners)),
    )
    db.commit()


def _row(owner: int, number: int, chance: random.Random) -> tuple[int, int, int, int, int, int]:
    role, contact = chance.choice(((1, 1), (0, 2), (chance.choice((0, 2, 2)), 0)))
    return owner, UNTIL - chance.randrange(FIVE_YEARS), number, role, contact, chance.randint(1, 8)


def best(turns: int, *works: Callable[[], object]) -> list[float]:
    """The shortest processor time of each, in seconds; they take turns, so that a busy machine is busy for all."""
    found = [float("inf")] * len(works)
    for _ in range(turns):
        for place, work in enumerate(works):
            begun = time.process_time()
            result = work()
            found[place] = min(found[place], time.process_time() - begun)
            del result  # only now: giving memory back is nobody's work
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--touches", type=int, default=200_000)
    parser.add_argument("--turns", type=int, default=15)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder, "coucou.db"), now=NOW) as store:
        db = store.connection
        fill(db, given.people, given.touches)
        addresses = [row[0] for row in db.execute("SELECT address FROM address")]
        people = tuple(Person(a, a, (a,), "") for a in addresses)
        everyone = Everyone(people, {person.key: person for person in people})

        def plain() -> list[tuple[int, int, int, int]]:
            return db.execute(PLAIN, (UNTIL,)).fetchall()

        def judged() -> list[Tie]:
            return ties(everyone, tie_facts(db, UNTIL), {}, Settings(), NOW)

        assert sum(row[3] for row in plain()) == sum(facts.sent for facts in tie_facts(db, UNTIL).values())
        one, two, three = best(given.turns, plain, lambda: tie_facts(db, UNTIL), judged)
        print(f"{len(judged())} ties of {given.people} people from {given.touches} touches")
    for name, seconds in (("plain", one), ("facts", two), ("ties", three)):
        print(f"  {name:6} {seconds * 1000:7.1f} ms  {seconds / one:5.2f} times plain")
    print(f"  needed: ties at most {NEEDED:g} times plain (stretch {STRETCH:g})")
    return 0 if three <= NEEDED * one else 1


if __name__ == "__main__":
    sys.exit(main())
