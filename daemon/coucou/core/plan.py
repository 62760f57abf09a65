"""The plan: the best tie meets the best gap, inside the budgets; whoever is left out learns why.

One pass, best tie first: each takes the first day on which it may still be sent, and the cheapest slot that is then
possible for them. What a tie got never depends on the ties after it, so that one new event or person moves as little as
it can. What that costs against the best assignment of all is measured in ``tests/unit/test_plan_loss.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from coucou.core.budget import Spent, is_warming_up, tally
from coucou.core.days import PublicDays
from coucou.core.gaps import Gaps, holidays_around
from coucou.core.place import Planning, place, take
from coucou.core.proposal import Availability, Free, PassedOver, Proposal, event_uid, proposal_id
from coucou.core.reason import Reason, because
from coucou.core.route import Route
from coucou.core.settings import Settings
from coucou.core.slots import Slot, Theirs, TheirTime, availability_of, theirs_of

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
    count = tally(settings.budget, first_run, used)
    planning = Planning(gaps, settings, now, zone, public, meetings_a_day or {}, count)
    ordered = in_order(routes, warming_up=is_warming_up(now.astimezone(zone).date(), first_run))
    proposals: list[Proposal] = []
    passed_over: list[PassedOver] = []
    from_one: Counter[str] = Counter()
    postponed: list[Route] = []

    def decide(one: Route) -> None:
        found = _decide(one, known or Known(), planning)
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


def _decide(one: Route, known: Known, planning: Planning) -> Proposal | Reason:
    person = one.tie.person
    time = known.times.get(person.key)
    country, hours = known.countries.get(person.key, ""), time.hours if time else None
    theirs = theirs_of(one, planning.settings, planning.now, country, hours)
    placed = place(one.channel, "", theirs, time, planning)
    if one.organization and not isinstance(placed, Reason):
        placed = place(one.channel, one.organization, theirs, time, planning)
        if isinstance(placed, Reason):  # whatever failed first, it would not have without the organisation
            return because("budget.organization", n=planning.settings.budget.per_organization_a_week)
    if isinstance(placed, Reason):
        return placed
    slot, sent_on = placed
    take(slot, sent_on, one.organization, planning)
    availability = availability_of(slot.span, theirs, time)
    reasons = (*one.tie.reasons, *one.reasons, *_reasons(slot, sent_on, theirs, availability, planning))
    said = person.settings.language if person.settings else None
    language = said or known.languages.get(person.key) or planning.settings.me.languages[0]
    return _proposal(one, slot, planning.settings, language, availability, reasons, sent_on)


def _proposal(
    one: Route,
    slot: Slot,
    settings: Settings,
    language: str,
    availability: Availability,
    reasons: tuple[Reason, ...],
    sent_on: date,
) -> Proposal:
    tie, zone = one.tie, ZoneInfo(settings.me.timezone)
    start = slot.span.start.astimezone(zone)
    identity = proposal_id(tie.person.key, one.approach, one.channel, start)
    return Proposal(
        id=identity,
        person=tie.person,
        address=one.address,
        start=start,
        end=slot.span.end.astimezone(zone),
        timezone=settings.me.timezone,
        approach=one.approach,
        channel=one.channel,
        language=language,
        uid=event_uid(identity),
        last_touch=tie.last_touch,
        silence_days=tie.silence_days,
        score=tie.score,
        reasons=reasons,
        availability=availability,
        send_on=sent_on,
    )


def _reasons(
    slot: Slot, sent_on: date, theirs: Theirs, availability: Availability, planning: Planning
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
