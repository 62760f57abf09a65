"""What the vault keeps for a Google account, as bytes and as a value."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from coucou.contract import Refused


@dataclass(frozen=True, slots=True)
class Secret:
    """``expires`` is in epoch seconds. ``dead`` says that Google refused the refresh token for good: it is not offered
    again, because asking again and again locks accounts."""

    client_id: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)
    scopes: tuple[str, ...]
    token: str = field(default="", repr=False)
    expires: float = 0.0
    dead: bool = False


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
