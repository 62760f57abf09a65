"""Seasons: quarters of a year counted back from a moment, a set of them as one whole number.

Bit 0 is the last 91 days, bit 1 the 91 days before, and so on for fifteen years; what is older is forgotten. A set
of seasons is what ``SUM(DISTINCT 1 << season)`` gives in SQL, so that the database can collect it in one pass, and
the seasons of several addresses unite with ``|``. A burst of forty replies is one season, not forty touches.
"""

from __future__ import annotations

from collections.abc import Iterable

DAY = 86_400
SEASON = 91 * DAY
SEASONS = 62  # as many as a signed 64-bit number of the database holds
HALF_LIFE_DAYS = 1_000
"""Time decays: a season counts half after a thousand days. From 600 to 1,500 the ranking of real mail hardly moves."""

_ALL = (1 << SEASONS) - 1


def seasons_of(moments: Iterable[int], at: int) -> int:
    """The seasons in which the ``moments`` lie (epoch seconds, none after ``at``)."""
    found = 0
    for moment in moments:
        found |= 1 << (at - moment) // SEASON
    return found & _ALL


def count(seasons: int) -> int:
    return (seasons & _ALL).bit_count()


_BITS = 11
_STEP = 0.5 ** (91 / HALF_LIFE_DAYS)  # from one season to the one before
_FAR_STEP = _STEP**_BITS


def _weights() -> tuple[float, ...]:
    """The weight of every set of the last ``_BITS`` seasons."""
    middle = 0.5 ** (45.5 / HALF_LIFE_DAYS)
    found = [0.0] * (1 << _BITS)
    for value in range(1, 1 << _BITS):
        rest = value & (value - 1)
        found[value] = found[rest] + middle * _STEP ** ((value ^ rest).bit_length() - 1)
    return tuple(found)


_WEIGHTS = _weights()


def weight(seasons: int) -> float:
    """How much the seasons weigh together, the recent ones more: 0 to ``MOST``."""
    seasons &= _ALL
    found, far = 0.0, 1.0
    while seasons:
        found += far * _WEIGHTS[seasons & (1 << _BITS) - 1]
        seasons >>= _BITS
        far *= _FAR_STEP
    return found


MOST = weight(_ALL)
