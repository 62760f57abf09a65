"""Invitations and holds → Graph's events, with what coucou finds them by again.

https://learn.microsoft.com/graph/api/user-post-events. The two properties are extended ones of a set of our own, which
no view of Outlook shows (…/graph/api/resources/extended-properties-overview).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from coucou.contract import Invitation
from coucou.core.zones import iana
from coucou_connectors import zones
from coucou_connectors.outlook.fields import Json, parts, text

_SET = "{6ec8a3f1-1f0e-4b43-9d0c-5b1a3c2e7d84}"  # chosen once for coucou, and for good
KEY = f"String {_SET} Name coucou_key"
MARK = f"String {_SET} Name coucou_mark"
WITH_MARK = f"singleValueExtendedProperties($filter=id eq '{MARK}')"
"""An ``$expand`` that brings the mark of what coucou made, and nothing else."""

_KEY = re.compile(r"[0-9a-f]{32}")


def by_key(key: str) -> str:
    """A ``$filter`` for what was made under ``key``. :raises ValueError: it is no key, and might say something else."""
    if not _KEY.fullmatch(key):
        raise ValueError("a key is 32 hexadecimal digits")
    return f"singleValueExtendedProperties/Any(ep: ep/id eq '{KEY}' and ep/value eq '{key}')"


def mark_of(item: Json) -> str | None:
    """The mark that an event carries, where it was asked for."""
    told = (
        one for one in parts(item, "singleValueExtendedProperties") if text(one, "id").casefold() == MARK.casefold()
    )
    return next((text(one, "value") for one in told), "") or None


def drafted(invitation: Invitation, *, personal: bool) -> dict[str, Any]:
    """What is posted. ``transactionId`` makes the server itself refuse a second event under the same key."""
    made: dict[str, Any] = {
        "subject": invitation.subject,
        "start": written(invitation.start, invitation.timezone),
        "end": written(invitation.end, invitation.timezone),
        "showAs": "busy",
        "transactionId": str(UUID(invitation.key)),
        "singleValueExtendedProperties": [
            {"id": KEY, "value": invitation.key},
            {"id": MARK, "value": invitation.mark},
        ],
    }
    if not invitation.attendee:
        return {**made, "sensitivity": "private", "isReminderOn": False}
    name = invitation.attendee_name or invitation.attendee
    made |= {
        "body": {"contentType": "text", "content": invitation.body},
        "attendees": [{"type": "required", "emailAddress": {"address": invitation.attendee, "name": name}}],
        "allowNewTimeProposals": True,
        "responseRequested": True,
    }
    if invitation.video:
        made |= {"isOnlineMeeting": True, **({} if personal else {"onlineMeetingProvider": "teamsForBusiness"})}
    return made


def written(moment: datetime, zone: str) -> dict[str, str]:
    """A ``dateTimeTimeZone`` by the user's own clock, which Outlook shows; in UTC where that hour comes twice, or where
    Windows has no name for the zone: Graph knows only some of IANA's."""
    name, there = zones.windows(zone), iana(zone)
    if name is not None and there is not None:
        wall = moment.astimezone(there)
        if wall.replace(fold=0).utcoffset() == wall.replace(fold=1).utcoffset():
            return {"dateTime": f"{wall:%Y-%m-%dT%H:%M:%S}", "timeZone": name}
    return {"dateTime": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
