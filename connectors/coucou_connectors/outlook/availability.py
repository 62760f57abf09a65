"""When colleagues are free, as far as their organisation lets it be seen.

https://learn.microsoft.com/graph/api/calendar-getschedule: 20 people and 62 days a request, work accounts only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from coucou.contract import Span, TryLater, WorkingHours
from coucou.core.address import normal
from coucou_connectors import zones
from coucou_connectors.outlook.errors import Lost, Missing, Unusable
from coucou_connectors.outlook.fields import Json, clock, part, parts, text, words
from coucou_connectors.outlook.wire import Wire

_MOST = 20
_LONGEST = timedelta(days=61)
_STEP = timedelta(minutes=15)
_FREE = frozenset("04")  # free, working elsewhere; 1 is tentative, 2 busy, 3 out of the office
_TAKEN = frozenset("123")
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Schedules:
    """``busy`` and ``hours``. The hours come with the time, so that who is asked about both costs one request."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._hours: dict[str, WorkingHours | None] = {}

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

    def hours(self, addresses: Sequence[str]) -> Mapping[str, WorkingHours | None]:
        """See ``ReadsHours``."""
        lacking = [] if self._wire.tokens.personal() else [one for one in addresses if normal(one) not in self._hours]
        now = self._wire.setting.clock.now()
        for first in range(0, len(lacking), _MOST):
            some = lacking[first : first + _MOST]
            self._hours |= dict.fromkeys(map(normal, some))
            self._views(some, next(_stretches(Span(now, now + _STEP))))
        return {address: self._hours.get(normal(address)) for address in addresses}

    def _views(self, addresses: Sequence[str], window: Span) -> dict[str, str]:
        """The ``availabilityView`` of each address that was told without an error. Of the rest of the answer only the
        working hours are kept: ``scheduleItems`` may hold subjects of colleagues' meetings."""
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
        told = {normal(text(one, "scheduleId")): one for one in parts(answer, "value") if not part(one, "error")}
        self._hours |= {address: working(part(one, "workingHours")) for address, one in told.items()}
        return {address: text(one, "availabilityView") for address, one in told.items()}


def working(told: Json) -> WorkingHours | None:
    """A ``workingHours``; None where a part is missing, or its zone is custom or not known: wrong hours help nobody."""
    days = frozenset(_WEEK.index(one.casefold()) for one in words(told, "daysOfWeek") if one.casefold() in _WEEK)
    start, end, zone = (
        clock(told, "startTime"),
        clock(told, "endTime"),
        zones.iana(text(part(told, "timeZone"), "name")),
    )
    if not days or start is None or end is None or zone is None or start >= end:
        return None
    return WorkingHours(days, start, end, zone)


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
