"""What mail tells of asks: that the message went out, and that the person wrote since."""

from __future__ import annotations

from datetime import datetime

from coucou.core.proposal import State, Step
from coucou.core.settings import Approach, Channel
from coucou.core.touch import RECEIVED
from coucou.store.file import Store
from coucou.store.people import touches_of, wrote_to_since
from coucou.store.proposals import Recorded, mark, recorded


def mark_asked(store: Store, *, now: datetime, by_hand: bool = False) -> list[str]:
    """Mark the proposals whose person the user wrote to since they were made, or since their hold was; their ids.

    ``by_hand``: nothing is ever sent for the user, so that a letter may well be what was proposed as an invitation.
    Otherwise it is some other letter, which asked for nothing: then the two are in touch, and the proposal expires.
    """
    sent_by_user = {
        State.HELD: tuple(Channel),
        State.APPROVED: (Channel.DRAFT,),
        State.PROPOSED: tuple(Channel) if by_hand else (Channel.ASK, Channel.DRAFT),
    }
    waiting = [p for p in recorded(store, sent_by_user) if p.channel in sent_by_user[p.state]]
    asked = [p.id for p in waiting if wrote_to_since(store, written_to(p), p.sent_at or p.created_at, now)]
    for proposal in asked:
        mark(store, proposal, Step.ASK, now=now)
    return asked


def written_to(one: Recorded) -> tuple[str, ...]:
    """The addresses of whom the message goes to: of a referral not those of whom it is about."""
    return (one.address,) if one.approach == Approach.REFERRAL else one.addresses


def replied_since_asked(store: Store, one: Recorded, now: datetime) -> bool:
    """Whether the person wrote after an ask: then the user answers the one question, and nothing is done before."""
    since = one.sent_at or one.created_at
    return any(t.moment > since and t.contact == RECEIVED for t in touches_of(store, written_to(one), now))
