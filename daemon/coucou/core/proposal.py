"""A proposal, and its life: one table, which the docs draw and the store enforces."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

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
    (the user's word), ``hours.theirs`` (their own calendar), ``hours.offset`` (their own mail) or ``hours.own`` (the
    user's zone).
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
    via: Person | None = None  # of a referral: who is asked for it, and whose ``address`` is

    @property
    def recipient(self) -> Person:
        """To whom the message goes."""
        return self.via or self.person


@dataclass(frozen=True, slots=True)
class PassedOver:
    person: Person
    reason: Reason


MISSING = "missing."


def missing(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """What the user must say before a proposal with these reasons can be approved; nothing for most."""
    return tuple(reason for reason in reasons if reason.code.startswith(MISSING))


def proposal_id(person_key: str, approach: Approach, channel: Channel, start: datetime) -> str:
    """Eight letters and digits that are easy to type, the same for the same person, approach, channel and moment."""
    words = "\x1f".join((person_key, approach, channel, str(int(start.timestamp()))))
    return base64.b32encode(hashlib.blake2b(words.encode(), digest_size=5).digest()).decode().lower()


def confirming_id(ask: str) -> str:
    """The id of the invitation that follows an ask which got its yes."""
    return base64.b32encode(hashlib.blake2b(f"{ask}\x1fconfirm".encode(), digest_size=5).digest()).decode().lower()


def effect_key(proposal: str, kind: str) -> str:
    """The key under which a proposal's invitation or hold is made: 32 of 0-9a-f, always the same for the same one.

    It is a valid event id at Google (base32hex, 5 to 1024 characters), and tells nothing about people.
    """
    return hashlib.blake2b(f"{proposal}\x1f{kind}".encode(), digest_size=16).hexdigest()


def mark_of(proposal: str, address: str) -> str:
    """What our events bear where only their owner sees it: which proposal, and a tag by which another machine on the
    same calendar knows the person again. ``address`` is in normal form."""
    return f"{proposal}.{tag_of(address)}"


DIGEST = "digest"
"""The mark of the week's entry in the user's own calendar, which belongs to no proposal and takes no time."""


def proposal_of(mark: str | None) -> str:
    """The proposal that a mark names; "" without one."""
    return (mark or "").partition(".")[0]


def tag_of(address: str) -> str:
    """A short hash of an address in normal form."""
    return base64.b32encode(hashlib.blake2b(address.encode(), digest_size=5).digest()).decode().lower()


def event_uid(proposal: str) -> str:
    """The iCalendar UID of a proposal's invitation (RFC 7986, 5.3: a UUID, nothing about people or machine)."""
    return str(uuid.uuid5(_UID_SPACE, proposal))


# --- its life ---------------------------------------------------------------------------------------------------------


class State(StrEnum):
    PROPOSED = "proposed"
    SNOOZED = "snoozed"
    APPROVED = "approved"
    SENDING = "sending"  # committed, with the provider's key, before the request leaves
    UNSETTLED = "unsettled"  # nobody can tell whether it went out: a human decides
    SENT = "sent"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    SILENT = "silent"
    MET = "met"
    HELD = "held"  # an ask: the slot is held in the user's own calendar, the message not yet seen in Sent
    ASKED = "asked"
    CONFIRMED = "confirmed"  # an ask that got a yes: an invitation with a key of its own takes over
    LAPSED = "lapsed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"
    EXPIRED = "expired"
    FAILED = "failed"


class Step(StrEnum):
    """What happens to a proposal."""

    APPROVE = "approve"
    SNOOZE = "snooze"
    WAKE = "wake"
    DISMISS = "dismiss"
    EXPIRE = "expire"  # its time came too near, or a new planning replaced it
    SEND = "send"
    DELIVERED = "delivered"
    ABSENT = "proved absent"  # the provider's word, or in ``unsettled`` the user's: it never arrived
    UNCLEAR = "unclear"
    FAIL = "fail"
    HOLD = "hold"
    ASK = "ask"  # the message was seen in Sent
    CONFIRM = "confirm"
    ACCEPT = "accept"
    DECLINE = "decline"
    HESITATE = "hesitate"
    SILENCE = "silence"
    LAPSE = "lapse"
    CANCEL = "cancel"
    WITHDRAW = "withdraw"
    MEET = "meet"


