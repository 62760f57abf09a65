"""The moment and the window that a command is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coucou.cli import options
from coucou.cli.edge import Edge
from coucou.core.span import Span


@dataclass(frozen=True, slots=True)
class Asked:
    """The moment and the window that a command was asked about. ``past`` says that this is no question about now:
    nothing is put on record, and the gentle first weeks do not apply."""

    as_of: datetime
    window: Span
    past: bool


def asked_of(edge: Edge, as_of: str | None, start: str | None, days: int | None) -> Asked:
    """``--from`` begins at that day's midnight in the user's zone; without it the window begins at the as-of moment.

    A window that begins in the past asks what coucou would have said then.
    """
    timezone = edge.settings.me.timezone
    at = options.moment(as_of, "--as-of", timezone) if as_of else edge.now
    first = midnight(options.day(start, "--from"), timezone) if start else at
    if as_of is None and first < at:
        at = first
    last = first.astimezone(ZoneInfo(timezone)).date() + timedelta(days=days or edge.settings.meeting.horizon_days)
    return Asked(at, Span(first, midnight(last, timezone)), past=as_of is not None or at < edge.now)


def midnight(day: date, timezone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(timezone))
