"""The occurrences of a series that Graph expanded, joined again: one value a quarter of a year, with its dates.

A weekly meeting of five years is 20 values instead of 260, each with its people once. Quarters, so that what was
delivered stays as it is while the horizon moves on. Exceptions stay values of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from coucou.contract import Event, Recurrence, SourceId
from coucou.core.zones import iana
from coucou_connectors.outlook.event import Place, event, is_left_out
from coucou_connectors.outlook.fields import Json, digest, text


def quarter(at: datetime) -> datetime:
    """When the quarter of a moment begins, in UTC."""
    at = at.astimezone(UTC)
    return datetime(at.year, (at.month - 1) // 3 * 3 + 1, 1, tzinfo=UTC)


def later(begin: datetime, quarters: int) -> datetime:
    """The beginning of a quarter, so many quarters on."""
    months = begin.year * 12 + begin.month - 1 + 3 * quarters
    return begin.replace(year=months // 12, month=months % 12 + 1)


def instant(when: datetime | date, zone: str) -> datetime:
    """The moment at which something starts, near enough to tell its quarter: days are taken in UTC."""
    if not isinstance(when, datetime):
        return datetime.combine(when, time.min, tzinfo=UTC)
    return (when if when.tzinfo else when.replace(tzinfo=iana(zone) or UTC)).astimezone(UTC)


def joined(items: Iterable[Json], place: Place, *, subjects: bool) -> Iterator[Event]:
    """The events of one calendar, without those that are left out; each item once, whatever the pages repeat."""
    series: dict[tuple[str, datetime], dict[Event, list[Event]]] = defaultdict(lambda: defaultdict(list))
    for item in {text(item, "id"): item for item in items}.values():
        found = None if is_left_out(item, place) else event(item, place, subjects=subjects)
        if found is None:
            continue
        master = text(item, "seriesMasterId")
        if text(item, "type").casefold() != "occurrence" or not master:
            yield found
            continue
        alike = replace(found, source=SourceId(""), start=date.min, replaces=None)
        series[master, quarter(instant(found.start, found.zone))][alike].append(found)
    for (master, begin), kinds in series.items():
        groups = sorted((sorted(group, key=_start) for group in kinds.values()), key=lambda group: _start(group[0]))
        for number, group in enumerate(groups):
            yield _one(group, SourceId(digest(place.id, master, f"{begin:%Y-%m}", str(number))))


def _one(group: list[Event], source: SourceId) -> Event:
    first, others = group[0], group[1:]
    return replace(first, source=source, replaces=None, recurrence=Recurrence(dates=tuple(one.start for one in others)))


def _start(one: Event) -> datetime:
    return instant(one.start, one.zone)


def end(one: Event) -> datetime:
    """When it is over, days with a margin for their zone. A series' quarter is over at the end of the quarter, even
    where its last occurrence reaches beyond."""
    first = instant(one.start, one.zone)
    if one.recurrence is not None:
        return later(quarter(first), 1)
    return first + one.duration + (timedelta(0) if isinstance(one.start, datetime) else timedelta(days=1))