_AFTER_THE_REQUEST = {
    Step.DELIVERED: State.SENT,
    Step.HOLD: State.HELD,
    Step.ABSENT: State.APPROVED,
    Step.FAIL: State.FAILED,
}

STATES: Mapping[State, Mapping[Step, State]] = MappingProxyType(
    {
        State.PROPOSED: {
            Step.APPROVE: State.APPROVED,
            Step.SNOOZE: State.SNOOZED,
            Step.DISMISS: State.DISMISSED,
            Step.EXPIRE: State.EXPIRED,
            Step.ASK: State.ASKED,  # in preview the user copies the text and sends it alone
        },
        State.SNOOZED: {Step.WAKE: State.PROPOSED, Step.DISMISS: State.DISMISSED},
        State.APPROVED: {
            Step.SEND: State.SENDING,
            Step.SNOOZE: State.SNOOZED,
            Step.DISMISS: State.DISMISSED,
            Step.EXPIRE: State.EXPIRED,
            Step.ASK: State.ASKED,  # a text that the user sends alone
        },
        State.SENDING: {**_AFTER_THE_REQUEST, Step.UNCLEAR: State.UNSETTLED},
        State.UNSETTLED: _AFTER_THE_REQUEST,
        State.SENT: {
            Step.ACCEPT: State.ACCEPTED,
            Step.DECLINE: State.DECLINED,
            Step.HESITATE: State.TENTATIVE,
            Step.SILENCE: State.SILENT,
            Step.CANCEL: State.CANCELLED,
            Step.WITHDRAW: State.WITHDRAWN,
        },
        State.ACCEPTED: {
            Step.MEET: State.MET,
            Step.DECLINE: State.DECLINED,
            Step.CANCEL: State.CANCELLED,
            Step.WITHDRAW: State.WITHDRAWN,
        },
        State.TENTATIVE: {
            Step.ACCEPT: State.ACCEPTED,
            Step.DECLINE: State.DECLINED,
            Step.SILENCE: State.SILENT,
            Step.CANCEL: State.CANCELLED,
            Step.WITHDRAW: State.WITHDRAWN,
        },
        State.SILENT: {Step.ACCEPT: State.ACCEPTED},
        # A hold whose message is never sent ends with its slot.
        State.HELD: {Step.ASK: State.ASKED, Step.LAPSE: State.LAPSED, Step.WITHDRAW: State.WITHDRAWN},
        State.ASKED: {
            Step.CONFIRM: State.CONFIRMED,
            Step.DECLINE: State.DECLINED,  # the user says what the answer was: not now, or never
            Step.LAPSE: State.LAPSED,
            Step.WITHDRAW: State.WITHDRAWN,
        },
        State.MET: {},
        State.CONFIRMED: {},
        State.LAPSED: {},
        State.DECLINED: {},
        State.CANCELLED: {},
        State.WITHDRAWN: {},
        State.DISMISSED: {},
        State.EXPIRED: {},
        State.FAILED: {},
    }
)
"""A proposal's whole life: what can happen in each state, and where it leads."""


class IllegalMove(ValueError):
    """``step`` cannot happen in ``state``."""

    def __init__(self, state: State, step: Step) -> None:
        super().__init__(f"a proposal that is {state} cannot {step}")
        self.state = state
        self.step = step


def move(state: State, step: Step) -> State:
    """The state after ``step``.

    :raises IllegalMove: it cannot happen in ``state``.
    """
    try:
        return STATES[state][step]
    except KeyError:
        raise IllegalMove(state, step) from None


def life_as_mermaid() -> Iterator[str]:
    """The lines of a Mermaid state diagram, for the docs."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {State.PROPOSED}"
    for state, steps in STATES.items():
        for step, following in steps.items():
            yield f"    {state} --> {following}: {step}"
        if not steps:
            yield f"    {state} --> [*]"
