"""Occurrences and busy time, as RFC 5545 has them; where programs are known to be wrong, and where they disagree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.contract import Batch, Event, Recurrence, Shows, SourceId
from coucou.core.busy import busy
from coucou.core.expand import LIMIT, Occurrence, bounds, meetings, occurrences
from coucou.core.span import Span
from tests.calendars import HOME, busy_in, calendar, event, events, expanded, read
from tests.unit.test_expand_peers import series, windows

MARCH = Span(datetime(2026, 3, 1, 5, tzinfo=UTC), datetime(2026, 4, 1, 4, tzinfo=UTC))
YEAR = Span(datetime(2026, 1, 1, 5, tzinfo=UTC), datetime(2027, 1, 1, 5, tzinfo=UTC))


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


class Made:
    """Calendars from text, in a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, *components: str, head: str = "") -> Batch:
        path = self._folder / "made.ics"
        path.write_text(calendar(*components, head=head), encoding="utf-8")
        return read(path)


def local(batch: Batch, window: Span = MARCH, zone: str = HOME) -> list[str]:
    """Busy spans in wall time: "0308 0130-0330"."""
    from zoneinfo import ZoneInfo

    spans = [(s.start.astimezone(ZoneInfo(zone)), s.end.astimezone(ZoneInfo(zone))) for s in busy_in(batch, window)]
    return [
        f"{start:%m%d %H%M}-{end:%H%M}" if start.date() == end.date() else f"{start:%m%d %H%M}-{end:%m%d %H%M}"
        for start, end in spans
    ]


# --- clock changes: in Toronto on 8 March and 1 November 2026 ---


def test_a_weekly_meeting_keeps_its_wall_time_across_a_clock_change(made: Made) -> None:
    batch = made(event("DTSTART;TZID=America/Toronto:20260302T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3"))
    assert local(batch) == ["0302 0900-1000", "0309 0900-1000", "0316 0900-1000"]
    hours = [occurrence.span.start.hour for occurrence in expanded(batch, MARCH)]
    assert hours == [14, 13, 13]


def test_a_skipped_wall_time_is_read_with_the_offset_before_the_change(made: Made) -> None:
    """RFC 5545, 3.3.5: 2:30 does not exist on 8 March, and means 3:30."""
    batch = made(event("DTSTART;TZID=America/Toronto:20260307T023000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"))
    assert local(batch) == ["0307 0230-0330", "0308 0330-0430", "0309 0230-0330"]


def test_a_repeated_wall_time_is_the_first_of_the_two(made: Made) -> None:
    batch = made(event("DTSTART;TZID=America/Toronto:20261101T013000", "DURATION:PT15M"))
    assert expanded(batch, YEAR)[0].span.start == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_skipped_start_can_be_removed_and_replaced_by_the_moment_it_means(made: Made) -> None:
    series = ("DTSTART;TZID=America/Toronto:20260307T023000", "DURATION:PT30M", "RRULE:FREQ=DAILY;COUNT=3")
    assert local(made(event(*series, "EXDATE:20260308T073000Z"))) == ["0307 0230-0300", "0309 0230-0300"]
    moved = event("RECURRENCE-ID:20260308T073000Z", "DTSTART;TZID=America/Toronto:20260308T120000", "DURATION:PT30M")
    assert local(made(event(*series), moved)) == ["0307 0230-0300", "0308 1200-1230", "0309 0230-0300"]


@pytest.mark.parametrize(("day", "hours"), [("20260307", 24), ("20260308", 23), ("20261101", 25)])
def test_a_whole_day_has_the_hours_that_the_day_has(made: Made, day: str, hours: int) -> None:
    batch = made(event(f"DTSTART;VALUE=DATE:{day}"))
    assert [occurrence.span.length for occurrence in expanded(batch, YEAR)] == [timedelta(hours=hours)]


