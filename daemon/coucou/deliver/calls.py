"""Calls that change something outside, each with its record ahead of it, and what providers say when asked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from coucou.contract import Connection, ConnectorError, Receipt, Refused, SendsInvitations, Unclear
from coucou.core.outcome import NEVER_ASKED
from coucou.core.proposal import STATES, Step
from coucou.core.reason import Reason, because
from coucou.core.settings import Settings
from coucou.deliver.parcel import key_of, kind_of, parcel
from coucou.failpoint import reach
from coucou.guard import asked
from coucou.store import Store, effects, ledger, proposals
from coucou.store.effects import Effect, Kind, Seen, Wanted

PATIENCE = timedelta(days=2)
"""After so long without word from the provider, a human decides."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every call needs: the open accounts by name, and the moment."""

    store: Store
    settings: Settings
    connections: Mapping[str, Connection | ConnectorError]
    now: datetime

    def sender(self, account: str) -> SendsInvitations | None:
        connection = self.connections.get(account)
        return connection.sends if isinstance(connection, Connection) else None

    def proposal(self, identity: str) -> ledger.Recorded:
        one = proposals.find(self.store, identity)
        assert one is not None  # noqa: S101 - an effect's proposal is there: a foreign key holds it
        return one


def send(desk: Desk, one: ledger.Recorded, account: str, sender: SendsInvitations) -> None:
    """Make one event. Whatever happens in here, it is on record, or the provider is asked before anything else."""
    store, now = desk.store, desk.now
    try:
        finished = parcel(store, desk.settings, one, now=now)
    except ValueError:  # no address to invite from, or none that can stand in a header
        ledger.mark(store, one.id, Step.EXPIRE, now=now, why=[because("no_address")])
        return
    with store.transaction():
        effect = effects.add(store, key_of(one), one.id, kind_of(one), account, now=now)
        ledger.mark(store, one.id, Step.SEND, now=now)
        effect = effects.see(store, effect, Seen.ASKED, account=account, now=now)
    reach("before asking")
    try:
        receipt = asked(sender.send, finished)
    except Unclear as error:
        effects.see(store, effect, Seen.ASKED, code=error.code, now=now)
        settle(desk, effect)
    except ConnectorError as error:
        _surely_not(desk, effect, error)
    else:
        reach("answered")
        _made(desk, effect, receipt)
        reach("recorded")


def settle(desk: Desk, effect: Effect) -> None:
    """Ask the provider by key what became of a request whose answer is not on record."""
    sender = desk.sender(effect.account)
    if sender is None:
        _wait_for_word(desk, effect, "sender_gone")
        return
    try:
        receipt = asked(sender.find, effect.key)
    except ConnectorError as error:
        _wait_for_word(desk, effect, error.code)
        return
    reach("found")
    if receipt is not None:
        _made(desk, effect, receipt)
    else:
        with desk.store.transaction():
            effects.see(desk.store, effect, Seen.NOTHING, now=desk.now)
            _mark(desk, effect.proposal, Step.ABSENT)


def came_late(desk: Desk, one: ledger.Recorded) -> bool:
    """Whether a request that was proved absent has arrived after all, or nobody can say so now: then it is not judged
    again. Its own event would stand against it, and an invitation that somebody has would be taken back."""
    for effect in effects.effects(desk.store, one.id):
        sender = desk.sender(effect.account)
        if effect.seen is not Seen.NOTHING or effect.asked_at is None or sender is None:
            continue
        try:
            receipt = asked(sender.find, effect.key)
        except ConnectorError as error:
            _note(desk, effect, error.code)
            return True
        if receipt is not None:
            with desk.store.transaction():
                ledger.mark(desk.store, one.id, Step.SEND, now=desk.now)
                _made(desk, effect, receipt)
            return True
    return False


def take_back(desk: Desk, effect: Effect) -> None:
    """Let what is wanted gone be gone. Cancelling again is harmless, so nothing needs to be asked first."""
    sender = desk.sender(effect.account)
    if sender is None:
        _note(desk, effect, "sender_gone")
        return
    one = desk.proposal(effect.proposal)
    finished = parcel(desk.store, desk.settings, one, now=desk.now, cancelled=True)
    reach("before cancelling")
    try:
        asked(sender.cancel, finished)
    except ConnectorError as error:
        _note(desk, effect, error.code)
    else:
        reach("cancelled")
        with desk.store.transaction():
            effects.see(desk.store, effect, Seen.GONE, now=desk.now)
            _mark(desk, effect.proposal, Step.WITHDRAW)


def _made(desk: Desk, effect: Effect, receipt: Receipt) -> None:
    """It is there, or was and has been deleted since: then it is over, and never made again."""
    store, now = desk.store, desk.now
    held = effect.kind is Kind.HOLD
    with store.transaction():
        effects.see(store, effect, Seen.THERE if receipt.live else Seen.GONE, now=now)
        _mark(desk, effect.proposal, Step.HOLD if held else Step.DELIVERED)
        proposals.sent_through(store, effect.proposal, effect.account, now=effect.asked_at or now)
        if not receipt.live:
            _mark(desk, effect.proposal, *((Step.LAPSE, because(NEVER_ASKED)) if held else (Step.CANCEL,)))
        parent = desk.proposal(effect.proposal).parent
        if parent is not None:  # the ask's hold has done its work
            effects.want_gone(store, parent, now=now)


def _surely_not(desk: Desk, effect: Effect, error: ConnectorError) -> None:
    """Nothing was made: it waits for another try, or never will be."""
    with desk.store.transaction():
        effects.see(desk.store, effect, Seen.NOTHING, code=error.code, now=desk.now)
        why = [because(error.code, **error.values)]
        if isinstance(error, Refused):
            _mark(desk, effect.proposal, Step.FAIL)
        else:
            _mark(desk, effect.proposal, Step.ABSENT)
        proposals.waits(desk.store, effect.proposal, why)


def _wait_for_word(desk: Desk, effect: Effect, code: str) -> None:
    asked_at = effect.asked_at or desk.now
    late = desk.now - asked_at > PATIENCE
    if not late or effect.seen is Seen.UNSETTLED:
        _note(desk, effect, code)
        return
    with desk.store.transaction():
        effects.see(desk.store, effect, Seen.UNSETTLED, code=code, now=desk.now)
        _mark(desk, effect.proposal, Step.UNCLEAR)
        proposals.waits(desk.store, effect.proposal, [because("deliver.unclear")])


def _note(desk: Desk, effect: Effect, code: str) -> None:
    if code != effect.code:  # said once
        effects.see(desk.store, effect, effect.seen, code=code, now=desk.now)


def _mark(desk: Desk, proposal: str, step: Step, *why: Reason) -> None:
    """Move along, where the state allows it: what ended for another reason meanwhile, stays ended."""
    state = ledger.state_of(desk.store, proposal)
    if state is not None and step in STATES[state]:
        ledger.mark(desk.store, proposal, step, now=desk.now, why=why)


def pending(store: Store) -> tuple[list[Effect], list[Effect]]:
    """What has to be asked about, and what has to go."""
    known = effects.effects(store)
    unclear = [one for one in known if one.seen in (Seen.ASKED, Seen.UNSETTLED)]
    to_go = [
        one
        for one in known
        if one.wanted is Wanted.GONE and (one.seen is Seen.THERE or (one.seen is Seen.NOTHING and one.asked_at))
    ]
    return unclear, to_go
