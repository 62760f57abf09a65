"""Somebody's working hours, as they told their own calendar.

These values are part of the connector contract, and are imported from :mod:`coucou.contract` by connectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The same hours on each working day, by the wall clock of ``zone`` (an IANA name, or "UTC").

    ``ValueError`` when they are empty or go beyond midnight.
    """

    days: frozenset[int]  # Monday is 0
    start: time
    end: time
    zone: str

    def __post_init__(self) -> None:
        if not self.days or self.start >= self.end:
            raise ValueError("working hours need a day, and an end after their start")