def test_an_end_gives_exact_length_and_a_duration_of_days_calendar_days(made: Made) -> None:
    """RFC 5545, 3.8.5.3: exact with DTEND, nominal with DURATION; 8 March has 23 hours."""
    start = "DTSTART;TZID=America/Toronto:20260306T100000"
    rule = "RRULE:FREQ=DAILY;COUNT=2"
    exact = made(event(start, "DTEND;TZID=America/Toronto:20260307T100000", rule))
    nominal = made(event(start, "DURATION:P1D", rule))
    hours = made(event(start, "DURATION:PT24H", rule))
    assert local(exact) == local(hours) == ["0306 1000-0308 1100"]
    assert local(nominal) == ["0306 1000-0308 1000"]


def test_an_event_across_the_change_has_the_length_between_its_ends(made: Made) -> None:
    batch = made(event("DTSTART;TZID=America/Toronto:20260307T230000", "DTEND;TZID=America/Toronto:20260308T050000"))
    assert [occurrence.span.length for occurrence in expanded(batch, MARCH)] == [timedelta(hours=5)]


# --- whose zone ---


def test_a_series_in_utc_does_not_move_with_the_calendars_zone(made: Made) -> None:
    """recurring-ical-events lets X-WR-TIMEZONE turn it into local time: an hour off for half the year."""
    batch = made(
        event("DTSTART:20260302T140000Z", "DTEND:20260302T150000Z", "RRULE:FREQ=WEEKLY;COUNT=3"),
        head="X-WR-TIMEZONE:America/Toronto",
    )
    assert [occurrence.span.start.hour for occurrence in expanded(batch, MARCH)] == [14, 14, 14]


def test_floating_times_and_days_are_in_the_calendars_zone_if_it_names_one_else_in_the_users(made: Made) -> None:
    components = (event("DTSTART:20260302T090000", "DURATION:PT1H"), event("DTSTART;VALUE=DATE:20260304", uid="2"))
    assert local(made(*components)) == ["0302 0900-1000", "0304 0000-0305 0000"]
    paris = made(*components, head="X-WR-TIMEZONE:Europe/Paris")
    assert local(paris, zone="Europe/Paris") == ["0302 0900-1000", "0304 0000-0305 0000"]


def test_nobodys_days_are_those_of_utc(made: Made) -> None:
    batch = made(event("DTSTART;VALUE=DATE:20260304"), head="X-WR-TIMEZONE:UTC")
    assert local(batch) == ["0304 0000-0305 0000"]


# --- EXDATE, RDATE, UNTIL in the forms that programs write ---


@pytest.mark.parametrize(
    "removed",
    [
        "EXDATE;TZID=America/Toronto:20260303T090000",
        "EXDATE:20260303T140000Z",
        "EXDATE;TZID=Europe/Paris:20260303T150000",
        "EXDATE:20260303T090000",
        "EXDATE;VALUE=DATE:20260303",
        "EXDATE;TZID=Eastern Standard Time:20260303T090000",
        "EXDATE;TZID=America/Toronto:nonsense,20260303T090000,",
    ],
)
def test_an_exception_is_understood_in_every_form(made: Made, removed: str) -> None:
    batch = made(
        event("DTSTART;TZID=America/Toronto:20260302T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", removed)
    )
    assert local(batch) == ["0302 0900-1000", "0304 0900-1000"]


@pytest.mark.parametrize("removed", ["EXDATE;VALUE=DATE:20260303", "EXDATE:20260303", "EXDATE:20260303T000000",
                                     "EXDATE:20260303T000000Z", "EXDATE:20260303T050000Z"])  # fmt: skip
def test_an_exception_of_whole_days_is_understood_in_every_form(made: Made, removed: str) -> None:
    batch = made(event("DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=DAILY;COUNT=3", removed))
    assert local(batch) == ["0302 0000-0303 0000", "0304 0000-0305 0000"]


