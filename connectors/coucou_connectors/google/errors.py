"""Google's errors → what the daemon does next (cloud.google.com/apis/design/errors and each API's error pages)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from coucou.contract import ConnectorError, Refused, TryLater
from coucou_connectors.backoff import TRIES, retry_after

_TOO_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"})
_USED_UP = frozenset({"quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg"})
_NO_SCOPE = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
_SWITCHED_OFF = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
_PACIFIC = ZoneInfo("America/Los_Angeles")  # daily quotas renew at its midnight


def tries(error: TryLater) -> int:
    """How often to try in spite of ``error``: quotas are of a minute, so a minute is waited for; other failures are
    over at once or last."""
    return 7 if error.code == "google.too_fast" else TRIES


class Gone(Refused):
    """404 and 410: the thing, the cursor or the page is not there any more. Readers know which it is."""


class Unusable(Refused):
    """400: the request as it stands is not understood; a page token that went stale, among others."""


def error_of(status: int, headers: Mapping[str, str], content: bytes | str, now: datetime) -> ConnectorError:
    """The error that an answer means. Nothing of its text is kept: it may quote what was asked."""
    reasons = _reasons(content)
    after = retry_after(headers.get("retry-after"), now)
    if status in (404, 410):
        return Gone("google.refused", status=status, reason=min(reasons, default="notFound"))
    if status == 429 or status >= 500 or reasons & _TOO_FAST:
        return TryLater("google.too_fast" if status in (403, 429) else "google.failing", after)
    if reasons & _USED_UP:
        return TryLater("google.quota", after or _until_renewed(now))
    if status == 400:
        return Unusable("google.refused", status=status, reason=min(reasons, default="badRequest"))
    return _refusal(status, reasons)


def _refusal(status: int, reasons: frozenset[str]) -> ConnectorError:
    if reasons & _NO_SCOPE:
        return Refused("google.scope_missing")
    if reasons & _SWITCHED_OFF:
        return Refused("google.api_off")
    if "domainPolicy" in reasons:
        return Refused("google.domain_policy")
    return Refused("google.refused", status=status, reason=min(reasons, default="?"))


def _reasons(content: bytes | str) -> frozenset[str]:
    """The machine-readable reasons of an error, in the old form and the new."""
    try:
        error = json.loads(content)["error"]
        entries = [*error.get("errors", ()), *error.get("details", ())]
        told = [entry.get("reason") for entry in entries] + [error.get("status")]
    except (ValueError, KeyError, TypeError, AttributeError):
        return frozenset()
    return frozenset(word for word in told if isinstance(word, str) and word.replace("_", "").isalnum())


def _until_renewed(now: datetime) -> timedelta:
    here = now.astimezone(_PACIFIC)
    midnight = (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return timedelta(seconds=midnight.timestamp() - now.timestamp())
