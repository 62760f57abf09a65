"""What ties are judged by: the facts of one address, and how those of several addresses and of meetings become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from coucou.core.seasons import steps_of
from coucou.core.touch import is_direct_meeting

Past = Sequence[tuple[int, int]]
"""Meetings with somebody: (start in epoch seconds, how many people took part, the user included)."""


class TieFacts(NamedTuple):
    """What is known of an address or a person up to a moment. Moments are epoch seconds, 0 for never.

    ``touched``, ``heard`` and ``seen`` are sets of steps counted back from that moment (``coucou.core.seasons``).
    """

    sent: int = 0  # direct touches by mail
    received: int = 0
    first_touch: int = 0
    last_sent: int = 0
    last_received: int = 0
    last_seen: int = 0  # on any message or meeting, in any role
    company: int = 0  # how many others were on the touches, added up: one for each in a talk of two
    touched: int = 0  # steps with a direct touch
    heard: int = 0  # steps in which they wrote and the user was among those who got it
    seen: int = 0  # steps in which they stood on something else
    met: int = 0  # direct meetings
    last_met: int = 0


NOTHING = TieFacts()


def of_person(
    addresses: Sequence[str], facts: Mapping[str, TieFacts], meetings: Mapping[str, Past], at: int
) -> TieFacts:
    """The facts of a person's addresses and meetings, those after ``at`` left out, as one."""
    if len(addresses) == 1 and not meetings:  # nearly everybody, when no calendar was read
        return facts.get(addresses[0], NOTHING)
    several = [facts[address] for address in addresses if address in facts]
    if meetings:
        past = {one for address in addresses for one in meetings.get(address, ()) if one[0] <= at}
        if past:
            several.append(of_meetings(past, at))
    return combined(several)


def combined(several: Sequence[TieFacts]) -> TieFacts:
    """Several facts up to the same moment as one."""
    if len(several) < 2:
        return several[0] if several else NOTHING
    sent, received, firsts, sents, answers, sightings, company, touched, heard, seen, met, meetings = zip(
        *several, strict=True
    )
    return TieFacts(
        sum(sent),
        sum(received),
        min((first for first in firsts if first), default=0),
        max(sents),
        max(answers),
        max(sightings),
        sum(company),
        _united(touched),
        _united(heard),
        _united(seen),
        sum(met),
        max(meetings),
    )


def of_meetings(past: Iterable[tuple[int, int]], at: int) -> TieFacts:
    """A meeting of few is a touch, any other a sighting."""
    held = list(past)
    direct = [(start, people) for start, people in held if is_direct_meeting(people)]
    starts, moments = [start for start, _ in held], [start for start, _ in direct]
    return TieFacts(
        first_touch=min(moments, default=0),
        last_seen=max(starts),
        company=sum(people - 1 for _, people in direct),
        touched=steps_of(moments, at),
        seen=steps_of(starts, at),
        met=len(direct),
        last_met=max(moments, default=0),
    )


def _united(several: Iterable[int]) -> int:
    found = 0
    for bits in several:
        found |= bits
    return found
