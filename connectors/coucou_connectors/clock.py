"""Time and chance for connectors that wait: passed in, so that a test lives through hours in no time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    tick: Callable[[], float] = time.monotonic  # seconds
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random  # from 0 to 1
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
