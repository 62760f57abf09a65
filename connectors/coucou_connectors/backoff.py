"""How often a request is tried, and how long between: one place for every provider."""

from __future__ import annotations

import email.utils
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar

from coucou.contract import TryLater
from coucou_connectors.clock import Clock

TRIES = 4
LONGEST = timedelta(seconds=90)  # a provider that asks for more is left alone until the next sync

_MOST_SECONDS = 10 * 365 * 86_400  # what is more, no moment could be made of

_T = TypeVar("_T")


def persist(attempt: Callable[[], _T], clock: Clock, tries: Callable[[TryLater], int] = lambda error: TRIES) -> _T:
    """What ``attempt`` gives, tried again after ``TryLater``: when the provider says, or after 1, 2, 4 … seconds with
    jitter, so that many machines do not come back at once. ``tries`` says how often, by the error.

    Only for requests that may be repeated. :raises TryLater: it never succeeded, or should wait for longer than
    ``LONGEST``.
    """
    for number in count():
        try:
            return attempt()
        except TryLater as error:
            wait = pause(number, clock) if error.after is None else error.after.total_seconds()
            if number + 1 >= tries(error) or wait > LONGEST.total_seconds():
                raise
            clock.sleep(wait)
    raise AssertionError("counting has no end")


def pause(number: int, clock: Clock) -> float:
    """Seconds to wait after failure ``number`` (from 0): doubling, between half and the whole of it by chance."""
    return float(2**number * (0.5 + clock.chance() / 2))


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for (RFC 9110, 10.2.3): seconds or a date; None when there is none to be read."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return timedelta(seconds=min(int(value.strip()[:15]), _MOST_SECONDS))
    try:
        until = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return timedelta(seconds=min(max((until - now).total_seconds(), 0), _MOST_SECONDS))
