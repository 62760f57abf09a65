"""Reading .ics files: only what changed, only what may be read, and whatever programs have written."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.contract import (
    Answer,
    Batch,
    Cursor,
    CursorExpired,
    Event,
    EventStatus,
    PartyKind,
    Reading,
    Refused,
    Role,
    Shows,
)
from coucou.core.busy import blocks
from coucou.core.expand import occurrences
from coucou.core.span import Span
from coucou.words.catalog.problems_calendar import TEXTS
from coucou_connectors.local.ics import LocalCalendars
from tests.calendars import EVER, busy_in, calendar, event, events, read

WEEK = Span(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC))
AT = "DTSTART:20260304T150000Z"


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    os.utime(path, ns=(1_700_000_000_123_456_789, 1_700_000_000_123_456_789))  # as if it had lain there for long
    return path


def rewrite(path: Path, text: str | bytes) -> None:
    before = path.stat().st_mtime_ns
    write(path, text)
    os.utime(path, ns=(before + 1_000_003, before + 1_000_003))


class Reader:
    """A reader that remembers its cursor."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.cursor: Cursor | None = None
        self.refused = ""

    def __call__(self, reading: Reading = EVER) -> Batch:
        batches = []
        self.refused = ""
        try:
            for batch in LocalCalendars(lambda: self._folder.rglob("*.ics")).changes(self.cursor, reading):
                batches.append(batch)
        except Refused as error:
            self.refused = error.code
        assert [batch.everything_again for batch in batches] == [self.cursor is None] + [False] * (len(batches) - 1)
        self.cursor = batches[-1].cursor
        assert self.cursor is not None
        return Batch(
            tuple(item for batch in batches for item in batch.appeared),
            tuple(source for batch in batches for source in batch.gone),
            self.cursor,
            {name: text for batch in batches for name, text in batch.zones.items()},
            tuple(problem for batch in batches for problem in batch.problems),
        )


def codes(batch: Batch) -> list[str]:
    return [problem.code for problem in batch.problems]


# --- only what changed ---


def test_nothing_is_read_when_nothing_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.ics", calendar(event(AT)))
    reader = Reader(tmp_path)
    assert len(reader().appeared) == 1
    cursor = reader.cursor

    def refuse(path: Path) -> bytes:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    again = reader()
    assert (again.appeared, again.gone, again.problems) == ((), (), ())
    assert reader.cursor == cursor


def test_a_file_that_was_only_touched_gives_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ics", calendar(event(AT)))
    reader = Reader(tmp_path)
    reader()
    rewrite(path, path.read_bytes())
    assert (reader().appeared, reader().gone) == ((), ())


def test_only_the_components_whose_bytes_changed_are_parsed_again(tmp_path: Path) -> None:
    some = [event(AT, f"SUMMARY:Number {n}", uid=str(n)) for n in range(50)]
    path = write(tmp_path / "a.ics", calendar(*some))
    reader = Reader(tmp_path)
    before = {one.uid: one.source for one in events(reader())}
    some[7] = event(AT, "SUMMARY:Changed", uid="7")
    del some[9]
    rewrite(path, calendar(*reversed(some), event(AT, uid="new")))
    after = reader()
    assert {(one.uid, one.subject) for one in events(after)} == {("7", "Changed"), ("new", None)}
    assert set(after.gone) == {before["7"], before["9"]}


def test_an_event_whose_zone_definition_changed_is_another_event(tmp_path: Path) -> None:
    zone = "\n".join(("BEGIN:VTIMEZONE", "TZID:Mine", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0010",
                      "TZOFFSETTO:+0010", "END:STANDARD", "END:VTIMEZONE"))  # fmt: skip
    mine, other = event("DTSTART;TZID=Mine:20260304T150000", uid="mine"), event(AT, uid="other")
    path = write(tmp_path / "a.ics", calendar(zone, mine, other))
    reader = Reader(tmp_path)
    first = reader()
    assert [first.zones.get(one.zone) is not None for one in events(first)] == [True, False]
    rewrite(path, calendar(zone.replace("+0010", "+0020"), mine, other))
    changed = reader()
    assert [one.uid for one in events(changed)] == ["mine"]
    assert changed.gone == (events(first)[0].source,)
    assert "+0020" in changed.zones[events(changed)[0].zone]


