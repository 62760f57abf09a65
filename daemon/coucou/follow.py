"""Follow, the last of the four uses: what became of what was sent, as the ordinary sync shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from coucou.contract import Connection, ConnectorError
from coucou.core import expand
from coucou.core.address import normal
from coucou.core.attendance import answer_of
from coucou.core.budget import A_MONTH
from coucou.core.event import Answer, EventStatus
from coucou.core.expand import Occurrence
from coucou.core.outcome import NEVER_ASKED, Shown, next_step
from coucou.core.proposal import State, Step, proposal_of
from coucou.core.reason import Reason, because
from coucou.core.route import NAMES_NO_TIME
from coucou.core.settings import Channel, Settings
from coucou.core.span import Span
from coucou.guard import asked
from coucou.store import Store, effects, ledger
from coucou.store.effects import Effect, Seen, Wanted
from coucou.suggest.who import own_of

FOLLOWED = frozenset(
    {State.SNOOZED, State.SENT, State.TENTATIVE, State.SILENT, State.ACCEPTED, State.HELD, State.ASKED}
)
TAKES_ITS_TIME_BACK = frozenset({State.LAPSED, State.DECLINED, State.WITHDRAWN})
"""Ends of an ask, after which its hold has no reason to stand."""

FAR = timedelta(days=400)
"""How far from its first time a moved meeting is still looked for."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One step that a proposal took."""

    proposal: ledger.Recorded  # as it was before
    step: Step
    state: State


def follow(
    store: Store,
    settings: Settings,
    connections: Mapping[str, Connection | ConnectorError],
    *,
    now: datetime,
) -> list[Moved]:
    """Move every open proposal along by what the ledger shows; what has no reason to stand any more is to go.

    A calendar that no longer shows an event is not believed alone: its provider is asked by key.
    """
    moved: list[Moved] = []
    waiting = ledger.recorded(store, FOLLOWED)
    ours = _ours(store, settings, waiting, now)
    own = own_of(store, settings) if waiting else frozenset()
    for one in waiting:
        shown = _shown(store, one, ours.get(one.id), own, connections, now)
        state = one.state
        while (step := next_step(state, shown, now)) is not None:
            with store.transaction():
                following = ledger.mark(store, one.id, step, now=now, why=_why(state, step))
                if one.channel == Channel.ASK and following in TAKES_ITS_TIME_BACK:
                    effects.want_gone(store, one.id, now=now)
            moved.append(Moved(one, step, following))
            state = following
    return moved


def _why(state: State, step: Step) -> tuple[Reason, ...]:
    """An ask may end because its day came, or because its message never went out."""
    return (because(NEVER_ASKED),) if (state, step) == (State.HELD, Step.LAPSE) else ()


def _ours(store: Store, settings: Settings, waiting: Iterable[ledger.Recorded], now: datetime) -> dict[str, Occurrence]:
    """Where the events of proposals stand now, by the proposals' ids; a live one rather than a cancelled one."""
    by_uid = {one.uid: one.id for one in waiting}
    if not by_uid:
        return {}
    found: dict[str, Occurrence] = {}
    window = Span(now - FAR, now + FAR)
    for events, zones in ledger.ours(store):
        for one in expand.occurrences(events, window, zones=zones, timezone=settings.me.timezone):
            proposal = proposal_of(one.event.mark) or by_uid.get(one.event.uid, "")
            known = found.get(proposal)
            if known is None or known.event.status is EventStatus.CANCELLED:
                found[proposal] = one
    return found


def _shown(
    store: Store,
    one: ledger.Recorded,
    event: Occurrence | None,
    own: frozenset[str],
    connections: Mapping[str, Connection | ConnectorError],
    now: datetime,
) -> Shown:
    cancelled = event is not None and event.event.status is EventStatus.CANCELLED
    there = event if event is not None and not cancelled else None
    start = there.span.start if there else one.start
    if one.channel == Channel.ASK:  # both the hold and what the user edited since: it lapses with the later of them
        start = max(start, one.start)
    if one.state is State.ASKED and one.approach in NAMES_NO_TIME:  # no day was named to answer by
        start = max(start, one.changed_at + A_MONTH)
    return Shown(
        start=start,
        end=there.span.end if there else one.end,
        present=there is not None,
        gone=not _taken_back(store, one) and (cancelled or (event is None and _gone(store, one, connections, now))),
        answer=_answer(there, one) if there else Answer.NONE,
        declined_by_user=there is not None and answer_of(there.event, own) is Answer.DECLINED,
        replied=one.state is State.ASKED and ledger.replied_since_asked(store, one, now),
        until=one.until,
    )


def _answer(event: Occurrence, one: ledger.Recorded) -> Answer:
    """The person's own answer, by any of their addresses."""
    mine = set(one.addresses) | {normal(one.address)}
    return next((p.answer for p in event.event.participants if normal(p.address) in mine), Answer.NONE)


def _taken_back(store: Store, one: ledger.Recorded) -> bool:
    """Whether the user is taking it back. Killed in the middle of that, it is delivery that says how it ended: nobody
    else cancelled it."""
    return any(effect.wanted is Wanted.GONE for effect in effects.effects(store, one.id))


def _gone(
    store: Store, one: ledger.Recorded, connections: Mapping[str, Connection | ConnectorError], now: datetime
) -> bool:
    """Whether the provider says that what was there is not any more. Whoever cannot say, has not said so."""
    made = next((e for e in effects.effects(store, one.id) if e.seen in (Seen.THERE, Seen.GONE)), None)
    if made is None:
        return False
    if made.seen is Seen.GONE:
        return True
    connection = connections.get(made.account)
    if not isinstance(connection, Connection) or connection.sends is None or not connection.sends.follows:
        return False
    if not _read_since(store, made):
        return False
    try:
        receipt = asked(connection.sends.find, made.key)
    except ConnectorError:
        return False
    if receipt is not None and receipt.live:
        return False
    effects.see(store, made, Seen.GONE, now=now)
    return True


def _read_since(store: Store, made: Effect) -> bool:
    """Whether the calendar was read since the event was made: before, it could not show it."""
    return any(
        state.name == made.account
        and state.reader == "calendar"
        and state.synced_at is not None
        and made.changed_at is not None
        and state.synced_at > made.changed_at
        for state in ledger.account_states(store)
    )
