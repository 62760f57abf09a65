"""Accounts and their readers: the cursor, how the last try went, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from coucou.contract import Cursor
from coucou.store.file import Store
from coucou.store.statements import sql

_READ_UNTIL = "calendar read until: "
_ENDS = "sign-in ends: "
_HELD = "calendar held: "
MANY_EVENTS = 10  # a calendar that held as many does not become empty by itself


class State(StrEnum):
    """How the last try to read went. Only ``OK`` says that what is stored is what there is."""

    NEVER = "never"
    OK = "ok"
    SIGN_IN = "sign_in"
    LATER = "later"
    REFUSED = "refused"
    BROKEN = "broken"  # the connector failed in a way that it does not promise


WORSE = (State.OK, State.NEVER, State.LATER, State.BROKEN, State.REFUSED, State.SIGN_IN)
"""Of an account's readers the worst speaks for it: each of these is worse than those before it."""


@dataclass(frozen=True, slots=True)
class ReaderState:
    """One reader of one account: ``mail``, ``calendar`` or ``contacts``. ``since``: when it came into this state."""

    name: str  # of the account
    connector: str
    reader: str
    state: State
    code: str = ""  # of the words' errors, when the state is not OK
    since: datetime | None = None
    again_at: datetime | None = None  # not to be tried before, when the provider said so
    first_synced_at: datetime | None = None
    synced_at: datetime | None = None


def account_id(store: Store, name: str, connector: str = "") -> int:
    """The number of an account, made if it is new. Read by another connector than before, it is read from the start."""
    row = store.connection.execute(sql("accounts.find"), (name,)).fetchone()
    if row is None:
        return int(store.connection.execute(sql("accounts.insert"), (name, connector)).fetchone()[0])
    number, known = row
    if connector and connector != known:
        with store.transaction():
            store.connection.execute(sql("accounts.set_connector"), (connector, number))
            store.connection.execute(sql("accounts.forget_cursors_of"), (number,))
    return int(number)


def cursor(store: Store, account: str, reader: str) -> Cursor | None:
    """Where a reader stands; None when it never began, or must begin again."""
    row = store.connection.execute(sql("accounts.cursor"), (account, reader)).fetchone()
    return Cursor(row[0], row[1]) if row and row[0] is not None else None


def begin_again(store: Store, account: int, reader: str) -> int:
    """Note that a full read begins: what it does not show is gone once it is complete. Returns its generation."""
    with store.transaction():
        store.connection.execute(sql("accounts.begin_again"), (account, reader))
    return generation(store, account, reader)[0]


def generation(store: Store, account: int, reader: str) -> tuple[int, bool]:
    """The number of the current full read of a reader, and whether it is still to be swept after."""
    store.connection.execute(sql("accounts.add_reader"), (account, reader))
    number, sweeping = store.connection.execute(sql("accounts.generation"), (account, reader)).fetchone()
    return int(number), bool(sweeping)


def note_failure(
    store: Store, account: int, reader: str, state: State, code: str, *, now: datetime, again_at: datetime | None = None
) -> None:
    """Record how a reader failed; what it read before stays, and so does ``synced_at``."""
    with store.transaction():
        store.connection.execute(sql("accounts.add_reader"), (account, reader))
        store.connection.execute(
            sql("accounts.failed"),
            {
                "state": state.value,
                "code": code,
                "now": int(now.timestamp()),
                "again": None if again_at is None else int(again_at.timestamp()),
                "account": account,
                "name": reader,
            },
        )


def readers_of(store: Store, account: int) -> list[str]:
    return [name for (name,) in store.connection.execute(sql("accounts.readers_of"), (account,))]


def account_states(store: Store) -> list[ReaderState]:
    """Every reader that was ever tried, account by account in the order in which they came."""
    return [
        ReaderState(account, connector, reader, State(state), code, *(_moment(value) for value in moments))
        for account, connector, reader, state, code, *moments in store.connection.execute(sql("accounts.states"))
    ]


def account_names(store: Store) -> list[str]:
    return [name for (name,) in store.connection.execute(sql("accounts.names"))]


def drop_account(store: Store, name: str) -> None:
    """Forget an account with everything that only it told: its mail, events, cards and cursors."""
    with store.transaction():
        store.connection.execute(sql("accounts.delete"), (name,))


def retire(store: Store, name: str) -> None:
    """Forget what an account tells of now: its events, cards and cursors. Its mail stays, because it took place."""
    with store.transaction():
        for statement in ("retire_events", "retire_cards", "retire_zones", "retire_readers", "retire_empty"):
            store.connection.execute(sql(f"accounts.{statement}"), (name,))


def first_run(store: Store) -> datetime:
    """When this ledger was begun, in UTC: the budgets' ramp starts there."""
    return datetime.fromtimestamp(int(meta(store, "first_run") or 0), UTC)


def meta(store: Store, key: str) -> str | None:
    row = store.connection.execute(sql("accounts.get_meta"), (key,)).fetchone()
    return None if row is None else str(row[0])


def set_meta(store: Store, key: str, value: str) -> None:
    store.connection.execute(sql("accounts.set_meta"), (key, value))


def note_end(store: Store, account: str, end: datetime | None) -> None:
    """Remember when an account's sign-in ends by itself; None where no end was named."""
    if end or meta(store, f"{_ENDS}{account}"):
        set_meta(store, f"{_ENDS}{account}", end.isoformat() if end else "")


def end(store: Store, account: str) -> datetime | None:
    """When an account's sign-in ends by itself, in UTC; None where no end is known."""
    written = meta(store, f"{_ENDS}{account}")
    return datetime.fromisoformat(written) if written else None


def note_calendar(store: Store, account: str) -> None:
    """Remember how many events an account's calendar holds, unless it holds none: see :func:`emptied`."""
    (held,) = store.connection.execute(sql("accounts.events_of"), (account,)).fetchone()
    if held:
        set_meta(store, f"{_HELD}{account}", str(held))


def emptied(store: Store, account: str) -> int:
    """How many events an account's calendar held when it last held any, if many, and it holds none now; or 0."""
    (held,) = store.connection.execute(sql("accounts.events_of"), (account,)).fetchone()
    before = int(meta(store, f"{_HELD}{account}") or 0)
    return before if not held and before >= MANY_EVENTS else 0


def set_read_until(store: Store, account: str, until: datetime | None) -> None:
    """Keep up to when an account's calendar was read; None: whatever it holds was read."""
    set_meta(store, f"{_READ_UNTIL}{account}", "" if until is None else until.isoformat())


def read_until(store: Store) -> datetime | None:
    """The earliest moment beyond which some account's calendar was not read; None when all were read whole."""
    rows = store.connection.execute(sql("accounts.meta_like"), (f"{_READ_UNTIL}%",))
    return min((datetime.fromisoformat(value) for (value,) in rows if value), default=None)


def _moment(epoch: int | None) -> datetime | None:
    return None if epoch is None else datetime.fromtimestamp(epoch, UTC)
