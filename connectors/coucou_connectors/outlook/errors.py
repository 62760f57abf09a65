"""Graph's errors → what the daemon does next (https://learn.microsoft.com/graph/errors)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import datetime, timedelta

from coucou.contract import ConnectorError, Refused, TryLater
from coucou_connectors.backoff import retry_after

_LOST = frozenset({"syncstatenotfound", "syncstateinvalid", "resyncrequired"})
_NO_MAILBOX = frozenset({"mailboxnotenabledforrestapi", "mailboxnotsupportedforrestapi", "errorinvaliduser"})
_POLICY = frozenset({"erroraccesspolicydenied", "accesspolicydenied"})


class Lost(Exception):
    """The delta or page token is not known any more: 410, or ``syncStateNotFound`` in whatever spelling."""


class Missing(Exception):
    """404: the folder or calendar is not there."""


class Unusable(Exception):
    """400: the request as it stands is not understood."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooLarge(Exception):
    """504: the server could not make so large a page in time; a smaller one may do."""

    def __init__(self, after: timedelta | None) -> None:
        super().__init__()
        self.after = after


def smaller(size: int) -> int:
    """The size of a page that is tried after one that was too large."""
    return max(size // 4, 1)


def error_of(status: int, headers: Mapping[str, str], content: bytes, now: datetime) -> Exception:
    """The error that an answer means. Nothing of its text is kept: it may quote what was asked."""
    reason = reason_of(content)
    code = reason.casefold()
    if status == 410 or (400 <= status < 500 and code in _LOST):
        return Lost()
    after = _after(headers.get("Retry-After"), now)
    if status == 504:
        return TooLarge(after)
    if status == 429 or status >= 500:
        return TryLater("outlook.too_fast" if status == 429 else "outlook.failing", after)
    if code in _NO_MAILBOX:
        return Refused("outlook.no_mailbox")
    if status == 404:
        return Missing()
    if status == 400:
        return Unusable(reason or "badRequest")
    return _refusal(status, reason)


def _refusal(status: int, reason: str) -> ConnectorError:
    if reason.casefold() in _POLICY:
        return Refused("outlook.policy")
    if status == 403:
        return Refused("outlook.scope_missing")
    return Refused("outlook.refused", status=status, reason=reason or "?")


def reason_of(content: bytes) -> str:
    """The machine-readable code of an error; "" when there is none."""
    try:
        told = json.loads(content)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return ""
    return told if isinstance(told, str) and told.replace(".", "").replace("_", "").isalnum() else ""


def _after(value: str | None, now: datetime) -> timedelta | None:
    """Graph has been seen to write fractions of a second, which RFC 9110 does not know."""
    try:
        seconds = float(value or "")
    except ValueError:
        return retry_after(value, now)
    return timedelta(seconds=math.ceil(seconds)) if 0 <= seconds < 10**8 else None
