"""A pass of delivery: first what is unclear, then what has to go, then what was approved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from coucou.contract import Connection, ConnectorError, SendsInvitations
from coucou.core.proposal import State, Step
from coucou.core.reason import Reason, because
from coucou.core.recheck import Verdict, verdict
from coucou.core.settings import Channel, Settings
from coucou.deliver import auto, calls
from coucou.deliver.calls import Desk
from coucou.deliver.checks import Look, look, paused, standing
from coucou.store import Store, effects, ledger, proposals
from coucou.sync import SyncReport


@dataclass(frozen=True, slots=True)
class Done:
    """What a pass did with one proposal. ``why`` says why it waits, or why it ended."""

    proposal: ledger.Recorded
    before: State


def deliver(
    store: Store,
    settings: Settings,
    connections: Mapping[str, Connection | ConnectorError],
    report: SyncReport,
    *,
    now: datetime,
    quiet: Collection[str] | Reason = frozenset(),
    only: Collection[str] | None = None,
) -> list[Done]:
    """Send what was approved if everything still holds, and finish what an earlier pass could not; what changed.

    ``report`` is of a sync of every account in this very pass: without one, nothing is sent. ``quiet`` holds addresses
    in normal form. ``only`` are the ids that the user named; None: all. Nothing is raised for what a provider does.
    """
    store.flush_each_commit()
    before = {one.id: one for one in ledger.recorded(store)}
    desk = Desk(store, settings, connections, now)
    unclear, _ = calls.pending(store)
    for effect in unclear:
        calls.settle(desk, effect)
    _take_back(desk, only)
    if only is None and not _stopped(desk):
        auto.approve(store, settings, now=now)
    if waiting := approved(store):
        around = look(store, settings, connections, report, quiet, now)
        for one in sorted(waiting, key=lambda one: (one.send_on or now.date(), one.created_at, one.id)):
            if only is None or one.id in only:
                _try(desk, one, around)
        _take_back(desk, only)  # the holds of asks that got their yes
    return [
        Done(one, before[one.id].state if one.id in before else State.PROPOSED)
        for one in ledger.recorded(store)
        if one.id not in before or (one.state, one.why) != (before[one.id].state, before[one.id].why)
    ]


def approved(store: Store) -> list[ledger.Recorded]:
    """What waits to leave. Texts are for the user to send: of them nothing ever leaves."""
    return [one for one in ledger.recorded(store, [State.APPROVED]) if one.channel != Channel.DRAFT]


def _stopped(desk: Desk) -> bool:
    """Looked up before each call: a pause may be said at any moment, by another process."""
    return paused(desk.store, desk.settings, desk.now) is not None


def _take_back(desk: Desk, only: Collection[str] | None) -> None:
    """While paused, only what the user takes back by hand."""
    _, to_go = calls.pending(desk.store)
    for effect in to_go:
        if not _stopped(desk) or (only is not None and effect.proposal in only):
            calls.take_back(desk, effect)


def _try(desk: Desk, one: ledger.Recorded, around: Look) -> None:
    if calls.came_late(desk, one):
        return
    decided, why = verdict(standing(one, around), desk.now)
    if decided is Verdict.SEND and (why := paused(desk.store, desk.settings, desk.now)) is not None:
        decided = Verdict.WAIT
    account, sender = sender_for(desk, one)
    if decided is Verdict.SEND and sender is None:
        decided, why = Verdict.WAIT, because("sender_gone", account=account) if account else because("no_sender")
    if decided is Verdict.EXPIRE and why is not None:
        with desk.store.transaction():
            ledger.mark(desk.store, one.id, Step.EXPIRE, now=desk.now, why=[why])
            for proposal in filter(None, (one.id, one.parent)):  # an earlier request of it, the hold of its ask
                effects.want_gone(desk.store, proposal, now=desk.now)
    elif decided is Verdict.WAIT and why is not None:
        if one.why != (why,):
            proposals.waits(desk.store, one.id, [why])
    elif sender is not None:
        calls.send(desk, one, account, sender)


def sender_for(desk: Desk, one: ledger.Recorded) -> tuple[str, SendsInvitations | None]:
    """The account through which a proposal goes: the one that was asked before; else the one through which the two were
    last in touch, if it can send; else the first in the settings that can. "" and None when there is none."""
    asked = [effect.account for effect in effects.effects(desk.store, one.id) if effect.asked_at]
    if asked:
        return asked[0], desk.sender(asked[0])
    able = [account.name for account in desk.settings.accounts if desk.sender(account.name) is not None]
    touched = [touch.account for touch in ledger.touches_of(desk.store, one.addresses, desk.now)]
    ordered = [name for name in reversed(touched) if name in able] + able
    return (ordered[0], desk.sender(ordered[0])) if ordered else ("", None)
