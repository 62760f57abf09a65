"""Which way to each tie, and why none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from coucou.core.people import Person
from coucou.core.proposal import PassedOver
from coucou.core.reason import because
from coucou.core.route import Route, route, routes_of
from coucou.core.settings import Approach, Channel, Exclude, Organization, PersonSettings
from coucou.core.ties import Tie
from tests.unit.planning import SETTINGS, person, tie

INSIDE = person("Colleague", "colleague@example.org")
OUTSIDE = person("Friend", "friend@example.net")


def taken(found: Route | PassedOver) -> Route:
    assert isinstance(found, Route)
    return found


def refused(one: Tie) -> str:
    found = route(one, SETTINGS)
    assert isinstance(found, PassedOver)
    return found.reason.code


@pytest.mark.parametrize(
    ("who", "silence", "touches", "channel", "code"),
    [
        (INSIDE, 180, 5, Channel.INVITE, "route.inside"),
        (INSIDE, 181, 5, Channel.ASK, "route.long_silence"),
        (INSIDE, 180, 4, Channel.ASK, "route.few_touches"),
        (OUTSIDE, 100, 50, Channel.ASK, "route.outside"),
        (person("A", "a@mail.example.org"), 100, 50, Channel.INVITE, "route.inside"),
        (person("A", "a@notexample.org"), 100, 50, Channel.ASK, "route.outside"),
    ],
)
def test_the_table_of_routes_holds(who: Person, silence: int, touches: int, channel: Channel, code: str) -> None:
    found = taken(route(tie(who, silence=silence, touches=touches), SETTINGS))
    assert (found.approach, found.channel, found.reasons[0].code) == (Approach.CATCH_UP, channel, code)


def test_meetings_count_as_touches() -> None:
    found = taken(route(tie(INSIDE, touches=2, meetings=3), SETTINGS))
    assert found.channel is Channel.INVITE


def test_a_free_mail_domain_is_no_organisation_even_when_the_settings_say_so() -> None:
    settings = replace(SETTINGS, organization=Organization(("gmail.com",)))
    found = taken(route(tie(person("A", "a@gmail.com", free_mail=True)), settings))
    assert (found.inside, found.organization, found.channel) == (False, "", Channel.ASK)


def test_the_user_s_own_organisation_is_not_counted_by_the_budget() -> None:
    assert taken(route(tie(INSIDE), SETTINGS)).organization == ""
    assert taken(route(tie(OUTSIDE), SETTINGS)).organization == "example.net"


def test_the_user_s_choice_for_a_person_wins() -> None:
    ask = replace(INSIDE, settings=PersonSettings(channel=Channel.ASK))
    message = replace(OUTSIDE, settings=PersonSettings(approach=Approach.MESSAGE))
    found = taken(route(tie(ask), SETTINGS))
    assert (found.approach, found.channel, found.reasons[0].code) == (Approach.CATCH_UP, Channel.ASK, "route.chosen")
    found = taken(route(tie(message), SETTINGS))
    assert (found.approach, found.channel) == (Approach.MESSAGE, Channel.DRAFT)


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (tie(replace(OUTSIDE, settings=PersonSettings(never=True))), "never"),
        (tie(replace(OUTSIDE, settings=PersonSettings(private=True))), "private"),
        (tie(OUTSIDE, dormant=False), "not_dormant"),
        (tie(replace(OUTSIDE, moved=True)), "moved"),
        (tie(replace(OUTSIDE, addresses=())), "no_address"),
        (tie(person("A", "urn:linkedin:a")), "no_address"),
        (tie(replace(OUTSIDE, dead=OUTSIDE.addresses)), "dead_address"),
        (tie(person("A", "info@example.net")), "role_address"),
        (tie(person("A", "dev@lists.example.net")), "role_address"),
        (tie(person("A", "no-reply@example.net")), "robot"),
    ],
)
def test_nobody_is_passed_over_without_a_reason(one: Tie, code: str) -> None:
    assert refused(one) == code


def test_the_user_s_never_comes_before_every_other_reason() -> None:
    assert refused(tie(replace(OUTSIDE, settings=PersonSettings(never=True), addresses=()), dormant=False)) == "never"


def test_somebody_who_moved_is_written_to_at_the_address_that_the_user_picked() -> None:
    said = PersonSettings(preferred="Lea.Roy+work@Example.com")
    found = taken(route(tie(replace(OUTSIDE, moved=True, settings=said)), SETTINGS))
    assert found.address == "lea.roy@example.com"


def test_a_picked_address_that_is_dead_is_not_replaced_by_another() -> None:
    said = PersonSettings(preferred="old@example.net")
    who = replace(OUTSIDE, addresses=("new@example.net", "old@example.net"), dead=("old@example.net",), settings=said)
    assert refused(tie(who)) == "dead_address"


def test_the_address_used_last_is_taken_unless_it_is_dead_or_shared() -> None:
    who = replace(
        OUTSIDE,
        addresses=("info@example.net", "dead@example.net", "friend@example.net", "older@example.net"),
        dead=("dead@example.net",),
    )
    assert taken(route(tie(who), SETTINGS)).address == "friend@example.net"


@pytest.mark.parametrize(
    "exclude",
    [Exclude(domains=("example.net",)), Exclude(addresses=("Friend@example.net",)), Exclude(domains=("Net",))],
)
def test_what_is_excluded_after_it_was_stored_is_still_left_alone(exclude: Exclude) -> None:
    found = route(tie(OUTSIDE), replace(SETTINGS, exclude=exclude))
    assert isinstance(found, PassedOver)
    assert found.reason.code == "excluded"


def test_whom_the_store_holds_back_is_passed_over_with_the_store_s_reason() -> None:
    rest = because("resting", until=date(2027, 5, 1))
    chosen, passed_over = routes_of([tie(INSIDE), tie(OUTSIDE)], SETTINGS, {OUTSIDE.key: rest})
    assert [one.tie.person for one in chosen] == [INSIDE]
    assert [(one.person, one.reason) for one in passed_over] == [(OUTSIDE, rest)]
