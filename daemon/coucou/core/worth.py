"""Worth: is it worth it to be in touch again, by the user's aims and by what research says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from coucou.core.people import Person


class Worth(NamedTuple):
    value: float  # 0..1
    parts: Mapping[str, float]


def worth(person: Person, *, strength: float, silence_days: float, meetings: int, bonus: float = 0.0) -> Worth:
    """0..1, and its parts by name, each 0..1."""
    novelty = silence_days / (silence_days + 365)
    trust = strength
    parts = {"novelty": novelty, "trust": trust, "aims": min(1.0, bonus)}
    return Worth(0.4 * novelty + 0.4 * trust + 0.2 * parts["aims"], parts)
