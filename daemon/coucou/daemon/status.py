"""How the daemon is, as anybody may see it from outside: what ran, what comes, what waits, and who is ill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from coucou.core.proposal import State as Standing
from coucou.core.settings import Settings
from coucou.daemon.agenda import Agenda
from coucou.daemon.jobs import Entry
from coucou.daemon.loop import Place
from coucou.daemon.run import seed
from coucou.doctor import Finding, about_sign_in
from coucou.store import Store, accounts, ledger, lock
from coucou.store import jobs as kept
from coucou.store.accounts import WORSE, State
from coucou.suggest.questions import questions

WAITING = (Standing.PROPOSED, Standing.APPROVED, Standing.UNSETTLED)


@dataclass(frozen=True, slots=True)
class JobStatus:
    """One job. ``ran_at`` is None where it never ran, ``due_at`` when it runs next if the daemon lives."""

    entry: Entry
    due_at: datetime
    ran_at: datetime | None = None
    took: timedelta = timedelta()
    state: State = State.NEVER
    code: str = ""


@dataclass(frozen=True, slots=True)
class AccountStatus:
    """One account; the worst of its readers speaks for it. ``advice`` is a key of the words' tables, or "".

    ``sign_in_ends`` is the end that its provider named, None where none is known. ``dying`` is what to do about a
    sign-in that still works, and soon will not."""

    name: str
    state: State = State.NEVER
    since: datetime | None = None
    synced_at: datetime | None = None
    advice: str = ""
    sign_in_ends: datetime | None = None
    dying: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """``process`` is the daemon's number, None when none runs. ``waiting`` counts proposals by where they stand, and as
    "question" what only the user can answer."""

    now: datetime
    process: str | None
    jobs: tuple[JobStatus, ...] = ()
    accounts: tuple[AccountStatus, ...] = ()
    waiting: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


def status(store: Store | None, settings: Settings, place: Place, now: datetime) -> Status:
    """``store`` is None where nothing was ever read."""
    agenda = Agenda(seed(place))
    agenda.plan(settings, lambda entry: None)
    agenda.remember(kept.ran(store) if store else [])
    return Status(
        now,
        lock.holder(lock.beside(place.state, "daemon")),
        tuple(_jobs(agenda, now)),
        tuple(_accounts(store, settings, now)),
        _waiting(store, settings, now),
    )


def _waiting(store: Store | None, settings: Settings, now: datetime) -> dict[str, int]:
    recorded = ledger.recorded(store) if store else []
    standing = Counter(one.state for one in recorded)
    asked = questions(store, settings, recorded, now) if store else ()
    return {**{state.value: standing[state] for state in WAITING}, "question": len(asked)}


def _jobs(agenda: Agenda, now: datetime) -> Iterator[JobStatus]:
    for entry in agenda.cadences:
        due = agenda.due(entry, now)
        ran = agenda.last.get(entry)
        if ran is None:
            yield JobStatus(entry, due)
        else:
            yield JobStatus(entry, due, ran.past.began, ran.took, ran.state, ran.code)


def _accounts(store: Store | None, settings: Settings, now: datetime) -> Iterator[AccountStatus]:
    states = ledger.account_states(store) if store else []
    for account in settings.accounts:
        readers = [one for one in states if one.name == account.name]
        if store is None or not readers:
            yield AccountStatus(account.name)
            continue
        worst = max(readers, key=lambda one: WORSE.index(one.state))
        read = [one.synced_at for one in readers]
        oldest = min((moment for moment in read if moment), default=None) if None not in read else None
        advice = "" if worst.state in (State.OK, State.NEVER) else f"advice.{worst.state}"
        # Of one that is dead already, the advice says it.
        dying = () if worst.state is State.SIGN_IN else tuple(about_sign_in(store, account, now))
        ends = accounts.end(store, account.name)
        yield AccountStatus(account.name, worst.state, worst.since, oldest, advice, ends, dying)
