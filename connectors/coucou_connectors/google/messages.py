"""Gmail's message resources → messages (developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from coucou.contract import Message, Reading
from coucou_connectors import headers
from coucou_connectors.headers import Skip

HEADERS = (
    "From", "To", "Cc", "Date", "Message-ID", "In-Reply-To", "References", "Sender", "Reply-To", "List-Id",
    "List-Unsubscribe", "Precedence", "Auto-Submitted", "X-Failed-Recipients",
)  # fmt: skip
# Without this, Gmail adds the snippet, which is the beginning of the body.
FIELDS = "id,labelIds,internalDate,payload/headers"
NEVER = frozenset({"DRAFT", "SPAM", "TRASH", "CHAT"})
_AHEAD = timedelta(days=1)  # how much later than its arrival a message may be dated: clocks of senders are off


def wanted(subjects: bool) -> list[str]:
    """The headers that are asked for."""
    return [*HEADERS, "Subject"] if subjects else [*HEADERS]


def is_read(labels: Iterable[str], skipped: Iterable[str]) -> bool:
    """Whether a message with these label ids is one that we read."""
    return NEVER.isdisjoint(labels) and frozenset(skipped).isdisjoint(labels)


def arrived(resource: Mapping[str, Any]) -> datetime | None:
    """When Gmail took the message in; None when it does not say."""
    try:
        return datetime.fromtimestamp(int(resource["internalDate"]) / 1000, UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def message(resource: Mapping[str, Any], names: Mapping[str, str], reading: Reading) -> Message | Skip:
    """The message, or why it is none. ``names`` gives labels their names; those of Gmail's own are their ids."""
    pairs = [(one["name"], one.get("value", "")) for one in resource.get("payload", {}).get("headers", ())]
    told = headers.of_pairs(pairs, reading.subjects)
    moment = arrived(resource)
    if moment is not None and moment < reading.oldest:
        return Skip.TOO_OLD
    made = _made(told, reading, resource, names, moment)
    if moment is not None and isinstance(made, Message) and made.moment > moment + _AHEAD:
        made = _made({k: v for k, v in told.items() if k != "date"}, reading, resource, names, moment)
    return made


def _made(
    told: Mapping[str, str],
    reading: Reading,
    resource: Mapping[str, Any],
    names: Mapping[str, str],
    moment: datetime | None,
) -> Message | Skip:
    labels = tuple(resource.get("labelIds", ()))
    shown = tuple(names.get(label, label) for label in labels)
    return headers.message(told, reading, str(resource["id"]), shown, "SENT" in labels, moment)