def test_a_period_comes_and_goes_with_its_series(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.ics", calendar(event(AT, "RDATE;VALUE=PERIOD:20260305T150000Z/PT3H"), event(AT, uid="2"))
    )
    reader = Reader(tmp_path)
    first = reader()
    assert len(first.appeared) == 3
    rewrite(path, calendar(event(AT, "RDATE;VALUE=PERIOD:20260305T150000Z/PT3H"), event(AT, "SUMMARY:New", uid="2")))
    assert len(reader().gone) == 1
    rewrite(path, calendar(event(AT, uid="2")))
    assert len(reader().gone) == 3


def test_a_file_that_went_takes_its_events_and_one_that_cannot_be_opened_keeps_them(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ics", calendar(event(AT)))
    other = write(tmp_path / "b.ics", calendar(event(AT)))
    reader = Reader(tmp_path)
    sources = {one.source for one in events(reader())}
    path.unlink()
    path.mkdir()  # a folder of that name cannot be read as a file, whoever asks
    write(tmp_path / "c.ics", calendar(event(AT)))
    kept = reader()
    assert (reader.refused, kept.gone, len(kept.appeared)) == ("calendar.unreadable", (), 1)
    path.rmdir()
    assert (len(reader().gone), reader.refused) == (1, "")
    other.unlink()
    last = reader()
    assert len(last.gone) == 1
    assert set(last.gone) <= sources


def test_a_change_in_the_clocks_grain_is_not_missed(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_text(calendar(event(AT, "SUMMARY:One")))
    reader = Reader(tmp_path)
    reader()
    moment = path.stat().st_mtime_ns
    path.write_text(calendar(event(AT, "SUMMARY:Two")))
    os.utime(path, ns=(moment, moment))
    assert [one.subject for one in events(reader())] == ["Two"]


@pytest.mark.parametrize(
    "other",
    [
        Reading(EVER.oldest, EVER.newest, subjects=False, timezone=EVER.timezone),
        Reading(EVER.oldest, EVER.newest, subjects=True, timezone="Europe/Paris"),
        Reading(EVER.oldest - timedelta(days=1), EVER.newest, subjects=True, timezone=EVER.timezone),
    ],
)
def test_other_settings_mean_reading_everything_again(tmp_path: Path, other: Reading) -> None:
    write(tmp_path / "a.ics", calendar(event(AT)))
    reader = Reader(tmp_path)
    reader()
    with pytest.raises(CursorExpired):
        reader(other)


@pytest.mark.parametrize(
    "cursor", [Cursor("[]"), Cursor("no json"), Cursor("{}"), Cursor("[1,2,3,4]"), Cursor("[]", 99)]
)
def test_a_cursor_that_is_not_ours_means_reading_everything_again(tmp_path: Path, cursor: Cursor) -> None:
    with pytest.raises(CursorExpired):
        list(LocalCalendars([tmp_path / "a.ics"]).changes(cursor, EVER))


def test_what_ended_before_the_past_that_is_asked_for_is_left_out_but_series_never(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.ics",
        calendar(
            event("DTSTART:20100304T150000Z", "DURATION:PT1H", uid="old"),
            event("DTSTART:20100304T150000Z", "RRULE:FREQ=WEEKLY", uid="series"),
            event("DTSTART:20100304T150000Z", "RECURRENCE-ID:20260304T150000Z", uid="series"),
            event("DTSTART:20100304T150000Z", "DURATION:P7000D", uid="long"),
            event("DTSTART:20360304T150000Z", uid="late"),
        ),
    )
    reading = Reading(datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))
    assert [one.uid for one in events(read(path, reading))] == ["series", "series", "long", "late"]


def test_the_cursor_is_small(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ics", calendar(*(event(AT, uid=str(n)) for n in range(1000))))
    cursor = read(path).cursor
    assert cursor is not None
    assert len(cursor.value) < 1000 * 13 + 500
    assert json.loads(cursor.value)


# --- only what may be read ---

SECRETS = ("DESCRIPTION:secret-1", "LOCATION:secret-2", "COMMENT:secret-3", "CONTACT:secret-4", "ATTACH:secret-5",
           "X-ALT-DESC;FMTTYPE=text/html:secret-6", "CONFERENCE:secret-7", "GEO:48.85;2.35", "URL:secret-8",
           "X-GOOGLE-CONFERENCE:secret-9", "RESOURCES:secret-10")  # fmt: skip
ALARM = (
    "BEGIN:VALARM\nACTION:EMAIL\nSUMMARY:secret-11\nATTENDEE:mailto:secret@example.org\nDTSTART:19990101\nEND:VALARM"
)


def test_nothing_but_the_wanted_lines_reaches_a_value(tmp_path: Path) -> None:
    text = calendar(event(ALARM, *SECRETS, AT, "SUMMARY:Planning", ALARM, "DESCRIPTION:secret-12\\n\n secret-13"))
    batch = read(write(tmp_path / "a.ics", text))
    assert "secret" not in repr(batch)
    assert [(one.subject, one.start) for one in events(batch)] == [("Planning", datetime(2026, 3, 4, 15))]  # noqa: DTZ001


@pytest.mark.parametrize("word", ["PRIVATE", "CONFIDENTIAL", "private"])
def test_the_title_of_a_private_event_is_not_read(tmp_path: Path, word: str) -> None:
    one = events(read(write(tmp_path / "a.ics", calendar(event(AT, "SUMMARY:Doctor", f"CLASS:{word}")))))[0]
    assert (one.private, one.subject) == (True, None)


def test_no_title_is_read_when_titles_are_not_wanted(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ics", calendar(event(AT, "SUMMARY:Planning")))
    assert events(read(path, Reading(EVER.oldest, EVER.newest, subjects=False)))[0].subject is None


def test_a_title_is_unescaped(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ics", calendar(event(AT, r"SUMMARY;LANGUAGE=fr:Café\, thé\; \\ et \nplus")))
    assert events(read(path))[0].subject == "Café, thé; \\ et \nplus"


# --- people ---


def people(tmp_path: Path, *lines: str) -> list[tuple[Any, ...]]:
    path = write(tmp_path / "people.ics", calendar(event(AT, *lines)))
    return [(p.role, p.address, p.name, p.answer, p.kind) for p in events(read(path))[0].participants]


def test_people_come_with_role_name_answer_and_kind(tmp_path: Path) -> None:
    assert people(
        tmp_path,
        'ORGANIZER;CN="Roy, Léa":MAILTO:Lea@Example.net',
        "ATTENDEE;CN=Ana;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT:mailto:ana@example.org",
        "ATTENDEE;CUTYPE=ROOM;CN=The room:mailto:room@example.org",
        "ATTENDEE;CUTYPE=RESOURCE:mailto:car@example.org",
        "ATTENDEE;CUTYPE=GROUP;PARTSTAT=declined:mailto:team@example.org",
        'ATTENDEE;PARTSTAT=TENTATIVE;DELEGATED-FROM="mailto:x@example.org":mailto:jo@example.org',
    ) == [
        (Role.ORGANIZER, "Lea@Example.net", "Roy, Léa", Answer.NONE, PartyKind.INDIVIDUAL),
        (Role.ATTENDEE, "ana@example.org", "Ana", Answer.ACCEPTED, PartyKind.INDIVIDUAL),
        (Role.ATTENDEE, "room@example.org", "The room", Answer.NONE, PartyKind.ROOM),
        (Role.ATTENDEE, "car@example.org", "", Answer.NONE, PartyKind.ROOM),
        (Role.ATTENDEE, "team@example.org", "", Answer.DECLINED, PartyKind.GROUP),
        (Role.ATTENDEE, "jo@example.org", "", Answer.TENTATIVE, PartyKind.INDIVIDUAL),
    ]


@pytest.mark.parametrize(
    ("line", "address", "name"),
    [
        ("ATTENDEE;EMAIL=ana@example.org;CN=Ana:urn:uuid:5f1c", "ana@example.org", "Ana"),
        ("ATTENDEE;CN=Ana;EMAIL=ana@example.org:/principals/users/ana", "ana@example.org", "Ana"),
        ("ATTENDEE:ana@example.org", "ana@example.org", ""),
        ('ATTENDEE;CN="a:b;c":mailto:ana@example.org', "ana@example.org", "a:b;c"),
        ('ATTENDEE;CN="broken:mailto:ana@example.org', "ana@example.org", "broken"),
        ("ATTENDEE;CN=O^'Brien^n:mailto:ana@example.org", "ana@example.org", 'O"Brien'),
        ("ATTENDEE;CN=invalid:invalid:nomail", None, None),
        ("ATTENDEE:", None, None),
    ],
)
def test_an_address_is_found_where_programs_put_it(
    tmp_path: Path, line: str, address: str | None, name: str | None
) -> None:
    assert [(p[1], p[2]) for p in people(tmp_path, line)] == ([] if address is None else [(address, name)])


# --- lengths ---


@pytest.mark.parametrize(
    ("lines", "length", "code"),
    [
        ((), timedelta(0), None),
        (("DURATION:PT1H30M",), timedelta(minutes=90), None),
        (("DURATION:P1W",), timedelta(days=7), None),
        (("DURATION:PT1W",), timedelta(days=7), None),
        (("DTEND:20260304T153000Z", "DURATION:PT9H"), timedelta(minutes=30), None),
        (("DTEND:20260304T240000Z",), timedelta(hours=9), None),
        (("DTEND:20260304T150060Z",), timedelta(seconds=59), None),
        (("DTEND;VALUE=DATE:20260305",), timedelta(hours=14), None),
        (("DTEND:20260304T140000Z",), timedelta(hours=1), "event.ends_before_start"),
        (("DTEND:20250304T140000Z",), timedelta(hours=12), "event.ends_before_start"),
        (("DURATION:-PT1H",), timedelta(hours=1), "event.ends_before_start"),
        (("DURATION:often",), timedelta(hours=12), "event.end_unreadable"),
        (("DURATION:P999999999999D",), timedelta(hours=12), "event.end_unreadable"),
        (("DTEND:tomorrow",), timedelta(hours=12), "event.end_unreadable"),
    ],
)
def test_the_length_of_an_event(tmp_path: Path, lines: tuple[str, ...], length: timedelta, code: str | None) -> None:
    head = "X-WR-TIMEZONE:Europe/Paris" if "VALUE=DATE" in "".join(lines) else ""
    start = "DTSTART;TZID=Europe/Paris:20260304T100000" if head else AT
    batch = read(write(tmp_path / "a.ics", calendar(event(start, *lines), head=head)))
    assert events(batch)[0].duration == length
    assert codes(batch) == ([code] if code else [])


@pytest.mark.parametrize(
    ("lines", "days"),
    [((), 1), (("DTEND;VALUE=DATE:20260306",), 2), (("DTEND;VALUE=DATE:20260304",), 1), (("DURATION:P3D",), 3),
     (("DTEND:20260306T000000",), 2), (("DTEND;VALUE=DATE:20260301",), 1)],
)  # fmt: skip
def test_the_length_of_whole_days(tmp_path: Path, lines: tuple[str, ...], days: int) -> None:
    one = events(read(write(tmp_path / "a.ics", calendar(event("DTSTART;VALUE=DATE:20260304", *lines)))))[0]
    assert (one.start, one.duration) == (date(2026, 3, 4), timedelta(days=days))


# --- broken files ---


def test_one_broken_event_among_a_thousand_is_named_with_its_line_and_the_rest_is_used(tmp_path: Path) -> None:
    some = [event(AT, uid=str(n)) for n in range(1000)]
    some[500] = event("DTSTART:soon", uid="500")
    text = calendar(*some)
    line = text[: text.index("DTSTART:soon")].count("\n") - 1  # BEGIN:VEVENT stands two lines above
    batch = read(write(tmp_path / "a.ics", text))
    assert len(batch.appeared) == 999
    assert [(problem.code, problem.place) for problem in batch.problems] == [
        ("event.start_unreadable", f"{tmp_path / 'a.ics'}:{line - 1}")
    ]


@pytest.mark.parametrize("data", [b"", b"not a calendar", b"\0\1\2\3" * 100, b"<html>\nPlease sign in\n", b"\xff\xfe"])
def test_a_file_that_is_no_calendar_is_refused_and_what_it_said_before_still_holds(tmp_path: Path, data: bytes) -> None:
    reader = Reader(tmp_path)
    write(tmp_path / "a.ics", data)
    assert (len(reader().appeared), reader.refused) == (0, "calendar.unusable")
    rewrite(tmp_path / "a.ics", calendar(event(AT)))
    assert (len(reader().appeared), reader.refused) == (1, "")
    rewrite(tmp_path / "a.ics", data)
    kept = reader()
    assert (kept.gone, reader.refused) == ((), "calendar.unusable")


def test_a_file_that_holds_something_else_than_a_calendar_is_named_and_takes_no_time(tmp_path: Path) -> None:
    assert codes(read(write(tmp_path / "a.ics", "BEGIN:VTODO\r\nEND:VTODO\r\n"))) == ["calendar.not_one"]


WHOLE = calendar(event(AT, "SUMMARY:Réunion d’équipe"))


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.encode(),
        WHOLE.replace("\r\n", "\n").encode(),
        WHOLE.replace("\r\n", "\r").encode(),
        WHOLE.replace("\r\n", "\r\r\n").encode(),
        b"\xef\xbb\xbf" + WHOLE.encode(),
        WHOLE.encode("utf-16"),
        WHOLE.encode("cp1252"),
        WHOLE.replace("BEGIN:VCALENDAR\r\n", "").encode(),
        WHOLE.encode().replace(b"SUMMARY", b"\0SUMM\0ARY"),
        WHOLE.encode().replace("é".encode(), "é".encode()[:1] + b"\r\n " + "é".encode()[1:]),
        WHOLE.encode().replace(b"SUMMARY", b"SUMM\r\n\tARY"),
        WHOLE.lower().replace("réunion", "Réunion").replace("t150000z", "T150000Z").encode(),
        WHOLE.rstrip().encode(),
        b"junk before\r\n" + WHOLE.encode() + b"junk after",
        WHOLE.replace("BEGIN:VEVENT", "BEGIN:VEVENT ").encode(),
    ],
    ids=[
        "as it should be", "bare line feeds", "bare returns", "doubled returns", "a byte order mark", "UTF-16",
        "cp1252", "no beginning", "NUL bytes", "a fold inside a character", "a fold inside a name",
        "lower case", "no last line end", "junk around", "a space behind a name",
    ],
)  # fmt: skip
def test_a_calendar_is_read_in_every_dress(tmp_path: Path, data: bytes) -> None:
    batch = read(write(tmp_path / "a.ics", data))
    assert batch.problems == ()
    assert [(one.subject, one.start) for one in events(batch)] == [
        ("Réunion d’équipe", datetime(2026, 3, 4, 15))  # noqa: DTZ001
    ]


@pytest.mark.parametrize("lines", [slice(1, None), slice(None, -1)], ids=["first", "last"])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_an_event_without_its_first_or_last_line_is_named_and_read(tmp_path: Path, lines: slice, which: int) -> None:
    alarm = "BEGIN:VALARM\nTRIGGER:-PT5M\nDURATION:PT9H\nEND:VALARM"
    each = [event(AT, "DURATION:PT1H", alarm, uid=str(number)) for number in range(3)]
    each[which] = "\n".join(each[which].split("\n")[lines])
    batch = read(write(tmp_path / "b.ics", calendar(*each, head="X-WR-CALNAME:mine")))
    assert codes(batch) == ["event.torn"]
    assert [(one.uid, one.calendar, one.duration) for one in events(batch)] == [
        (uid, "mine", timedelta(hours=1)) for uid in "012"
    ]


@pytest.mark.parametrize(
    ("lines", "code", "spans"),
    [
        (("DTSTART:20260304T150000Z", "DTEND:soon"), "event.end_unreadable", [(4, 15, 5, 3)]),
        (("DTSTART:20260304T150000Z", "DTEND:20250304T150000Z"), "event.ends_before_start", [(4, 15, 5, 3)]),
        (("DTSTART:20260304T1X0000Z", "DTEND:20260304T160000Z"), "event.hour_unreadable", [(4, 0, 5, 0)]),
        (("DTSTART:20260304T150000Z", "DTEND:soon", "TRANSP:TRANSPARENT"), "event.end_unreadable", []),
        (
            ("DTSTART:20260304T150000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=XX"),
            "event.rule_unreadable",
            [(4, 15, 4, 16), (5, 15, 5, 16), (6, 15, 6, 16)],
        ),
        (("DTSTART:20260304T150000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY;BYDAY=XX"), "event.rule_unreadable", []),
    ],
)
def test_time_that_an_event_does_not_tell_well_enough_is_unknown(
    tmp_path: Path, lines: tuple[str, ...], code: str, spans: list[tuple[int, int, int, int]]
) -> None:
    batch = read(write(tmp_path / "b.ics", calendar(event(*lines))))
    window = Span(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 7, tzinfo=UTC))
    found = [
        one.span
        for one in occurrences(events(batch), window, zones={}, timezone="UTC")
        if one.event.shows is Shows.UNKNOWN and blocks(one.event, frozenset())
    ]
    assert codes(batch) == [code]
    assert [(one.start.day, one.start.hour, one.end.day, one.end.hour) for one in found] == spans


FOUR = calendar(*(event(AT, uid=str(number)) for number in range(4)))


@pytest.mark.parametrize(
    "cut",
    [
        FOUR[: FOUR.rindex("END:VEVENT")],
        FOUR[: FOUR.rindex("END:VEVENT") + 7],
        FOUR[: FOUR.rindex("BEGIN:VEVENT") + 20],
        FOUR[: FOUR.rindex("BEGIN:VEVENT")],
        FOUR[: FOUR.rindex("END:VCALENDAR")],
        FOUR[: FOUR.rindex("END:VCALENDAR") + 5],
        FOUR.replace("BEGIN:VCALENDAR\r\n", "")[: -len("END:VEVENT\r\nEND:VCALENDAR\r\n")],
        calendar() + FOUR[: FOUR.index("END:VEVENT")],
    ],
    ids=["before an end", "in an end", "in an event", "between events", "before the last line", "in the last line",
         "without a calendar round it", "in a second calendar"],
)  # fmt: skip
def test_of_a_calendar_that_is_cut_off_nothing_becomes_free(tmp_path: Path, cut: str) -> None:
    path = write(tmp_path / "a.ics", cut)
    fresh = Reader(tmp_path)
    fresh()
    assert fresh.refused == "calendar.cut"
    rewrite(path, FOUR)
    reader = Reader(tmp_path)
    before = {one.source for one in events(reader())}
    assert (len(before), reader.refused) == (4, "")
    rewrite(path, cut)
    for _ in range(2):  # also when nothing changed since
        batch = reader()
        assert (batch.appeared, batch.gone, reader.refused) == ((), (), "calendar.cut")
    rewrite(path, calendar(event(AT, uid="1")))
    batch = reader()
    assert (set(batch.gone) < before, len(batch.gone), reader.refused) == (True, 3, "")


def test_a_calendar_that_lost_its_end_before_another_one_is_whole(tmp_path: Path) -> None:
    text = FOUR.replace("END:VCALENDAR\r\n", "") + calendar(event(AT, uid="other"))
    assert len(events(read(write(tmp_path / "a.ics", text)))) == 5


def test_a_rule_that_cannot_be_read_leaves_the_dates_that_can(tmp_path: Path) -> None:
    batch = read(write(tmp_path / "a.ics", calendar(event(AT, "RRULE:FREQ=SOMETIMES", "RDATE:20260306T150000Z"))))
    assert codes(batch) == ["event.rule_unreadable"]
    recurrence = events(batch)[0].recurrence
    assert recurrence is not None
    assert recurrence.dates == (datetime(2026, 3, 6, 15, tzinfo=UTC),)


def test_an_unknown_zone_is_named_once_and_the_calendars_own_is_taken(tmp_path: Path) -> None:
    odd = [event(f"DTSTART;TZID=Nowhere/Middle:2026030{n}T090000", uid=str(n)) for n in (3, 4)]
    batch = read(write(tmp_path / "a.ics", calendar(*odd, head="X-WR-TIMEZONE:Europe/Paris")))
    assert [one.zone for one in events(batch)] == ["Europe/Paris", "Europe/Paris"]
    assert [(p.code, p.values["what"]) for p in batch.problems] == [("zone.unknown", "Nowhere/Middle")]


def test_an_unknown_zone_means_the_only_one_that_the_calendar_defines(tmp_path: Path) -> None:
    """Exchange publishes "Customized Time Zone" beside the definition of the mailbox's zone."""
    zone = "BEGIN:VTIMEZONE\nTZID:W. Europe Standard Time\nEND:VTIMEZONE"
    batch = read(write(tmp_path / "a.ics", calendar(zone, event("DTSTART;TZID=Customized Time Zone:20260304T090000"))))
    assert events(batch)[0].zone == "Europe/Berlin"


def test_a_broken_definition_does_no_harm_to_a_name_that_is_known(tmp_path: Path) -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:America/Toronto\nBEGIN:STANDARD\nTZOFFSETTO:never\nEND:STANDARD\nEND:VTIMEZONE"
    batch = read(write(tmp_path / "a.ics", calendar(zone, event("DTSTART;TZID=America/Toronto:20260304T090000"))))
    assert (events(batch)[0].zone, batch.problems) == ("America/Toronto", ())


_LINES = st.sampled_from(
    [
        "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VTIMEZONE", "TZID:x", "END:VTIMEZONE",
        "BEGIN:VALARM", "END:VALARM", AT, "UID:1", " folded", "X-WR-TIMEZONE:Mars/Base",
        "DTSTART;TZID=x:20260304T090000", "RRULE:FREQ=DAILY;COUNT=3", 'ATTENDEE;CN=":mailto:a@b',
    ]
)  # fmt: skip
_PROPERTIES = st.tuples(
    st.sampled_from(
        ["DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID", "ATTENDEE", "STATUS"]
    ),
    st.sampled_from([":", ";", ";TZID=", ";VALUE=DATE:", ";VALUE=PERIOD:"]),
    st.text("0123456789TZP+-/,;:=ABCD", max_size=20),
).map("".join)


def test_no_text_of_a_file_breaks_the_reader(tmp_path: Path) -> None:
    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.one_of(_LINES, st.text(max_size=30), _PROPERTIES), max_size=25))
    def run(lines: list[str]) -> None:
        path = tmp_path / "any.ics"
        path.write_bytes("\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]).encode("utf-8", "surrogatepass"))
        batch = read(path)
        busy_in(batch, WEEK)
        assert all(code in TEXTS for code in codes(batch))

    run()


# --- names of calendars, messages about events ---


def names(batch: Batch) -> list[str]:
    return sorted(one.calendar for one in events(batch))


def test_a_calendar_is_named_by_itself_else_by_its_file_and_a_vdir_by_its_folder(tmp_path: Path) -> None:
    write(tmp_path / "one" / "work.ics", calendar(event(AT, uid="1"), event(AT, uid="2"), head="X-WR-CALNAME:Travail"))
    write(tmp_path / "two" / "home.ics", calendar(event(AT, uid="3"), event(AT, uid="4")))
    for number in (5, 6):
        write(tmp_path / "vdir" / f"{number}.ics", calendar(event(AT, uid=str(number))))
    assert names(Reader(tmp_path)()) == ["Travail", "Travail", "home", "home", "vdir", "vdir"]


def test_several_calendars_in_one_file_keep_their_own_names_and_zones(tmp_path: Path) -> None:
    start = "DTSTART:20260304T090000"
    text = calendar(event(start), head="X-WR-CALNAME:A\nX-WR-TIMEZONE:Europe/Paris") + calendar(
        event(start), head="X-WR-CALNAME:B"
    )
    assert [(one.calendar, one.zone) for one in events(read(write(tmp_path / "a.ics", text)))] == [
        ("A", "Europe/Paris"), ("B", ""),
    ]  # fmt: skip


def test_a_cancellation_cancels_and_an_answer_is_no_event(tmp_path: Path) -> None:
    cancelled = read(write(tmp_path / "a.ics", calendar(event(AT), head="METHOD:CANCEL")))
    assert [one.status for one in events(cancelled)] == [EventStatus.CANCELLED]
    assert events(read(write(tmp_path / "b.ics", calendar(event(AT), head="METHOD:REPLY")))) == []
    request = read(write(tmp_path / "c.ics", calendar(event(AT), head="METHOD:REQUEST")))
    assert [one.status for one in events(request)] == [EventStatus.CONFIRMED]


def test_an_event_without_uid_is_an_event(tmp_path: Path) -> None:
    lines = [f"BEGIN:VEVENT\n{AT}\nSUMMARY:{n}\nEND:VEVENT" for n in (1, 2)]
    found: list[Event] = events(read(write(tmp_path / "a.ics", calendar(*lines))))
    assert len({one.uid for one in found}) == 2


def test_every_problem_is_said_in_both_languages_with_the_same_values() -> None:
    for english, french in TEXTS.values():
        for text in (english, french):
            assert text.format(place="a.ics:3", what="x").startswith("a.ics:3")
        assert ("{what}" in english) == ("{what}" in french)
