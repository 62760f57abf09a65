"""What the user decides of proposals and people, on record before anything is done about it.

Each function is one transaction. What is to be taken back at a provider is noted (``effects.want_gone``); the next pass
of delivery does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from coucou.core.address import is_mailable, normal
from coucou.core.proposal import STATES, IllegalMove, State, Step, confirming_id, event_uid
from coucou.core.reason import because
from coucou.core.route import NAMES_NO_TIME
from coucou.core.settings import Channel, Settings
from coucou.store import Store, audit, effects, ledger, proposals
from coucou.store.choices import Verdict
from coucou.suggest.standing import person_of
from coucou.suggest.who import known
from coucou.suggest.worded import agreed

_TO_APPROVE: Mapping[State, tuple[Step, ...]] = MappingProxyType(
    {
        State.PROPOSED: (Step.APPROVE,),
        State.SNOOZED: (Step.WAKE, Step.APPROVE),
        # Tried again; of what may have arrived, the provider is asked first, and the next pass marks what it says.
        State.APPROVED: (),
        State.SENDING: (),
        State.UNSETTLED: (),
    }
)
_TO_DISMISS: Mapping[State, Step] = MappingProxyType(
    {
        State.PROPOSED: Step.DISMISS,
        State.SNOOZED: Step.DISMISS,
        State.APPROVED: Step.DISMISS,
        State.UNSETTLED: Step.FAIL,
    }
)
_NEVER_ENDS: Mapping[State, Step] = MappingProxyType(
    {**_TO_DISMISS, State.HELD: Step.WITHDRAW, State.ASKED: Step.DECLINE}
)
EDITABLE = frozenset({State.PROPOSED, State.APPROVED, State.HELD, State.ASKED})
_STANDS = frozenset({State.SENDING, State.SENT, State.ACCEPTED, State.TENTATIVE})


POSSIBLE: Mapping[State, tuple[str, ...]] = MappingProxyType(
    {
        State.PROPOSED: ("approve", "edit", "snooze", "dismiss"),
        State.SNOOZED: ("approve", "snooze", "dismiss"),
        State.APPROVED: ("approve", "edit", "snooze", "dismiss"),
        State.SENDING: ("approve",),
        State.UNSETTLED: ("approve", "dismiss"),
        State.SENT: ("withdraw",),
        State.ACCEPTED: ("withdraw",),
        State.TENTATIVE: ("withdraw",),
        State.HELD: ("confirm", "edit", "withdraw"),
        State.ASKED: ("confirm", "edit", "snooze", "withdraw"),
    }
)
"""What the user can say in each state, by the functions below; in those left out, nothing."""


def approve(store: Store, one: ledger.Recorded, *, now: datetime) -> State:
    """Approve a proposal; where only a text is to be copied and there is no address to watch, it counts as asked.

    :raises coucou.core.proposal.IllegalMove: it is past being approved.
    """
    with store.transaction():
        state = _state(store, one)
        if state not in _TO_APPROVE:
            raise IllegalMove(state, Step.APPROVE)
        for step in _TO_APPROVE[state]:
            state = ledger.mark(store, one.id, step, now=now)
        if one.channel == Channel.DRAFT and not is_mailable(one.address):
            state = ledger.mark(store, one.id, Step.ASK, now=now)
    return state


def dismiss(store: Store, one: ledger.Recorded, *, now: datetime) -> State:
    """Let a proposal go. :raises IllegalMove: it is past that: what went out is withdrawn instead."""
    with store.transaction():
        state = _state(store, one)
        if state not in _TO_DISMISS:
            raise IllegalMove(state, Step.DISMISS)
        state = ledger.mark(store, one.id, _TO_DISMISS[state], now=now)
        _nothing_stands(store, one, now)
    return state


def snooze(store: Store, one: ledger.Recorded, until: datetime, *, now: datetime) -> State:
    """Put a proposal off; of an ask, it says that the answer was "not now": the person rests until then.

    :raises IllegalMove: it is past that.
    """
    with store.transaction():
        state = _state(store, one)
        if state is State.ASKED:
            state = ledger.mark(store, one.id, Step.DECLINE, now=now)
            _nothing_stands(store, one, now)
            ledger.choose(store, _of(one), Verdict.LATER, now=now, until=until)
            return state
        if state is State.SNOOZED:
            ledger.mark(store, one.id, Step.WAKE, now=now)
        if state is State.APPROVED:  # an earlier request of it may still arrive
            _nothing_stands(store, one, now)
        proposals.snooze(store, one.id, until, now=now)
    return State.SNOOZED


def confirm(store: Store, settings: Settings, ask: ledger.Recorded, *, now: datetime) -> str | None:
    """An ask got its yes: approve the invitation that takes its place, and return its id. Whoever confirms what was
    not yet seen to be sent, says that it was. None where the text named no time: then the yes alone is on record, for
    nobody agreed to the time that was kept in mind, and a referral's yes is of somebody else.

    :raises IllegalMove: nothing was asked, or it was answered already.
    """
    if ask.approach in NAMES_NO_TIME:
        ledger.mark(store, ask.id, Step.CONFIRM, now=now)
        return None
    person = person_of(ask, known(store, settings, now).everyone)
    words = agreed(store, settings, ask, person)
    child = confirming_id(ask.id)
    with store.transaction():
        if _state(store, ask) is State.HELD:
            ledger.mark(store, ask.id, Step.ASK, now=now)
        proposals.confirm(store, ask, child, event_uid(child), (words.subject, words.body), now=now)
    return child


def edit(store: Store, one: ledger.Recorded, *, now: datetime) -> None:
    """Keep the words and the time of ``one`` as the user wants them.

    :raises IllegalMove: it is past that.
    """
    with store.transaction():
        state = _state(store, one)
        if state not in EDITABLE:
            raise IllegalMove(state, Step.APPROVE)
        proposals.edit(store, replace(one, state=state), now=now)


def withdraw(store: Store, one: ledger.Recorded, *, now: datetime) -> bool:
    """Note that what a proposal put into calendars should go; whether there is anything to take back.

    :raises IllegalMove: nothing of it stands anywhere.
    """
    with store.transaction():
        state = _state(store, one)
        if Step.WITHDRAW not in STATES[state]:
            raise IllegalMove(state, Step.WITHDRAW)
        if effects.want_gone(store, one.id, now=now) or _to_go(store, one):
            return True
        ledger.mark(store, one.id, Step.WITHDRAW, now=now)
    return False


@dataclass(frozen=True, slots=True)
class Never:
    """What ``never`` ended, and the invitations that stand: those only the user withdraws."""

    ended: tuple[ledger.Recorded, ...]
    stands: tuple[ledger.Recorded, ...]


def never(store: Store, addresses: Iterable[str], *, now: datetime) -> Never:
    """Never propose a person again, by all of their addresses, and end what is open with them."""
    mine = {normal(address) for address in addresses}
    ended, stands = [], []
    with store.transaction():
        ledger.choose(store, mine, Verdict.NEVER, now=now)
        audit.note(store, "never", now=now, address=min(mine))
        for one in ledger.recorded(store):
            if not mine.intersection(_of(one)):
                continue
            if one.state in _NEVER_ENDS:
                ledger.mark(store, one.id, _NEVER_ENDS[one.state], now=now, why=[because("never")])
                _nothing_stands(store, one, now)
                ended.append(one)
            elif one.state in _STANDS and one.end > now:
                stands.append(one)
    return Never(tuple(ended), tuple(stands))


def allow(store: Store, addresses: Iterable[str], *, now: datetime) -> None:
    """A person may be proposed again: ends a never and a row of silences."""
    mine = sorted(normal(address) for address in addresses)
    with store.transaction():
        ledger.choose(store, mine, Verdict.KEEP, now=now)
        audit.note(store, "allow", now=now, address=mine[0])


def _of(one: ledger.Recorded) -> set[str]:
    return {normal(address) for address in (*one.addresses, one.address) if address}


def _state(store: Store, one: ledger.Recorded) -> State:
    """As it is now: another process may have moved it since it was read."""
    return ledger.state_of(store, one.id) or one.state


def _nothing_stands(store: Store, one: ledger.Recorded, now: datetime) -> None:
    """Neither its own, nor the hold of the ask that it was to confirm."""
    for proposal in (one.id, one.parent):
        if proposal is not None:
            effects.want_gone(store, proposal, now=now)


def _to_go(store: Store, one: ledger.Recorded) -> bool:
    """Whether an earlier word to take it back was not carried out yet."""
    known = effects.effects(store, one.id)
    return any(e.wanted is effects.Wanted.GONE and e.seen is not effects.Seen.GONE for e in known)
