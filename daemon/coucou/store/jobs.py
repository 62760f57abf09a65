"""What the daemon's jobs did last: kept, so that a restart repeats nothing and ``status`` can tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from coucou.core.cadence import Past
from coucou.store.accounts import State
from coucou.store.file import Store
from coucou.store.statements import sql


@dataclass(frozen=True, slots=True)
class Ran:
    """One job's last run. ``account`` is "" for a job that is of none; ``code`` says why when ``state`` is not OK."""

    name: str
    account: str
    past: Past
    took: timedelta = timedelta()
    state: State = State.OK
    code: str = ""


def ran(store: Store) -> list[Ran]:
    """Every job that ever ran."""
    return [
        Ran(
            name,
            account,
            Past(_moment(began), failures, None if again is None else _moment(again)),
            timedelta(milliseconds=took),
            State(state),
            code,
        )
        for name, account, began, took, state, code, failures, again in store.connection.execute(sql("jobs.all"))
    ]


def keep(store: Store, runs: Iterable[Ran]) -> None:
    """Put these runs in the place of the ones before."""
    with store.transaction():
        store.connection.executemany(sql("jobs.put"), [_row(one) for one in runs if one.past.began is not None])


def forget(store: Store, jobs: Iterable[tuple[str, str]]) -> None:
    """Forget jobs, by name and account, that are not any more."""
    with store.transaction():
        store.connection.executemany(sql("jobs.forget"), list(jobs))


def _row(one: Ran) -> dict[str, object]:
    past = one.past
    return {
        "name": one.name,
        "account": one.account,
        "began": int(past.began.timestamp()) if past.began else 0,
        "took": round(one.took / timedelta(milliseconds=1)),
        "state": one.state.value,
        "code": one.code,
        "failures": past.failures,
        "again": None if past.again_at is None else int(past.again_at.timestamp()),
    }


def _moment(epoch: int) -> datetime:
    return datetime.fromtimestamp(epoch, UTC)
