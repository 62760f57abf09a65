"""When the user is free: every account's time together, and the gaps that it leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coucou.core import busy, expand, gaps
from coucou.core.days import PublicDays
from coucou.core.event import Shows
from coucou.core.gaps import Gaps
from coucou.core.proposal import DIGEST, proposal_of
from coucou.core.settings import Settings
from coucou.core.span import Span
from coucou.store import Store, accounts, ledger
from coucou.suggest.holidays_kept import public_days
from coucou.suggest.who import own_of

STALE = timedelta(hours=24)
"""A calendar whose last good reading is older than this, and which could not be read since, says nothing of now."""


@dataclass(frozen=True, slots=True)
class FreeTime:
    gaps: Gaps
    meetings_a_day: Mapping[date, int]
    public: PublicDays


def free_time(
    store: Store,
    settings: Settings,
    as_of: datetime,
    window: Span,
    *,
    besides: Iterable[Span] = (),
    ignoring: Collection[str] = (),
) -> FreeTime:
    """The gaps of ``window`` over all accounts together. What no calendar could tell is unknown, never free.

    ``besides`` is taken too, whether a calendar shows it yet or not; what coucou made for the proposals in ``ignoring``
    (their ids) is not.
    """
    own = own_of(store, settings)
    taken: list[Span] = list(besides)
    unknown = _unknown(store, as_of, window)
    meetings: Counter[date] = Counter()
    zone = ZoneInfo(settings.me.timezone)
    for events, zones in ledger.events(store, window):
        for one in expand.occurrences(events, window, zones=zones, timezone=settings.me.timezone):
            if one.event.mark == DIGEST or (ignoring and proposal_of(one.event.mark) in ignoring):
                continue
            if not busy.blocks(one.event, own, tentative_blocks=settings.meeting.tentative_blocks):
                continue
            if one.event.shows is Shows.UNKNOWN:
                unknown.append(one.span)
            else:
                taken.append(one.span)
                counts = not (one.all_day or one.cut or one.span.start == one.span.end)
                meetings[one.span.start.astimezone(zone).date()] += counts
    public = public_days(store, settings, as_of, window)
    found = gaps.find_gaps(
        window, settings, busy=taken, unknown=unknown, meetings_a_day=meetings, now=as_of, public=public
    )
    return FreeTime(found, meetings, public)


def _unknown(store: Store, as_of: datetime, window: Span) -> list[Span]:
    """What no calendar tells of ``window``: all of it, or what lies beyond the time that was read."""
    if not _calendars_are_known(store, as_of):
        return [window]
    until = accounts.read_until(store)
    if until is None or until >= window.end:
        return []
    return [Span(max(until, window.start), window.end)]


def _calendars_are_known(store: Store, as_of: datetime) -> bool:
    """Whether there is a calendar, and every one was read well, or not long ago."""
    readers = [state for state in ledger.account_states(store) if state.reader == "calendar"]
    return bool(readers) and all(
        state.synced_at is not None and (state.state == "ok" or as_of - state.synced_at < STALE) for state in readers
    )
