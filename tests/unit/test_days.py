"""Holidays, quiet periods, working days and notices."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.core.days import (
    PublicDays,
    UnknownCountry,
    earliest,
    latest,
    midnight,
    notice_over,
    public_days,
    quiet_period_of,
)
from coucou.core.settings import QuietPeriod

MONTREAL = ZoneInfo("America/Toronto")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MONTREAL)


@pytest.mark.parametrize(
    ("country", "day", "french"),
    [
        ("CA-QC", date(2026, 4, 3), "Vendredi saint"),
        ("CA-QC", date(2026, 4, 6), "Lundi de Pâques"),
        ("CA-QC", date(2026, 5, 18), "Journée nationale des patriotes"),
        ("CA-QC", date(2026, 6, 24), "Fête nationale du Québec"),
        ("CA-QC", date(2027, 12, 27), "Jour de Noël (observé)"),  # the 25th is a Saturday
        ("CA-ON", date(2026, 2, 16), "Fête de la famille"),
        ("FR", date(2026, 5, 8), "Fête de la Victoire"),
        ("FR", date(2026, 5, 25), "Lundi de Pentecôte"),
        ("FR-57", date(2026, 4, 3), "Vendredi saint"),  # Moselle only
        ("GB-ENG", date(2026, 12, 28), "Boxing Day (observed)"),  # no French name is known
    ],
)
def test_each_place_rests_on_its_own_days(country: str, day: date, french: str) -> None:
    assert public_days(country, 2026, 2027).holidays[day].fr == french


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("CA-QC", date(2026, 2, 16)),  # Family Day is Ontario's
        ("CA-ON", date(2026, 6, 24)),
        ("FR", date(2026, 4, 3)),
        ("CA-QC", date(2026, 11, 11)),  # the federal administration's
        ("IN", date(2026, 1, 14)),  # one of thirty days to pick from
        ("", date(2026, 1, 1)),
    ],
)
def test_other_places_days_are_no_holidays(country: str, day: date) -> None:
    assert day not in public_days(country, 2026, 2026).holidays


def test_a_holiday_is_named_in_both_languages() -> None:
    name = public_days("CA-QC", 2026, 2026).holidays[date(2026, 6, 24)]
    assert (name.en, name.fr) == ("Saint Jean Baptiste Day", "Fête nationale du Québec")


def test_public_days_can_be_kept_and_read_back() -> None:
    found = public_days("CA-QC", 2026, 2027)
    assert msgspec.json.decode(msgspec.json.encode(found), type=PublicDays) == found


def test_a_weekend_follows_the_country() -> None:
    assert public_days("IL", 2026, 2026).weekend == {4, 5}
    assert not public_days("IL", 2026, 2026).is_working(date(2026, 11, 27))  # a Friday


@pytest.mark.parametrize("country", ["XX", "CA-ZZ", "Canada"])
def test_a_country_nobody_knows_is_refused(country: str) -> None:
    with pytest.raises(UnknownCountry) as caught:
        public_days(country, 2026, 2026)
    assert caught.value.country == country


YEARLY = QuietPeriod((12, 24), (1, 2))


@pytest.mark.parametrize(
    ("period", "day", "quiet"),
    [
        (YEARLY, date(2026, 12, 23), False),
        (YEARLY, date(2026, 12, 24), True),
        (YEARLY, date(2026, 12, 31), True),
        (YEARLY, date(2027, 1, 1), True),
        (YEARLY, date(2027, 1, 2), True),
        (YEARLY, date(2027, 1, 3), False),
        (QuietPeriod((7, 20), (7, 31)), date(2030, 7, 20), True),
        (QuietPeriod((7, 20), (7, 31)), date(2030, 8, 1), False),
        (QuietPeriod((2, 29), (2, 29)), date(2028, 2, 29), True),
        (QuietPeriod((2, 29), (3, 1)), date(2027, 2, 28), False),
        (QuietPeriod(date(2026, 7, 20), date(2026, 8, 2)), date(2026, 8, 2), True),
        (QuietPeriod(date(2026, 7, 20), date(2026, 8, 2)), date(2027, 7, 25), False),
        (QuietPeriod(date(2026, 12, 20), (1, 5)), date(2027, 1, 5), True),
        (QuietPeriod(date(2026, 12, 20), (1, 5)), date(2027, 12, 21), False),
        (QuietPeriod((12, 20), date(2027, 1, 5)), date(2026, 12, 20), True),
        (QuietPeriod((12, 20), date(2027, 1, 5)), date(2025, 12, 20), False),
    ],
)
def test_a_quiet_period_includes_both_ends_and_may_pass_the_year_s_end(
    period: QuietPeriod, day: date, quiet: bool
) -> None:
    assert (quiet_period_of(day, [period]) is period) is quiet


@pytest.mark.parametrize(
    ("now", "working_days", "over"),
    [
        ("2026-11-23T10:07", 0, "2026-11-23T10:07"),
        ("2026-11-23T10:07", 2, "2026-11-25T10:07"),  # Monday to Wednesday
        ("2026-11-27T10:00", 2, "2026-12-01T10:00"),  # Friday to Tuesday
        ("2026-11-28T15:00", 2, "2026-12-02T00:00"),  # Saturday: Monday and Tuesday pass first
        ("2026-11-29T23:59", 0, "2026-11-30T00:00"),
        ("2026-04-02T09:00", 2, "2026-04-08T09:00"),  # over Good Friday and Easter Monday
        ("2026-10-30T16:00", 2, "2026-11-03T16:00"),  # over the night of 25 hours
        ("2026-12-31T12:00", 1, "2027-01-04T12:00"),  # over New Year, a Friday, and the weekend
    ],
)
def test_a_notice_counts_whole_working_days(now: str, working_days: int, over: str) -> None:
    is_working = public_days("CA-QC", 2026, 2027).is_working
    assert notice_over(at(now), working_days, is_working, MONTREAL) == at(over)


@given(
    now=st.integers(0, 960_000).map(lambda minutes: at("2026-01-01T00:00") + timedelta(minutes=minutes)),
    working_days=st.integers(0, 10),
)
@settings(max_examples=100, deadline=None)
def test_between_now_and_the_end_of_a_notice_lie_that_many_working_days(now: datetime, working_days: int) -> None:
    is_working = public_days("CA-QC", 2025, 2028).is_working
    end = notice_over(now, working_days, is_working, MONTREAL).astimezone(MONTREAL)
    passed = sum(is_working(now.date() + timedelta(days=number)) for number in range((end.date() - now.date()).days))
    assert passed == working_days
    assert is_working(end.date())


def test_where_nobody_ever_works_a_notice_outlasts_every_window() -> None:
    never = PublicDays(weekend=frozenset(range(7)))
    assert notice_over(at("2026-11-23T10:00"), 1, never.is_working, MONTREAL) > at("2027-11-23T10:00")


def test_a_repeated_hour_has_an_earliest_and_a_latest_reading() -> None:
    day = date(2026, 11, 1)
    assert earliest(day, time(1, 30), MONTREAL) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert latest(day, time(1, 30), MONTREAL) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_a_skipped_hour_has_an_earliest_and_a_latest_reading() -> None:
    day = date(2026, 3, 8)
    assert earliest(day, time(2, 30), MONTREAL) == datetime(2026, 3, 8, 6, 30, tzinfo=UTC)
    assert latest(day, time(2, 30), MONTREAL) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_a_day_whose_midnight_is_skipped_begins_at_the_change() -> None:
    cairo = ZoneInfo("Africa/Cairo")  # 24 April 2026: 00:00 becomes 01:00
    assert midnight(date(2026, 4, 24), cairo).astimezone(cairo).hour == 1
    assert midnight(date(2026, 4, 24), cairo) == datetime(2026, 4, 23, 22, tzinfo=UTC)
