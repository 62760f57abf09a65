"""The commands after which something leaves, or is taken back: approve, confirm, withdraw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Annotated

import typer

from coucou import decide, uses
from coucou.cli import options, sending
from coucou.cli.edge import Connections, Edge, accounts_open, opened
from coucou.cli.lang import t
from coucou.cli.progress import bars
from coucou.cli.questions import yes_or_no
from coucou.cli.which import PATIENCE, possible, proposal_of, proposals_of
from coucou.core.address import is_mailable
from coucou.core.proposal import IllegalMove, State, Step, missing
from coucou.core.route import NAMES_NO_TIME
from coucou.errors import UserError
from coucou.failpoint import reach
from coucou.store import ledger
from coucou.sync import SyncReport
from coucou.words import clean


def approve(
    ids: options.Ids = None,
    every: Annotated[bool, typer.Option("--all", help=t("option.approve_all"))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=t("option.yes"))] = False,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    if bool(ids) is every:
        raise UserError("approve.which")
    with ExitStack() as stack:
        edge = stack.enter_context(opened(config, state, patience=PATIENCE))
        sending.must_send(edge.settings, "approve")
        chosen = list(_whole(edge)) if every else proposals_of(edge.store, ids or [])
        if not chosen:
            print(t("approve.nothing"))
            return
        with bars() as ports:
            open_now = stack.enter_context(accounts_open(edge, ports))
            to_send = _about_to_leave(edge, chosen, open_now)
            if every and not yes and not _agreed(edge, len(to_send)):
                print(t("approve.nothing_done"))
                return
            _approved(edge, to_send)
            report = sending.carry_out(edge, open_now, [one.id for one in to_send]) if to_send else SyncReport()
        ended = sending.tell(edge, open_now, [one.id for one in chosen])
        code = sending.exit_status(report, ended)
    raise typer.Exit(code)


def _whole(edge: Edge) -> Iterator[ledger.Recorded]:
    """All that is proposed, but for what lacks something that only the user can say; that is named."""
    for one in ledger.recorded(edge.store, [State.PROPOSED]):
        lacking = missing(one.reasons)
        if lacking:
            print(clean(t("approve.left_out", id=one.id, name=one.name, missing=list(lacking))))
        else:
            yield one


def _about_to_leave(edge: Edge, chosen: Sequence[ledger.Recorded], open_now: Connections) -> list[ledger.Recorded]:
    """Say what will leave, and return those that approving sends; what went or is held already, is left as it is.

    :raises UserError: one of them is past being approved.
    """
    to_send = []
    for one in chosen:
        if one.state in sending.YOURS_TO_SEND or one.state is State.SENT:
            continue
        if "approve" not in decide.POSSIBLE.get(one.state, ()):
            with possible(one, "approve"):
                raise IllegalMove(one.state, Step.APPROVE)
        to_send.append(one)
        print(clean(sending.what_leaves(edge, one, open_now)))
    return to_send


def _agreed(edge: Edge, number: int) -> bool:
    """The one question, during which others may write."""
    with edge.store.lent():
        return yes_or_no(t("approve.question", n=number), False)


def _approved(edge: Edge, to_send: Sequence[ledger.Recorded]) -> None:
    """On record, all or none, before anything is asked of a provider. What another process moved on meanwhile stays."""
    with edge.store.transaction():
        for one in to_send:
            if ledger.state_of(edge.store, one.id) is one.state:
                decide.approve(edge.store, one, now=edge.now)
    reach("approved")


def confirm(identity: options.Id, config: options.Config = None, state: options.State = None) -> None:
    with ExitStack() as stack:
        edge = stack.enter_context(opened(config, state, patience=PATIENCE))
        sending.must_send(edge.settings, "confirm")
        ask = proposal_of(edge.store, identity)
        _can_be_confirmed(edge, ask)
        with bars() as ports:
            sends = ask.approach not in NAMES_NO_TIME
            open_now: Connections = stack.enter_context(accounts_open(edge, ports)) if sends else {}
            with possible(ask, "confirm"):
                child = decide.confirm(edge.store, edge.settings, ask, now=edge.now)
            reach("confirmed")
            if child is None:
                print(clean(t("confirm.no_time", id=ask.id, name=ask.name)))
                return
            print(clean(sending.what_leaves(edge, proposal_of(edge.store, child), open_now)))
            for line in sending.what_confirming_frees(edge.store, ask, open_now):
                print(line)
            report = sending.carry_out(edge, open_now, [child])
        code = sending.exit_status(report, sending.tell(edge, open_now, [child]))
    raise typer.Exit(code)


def _can_be_confirmed(edge: Edge, ask: ledger.Recorded) -> None:
    """:raises UserError: it is no open ask, its time has passed, or there is nobody to invite."""
    if "confirm" not in decide.POSSIBLE.get(ask.state, ()):
        with possible(ask, "confirm"):
            raise IllegalMove(ask.state, Step.CONFIRM)
    if ask.approach in NAMES_NO_TIME:
        return
    if not is_mailable(ask.address):
        raise UserError("confirm.no_address", ask.id, name=ask.name)
    if ask.start <= edge.now:
        raise UserError("confirm.passed", ask.id, name=ask.name)


def withdraw(identity: options.Id, config: options.Config = None, state: options.State = None) -> None:
    with ExitStack() as stack:
        edge = stack.enter_context(opened(config, state, patience=PATIENCE))
        sending.must_send(edge.settings, "withdraw")
        one = _latest(edge, proposal_of(edge.store, identity))
        with possible(one, "withdraw"):
            stands = decide.withdraw(edge.store, one, now=edge.now)
        open_now: Connections = {}
        if stands:
            open_now = stack.enter_context(accounts_open(edge))
            for line in sending.what_goes(edge.store, one, open_now):
                print(line)
            uses.take_back(edge.store, edge.settings, open_now, now=edge.now, only=[one.id])
        ended = proposal_of(edge.store, one.id)
        done = ended.state is State.WITHDRAWN
        print(clean(t("withdraw.done" if done else "withdraw.later", id=one.id, name=one.name)))
    raise typer.Exit(0 if done else 3)


def _latest(edge: Edge, one: ledger.Recorded) -> ledger.Recorded:
    """The invitation that took the place of an ask, when there is one."""
    found = [other for other in ledger.recorded(edge.store) if other.parent == one.id]
    return found[0] if found else one
