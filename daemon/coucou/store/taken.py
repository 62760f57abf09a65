"""When others are taken, as their calendars showed it lately. Kept for as long as it tells something of now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from coucou.core.span import Span, clip
from coucou.core.working import WorkingHours
from coucou.store.file import Store
from coucou.store.statements import sql

KEPT = timedelta(hours=24)
"""How long an answer counts where nobody can be asked: ``preview --no-sync`` then plans as the one before it did."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What somebody's calendar showed of ``window``, and when they work by it."""

    window: Span
    busy: tuple[Span, ...]
    hours: WorkingHours | None = None


def keep(store: Store, answers: Mapping[str, Taken | None], *, read_at: datetime) -> None:
    """Keep what was read, by address in normal form, in place of what was. None (unknown) keeps nothing: an answer that
    is not given any more does not count any more either."""
    rows = [
        (
            address,
            *_seconds(one.window),
            json.dumps([_seconds(span) for span in clip(one.busy, one.window)]),
            _written(one.hours),
            int(read_at.timestamp()),
        )
        for address, one in answers.items()
        if one is not None
    ]
    with store.transaction():
        store.connection.executemany(sql("taken.forget"), [(address,) for address in answers])
        store.connection.executemany(sql("taken.keep"), rows)


def kept(store: Store, addresses: Iterable[str], *, since: datetime, until: datetime) -> dict[str, Taken]:
    """What was read between ``since`` and ``until``, for those of ``addresses`` of whom anything was."""
    wanted = set(addresses)
    rows = store.connection.execute(sql("taken.kept"), (int(since.timestamp()), int(until.timestamp())))
    return {
        address: Taken(_span(start, end), tuple(_span(*one) for one in json.loads(busy)), _read(hours))
        for address, start, end, busy, hours in rows
        if address in wanted
    }


def drop_before(store: Store, moment: datetime) -> None:
    """Forget what was read before ``moment``."""
    store.connection.execute(sql("taken.drop_before"), (int(moment.timestamp()),))


def _seconds(span: Span) -> tuple[int, int]:
    return int(span.start.timestamp()), int(span.end.timestamp())


def _span(start: int, end: int) -> Span:
    return Span(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))


def _written(hours: WorkingHours | None) -> str:
    if hours is None:
        return ""
    return json.dumps([sorted(hours.days), hours.start.isoformat(), hours.end.isoformat(), hours.zone])


def _read(written: str) -> WorkingHours | None:
    if not written:
        return None
    days, start, end, zone = json.loads(written)
    return WorkingHours(frozenset(days), time.fromisoformat(start), time.fromisoformat(end), zone)
