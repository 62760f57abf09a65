"""Ties: what the touches with a person amount to, whether it has gone quiet, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from coucou.core.people import Person
from coucou.core.reason import Reason


@dataclass(frozen=True, slots=True)
class Tie:
    """One two-way tie at a moment ("now" or ``--as-of``). ``sent``, ``received``, ``meetings`` and the moments count direct touches only."""

    person: Person
    first_touch: datetime
    last_touch: datetime
    silence_days: int
    sent: int
    received: int
    meetings: int
    rhythm_days: float | None  # None when there are too few touches to have a rhythm
    strength: float  # 0..1
    dormant: bool
    likelihood: float  # 0..1: will they be in touch again
    worth: float  # 0..1: the user's aims, and research
    score: float  # 0..1
    parts: Mapping[str, float] = field(default_factory=dict)  # the named, bounded parts of the judgements
    reasons: tuple[Reason, ...] = ()
