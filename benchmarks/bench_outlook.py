"""What Microsoft is asked for, in requests, beside the least that could do: ``bench_outlook.py``.

A mailbox of 20,000 messages and a calendar of 5,000 events at a fake Graph on this machine (``tests/outlook``), which
counts what reaches it; its clock is moved by who waits. What is read goes through msal and requests into a real ledger.

The least: a page holds 1,000 items, and each folder has one at least; a calendar's past is asked for in windows of a
year. Pages of messages that bring their headers hold 250, because headers are long and Graph gives up on large pages:
for those the least is four times as many, which is said apart. Over all that, Graph takes 10,000 in ten minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from math import ceil
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.google.clock import START
from tests.outlook.agenda import written
from tests.outlook.rig import Desk, letter
from tests.outlook.server import FarOutlook

from coucou.contract import MailKind, Message, Participant, Role, SourceId
from coucou.core.settings import AccountSettings, Me, Settings
from coucou.store import open_store
from coucou.sync import sync

YEARS = 5
ALLOWED = 1.05  # how many times the least
FOLDERS = ("sentitems", "inbox", "archive")
ANA = ("ana@example.org", "Ana Tremblay")
Sync = Callable[[], int]


def fill(far: FarOutlook, messages: int, events: int) -> Counter[str]:
    """A fifth was sent, a third is archived. Returns how many stand in each folder."""
    counts: Counter[str] = Counter()
    for number in range(messages):
        folder = FOLDERS[(0, 1, 1, 2, 2, 1, 1, 0, 1, 2)[number % 10]]
        counts[folder] += 1
        deliver(far, number, folder, timedelta(minutes=50 * (messages - number)))
    for number in range(events):
        start = START + timedelta(hours=10 * (number - events + 100))
        far.agenda.put(
            {
                "id": f"AAMk-e{number}", "iCalUId": f"e{number}", "type": "singleInstance", "subject": "Meeting",
                "start": written(start), "end": written(start + timedelta(minutes=30)), "showAs": "busy",
                "isAllDay": False, "isCancelled": False,
                "attendees": [{"emailAddress": {"name": "", "address": f"p{number % 500}@example.net"}}],
            }
        )  # fmt: skip
    return counts


def deliver(far: FarOutlook, number: int, folder: str, ago: timedelta) -> None:
    other, sent = (f"p{number % 2000}@example.net", f"Person {number % 2000}"), folder == "sentitems"
    writer, reader = (ANA, other) if sent else (other, ANA)
    people = (Participant(Role.FROM, *writer), Participant(Role.TO, *reader))
    key = SourceId(f"m{number}")
    told = Message(key, f"{number}@example.net", START - ago, MailKind.PERSONAL, people, "Subject")
    far.mail.put(letter(told), folder)


def run(messages: int, events: int, *, headers: bool) -> bool:
    far = FarOutlook.with_calendar()
    far.mail.headers = headers
    counts = fill(far, messages, events)
    print(f"{messages:,} messages, {events:,} events, {'with' if headers else 'without'} their headers")
    settings = Settings(
        me=Me(ANA[1], (ANA[0],), "America/Toronto"),
        accounts=(AccountSettings("work", "outlook"),),
        history_years=YEARS,
    )
    with far.serving() as address, tempfile.TemporaryDirectory() as folder:
        desk = Desk.signed_in(far, address)
        desk.timeout = 60.0
        with open_store(Path(folder) / "coucou.db", now=START) as store:

            def once() -> int:
                """One sync; returns how many messages are new."""
                far.seen.clear()
                connection = desk.open()
                try:
                    report = sync(store, settings, {"work": connection}, now=START)
                finally:
                    connection.close()
                assert not report.failed, [one.code for one in report.failed]
                return report.applied.messages

            good = whole(once, far, counts, 250 if headers else 1000)
            good &= later(once, far, messages)
    assert far.wrong == []
    return good


def whole(once: Sync, far: FarOutlook, counts: Counter[str], page: int) -> bool:
    began = time.perf_counter()
    once()
    took = time.perf_counter() - began
    asked = Counter(one.name for one in far.seen)
    pages = {size: sum(max(ceil(n / size), 1) for n in counts.values()) for size in (1000, page)}
    calendar = 1 + 1 + 1 + YEARS  # the list, the zone, the coming time, and each year before it
    least = pages[page] + 1 + calendar  # and one look whether headers are given
    calls = len(far.seen)
    print(f"  first sync: {calls:,} requests ({dict(asked)}), {calls / least:.3f} × the least")
    if page < 1000:
        print(f"              {calls / (pages[1000] + 1 + calendar):.2f} × that with pages of 1,000")
    print(f"              {took:.1f} s of work on both sides, {sum(far.clock.slept):.0f} s of waiting")
    return calls <= ALLOWED * least


def later(once: Sync, far: FarOutlook, messages: int) -> bool:
    once()
    idle = Counter(one.name for one in far.seen)
    for number in range(100):
        deliver(far, messages + number, "inbox", timedelta(minutes=number))
    new = once()
    news = Counter(one.name for one in far.seen)
    least = {"delta": len(FOLDERS), "calendars": 1, "calendarView": 1}
    print(f"  idle poll: {dict(idle)}; {new} new: {dict(news)}")
    return idle == news == least and new == 100


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--events", type=int, default=5_000)
    chosen = parser.parse_args()
    good = all([run(chosen.messages, chosen.events, headers=headers) for headers in (False, True)])
    print("ok" if good else "MISSED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
