"""The demonstration's world: right in its formats, the same each time, and convincing on any day."""

from __future__ import annotations

import mailbox
import stat
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest

from coucou import plugins
from coucou.contract import Batch, Card, Event, MailKind, Message, Ports, Problem, Reading
from coucou.demo import world
from coucou_connectors.local import Options

ZONE = ZoneInfo("America/Toronto")
TODAYS = (
    datetime(2026, 11, 23, 9, tzinfo=ZONE),
    datetime(2026, 12, 24, 15, tzinfo=ZONE),
    datetime(2027, 1, 1, 0, 30, tzinfo=ZONE),
    datetime(2026, 3, 5, 10, tzinfo=ZONE),  # clocks go forward on the 8th
    datetime(2026, 10, 30, 10, tzinfo=ZONE),  # and back on 1 November
    datetime(2028, 2, 29, 12, tzinfo=ZONE),
    datetime(2026, 7, 18, 23, 59, tzinfo=UTC),
)
MONDAY = TODAYS[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world.build(tmp_path_factory.mktemp("world"), MONDAY).parent


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def mails(folder: Path) -> Iterator[mailbox.mboxMessage]:
    for path in sorted(folder.rglob("*.mbox")):
        box = mailbox.mbox(path, create=False)
        yield from box
        box.close()


def calendars(folder: Path) -> dict[str, icalendar.Component]:
    return {path.parent.name: icalendar.Calendar.from_ical(path.read_bytes()) for path in folder.rglob("*.ics")}


def test_the_same_day_and_seed_make_the_same_world(tmp_path: Path, folder: Path) -> None:
    world.build(tmp_path / "again", MONDAY)
    assert files(tmp_path / "again") == files(folder)


def test_another_seed_makes_another_world(tmp_path: Path, folder: Path) -> None:
    world.build(tmp_path / "other", MONDAY, seed=1)
    assert files(tmp_path / "other").keys() == files(folder).keys()
    assert files(tmp_path / "other")["work/Inbox.mbox"] != files(folder)["work/Inbox.mbox"]


def test_a_day_without_a_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="aware"):
        world.build(tmp_path, datetime(2026, 11, 23))  # noqa: DTZ001 - that is the point


def test_only_the_owner_can_read_what_is_written(folder: Path) -> None:
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()} == {0o600}


def test_everybody_in_it_has_an_address_that_can_belong_to_nobody(folder: Path) -> None:
    found = {a for m in mails(folder) for _, a in getaddresses([*m.get_all("from", []), *m.get_all("to", [])])}
    reserved = (".example", "example.org", "example.net", "example.com")
    assert found and all(address.endswith(reserved) for address in found)


def test_the_standard_library_reads_every_message(folder: Path) -> None:
    read = list(mails(folder))
    assert len(read) > 2000
    assert all(m["from"] and m["date"] and m["message-id"] and m["subject"] for m in read)
    assert all(parsedate_to_datetime(m["date"]).utcoffset() is not None for m in read)


@pytest.mark.parametrize("today", TODAYS, ids=lambda today: f"{today:%Y-%m-%d}")
def test_no_message_is_later_than_today_nor_older_than_three_years(tmp_path: Path, today: datetime) -> None:
    world.build(tmp_path, today)
    moments = [parsedate_to_datetime(m["date"]) for m in mails(tmp_path)]
    assert max(moments) <= today
    assert today - timedelta(days=3 * 366) < min(moments) < today - timedelta(days=2 * 365)


def test_calendars_hold_what_real_ones_do(folder: Path) -> None:
    for name, calendar in calendars(folder).items():
        events = list(calendar.walk("VEVENT"))
        assert not [event.errors for event in events if event.errors]
        assert any("RRULE" in event for event in events), name
        assert any("EXDATE" in event for event in events), name
        assert any(not isinstance(event.decoded("DTSTART"), datetime) for event in events), name
    work = list(calendars(folder)["work"].walk("VEVENT"))
    moved = [event["RECURRENCE-ID"] for event in work if "RECURRENCE-ID" in event]
    assert len(moved) > 5
    assert any(one.params.get("RANGE") == "THISANDFUTURE" for one in moved)
    assert {str(event.get("X-MICROSOFT-CDO-BUSYSTATUS")) for event in work} > {"OOF", "TENTATIVE", "WORKINGELSEWHERE"}
    assert b"PARTSTAT=DECLINED" in (folder / "work/calendar.ics").read_bytes()


def test_calendar_lines_are_short_and_end_as_the_format_wants(folder: Path) -> None:
    for path in folder.rglob("*.ics"):
        lines = path.read_bytes().split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert not any(b"\n" in line for line in lines)


def batches(folder: Path, today: datetime) -> list[Batch]:
    """What our own connector reads of every account of the configuration."""
    plugin = plugins.find("local")
    assert plugin is not None and not isinstance(plugin, plugins.Broken)
    reading = Reading(today - timedelta(days=5 * 365), today + timedelta(days=60), timezone="America/Toronto")
    found: list[Batch] = []
    for account in tomllib.loads((folder / "config.toml").read_text(encoding="utf-8"))["accounts"]:
        mail, events, cards = (tuple(account.get(key, ())) for key in ("mail", "calendars", "contacts"))
        takeout = folder / account["takeout"] if "takeout" in account else None
        options = Options(takeout=takeout, mail=mail, calendars=events, contacts=cards, base=folder)
        connection = plugin.open(account["name"], options, Ports())
        for reader in (connection.mail, connection.calendar, connection.contacts):
            found += reader.changes(None, reading) if reader else ()
        connection.close()
    return found


@pytest.mark.parametrize("today", TODAYS, ids=lambda today: f"{today:%Y-%m-%d}")
def test_our_own_readers_find_everything_and_complain_of_nothing(tmp_path: Path, today: datetime) -> None:
    world.build(tmp_path, today)
    read = batches(tmp_path, today)
    problems: list[Problem] = [problem for batch in read for problem in batch.problems]
    assert problems == []
    items = [item for batch in read for item in batch.appeared]
    kinds = Counter(type(item) for item in items)
    # Old meetings outside the window need not be delivered.
    assert kinds[Message] == sum(1 for _ in mails(tmp_path))
    assert kinds[Event] > 150
    assert kinds[Card] > 20
    mail = Counter(item.kind for item in items if isinstance(item, Message))
    assert mail[MailKind.BULK] > 200 and mail[MailKind.AUTOMATIC] > 200 and mail[MailKind.BOUNCE] == 1
    failed = [item.failed for item in items if isinstance(item, Message) and item.failed]
    assert failed == [("etienne.caron@ancienne-boite.example",)]
    assert any(item.sent for item in items if isinstance(item, Message))
