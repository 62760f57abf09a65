"""Those without a tie whom the user would like to know: by a target, or by an approach chosen for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from coucou.core import people, targets
from coucou.core.budget import A_MONTH
from coucou.core.people import Person
from coucou.core.proposal import PassedOver, State
from coucou.core.reason import Reason
from coucou.core.referral import Circle, circle, mutuals
from coucou.core.route import BY_TEXT, Route
from coucou.core.settings import Approach, Settings
from coucou.core.strangers import AROUND, Wanted, route_to
from coucou.core.targets import Hit
from coucou.core.tie_facts import of_person
from coucou.core.touch import MOST_PEOPLE
from coucou.store import Store, ledger
from coucou.suggest.who import Known

NOT_ASKED = frozenset({State.PROPOSED, State.SNOOZED, State.EXPIRED, State.DISMISSED})
"""States of a referral whose message has not gone out."""


def routes_to_strangers(
    store: Store, who: Known, settings: Settings, as_of: datetime, held_back: Mapping[str, Reason]
) -> tuple[list[Route], list[PassedOver]]:
    """The routes to those without a tie, and why some have none; ``held_back`` as for ``coucou.core.route.route``."""
    today = as_of.astimezone(ZoneInfo(settings.me.timezone)).date()
    # Somebody whom one meets soon anyway is well placed to be asked.
    silent = {key for key, reason in held_back.items() if reason.code != "meeting_planned"}
    silent |= asked_for_referrals(store, who.everyone, as_of)
    among = circle(who.ties, settings, silent)
    routes: list[Route] = []
    passed_over: list[PassedOver] = []
    for person, hit in _without_tie(who):
        found = route_to(_wanted(store, person, hit, who, among, as_of), settings, today, held_back)
        if isinstance(found, Route):
            routes.append(found)
        else:
            passed_over.append(found)
    return routes, passed_over


def asked_for_referrals(store: Store, everyone: people.Everyone, as_of: datetime) -> set[str]:
    """The keys of those who were asked for a referral within a month: nobody is asked twice in one."""
    asked = (
        one
        for one in ledger.recorded(store)
        if one.approach == Approach.REFERRAL
        and one.state not in NOT_ASKED
        and as_of - A_MONTH < one.changed_at <= as_of + timedelta(days=1)
    )
    return {everyone.of[one.address].key for one in asked if one.address in everyone.of}


def shared_with(store: Store, everyone: people.Everyone, person: Person, as_of: datetime) -> dict[str, int]:
    """By a person's key, how many threads and meetings they shared with ``person``."""
    found: Counter[str] = Counter()
    for address, times in ledger.together_with(store, person.addresses, as_of).items():
        if address in everyone.of:
            found[everyone.of[address].key] += times
    return dict(found)


def _without_tie(who: Known) -> Iterator[tuple[Person, Hit | None]]:
    tied = {tie.person.key for tie in who.ties}
    for key, hit in who.hits.items():
        if key not in tied:
            yield hit.person, hit
    for person in who.everyone.people:
        chosen = person.settings.approach if person.settings else None
        if chosen in BY_TEXT and person.key not in tied and person.key not in who.hits:
            yield person, None


def _wanted(
    store: Store,
    person: Person,
    hit: Hit | None,
    who: Known,
    among: Circle,
    as_of: datetime,
) -> Wanted:
    seen = any(address in who.everyone.of for address in person.addresses)
    together = shared_with(store, who.everyone, person, as_of) if seen else {}
    since = int((as_of - AROUND).timestamp())
    return Wanted(
        person=person,
        hit=hit,
        facts=of_person(person.addresses, who.facts, {}, int(as_of.timestamp())),
        met=any(
            one.start >= since and one.size <= MOST_PEOPLE
            for address in person.addresses
            for one in who.meetings.get(address, ())
        ),
        mutuals=mutuals(person, among, together),
    )


def past_targets(settings: Settings, as_of: datetime) -> int:
    """How many targets are ignored because their horizon lies behind."""
    today = as_of.astimezone(ZoneInfo(settings.me.timezone)).date()
    return sum(targets.is_past(target, today) for target in settings.targets)