@pytest.mark.parametrize(
    ("until", "days"),
    [
        ("20260304T140000Z", ["0302", "0303", "0304"]),
        ("20260304T135959Z", ["0302", "0303"]),
        ("20260304T090000", ["0302", "0303", "0304"]),
        ("20260304", ["0302", "0303", "0304"]),
        ("20260304T000000", ["0302", "0303"]),
    ],
)
def test_until_is_understood_in_every_form_a_day_includes_all_of_it(made: Made, until: str, days: list[str]) -> None:
    batch = made(
        event("DTSTART;TZID=America/Toronto:20260302T090000", "DURATION:PT1H", f"RRULE:FREQ=DAILY;UNTIL={until}")
    )
    assert [span[:4] for span in local(batch)] == days


@pytest.mark.parametrize(
    "until", ["20260304", "20260304T000000Z", "20260304T050000Z", "20260305T045959Z", "20260304T235959Z"]
)
def test_until_of_whole_days_is_a_day_however_it_is_written(made: Made, until: str) -> None:
    batch = made(event("DTSTART;VALUE=DATE:20260302", f"RRULE:FREQ=DAILY;UNTIL={until}"))
    assert local(batch) == ["0302 0000-0305 0000"]


def test_added_dates_count_once_and_periods_have_their_own_length(made: Made) -> None:
    batch = made(
        event(
            "DTSTART;TZID=America/Toronto:20260302T090000",
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY;COUNT=2",
            "RDATE;TZID=America/Toronto:20260303T090000,20260310T120000",
            "RDATE;VALUE=PERIOD:20260311T160000Z/PT3H,20260312T160000Z/20260312T163000Z",
        )
    )
    assert local(batch) == ["0302 0900-1000", "0303 0900-1000", "0310 1200-1300", "0311 1200-1500", "0312 1200-1230"]


def test_a_start_that_does_not_match_its_rule_is_the_first_of_the_count(made: Made) -> None:
    batch = made(
        event("DTSTART;TZID=America/Toronto:20260302T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=3")
    )
    assert local(batch) == ["0302 0900-1000", "0304 0900-1000", "0311 0900-1000"]


# --- overrides ---

WEEKLY = (
    "DTSTART;TZID=America/Toronto:20260105T090000",
    "DTEND;TZID=America/Toronto:20260105T100000",
    "RRULE:FREQ=WEEKLY",
)


def test_an_instance_moved_in_from_outside_is_there_and_one_moved_out_is_gone(made: Made) -> None:
    moved_in = event(
        "RECURRENCE-ID;TZID=America/Toronto:20260601T090000",
        "DTSTART;TZID=America/Toronto:20260306T140000",
        "DURATION:PT1H",
    )
    moved_out = event(
        "RECURRENCE-ID;TZID=America/Toronto:20260309T090000",
        "DTSTART;TZID=America/Toronto:20260606T140000",
        "DURATION:PT1H",
    )
    week = Span(datetime(2026, 3, 4, 5, tzinfo=UTC), datetime(2026, 3, 14, 5, tzinfo=UTC))
    assert local(made(event(*WEEKLY), moved_in, moved_out), week) == ["0306 1400-1500"]


@pytest.mark.parametrize("named", ["RECURRENCE-ID:20260309T130000Z", "RECURRENCE-ID;TZID=Europe/Paris:20260309T140000",
                                   "RECURRENCE-ID;VALUE=DATE:20260309", "RECURRENCE-ID:20260309T090000"])  # fmt: skip
def test_an_override_is_found_however_it_names_its_original(made: Made, named: str) -> None:
    override = event(named, "DTSTART;TZID=America/Toronto:20260310T110000", "DURATION:PT30M")
    window = Span(datetime(2026, 3, 8, 5, tzinfo=UTC), datetime(2026, 3, 15, 4, tzinfo=UTC))
    assert local(made(event(*WEEKLY), override), window) == ["0310 1100-1130"]


