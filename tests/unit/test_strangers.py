"""Routes to those not yet known: the table, referrals, and never two at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from coucou.core.budget import Spent
from coucou.core.facts import Person
from coucou.core.plan import plan
from coucou.core.proposal import PassedOver, missing
from coucou.core.reason import because
from coucou.core.referral import circle, mutuals
from coucou.core.route import Mutual, Route, Stranger
from coucou.core.settings import Aim, Approach, Budget, Channel, PersonSettings, Settings, Target
from coucou.core.strangers import Wanted, route_to
from coucou.core.targets import Hit
from coucou.core.tie_facts import TieFacts
from coucou.core.ties import Tie
from tests.unit.planning import NOW, SETTINGS, colleagues, person, routes, strangers_to_each_other, tie, two_weeks

TODAY = NOW.date()
ABOUT = "I run data projects."
DRAWN = "Your maps made me think."
READY = replace(SETTINGS, me=replace(SETTINGS.me, about=ABOUT))
GRACE = Person("grace", "Grace Kim", ("linkedin.com/in/grace-kim",), "Cedarpoint")
TOM = tie(person("Tom Whitfield", "tom@cedarpoint.example"), silence=20, strength=0.6)
MUTUAL = Mutual(TOM.person, "tom@cedarpoint.example", 0.5, because("route.referral.together", name="Tom", n=3))


def wanted(whom: Person = GRACE, *, target: Target | None = None, **more: object) -> Wanted:
    aim = target or Target(Aim.CAREER, people=(whom.name,), drawn_by=DRAWN)
    return Wanted(whom, Hit(whom, aim, (because("target.fits.person"),)), **more)  # type: ignore[arg-type]  # Wanted's


def taken(found: Route | PassedOver) -> Route:
    assert isinstance(found, Route), found
    return found


def codes(one: Route) -> list[str]:
    return [reason.code for reason in one.reasons]


INSIDE = person("Colleague", "colleague@example.org")
SEEN = TieFacts(last_seen=int((NOW - timedelta(days=40)).timestamp()))
LONG_AGO = TieFacts(last_seen=int((NOW - timedelta(days=800)).timestamp()))


@pytest.mark.parametrize(
    ("one", "approach", "address", "code"),
    [
        (wanted(INSIDE, met=True, facts=SEEN), Approach.MESSAGE, "colleague@example.org", "route.message.meetings"),
        (wanted(INSIDE, facts=SEEN), Approach.MESSAGE, "colleague@example.org", "route.message.threads"),
        (wanted(INSIDE, facts=LONG_AGO), Approach.MESSAGE, "colleague@example.org", "route.message.organization"),
        (wanted(INSIDE, mutuals=(MUTUAL,)), Approach.MESSAGE, "colleague@example.org", "route.message.organization"),
        (wanted(mutuals=(MUTUAL,)), Approach.REFERRAL, "tom@cedarpoint.example", "route.referral"),
        (wanted(), Approach.INTRODUCTION, "linkedin.com/in/grace-kim", "route.introduction"),
        (wanted(replace(GRACE, addresses=())), Approach.INTRODUCTION, "", "route.introduction.name"),
        (wanted(person("A", "a@example.net")), Approach.INTRODUCTION, "", "route.introduction.name"),
    ],
)
def test_the_table_of_routes_to_strangers_holds(one: Wanted, approach: Approach, address: str, code: str) -> None:
    found = taken(route_to(one, READY, TODAY))
    assert (found.approach, found.channel, found.address) == (approach, Channel.DRAFT, address)
    assert code in codes(found)


def test_a_stranger_gets_mail_only_at_an_address_whose_source_the_user_recorded() -> None:
    said = PersonSettings(addresses=("grace@cedarpoint.example",), source="https://cedarpoint.example/team")
    whom = replace(GRACE, addresses=("grace@cedarpoint.example", *GRACE.addresses), settings=said)
    found = taken(route_to(wanted(whom), READY, TODAY))
    assert found.address == "grace@cedarpoint.example" and "route.introduction.mail" in codes(found)
    without = replace(whom, settings=replace(said, source=None))
    assert taken(route_to(wanted(without), READY, TODAY)).address == "linkedin.com/in/grace-kim"


@pytest.mark.parametrize("mutual", [(), (MUTUAL,)])
def test_nobody_hears_from_the_user_before_both_sentences_are_there(mutual: tuple[Mutual, ...]) -> None:
    silent = wanted(mutuals=mutual, target=Target(Aim.CAREER, people=("Grace Kim",)))
    assert [r.code for r in taken(route_to(silent, SETTINGS, TODAY)).missing] == ["missing.about", "missing.drawn_by"]
    assert [r.code for r in taken(route_to(silent, READY, TODAY)).missing] == ["missing.drawn_by"]
    assert taken(route_to(wanted(mutuals=mutual), READY, TODAY)).missing == ()
    found = plan([taken(route_to(silent, READY, TODAY))], two_weeks(), READY, now=NOW)
    assert [reason.code for reason in missing(found.proposals[0].reasons)] == ["missing.drawn_by"]


def test_what_drew_the_user_to_a_person_comes_before_what_drew_them_to_the_target() -> None:
    whom = replace(GRACE, settings=PersonSettings(drawn_by="Your own talk."))
    found = taken(route_to(wanted(whom), READY, TODAY)).tie
    assert isinstance(found, Stranger) and found.drawn_by == "Your own talk."


def test_the_user_chooses_per_person_before_per_target() -> None:
    chosen = Target(Aim.CAREER, people=("Grace Kim",), approach=Approach.INTRODUCTION, drawn_by=DRAWN)
    by_target = taken(route_to(wanted(target=chosen, mutuals=(MUTUAL,)), READY, TODAY))
    assert by_target.approach is Approach.INTRODUCTION and "route.chosen" in codes(by_target)
    assert by_target.mutuals == () and "route.nobody_between" not in codes(by_target)
    whom = replace(GRACE, settings=PersonSettings(approach=Approach.REFERRAL))
    by_person = taken(route_to(wanted(whom, target=chosen, mutuals=(MUTUAL,)), READY, TODAY))
    assert by_person.approach is Approach.REFERRAL


@pytest.mark.parametrize(
    ("whom", "code"),
    [
        (replace(GRACE, settings=PersonSettings(never=True)), "never"),
        (replace(GRACE, settings=PersonSettings(private=True)), "private"),
        (replace(GRACE, settings=PersonSettings(approach=Approach.REFERRAL)), "no_mutual"),
        (replace(GRACE, settings=PersonSettings(approach=Approach.MESSAGE)), "not_a_colleague"),
    ],
)
def test_a_route_that_cannot_be_is_refused_with_its_reason_and_not_replaced(whom: Person, code: str) -> None:
    found = route_to(wanted(whom), READY, TODAY)
    assert isinstance(found, PassedOver) and found.reason.code == code


@pytest.mark.parametrize(("days", "refused"), [(30, True), (364, True), (400, False)])
def test_who_did_not_answer_within_the_year_is_not_written_to_again(days: int, refused: bool) -> None:
    sent = TieFacts(sent=1, last_sent=int((NOW - timedelta(days=days)).timestamp()))
    found = route_to(wanted(facts=sent), READY, TODAY)
    assert (isinstance(found, PassedOver) and found.reason.code == "unanswered") == refused


def test_who_is_held_back_by_the_store_is_not_approached() -> None:
    found = route_to(wanted(), READY, TODAY, {"grace": because("open_proposal")})
    assert isinstance(found, PassedOver) and found.reason.code == "open_proposal"


# --- referrals --------------------------------------------------------------------------------------------------------


def asked(*ties: Tie, together: dict[str, int] | None = None, held_back: tuple[str, ...] = ()) -> tuple[Mutual, ...]:
    return mutuals(GRACE, circle(ties, SETTINGS, held_back), together or {})


def test_the_best_mutual_contact_is_the_one_with_the_two_strongest_ties() -> None:
    close = tie(person("Close", "close@example.net"), silence=10, strength=0.8)
    often = tie(person("Often", "often@example.com"), silence=10, strength=0.5)
    found = asked(TOM, close, often, together={close.person.key: 1, often.person.key: 12})
    assert [one.person.name for one in found] == ["Often", "Close"]
    colleague = TOM._replace(person=replace(TOM.person, organization="CEDARPOINT"))
    [same] = asked(colleague)
    assert same.reason.code == "route.referral.organization"
    at_work = replace(GRACE, addresses=("grace@mail.cedarpoint.example",), organization="")
    assert mutuals(at_work, circle([TOM], SETTINGS), {}), "the same domain is the same organisation"
    assert all(0 <= one.strength <= 1 for one in (*found, same))


@pytest.mark.parametrize(
    "unfit",
    [
        TOM._replace(person=replace(TOM.person, settings=PersonSettings(private=True))),
        TOM._replace(person=replace(TOM.person, settings=PersonSettings(never=True))),
        TOM._replace(person=replace(TOM.person, addresses=("linkedin.com/in/tom",))),
        TOM._replace(person=replace(TOM.person, moved=True)),
        TOM._replace(silence_days=181),
        TOM._replace(strength=0.1),
    ],
)
def test_no_referral_is_asked_of_somebody_private_unreachable_or_barely_known(unfit: object) -> None:
    assert isinstance(unfit, type(TOM))
    assert asked(unfit, together={unfit.person.key: 9}) == ()
    assert asked(TOM, together={TOM.person.key: 9}, held_back=(TOM.person.key,)) == ()
    assert asked(TOM, together={TOM.person.key: 9})


def referral(n: int, *by: Mutual) -> Route:
    whom = Person(f"p{n}", f"Person {n}", (f"linkedin.com/in/p{n}",), f"Org {n}")
    return taken(route_to(wanted(whom, mutuals=by), READY, TODAY))


def test_one_person_is_asked_for_one_referral_and_the_next_best_takes_the_other() -> None:
    other = replace(MUTUAL, person=person("Other", "other@example.net"), address="other@example.net", strength=0.1)
    found = plan([referral(1, MUTUAL, other), referral(2, MUTUAL, other)], two_weeks(), READY, now=NOW)
    assert {one.via.name for one in found.proposals if one.via} == {"Tom Whitfield", "Other"}
    alone = plan([referral(1, MUTUAL), referral(2, MUTUAL)], two_weeks(), READY, now=NOW)
    assert [one.person.name for one in alone.proposals] == ["Person 1"]
    assert [one.reason.code for one in alone.passed_over] == ["mutual_taken"]


def test_whom_a_plan_writes_to_already_is_asked_for_no_referral() -> None:
    quiet = TOM._replace(silence_days=100)
    found = plan([*routes([quiet], READY), referral(1, MUTUAL)], two_weeks(), READY, now=NOW)
    assert [one.approach for one in found.proposals] == [Approach.CATCH_UP]
    assert [one.reason.code for one in found.passed_over] == ["mutual_taken"]


def test_referrals_have_a_limit_of_thirty_days() -> None:
    by = [replace(MUTUAL, person=person(f"M{n}", f"m{n}@example.net")) for n in range(4)]
    several = [referral(n, by[n]) for n in range(4)]
    found = plan(several, two_weeks(), READY, now=NOW)
    assert len(found.proposals) == 2
    assert {one.reason.code for one in found.passed_over} == {"budget.referrals"}
    used = [Spent(TODAY - timedelta(days=29), TODAY, "", Approach.REFERRAL)] * 2
    assert plan(several, two_weeks(), READY, now=NOW, used=used).proposals[:1] == ()
    earlier = [Spent(TODAY - timedelta(days=30), TODAY - timedelta(days=30), "", Approach.REFERRAL)] * 2
    assert plan(several, two_weeks(), READY, now=NOW, used=earlier).proposals


# --- all routes together ----------------------------------------------------------------------------------------------


def test_each_approach_has_a_budget_of_its_own() -> None:
    introductions = [
        taken(route_to(wanted(Person(f"i{n}", f"I {n}", (f"linkedin.com/in/i{n}",), f"O{n}")), READY, TODAY))
        for n in range(5)
    ]
    messages = [taken(route_to(wanted(person(f"C{n}", f"c{n}@example.org")), READY, TODAY)) for n in range(5)]
    known = routes(colleagues(8), READY)
    alone = plan(known, two_weeks(), READY, now=NOW).proposals
    found = plan([*introductions, *messages, *known], two_weeks(), READY, now=NOW)
    together = [one for one in found.proposals if one.approach is Approach.CATCH_UP]
    assert [one.id for one in together] == [one.id for one in alone]
    for approach in (Approach.MESSAGE, Approach.INTRODUCTION):
        sent = [one.send_on for one in found.proposals if one.approach is approach and one.send_on]
        weeks = [day.isocalendar()[:2] for day in sent]
        assert sent and len(weeks) == len(set(weeks))
    reasons = {one.reason.code for one in found.passed_over}
    assert {"budget.introductions", "budget.messages", "budget.week"} <= reasons
    none = replace(READY, budget=Budget(introductions_a_week=0, messages_a_week=0))
    assert {one.approach for one in plan([*introductions, *messages], two_weeks(), none, now=NOW).proposals} == set()


def test_the_ramp_of_the_first_weeks_is_for_catch_ups_alone() -> None:
    introduction = taken(route_to(wanted(), READY, TODAY))
    found = plan([introduction, *routes(colleagues(3), READY)], two_weeks(), READY, now=NOW, first_run=TODAY)
    this_week = [one for one in found.proposals if one.send_on and one.send_on < TODAY + timedelta(days=7)]
    assert sorted(one.approach for one in this_week) == [Approach.CATCH_UP, Approach.INTRODUCTION]


KNOWN = [*colleagues(4), *strangers_to_each_other(4)]


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[Route], Settings]:
    """Some ties, and strangers whose mutual contacts are among those ties or are strangers' names themselves."""
    quiet = draw(st.lists(st.sampled_from(KNOWN), unique_by=lambda one: one.person.key))
    some = [replace(MUTUAL, person=one.person, address=one.person.addresses[0]) for one in KNOWN]
    strangers = []
    for n in range(draw(st.integers(0, 6))):
        inside = draw(st.booleans())
        whom = person(f"S{n}", f"s{n}@example.org") if inside else Person(f"s{n}", f"S{n}", (), f"Org {n % 3}")
        by = draw(st.lists(st.sampled_from(some), max_size=3, unique_by=lambda one: one.person.key))
        found = route_to(wanted(whom, mutuals=tuple(by)), READY, TODAY)
        strangers += [found] if isinstance(found, Route) else []
    budget = Budget(
        a_week=draw(st.integers(0, 5)),
        a_day=draw(st.integers(1, 3)),
        messages_a_week=draw(st.integers(0, 3)),
        introductions_a_week=draw(st.integers(0, 3)),
        referrals_a_month=draw(st.integers(0, 4)),
    )
    everybody = [*routes(quiet, READY), *strangers]
    return draw(st.permutations(everybody)), replace(READY, budget=budget)


@hypothesis_settings(max_examples=100, deadline=None)
@given(rounds())
def test_nobody_gets_two_routes_at_once(round_: tuple[list[Route], Settings]) -> None:
    several, settings = round_
    found = plan(several, two_weeks(), settings, now=NOW)
    written_to = [one.recipient.key for one in found.proposals]
    about = [one.person.key for one in found.proposals]
    assert len(set(written_to)) == len(written_to)
    assert len(set(about)) == len(about)
    assert not {one.via.key for one in found.proposals if one.via} & set(about)
    spans = sorted((one.start, one.end) for one in found.proposals)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    decided = {*about, *(one.person.key for one in found.passed_over)}
    assert {one.tie.person.key for one in several} <= decided | set(written_to)


def test_a_plan_does_not_depend_on_the_order_of_its_routes() -> None:
    several = [referral(1, MUTUAL), referral(2, MUTUAL), *routes(KNOWN, READY)]
    forth, back = (plan(order, two_weeks(), READY, now=NOW) for order in (several, several[::-1]))
    assert [one.id for one in forth.proposals] == [one.id for one in back.proposals]
