"""Putting invitations and holds into a mailbox's own calendar, each once (https://learn.microsoft.com/graph/api/user-post-events).

Graph mails the attendee as soon as an event is made, and nothing can stop it. So what stands under a key is looked for
before it is made; a ``transactionId`` lets the server refuse a second one; and a request is never repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from coucou.contract import ConnectorError, Invitation, Receipt, Refused, TryLater, Unclear
from coucou_connectors.outlook.draft import by_key, drafted
from coucou_connectors.outlook.errors import Lost, Missing, Unusable
from coucou_connectors.outlook.fields import Json, flag, text
from coucou_connectors.outlook.pen import Duplicate, Pen
from coucou_connectors.outlook.places import counting, listed
from coucou_connectors.outlook.wire import Wire

_FEW = "10"


class Sender:
    """``SendsInvitations``, into the first of the account's calendars that are read, so that its answers come back."""

    follows = True

    def __init__(self, wire: Wire, pen: Pen) -> None:
        self._wire = wire
        self._pen = pen

    def send(self, invitation: Invitation) -> Receipt:
        """See ``SendsInvitations.send``. What the user deleted is not found again; as long as the server remembers its
        ``transactionId``, it is known to have been made all the same."""
        made = self.find(invitation.key)
        if made is not None:
            return made
        path = self._calendar()
        try:
            self._pen.write("POST", path, drafted(invitation, personal=self._wire.tokens.personal()))
        except Duplicate:
            return self._made_before(invitation.key)
        except (Lost, Missing) as error:
            raise Refused("outlook.no_calendars") from error
        except Unusable as error:
            raise Refused("outlook.refused", status=400, reason=error.reason) from error
        return Receipt(invitation.key)

    def find(self, key: str) -> Receipt | None:
        """See ``SendsInvitations.find``."""
        found = list(self._under(key))
        return Receipt(key, live=not all(flag(one, "isCancelled") for one in found)) if found else None

    def cancel(self, invitation: Invitation) -> None:
        """See ``SendsInvitations.cancel``."""
        for one in list(self._under(invitation.key)):
            path = self._wire.own(f"/events/{quote(text(one, 'id'), safe='')}")
            try:
                self._take_back(path, invitation)
            except (Lost, Missing):
                continue  # somebody was first
            except Unusable as error:
                raise Refused("outlook.refused", status=400, reason=error.reason) from error

    def _take_back(self, path: str, invitation: Invitation) -> None:
        if invitation.attendee:
            try:
                self._pen.write("POST", f"{path}/cancel", {"Comment": ""})
                return
            except Unusable:  # there is nobody on it any more
                pass
        self._pen.write("DELETE", path)

    def _under(self, key: str) -> Iterator[Json]:
        """What stands under a key, in whatever calendar of the mailbox."""
        asked = {"$filter": by_key(key), "$select": "id,isCancelled", "$top": _FEW}
        try:
            yield from self._wire.pages(self._wire.own("/events"), asked)
        except Missing as error:
            raise Refused("outlook.no_mailbox") from error
        except (Lost, Unusable) as error:
            raise TryLater("outlook.failing") from error

    def _made_before(self, key: str) -> Receipt:
        """The server knows the transaction. Where there is no event, it was deleted, and is not made again."""
        try:
            return self.find(key) or Receipt(key, live=False)
        except ConnectorError as error:  # whose name would say that nothing was made
            raise Unclear("outlook.unclear") from error

    def _calendar(self) -> str:
        """Where events are made. :raises Refused: none of the calendars that are read can be written."""
        if not self._wire.setting.options.calendars:
            return self._wire.own("/calendar/events")
        for one in counting(self._wire, listed(self._wire)):
            if flag(one, "canEdit"):
                return self._wire.own(f"/calendars/{quote(text(one, 'id'), safe='')}/events")
        raise Refused("outlook.none_to_write")
