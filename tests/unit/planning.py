"""Invented people, ties and two open weeks, for the tests of routes and plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coucou.core.facts import Offset
from coucou.core.gaps import Gaps, find_gaps
from coucou.core.people import Person
from coucou.core.plan import Plan, plan
from coucou.core.route import Route, routes_of
from coucou.core.settings import Me, Organization, PersonSettings, Settings
from coucou.core.span import Span
from coucou.core.ties import Tie

MONTREAL = ZoneInfo("America/Toronto")
NOW = datetime(2026, 11, 23, 8, 7, tzinfo=MONTREAL)  # a Monday
SETTINGS = Settings(
    me=Me(timezone="America/Toronto", country="CA-QC", languages=("fr", "en")),
    organization=Organization(domains=("example.org",)),
)


def person(
    name: str = "Léa Roy",
    address: str = "lea@example.net",
    *,
    said: PersonSettings | None = None,
    offset: int | Offset | None = None,
    free_mail: bool = False,
) -> Person:
    domain = "" if free_mail else address.rpartition("@")[2]
    seen = Offset(offset, int(NOW.timestamp())) if isinstance(offset, int) else offset
    return Person(address, name, (address,), domain, domain, offset=seen, settings=said)


def tie(
    whom: Person | None = None, *, silence: int = 100, touches: int = 12, score: float = 0.5, **more: object
) -> Tie:
    found = Tie(
        person=whom or person(),
        first_touch=NOW - timedelta(days=2000),
        last_touch=NOW - timedelta(days=silence),
        silence_days=silence,
        sent=touches // 2,
        received=touches - touches // 2,
        meetings=0,
        rhythm_days=30.0,
        strength=0.5,
        dormant=True,
        likelihood=score,
        worth=score,
        score=score,
    )
    return found._replace(**more)  # type: ignore[arg-type]  # the fields of a Tie, each checked where it is written


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MONTREAL)


def two_weeks(
    *,
    busy: Iterable[Span] = (),
    settings: Settings = SETTINGS,
    now: datetime = NOW,
    start: date | None = None,
    days: int = 14,
) -> Gaps:
    first = start or now.date()
    window = Span(
        datetime(first.year, first.month, first.day, tzinfo=MONTREAL),
        datetime(first.year, first.month, first.day, tzinfo=MONTREAL) + timedelta(days=days),
    )
    return find_gaps(window, settings, busy=busy, now=now)


def routes(ties: Iterable[Tie], settings: Settings = SETTINGS) -> list[Route]:
    return routes_of(ties, settings)[0]


def planned(ties: Iterable[Tie], *, settings: Settings = SETTINGS, busy: Iterable[Span] = (), **more: object) -> Plan:
    gaps = more.pop("gaps", None) or two_weeks(busy=busy, settings=settings)
    return plan(routes(ties, settings), gaps, settings, **{"now": NOW, **more})  # type: ignore[arg-type]  # plan's own


def colleagues(number: int) -> list[Tie]:
    """Ties inside the organisation, best first."""
    return [
        tie(person(f"Colleague {n}", f"colleague{n}@example.org"), score=1 - n / (number + 1)) for n in range(number)
    ]


def strangers_to_each_other(number: int) -> list[Tie]:
    """Ties outside, each in an organisation of their own, best first."""
    return [tie(person(f"Friend {n}", f"friend@org{n}.example"), score=1 - n / (number + 1)) for n in range(number)]
