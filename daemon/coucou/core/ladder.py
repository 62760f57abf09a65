"""The ladder: of those who were proposed, how many were approved, sent, accepted and met. Counts, never names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coucou.core.proposal import State

RUNGS = ("proposed", "approved", "sent", "accepted", "met")
Counts = tuple[int, int, int, int, int]
"""One number a rung. Who reached a rung counts on every earlier one, so that none is above the one before."""

_REACHED: Mapping[State, str] = MappingProxyType(
    {
        State.PROPOSED: "proposed",
        State.SNOOZED: "proposed",
        State.DISMISSED: "proposed",
        State.EXPIRED: "proposed",
        State.APPROVED: "approved",
        State.SENDING: "approved",
        State.UNSETTLED: "approved",
        State.FAILED: "approved",
        State.HELD: "approved",
        State.LAPSED: "approved",  # of a hold, or of an ask that went out: what was there before tells
        State.WITHDRAWN: "approved",
        State.SENT: "sent",
        State.ASKED: "sent",
        State.TENTATIVE: "sent",
        State.SILENT: "sent",
        State.DECLINED: "sent",
        State.CANCELLED: "sent",
        State.CONFIRMED: "accepted",
        State.ACCEPTED: "accepted",
        State.MET: "met",
    }
)
"""The rung that a proposal has reached at least, when it is in a state."""


@dataclass(frozen=True, slots=True)
class Climbed:
    """How far one person's proposals of one approach came that were first made in one month ("2026-03")."""

    month: str
    approach: str
    person: str
    rung: int  # its place in RUNGS


@dataclass(frozen=True, slots=True)
class Row:
    month: str
    approach: str
    counts: Counts


def rung_of(states: Iterable[State]) -> int:
    """The place in ``RUNGS`` that a proposal reached which was in all these states."""
    return max(RUNGS.index(_REACHED[state]) for state in states)


def rows(climbed: Iterable[Climbed]) -> tuple[Row, ...]:
    """People by month and approach. A person counts once in each, however often a planning proposed them anew."""
    furthest: dict[tuple[str, str, str], int] = {}
    for one in climbed:
        key = one.month, one.approach, one.person
        furthest[key] = max(one.rung, furthest.get(key, 0))
    found: dict[tuple[str, str], list[int]] = {}
    for (month, approach, _), rung in furthest.items():
        found.setdefault((month, approach), []).append(rung)
    return tuple(Row(*key, _counts(rungs)) for key, rungs in sorted(found.items()))


def _counts(rungs: list[int]) -> Counts:
    proposed, approved, sent, accepted, met = (sum(rung >= place for rung in rungs) for place in range(len(RUNGS)))
    return proposed, approved, sent, accepted, met


def added(counts: Iterable[Counts]) -> Counts:
    """Rung by rung."""
    proposed, approved, sent, accepted, met = (sum(column) for column in zip((0,) * len(RUNGS), *counts, strict=True))
    return proposed, approved, sent, accepted, met
