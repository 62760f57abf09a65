"""When others are free, as far as they let it be seen (…/calendar/api/v3/reference/freebusy/query)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from coucou.contract import Span
from coucou_connectors.google.scopes import FREEBUSY
from coucou_connectors.google.wire import Make, Wire

_MOST = 50  # calendars a request


class FreeBusy:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def busy(self, addresses: Sequence[str], window: Span) -> Mapping[str, tuple[Span, ...] | None]:
        """See ``ReadsAvailability``. A calendar that Google does not find, or fails to read, is unknown."""
        self._wire.allow(FREEBUSY)
        found: dict[str, tuple[Span, ...] | None] = {}
        for start in range(0, len(addresses), _MOST):
            part = list(addresses[start : start + _MOST])
            told = self._wire.call("calendar", _query(part, window))
            calendars = {key.casefold(): value for key, value in told.get("calendars", {}).items()}
            found |= {address: _taken(calendars.get(address.casefold())) for address in part}
        return found


def _query(addresses: list[str], window: Span) -> Make:
    asked = {
        "timeMin": window.start.isoformat(),
        "timeMax": window.end.isoformat(),
        "items": [{"id": address} for address in addresses],
    }
    return lambda api: api.freebusy().query(body=asked, fields="calendars(*(busy,errors/reason))")


def _taken(told: Mapping[str, Any] | None) -> tuple[Span, ...] | None:
    """None unless Google said it all: an error inside a 200, or a stretch that cannot be read, is unknown."""
    if told is None or told.get("errors"):
        return None
    try:
        moments = [(datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"])) for one in told["busy"]]
        return tuple(Span(start, end) for start, end in moments)
    except (KeyError, ValueError):
        return None
