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


def _weights_of_byte(byte: int) -> tuple[float, ...]:
    """The weight of each of the 256 sets that one byte of the number can hold."""
    one = [0.5 ** ((91 * (8 * byte + bit) + 45.5) / HALF_LIFE_DAYS) for bit in range(8)]
    found = [0.0] * 256
    for value in range(1, 256):
        rest = value & (value - 1)
        found[value] = found[rest] + one[(value ^ rest).bit_length() - 1]
    return tuple(found)


_A, _B, _C, _D, _E, _F, _G, _H = map(_weights_of_byte, range(8))


def weight(seasons: int) -> float:
    """How much the seasons weigh together, the recent ones more: 0 to ``MOST``."""
    a, b, c, d, e, f, g, h = (seasons & _ALL).to_bytes(8, "little")
    return _A[a] + _B[b] + _C[c] + _D[d] + _E[e] + _F[f] + _G[g] + _H[h]


MOST = weight(_ALL)
