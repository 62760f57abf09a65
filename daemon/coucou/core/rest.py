"""How long somebody is left in peace after what became of a proposal: silence is a no, and never twice the same ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from coucou.core.proposal import State
from coucou.core.reason import Reason, because

AFTER_A_NO = timedelta(days=180)
SILENCES_THAT_END_IT = 2

UNANSWERED = frozenset({State.SILENT, State.LAPSED})
_FOR_A_WHILE = frozenset({State.WITHDRAWN, State.CANCELLED, State.DISMISSED, State.FAILED})
_ALIVE = frozenset({State.ACCEPTED, State.MET})


@dataclass(frozen=True, slots=True)
class Outcome:
    """One proposal's end (or where it stands), and when it came there.

    ``not_theirs``: it was never theirs to answer, because the message never went out, or went to somebody else; or the
    answer was a yes after which no invitation of ours follows.
    """

    state: State
    at: datetime
    not_theirs: bool = False


def resting(
    outcomes: Iterable[Outcome],
    *,
    now: datetime,
    sleeps_after: timedelta,
    last_heard: datetime | None,
    allowed_at: datetime | None = None,
) -> Reason | None:
    """Why somebody is left in peace at ``now``, or None.

    ``sleeps_after`` is the silence after which their tie counts as dormant. A letter of theirs or a meeting
    (``last_heard``) ends a row of silences, and so does ``allowed_at``, the moment at which the user said that they may
    be written to again; another letter of the user's does not.
    """
    heard = max((moment for moment in (last_heard, allowed_at) if moment is not None), default=None)
    ordered = sorted(outcomes, key=lambda one: one.at)
    if allowed_at is not None:
        ordered = [one for one in ordered if one.at > allowed_at]
    silences = _row_of_silences(ordered, heard)
    if silences >= SILENCES_THAT_END_IT:
        return because("rest.silent_twice", n=silences)
    ends = [end for one in ordered if (end := _until(one, sleeps_after)) is not None and end > now]
    if not ends:
        return None
    return because(_code(ordered, now, sleeps_after), until=max(ends).date())


def _row_of_silences(ordered: list[Outcome], heard: datetime | None) -> int:
    """How many asks in a row met silence, with nothing heard of the person since."""
    row = 0
    for one in reversed(ordered):
        if one.state in _ALIVE or (heard is not None and heard >= one.at):
            break
        row += one.state in UNANSWERED and not one.not_theirs
    return row


def _until(one: Outcome, sleeps_after: timedelta) -> datetime | None:
    if one.not_theirs or one.state in _FOR_A_WHILE:
        return one.at + sleeps_after
    if one.state is State.DECLINED:
        return one.at + AFTER_A_NO
    return one.at + 2 * sleeps_after if one.state in UNANSWERED else None


def _code(ordered: list[Outcome], now: datetime, sleeps_after: timedelta) -> str:
    """The reason that holds longest."""
    ends = [(end, one) for one in ordered if (end := _until(one, sleeps_after)) is not None and end > now]
    last = max(ends, key=lambda pair: pair[0])[1]
    if last.state is State.DECLINED:
        return "rest.declined"
    return "rest.silent" if last.state in UNANSWERED and not last.not_theirs else "resting"
