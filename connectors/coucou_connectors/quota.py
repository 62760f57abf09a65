"""A provider's quota: so many units in any minute. They are counted here, before the provider has to."""

from __future__ import annotations

from collections import deque

from coucou_connectors.clock import Clock

_MINUTE = 61.0  # seconds: what is counted when it leaves arrives a little later


class Meter:
    """Lets at most ``a_minute`` units go in any minute, and counts all that went."""

    def __init__(self, a_minute: int, clock: Clock) -> None:
        self.spent = 0
        self._a_minute = a_minute
        self._clock = clock
        self._recent: deque[tuple[float, int]] = deque()
        self._in_minute = 0

    def owe(self, units: int, age: float) -> None:
        """Count what an earlier process spent, ``age`` seconds ago at the most."""
        if units and not self._recent and 0 <= age < _MINUTE:
            self._recent.append((self._clock.tick() - age, units))
            self._in_minute += units

    def recent(self) -> int:
        """What was spent within the last minute."""
        since = self._clock.tick() - _MINUTE
        return sum(units for moment, units in self._recent if moment > since)

    def spend(self, units: int) -> None:
        """Wait until ``units`` fit into the minute, and count them. More than a minute's go when nothing else did."""
        while self._recent and self._in_minute + units > self._a_minute:
            oldest, gone = self._recent[0]
            wait = oldest + _MINUTE - self._clock.tick()
            if wait > 0:
                self._clock.sleep(wait)
            self._recent.popleft()
            self._in_minute -= gone
        if units:
            self._recent.append((self._clock.tick(), units))
        self._in_minute += units
        self.spent += units
