"""What the daemon's jobs do: each calls one of the uses. Loaded in the children only."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from coucou import uses
from coucou.contract import ConnectorError
from coucou.core.proposal import State as Standing
from coucou.core.reason import because
from coucou.core.settings import Mode
from coucou.core.span import Span
from coucou.daemon.jobs import Outcome, Work
from coucou.daemon.notice import tell
from coucou.edge import connections
from coucou.store import Store, ledger, open_store
from coucou.store.accounts import WORSE, State
from coucou.store.fold import fold
from coucou.store.upkeep import tidy
from coucou.suggest.round import Preview, record
from coucou.sync import SyncReport
from coucou.vault import beside

_log = logging.getLogger("coucou.daemon")

PATIENCE = 60.0  # seconds: another child, or the user's command, writes in bursts


def calendars(work: Work) -> Outcome:
    return _read(work, ("calendar",))


def mail(work: Work) -> Outcome:
    return _read(work, ("mail", "contacts"))


def _read(work: Work, readers: Collection[str]) -> Outcome:
    accounts = [one for one in work.settings.accounts if one.name == work.account]

    def heard(what: str, done: int, total: int | None) -> None:
        work.alive()

    vault = beside(work.state)
    with (
        open_store(work.state, now=work.now, patience=PATIENCE) as store,
        connections(accounts, vault, work.settings.mode, progress=heard, items=heard) as open_now,
    ):
        work.alive()
        known_to_be = any(
            one.state is State.SIGN_IN for one in ledger.account_states(store) if one.name == work.account
        )
        report, _ = uses.read(store, work.settings, open_now, vault, now=work.now, readers=readers, progress=heard)
        signed_out = any(reader.state is State.SIGN_IN for reader in report.failed)
    if signed_out and not known_to_be and work.settings.daemon.notifications:
        tell(work.language, because("notice.sign_in", n=1))
    return _outcome(report)


def _outcome(report: SyncReport) -> Outcome:
    """The worst of an account's readers speaks for it."""
    applied = report.applied
    counts = {"messages": applied.messages, "events": applied.events, "cards": applied.cards, "gone": applied.gone}
    if not report.failed:
        return Outcome(counts=counts)
    worst = max(report.failed, key=lambda reader: WORSE.index(reader.state))
    return Outcome(worst.state, worst.code, worst.again_at, counts)


def suggestions(work: Work) -> Outcome:
    """Plan, and put the proposals on record."""
    with open_store(work.state, now=work.now, patience=PATIENCE) as store:
        view = planned(store, work)
        record(store, view)
        waiting = len(ledger.recorded(store, (Standing.PROPOSED,)))
    if work.settings.daemon.notifications:
        for code, n in (("notice.proposals", waiting), ("status.question", len(view.questions))):
            if n:
                tell(work.language, because(code, n=n))
    return Outcome(counts=counts_of(view))


def planned(store: Store, work: Work) -> Preview:
    """What would be proposed now. Colleagues' calendars are asked, where an account can."""
    with connections(work.settings.accounts, beside(work.state), Mode.PREVIEW) as open_now:
        return uses.plan(store, work.settings, open_now, now=work.now, window=horizon(work), tell=_not_known)


def _not_known(account: str, error: ConnectorError) -> None:
    _log.warning("colleagues not known", extra={"account": account, "code": error.code})


def horizon(work: Work) -> Span:
    """From now to the end of the last day that is planned for."""
    zone = ZoneInfo(work.settings.me.timezone)
    last = work.now.astimezone(zone).date() + timedelta(days=work.settings.meeting.horizon_days)
    return Span(work.now, datetime.combine(last, time(), zone))


def counts_of(view: Preview) -> dict[str, int]:
    return {"proposals": len(view.proposals), "passed_over": len(view.passed_over)}


def housekeeping(work: Work) -> Outcome:
    """Keep the file small: fold old mail into counts when the user wants it so, and give back what is free."""
    years = work.settings.daemon.fold_after_years
    with open_store(work.state, now=work.now, patience=PATIENCE) as store:
        folded = fold(store, years, now=work.now) if years else 0
        freed = tidy(store, now=work.now, at_once=bool(folded))
        return Outcome(counts={"freed_kib": freed >> 10, "folded": folded})
