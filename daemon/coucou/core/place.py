"""Placing: the day of sending and the slot that are still possible for one kind of tie, or what stands against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coucou.core.budget import Spent, Tally
from coucou.core.days import PublicDays, UnknownCountry, days_of, latest, quiet_period_of
from coucou.core.gaps import Gaps, end_of_notice, holidays_around
from coucou.core.proposal import Free
from coucou.core.reason import Reason, because
from coucou.core.settings import Channel, Settings
from coucou.core.slots import Slot, Theirs, TheirTime, availability_of, cost_beside, slots_for
from coucou.core.span import Span


@dataclass(slots=True)
class Planning:
    """What one planning looks up, and what it has decided so far. Mutable: it lives inside one call of ``plan``."""

    gaps: Gaps
    settings: Settings
    now: datetime
    zone: ZoneInfo
    public: PublicDays
    meetings: Mapping[date, int]  # that the days already have
    count: Tally
    sending_days: list[date] = field(default_factory=list)
    taken: list[Span] = field(default_factory=list)
    meeting_days: list[date] = field(default_factory=list)
    slots: dict[Theirs, list[Slot]] = field(default_factory=dict)
    notices: dict[tuple[str, date, int], datetime] = field(default_factory=dict)
    hopeless: dict[tuple[Theirs, Channel, str], Reason] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sending_days = list(_sending_days(self))

    def with_count(self, count: Tally) -> Planning:
        """The same planning against another budget: time that was taken stays taken."""
        return replace(self, count=count, hopeless={})


def place(
    channel: Channel, organization: str, theirs: Theirs, time: TheirTime | None, planning: Planning
) -> tuple[Slot, date] | Reason:
    """The slot and the day of sending, or what stands against the best of them.

    Budgets only fill up and time is only taken, so what failed once for a clock, channel and organisation fails for
    all who share them: thousands of ties cost one search.
    """
    kind = (theirs, channel, organization)
    if kind in planning.hopeless:
        return planning.hopeless[kind]
    placed = _search(channel, organization, theirs, time, planning)
    if time is None and isinstance(placed, Reason):
        planning.hopeless[kind] = placed
    return placed


def take(slot: Slot, sent_on: date, organization: str, planning: Planning) -> None:
    """Let what was decided count from here on."""
    planning.count.add(Spent(sent_on, slot.day, organization))
    planning.taken.append(slot.span)
    planning.meeting_days.append(slot.day)


def _search(
    channel: Channel, organization: str, theirs: Theirs, time: TheirTime | None, planning: Planning
) -> tuple[Slot, date] | Reason:
    if not planning.gaps.gaps:
        return because("no_gap")
    slots = _slots(theirs, planning)
    if not slots:
        return because("no_common_hours")
    sent_on, too_early = _first_sending_day(organization, planning)
    if sent_on is None:
        return too_early
    after = _notice(theirs, sent_on, channel, planning)
    in_time = [slot for slot in slots if slot.span.start >= after]
    if not in_time and sent_on == planning.sending_days[0]:
        return because("notice_too_long", n=notice_days(channel, planning.settings))
    if not in_time:
        return too_early
    if time is not None:
        in_time = [slot for slot in in_time if availability_of(slot.span, theirs, time).state is not Free.BUSY]
    slot = _cheapest(in_time, organization, planning)
    return slot if isinstance(slot, Reason) else (slot, sent_on)


def _first_sending_day(organization: str, planning: Planning) -> tuple[date | None, Reason]:
    """The first day on which one more may be sent, and what stands against the days before it."""
    against = because("no_sending_day")
    for number, day in enumerate(planning.sending_days):
        reason = planning.count.against_sending(day, organization)
        if reason is None:
            return day, against
        against = against if number else reason
    return None, against


def _cheapest(slots: Iterable[Slot], organization: str, planning: Planning) -> Slot | Reason:
    """The cheapest slot that is still possible, or what stands against the cheapest of all."""

    def rank(slot: Slot) -> tuple[float, datetime]:
        return slot.cost + cost_beside(slot.day, planning.meeting_days), slot.span.start

    against: Reason | None = None
    for slot in sorted(slots, key=rank):
        reason = planning.count.against_meeting(slot.day, organization) or _clash(slot, planning)
        if reason is None:
            return slot
        against = against or reason
    return against or because("their_busy")


def _clash(slot: Slot, planning: Planning) -> Reason | None:
    """What other proposals of this plan take, with a buffer between, up to a day's most meetings."""
    meeting = planning.settings.meeting
    buffer = timedelta(minutes=meeting.buffer_minutes)
    that_day = planning.meetings.get(slot.day, 0) + planning.meeting_days.count(slot.day)
    if that_day >= meeting.max_meetings_a_day:
        return because("full_day", n=that_day)
    around = Span(slot.span.start - buffer, slot.span.end + buffer)
    return because("gaps_taken") if any(around.overlaps(other) for other in planning.taken) else None


def _slots(theirs: Theirs, planning: Planning) -> list[Slot]:
    if theirs not in planning.slots:
        public = _public_of(theirs.country, planning)
        planning.slots[theirs] = list(slots_for(theirs, public, planning.gaps, planning.settings, planning.meetings))
    return planning.slots[theirs]


def public_of(country: str, settings: Settings, own: PublicDays, now: datetime, window: Span) -> PublicDays:
    """Another country's public days; the user's ``own`` where it is the same, not known, or listed by nobody."""
    if country in ("", settings.me.country):
        return own
    try:
        return holidays_around(country, now, window)
    except UnknownCountry:
        return own


def _public_of(country: str, planning: Planning) -> PublicDays:
    return public_of(country, planning.settings, planning.public, planning.now, planning.gaps.window)


def notice_days(channel: Channel, settings: Settings) -> int:
    """The working days of notice that a channel gives."""
    meeting = settings.meeting
    return meeting.notice_working_days if channel is Channel.INVITE else meeting.ask_notice_working_days


def _notice(theirs: Theirs, sent_on: date, channel: Channel, planning: Planning) -> datetime:
    """When the notice is over, in their working days, if it is sent now or when the user's day of sending begins."""
    days = notice_days(channel, planning.settings)
    key = (theirs.country, sent_on, days)
    if key not in planning.notices:
        today = planning.now.astimezone(planning.zone).date()
        opening = latest(sent_on, planning.settings.hours.start, planning.zone)
        sent_at = planning.now if sent_on == today else opening
        planning.notices[key] = end_of_notice(sent_at, days, planning.settings, _public_of(theirs.country, planning))
    return planning.notices[key]


def _sending_days(planning: Planning) -> Iterator[date]:
    """Today, whatever day it is, and the user's working days after it; never in a quiet period."""
    hours, today = planning.settings.hours, planning.now.astimezone(planning.zone).date()
    for day in days_of(today, planning.gaps.window.end.astimezone(planning.zone).date()):
        at_work = day.weekday() in hours.days and day not in planning.public.holidays
        if (day == today or at_work) and quiet_period_of(day, hours.quiet_periods) is None:
            yield day
