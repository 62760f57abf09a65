"""What Google is asked for, in calls and in units of quota, beside the least that could do: ``bench_google.py``.

A mailbox of 50,000 messages and a calendar of 5,000 events at a fake Google on this machine (``tests/google``), which
counts what reaches it and refuses what goes over 6,000 units a minute; its clock is moved by who waits, so that hours
pass in no time. What is read goes through the real client library into a real ledger.

The least: a message costs 20 units and is asked for in batches of 50; a page of 500 ids costs 5, a poll 2. What stands
in the tabs of promotions and social networks is listed, which it must be to be left out, and not read.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.google.clock import START
from tests.google.rig import Desk
from tests.google.server import FarGoogle

from coucou.core.settings import AccountSettings, Me, Settings
from coucou.store import open_store
from coucou.sync import sync

BACKFILL, NEWS = 1.05, 1.2  # how many times the least is allowed
Sync = Callable[..., int]
ME = "Ana Tremblay <ana@example.org>"


def fill(far: FarGoogle, messages: int, events: int) -> dict[str, int]:
    """A mailbox as people have it: a seventh was sent, a third is promotions and social networks. Returns how many."""
    chance = random.Random(7)
    counts = {"sent": 0, "skipped": 0, "rest": 0}
    for number in range(messages):
        moment = START - timedelta(minutes=50 * (messages - number))
        kind = chance.choices(("sent", "skipped", "rest"), (15, 33, 52))[0]
        counts[kind] += 1
        deliver(far, number, moment.timestamp(), kind, chance.randrange(2000))
    for number in range(events):
        start = START + timedelta(hours=number - events // 2)
        at = {"timeZone": "America/Toronto"}
        far.agenda.put(
            {
                "id": f"event{number:06}",
                "summary": f"Meeting {number}",
                "start": {"dateTime": start.isoformat(), **at},
                "end": {"dateTime": (start + timedelta(minutes=30)).isoformat(), **at},
                "attendees": [{"email": f"p{number % 500}@example.net", "responseStatus": "accepted"}],
            }
        )
    return counts


def deliver(far: FarGoogle, number: int, moment: float, kind: str, who: int) -> None:
    other = f"Person {who} <p{who}@example.net>"
    headers = {
        "From": ME if kind == "sent" else other,
        "To": other if kind == "sent" else ME,
        "Message-ID": f"<{number}@example.net>",
        "Subject": f"Subject {number}",
    }
    labels = {"sent": ("SENT",), "skipped": ("INBOX", "CATEGORY_PROMOTIONS"), "rest": ("INBOX", "CATEGORY_PERSONAL")}
    far.mail.put(headers, moment, labels[kind])


def run(messages: int, events: int) -> bool:
    far = FarGoogle(units_a_minute=6000)
    counts = fill(far, messages, events)
    print(f"{messages:,} messages ({counts['sent']:,} sent, {counts['skipped']:,} in skipped tabs), {events:,} events")
    with far.serving() as address, tempfile.TemporaryDirectory() as folder:
        desk = Desk.at(far, address, Path(folder), minutes_a_sync=0)
        settings = Settings(
            me=Me("Ana Tremblay", ("ana@example.org",), "America/Toronto"),
            accounts=(AccountSettings("work", "google"),),
            history_years=10,
        )
        with open_store(Path(folder) / "coucou.db", now=START) as store:

            def once(**options: Any) -> int:
                """One sync; returns how many messages are new."""
                connection = desk.open(**options)
                try:
                    report = sync(store, settings, {"work": connection}, now=START)
                finally:
                    connection.close()
                assert not report.failed, [one.code for one in report.failed]
                return report.applied.messages

            good = first_slice(once, messages, counts["sent"])
            good &= whole(once, far, counts, events)
            good &= idle(once, far)
            good &= news(once, far, messages)
    assert far.wrong == []
    return good


def first_slice(once: Sync, messages: int, sent: int) -> bool:
    """How much is read before the first preview can be made."""
    read = once(minutes_a_sync=5)
    share = read / messages
    print(f"first sync: {read:,} messages, {share:.1%} of all, {min(read, sent) / sent:.0%} of those the user sent")
    return share < 0.05


def whole(once: Sync, far: FarGoogle, counts: dict[str, int], events: int) -> bool:
    """The whole past, in one sync after the first slice; both are counted."""
    began = time.perf_counter()
    once()
    took = time.perf_counter() - began
    wanted = counts["sent"] + counts["rest"]
    everything = wanted + counts["skipped"]
    least_units = wanted * 20 + ceil(everything / 500) * 5 + 1
    lists = ceil(everything / 500) + ceil(counts["skipped"] / 500)  # unlisted, nothing could be left out
    least_calls = ceil(wanted / 50) + lists + 1 + ceil(events / 2500) + 1
    calls = sum(n for name, n in far.calls.items() if name != "token")
    units = far.units
    all_by_get = everything * 20 + ceil(everything / 500) * 5
    print(f"backfill: {units:,} units, {units / least_units:.3f} × the least")
    print(f"          {calls:,} calls, {calls / least_calls:.3f} × the least")
    print(f"          every message one by one would be {all_by_get:,} units and {everything:,} calls")
    print(f"          {far.clock.seconds / 3600:.2f} h at Google's pace, {took:.1f} s of work on both sides")
    return units <= BACKFILL * least_units and calls <= BACKFILL * least_calls


def idle(once: Sync, far: FarGoogle) -> bool:
    far.forget()
    once()
    print(f"idle poll: {dict(far.calls)}, {far.units} units")
    return max(far.calls.values()) == 1 and far.units == 2


def news(once: Sync, far: FarGoogle, messages: int) -> bool:
    for number in range(100):
        deliver(far, messages + number, (START + timedelta(minutes=number - 200)).timestamp(), "rest", number)
    far.forget()
    once()
    calls = sum(n for name, n in far.calls.items() if name.startswith(("gmail", "batch")))
    print(f"100 new: {calls} calls (least 3), {far.units} units, {far.units / 2002:.3f} × the least")
    return far.units <= NEWS * 2002 and calls <= NEWS * 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=50_000)
    parser.add_argument("--events", type=int, default=5_000)
    chosen = parser.parse_args()
    good = run(chosen.messages, chosen.events)
    print("ok" if good else "MISSED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
