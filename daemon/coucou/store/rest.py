"""Accounts that are left alone: until the moment that their provider named, or until somebody signs in again."""

from __future__ import annotations

from datetime import datetime, timedelta

from coucou.store.accounts import ReaderState, State, account_states, meta, set_meta
from coucou.store.file import Store

LONGEST = timedelta(days=1)
"""No provider is left alone for longer, whatever it or a clock that was set back says."""

_REFUSED = "sign-in refused: "
_PAUSED = "left alone: "


def at_rest(store: Store, account: str, *, now: datetime, sign_in: str) -> dict[str, ReaderState]:
    """The readers of ``account`` that are not to be called at ``now``, and why.

    ``sign_in`` tells one sign-in of the account from another: one that was refused is not offered again.
    """
    refused = meta(store, f"{_REFUSED}{account}")
    return {
        one.reader: one
        for one in account_states(store)
        if one.name == account and (_rests(one, now) or (one.state is State.SIGN_IN and refused == sign_in))
    }


def note_refused(store: Store, account: str, sign_in: str) -> None:
    """Keep which sign-in of ``account`` its provider does not accept."""
    set_meta(store, f"{_REFUSED}{account}", sign_in)


def pause(store: Store, what: str, until: datetime) -> None:
    """Leave ``what`` alone until then."""
    set_meta(store, f"{_PAUSED}{what}", str(int(until.timestamp())))


def is_paused(store: Store, what: str, now: datetime) -> bool:
    until = int(meta(store, f"{_PAUSED}{what}") or 0)
    return now.timestamp() < until <= (now + LONGEST).timestamp()


def _rests(one: ReaderState, now: datetime) -> bool:
    return one.state is State.LATER and one.again_at is not None and now < one.again_at <= now + LONGEST
