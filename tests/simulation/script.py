"""A life as a script: what happens when, drawn from a seed. Whatever is left out of it, the rest can still happen."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

PASSES = (9 * 60 + 10, 15 * 60 + 40)  # minutes after midnight UTC-5 at which the daemon looks at everything

KINDS = {  # what may happen, and how often in a year
    "approve": 130,
    "mail": 40,
    "meeting": 150,
    "unmeet": 30,
    "answer": 70,
    "write": 60,
    "reply": 40,
    "confirm": 30,
    "not_now": 8,
    "dismiss": 10,
    "snooze": 8,
    "edit": 8,
    "withdraw": 8,
    "never": 2,
    "allow": 6,
    "delete": 10,
    "move": 10,
    "pause": 3,
    "resume": 6,
    "send_fails": 40,
    "find_fails": 20,
    "cancel_fails": 10,
    "read_fails": 20,
    "dies": 60,
    "dies_outside": 20,
    "clock": 6,
    "sleep": 3,
}


@dataclass(frozen=True, slots=True)
class Action:
    """``kind`` at a minute of the life; ``dice`` decide about the rest, whatever there is to choose from then."""

    minute: int
    kind: str
    dice: tuple[int, int, int] = (0, 0, 0)


def write(seed: int, days: int = 365) -> list[Action]:
    """The life of that seed, in order of time."""
    dice = random.Random(seed)
    found = []
    for kind, a_year in KINDS.items():
        for _ in range(round(a_year * days / 365)):
            found.append(Action(dice.randrange(days * 1440), kind, _three(dice)))
    for day in range(days):
        found += [Action(day * 1440 + at, "pass") for at in PASSES[: 1 + (day % 7 < 5)]]  # once a day at weekends
        if day % 3 == 0:
            found.append(Action(day * 1440 + PASSES[0] - 5, "plan"))
    return sorted(found, key=lambda action: (action.minute, action.kind, action.dice))


def _three(dice: random.Random) -> tuple[int, int, int]:
    return dice.randrange(1 << 16), dice.randrange(1 << 16), dice.randrange(1 << 16)


def shrink(script: list[Action], fails: Callable[[list[Action]], bool]) -> list[Action]:
    """A shorter script that still fails, by leaving out ever smaller parts (Zeller's ddmin)."""
    size = len(script) // 2
    while size:
        at = 0
        while at < len(script):
            shorter = script[:at] + script[at + size :]
            if fails(shorter):
                script = shorter
            else:
                at += size
        size //= 2
    return script


def told(script: list[Action]) -> Iterator[str]:
    for action in script:
        day, minute = divmod(action.minute, 1440)
        yield f"day {day} {minute // 60:02}:{minute % 60:02} {action.kind} {action.dice}"
