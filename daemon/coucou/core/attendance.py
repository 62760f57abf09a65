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


def taking_part(event: Event, own: frozenset[str]) -> set[str]:
    """The addresses, in normal form, of the others with whom a meeting is one: not of who declined it. Of what coucou
    made itself, where every answer is known, only of who accepted."""
    made_here = event.mark is not None
    return {
        normal(one.address)
        for one in event.participants
        if one.kind is PartyKind.INDIVIDUAL
        and one.answer is not Answer.DECLINED
        and (one.answer is Answer.ACCEPTED or not made_here)
    } - own


def others(event: Event, own: frozenset[str]) -> bool:
    """Whether an individual who is not the user takes part."""
    return any(p.kind is PartyKind.INDIVIDUAL and normal(p.address) not in own for p in event.participants)