def test_this_and_future_moves_shortens_and_can_end_what_follows(made: Made) -> None:
    later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/Toronto:20260309T090000",
        "DTSTART;TZID=America/Toronto:20260310T113000",
        "DURATION:PT30M",
    )
    single = event(
        "RECURRENCE-ID;TZID=America/Toronto:20260316T090000",
        "DTSTART;TZID=America/Toronto:20260316T080000",
        "DURATION:PT1H",
    )
    ended = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/Toronto:20260330T090000",
        "DTSTART;TZID=America/Toronto:20260330T090000",
        "STATUS:CANCELLED",
    )
    assert local(made(event(*WEEKLY), ended, single, later), YEAR)[-4:] == [
        "0302 0900-1000", "0310 1130-1200", "0316 0800-0900", "0324 1130-1200",
    ]  # fmt: skip


def test_an_override_whose_series_is_not_there_stands_for_itself(made: Made) -> None:
    override = event("RECURRENCE-ID:20260309T130000Z", "DTSTART;TZID=America/Toronto:20260310T110000", "DURATION:PT30M")
    assert local(made(override)) == ["0310 1100-1130"]


def test_a_change_of_this_and_all_following_that_comes_alone_keeps_its_dates(made: Made) -> None:
    """As Lotus Notes sends it."""
    override = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260309T130000Z",
        "DTSTART;TZID=America/Toronto:20260309T090000",
        "DURATION:PT30M",
        "RDATE;TZID=America/Toronto:20260309T090000,20260311T090000",
    )
    assert local(made(override)) == ["0309 0900-0930", "0311 0900-0930"]


def test_an_instance_that_was_moved_and_then_removed_is_gone(made: Made) -> None:
    removed = event(*WEEKLY, "EXDATE;TZID=America/Toronto:20260309T090000")
    override = event(
        "RECURRENCE-ID;TZID=America/Toronto:20260309T090000",
        "DTSTART;TZID=America/Toronto:20260310T110000",
        "DURATION:PT1H",
    )
    assert "0310 1100-1200" not in local(made(removed, override))


def test_the_newest_revision_holds_and_a_cancellation_ends_a_series(made: Made) -> None:
    old = event(*WEEKLY, "SEQUENCE:1")
    new = event("DTSTART;TZID=America/Toronto:20260304T150000", "DURATION:PT1H", "SEQUENCE:2")
    assert local(made(new, old)) == ["0304 1500-1600"]
    cancelled = event(*WEEKLY, "SEQUENCE:1", "STATUS:CANCELLED")
    assert local(made(old, cancelled)) == local(made(cancelled, old)) == []


def test_two_events_under_one_uid_both_take_time(made: Made) -> None:
    first = event("DTSTART;TZID=America/Toronto:20260304T150000", "DURATION:PT1H")
    second = event("DTSTART;TZID=America/Toronto:20260305T150000", "DURATION:PT1H")
    assert local(made(first, second)) == ["0304 1500-1600", "0305 1500-1600"]


def test_an_occurrence_names_its_original(made: Made) -> None:
    override = event(
        "RECURRENCE-ID;TZID=America/Toronto:20260309T090000",
        "DTSTART;TZID=America/Toronto:20260310T110000",
        "DURATION:PT1H",
    )
    found = {
        occurrence.original: occurrence.span.start for occurrence in expanded(made(event(*WEEKLY), override), MARCH)
    }
    assert found[datetime(2026, 3, 9, 13, tzinfo=UTC)] == datetime(2026, 3, 10, 15, tzinfo=UTC)
    assert found[datetime(2026, 3, 16, 13, tzinfo=UTC)] == datetime(2026, 3, 16, 13, tzinfo=UTC)


# --- bounds and budgets ---


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True).flatmap(
    lambda uids: st.tuples(*(series(uid) for uid in uids))
), windows)  # fmt: skip
def test_what_bounds_select_is_enough(
    tmp_path_factory: pytest.TempPathFactory, written: tuple[list[str], ...], window: Span
) -> None:
    path = tmp_path_factory.mktemp("bounds") / "made.ics"
    path.write_text(calendar(*(component for one in written for component in one)))
    batch = read(path)
    low, high = window.start.timestamp(), window.end.timestamp()

    def touches(one: Event) -> bool:
        first, last = bounds(one)
        return first < high and (last is None or last > low)

    # As the store selects: all of a series when one of its components may touch.
    touching = {one.uid for one in events(batch) if touches(one)}
    chosen = [one for one in events(batch) if one.uid in touching]

    def spans(some: list[Event]) -> list[tuple[datetime, datetime, str]]:
        found = occurrences(some, window, zones=batch.zones, timezone=HOME)
        return sorted((o.span.start, o.span.end, o.event.uid) for o in found)

    assert spans(chosen) == spans(events(batch))


