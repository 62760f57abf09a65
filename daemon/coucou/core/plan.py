"""The plan: the best tie meets the best gap, inside the budgets; whoever is left out learns why.

One pass, best tie first: each takes the first day on which it may still be sent, and the cheapest slot that is then
possible for them. What a tie got never depends on the ties after it, so that one new event or person moves as little as
it can. What that costs against the best assignment of all is measured in ``tests/unit/test_plan_loss.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coucou.core.budget import Spent, Tally, is_warming_up, tally
from coucou.core.days import PublicDays, UnknownCountry, days_of, latest, quiet_period_of
from coucou.core.gaps import Gaps, end_of_notice, holidays_around
from coucou.core.proposal import Availability, Free, PassedOver, Proposal, event_uid, proposal_id
from coucou.core.reason import Reason, because
from coucou.core.route import Route
from coucou.core.settings import Channel, Settings
from coucou.core.slots import Slot, Theirs, TheirTime, availability_of, cost_beside, slots_for, theirs_of
from coucou.core.span import Span

FROM_ONE_ORGANIZATION = 2
"""So many proposals to people of one organisation, the user's own included, before everyone else had a turn."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``proposals`` in the order in which they were decided, best first; ``passed_over`` likewise."""

    proposals: tuple[Proposal, ...]
    passed_over: tuple[PassedOver, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of people beside their ties, by their key. Anything may be missing.

    ``countries`` as in ``settings.me.country``; without one, an address under a country's own domain tells.
    """

    times: Mapping[str, TheirTime] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Planning:
    """What one planning looks up, and what it has decided so far."""

    gaps: Gaps
    settings: Settings
    now: datetime
    zone: ZoneInfo
    public: PublicDays
    known: Known
    meetings: Counter[date]
    count: Tally
    sending_days: list[date] = field(default_factory=list)
    taken: list[Span] = field(default_factory=list)
    meeting_days: list[date] = field(default_factory=list)
    slots: dict[Theirs, list[Slot]] = field(default_factory=dict)
    notices: dict[tuple[str, date, int], datetime] = field(default_factory=dict)
    hopeless: dict[tuple[Theirs, Channel, str], Reason] = field(default_factory=dict)


def plan(
    routes: Iterable[Route],
    gaps: Gaps,
    settings: Settings,
    *,
    now: datetime,
    used: Iterable[Spent] = (),
    first_run: date | None = None,
    known: Known | None = None,
    meetings_a_day: Mapping[date, int] | None = None,
    public: PublicDays | None = None,
) -> Plan:
    """Who is proposed what and when, and why everyone else is not.

    ``used`` is what earlier proposals take from the budgets; their time is part of ``gaps``' busy time, and ``route``
    holds their people back. ``first_run`` starts the ramp; None is past it. ``public`` as for ``find_gaps``.

    :raises UnknownCountry: the user's country has no known holidays and ``public`` is None.
    """
    zone = ZoneInfo(settings.me.timezone)
    public = public or holidays_around(settings.me.country, now, gaps.window)
    count, meetings = tally(settings.budget, first_run, used), Counter(meetings_a_day or {})
    planning = _Planning(gaps, settings, now, zone, public, known or Known(), meetings, count)
    planning.sending_days += _sending_days(planning)
    ordered = in_order(routes, warming_up=is_warming_up(now.astimezone(zone).date(), first_run))
    proposals: list[Proposal] = []
    passed_over: list[PassedOver] = []
    from_one: Counter[str] = Counter()
    postponed: list[Route] = []

    def decide(one: Route) -> None:
        found = _decide(one, planning)
        if isinstance(found, Reason):
            passed_over.append(PassedOver(one.tie.person, found))
        else:
            proposals.append(found)
            from_one[one.tie.person.domain] += 1

    for one in ordered:
        domain = one.tie.person.domain
        if domain and from_one[domain] >= FROM_ONE_ORGANIZATION:
            postponed.append(one)
        else:
            decide(one)
    for one in postponed:
        decide(one)
    return Plan(tuple(proposals), tuple(passed_over))


def in_order(routes: Iterable[Route], *, warming_up: bool = False) -> list[Route]:
    """Best first, or the most likely to answer while warming up; each person once. Equals stand by their keys."""

    def rank(one: Route) -> tuple[float, float, str]:
        tie = one.tie
        first, second = (tie.likelihood, tie.score) if warming_up else (tie.score, tie.likelihood)
        return -first, -second, tie.person.key

    once: dict[str, Route] = {}
    for one in sorted(routes, key=rank):
        once.setdefault(one.tie.person.key, one)
    return list(once.values())


def _sending_days(planning: _Planning) -> Iterator[date]:
    """Today, whatever day it is, and the user's working days after it; never in a quiet period."""
    hours, today = planning.settings.hours, planning.now.astimezone(planning.zone).date()
    for day in days_of(today, planning.gaps.window.end.astimezone(planning.zone).date()):
        at_work = day.weekday() in hours.days and day not in planning.public.holidays
        if (day == today or at_work) and quiet_period_of(day, hours.quiet_periods) is None:
            yield day


def _decide(one: Route, planning: _Planning) -> Proposal | Reason:
    person = one.tie.person
    theirs = theirs_of(one, planning.settings, planning.now, planning.known.countries.get(person.key, ""))
    time = planning.known.times.get(person.key)
    placed = _place(one.channel, "", theirs, time, planning)
    if one.organization and not isinstance(placed, Reason):
        placed = _place(one.channel, one.organization, theirs, time, planning)
    if isinstance(placed, Reason):
        return placed
    slot, sent_on = placed
    planning.count.add(Spent(sent_on, slot.day, one.organization))
    planning.taken.append(slot.span)
    planning.meeting_days.append(slot.day)
    planning.meetings[slot.day] += 1
    return _proposal(one, slot, sent_on, theirs, availability_of(slot.span, theirs, time), planning)


def _place(
    channel: Channel, organization: str, theirs: Theirs, time: TheirTime | None, planning: _Planning
) -> tuple[Slot, date] | Reason:
    """The slot and the day of sending, or what stands against the best of them. Budgets only fill up and time is only
    taken, so what failed once for anybody of this clock, channel and organisation fails for everybody after."""
    kind = (theirs, channel, organization)
    if kind in planning.hopeless:
        return planning.hopeless[kind]
    placed = _search(channel, organization, theirs, time, planning)
    if time is None and isinstance(placed, Reason):
        planning.hopeless[kind] = placed
    return placed


def _search(
    channel: Channel, organization: str, theirs: Theirs, time: TheirTime | None, planning: _Planning
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
        return because("notice_too_long", n=_notice_days(channel, planning.settings))
    if not in_time:
        return too_early
    if time is not None:
        in_time = [slot for slot in in_time if availability_of(slot.span, theirs, time).state is not Free.BUSY]
    slot = _cheapest(in_time, organization, planning)
    return slot if isinstance(slot, Reason) else (slot, sent_on)


def _first_sending_day(organization: str, planning: _Planning) -> tuple[date | None, Reason]:
    """The first day on which one more may be sent, and what stands against the days before it."""
    against = because("no_sending_day")
    for number, day in enumerate(planning.sending_days):
        reason = planning.count.against_sending(day, organization)
        if reason is None:
            return day, against
        against = against if number else reason
    return None, against


def _cheapest(slots: Iterable[Slot], organization: str, planning: _Planning) -> Slot | Reason:
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


def _clash(slot: Slot, planning: _Planning) -> Reason | None:
    """What other proposals of this plan take, with a buffer between, up to a day's most meetings."""
    meeting = planning.settings.meeting
    buffer = timedelta(minutes=meeting.buffer_minutes)
    if planning.meetings[slot.day] >= meeting.max_meetings_a_day:
        return because("full_day", n=planning.meetings[slot.day])
    around = Span(slot.span.start - buffer, slot.span.end + buffer)
    return because("gaps_taken") if any(around.overlaps(other) for other in planning.taken) else None


def _slots(theirs: Theirs, planning: _Planning) -> list[Slot]:
    if theirs not in planning.slots:
        public = _public_of(theirs.country, planning)
        planning.slots[theirs] = list(
            slots_for(theirs, public, planning.gaps, planning.settings, Counter(planning.meetings))
        )
    return planning.slots[theirs]


def _public_of(country: str, planning: _Planning) -> PublicDays:
    """Another country's public days; the user's own where it is the same, not known, or listed by nobody."""
    if country in ("", planning.settings.me.country):
        return planning.public
    try:
        return holidays_around(country, planning.now, planning.gaps.window)
    except UnknownCountry:
        return planning.public


def _notice_days(channel: Channel, settings: Settings) -> int:
    meeting = settings.meeting
    return meeting.notice_working_days if channel is Channel.INVITE else meeting.ask_notice_working_days


def _notice(theirs: Theirs, sent_on: date, channel: Channel, planning: _Planning) -> datetime:
    """When the notice is over, in their working days, if it is sent now or when the user's day of sending begins."""
    days = _notice_days(channel, planning.settings)
    key = (theirs.country, sent_on, days)
    if key not in planning.notices:
        sent_at = max(planning.now, latest(sent_on, planning.settings.hours.start, planning.zone))
        if sent_on == planning.now.astimezone(planning.zone).date():
            sent_at = planning.now
        planning.notices[key] = end_of_notice(sent_at, days, planning.settings, _public_of(theirs.country, planning))
    return planning.notices[key]


def _proposal(
    one: Route, slot: Slot, sent_on: date, theirs: Theirs, availability: Availability, planning: _Planning
) -> Proposal:
    tie, person, zone = one.tie, one.tie.person, planning.zone
    start, end = slot.span.start.astimezone(zone), slot.span.end.astimezone(zone)
    identity = proposal_id(person.key, one.approach, one.channel, start)
    said = person.settings.language if person.settings else None
    return Proposal(
        id=identity,
        person=person,
        address=one.address,
        start=start,
        end=end,
        timezone=planning.settings.me.timezone,
        approach=one.approach,
        channel=one.channel,
        language=said or planning.known.languages.get(person.key) or planning.settings.me.languages[0],
        uid=event_uid(identity),
        last_touch=tie.last_touch,
        silence_days=tie.silence_days,
        score=tie.score,
        reasons=(*tie.reasons, *one.reasons, *_reasons(slot, sent_on, theirs, availability, planning)),
        availability=availability,
        send_on=sent_on,
    )


def _reasons(
    slot: Slot, sent_on: date, theirs: Theirs, availability: Availability, planning: _Planning
) -> Iterator[Reason]:
    """Why then: the gap, the other side's clock and calendar, and when it may go out."""
    start, zone = slot.span.start, planning.zone
    yield because("gap", start=slot.gap.start.astimezone(zone).time(), end=slot.gap.end.astimezone(zone).time())
    yield because(theirs.how)
    if start.astimezone(theirs.clock).time() != start.astimezone(zone).time():
        yield because("their_time", time=start.astimezone(theirs.clock).time())
    if availability.state is Free.FREE:
        yield because("free_theirs")
    if sent_on > planning.now.astimezone(zone).date():
        yield because("send_on", day=sent_on)
