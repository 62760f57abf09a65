"""Which occurrences take their owner's time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coucou.core.attendance import answer_of
from coucou.core.event import Answer, Event, EventKind, EventStatus, Shows
from coucou.core.expand import Occurrence
from coucou.core.span import Span


def busy(occurrences: Iterable[Occurrence], own: frozenset[str], *, tentative_blocks: bool = True) -> Iterator[Span]:
    """The spans that are not free, neither merged nor clipped; those without length take no time and are left out.

    ``own`` holds the user's addresses in normal form.
    """
    known: dict[int, bool] = {}  # by identity: one event has many occurrences
    for occurrence in occurrences:
        if occurrence.span.start == occurrence.span.end:
            continue
        event = occurrence.event
        takes = known.get(id(event))
        if takes is None:
            takes = known[id(event)] = blocks(event, own, tentative_blocks=tentative_blocks)
        if takes:
            yield occurrence.span


def blocks(event: Event, own: frozenset[str], *, tentative_blocks: bool = True) -> bool:
    """Whether the event takes time: all but cancelled, declined and free ones, birthdays and places of work.

    An all-day event blocks by what it shows, like any other. An invitation that was not answered yet blocks.
    """
    if event.status is EventStatus.CANCELLED or event.kind in (EventKind.WORKING_LOCATION, EventKind.BIRTHDAY):
        return False
    if event.shows in (Shows.FREE, Shows.ELSEWHERE):
        return False
    answer = answer_of(event, own)
    if answer is Answer.DECLINED:
        return False
    if event.shows in (Shows.OUT_OF_OFFICE, Shows.UNKNOWN):
        return True
    tentative = Shows.TENTATIVE is event.shows or event.status is EventStatus.TENTATIVE or answer is Answer.TENTATIVE
    return tentative_blocks or not tentative
