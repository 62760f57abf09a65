"""How fast a calendar becomes busy time, beside icalendar, in one run: ``python -m benchmarks.bench_ics``.

Contenders, each in a process of its own, in turn, several times; the best time of each counts:

- cold: ``sync`` of the file into a new database, and from there the busy spans of the next 28 days;
- peer: icalendar and recurring-ical-events, the busy spans only, from the file.

Then, with the database that is there: ``again`` (nothing changed), ``edited`` (one event of the file changed), and
``bytes``, which only reads the file. Every span is compared with the truth, which the calendar's maker knows.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.calendar_maker import OWNER, ZONES, make
from coucou.core.span import Span, clip

SIZES = (5_000, 50_000)
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)  # the window holds two clock changes
WINDOW = Span(NOW, NOW + timedelta(days=28))
NEEDED = 3.0

Spans = list[tuple[float, float]]


def cold(path: Path, state: Path) -> Spans:
    """Read what changed since last time into the database, and expand from there."""
    from coucou.contract import Connection
    from coucou.core.busy import busy
    from coucou.core.expand import occurrences
    from coucou.core.settings import AccountSettings, Me, Settings
    from coucou.store import calendar, open_store
    from coucou.sync import sync
    from coucou_connectors.local.ics import LocalCalendars

    me = Me(name="Camille Owner", addresses=(OWNER,), timezone=ZONES[0])
    settings = Settings(me=me, accounts=(AccountSettings(name="archive", connector="local"),), history_years=6)
    connection = Connection(calendar=LocalCalendars([path]))
    found: list[Span] = []
    with open_store(state, now=NOW) as store:
        sync(store, settings, {"archive": connection}, now=NOW)
        for events, zones in calendar.events(store, WINDOW):
            taken = occurrences(events, WINDOW, zones=zones, timezone=me.timezone)
            found += busy(taken, frozenset(me.addresses))
    return _clipped(found)


def peer(path: Path, _: Path) -> Spans:
    """What a program built on the two libraries does to know the same."""
    from zoneinfo import ZoneInfo

    import icalendar
    import recurring_ical_events

    home = ZoneInfo(ZONES[0])
    found = []
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    for event in recurring_ical_events.of(calendar).between(WINDOW.start, WINDOW.end):
        if event.get("TRANSP") == "TRANSPARENT" or event.get("STATUS") == "CANCELLED" or _declined(event):
            continue
        ends = [event["DTSTART"].dt, event["DTEND"].dt]
        start, end = (
            at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, tzinfo=home) for at in ends
        )
        found.append(Span(start.astimezone(UTC), end.astimezone(UTC)))
    return _clipped(found)


def _declined(event: Mapping[str, Any]) -> bool:
    people = event.get("ATTENDEE", [])
    for who in people if isinstance(people, list) else [people]:
        if str(who).casefold() == f"mailto:{OWNER}":
            return bool(who.params.get("PARTSTAT") == "DECLINED")
    return False


def bytes_only(path: Path, _: Path) -> Spans:
    """Reading the file, no more."""
    path.read_bytes()
    return []


CONTENDERS: dict[str, Callable[[Path, Path], Spans]] = {"cold": cold, "peer": peer, "bytes": bytes_only}


def _clipped(spans: Iterable[Span]) -> Spans:
    """Not merged: in a full calendar a span too many would hide behind others."""
    return sorted((span.start.timestamp(), span.end.timestamp()) for span in clip(spans, WINDOW))


def _child(contender: str, path: Path, state: Path) -> None:
    before = time.perf_counter()
    spans = CONTENDERS[contender](path, state)
    print(json.dumps({"seconds": time.perf_counter() - before, "spans": spans}))


def _run(contender: str, path: Path, state: Path) -> tuple[float, Spans]:
    command = [sys.executable, "-m", "benchmarks.bench_ics", "--contender", contender, str(path), str(state)]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return answer["seconds"], [(start, end) for start, end in answer["spans"]]


def measure(events: int, rounds: int) -> dict[str, object]:
    """All contenders on one generated calendar, in turn; ``wrong`` names those whose spans are not the truth."""
    seconds: dict[str, float] = {}
    wrong: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="coucou-bench-") as folder:
        path = Path(folder) / "work.ics"
        truth = _clipped(Span(start, end) for start, end in make(path, events, NOW))
        for number in range(rounds):
            state = Path(folder) / f"coucou-{number}.db"
            for name, contender in (("cold", "cold"), ("peer", "peer"), ("again", "cold"), ("bytes", "bytes")):
                taken, spans = _run(contender, path, state)
                seconds[name] = min(taken, seconds.get(name, taken))
                if contender != "bytes" and spans != truth:
                    wrong.add(name)
            _edit(path, number)
            seconds["edited"] = min(_run("cold", path, state)[0], seconds.get("edited", 1e9))
        size = path.stat().st_size
    return {"events": events, "bytes": size, "spans": len(truth), "seconds": seconds, "wrong": sorted(wrong)}


def _edit(path: Path, number: int) -> None:
    """Give one event another title, as a program that writes the file anew would."""
    text = path.read_bytes()
    path.write_bytes(text.replace(b"SUMMARY:Meeting about", b"SUMMARY:Talk %d about" % number, 1))


def _say(result: dict[str, object]) -> bool:
    seconds = result["seconds"]
    assert isinstance(seconds, dict)
    print(
        f"{result['events']:,} events, {int(str(result['bytes'])) / 1e6:,.0f} MB, {result['spans']} busy spans;",
        end=" ",
    )
    print(f"wrong: {result['wrong'] or 'none'}")
    for name, taken in seconds.items():
        print(f"  {name:7} {taken:8.3f} s")
    ratio = seconds["peer"] / seconds["cold"]
    print(f"  cold is {ratio:.1f} times as fast as the peer (wanted {NEEDED})")
    return ratio >= NEEDED and not result["wrong"]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--events", type=int, nargs="*", default=list(SIZES))
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--json", action="store_true")
    options.add_argument("--contender", nargs=3, metavar=("NAME", "FILE", "STATE"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.contender:
        name, path, state = chosen.contender
        _child(name, Path(path), Path(state))
        return 0
    results = [measure(events, chosen.rounds) for events in chosen.events]
    if chosen.json:
        print(json.dumps(results, indent=2))
        return 0
    return 0 if all([_say(result) for result in results]) else 1


if __name__ == "__main__":
    raise SystemExit(main())
