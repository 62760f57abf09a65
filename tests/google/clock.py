"""A clock for tests: who sleeps, moves it on."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from coucou_connectors.clock import Clock

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass
class FakeClock:
    """``off`` is how far this machine's clock is from the right time."""

    seconds: float = 0.0
    off: timedelta = timedelta(0)
    slept: list[float] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.seconds += seconds
            if seconds:
                self.slept.append(seconds)

    def true_now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def clock(self) -> Clock:
        return Clock(
            tick=lambda: self.seconds,
            sleep=self.sleep,
            chance=lambda: 0.5,
            now=lambda: self.true_now() + self.off,
        )
