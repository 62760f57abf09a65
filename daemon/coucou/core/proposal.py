"""A proposal, and its life: one table, which the docs draw and the store enforces."""

from __future__ import annotations

import base64
import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from coucou.core.people import Person
from coucou.core.reason import Reason
from coucou.core.settings import Approach, Channel

_UID_SPACE = uuid.UUID("8b0a9f5e-6a37-5c8e-9d0a-2f6f5b1c7e44")  # ours; RFC 9562 name-based UUIDs need a fixed one


class Free(StrEnum):
    FREE = "free"
    BUSY = "busy"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Availability:
    """The other person's time: never ``free`` unless it was read.

    ``how`` is a reason code: ``freebusy`` when it was read, else what their hours are taken from: ``hours.timezone``
    (the user's word), ``hours.offset`` (their own mail) or ``hours.own`` (the user's zone).
    """

    state: Free
    how: str


@dataclass(frozen=True, slots=True)
class Proposal:
    id: str
    person: Person
    address: str  # the address it would go to, "" when none is usable
    start: datetime  # aware, in the user's zone
    end: datetime
    timezone: str
    approach: Approach
    channel: Channel
    language: str
    uid: str
    last_touch: datetime | None
    silence_days: int | None
    score: float
    reasons: tuple[Reason, ...]
    availability: Availability
    send_on: date | None = None  # the first day on which the budgets let it go out, in the user's zone


@dataclass(frozen=True, slots=True)
class PassedOver:
    person: Person
    reason: Reason


def proposal_id(person_key: str, approach: Approach, channel: Channel, start: datetime) -> str:
    """Eight letters and digits that are easy to type, the same for the same person, approach, channel and moment."""
    words = "\x1f".join((person_key, approach, channel, str(int(start.timestamp()))))
    return base64.b32encode(hashlib.blake2b(words.encode(), digest_size=5).digest()).decode().lower()


def event_uid(proposal: str) -> str:
    """The iCalendar UID of a proposal's invitation (RFC 7986, 5.3: a UUID, nothing about people or machine)."""
    return str(uuid.uuid5(_UID_SPACE, proposal))