def test_an_endless_series_of_every_second_is_cut_and_takes_the_rest_of_the_window(made: Made) -> None:
    batch = made(event("DTSTART:20200101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY"))
    assert [problem.code for problem in batch.problems] == ["event.too_often"]
    found = expanded(batch, MARCH)
    assert len(found) <= LIMIT + 1
    assert found[-1].cut
    assert busy_in(batch, MARCH) == [MARCH]


def test_a_cut_series_without_length_takes_no_time(made: Made) -> None:
    batch = made(event("DTSTART:20200101T000000Z", "RRULE:FREQ=SECONDLY"))
    assert busy_in(batch, MARCH) == []


@pytest.mark.parametrize("start", ["16000101T000000Z", "00010101T000000Z", "99991231T235959Z", "99991230T000000"])
def test_other_centuries_do_no_harm(made: Made, start: str) -> None:
    batch = made(
        event(f"DTSTART:{start}", "DURATION:P3650D", "RRULE:FREQ=YEARLY", uid="1"),
        event(f"DTSTART:{start}", "DURATION:PT1H", uid="2"),
        event(f"DTSTART;VALUE=DATE:{start[:8]}", "RRULE:FREQ=DAILY;COUNT=5", uid="3"),
        event("DTSTART:20260304T150000Z", "DURATION:PT1H", uid="4"),
    )
    ends = Span(datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC))
    for window in (MARCH, Span(ends.start, MARCH.end), Span(MARCH.start, ends.end)):
        assert any(occurrence.event.uid == "4" for occurrence in expanded(batch, window))
    for one in events(batch):
        bounds(one)


# --- what takes time ---


def occurrence(**values: object) -> Occurrence:
    one = Event(SourceId("1"), "c", "u", MARCH.start.replace(tzinfo=None), timedelta(hours=1), **values)  # type: ignore[arg-type]
    return Occurrence(one, Span(MARCH.start, MARCH.start + timedelta(hours=1)), False)


OWN = frozenset({"ana@example.org"})
INVITED = "ATTENDEE;PARTSTAT={answer}:mailto:Ana+calendar@Example.org"


