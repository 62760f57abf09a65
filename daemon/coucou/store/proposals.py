"""Proposals on record: what was offered, in which words, and what became of it, by the table in the core."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from coucou.core.proposal import Proposal, State, Step, move
from coucou.core.reason import Reason
from coucou.store.file import Store
from coucou.store.people import wrote_to_since
from coucou.store.statements import sql
from coucou.store.values import read_reasons, write_reasons


@dataclass(frozen=True, slots=True)
class Recorded:
    """A proposal as it is on record. ``addresses`` are normal forms; ``start`` and ``end`` keep their UTC offset."""

    id: str
    person_key: str
    name: str
    addresses: tuple[str, ...]
    address: str
    state: State
    start: datetime
    end: datetime
    timezone: str
    approach: str
    channel: str
    language: str
    uid: str
    subject: str
    body: str
    score: float
    reasons: tuple[Reason, ...]
    created_at: datetime
    changed_at: datetime


def record(store: Store, drafts: Sequence[tuple[Proposal, str, str]], *, now: datetime) -> None:
    """Put a new planning on record: proposals with their subjects and bodies.

    What was proposed before and is not in it, expires; what the user or time has moved on already, stays as it is.
    """
    with store.transaction():
        kept = {proposal.id for proposal, _, _ in drafts}
        for old in recorded(store):
            if old.state is State.PROPOSED and old.id not in kept:
                _set(store, old.id, move(old.state, Step.EXPIRE), now)
        for proposal, subject, body in drafts:
            state = state_of(store, proposal.id)
            # The id tells person, route and moment: when a later planning comes back to them, it is proposed again.
            if state in (None, State.PROPOSED, State.EXPIRED):
                store.connection.execute(sql("proposals.upsert"), _row(proposal, subject, body, now))


def _row(proposal: Proposal, subject: str, body: str, now: datetime) -> dict[str, object]:
    return {
        "id": proposal.id,
        "person_key": proposal.person.key,
        "name": proposal.person.name,
        "addresses": json.dumps(proposal.person.addresses, ensure_ascii=False),
        "address": proposal.address,
        "state": State.PROPOSED.value,
        "starts": proposal.start.isoformat(),
        "ends": proposal.end.isoformat(),
        "timezone": proposal.timezone,
        "approach": proposal.approach.value,
        "channel": proposal.channel.value,
        "language": proposal.language,
        "uid": proposal.uid,
        "subject": subject,
        "body": body,
        "score": proposal.score,
        "reasons": write_reasons(proposal.reasons),
        "now": int(now.timestamp()),
    }


def state_of(store: Store, proposal: str) -> State | None:
    """None for an id that was never recorded."""
    row = store.connection.execute(sql("proposals.state_of"), (proposal,)).fetchone()
    return None if row is None else State(row[0])


def mark(store: Store, proposal: str, step: Step, *, now: datetime) -> State:
    """Move a proposal along its life, and return its new state.

    :raises KeyError: there is none of that id.
    :raises coucou.core.proposal.IllegalMove: ``step`` cannot happen in its state.
    """
    with store.transaction():
        state = state_of(store, proposal)
        if state is None:
            raise KeyError(proposal)
        following = move(state, step)
        _set(store, proposal, following, now)
    return following


def mark_asked(store: Store, *, now: datetime) -> list[str]:
    """Mark the proposals whose person the user wrote to since they were made; their ids."""
    waiting = [p for p in recorded(store) if p.state in (State.PROPOSED, State.HELD)]
    asked = [p.id for p in waiting if wrote_to_since(store, p.addresses, p.created_at, now)]
    for proposal in asked:
        mark(store, proposal, Step.ASK, now=now)
    return asked


def recorded(store: Store, states: Iterable[State] = ()) -> list[Recorded]:
    """Proposals on record, oldest first; only those in ``states`` when any is given."""
    wanted = frozenset(states)
    found = (_read(row) for row in store.connection.execute(sql("proposals.all")).fetchall())
    return [proposal for proposal in found if not wanted or proposal.state in wanted]


def _read(
    row: tuple[str, str, str, str, str, str, str, str, str, str, str, str, str, str, str, float, str, int, int],
) -> Recorded:
    (number, key, name, addresses, address, state, starts, ends, timezone, approach, channel, language, uid,
     subject, body, score, reasons, created, changed) = row  # fmt: skip
    return Recorded(
        id=number,
        person_key=key,
        name=name,
        addresses=tuple(json.loads(addresses)),
        address=address,
        state=State(state),
        start=datetime.fromisoformat(starts),
        end=datetime.fromisoformat(ends),
        timezone=timezone,
        approach=approach,
        channel=channel,
        language=language,
        uid=uid,
        subject=subject,
        body=body,
        score=score,
        reasons=read_reasons(reasons),
        created_at=datetime.fromtimestamp(created, UTC),
        changed_at=datetime.fromtimestamp(changed, UTC),
    )


def _set(store: Store, proposal: str, state: State, now: datetime) -> None:
    store.connection.execute(sql("proposals.set_state"), (state.value, int(now.timestamp()), proposal))
