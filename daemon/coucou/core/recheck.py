"""The last look before something leaves: what stands against sending it at this moment.

What time alone may mend, waits; what cannot become right any more, expires. Nothing is ever sent in spite of a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from coucou.core.reason import Reason, because
from coucou.core.span import Span


class Verdict(StrEnum):
    SEND = "send"
    WAIT = "wait"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known at the moment of sending. Spans are aware; ``taken`` leaves our own hold of the proposal out."""

    slot: Span
    today: date  # in the user's zone
    earliest: datetime  # what starts before it has too little notice left
    taken: Sequence[Span] = ()
    unknown: Sequence[Span] = ()
    send_on: date | None = None
    against_anything: Reason | None = None  # paused, an account that was not read, nobody to send through
    against_person: Reason | None = None  # never, private, in touch since, an address that is no good
    unread_list: Reason | None = None  # a quiet list that cannot be read
    budget: Reason | None = None  # against sending today
    quiet_today: Reason | None = None  # against disturbing anybody today


def verdict(standing: Standing, now: datetime) -> tuple[Verdict, Reason | None]:
    """Whether to send at ``now``, and the first reason against it."""
    slot = standing.slot
    if slot.start <= now:
        return Verdict.EXPIRE, because("slot_passed")
    if standing.against_person is not None:
        return Verdict.EXPIRE, standing.against_person
    if slot.start < standing.earliest:
        return Verdict.EXPIRE, because("notice_over")
    if standing.against_anything is not None:
        return Verdict.WAIT, standing.against_anything
    if any(slot.overlaps(other) for other in standing.taken):
        return Verdict.EXPIRE, because("slot_taken")
    if any(slot.overlaps(other) for other in standing.unknown):
        return Verdict.WAIT, because("slot_unknown")
    if standing.send_on is not None and standing.today < standing.send_on:
        return Verdict.WAIT, because("send_on", day=standing.send_on)
    against = standing.unread_list or standing.quiet_today or standing.budget
    return (Verdict.WAIT, against) if against else (Verdict.SEND, None)
