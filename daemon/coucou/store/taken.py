"""When others are taken, as their calendars showed it lately. Kept for as long as it tells something of now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from coucou.core.span import Span, clip
from coucou.store.file import Store
from coucou.store.statements import sql

KEPT = timedelta(hours=24)
"""How long an answer counts where nobody can be asked: ``preview --no-sync`` then plans as the one before it did."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What somebody's calendar showed of ``window``."""

    window: Span
    busy: tuple[Span, ...]


def keep(store: Store, answers: Mapping[str, Iterable[Span] | None], window: Span, *, read_at: datetime) -> None:
    """Keep what was read of ``window``, by address in normal form, in place of what was. None (unknown) keeps nothing:
    an answer that is not given any more does not count any more either."""
    rows = [
        (
            address,
            *_seconds(window),
            json.dumps([_seconds(one) for one in clip(busy, window)]),
            int(read_at.timestamp()),
        )
        for address, busy in answers.items()
        if busy is not None
    ]
    with store.transaction():
        store.connection.executemany(sql("taken.forget"), [(address,) for address in answers])
        store.connection.executemany(sql("taken.keep"), rows)


def kept(store: Store, addresses: Iterable[str], *, since: datetime, until: datetime) -> dict[str, Taken]:
    """What was read between ``since`` and ``until``, for those of ``addresses`` of whom anything was."""
    wanted = set(addresses)
    rows = store.connection.execute(sql("taken.kept"), (int(since.timestamp()), int(until.timestamp())))
    return {
        address: Taken(_span(start, end), tuple(_span(*one) for one in json.loads(busy)))
        for address, start, end, busy in rows
        if address in wanted
    }


def drop_before(store: Store, moment: datetime) -> None:
    """Forget what was read before ``moment``."""
    store.connection.execute(sql("taken.drop_before"), (int(moment.timestamp()),))


def _seconds(span: Span) -> tuple[int, int]:
    return int(span.start.timestamp()), int(span.end.timestamp())


def _span(start: int, end: int) -> Span:
    return Span(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
