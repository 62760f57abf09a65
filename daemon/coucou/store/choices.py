"""What the user decided of people, one key each: by address, never asked for a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from coucou.core.address import normal
from coucou.core.settings import AddressAs, Exclude
from coucou.store.file import Store
from coucou.store.forgotten import kept_out
from coucou.store.statements import sql


class Verdict(StrEnum):
    KEEP = "keep"
    NEVER = "never"
    PRIVATE = "private"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Choice:
    """``until`` ends a ``later``; None means that only the user ends it."""

    verdict: Verdict
    until: datetime | None
    decided_at: datetime


def choices(store: Store) -> dict[str, Choice]:
    """Every decision by address in normal form."""
    return {
        address: Choice(Verdict(verdict), None if until is None else _moment(until), _moment(decided))
        for address, verdict, until, decided in store.connection.execute(sql("proposals.choices"))
    }


def choose(
    store: Store, addresses: Iterable[str], verdict: Verdict, *, now: datetime, until: datetime | None = None
) -> None:
    """Decide of a person by all of their addresses; the last word counts. Who is forgotten stays so."""
    end = None if until is None else int(until.timestamp())
    nobody = kept_out(store, Exclude())
    known = [normal(address) for address in addresses]
    rows = [(one, verdict.value, end, int(now.timestamp())) for one in known if not nobody.address(one)]
    with store.transaction():
        store.connection.executemany(sql("proposals.choose"), rows)


def say_as(store: Store, addresses: Iterable[str], address_as: AddressAs) -> None:
    """Keep whether the user says tu or vous to a person, by all of their addresses."""
    with store.transaction():
        rows = [(normal(address), address_as.value) for address in addresses]
        store.connection.executemany(sql("proposals.say_as"), rows)


def said_as(store: Store) -> dict[str, AddressAs]:
    """What the user said of tu and vous, by address in normal form."""
    return {address: AddressAs(said) for address, said in store.connection.execute(sql("proposals.said_as"))}


def _moment(epoch: int) -> datetime:
    return datetime.fromtimestamp(epoch, UTC)
