"""Sending: one event a key in the user's own calendar (…/calendar/api/v3/reference/events/insert).

The event's id is made of the key, so Calendar itself refuses to make a second one, and keeps a deleted id taken. Who is
invited is told by Calendar, in the one request that makes the event: an event made in silence and announced later does
not reach calendars elsewhere.
"""

from __future__ import annotations

from typing import Any

from coucou.contract import ConnectorError, Invitation, Receipt, Refused, Unclear
from coucou_connectors.google.errors import Gone
from coucou_connectors.google.events import MARK
from coucou_connectors.google.once import once
from coucou_connectors.google.scopes import SEND
from coucou_connectors.google.wire import Wire

_CALENDAR = "primary"
_TAKEN = 409


class Invitations:
    """See ``SendsInvitations``. ``follows`` unless the user chose calendars and the main one is not among them."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        chosen = {name.casefold() for name in wire.setting.options.calendars}
        self.follows = not chosen or not chosen.isdisjoint({"*", "primary"})

    def send(self, invitation: Invitation) -> Receipt:
        """See ``SendsInvitations.send``. A 409 says that it was made before: then it is looked at."""
        self._wire.allow(SEND)
        try:
            told = once(
                self._wire,
                lambda api: api.events().insert(
                    calendarId=_CALENDAR,
                    body=_event(invitation),
                    sendUpdates=_told(invitation),
                    conferenceDataVersion=int(invitation.video),
                    fields="status",
                ),
            )
        except Refused as refused:
            if refused.values.get("status") != _TAKEN:
                raise
            return self._taken(invitation.key)
        return Receipt(invitation.key, told.get("status") != "cancelled")

    def find(self, key: str) -> Receipt | None:
        """See ``SendsInvitations.find``."""
        try:
            told = self._wire.call(
                "calendar", lambda api: api.events().get(calendarId=_CALENDAR, eventId=_id(key), fields="status")
            )
        except Gone as gone:
            return Receipt(key, live=False) if gone.values.get("status") == 410 else None
        return Receipt(key, told.get("status") != "cancelled")

    def cancel(self, invitation: Invitation) -> None:
        """See ``SendsInvitations.cancel``."""
        self._wire.allow(SEND)
        try:
            once(
                self._wire,
                lambda api: api.events().delete(
                    calendarId=_CALENDAR, eventId=_id(invitation.key), sendUpdates=_told(invitation)
                ),
            )
        except Gone:
            return

    def _taken(self, key: str) -> Receipt:
        """It was made before. What Calendar has forgotten of it cannot stand any more."""
        try:
            return self.find(key) or Receipt(key, live=False)
        except ConnectorError as error:  # to the engine these would mean that there is nothing
            raise Unclear("google.unclear") from error


def _id(key: str) -> str:
    """Calendar takes a to v and 0 to 9, 5 to 1,024 of them (Event.id)."""
    return f"coucou{key}"


def _told(invitation: Invitation) -> str:
    return "all" if invitation.attendee else "none"


def _event(invitation: Invitation) -> dict[str, Any]:
    """The whole event. Without an attendee it is time kept for oneself."""
    zone = invitation.timezone
    made: dict[str, Any] = {
        "id": _id(invitation.key),
        "summary": invitation.subject,
        "start": {"dateTime": invitation.start.isoformat(), "timeZone": zone},
        "end": {"dateTime": invitation.end.isoformat(), "timeZone": zone},
        "transparency": "opaque",
        "guestsCanInviteOthers": False,
        "extendedProperties": {"private": {MARK: invitation.mark}},  # on this calendar's copy alone
    }
    if invitation.body:
        made["description"] = invitation.body
    if not invitation.attendee:
        return {**made, "visibility": "private", "reminders": {"useDefault": False, "overrides": []}}
    guest = {"email": invitation.attendee, "displayName": invitation.attendee_name}
    made["attendees"] = [{name: value for name, value in guest.items() if value}]
    if invitation.video:
        asked = {"requestId": invitation.key, "conferenceSolutionKey": {"type": "hangoutsMeet"}}
        made["conferenceData"] = {"createRequest": asked}
    return made
