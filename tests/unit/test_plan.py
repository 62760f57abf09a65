"""The plan as a user sees it: who, when, and why not the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from coucou.core.budget import Spent, week_of
from coucou.core.facts import Offset
from coucou.core.gaps import find_gaps
from coucou.core.people import Person
from coucou.core.plan import Known, Plan, plan
from coucou.core.proposal import Free, Proposal
from coucou.core.route import routes_of
from coucou.core.settings import Budget, Channel, Hours, Me, Meeting, PersonSettings, QuietPeriod, Ranking
from coucou.core.slots import TheirTime, country_of
from coucou.core.span import Span
from coucou.core.working import WorkingHours
from tests.unit.planning import (
    MONTREAL,
    NOW,
    SETTINGS,
    colleagues,
    local,
    person,
    planned,
    routes,
    strangers_to_each_other,
    tie,
    two_weeks,
)

PARIS = ZoneInfo("Europe/Paris")


def names(found: Plan) -> list[str]:
    return [one.person.name for one in found.proposals]


def why_not(found: Plan, name: str) -> str:
    return next(one.reason.code for one in found.passed_over if one.person.name == name)


def codes(one: Proposal) -> list[str]:
    return [reason.code for reason in one.reasons]


def slot(one: Proposal) -> Span:
    return Span(one.start, one.end)


# --- budgets ----------------------------------------------------------------------------------------------------------


def test_three_a_week_and_one_a_day_by_sending_and_by_meeting() -> None:
    found = planned(colleagues(12))
    for days in ([one.start.date() for one in found.proposals], [one.send_on for one in found.proposals]):
        assert max(Counter(days).values()) == 1
        assert max(Counter(week_of(day) for day in days if day).values()) <= 3
    assert len(found.proposals) > 3
    assert names(found)[:3] == ["Colleague 0", "Colleague 1", "Colleague 2"]
    assert why_not(found, "Colleague 11") == "budget.week"


def test_the_first_week_sends_one_and_the_second_two() -> None:
    found = planned(colleagues(12), first_run=NOW.date())
    by_week = Counter(week_of(one.send_on) for one in found.proposals if one.send_on)
    assert by_week == {week_of(NOW.date()): 1, week_of(NOW.date() + timedelta(days=7)): 2}
    assert why_not(found, "Colleague 11") == "budget.first_weeks"


def test_the_most_likely_come_first_while_warming_up_and_afterwards_one_easy_then_the_best() -> None:
    best, good, easy, easier = (
        tie(person(name, f"{name}@example.org"), score=score, likelihood=likely)
        for name, score, likely in (("best", 0.9, 0.2), ("good", 0.8, 0.1), ("easy", 0.4, 0.8), ("easier", 0.3, 0.9))
    )
    everybody = [best, good, easy, easier]
    own_way = replace(SETTINGS, ranking=Ranking(easy_first=False, per_organization=9))
    one_easy = replace(SETTINGS, ranking=Ranking(per_organization=9))
    found = planned(everybody, settings=one_easy, first_run=NOW.date() - timedelta(days=14))
    assert names(planned(everybody, settings=one_easy, first_run=NOW.date()))[:2] == ["easier", "easy"]
    assert names(found)[:3] == ["easier", "best", "good"]
    assert "route.easy_first" in codes(found.proposals[0]) and "route.easy_first" not in codes(found.proposals[1])
    assert names(planned(everybody, settings=own_way))[:2] == ["best", "good"]


def test_the_easy_one_is_of_the_five_best() -> None:
    others = colleagues(5)
    easy_but_last = tie(person("Easy", "easy@example.com"), score=0.01, likelihood=0.99)
    assert names(planned([*others, easy_but_last]))[0] == "Colleague 0"


def test_one_person_of_another_organisation_a_week_but_colleagues_are_exempt() -> None:
    outside = [tie(person(f"P{n}", f"p{n}@example.net"), score=0.9 - n / 10) for n in range(3)]
    found = planned(outside)
    assert names(found) == ["P0"]
    assert {why_not(found, "P1"), why_not(found, "P2")} == {"budget.organization"}
    assert len(planned(colleagues(3)).proposals) == 3


def test_what_was_already_sent_this_week_counts() -> None:
    sent = [Spent(NOW.date(), date(2026, 11, 26)), Spent(NOW.date() + timedelta(days=1), date(2026, 11, 27))]
    found = planned(colleagues(3), used=sent)
    assert found.proposals[0].send_on == date(2026, 11, 25)
    assert found.proposals[1].send_on == date(2026, 11, 30)
    assert not {date(2026, 11, 26), date(2026, 11, 27)} & {one.start.date() for one in found.proposals}


def test_no_budget_means_no_proposal_and_says_so() -> None:
    found = planned(colleagues(2), settings=replace(SETTINGS, budget=Budget(a_week=0)))
    assert found.proposals == ()
    assert {one.reason.code for one in found.passed_over} == {"budget.week"}


def test_not_three_of_one_organisation_while_others_wait() -> None:
    friend = tie(person("Friend", "friend@example.com"), score=0.01)
    found = planned([*colleagues(5), friend])
    assert names(found)[:3] == ["Colleague 0", "Colleague 1", "Friend"]
    assert "Colleague 2" in names(found)


def test_how_many_of_one_organisation_come_first_is_the_user_s_to_say() -> None:
    friend = tie(person("Friend", "friend@example.com"), score=0.01)
    found = planned([*colleagues(5), friend], settings=replace(SETTINGS, ranking=Ranking(per_organization=1)))
    assert names(found)[:2] == ["Colleague 0", "Friend"]


def test_each_person_is_proposed_at_most_once() -> None:
    twice = [tie(person("Léa", "lea@example.org"), score=0.9), tie(person("Léa", "lea@example.org"), score=0.8)]
    found = planned(twice)
    assert (names(found), found.passed_over) == (["Léa"], ())


# --- notice -----------------------------------------------------------------------------------------------------------


def test_an_invitation_takes_two_working_days_of_notice_and_an_ask_five() -> None:
    inside = planned(colleagues(1)).proposals[0]
    outside = planned(strangers_to_each_other(1)).proposals[0]
    assert (inside.channel, outside.channel) == (Channel.INVITE, Channel.ASK)
    assert inside.start >= NOW + timedelta(days=2)
    assert outside.start >= NOW + timedelta(days=7)  # a weekend lies between


def test_a_horizon_shorter_than_the_notice_says_so() -> None:
    found = planned(strangers_to_each_other(1), gaps=two_weeks(days=5))
    assert why_not(found, "Friend 0") == "notice_too_long"


def test_the_notice_counts_the_other_side_s_working_days() -> None:
    now = local("2026-05-11T08:00")  # a Monday; Thursday the 14th is Ascension Day in France
    gaps = two_weeks(now=now, settings=SETTINGS)
    here, there = tie(person("Here", "h@example.ca"), score=0.9), tie(person("There", "t@example.fr"), score=0.9)
    first = {
        one.tie.person.name: plan([one], gaps, SETTINGS, now=now).proposals[0].start.date()
        for one in routes([here, there])
    }
    assert first == {"Here": date(2026, 5, 19), "There": date(2026, 5, 19)}  # Monday 18: les patriotes, in Québec
    whit = local("2026-05-15T08:00")  # Friday; Monday 18 counts in France only, Monday 25 is closed there
    one = routes([there._replace(last_touch=whit - timedelta(days=100))])[0]
    assert plan([one], two_weeks(now=whit), SETTINGS, now=whit).proposals[0].start.date() == date(2026, 5, 22)


def test_nothing_is_sent_on_a_quiet_day_or_a_holiday() -> None:
    settings = replace(SETTINGS, hours=Hours(quiet_periods=(QuietPeriod((11, 23), (11, 25)),)))
    found = planned(colleagues(1), settings=settings)
    assert found.proposals[0].send_on == date(2026, 11, 26)
    assert "send_on" in codes(found.proposals[0])
    always = replace(SETTINGS, hours=Hours(quiet_periods=(QuietPeriod((11, 1), (12, 31)),)))
    assert why_not(planned(colleagues(1), settings=always, gaps=two_weeks()), "Colleague 0") == "no_sending_day"


# --- the other side's hours -------------------------------------------------------------------------------------------


def in_july(minutes: int) -> Offset:
    """Seen last while clocks were forward; the plans are made in November."""
    return Offset(minutes, int(datetime(2026, 7, 6, 12, tzinfo=UTC).timestamp()))


@pytest.mark.parametrize(
    ("who", "how", "hour_there"),
    [
        (person("A", "a@example.org"), "hours.own", None),
        (person("A", "a@example.org", offset=-300), "hours.offset", None),
        (person("A", "a@example.org", offset=in_july(-240)), "hours.offset", None),
        (person("A", "a@example.org", offset=-240), "hours.offset", 1),
        (person("A", "a@example.org", offset=60), "hours.offset", 6),
        (person("A", "a@example.org", offset=-480), "hours.offset", -3),
        (person("A", "a@example.org", said=PersonSettings(timezone="Europe/Paris")), "hours.timezone", 6),
    ],
)
def test_the_slot_lies_in_their_day_and_the_reason_says_how_that_is_known(
    who: Person, how: str, hour_there: int | None
) -> None:
    one = planned([tie(who)]).proposals[0]
    there = one.start + timedelta(hours=hour_there or 0)
    assert time(8, 30) <= there.time() <= time(17, 5)
    assert how in codes(one)
    assert ("their_time" in codes(one)) is (hour_there is not None)
    assert (one.availability.state, one.availability.how) == (Free.UNKNOWN, how)


def test_somebody_whose_day_never_meets_the_user_s_is_passed_over() -> None:
    found = planned([tie(person("Tokyo", "t@example.org", offset=540))])
    assert why_not(found, "Tokyo") == "no_common_hours"


def test_a_montreal_user_meets_paris_in_the_morning_on_either_side_of_the_clock_changes() -> None:
    said = PersonSettings(timezone="Europe/Paris")
    for first in (date(2026, 3, 2), date(2026, 3, 23), date(2026, 10, 19), date(2026, 10, 27)):
        now = datetime(first.year, first.month, first.day, 8, tzinfo=MONTREAL)
        whom = tie(person("Chloé", "chloe@example.org", said=said), last_touch=now - timedelta(days=90))
        one = plan(routes([whom]), two_weeks(now=now), SETTINGS, now=now).proposals[0]
        assert one.start.tzinfo == MONTREAL
        assert time(8, 30) <= one.start.astimezone(PARIS).time() <= time(17, 5)
        assert one.start.hour < 12


def test_their_public_holiday_is_no_day_for_them() -> None:
    now = local("2026-07-06T08:00")
    gaps = two_weeks(now=now, start=date(2026, 7, 14), days=1)  # the 14th of July, an ordinary Tuesday in Québec
    chosen = routes([tie(person("Fr", "f@example.fr"), score=0.9), tie(person("Ca", "c@example.ca"), score=0.1)])
    found = plan(chosen, gaps, SETTINGS, now=now)
    assert (names(found), why_not(found, "Fr")) == (["Ca"], "no_common_hours")
    found = plan(chosen[:1], gaps, SETTINGS, now=now, known=Known(countries={"f@example.fr": "DE"}))
    assert names(found) == ["Fr"]


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("a@example.fr", "FR"),
        ("a@example.co.uk", "GB"),
        ("a@example.ca", "CA-QC"),
        ("a@example.io", ""),
        ("a@example.com", ""),
        ("a@example.org", ""),
    ],
)
def test_a_country_s_own_domain_tells_the_country(address: str, country: str) -> None:
    assert country_of(address, SETTINGS) == country


def test_their_calendar_where_it_was_read_decides_and_is_believed_only_where_it_was_read() -> None:
    whom, gaps = colleagues(1), two_weeks()
    key = whom[0].person.key
    free = planned(whom, gaps=gaps).proposals[0]

    def with_time(time: TheirTime) -> Plan:
        return planned(whom, gaps=gaps, known=Known(times={key: time}))

    readable = with_time(TheirTime()).proposals[0]
    assert (slot(readable), readable.availability.state) == (slot(free), Free.FREE)
    assert "free_theirs" in codes(readable)
    moved = with_time(TheirTime(busy=(slot(free),))).proposals[0]
    assert not slot(moved).overlaps(slot(free))
    dark = with_time(TheirTime(unknown=(gaps.window,))).proposals[0]
    assert (slot(dark), dark.availability.state, dark.availability.how) == (slot(free), Free.UNKNOWN, "freebusy")
    assert why_not(with_time(TheirTime(busy=(gaps.window,))), "Colleague 0") == "their_busy"


def test_hours_that_they_told_their_own_calendar_narrow_their_day_and_never_widen_it() -> None:
    whom = [tie(person("Chloé", "chloe@example.org", offset=-480), score=0.9)]

    def with_hours(start: int, end: int, *days: int, zone: str = "Europe/Paris") -> Plan:
        hours = WorkingHours(frozenset(days or range(5)), time(start), time(end), zone)
        unknown = TheirTime(unknown=(two_weeks().window,), hours=hours)
        return planned(whom, known=Known(times={"chloe@example.org": unknown}))

    one = with_hours(7, 23).proposals[0]
    assert "hours.theirs" in codes(one)
    assert time(8, 30) <= one.start.astimezone(PARIS).time() <= time(17, 5)
    early = with_hours(7, 16).proposals[0]
    assert early.end.astimezone(PARIS).time() <= time(16)
    thursdays = with_hours(9, 17, 3).proposals[0]
    assert thursdays.start.astimezone(PARIS).weekday() == 3
    assert why_not(with_hours(18, 23), "Chloé") == "no_common_hours"
    assert "hours.offset" in codes(with_hours(9, 17, zone="Customized Time Zone").proposals[0])


def test_the_user_s_word_on_somebody_s_zone_comes_before_their_calendar_s() -> None:
    whom = tie(person("Chloé", "chloe@example.org", said=PersonSettings(timezone="Europe/Paris")))
    hours = WorkingHours(frozenset(range(5)), time(9), time(17), "America/Toronto")
    one = planned([whom], known=Known(times={"chloe@example.org": TheirTime(hours=hours)})).proposals[0]
    assert "hours.timezone" in codes(one)


@pytest.mark.parametrize(("days", "start", "end"), [((), 9, 17), ((0,), 17, 9), ((0,), 9, 9)])
def test_working_hours_that_are_none_cannot_be_written(days: tuple[int, ...], start: int, end: int) -> None:
    with pytest.raises(ValueError, match="working hours"):
        WorkingHours(frozenset(days), time(start), time(end), "UTC")


# --- the best gap -----------------------------------------------------------------------------------------------------


def test_mid_morning_on_a_full_or_half_hour_is_preferred() -> None:
    for one in planned(colleagues(6)).proposals:
        assert one.start.minute in (0, 30)
        assert time(9, 30) <= one.start.time() <= time(15, 30)
        assert not (one.start.weekday() == 0 and one.start.hour < 10)


def test_proposals_are_spread_over_days_that_do_not_touch_where_there_is_room() -> None:
    days = sorted(one.start.date() for one in planned(colleagues(3)).proposals)
    assert all((later - sooner).days > 1 for sooner, later in pairwise(days))


def test_a_day_with_fewer_meetings_is_preferred() -> None:
    alone = planned(colleagues(1)).proposals[0].start.date()
    crowded = planned(colleagues(1), meetings_a_day={alone: 3}).proposals[0].start.date()
    assert crowded != alone


def test_several_a_day_keep_a_buffer_between_them_and_stay_below_the_day_s_most() -> None:
    settings = replace(SETTINGS, budget=Budget(a_week=9, a_day=9), meeting=Meeting(max_meetings_a_day=3))
    found = planned(
        colleagues(9), settings=settings, gaps=two_weeks(settings=settings, days=4, start=date(2026, 12, 1))
    )
    buffer = timedelta(minutes=10)
    for one, other in combinations(found.proposals, 2):
        assert not Span(one.start - buffer, one.end + buffer).overlaps(slot(other))
    assert max(Counter(one.start.date() for one in found.proposals).values()) <= 3


def test_without_a_gap_everybody_is_told_so() -> None:
    found = planned(colleagues(2), busy=[two_weeks().window])
    assert {one.reason.code for one in found.passed_over} == {"no_gap"}


def test_a_proposal_says_in_which_gap_it_lies() -> None:
    one = planned(colleagues(1)).proposals[0]
    gap = next(reason for reason in one.reasons if reason.code == "gap")
    start, end = gap.values["start"], gap.values["end"]
    assert isinstance(start, time)
    assert isinstance(end, time)
    assert start <= one.start.time() < one.end.time() <= end


def test_the_language_is_the_person_s_else_what_is_known_else_the_user_s_first() -> None:
    said = tie(person("A", "a@example.org", said=PersonSettings(language="en")))
    plain = tie(person("B", "b@example.org"))
    assert planned([said]).proposals[0].language == "en"
    assert planned([plain]).proposals[0].language == "fr"
    assert planned([plain], known=Known(languages={plain.person.key: "en"})).proposals[0].language == "en"


# --- always -----------------------------------------------------------------------------------------------------------


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[Span], list[tuple[int, int]], int]:
    busy = draw(st.lists(st.tuples(st.integers(0, 14 * 96), st.integers(1, 16)), max_size=40))
    people = draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 100)), max_size=25))
    start = two_weeks().window.start
    quarter = timedelta(minutes=15)
    return [Span(start + a * quarter, start + (a + b) * quarter) for a, b in busy], people, draw(st.integers(0, 2))


@given(rounds())
@hypothesis_settings(max_examples=60, deadline=None)
def test_every_plan_keeps_its_promises(case: tuple[list[Span], list[tuple[int, int]], int]) -> None:
    busy, people, weeks_ago = case
    ties = [
        tie(person(f"P{n}", f"p{n}@org{org}.example" if org else f"p{n}@example.org"), score=score / 100)
        for n, (org, score) in enumerate(people)
    ]
    gaps, first_run = two_weeks(busy=busy), NOW.date() - timedelta(days=7 * weeks_ago)
    chosen, passed = routes_of(ties, SETTINGS)
    found = plan(chosen, gaps, SETTINGS, now=NOW, first_run=first_run)
    assert found == plan(chosen[::-1], gaps, SETTINGS, now=NOW, first_run=first_run)
    proposed, left_out = [one.person for one in found.proposals], [one.person for one in (*found.passed_over, *passed)]
    assert sorted(one.key for one in proposed + left_out) == sorted(one.person.key for one in ties)
    for one in found.proposals:
        assert any(gap.start <= slot(one).start and slot(one).end <= gap.end for gap in gaps.gaps)
        assert not any(slot(one).overlaps(taken) for taken in busy)
        assert one.send_on is not None
        assert NOW.date() <= one.send_on < one.start.date()
    for days in (
        [one.start.date() for one in found.proposals],
        [one.send_on for one in found.proposals if one.send_on],
    ):
        assert all(number <= 1 for number in Counter(days).values())
        for week, number in Counter(map(week_of, days)).items():
            allowed = [1, 2, 3][min(2, weeks_ago + (week != week_of(NOW.date())))]
            assert number <= allowed
        outside = Counter(
            (week_of(day), one.person.domain)
            for one, day in zip(found.proposals, days, strict=True)
            if one.person.domain != "example.org"
        )
        assert all(number <= 1 for number in outside.values())


@given(rounds(), st.integers(0, 14 * 96), st.integers(1, 12))
@hypothesis_settings(max_examples=60, deadline=None)
def test_a_new_event_moves_nobody_whom_it_does_not_touch_before_the_first_whom_it_does(
    case: tuple[list[Span], list[tuple[int, int]], int], at: int, length: int
) -> None:
    busy, people, _ = case
    ties = strangers_to_each_other(len(people))
    start = two_weeks().window.start + at * timedelta(minutes=15)
    event = Span(start, start + length * timedelta(minutes=15))
    before = planned(ties, busy=busy)
    after = planned(ties, busy=[*busy, event])
    around = Span(event.start - timedelta(minutes=10), event.end + timedelta(minutes=10))
    kept = 0
    for one in before.proposals:
        if around.overlaps(slot(one)):
            break
        kept += 1
    assert [(p.id, p.start) for p in before.proposals[:kept]] == [(p.id, p.start) for p in after.proposals[:kept]]


def test_a_new_event_in_one_proposal_s_slot_moves_that_one_only_where_there_is_room() -> None:
    before = planned(colleagues(3))
    hit = before.proposals[1]
    after = planned(colleagues(3), busy=[slot(hit)])
    moved = [one.person.name for one, now in zip(before.proposals, after.proposals, strict=True) if one.id != now.id]
    assert moved == [hit.person.name]


def test_a_plan_over_the_year_s_end_keeps_out_of_the_quiet_days() -> None:
    now = local("2026-12-21T08:00")
    gaps = two_weeks(now=now, days=21)
    found = plan(routes(colleagues(9)), gaps, SETTINGS, now=now)
    assert found.proposals
    for one in found.proposals:
        assert one.start.date() == date(2026, 12, 23) or one.start.date() >= date(2027, 1, 4)
        assert one.send_on is not None
        assert not date(2026, 12, 24) <= one.send_on <= date(2027, 1, 2)


def test_a_round_without_any_country_or_zone_is_planned_in_utc() -> None:
    settings = replace(SETTINGS, me=Me())
    window = Span(NOW, NOW + timedelta(days=14))
    found = plan(routes(colleagues(1), settings), find_gaps(window, settings, busy=[], now=NOW), settings, now=NOW)
    assert found.proposals[0].timezone == "UTC"
