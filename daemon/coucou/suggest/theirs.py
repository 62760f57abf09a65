"""When others are taken, as far as their calendars let it be seen: asked once a round, and kept for a day.

Only those are asked about who could be proposed now, and who share the user's organisation: no provider learns from us
whom the user knows elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from coucou.contract import Connection, ConnectorError, ReadsAvailability, ReadsHours, TryLater, WorkingHours
from coucou.core.route import Route
from coucou.core.slots import TheirTime
from coucou.core.span import Span, subtract
from coucou.guard import logged
from coucou.store import Store, ledger, rest, taken

MOST = 50
"""People asked about in a round, the likeliest proposals first: what one request of Google's takes."""

FARTHEST = timedelta(days=60)
"""How far ahead it is asked: Microsoft refuses 62 days. What lies beyond is unknown."""

Answers = Mapping[str, tuple[Span, ...] | None]
_R = TypeVar("_R")
_T = TypeVar("_T")
_Told = Mapping[str, _T | None]
Tell = Callable[[str, ConnectorError], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """Several accounts' free/busy as one, by account name: each is asked for whom those before it did not know.

    An account that fails leaves its people unknown, and ``tell`` hears why. Never raises.
    """

    accounts: Mapping[str, ReadsAvailability]
    tell: Tell = lambda account, error: None
    keep_hours: Mapping[str, ReadsHours] = field(default_factory=dict)

    def busy(self, addresses: Sequence[str], window: Span) -> Answers:
        return self._first(self.accounts, addresses, lambda reads, some: reads.busy(some, window))

    def hours(self, addresses: Sequence[str]) -> Mapping[str, WorkingHours | None]:
        """When those work whose accounts tell it: asked for whom ``busy`` knew, it comes without another request."""
        return self._first(self.keep_hours, addresses, lambda reads, some: reads.hours(some))

    def _first(
        self, accounts: Mapping[str, _R], addresses: Sequence[str], ask: Callable[[_R, Sequence[str]], _Told[_T]]
    ) -> _Told[_T]:
        """What the first account that knows it says of each."""
        found: dict[str, _T | None] = dict.fromkeys(addresses)
        for account, reads in accounts.items():
            still = [address for address, told in found.items() if told is None]
            if still:
                found |= self._of_one(account, partial(ask, reads, still), still)
        return found

    def _of_one(self, account: str, ask: Callable[[], _Told[_T]], addresses: Sequence[str]) -> _Told[_T]:
        try:
            told = ask()
        except ConnectorError as error:
            self.tell(account, error)
            return {}
        except Exception as error:  # whatever a connector raises beyond its promises stops no planning
            self.tell(account, TryLater("sync.connector_broken", cause=logged(error)))
            return {}
        return {address: told.get(address) for address in addresses}


def asked_of(
    store: Store, connections: Mapping[str, Connection | ConnectorError], *, now: datetime, tell: Tell
) -> Asked:
    """The open accounts that can be asked: not those whose last reading failed, nor those that rest."""
    failed = {one.name for one in ledger.account_states(store) if one.state is not ledger.State.OK}

    def heard(account: str, error: ConnectorError) -> None:
        if isinstance(error, TryLater) and error.after is not None:
            rest.pause(store, f"availability of {account}", now + min(error.after, rest.LONGEST))
        tell(account, error)

    usable = {
        name: one
        for name, one in connections.items()
        if isinstance(one, Connection) and one.availability is not None and name not in failed
        if not rest.is_paused(store, f"availability of {name}", now)
    }
    return Asked(
        {name: one.availability for name, one in usable.items() if one.availability is not None},
        heard,
        {name: one.hours for name, one in usable.items() if one.hours is not None},
    )


def times(
    store: Store, routes: Iterable[Route], window: Span, *, as_of: datetime, ask: Asked | None
) -> dict[str, TheirTime]:
    """What is known of the time of those whom ``routes`` lead to, best first, by their key; who is unknown is left out.

    With ``ask``, their calendars are read now, and the answers kept; without, the answers of the last day count.
    """
    people = {one.address: one.tie.person.key for one in routes if one.inside}
    people = dict(list(people.items())[:MOST])
    if people and ask is not None:
        near = Span(window.start, min(window.end, window.start + FARTHEST))
        written = {address: ledger.written(store, address) for address in people}
        told = ask.busy(list(written.values()), near)
        hours = ask.hours([one for one, spans in told.items() if spans is not None])
        answers = {
            address: None if spans is None else taken.Taken(near, tuple(spans), hours.get(written[address]))
            for address, spans in ((address, told.get(written[address])) for address in people)
        }
        taken.keep(store, answers, read_at=as_of)
    kept = taken.kept(store, people, since=as_of - taken.KEPT, until=as_of)
    return {people[address]: _time(one, window) for address, one in kept.items()}


def _time(one: taken.Taken, window: Span) -> TheirTime:
    """What was not asked about is unknown, and never free."""
    return TheirTime(one.busy, tuple(subtract([window], [one.window])), one.hours)
