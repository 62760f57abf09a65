"""The plan: the best tie meets the best gap, inside the budgets; whoever is left out learns why.

One pass, best tie first: each takes the first day on which it may still be sent, and the cheapest slot that is then
possible for them. What a tie got never depends on the ties after it, so that one new event or person moves as little as
it can. What that costs against the best assignment of all is measured in ``tests/unit/test_plan_loss.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from coucou.core.budget import Spent, is_warming_up, tally
from coucou.core.days import PublicDays
from coucou.core.gaps import Gaps, holidays_around
from coucou.core.order import Turns, in_order
from coucou.core.place import Planning, place, take
from coucou.core.proposal import Availability, Free, PassedOver, Proposal, event_uid, proposal_id
from coucou.core.reason import Reason, because
from coucou.core.route import Mutual, Route
from coucou.core.settings import Approach, Settings
from coucou.core.slots import Slot, Theirs, TheirTime, availability_of, theirs_of

APPROACHES = (Approach.CATCH_UP, Approach.MESSAGE, Approach.REFERRAL, Approach.INTRODUCTION)
"""In this order each approach is planned, within a budget of its own."""


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
    used, routes = list(used), list(routes)
    warming_up = is_warming_up(now.astimezone(zone).date(), first_run)
    planning = Planning(
        gaps, settings, now, zone, public, meetings_a_day or {}, tally(settings.budget, first_run, used)
    )
    rounds = _Round(known or Known(), planning)
    for approach in APPROACHES:
        rounds.planning = planning.with_count(tally(settings.budget, first_run, used, approach))
        easy = settings.ranking.easy_first and approach is Approach.CATCH_UP
        mine = [one for one in routes if one.approach is approach]
        rounds.decide_all(in_order(mine, warming_up=warming_up, easy_first=easy))
    return Plan(tuple(rounds.proposals), tuple(rounds.passed_over))


@dataclass(slots=True)
class _Round:
    """What one planning has decided so far. ``written_to``: nobody hears from the user by two routes at once."""

    known: Known
    planning: Planning
    proposals: list[Proposal] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    written_to: set[str] = field(default_factory=set)

    def decide_all(self, ordered: Iterable[Route]) -> None:
        turns, postponed = Turns(self.planning.settings.ranking.per_organization), []
        for one in ordered:
            if turns.waits(one):
                postponed.append(one)
            elif self._decide(one):
                turns.planned_one(one)
        for one in postponed:
            self._decide(one)

    def _decide(self, one: Route) -> bool:
        if one.tie.person.key in self.written_to:
            return False  # they have another route in this plan already
        mutual = next((each for each in one.mutuals if each.person.key not in self.written_to), None)
        if one.mutuals and mutual is None:
            found: Proposal | Reason = because("mutual_taken", name=one.mutuals[0].person.name)
        else:
            found = _decide(one, mutual, self.known, self.planning)
        if isinstance(found, Reason):
            self.passed_over.append(PassedOver(one.tie.person, found))
            return False
        self.proposals.append(found)
        self.written_to |= {one.tie.person.key} | ({mutual.person.key} if mutual else set())
        return True


def _decide(one: Route, mutual: Mutual | None, known: Known, planning: Planning) -> Proposal | Reason:
    """``mutual``: of a referral, who is asked for it; the language is then theirs."""
    person, written_to = one.tie.person, mutual.person if mutual else one.tie.person
    time = known.times.get(person.key)
    country, hours = known.countries.get(person.key, ""), time.hours if time else None
    theirs = theirs_of(one, planning.settings, country, hours)
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
    by = (mutual.reason,) if mutual else ()
    time_reasons = _reasons(slot, sent_on, theirs, availability, planning)
    reasons = (*one.tie.reasons, *one.reasons, *by, *time_reasons, *one.missing)
    said = written_to.settings.language if written_to.settings else None
    language = said or known.languages.get(written_to.key) or planning.settings.me.languages[0]
    return _proposal(one, mutual, slot, planning.settings, language, availability, reasons, sent_on)


def _proposal(
    one: Route,
    mutual: Mutual | None,
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
        address=mutual.address if mutual else one.address,
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
        via=mutual.person if mutual else None,
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
