"""Recurrence rules against dateutil, an independent peer, and against the clauses of RFC 5545 where the two differ."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from coucou.contract import Event, Recurrence, SourceId
from coucou.core import rules
from coucou.core.expand import occurrences
from coucou.core.rule import RuleError, parse
from coucou.core.span import Span

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def wall(*parts: int) -> datetime:
    return datetime.combine(date(*parts[:3]), datetime.min.time()) + timedelta(
        hours=parts[3] if len(parts) > 3 else 0, minutes=parts[4] if len(parts) > 4 else 0
    )


def ours(text: str, first: datetime, low: datetime, high: datetime) -> list[datetime]:
    return list(rules.starts(parse(text), first, low, high, None))


def within_budget(text: str, first: datetime, low: datetime, high: datetime) -> list[datetime]:
    try:
        return ours(text, first, low, high)
    except rules.TooMany:
        reject()


def numbers(low: int, high: int, signed: bool = False) -> st.SearchStrategy[str]:
    one = st.integers(low, high)
    both = st.one_of(one, st.integers(-high, -low)) if signed else one
    return st.lists(both, min_size=1, max_size=4, unique=True).map(lambda found: ",".join(map(str, found)))


@st.composite
def rule_texts(draw: st.DrawFn) -> str:
    """Rules on whose meaning RFC 5545 and dateutil agree."""
    frequency = draw(st.sampled_from(("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY")))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]
    if draw(st.booleans()):
        days = draw(st.lists(st.sampled_from(_DAYS), min_size=1, max_size=3, unique=True))
        # dateutil fails on ordinals that a month does not reach, and wants days both with an ordinal and without.
        if frequency in ("YEARLY", "MONTHLY") and draw(st.booleans()):
            days = [f"{draw(st.integers(1, 4)) * draw(st.sampled_from((1, -1)))}{day}" for day in days]
        parts.append(f"BYDAY={','.join(days)}")
    optional = {
        "BYMONTH": numbers(1, 12),
        "BYMONTHDAY": numbers(1, 31, signed=True) if frequency != "WEEKLY" else None,
        "BYYEARDAY": numbers(1, 366, signed=True) if frequency in ("YEARLY", "HOURLY") else None,
        "BYHOUR": numbers(0, 23),
        "BYMINUTE": numbers(0, 59),
        "BYSECOND": numbers(0, 59),
    }
    for name, values in optional.items():
        if values is not None and draw(st.integers(0, 3)) == 0:
            parts.append(f"{name}={draw(values)}")
    # dateutil begins a first week at its DTSTART, so that positions in it count from there.
    if len(parts) > 2 and frequency != "WEEKLY" and draw(st.integers(0, 3)) == 0:
        parts.append(f"BYSETPOS={draw(numbers(1, 5, signed=True))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(_DAYS))}")
    return ";".join(parts)


moments = st.datetimes(wall(1995, 1, 1), wall(2035, 1, 1)).map(lambda at: at.replace(microsecond=0))


@settings(max_examples=200, deadline=None)
@given(rule_texts(), moments, st.integers(0, 2000), st.integers(1, 200))
def test_a_window_holds_what_dateutil_finds_in_it(text: str, first: datetime, later: int, length: int) -> None:
    fine = "HOURLY" in text or "MINUTELY" in text
    low = first + timedelta(days=later if not fine else later / 100)
    high = low + timedelta(days=length if not fine else length / 40)
    # dateutil looks for the next instance to the year 9999 when there is none: only ask where there is one soon.
    assume(within_budget(text, first, high, high + timedelta(days=900 if not fine else 40)))
    theirs = rrulestr(text, dtstart=first).between(low, high, inc=True)
    assert [at for at in ours(text, first, low, high) if at != first] == [at for at in theirs if at != first]


@settings(max_examples=100, deadline=None)
@given(rule_texts().filter(lambda text: "MINUTELY" not in text), moments, st.integers(1, 60))
def test_count_counts_the_start_as_the_first_whether_it_matches_or_not(text: str, first: datetime, count: int) -> None:
    high = first + timedelta(days=3000)
    free = within_budget(text, first, first, high)
    assert ours(f"{text};COUNT={count}", first, first, high) == free[:count]


@settings(max_examples=100, deadline=None)
@given(rule_texts(), moments, st.integers(1, 300), st.integers(0, 900), st.integers(1, 50))
def test_a_counted_series_is_the_same_whichever_window_looks_at_it(
    text: str, first: datetime, count: int, later: int, length: int
) -> None:
    high = first + timedelta(days=1000)
    whole = within_budget(f"{text};COUNT={count}", first, first, high)
    low, end = first + timedelta(days=later), first + timedelta(days=later + length)
    assert ours(f"{text};COUNT={count}", first, low, end) == [at for at in whole if low <= at <= end]


counted = st.one_of(st.just(""), st.integers(1, 40).map(";COUNT={}".format))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(("DAILY", "WEEKLY", "HOURLY")), st.integers(1, 3), rule_texts(), counted, moments,
       st.integers(0, 400), st.integers(1, 60))  # fmt: skip
def test_an_exrule_takes_away_what_dateutil_takes_away(
    frequency: str, interval: int, without: str, count: str, first: datetime, later: int, length: int
) -> None:
    low, high = first + timedelta(days=later), first + timedelta(days=later + length)
    # As above: dateutil looks to the year 9999 for a start to take away.
    assume(
        within_budget(
            without, first, high, high + timedelta(days=60 if "HOURLY" in without or "MINUTELY" in without else 900)
        )
    )
    text = f"FREQ={frequency};INTERVAL={interval};UNTIL={high:%Y%m%dT%H%M%S}"
    both = f"RRULE:{text}\nEXRULE:{without}{count}"
    theirs = rrulestr(both, dtstart=first)
    series = Event(
        SourceId("1"), "c", "1", first, timedelta(hours=1), "UTC", Recurrence((text,), without=(without + count,))
    )
    window = Span(low.replace(tzinfo=UTC), high.replace(tzinfo=UTC))
    found = [one.span.start.replace(tzinfo=None) for one in occurrences([series], window, zones={}, timezone="UTC")]
    assert sorted(at for at in found if at >= low) == [at for at in theirs.between(low, high, inc=True) if at < high]


def test_an_instance_on_the_31st_skips_the_months_that_have_none() -> None:
    found = ours("FREQ=MONTHLY", wall(2026, 1, 31), wall(2026, 1, 1), wall(2026, 12, 31))
    assert [at.month for at in found] == [1, 3, 5, 7, 8, 10, 12]


def test_the_29th_of_february_comes_back_in_leap_years() -> None:
    found = ours("FREQ=YEARLY", wall(2024, 2, 29), wall(2025, 1, 1), wall(2033, 1, 1))
    assert [at.year for at in found] == [2028, 2032]


def test_a_week_number_without_a_weekday_means_the_weekday_of_the_start() -> None:
    """RFC 5545, 3.3.10: what the rule does not say is taken from DTSTART (dateutil gives all seven days)."""
    found = ours("FREQ=YEARLY;BYWEEKNO=20", wall(1997, 5, 12), wall(1997, 1, 1), wall(1999, 12, 31))
    assert [f"{at:%Y-%m-%d}" for at in found] == ["1997-05-12", "1998-05-11", "1999-05-17"]


def test_positions_in_a_week_count_from_the_day_on_which_weeks_start() -> None:
    found = ours("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1", wall(2026, 3, 4), wall(2026, 3, 5), wall(2026, 3, 31))
    assert [at.weekday() for at in found] == [0, 0, 0, 0]


@pytest.mark.parametrize(("week_start", "expected"), [("MO", [5, 10, 19, 24]), ("SU", [5, 17, 19, 31])])
def test_the_rfc_example_of_week_starts(week_start: str, expected: list[int]) -> None:
    text = f"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST={week_start}"
    found = ours(text, wall(1997, 8, 5, 9), wall(1997, 1, 1), wall(1998, 1, 1))
    assert [at.day for at in found] == expected


@pytest.mark.parametrize("first", [wall(1600, 1, 1), wall(1601, 1, 1, 2), wall(9998, 12, 1)])
def test_other_centuries_are_reached_without_walking_there(first: datetime) -> None:
    found = ours("FREQ=DAILY", first, first + timedelta(days=300), first + timedelta(days=310))
    assert [(at - first).days for at in found] == list(range(300, 311))
    ours("FREQ=MINUTELY;BYHOUR=3", wall(1600, 1, 1), wall(2026, 1, 1), wall(2026, 1, 3))


def test_the_calendar_ends_with_the_year_9999() -> None:
    last = wall(9999, 12, 31, 23)
    for frequency in ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"):
        found = ours(f"FREQ={frequency};INTERVAL=3", wall(9999, 12, 30), wall(9999, 12, 30), last)
        assert found[0] == wall(9999, 12, 30)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;COUNT=999999999;BYDAY=MO",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;INTERVAL=999999999",
        "FREQ=SECONDLY;BYSECOND=7;BYMINUTE=59;BYHOUR=23;BYYEARDAY=366",
        "FREQ=DAILY;COUNT=999999999;BYDAY=MO",
    ],
)
def test_no_rule_goes_on_without_end(text: str) -> None:
    try:
        found = ours(text, wall(1990, 1, 1), wall(2026, 1, 1), wall(2026, 2, 1))
    except rules.TooMany:
        found = []
    assert len(found) <= rules.BUDGET


@pytest.mark.parametrize(
    "text",
    ["", "FREQ=", "FREQ=OFTEN", "BYDAY=MO", "FREQ=DAILY;INTERVAL=x", "FREQ=DAILY;UNTIL=2026-99-99",
     "FREQ=DAILY;BYDAY=XX", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=DAILY;COUNT=²", "RSCALE=HEBREW;FREQ=YEARLY"],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["RRULE:FREQ=DAILY", "FREQ=DAILY;", "freq=daily", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;X-OWN=1",
     "FREQ=DAILY;Anything", "FREQ=DAILY; INTERVAL=1 ", "FREQ=DAILY;INTERVAL=0"],
)  # fmt: skip
def test_the_slips_of_common_programs_are_read(text: str) -> None:
    assert len(ours(text, wall(2026, 1, 1), wall(2026, 1, 1), wall(2026, 1, 3))) == 3


def test_a_rule_that_ended_before_its_start_gives_nothing() -> None:
    """What calendars leave behind when "this and all following" was moved away from the first instance on."""
    rule = parse("FREQ=DAILY;UNTIL=20251231T000000")
    found = rules.starts(rule, wall(2026, 1, 1), wall(2026, 1, 1), wall(2026, 2, 1), wall(2025, 12, 31))
    assert list(found) == []
