"""What became of what was sent: one step, or none, by what the ledger shows. Pure, so that every case is a row.

A reply to an ask is never acted on, because coucou cannot read "please stop": it ends all automation until the user
says yes, not now, or never.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from coucou.core.event import Answer
from coucou.core.proposal import State, Step


@dataclass(frozen=True, slots=True)
class Shown:
    """What the ledger shows of a proposal. ``start`` and ``end`` are where the event stands now: it may have moved.

    ``present``: the event is in a calendar that was read. ``gone``: it was there, and the provider says that it is not
    any more, or that it is cancelled. ``declined_by_user``: the user's own answer. ``replied``: the person wrote after
    the ask.
    """

    start: datetime
    end: datetime
    present: bool = False
    gone: bool = False
    answer: Answer = Answer.NONE
    declined_by_user: bool = False
    replied: bool = False
    until: datetime | None = None  # of a snooze


NEVER_ASKED = "never_asked"
"""Why an ask lapsed whose message was never seen to go out: the other met it with no silence."""

_ANSWERS = {Answer.ACCEPTED: Step.ACCEPT, Answer.DECLINED: Step.DECLINE, Answer.TENTATIVE: Step.HESITATE}


def next_step(state: State, shown: Shown, now: datetime) -> Step | None:
    """What happened to a proposal in ``state``, or None when nothing did. Called again until it says None."""
    match state:
        case State.SNOOZED:
            return Step.WAKE if shown.until is None or shown.until <= now else None
        case State.SENT:
            return _of_an_invitation(shown, now)
        case State.TENTATIVE:
            step = _of_an_invitation(shown, now)
            return None if step is Step.HESITATE else step
        case State.SILENT:
            return Step.ACCEPT if shown.answer is Answer.ACCEPTED and not shown.gone else None
        case State.ACCEPTED:
            return _of_a_meeting(shown, now)
        case State.HELD:
            return Step.LAPSE if shown.gone or shown.start <= now else None
        case State.ASKED:
            return Step.LAPSE if shown.start <= now and not shown.replied else None
        case _:
            return None


def _of_an_invitation(shown: Shown, now: datetime) -> Step | None:
    if shown.gone:
        return Step.CANCEL
    step = _ANSWERS.get(shown.answer)
    if step is Step.HESITATE and shown.start <= now:
        return Step.SILENCE
    return step or (Step.SILENCE if shown.start <= now else None)


def _of_a_meeting(shown: Shown, now: datetime) -> Step | None:
    """A meeting took place when its end passed and neither side had called it off."""
    if shown.gone or shown.declined_by_user:
        return Step.CANCEL
    if shown.answer is Answer.DECLINED:
        return Step.DECLINE
    return Step.MEET if shown.end <= now and shown.present else None
