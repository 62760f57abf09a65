"""Zone names of all sorts of programs, and the VTIMEZONEs of calendars."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.core import zones
from coucou_connectors import zones as names

TORONTO = """BEGIN:VTIMEZONE
TZID:Ours
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""

CHATHAM = """BEGIN:VTIMEZONE
TZID:Far away
BEGIN:DAYLIGHT
TZOFFSETFROM:+1245
TZOFFSETTO:+1345
DTSTART:20070930T024500
RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+1345
TZOFFSETTO:+1245
DTSTART:20080406T034500
RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU
END:STANDARD
END:VTIMEZONE"""


@settings(max_examples=200, deadline=None)
@given(st.datetimes(datetime(2008, 6, 1), datetime(2037, 12, 1)), st.sampled_from((0, 1)))  # noqa: DTZ001  wall time
def test_a_definition_tells_the_offsets_of_its_iana_twin_gaps_and_folds_included(at: datetime, fold: int) -> None:
    for text, twin in ((TORONTO, "America/Toronto"), (CHATHAM, "Pacific/Chatham")):
        ours, theirs = zones.defined(text), zones.iana(twin)
        assert at.replace(tzinfo=ours, fold=fold).utcoffset() == at.replace(tzinfo=theirs, fold=fold).utcoffset()


def test_every_hour_around_a_clock_change_is_as_iana_has_it() -> None:
    ours, theirs = zones.defined(TORONTO), zones.iana("America/Toronto")
    assert theirs is not None
    for start in (datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)):
        for minutes in range(0, 1440, 15):
            at = start + timedelta(minutes=minutes)
            assert at.astimezone(ours).replace(tzinfo=None) == at.astimezone(theirs).replace(tzinfo=None)


def test_before_its_first_onset_a_definition_has_the_offset_that_the_onset_ends() -> None:
    assert datetime(2000, 1, 1, tzinfo=zones.defined(CHATHAM)).utcoffset() == timedelta(hours=12, minutes=45)


def test_a_definition_with_dates_and_an_end_holds_to_them() -> None:
    text = """BEGIN:VTIMEZONE
BEGIN:STANDARD
DTSTART:20000101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20200301T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0230
RDATE:20210301T020000
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20201001T030000
TZOFFSETFROM:+0230
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;UNTIL=20221001T003000Z
END:STANDARD
END:VTIMEZONE"""
    zone = zones.defined(text)
    offsets = [datetime(year, 6, 1, tzinfo=zone).utcoffset() for year in (2019, 2020, 2021, 2022, 2030)]
    hour, more = timedelta(hours=1), timedelta(hours=2, minutes=30)
    assert offsets == [hour, more, more, hour, hour]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BEGIN:VTIMEZONE\nEND:VTIMEZONE",
        "BEGIN:VTIMEZONE\nBEGIN:STANDARD\nEND:STANDARD\nEND:VTIMEZONE",
        TORONTO.replace("TZOFFSETTO", "OFFSET"),
        TORONTO.replace("-0", "-9"),
        TORONTO.replace("16010101T020000", "once upon a time"),
    ],
)
def test_a_definition_that_tells_no_offset_is_refused(text: str) -> None:
    with pytest.raises(zones.ZoneError):
        zones.defined(text)


def test_a_broken_half_leaves_the_other_half() -> None:
    zone = zones.defined(TORONTO.replace("TZOFFSETTO:-0400", "TZOFFSETTO:soon"))
    assert datetime(2026, 7, 1, tzinfo=zone).utcoffset() == timedelta(hours=-5)


def test_a_name_that_nobody_knows_means_the_default() -> None:
    for name in ("", "Nowhere/Middle", "../../etc/passwd", "America", "broken"):
        zone = zones.zone(name, {"broken": "BEGIN:VTIMEZONE"}, "Europe/Paris")
        assert datetime(2026, 7, 1, tzinfo=zone).utcoffset() == timedelta(hours=2)
    assert zones.zone("", {}, "not a zone") is UTC


@pytest.mark.parametrize(
    ("written", "iana"),
    [
        ("America/Toronto", "America/Toronto"),
        ("europe/paris", "Europe/Paris"),
        ('"Eastern Standard Time"', "America/New_York"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("W. Europe Standard Time 1", "Europe/Berlin"),
        ("Romance Daylight Time", "Europe/Paris"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC-05:00) Eastern Time (US and Canada)", "America/New_York"),
        ("Eastern", "America/New_York"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Tzfile/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("/Europe/Stockholm", "Europe/Stockholm"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("Western/Central Europe", "Europe/Berlin"),
        ("Customized Time Zone", None),
        ("tzone://Microsoft/Custom", None),
        ("Factory", None),
        ("13", None),
        ("", None),
    ],
)
def test_names_that_say_a_zone_are_known(written: str, iana: str | None) -> None:
    assert names.iana(written) == iana


@pytest.mark.parametrize(
    ("written", "iana"),
    [
        ("(GMT+10:00) Canberra, Melbourne, Sydney", "Australia/Canberra"),
        ("(UTC+07:00) Bangkok, Hanoi, Jakarta", "Asia/Bangkok"),
        ("Amsterdam, Belgrade, Berlin, Brussels, Budapest, Madrid, Paris, Prague, Stockholm", "Europe/Amsterdam"),
        ("Kuala Lumpur, Singapore", "Asia/Kuala_Lumpur"),
        ("Pacific Time (US & Canada), Tijuana", "America/Los_Angeles"),
        ("GMT+0100", "Etc/GMT-1"),
        ("UTC-5", "Etc/GMT+5"),
        ("(GMT-03:00)", "Etc/GMT+3"),
        ("UTC+05:30", None),
        ("Customized Time Zone", None),
        ("Home", None),
    ],
)
def test_names_that_hold_a_city_or_an_offset_are_understood(written: str, iana: str | None) -> None:
    assert names.guess(written) == iana


def test_an_offset_with_minutes_becomes_a_definition() -> None:
    text = names.fixed("UTC+05:30")
    assert text is not None
    assert datetime(2026, 1, 1, tzinfo=zones.defined(text)).utcoffset() == timedelta(hours=5, minutes=30)
    assert names.fixed("Customized Time Zone") is None


def test_equal_rules_are_recognised_the_users_zone_first() -> None:
    assert names.same(zones.defined(TORONTO), []) == "America/Toronto"
    assert names.same(zones.defined(TORONTO), ["America/Montreal"]) == "America/Montreal"
    assert names.same(zones.defined(TORONTO.replace("2SU", "3SU")), ["America/Toronto"]) is None
