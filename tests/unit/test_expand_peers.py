"""Generated calendars, read and expanded here and by icalendar with recurring-ical-events."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.core.span import Span
from tests.calendars import busy_in, calendar, event, peer_busy_in, read

_ZONES = ("America/Toronto", "Europe/Paris", "Asia/Kolkata", "Australia/Sydney", "UTC", "")
_STEPS = {"DAILY": timedelta(days=1), "WEEKLY": timedelta(days=7)}


def _written(name: str, wall: datetime, zone: str, all_day: bool) -> str:
    if all_day:
        return f"{name};VALUE=DATE:{wall:%Y%m%d}"
    if zone == "UTC":
        return f"{name}:{wall:%Y%m%dT%H%M%SZ}"
    return f"{name};TZID={zone}:{wall:%Y%m%dT%H%M%S}" if zone else f"{name}:{wall:%Y%m%dT%H%M%S}"


@st.composite
def series(draw: st.DrawFn, uid: int) -> list[str]:
    """A series with removed, moved, cancelled and this-and-future instances, far from any clock change's hours."""
    zone, all_day = draw(st.sampled_from(_ZONES)), draw(st.integers(0, 4)) == 0
    first = draw(st.datetimes(datetime(2024, 1, 1), datetime(2026, 6, 1))).replace(microsecond=0)  # noqa: DTZ001  wall time
    first = datetime.combine(first.date(), time.min if all_day else time(draw(st.integers(5, 19)), first.minute))
    length = timedelta(days=draw(st.integers(1, 4))) if all_day else timedelta(minutes=draw(st.integers(0, 170)))
    frequency, interval = draw(st.sampled_from(sorted(_STEPS))), draw(st.integers(1, 3))
    step = _STEPS[frequency] * interval
    rule = f"RRULE:FREQ={frequency};INTERVAL={interval}"
    count = draw(st.integers(1, 60))
    ends = draw(st.sampled_from(("never", "count", "until")))
    if ends == "count":
        rule += f";COUNT={count}"
    elif ends == "until" and (all_day or zone in ("UTC", "")):
        rule += f";UNTIL={_written('', first + count * step, zone, all_day).partition(':')[2]}"
    chosen = draw(st.lists(st.integers(0, count), max_size=6, unique=True))
    lines = [_written("DTSTART", first, zone, all_day), _written("DTEND", first + length, zone, all_day), rule]
    found: list[str] = []
    for position in chosen:
        original = first + position * step
        fate = draw(st.sampled_from(("removed", "moved", "moved", "cancelled", "future")))
        if fate == "removed":
            lines.append(_written("EXDATE", original, zone, all_day))
            continue
        away = timedelta(days=draw(st.integers(-20, 20)), minutes=0 if all_day else draw(st.integers(-60, 60)))
        moved = original if fate == "cancelled" else original + away
        named = _written("RECURRENCE-ID", original, zone, all_day)
        extra = [named.replace("RECURRENCE-ID", "RECURRENCE-ID;RANGE=THISANDFUTURE") if fate == "future" else named]
        extra += ["STATUS:CANCELLED"] if fate == "cancelled" else []
        longer = length + (timedelta(days=1) if all_day else timedelta(minutes=20))
        times = [_written("DTSTART", moved, zone, all_day), _written("DTEND", moved + longer, zone, all_day)]
        found.append(event(*times, *extra, uid=f"{uid}@calendar.example"))
    return [event(*lines, uid=f"{uid}@calendar.example"), *found]


windows = st.builds(
    lambda day, length: Span(day, day + length),
    st.dates(date(2024, 1, 1), date(2027, 1, 1)).map(lambda day: datetime.combine(day, time(7), UTC)),
    st.sampled_from([timedelta(hours=3), timedelta(days=1), timedelta(days=28), timedelta(days=400)]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True).flatmap(
    lambda uids: st.tuples(*(series(uid) for uid in uids))
), windows, st.randoms(use_true_random=False))  # fmt: skip
def test_busy_time_is_what_recurring_ical_events_finds(
    made: tuple[list[str], ...], window: Span, order: Random
) -> None:
    components = [component for one in made for component in one]
    order.shuffle(components)  # overrides may stand before their series
    text = calendar(*components).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.ics"
        path.write_bytes(text)
        batch = read(path)
    assert not batch.problems
    assert busy_in(batch, window) == peer_busy_in(text, window)
