"""Routes to those without a tie, whom a target or the user's own word names: one table, the first row decides.

A colleague little known gets a short message; a stranger is met through the best mutual contact, or else by an
introduction. docs/explanation/routes.md tells every rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from coucou.core.address import is_mailable, normal
from coucou.core.people import Person
from coucou.core.proposal import PassedOver
from coucou.core.reason import Reason, because
from coucou.core.route import BY_TEXT, Mutual, Route, Stranger, address_of, against_person, is_inside
from coucou.core.settings import Approach, Channel, PersonSettings, Said, Settings
from coucou.core.targets import Hit, reasons
from coucou.core.tie_facts import NOTHING, TieFacts
from coucou.core.worth import worth

CHANCES: Mapping[Approach, float] = MappingProxyType(
    {Approach.MESSAGE: 0.5, Approach.REFERRAL: 0.3, Approach.INTRODUCTION: 0.06}
)
"""How likely an answer is, before anything is known of the person. Origin: of pairs proposed inside an organisation
54 % met (NPR's rounds of virtual coffees, 2019), of cold first messages about 6 % were answered; a referral lies
between, by judgement. It orders people within one approach only, since each has its own budget."""

AROUND = timedelta(days=365)  # shared meetings and threads longer ago connect nobody
NEVER_TOUCHED_DAYS = 36_500  # all of somebody is new whom one has never written with


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody without a tie, and what is known that a route depends on.

    ``hit``: the target that they fit; None when the user named the approach for them. ``met``: they were in meetings
    with the user lately. ``mutuals``: who could introduce the user, best first.
    """

    person: Person
    hit: Hit | None = None
    facts: TieFacts = NOTHING
    met: bool = False
    mutuals: tuple[Mutual, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    approach: Approach
    when: Callable[[Wanted, bool], bool]  # of the person, and whether they are inside


ROWS: tuple[Row, ...] = (
    Row(Approach.MESSAGE, lambda one, inside: inside),
    Row(Approach.REFERRAL, lambda one, inside: bool(one.mutuals)),
    Row(Approach.INTRODUCTION, lambda one, inside: True),
)


def route_to(
    one: Wanted, settings: Settings, today: date, held_back: Mapping[str, Reason] | None = None
) -> Route | PassedOver:
    """The way to somebody without a tie, or the first reason against any."""
    person = one.person
    against = against_person(person, settings) or (held_back or {}).get(person.key) or _unanswered(one, today)
    if against:
        return PassedOver(person, against)
    address = address_of(person)
    inside = isinstance(address, str) and not person.moved and is_inside(person, address, settings)
    chosen = chosen_for(one)
    approach = chosen or next(row.approach for row in ROWS if row.when(one, inside))
    if approach is Approach.REFERRAL and not one.mutuals:
        return PassedOver(person, because("no_mutual"))
    if approach is Approach.MESSAGE and not inside:
        return PassedOver(person, because("not_a_colleague"))
    to, how = _by(approach, one, address, today)
    why = (*((because("route.chosen"),) if chosen else ()), *how)
    return Route(
        tie=_judged(one, approach, settings, today),
        approach=approach,
        channel=Channel.DRAFT,
        address=to,
        inside=inside,
        organization="" if inside else person.domain,
        reasons=why,
        mutuals=one.mutuals if approach is Approach.REFERRAL else (),
        missing=() if approach is Approach.MESSAGE else tuple(lacking(one, settings)),
    )


def _unanswered(one: Wanted, today: date) -> Reason | None:
    """Silence is a no: who did not answer the user within the year is not written to again."""
    wrote = datetime.fromtimestamp(one.facts.last_sent, UTC).date()
    return because("unanswered", day=wrote) if one.facts.sent and wrote > today - AROUND else None


def chosen_for(one: Wanted) -> Approach | None:
    """The approach that the user chose for the person, else for the target; of those for people without a tie."""
    said = one.person.settings.approach if one.person.settings else None
    found = said or (one.hit.target.approach if one.hit else None)
    return found if found in BY_TEXT else None


def drawn_by(one: Wanted) -> Said:
    """What drew the user to them: said of the person, else of the target."""
    said = one.person.settings.drawn_by if one.person.settings else None
    return said or (one.hit.target.drawn_by if one.hit else "")


def lacking(one: Wanted, settings: Settings) -> list[Reason]:
    """What the user must say before somebody hears from them for the first time."""
    found = [] if settings.me.about else [because("missing.about")]
    return found if drawn_by(one) else [*found, because("missing.drawn_by")]


def published(person: Person) -> tuple[str, str] | None:
    """An address that the user found published, and where: only then may mail go to a stranger."""
    said = person.settings or PersonSettings()
    listed = [address for address in map(normal, (said.preferred or "", *said.addresses)) if is_mailable(address)]
    return (listed[0], said.source) if said.source and listed else None


def profile_of(person: Person) -> str:
    """Where they can be found on LinkedIn, without https://; "" when no export tells."""
    return next((address for address in person.addresses if address.startswith("linkedin.com/in/")), "")


def _by(approach: Approach, one: Wanted, address: str | Reason, today: date) -> tuple[str, tuple[Reason, ...]]:
    """To which address it goes, and why so."""
    if approach is Approach.MESSAGE:
        return str(address), (because(f"route.message.{shared(one, today)}"),)
    if approach is Approach.REFERRAL:
        return one.mutuals[0].address, (because("route.referral"),)
    found = published(one.person)
    alone = () if one.mutuals else (because("route.nobody_between"),)
    if found:
        return found[0], (*alone, because("route.introduction.mail", source=found[1]))
    profile = profile_of(one.person)
    return profile, (*alone, because("route.introduction" if profile else "route.introduction.name"))


def shared(one: Wanted, today: date) -> str:
    """What the user and a colleague share: "meetings", "threads", or nothing but the "organization"."""
    seen = datetime.fromtimestamp(one.facts.last_seen, UTC).date() > today - AROUND
    return "meetings" if one.met else "threads" if seen else "organization"


def _judged(one: Wanted, approach: Approach, settings: Settings, today: date) -> Stranger:
    bonus = one.hit.target.weight if one.hit else 1.0
    tier = one.person.settings.tier if one.person.settings else None
    value = worth(0.0, NEVER_TOUCHED_DAYS, 0, 0, one.person.title, tier, bonus).value
    chance, share = CHANCES[approach], settings.ranking.share
    return Stranger(
        person=one.person,
        likelihood=chance,
        worth=value,
        score=share * chance + (1 - share) * value,
        reasons=reasons(one.hit) if one.hit else (because("target.named"),),
        aim=one.hit.target.reason if one.hit else None,
        shared=shared(one, today) if approach is Approach.MESSAGE else "",
        drawn_by=drawn_by(one),
    )
