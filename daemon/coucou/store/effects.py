"""What should stand at providers, and what is known to: written before each request that changes something outside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from coucou.store import audit
from coucou.store.file import Store
from coucou.store.statements import sql


class Kind(StrEnum):
    INVITE = "invite"
    HOLD = "hold"


class Wanted(StrEnum):
    THERE = "there"
    GONE = "gone"


class Seen(StrEnum):
    NOTHING = "nothing"  # no request ever left
    ASKED = "asked"  # a request may have left: the provider is asked before anything else
    THERE = "there"
    GONE = "gone"  # it was there, and is not any more: it is never made again
    UNSETTLED = "unsettled"  # a human decides


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing at one provider. ``code`` is of the last error's text; ``asked_at``: when a request last left."""

    key: str
    proposal: str
    kind: Kind
    account: str
    wanted: Wanted
    seen: Seen
    tries: int = 0
    code: str = ""
    asked_at: datetime | None = None
    changed_at: datetime | None = None


def add(store: Store, key: str, proposal: str, kind: Kind, account: str, *, now: datetime) -> Effect:
    """The effect of that key, made if it is new, and wanted (again): what is known of it stays as it is."""
    with store.transaction():
        values = {"key": key, "proposal": proposal, "kind": kind.value, "account": account, "now": int(now.timestamp())}
        store.connection.execute(sql("effects.add"), values)
        return next(one for one in effects(store, proposal) if one.key == key)


def effects(store: Store, proposal: str | None = None) -> list[Effect]:
    """Everything that was ever to stand somewhere, oldest change first; only that of one proposal when it is given."""
    db = store.connection
    rows = db.execute(sql("effects.all")) if proposal is None else db.execute(sql("effects.of"), (proposal,))
    return [_read(row) for row in rows.fetchall()]


def want_gone(store: Store, proposal: str, *, now: datetime) -> list[Effect]:
    """Note that nothing of a proposal should stand any more; what that leaves to be done."""
    with store.transaction():
        open_ = [one for one in effects(store, proposal) if one.wanted is Wanted.THERE and one.seen is not Seen.GONE]
        for one in open_:
            values = {"wanted": Wanted.GONE.value, "now": int(now.timestamp()), "key": one.key}
            store.connection.execute(sql("effects.set_wanted"), values)
            audit.note(store, "take back", proposal=proposal, key=one.key, account=one.account, now=now)
    return [replace(one, wanted=Wanted.GONE) for one in open_]


def see(store: Store, one: Effect, seen: Seen, *, now: datetime, code: str = "", account: str = "") -> Effect:
    """Note what is known of an effect, and return it so. ``ASKED`` is noted before the request leaves, and counts as a
    try."""
    asking = seen is Seen.ASKED and one.seen is not Seen.ASKED
    asked_at = now if asking else one.asked_at
    following = replace(
        one,
        seen=seen,
        code=code,
        tries=one.tries + asking,
        account=account or one.account,
        asked_at=asked_at,
        changed_at=now,
    )
    with store.transaction():
        store.connection.execute(
            sql("effects.set_seen"),
            {
                "key": one.key,
                "seen": seen.value,
                "code": code,
                "tries": following.tries,
                "account": following.account,
                "asked_at": None if asked_at is None else int(asked_at.timestamp()),
                "now": int(now.timestamp()),
            },
        )
        audit.note(
            store,
            f"{one.kind} {one.wanted}",
            proposal=one.proposal,
            key=one.key,
            account=following.account,
            result=seen.value,
            code=code,
            now=now,
        )
    return following


def _read(row: tuple[str, str, str, str, str, str, int, str, int | None, int]) -> Effect:
    key, proposal, kind, account, wanted, seen, tries, code, asked, changed = row
    return Effect(
        key=key,
        proposal=proposal,
        kind=Kind(kind),
        account=account,
        wanted=Wanted(wanted),
        seen=Seen(seen),
        tries=tries,
        code=code,
        asked_at=None if asked is None else datetime.fromtimestamp(asked, UTC),
        changed_at=datetime.fromtimestamp(changed, UTC),
    )
