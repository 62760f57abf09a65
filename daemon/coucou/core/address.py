"""Addresses: the normal form in which they are compared, and what their spelling alone tells."""

from __future__ import annotations

from functools import lru_cache

_GMAIL = frozenset({"gmail.com", "googlemail.com"})


@lru_cache(maxsize=65536)
def normal(address: str) -> str:
    """The form in which two spellings of one mailbox are equal: case, plus-tags, and Gmail's dots and old domain folded.

    RFC 5321 (2.4) lets a local part be case-sensitive; no provider in use makes it so.
    """
    local, at, domain = address.strip().casefold().rpartition("@")
    if not at:
        return domain
    local = local.partition("+")[0] or local
    domain = domain.rstrip(".")
    if domain in _GMAIL:
        local, domain = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{domain}"


def domain_of(address: str) -> str:
    """The part after the last @, case folded; "" when there is none."""
    return address.rpartition("@")[2].casefold() if "@" in address else ""
