"""When a job is due: pure functions of its cadence, its past and the moment, in UTC with zones by name.

What never ran is due now. A missed run is made up for once, however many were missed. A clock that was set back is
recognised by a last run that lies ahead of now: intervals then start anew at once, and a day that was already served is
not served twice.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SLACK = timedelta(minutes=2)  # a clock that is corrected by less was not set back
FIRST_RETRY = timedelta(minutes=1)
LAST_RETRY = timedelta(hours=4)
LONGEST_WAIT = timedelta(days=1)  # a provider's "not before" is believed for no longer
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Every:
    """Once an interval. ``jitter`` is the share of it that is added at most, so that not all computers call at once."""

    interval: timedelta
    jitter: float = 0.1

    def __post_init__(self) -> None:
        if self.interval <= SLACK or not 0 <= self.jitter <= 1:
            raise ValueError("an interval is longer than the slack, its jitter a share")


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a local day of ``zone``, on the weekdays ``days`` (Monday is 0), not before ``at`` by the wall's clock."""

    at: time
    zone: str
    days: frozenset[int] = frozenset(range(7))

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("at least one weekday")


Cadence = Every | Daily


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a job: its last run, how many in a row failed, and when the provider lets us ask again."""

    began: datetime | None = None
    failures: int = 0
    again_at: datetime | None = None


def due(cadence: Cadence, past: Past, now: datetime, seed: str = "") -> datetime:
    """When the job is to run next, in UTC; what is not after ``now`` is to run at once, and once.

    ``seed`` tells jobs and machines apart: the same one gives the same jitter.
    """
    regular = _every(cadence, past, now, seed) if isinstance(cadence, Every) else _daily(cadence, past, now)
    if past.began is None or not past.failures or past.began > now + SLACK:
        return regular
    again = past.began + retry(past.failures, f"{seed}{past.began.timestamp()}")
    if past.again_at is not None:
        again = max(again, min(past.again_at, past.began + LONGEST_WAIT))
    return min(again, regular) if isinstance(cadence, Daily) else again


def retry(failures: int, seed: str = "") -> timedelta:
    """How long after the last of ``failures`` in a row to try again: twice as long each time, four hours at most."""
    steps = min(failures - 1, 16)  # far beyond the longest wait; a shift must not overflow
    wait = min(FIRST_RETRY * (1 << steps), LAST_RETRY)
    return wait * (1 + share(seed) / 4)


def after(past: Past, now: datetime, *, well: bool, again_at: datetime | None = None) -> Past:
    """The past once a run that began at ``now`` is over."""
    return Past(now) if well else Past(now, past.failures + 1, again_at)


def share(seed: str) -> float:
    """A number from 0 to 1 (exclusive) that looks random and is always the same for ``seed``."""
    return int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=6).digest()) / 2**48


def _every(cadence: Every, past: Past, now: datetime, seed: str) -> datetime:
    if past.began is None or past.began > now + SLACK:
        return now
    spread = cadence.jitter * share(f"{seed}{past.began.timestamp()}")
    return past.began.astimezone(UTC) + cadence.interval * (1 + spread)


def _daily(cadence: Daily, past: Past, now: datetime) -> datetime:
    if past.began is None:  # to wait for the hour would be to wait for ever, on a computer that sleeps at that hour
        return now
    zone = ZoneInfo(cadence.zone)
    today = now.astimezone(zone).date()
    last = past.began.astimezone(zone).date()
    if last > today + _DAY:  # it ran while the clock stood in another week: that tells nothing of these days
        last = today - _DAY
    day = last + _DAY
    while day.weekday() not in cadence.days:
        day += _DAY
    return _moment(day, cadence.at, zone)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A wall time as a moment: the first of two where the clock goes back; one that is skipped is as much later."""
    return datetime.combine(day, at, zone).astimezone(UTC)
