"""Google Contacts, where the user wants them: names, addresses and employers, nothing else.

https://developers.google.com/people/api/rest/v1/people.connections/list
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from coucou.contract import Batch, Card, Cursor, CursorExpired, Reading, SourceId
from coucou_connectors.google.errors import Gone, Unusable
from coucou_connectors.google.scopes import CONTACTS
from coucou_connectors.google.wire import Wire

VERSION = 1
_PAGE = 1000
_PERSON = "names,emailAddresses,organizations,metadata"
_FIELDS = (
    "nextPageToken,nextSyncToken,connections(resourceName,metadata/deleted,metadata/previousResourceNames,"
    "names/displayName,emailAddresses/value,organizations(name,title,current))"
)


class Contacts:
    """The contacts of one account."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        """See ``Reads.changes``. Google's tokens live for a week.

        :raises CursorExpired: ``google.cursor``, ``google.cursor_gone``.
        """
        token = "" if since is None else _token(since)
        self._wire.allow(CONTACTS)
        first, page = since is None, ""
        while True:
            told = self._page(token, page)
            page = told.get("nextPageToken", "")
            people = told.get("connections", ())
            yield Batch(
                appeared=tuple(card for one in people if not _went(one) and (card := _card(one))),
                gone=tuple(SourceId(name) for one in people for name in _gone(one)),
                cursor=None if page else Cursor(json.dumps([told.get("nextSyncToken", "")]), VERSION),
                everything_again=first,
            )
            first = False
            if not page:
                return

    def _page(self, token: str, page: str) -> dict[str, Any]:
        more = {**({"syncToken": token} if token else {}), **({"pageToken": page} if page else {})}
        try:
            return self._wire.call(
                "people",
                lambda api: api.people().connections().list(
                    resourceName="people/me", personFields=_PERSON, pageSize=_PAGE, requestSyncToken=True,
                    fields=_FIELDS, **more
                ),
            )  # fmt: skip
        except (Gone, Unusable) as error:
            if more:
                raise CursorExpired("google.cursor_gone") from error
            raise


def _token(cursor: Cursor) -> str:
    try:
        (token,) = json.loads(cursor.value)
    except (ValueError, TypeError) as error:
        raise CursorExpired("google.cursor") from error
    if cursor.version != VERSION or not isinstance(token, str) or not token:
        raise CursorExpired("google.cursor")
    return token


def _went(one: Mapping[str, Any]) -> bool:
    return bool(one.get("metadata", {}).get("deleted"))


def _gone(one: Mapping[str, Any]) -> list[str]:
    """The resource if it was deleted, and the names it had before it was merged with another."""
    return [*([one["resourceName"]] if _went(one) else []), *one.get("metadata", {}).get("previousResourceNames", ())]


def _card(one: Mapping[str, Any]) -> Card | None:
    """None for what has neither a name nor an address."""
    name = next((n["displayName"].strip() for n in one.get("names", ()) if n.get("displayName")), "")
    addresses = tuple(a["value"].strip() for a in one.get("emailAddresses", ()) if "@" in a.get("value", ""))
    if not name and not addresses:
        return None
    employers = one.get("organizations", ())
    employer = next((o for o in employers if o.get("current")), employers[0] if employers else {})
    organization, title = (employer.get(key, "").strip() for key in ("name", "title"))
    return Card(SourceId(one["resourceName"]), name, addresses, organization, title)
