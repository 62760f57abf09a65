"""Seasons: quarters of a year counted back from a moment, a set of them as one whole number.

The database collects *steps* of half a season: bit 0 is the last 45.5 days, bit 1 those before, and so on for nearly
eight years. A set of steps is what ``SUM(DISTINCT 1 << step)`` gives in SQL, in one pass, and the steps of several
addresses unite with ``|``. A burst of forty replies is one step, not forty touches. What is weighed are the seasons of
91 days that begin at every step: where one of them happens to begin decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

DAY = 86_400
SEASON = 91 * DAY
STEP = SEASON // 2
STEPS = 62  # as many as a signed 64-bit number of the database holds
REACH = STEPS * STEP  # seconds; what is older is forgotten
HALF_LIFE_DAYS = 1_000
"""Time decays: a season counts half after a thousand days. From 600 to 1,500 the ranking of real mail hardly moves."""

_ALL = (1 << STEPS) - 1
_FIRST_OF_EACH = _ALL // 3  # every second bit


def steps_of(moments: Iterable[int], at: int) -> int:
    """The steps in which the ``moments`` lie (epoch seconds, none after ``at``)."""
    found = 0
    for moment in moments:
        found |= 1 << (at - moment) // STEP
    return found & _ALL


def count(steps: int) -> int:
    """How many seasons the steps lie in, counted back from the moment, without overlap."""
    return ((steps | steps >> 1) & _FIRST_OF_EACH).bit_count()


def overlapping(steps: int) -> int:
    """The seasons that hold one of the steps, one beginning at every step: bit n holds the steps n and n - 1."""
    return steps | steps << 1


_BITS = 14
_FADE = 0.5 ** (STEP / DAY / HALF_LIFE_DAYS)  # from one step to the one before
_FAR_FADE = _FADE**_BITS


def _weights() -> list[float]:
    """The weight of every set of the last ``_BITS`` overlapping seasons, two of which weigh as much as one alone."""
    found, one = [0.0], 0.5
    for _ in range(_BITS):
        found += [rest + one for rest in found]
        one *= _FADE
    return found


_WEIGHTS = _weights()


def weight(overlaps: int) -> float:
    """How much ``overlapping`` seasons weigh together, the recent ones more: 0 to ``MOST``; a touch now, about 1."""
    found, far = 0.0, 1.0
    while overlaps:
        found += far * _WEIGHTS[overlaps & (1 << _BITS) - 1]
        overlaps >>= _BITS
        far *= _FAR_FADE
    return found


MOST = weight(overlapping(_ALL))
