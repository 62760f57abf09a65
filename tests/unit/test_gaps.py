"""Gaps against a model that looks at one minute after the other, and by example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from coucou.core.days import HolidayName, PublicDays, quiet_period_of
from coucou.core.gaps import Gaps, find_gaps
from coucou.core.settings import DailyHours, Hours, Me, Meeting, QuietPeriod, Settings
from coucou.core.span import Span, subtract, union

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
MONTREAL = ZoneInfo("America/Toronto")


def local(text: str, zone: ZoneInfo = MONTREAL) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def span(start: str, end: str) -> Span:
    return Span(local(start), local(end))


def settings_for(
    *, hours: Hours | None = None, meeting: Meeting | None = None, zone: str = "America/Toronto"
) -> Settings:
    everything = Hours(protected=(), quiet_periods=())
    return Settings(me=Me(timezone=zone), hours=hours or everything, meeting=meeting or Meeting(notice_working_days=0))


def shown(found: Gaps) -> list[tuple[str, str]]:
    return [(f"{g.start.astimezone(MONTREAL):%a %H:%M}", f"{g.end.astimezone(MONTREAL):%H:%M}") for g in found.gaps]


def why(found: Gaps, moment: str) -> str:
    return next(c.reason.code for c in found.closed if c.span.start <= local(moment) < c.span.end)


# --- the model: one minute after the other ----------------------------------------------------------------------------

PUBLIC = PublicDays({date(2026, 3, 10): HolidayName("Day of Rest", "Jour de repos")})
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def within(spans: list[Span], moment: datetime) -> bool:
    return any(s.start <= moment < s.end for s in spans)


def reason_in_model(
    moment: datetime,
    settings: Settings,
    busy: list[Span],
    unknown: list[Span],
    meetings: Mapping[date, int],
    now: datetime,
    not_before: datetime,
) -> str | None:
    wall = moment.astimezone(ZoneInfo(settings.me.timezone))
    day, hours = wall.date(), settings.hours
    at_work = day.weekday() in hours.days and hours.start <= wall.time() < hours.end
    closing = {
        "past": moment < now,
        "holiday": day in PUBLIC.holidays,
        "quiet_period": quiet_period_of(day, hours.quiet_periods) is not None,
        "day_off": not at_work and day.weekday() not in hours.days,
        "outside_hours": not at_work,
        "notice": moment < not_before,
        "full_day": meetings.get(day, 0) >= settings.meeting.max_meetings_a_day,
        "protected": any(p.start <= wall.time() < p.end and day.weekday() in p.days for p in hours.protected),
        "busy": within(busy, moment),
        "unknown": within(unknown, moment),
    }
    return next((code for code, closes in closing.items() if closes), None)


def gaps_in_model(
    minutes: list[tuple[datetime, str | None]], settings: Settings
) -> Iterator[tuple[datetime, datetime]]:
    meeting, zone = settings.meeting, ZoneInfo(settings.me.timezone)
    for is_open, run in groupby(minutes, key=lambda item: item[1] is None):
        if not is_open:
            continue
        moments = [moment for moment, _ in run]
        inside = moments[meeting.buffer_minutes : len(moments) - meeting.buffer_minutes]
        while inside and inside[0].astimezone(zone).minute % 15:
            inside = inside[1:]
        if inside and len(inside) >= meeting.minutes:
            yield inside[0], inside[-1] + MINUTE


ZONES = ["America/Toronto", "Europe/Paris", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia"]
FIRST_DAYS = [date(2026, 3, 7), date(2026, 3, 28), date(2026, 10, 31), date(2026, 12, 30), date(2026, 4, 3)]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Span, Settings, list[Span], list[Span], dict[date, int], datetime, datetime]:
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    first = draw(st.sampled_from(FIRST_DAYS))
    start = datetime.combine(first, time(0), zone).astimezone(UTC)
    end = datetime.combine(first + 4 * DAY, time(0), zone).astimezone(UTC)
    quarters = st.integers(16, 92).map(lambda n: time(n // 4, n % 4 * 15))  # 04:00–23:00: no clock changes there
    weekdays = st.frozensets(st.integers(0, 6))

    def stretch() -> DailyHours:
        begins, ends = sorted(draw(st.lists(quarters, min_size=2, max_size=2, unique=True)))
        return DailyHours(draw(weekdays), begins, ends)

    def spans(most: int) -> list[Span]:
        drawn = draw(st.lists(st.tuples(st.integers(-300, 6000), st.integers(0, 400)), max_size=most))
        return [Span((start + a * MINUTE).astimezone(zone), start + (a + b) * MINUTE) for a, b in drawn]

    opening = stretch()
    settings = Settings(
        me=Me(timezone=str(zone)),
        hours=Hours(
            opening.days | {0, 2},
            opening.start,
            opening.end,
            tuple(stretch() for _ in range(draw(st.integers(0, 2)))),
            draw(st.sampled_from([(), (QuietPeriod((12, 31), (1, 1)),)])),
        ),
        meeting=Meeting(
            minutes=draw(st.integers(1, 90)), buffer_minutes=draw(st.integers(0, 20)), max_meetings_a_day=3
        ),
    )
    meetings = draw(st.dictionaries(st.sampled_from([first + n * DAY for n in range(4)]), st.integers(0, 4)))
    now = start + draw(st.integers(-2000, 2000)) * MINUTE
    not_before = now + draw(st.integers(0, 3000)) * MINUTE
    return Span(start, end), settings, spans(8), spans(2), meetings, now, not_before


@given(cases())
@hypothesis_settings(max_examples=60, deadline=None)
def test_gaps_and_reasons_are_those_of_the_minute_by_minute_model(
    case: tuple[Span, Settings, list[Span], list[Span], dict[date, int], datetime, datetime],
) -> None:
    window, settings, busy, unknown, meetings, now, not_before = case
    found = find_gaps(
        window,
        settings,
        busy=busy,
        unknown=unknown,
        meetings_a_day=meetings,
        now=now,
        not_before=not_before,
        public=PUBLIC,
    )
    moments = [window.start + n * MINUTE for n in range(window.length // MINUTE)]
    minutes = [
        (moment, reason_in_model(moment, settings, busy, unknown, meetings, now, not_before)) for moment in moments
    ]
    assert [(g.start, g.end) for g in found.gaps] == list(gaps_in_model(minutes, settings))
    assert union([*found.gaps, *(c.span for c in found.closed)]) == [window]
    assert sum((s.length for s in (*found.gaps, *(c.span for c in found.closed))), timedelta()) == window.length
    said = iter(found.closed)
    closed = next(said)
    for moment, reason in minutes:
        while closed.span.end <= moment and moment < found.closed[-1].span.end:
            closed = next(said)
        if reason is not None:
            assert (closed.span.start <= moment, closed.reason.code) == (True, reason)
        elif closed.span.start <= moment < closed.span.end:
            assert closed.reason.code in {"too_short", "buffer", "quarter_hour"}


@given(cases())
@hypothesis_settings(max_examples=60, deadline=None)
def test_a_meeting_may_fill_any_gap_and_keeps_its_buffers_free(
    case: tuple[Span, Settings, list[Span], list[Span], dict[date, int], datetime, datetime],
) -> None:
    window, settings, busy, unknown, _, now, not_before = case
    found = find_gaps(window, settings, busy=busy, unknown=unknown, now=now, not_before=not_before, public=PUBLIC)
    buffer = settings.meeting.buffer_minutes * MINUTE
    for gap in found.gaps:
        around = Span(gap.start - buffer, gap.end + buffer)
        assert subtract([around], [*busy, *unknown]) == [around]
        assert gap.length >= settings.meeting.minutes * MINUTE
    assert list(found.busy) == union(found.busy)
    assert all(window.start <= s.start and s.end <= window.end for s in (*found.busy, *found.unknown))


# --- examples ---------------------------------------------------------------------------------------------------------

A_WEDNESDAY = span("2026-11-25", "2026-11-26")


def test_an_empty_day_with_lunch_protected_has_two_gaps_a_buffer_inside_it() -> None:
    settings = replace(settings_for(), hours=Hours())
    found = find_gaps(A_WEDNESDAY, settings, busy=[], now=LONG_AGO)
    assert shown(found) == [("Wed 09:15", "11:50"), ("Wed 13:45", "16:20")]


def test_every_account_s_busy_time_counts_and_is_merged_and_clipped() -> None:
    work = [span("2026-11-25T09:00", "2026-11-25T11:00"), span("2026-11-24T23:00", "2026-11-25T01:00")]
    home = [Span(datetime(2026, 11, 25, 15, 30, tzinfo=UTC), datetime(2026, 11, 25, 17, 0, tzinfo=UTC))]  # 10:30–12:00
    found = find_gaps(A_WEDNESDAY, settings_for(), busy=work + home, now=LONG_AGO)
    assert shown(found) == [("Wed 12:15", "16:20")]
    assert list(found.busy) == [span("2026-11-25", "2026-11-25T01:00"), span("2026-11-25T09:00", "2026-11-25T12:00")]


def test_a_meeting_of_25_minutes_with_buffers_of_10_needs_45_minutes() -> None:
    fits = [span("2026-11-25T09:00", "2026-11-25T10:05"), span("2026-11-25T10:50", "2026-11-25T17:00")]
    short = [span("2026-11-25T09:00", "2026-11-25T10:05"), span("2026-11-25T10:49", "2026-11-25T17:00")]
    assert shown(find_gaps(A_WEDNESDAY, settings_for(), busy=fits, now=LONG_AGO)) == [("Wed 10:15", "10:40")]
    found = find_gaps(A_WEDNESDAY, settings_for(), busy=short, now=LONG_AGO)
    assert shown(found) == []
    closed = next(c.reason for c in found.closed if c.span.start == local("2026-11-25T10:05"))
    assert (closed.code, dict(closed.values)) == ("too_short", {"minutes": 44, "needed": 45})


def test_unknown_time_is_never_free() -> None:
    dark = [span("2026-11-25T09:00", "2026-11-25T14:00")]
    found = find_gaps(A_WEDNESDAY, settings_for(), busy=[], unknown=dark, now=LONG_AGO)
    assert shown(found) == [("Wed 14:15", "16:20")]
    assert why(found, "2026-11-25T11:00") == "unknown"
    assert found.busy == ()


def test_the_notice_of_two_working_days_passes_over_the_weekend() -> None:
    settings = settings_for(meeting=Meeting(notice_working_days=2))
    window, now = span("2026-11-27", "2026-12-02"), local("2026-11-27T10:00")
    found = find_gaps(window, settings, busy=[], now=now)
    assert shown(found) == [("Tue 10:15", "16:20")]
    assert why(found, "2026-11-27T09:30") == "past"
    assert why(found, "2026-11-27T10:00") == "notice"
    assert why(found, "2026-11-28T10:00") == "day_off"
    assert why(found, "2026-11-30T10:00") == "notice"


def test_a_public_holiday_of_the_province_is_closed_by_its_name() -> None:
    settings = replace(settings_for(), me=Me(timezone="America/Toronto", country="CA-QC"))
    found = find_gaps(span("2026-06-24", "2026-06-26"), settings, busy=[], now=LONG_AGO)
    assert shown(found) == [("Thu 09:15", "16:20")]
    assert found.closed[0].span == span("2026-06-24", "2026-06-25")
    assert found.closed[0].reason.values["name_fr"] == "Fête nationale du Québec"


def test_quiet_days_over_the_year_s_end_are_one_closed_stretch() -> None:
    settings = settings_for(hours=Hours(protected=()))
    found = find_gaps(span("2026-12-23", "2027-01-05"), settings, busy=[], now=LONG_AGO)
    assert shown(found) == [("Wed 09:15", "16:20"), ("Mon 09:15", "16:20")]
    assert [c.span for c in found.closed if c.reason.code == "quiet_period"] == [span("2026-12-24", "2027-01-03")]


def test_quiet_all_year_round_leaves_no_gap_and_no_error() -> None:
    settings = settings_for(hours=Hours(quiet_periods=(QuietPeriod((1, 1), (12, 31)),)), meeting=Meeting())
    found = find_gaps(A_WEDNESDAY, settings, busy=[], now=local("2026-11-20T10:00"))
    assert [closed.reason.code for closed in found.closed] == ["quiet_period"]


def test_a_day_with_too_many_meetings_is_closed_but_shows_its_busy_time() -> None:
    busy = [span("2026-11-25T09:00", "2026-11-25T10:00")]
    found = find_gaps(A_WEDNESDAY, settings_for(), busy=busy, now=LONG_AGO, meetings_a_day={date(2026, 11, 25): 5})
    assert (shown(found), list(found.busy)) == ([], busy)
    assert why(found, "2026-11-25T14:00") == "full_day"


@pytest.mark.parametrize(
    ("sunday", "hours_in_day", "gap"),
    [
        ("2026-03-08", 23, ("Sun 00:15", "05:50")),
        ("2026-11-01", 25, ("Sun 00:15", "05:50")),
    ],
)
def test_days_of_23_and_25_hours_keep_their_wall_times(sunday: str, hours_in_day: int, gap: tuple[str, str]) -> None:
    day = date.fromisoformat(sunday)
    hours = Hours(frozenset({6}), time(0), time(6), (), ())
    window = Span(local(sunday), local((day + DAY).isoformat()))
    found = find_gaps(window, settings_for(hours=hours), busy=[], now=LONG_AGO)
    assert window.length == timedelta(hours=hours_in_day)
    assert shown(found) == [gap]
    assert found.gaps[0].length == timedelta(hours=hours_in_day - 18, minutes=-25)


def test_the_hour_that_comes_twice_can_be_busy_the_first_time_only() -> None:
    hours = Hours(frozenset({6}), time(0), time(6), (), ())
    first_time = Span(datetime(2026, 11, 1, 5, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC))  # 01:00–02:00, summer
    found = find_gaps(span("2026-11-01", "2026-11-02"), settings_for(hours=hours), busy=[first_time], now=LONG_AGO)
    assert [g.start for g in found.gaps] == [
        datetime(2026, 11, 1, 4, 15, tzinfo=UTC),
        datetime(2026, 11, 1, 6, 15, tzinfo=UTC),
    ]


def test_hours_that_end_in_the_repeated_hour_end_at_its_first_passing_and_protected_ones_at_its_second() -> None:
    sunday = frozenset({6})
    early = settings_for(hours=Hours(sunday, time(0), time(1, 30), (), ()))
    late = settings_for(hours=Hours(sunday, time(0), time(6), (DailyHours(sunday, time(0), time(1, 30)),), ()))
    window = span("2026-11-01", "2026-11-02")
    assert find_gaps(window, early, busy=[], now=LONG_AGO).gaps[-1].end == datetime(2026, 11, 1, 5, 20, tzinfo=UTC)
    assert find_gaps(window, late, busy=[], now=LONG_AGO).gaps[0].start == datetime(2026, 11, 1, 6, 45, tzinfo=UTC)


def test_a_night_shift_belongs_to_the_day_on_which_it_starts() -> None:
    hours = Hours(frozenset({4}), time(22), time(6), (), ())
    found = find_gaps(span("2026-11-27", "2026-11-29"), settings_for(hours=hours), busy=[], now=LONG_AGO)
    assert shown(found) == [("Fri 22:15", "05:50")]
    assert why(found, "2026-11-28T12:00") == "day_off"


def test_midnight_ends_a_day_that_is_worked_to_its_end() -> None:
    hours = Hours(frozenset({2}), time(18), time(0), (), ())
    found = find_gaps(span("2026-11-25", "2026-11-27"), settings_for(hours=hours), busy=[], now=LONG_AGO)
    assert shown(found) == [("Wed 18:15", "23:50")]


def test_quarter_hours_are_those_of_the_wall_clock() -> None:
    nepal = ZoneInfo("Asia/Kathmandu")  # UTC+05:45
    window = Span(local("2026-11-25", nepal), local("2026-11-26", nepal))
    found = find_gaps(window, settings_for(zone="Asia/Kathmandu"), busy=[], now=LONG_AGO)
    assert [g.start.astimezone(nepal).minute for g in found.gaps] == [15]


def test_an_empty_window_has_nothing_in_it() -> None:
    found = find_gaps(span("2026-11-25", "2026-11-25"), settings_for(), busy=[], now=LONG_AGO)
    assert (found.gaps, found.busy, found.closed) == ((), (), ())
