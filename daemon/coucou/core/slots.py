"""Slots: the quarter hours at which a meeting could start, as they suit the user and one kind of other side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

from coucou.core.address import domain_of
from coucou.core.days import PublicDays
from coucou.core.gaps import MINUTE, QUARTER, Gaps
from coucou.core.proposal import Availability, Free
from coucou.core.route import Route
from coucou.core.settings import Settings
from coucou.core.span import Span
from coucou.core.working import WorkingHours
from coucou.core.zones import iana

THEIR_DAY = (time(8, 30), time(17, 30))
"""Nobody is proposed a time outside these hours by their own clock. Hours that they told their calendar narrow them."""

GOOD_HOURS = ((time(9, 30), time(11, 30)), (time(14, 0), time(16, 0)))
"""Mid-morning and mid-afternoon: after the first mail, away from lunch and from the end of the day."""

COSTS: Mapping[str, float] = MappingProxyType(
    {
        "outside_good_hours": 0.30,  # by the user's clock
        "monday_first_thing": 0.30,  # before 10:00
        "friday_late": 0.30,  # from 14:00
        "their_edge": 0.20,  # in the first or last hour of their day, or 12:00–13:00 by their clock
        "odd_quarter": 0.05,  # a quarter past or to
        "meeting_that_day": 0.08,  # for each that the day already has
        "beside_another": 0.10,  # on the day before or after another proposal
        "day_later": 0.02,  # for each day from the window's start: sooner is a little better, and keeps plans still
    }
)
"""What makes one gap worse than another, in parts of one whole tie. The plan takes the cheapest."""

# fmt: off
_OPEN_TO_ALL = frozenset({
    "ac", "ag", "ai", "am", "as", "cc", "co", "cx", "dj", "eu", "fm", "gd", "gg", "im", "in", "io", "je", "la",
    "ly", "md", "me", "ms", "mu", "nu", "pw", "sc", "sh", "so", "st", "su", "tk", "to", "tv", "vc", "vg", "ws",
})
# fmt: on
"""Countries' domains that anybody takes for their sound, and the European Union's: they tell no country."""


@dataclass(frozen=True, slots=True)
class TheirTime:
    """Another person's calendar, as far as it was read."""

    busy: tuple[Span, ...] = ()
    unknown: tuple[Span, ...] = ()
    hours: WorkingHours | None = None


@dataclass(frozen=True, slots=True)
class Theirs:
    """The clock and calendar by which somebody lives, and the reason code that says how we know the clock."""

    how: str
    clock: tzinfo
    country: str = ""
    hours: WorkingHours | None = None  # by the same clock

    def works_on(self, day: date, public: PublicDays) -> bool:
        return public.is_working(day) and (self.hours is None or day.weekday() in self.hours.days)

    def day(self) -> tuple[int, int]:
        """When their day opens and shuts, in minutes after midnight."""
        opens, shuts = THEIR_DAY
        if self.hours is not None:
            opens, shuts = max(opens, self.hours.start), min(shuts, self.hours.end)
        return _minutes(opens), _minutes(shuts)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


@dataclass(frozen=True, slots=True)
class Slot:
    """``gap`` is the one it lies in; ``cost`` what speaks against it whatever else is planned."""

    span: Span
    gap: Span
    cost: float
    day: date  # in the user's zone


def theirs_of(route: Route, settings: Settings, country: str = "", hours: WorkingHours | None = None) -> Theirs:
    """Their zone as the user set it, else that of their own ``hours``, else the offset of their mail, else the user's.

    An offset that the user's zone had too, when it was last seen, is taken for the user's zone: it then follows its
    clock changes.
    """
    person, own = route.tie.person, ZoneInfo(settings.me.timezone)
    country = country or country_of(route.address, settings)
    if person.settings and person.settings.timezone:
        return Theirs("hours.timezone", ZoneInfo(person.settings.timezone), country)
    if hours is not None and (zone := iana(hours.zone)) is not None:
        return Theirs("hours.theirs", zone, country, hours)
    if person.offset is None:
        return Theirs("hours.own", own, country)
    shared = person.offset.shares(own)
    return Theirs("hours.offset", own if shared else timezone(timedelta(minutes=person.offset.minutes)), country)


def country_of(address: str, settings: Settings) -> str:
    """The country that an address's domain tells, as the user wrote it when it is the user's own; else ""."""
    ending = domain_of(address).rpartition(".")[2]
    if len(ending) != 2 or ending in _OPEN_TO_ALL:
        return ""
    country = {"uk": "GB"}.get(ending, ending.upper())
    return settings.me.country if settings.me.country.upper().startswith(country) else country


def slots_for(
    theirs: Theirs, public: PublicDays, gaps: Gaps, settings: Settings, meetings: Mapping[date, int]
) -> Iterator[Slot]:
    """Every slot that suits this clock and calendar, in order. ``public`` is their public days."""
    own, length = ZoneInfo(settings.me.timezone), timedelta(minutes=settings.meeting.minutes)
    first_day = gaps.window.start.astimezone(own).date()
    for gap in gaps.gaps:
        start = gap.start
        while start + length <= gap.end:
            here, there = start.astimezone(own), start.astimezone(theirs.clock)
            if _in_their_day(there, length, theirs) and theirs.works_on(there.date(), public):
                cost = sum(COSTS[name] for name in _faults(here, there, length, theirs))
                cost += COSTS["meeting_that_day"] * meetings.get(here.date(), 0)
                cost += COSTS["day_later"] * (here.date() - first_day).days
                yield Slot(Span(start, start + length), gap, round(cost, 6), here.date())
            start += QUARTER


def _in_their_day(start: datetime, length: timedelta, theirs: Theirs) -> bool:
    begins = _minutes(start.time())
    opens, shuts = theirs.day()
    return opens <= begins and begins + length // MINUTE <= shuts


def _faults(here: datetime, there: datetime, length: timedelta, theirs: Theirs) -> Iterator[str]:
    starts, ends = here.time(), (here + length).time()
    if not any(begin <= starts and ends <= end for begin, end in GOOD_HOURS):
        yield "outside_good_hours"
    if here.weekday() == 0 and here.hour < 10:
        yield "monday_first_thing"
    if here.weekday() == 4 and here.hour >= 14:
        yield "friday_late"
    if here.minute % 30:
        yield "odd_quarter"
    their_start, their_end = _minutes(there.time()), _minutes(there.time()) + length // MINUTE
    opens, shuts = theirs.day()
    if their_start < opens + 60 or their_end > shuts - 60 or (their_start < 13 * 60 and their_end > 12 * 60):
        yield "their_edge"


def cost_beside(day: date, others: Iterable[date]) -> float:
    """What it costs to be on the day before or after one of ``others``."""
    return COSTS["beside_another"] * sum(abs((day - other).days) == 1 for other in others)


def availability_of(span: Span, theirs: Theirs, time: TheirTime | None) -> Availability:
    """Whether they are free: only what was read says so, and what could not be read is unknown."""
    if time is None:
        return Availability(Free.UNKNOWN, theirs.how)
    if any(span.overlaps(taken) for taken in time.busy):
        return Availability(Free.BUSY, "freebusy")
    if any(span.overlaps(dark) for dark in time.unknown):
        return Availability(Free.UNKNOWN, "freebusy")
    return Availability(Free.FREE, "freebusy")
