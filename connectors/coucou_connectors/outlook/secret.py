"""What the vault keeps for an Outlook account: msal's cache of tokens, and what is known of who signed in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from coucou.contract import Refused


@dataclass(frozen=True, slots=True)
class Secret:
    """``dead`` says that Microsoft refused the sign-in for good: it is not offered again and again."""

    cache: str = field(repr=False)  # as msal serializes it
    who: str = field(default="", repr=False)  # msal's home account id
    addresses: tuple[str, ...] = field(default=(), repr=False)  # the mailbox's own, the main one first
    scopes: tuple[str, ...] = ()
    personal: bool = False  # a Microsoft account of a person, not of an organisation
    dead: bool = False


def dump(secret: Secret) -> bytes:
    told = {name: getattr(secret, name) for name in Secret.__slots__}
    return json.dumps({"outlook": 1, **told}).encode()


def load(stored: bytes) -> Secret:
    """:raises Refused: ``outlook.other_secret``: another connector of the same account name stored it."""
    try:
        told = json.loads(stored)
        if told.pop("outlook") != 1:
            raise Refused("outlook.other_secret")
        return Secret(**{**told, "addresses": tuple(told["addresses"]), "scopes": tuple(told["scopes"])})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused("outlook.other_secret") from error
