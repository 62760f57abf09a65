"""Where tokens may go: over https anywhere, over plain http on this machine only."""

from __future__ import annotations

from urllib.parse import urlsplit

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def on_loopback(address: str) -> bool:
    """Whether a URL names this machine."""
    return urlsplit(address).hostname in _LOOPBACK


def is_safe(address: str) -> bool:
    """Whether a token may be sent to a URL that the user named."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and on_loopback(address)))
