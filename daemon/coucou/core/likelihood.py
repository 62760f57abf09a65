"""Likelihood: will the two be in touch again within a year. What each part weighs stands in one table.

Nothing here divides by how popular somebody is, and nothing lies after the moment of judgement. Where the weights come
from, what they reach on real correspondence, and what was tried and left out: docs/explanation/ranking.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log
from types import MappingProxyType
from typing import NamedTuple

from coucou.core.seasons import MOST, overlapping, weight

WEIGHTS: Mapping[str, float] = MappingProxyType({"presence": 6.0, "recency": 2.0, "their_word": 0.4})
"""In log-odds from a part's 0 to its 1. Origin: fitted within cut dates on three people's real mail (each left out in
turn), then rounded. Within one person and one date only their proportions matter for the order."""

BASE = -6.2
"""Log-odds when every part is 0: sets the level, so that of ties given 0.3 about three in ten come back."""

ONLY_SEEN = 0.4
"""What a season counts in which the person was only seen (Cc, a large meeting); with a touch or a mail of theirs, 1."""

FAINT = 0.3  # presence is told apart on a log scale from this many seasons up
LONG_DAYS = 90.0  # silence is told apart on a log scale from this many days up
ENDLESS_DAYS = 3650.0

_W_PRESENCE, _W_RECENCY, _W_WORD = WEIGHTS.values()
_PRESENCE = 1 / log(1 + MOST / FAINT)
_SILENCE = 1 / log(1 + ENDLESS_DAYS / LONG_DAYS)


class Chance(NamedTuple):
    value: float  # 0..1
    presence: float  # 0..1 each: in how many seasons they were around, the recent ones more
    recency: float  # how short the silence is
    their_word: float  # 1: the last word was theirs


def likelihood(touched: int, heard: int, seen: int, silence_days: float, their_word: bool) -> Chance:
    """The chance of a direct touch within 365 days, and its parts.

    ``touched``, ``heard`` (they wrote, to the user among others), ``seen``: sets of steps (``coucou.core.seasons``).
    """
    full = overlapping(touched | heard)
    only_seen = overlapping(seen) & ~full if seen else 0
    around = weight(full) + ONLY_SEEN * weight(only_seen) if only_seen else weight(full)
    presence = log(1 + around / FAINT) * _PRESENCE
    recency = 1 - log(1 + silence_days / LONG_DAYS) * _SILENCE if silence_days < ENDLESS_DAYS else 0.0
    last = 1.0 if their_word else 0.0
    odds = BASE + _W_PRESENCE * presence + _W_RECENCY * recency + _W_WORD * last
    return Chance(1 / (1 + exp(-odds)), presence, recency, last)
