"""When colleagues are free, as far as their organisation lets it be seen.

https://learn.microsoft.com/graph/api/calendar-getschedule: 20 people and 62 days a request, work accounts only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from coucou.contract import Span, TryLater
from coucou.core.address import normal
from coucou_connectors.outlook.errors import Lost, Missing, Unusable
from coucou_connectors.outlook.fields import Json, part, parts, text
from coucou_connectors.outlook.wire import Wire

PROBE = "getSchedule"
_MOST = 20
_LONGEST = timedelta(days=61)
_STEP = timedelta(minutes=15)
_FREE = frozenset("04")  # free, working elsewhere; 1 is tentative, 2 busy, 3 out of the office
_TAKEN = frozenset("123")


class Schedules:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def busy(self, addresses: Sequence[str], window: Span) -> Mapping[str, tuple[Span, ...] | None]:
        """See ``ReadsAvailability``. Whoever Graph does not tell everything about is unknown."""
        found: dict[str, tuple[Span, ...] | None] = dict.fromkeys(addresses)
        if self._wire.tokens.personal():
            return found
        for first in range(0, len(addresses), _MOST):
            some = addresses[first : first + _MOST]
            whole: dict[str, list[Span] | None] = {address: [] for address in some}
            for stretch in _stretches(window):
                told = self._views(some, stretch)
                for address in some:
                    spans, known = whole[address], taken(told.get(normal(address), ""), stretch)
                    whole[address] = None if spans is None or known is None else [*spans, *known]
            found |= {
                address: None if spans is None else tuple(_clipped(spans, window)) for address, spans in whole.items()
            }
        return found

    def _views(self, addresses: Sequence[str], window: Span) -> dict[str, str]:
        """The ``availabilityView`` of each address that was told without an error. Nothing else of the answer is kept:
        ``scheduleItems`` may hold subjects of colleagues' meetings."""
        asked = {
            "schedules": list(addresses),
            "startTime": _written(window.start),
            "endTime": _written(window.end),
            "availabilityViewInterval": int(_STEP / timedelta(minutes=1)),
        }
        try:
            answer = self._wire.post(self._wire.own("/calendar/getSchedule"), asked)
        except (Lost, Missing, Unusable) as error:
            if isinstance(error, Lost):
                raise TryLater("outlook.failing") from error
            return {}
        return dict(_told(answer))


def _told(answer: Json) -> Iterator[tuple[str, str]]:
    for one in parts(answer, "value"):
        if not part(one, "error"):
            yield normal(text(one, "scheduleId")), text(one, "availabilityView")


def taken(view: str, window: Span) -> list[Span] | None:
    """The stretches of a view that are taken; None when it does not tell about all of ``window``."""
    if len(view) < math.ceil(window.length / _STEP) or not set(view) <= _FREE | _TAKEN:
        return None
    spans = []
    begun: datetime | None = None
    for number, told in enumerate([*view, "0"]):
        at = window.start + number * _STEP
        if told in _TAKEN:
            begun = begun or at
        elif begun is not None:
            spans.append(Span(begun, at))
            begun = None
    return spans


def _stretches(window: Span) -> Iterator[Span]:
    """``window`` on whole quarter hours of UTC, in parts that one request may ask for."""
    start = window.start.astimezone(UTC)
    start -= timedelta(minutes=start.minute % 15, seconds=start.second, microseconds=start.microsecond)
    end = window.end.astimezone(UTC)
    while start < end:
        last = min(start + _LONGEST, start + math.ceil((end - start) / _STEP) * _STEP)
        yield Span(start, last)
        start = last


def _clipped(spans: Sequence[Span], window: Span) -> Iterator[Span]:
    for span in spans:
        if span.overlaps(window):
            yield Span(max(span.start, window.start), min(span.end, window.end))


def _written(moment: datetime) -> dict[str, str]:
    return {"dateTime": f"{moment:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
