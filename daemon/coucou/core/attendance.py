"""Who takes part in an event: the user's own answer, and the others."""

from __future__ import annotations

from collections.abc import Iterator

from coucou.core.address import normal
from coucou.core.event import Answer, Event, Participant, PartyKind


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
        for one in others(event, own)
        if one.answer is not Answer.DECLINED and (one.answer is Answer.ACCEPTED or not made_here)
    }


def others(event: Event, own: frozenset[str]) -> Iterator[Participant]:
    """The individuals who are invited and not the user."""
    return (p for p in event.participants if p.kind is PartyKind.INDIVIDUAL and normal(p.address) not in own)
