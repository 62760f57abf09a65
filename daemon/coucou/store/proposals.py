"""Proposals on record: what was offered, in which words, and what became of it, by the table in the core."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from coucou.core.proposal import Proposal, State, Step, missing, move
from coucou.core.reason import Reason, because
from coucou.errors import UserError
from coucou.store import audit
from coucou.store.file import Store
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
    send_on: date | None = None
    sent_at: datetime | None = None
    until: datetime | None = None  # how long it is snoozed
    parent: str | None = None  # the ask that it confirms
    edited: bool = False
    account: str = ""  # through which it went
    why: tuple[Reason, ...] = ()  # why it is where it is, or what it waits for


def record(store: Store, drafts: Sequence[tuple[Proposal, str, str]], *, now: datetime) -> None:
    """Put a new planning on record: proposals with their subjects and bodies.

    What was proposed before and is not in it, expires; what the user or time has moved on already, stays as it is, and
    so does what the user edited.
    """
    with store.transaction():
        known = {old.id: old for old in recorded(store)}
        kept = {proposal.id for proposal, _, _ in drafts}
        for old in known.values():
            if old.state is State.PROPOSED and not old.edited and old.id not in kept:
                mark(store, old.id, Step.EXPIRE, now=now, why=[because("replanned")])
        for proposal, subject, body in drafts:
            before = known.get(proposal.id)
            # The id tells person, route and moment: when a later planning comes back to them, it is proposed again.
            if before is None or (before.state in (State.PROPOSED, State.EXPIRED) and not before.edited):
                _put(store, _proposed(proposal, subject, body, now), now=now)
                if before is None or before.state is not State.PROPOSED:
                    note = {"proposal": proposal.id, "address": proposal.address, "result": State.PROPOSED.value}
                    audit.note(store, "propose", now=now, **note)


def confirm(store: Store, ask: Recorded, identity: str, uid: str, words: tuple[str, str], *, now: datetime) -> None:
    """An ask got its yes: it is confirmed, and an invitation in its place is approved, in one go.

    ``identity`` and ``uid`` are the invitation's, ``words`` its subject and body.

    :raises coucou.core.proposal.IllegalMove: nothing was asked, or it has been answered.
    """
    with store.transaction():
        mark(store, ask.id, Step.CONFIRM, now=now)
        subject, body = words
        invitation = replace(
            ask,
            id=identity,
            uid=uid,
            channel="invite",
            subject=subject,
            body=body,
            parent=ask.id,
            state=State.APPROVED,
            send_on=None,
        )
        _put(store, invitation, now=now)
        audit.note(store, "confirm", now=now, proposal=identity, address=ask.address, result=State.APPROVED.value)


def _put(store: Store, one: Recorded, *, now: datetime) -> None:
    """Write a proposal, in the place of the one of that id. Nothing has left yet, and nothing is snoozed."""
    values = {
        "id": one.id,
        "person_key": one.person_key,
        "name": one.name,
        "addresses": json.dumps(one.addresses, ensure_ascii=False),
        "address": one.address,
        "state": one.state.value,
        "starts": one.start.isoformat(),
        "ends": one.end.isoformat(),
        "timezone": one.timezone,
        "approach": one.approach,
        "channel": one.channel,
        "language": one.language,
        "uid": one.uid,
        "subject": one.subject,
        "body": one.body,
        "score": one.score,
        "reasons": write_reasons(one.reasons),
        "now": int(now.timestamp()),
        "send_on": one.send_on.isoformat() if one.send_on else None,
        "parent": one.parent,
        "account": one.account,
    }
    store.connection.execute(sql("proposals.upsert"), values)


def _proposed(proposal: Proposal, subject: str, body: str, now: datetime) -> Recorded:
    return Recorded(
        id=proposal.id,
        person_key=proposal.person.key,
        name=proposal.person.name,
        addresses=proposal.person.addresses,
        address=proposal.address,
        state=State.PROPOSED,
        start=proposal.start,
        end=proposal.end,
        timezone=proposal.timezone,
        approach=proposal.approach.value,
        channel=proposal.channel.value,
        language=proposal.language,
        uid=proposal.uid,
        subject=subject,
        body=body,
        score=proposal.score,
        reasons=proposal.reasons,
        created_at=now,
        changed_at=now,
        send_on=proposal.send_on,
    )


def state_of(store: Store, proposal: str) -> State | None:
    """None for an id that was never recorded."""
    row = store.connection.execute(sql("proposals.state_of"), (proposal,)).fetchone()
    return None if row is None else State(row[0])


def mark(store: Store, proposal: str, step: Step, *, now: datetime, why: Sequence[Reason] = ()) -> State:
    """Move a proposal along its life, on record with ``why``, and return its new state.

    :raises KeyError: there is none of that id.
    :raises coucou.core.proposal.IllegalMove: ``step`` cannot happen in its state.
    :raises UserError: it cannot be approved before the user has said what only they can say.
    """
    with store.transaction():
        state = state_of(store, proposal)
        if state is None:
            raise KeyError(proposal)
        following = move(state, step)
        if step is Step.APPROVE:
            _must_be_whole(store, proposal)
        values = {"state": following.value, "now": int(now.timestamp()), "why": write_reasons(why), "id": proposal}
        store.connection.execute(sql("proposals.set_state"), values)
        code = why[0].code if why else ""
        audit.note(store, step.value, now=now, proposal=proposal, result=following.value, code=code)
    return following


def _must_be_whole(store: Store, proposal: str) -> None:
    """:raises UserError: something is missing from its text."""
    [one] = [one for one in recorded(store) if one.id == proposal]
    if lacking := missing(one.reasons):
        raise UserError("store.incomplete", proposal, missing=list(lacking))


def waits(store: Store, proposal: str, why: Sequence[Reason]) -> None:
    """Note what a proposal waits for; it stays in its state."""
    with store.transaction():
        store.connection.execute(sql("proposals.set_why"), {"why": write_reasons(why), "id": proposal})


def snooze(store: Store, proposal: str, until: datetime, *, now: datetime) -> None:
    """Put a proposal off.

    :raises coucou.core.proposal.IllegalMove: it is past being put off. :raises KeyError: there is none of that id.
    """
    with store.transaction():
        mark(store, proposal, Step.SNOOZE, now=now)
        store.connection.execute(sql("proposals.set_until"), {"until": int(until.timestamp()), "id": proposal})


def sent_through(store: Store, proposal: str, account: str, *, now: datetime) -> None:
    """Note when it went out, and through which account."""
    with store.transaction():
        store.connection.execute(
            sql("proposals.set_sent"), {"now": int(now.timestamp()), "account": account, "id": proposal}
        )


def edit(store: Store, one: Recorded, *, now: datetime) -> None:
    """Keep the subject, body and time of ``one`` as the user wants them; no planning replaces it from then on."""
    with store.transaction():
        store.connection.execute(
            sql("proposals.edit"),
            {
                "id": one.id,
                "subject": one.subject,
                "body": one.body,
                "starts": one.start.isoformat(),
                "ends": one.end.isoformat(),
                "now": int(now.timestamp()),
            },
        )
        audit.note(store, "edit", now=now, proposal=one.id, address=one.address, result=one.state.value)


def find(store: Store, proposal: str) -> Recorded | None:
    """The proposal of that id; None when there is none."""
    row = store.connection.execute(sql("proposals.one"), (proposal,)).fetchone()
    return None if row is None else _read(*row)


def recorded(store: Store, states: Iterable[State] = ()) -> list[Recorded]:
    """Proposals on record, oldest first; only those in ``states`` when any is given."""
    db = store.connection
    wanted = dict.fromkeys(states)
    if not wanted:
        return [_read(*row) for row in db.execute(sql("proposals.all")).fetchall()]
    rows = [row for state in wanted for row in db.execute(sql("proposals.in_state"), (state.value,)).fetchall()]
    return sorted((_read(*row) for row in rows), key=lambda one: (one.created_at, one.id))


def _read(
    number: str, key: str, name: str, addresses: str, address: str, state: str, starts: str, ends: str, timezone: str,
    approach: str, channel: str, language: str, uid: str, subject: str, body: str, score: float, reasons: str,
    created: int, changed: int, send_on: str | None, sent: int | None, until: int | None, parent: str | None,
    edited: int, account: str, why: str,
) -> Recorded:  # fmt: skip
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
        send_on=date.fromisoformat(send_on) if send_on else None,
        sent_at=_moment(sent),
        until=_moment(until),
        parent=parent,
        edited=bool(edited),
        account=account,
        why=read_reasons(why),
    )


def _moment(epoch: int | None) -> datetime | None:
    return None if epoch is None else datetime.fromtimestamp(epoch, UTC)
