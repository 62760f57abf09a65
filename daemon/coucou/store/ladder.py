"""How far the proposals on record came: their states now, and every state that the audit saw them in."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from coucou.core import ladder as rungs
from coucou.core.proposal import State
from coucou.store import audit, proposals
from coucou.store.file import Store

_STATES = frozenset(State)


def ladder(store: Store) -> tuple[rungs.Row, ...]:
    """People by month and approach, and the rungs that they reached. The month is the one, in the user's zone of then,
    in which they were first proposed; an invitation that follows an ask counts with the ask."""
    return rungs.rows(_climbed(store))


def _climbed(store: Store) -> Iterator[rungs.Climbed]:
    kept = {one.id: one for one in proposals.recorded(store)}
    seen: dict[str, set[State]] = {}
    for entry in audit.entries(store):
        told_by_a_provider = bool(entry.key)  # "asked" and "unsettled" are words of providers' too
        if entry.proposal in kept and entry.result in _STATES and not told_by_a_provider:
            seen.setdefault(entry.proposal, set()).add(State(entry.result))
    for one in kept.values():
        first = kept.get(one.parent or "", one)
        month = first.created_at.astimezone(ZoneInfo(first.timezone)).strftime("%Y-%m")
        rung = rungs.rung_of({one.state, *seen.get(one.id, ())})
        yield rungs.Climbed(month, first.approach, first.person_key, rung)
