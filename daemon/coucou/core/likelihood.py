"""Likelihood: will the two be in touch again within a year."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple


class Signals(NamedTuple):
    """What the judgement reads of one tie. Nothing in it lies after the moment of judgement."""

    touches: int
    seasons: int
    silence_days: float
    span_days: float
    seen: int
    seen_lately: int
    unseen_days: float


class Likelihood(NamedTuple):
    value: float  # 0..1
    parts: Mapping[str, float]


def likelihood(signals: Signals) -> Likelihood:
    """The chance of a direct touch within 365 days, 0..1, and its parts by name, each 0..1."""
    constancy = signals.seasons / (signals.seasons + 4.0)
    recency = 0.5 ** (signals.silence_days / 730)
    presence = signals.seen_lately / (signals.seen_lately + 4.0)
    log_odds = -3.2 + 2.6 * constancy + 0.9 * recency + 0.9 * presence
    parts = {"constancy": constancy, "recency": recency, "presence": presence}
    return Likelihood(1 / (1 + math.exp(-log_odds)), parts)
