"""What the vault keeps for a Google account, as bytes and as a value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from coucou.contract import Refused


@dataclass(frozen=True, slots=True)
class Secret:
    """``expires`` is in epoch seconds. ``dead`` says that Google refused the refresh token for good: it is not offered
    again, because asking again and again locks accounts. ``ends``, in epoch seconds, is when the refresh token ends by
    itself, 0 where Google named no end."""

    client_id: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)
    scopes: tuple[str, ...]
    token: str = field(default="", repr=False)
    expires: float = 0.0
    dead: bool = False
    ends: float = 0.0


def end_of(told: Mapping[str, object], now: float) -> float:
    """When the refresh token ends, from an answer with tokens; 0 where it says nothing of it.

    Google adds ``refresh_token_expires_in`` where access is limited in time: with a client in "Testing", seven days
    (developers.google.com/identity/protocols/oauth2, "Refresh token expiration").
    """
    seconds = told.get("refresh_token_expires_in")
    return now + float(seconds) if isinstance(seconds, int | float) and seconds > 0 else 0.0


def dump(secret: Secret) -> bytes:
    told = {name: getattr(secret, name) for name in Secret.__slots__}
    return json.dumps({"google": 1, **told}).encode()


def load(stored: bytes) -> Secret:
    """:raises Refused: ``google.other_secret``: another connector of the same account name stored it."""
    try:
        told = json.loads(stored)
        if told.pop("google") != 1:
            raise Refused("google.other_secret")
        return Secret(**{**told, "scopes": tuple(told["scopes"])})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused("google.other_secret") from error
