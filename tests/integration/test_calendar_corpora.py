"""680 real calendars of many producers: each is read without a crash, and busy time is a peer's, or we say why."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coucou.core.span import Span
from tests.calendars import busy_in, events, peer_busy_in, read

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "calendars"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora in ../shared are not there"),
]

_NODE = "jens-maus+node-ical/test/fixtures"
_ICAL = "collective+icalendar/src/icalendar"
_CALC = "stalwartlabs+calcard/resources/ical"

WE_DIFFER = {
    # Both events have the same UID and no RECURRENCE-ID. The peer keeps one; a program that reuses a UID has two.
    "collective+icalendar/docs/tutorials/example.ics",
    # Floating times with an EXDATE in UTC. The peer takes everything for UTC then; floating time is the user's own.
    f"{_ICAL}/fuzzing/corpus/event_with_recurrence.ics",
    f"{_ICAL}/tests/events/event_with_recurrence.ics",
    f"{_CALC}/054.ics",
    # One RDATE of two is broken. The peer drops the event, we drop the date and say so.
    f"{_ICAL}/fuzzing/corpus/issue_464_invalid_rdate.ics",
    f"{_ICAL}/tests/events/issue_464_invalid_rdate.ics",
    f"{_CALC}/059.ics",
    # Lotus Notes sends a change of "this and all following" alone, with an RDATE period for each date that follows.
    # The peer keeps the first date only.
    f"{_ICAL}/tests/calendars/issue_156_RDATE_with_PERIOD_TZID_khal.ics",
    f"{_ICAL}/tests/calendars/issue_156_RDATE_with_PERIOD_TZID_khal_2.ics",
    f"{_CALC}/087.ics",
    f"{_CALC}/088.ics",
    # Spaces in BYDAY. The peer drops the series.
    f"{_ICAL}/tests/calendars/issue_165_missing_event.ics",
    f"{_CALC}/089.ics",
    # Rules of other calendars (RFC 7529). The peer drops the event; its first day is certain, and we report the rule.
    f"{_ICAL}/tests/calendars/rfc_7529.ics",
    f"{_CALC}/117.ics",
    # An override ends two days before it starts. The peer turns it round, and blocks two days for a typing slip.
    f"{_NODE}/daily-count-exdate-recurrence-id.ics",
    f"{_CALC}/017.ics",
    # UNTIL in local time beside a DTSTART with a zone: the last instance is on that very moment. The peer reads UTC.
    f"{_NODE}/non-utc-until-ny.ics",
    # DURATION:PT1W, as Synology writes a week. The peer drops the event.
    f"{_NODE}/test_date_duration.ics",
    f"{_CALC}/038.ics",
    # The TZID is " 1", and defined: Paris's rules, so 11:00 in January is 10:00 in UTC. The peer misses the definition.
    f"{_NODE}/test_with_int_tzid.ics",
    f"{_CALC}/041.ics",
    # A DATE with a TZID, which RFC 5545 (3.2.19) forbids. A day is a day in the calendar's zone.
    f"{_NODE}/yearly-recurring-unicode.ics",
    f"{_CALC}/035.ics",
    # Days that come back, in the category Birthday: no time is taken.
    f"{_CALC}/149.ics",
    # A space after DURATION. The peer drops the series.
    f"{_CALC}/161.ics",
    # The rule is nonsense, but there is a start. The peer drops the event.
    f"{_CALC}/163.ics",
}

# "Customized Time Zone" with New York's rules. The peer uses the definition that it met first under a name, in whatever
# file, so that what it says depends on what was read before.
PEER_REMEMBERS = {f"{_NODE}/bad_ms_tz.ics", f"{_CALC}/010.ics"}


def _files() -> list[Path]:
    """All but those with nothing of a calendar in them, which are refused as a whole."""
    return sorted(path for path in CORPUS.rglob("*.ics") if re.search(rb"(?i)^BEGIN:", path.read_bytes(), re.MULTILINE))


def _windows(data: bytes) -> Iterator[Span]:
    """The years in which the file's first, second and last events start."""
    years = sorted({int(year) for year in re.findall(rb"DTSTART[^:]*:(\d{4})", data)} - {1601, 1970})
    for year in sorted({*years[:2], *years[-1:]}):
        if 2 < year < 9990:
            yield Span(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))


def test_every_file_is_read_and_what_cannot_be_used_is_named_with_its_line() -> None:
    for path in _files():
        batch = read(path)
        for problem in batch.problems:
            assert re.fullmatch(rf"{re.escape(str(path))}(:\d+)?", problem.place)
        assert batch.cursor is not None
        named = {one.zone for one in events(batch)} - {""}
        assert all("#" not in zone or zone in batch.zones for zone in named), path


def test_busy_time_is_the_peers_except_where_we_say_why() -> None:
    differ, compared = set(), 0
    for path in _files():
        data = path.read_bytes()
        batch = read(path)
        for window in _windows(data):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # the peer's, about the files
                    theirs = peer_busy_in(data, window)
            except Exception:  # the peer gives up on files that we read: nothing to compare with
                break
            compared += 1
            if busy_in(batch, window) != theirs:
                differ.add(str(path.relative_to(CORPUS)))
    assert compared > 600
    assert differ - PEER_REMEMBERS == WE_DIFFER