@pytest.mark.parametrize(
    ("lines", "takes"),
    [
        ([], True),
        (["TRANSP:OPAQUE"], True),
        (["TRANSP:TRANSPARENT"], False),
        (["STATUS:CANCELLED"], False),
        (["STATUS:TENTATIVE"], None),
        (["X-MICROSOFT-CDO-BUSYSTATUS:FREE"], False),
        (["X-MICROSOFT-CDO-BUSYSTATUS:BUSY"], True),
        (["X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"], None),
        (["X-MICROSOFT-CDO-BUSYSTATUS:OOF"], True),
        (["X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"], False),
        (["X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "TRANSP:TRANSPARENT"], False),
        ([INVITED.format(answer="DECLINED")], False),
        ([INVITED.format(answer="ACCEPTED")], True),
        ([INVITED.format(answer="NEEDS-ACTION")], True),
        ([INVITED.format(answer="TENTATIVE")], None),
        ([INVITED.format(answer="DELEGATED")], False),
        (["ATTENDEE;PARTSTAT=DECLINED:mailto:somebody@example.org"], True),
        ([INVITED.format(answer="DECLINED"), INVITED.format(answer="ACCEPTED")], True),
    ],
)
def test_what_takes_time_and_what_only_when_tentative_things_do(
    made: Made, lines: list[str], takes: bool | None
) -> None:
    found = expanded(made(event("DTSTART:20260304T150000Z", "DURATION:PT1H", *lines)), MARCH)
    blocking = bool(list(busy(found, OWN, tentative_blocks=True)))
    not_blocking = bool(list(busy(found, OWN, tentative_blocks=False)))
    assert (blocking, not_blocking) == ((True, False) if takes is None else (takes, takes))


def test_birthdays_take_no_time_but_other_whole_days_do(made: Made) -> None:
    yearly = ("DTSTART;VALUE=DATE:20000304", "RRULE:FREQ=YEARLY")
    assert busy_in(made(event(*yearly, "CATEGORIES:BIRTHDAY")), MARCH) == []
    assert busy_in(made(event(*yearly), head="X-WR-CALNAME:Anniversaires"), MARCH) == []
    assert len(busy_in(made(event(*yearly)), MARCH)) == 1
    assert len(busy_in(made(event("DTSTART:20260304T150000Z", "DURATION:PT1H", "CATEGORIES:Birthday")), MARCH)) == 1


def test_working_elsewhere_is_not_busy() -> None:
    assert not list(busy([occurrence(shows=Shows.ELSEWHERE)], OWN))


# --- meetings that took place ---


def test_past_meetings_are_those_with_somebody_else_that_were_not_declined(made: Made) -> None:
    somebody, me = "ATTENDEE:mailto:lea@example.net", "ATTENDEE;PARTSTAT={}:mailto:ana@example.org"
    start = "DTSTART;TZID=America/Toronto:20260302T090000"
    override = "RECURRENCE-ID;TZID=America/Toronto:202603{:02}T090000"
    batch = made(
        event(start, "DURATION:PT1H", "RRULE:FREQ=WEEKLY", somebody, me.format("ACCEPTED"), uid="weekly"),
        event(
            override.format(9),
            "DTSTART:20260309T130000Z",
            somebody,
            me.format("DECLINED"),
            uid="weekly",
        ),
        event(override.format(16), "DTSTART:20260316T130000Z", somebody, "STATUS:CANCELLED", uid="weekly"),
        event("DTSTART:20260304T150000Z", me.format("ACCEPTED"), uid="alone"),
        event("DTSTART:20260304T160000Z", "ATTENDEE;CUTYPE=ROOM:mailto:room@example.org", uid="room"),
        event("DTSTART:20260304T170000Z", somebody, uid="once"),
    )
    found = meetings(events(batch), MARCH.start, MARCH.end, zones={}, timezone=HOME, own=OWN)
    days = sorted((datetime.fromtimestamp(epoch, UTC).strftime("%m%d %H"), one.uid) for epoch, one in found)
    assert days == [("0302 14", "weekly"), ("0304 17", "once"), ("0323 13", "weekly"), ("0330 13", "weekly")]


def test_five_years_of_a_weekly_meeting_are_all_there(made: Made) -> None:
    batch = made(event("DTSTART:20200106T150000Z", "RRULE:FREQ=WEEKLY", "ATTENDEE:mailto:lea@example.net"))
    since = datetime(2021, 1, 1, tzinfo=UTC)
    found = list(meetings(events(batch), since, datetime(2026, 1, 1, tzinfo=UTC), zones={}, timezone=HOME))
    assert len(found) == 261


def test_an_event_of_another_connector_may_name_removed_starts_as_moments() -> None:
    """A provider's JSON has instants where iCalendar has wall time."""
    one = Event(
        SourceId("1"), "c", "u", datetime(2026, 3, 2, 9), timedelta(hours=1), "America/Toronto",  # noqa: DTZ001
        Recurrence(("FREQ=DAILY;COUNT=3",), exceptions=(datetime(2026, 3, 3, 14, tzinfo=UTC),)),
    )  # fmt: skip
    found = occurrences([one], MARCH, zones={}, timezone=HOME)
    assert [occurrence.span.start.day for occurrence in found] == [2, 4]
