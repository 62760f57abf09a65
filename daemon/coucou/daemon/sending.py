"""The jobs about what leaves: deliver what was approved, follow what was sent. Loaded in the children only."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

from coucou import uses
from coucou.daemon.jobs import Outcome, Work
from coucou.daemon.tasks import PATIENCE
from coucou.deliver import auto
from coucou.deliver.calls import pending
from coucou.deliver.checks import paused
from coucou.deliver.run import approved
from coucou.edge import connections
from coucou.follow import FOLLOWED, follow
from coucou.store import Store, ledger, open_store
from coucou.vault import beside


def deliveries(work: Work) -> Outcome:
    """Read every account in this very pass, and send what was approved; nobody is called when nothing could leave."""

    def heard(what: str, done: int, total: int | None) -> None:
        work.alive()

    vault = beside(work.state)
    with open_store(work.state, now=work.now, patience=PATIENCE) as store:
        if not _something_to_do(store, work):
            return Outcome()
        with connections(work.settings.accounts, vault, work.settings.mode, progress=heard, items=heard) as open_now:
            _, done = uses.read_and_send(store, work.settings, open_now, vault, now=work.now, progress=heard)
    # What an account could not do is told by the jobs that read it; here it only makes what was approved wait.
    return Outcome(counts=Counter(one.proposal.state.value for one in done))


def _something_to_do(store: Store, work: Work) -> bool:
    unclear, to_go = pending(store)
    if unclear or paused(store, work.settings, work.now) is not None:
        return bool(unclear)
    today = work.now.astimezone(ZoneInfo(work.settings.me.timezone)).date()
    if to_go or any(one.send_on is None or one.send_on <= today for one in approved(store)):
        return True
    return bool(auto.ready(store, work.settings, now=work.now))


def following(work: Work) -> Outcome:
    """Move along what was sent, by what the ledger shows and, where that is not enough, what a provider says."""
    with open_store(work.state, now=work.now, patience=PATIENCE) as store:
        if not ledger.recorded(store, FOLLOWED):
            return Outcome()
        with connections(work.settings.accounts, beside(work.state), work.settings.mode) as open_now:
            moved = follow(store, work.settings, open_now, now=work.now)
    return Outcome(counts=Counter(one.state.value for one in moved))
