"""Who takes part in an event: the user's own answer, and whether there is anybody else."""

from __future__ import annotations

from coucou.core.address import normal
from coucou.core.event import Answer, Event, PartyKind


def answer_of(event: Event, own: frozenset[str]) -> Answer:
    """The user's answer; ``own`` in normal form. With several own addresses invited, coming with one is coming."""
    answers = {
        participant.answer
        for participant in event.participants
        if participant.answer is not Answer.NONE and normal(participant.address) in own
    }
    for answer in (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED):
        if answer in answers:
            return answer
    return Answer.NONE


def others(event: Event, own: frozenset[str]) -> bool:
    """Whether an individual who is not the user takes part."""
    return any(p.kind is PartyKind.INDIVIDUAL and normal(p.address) not in own for p in event.participants)
