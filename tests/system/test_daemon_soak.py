"""Weeks of the real daemon in minutes, across a change of the clock: nothing grows, is missed or doubled."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.system.conftest import World
from tests.system.life import grown
from tests.system.test_daemon import Daemon, query
from tests.system.test_daemon import daemon as daemon
from tests.system.test_daemon_faults import faked

ZONE = ZoneInfo("America/Toronto")
SPEED = 1200  # a day in 72 seconds: faster, and a child that takes its ordinary second counts as hung
DAYS = 14
CADENCE = "\n[daemon]\nmail_minutes = 720\ncalendar_minutes = 360\nsilence_minutes = 120\n"


@pytest.mark.soak
@pytest.mark.parametrize("start", ["2026-10-30 16:00:00", "2027-03-12 17:00:00"], ids=["autumn", "spring"])
def test_weeks_pass_and_each_day_has_its_planning_once(daemon: Daemon, start: str) -> None:
    config = daemon.world.config
    config.write_text(config.read_text() + CADENCE)
    daemon.world = World(config, daemon.world.state)
    began = time.monotonic()
    daemon.start(**faked(f"@{start} x{SPEED}"), TZ="UTC")
    daemon.until(daemon.all_read)
    assert daemon.process is not None
    sizes = []
    while time.monotonic() - began < DAYS * 86_400 / SPEED:
        time.sleep(10)
        sizes.append(grown(daemon.process.pid))
    daemon.end()
    first = datetime.fromisoformat(start).replace(tzinfo=UTC).astimezone(ZONE).date()
    for name in ("suggest", "housekeeping"):
        done = daemon.events("job done", job=name, state="ok")  # one that failed is tried again on the same day
        # It is written down when it is over: some simulated hours after it began, on a busy machine.
        days = Counter(
            (datetime.fromisoformat(one["at"]) - timedelta(seconds=one["seconds"])).astimezone(ZONE).date()
            for one in done
        )
        assert set(days.values()) == {1}, days
        assert {first + timedelta(days=n) for n in range(1, DAYS - 1)} <= set(days), days
    assert max(size for size, _ in sizes) - sizes[0][0] < 2_000, sizes
    assert len({handles for _, handles in sizes[1:]}) <= 4, sizes
    # Texts to strangers are the user's own to send: budgets hold for what is proposed to be sent.
    per_week = Counter(
        datetime.fromisoformat(starts).isocalendar()[:2]
        for (starts,) in query(
            daemon.world.state, "SELECT starts FROM proposal WHERE state = 'proposed' AND channel != 'draft'"
        )
    )
    assert all(number <= 3 for number in per_week.values()), per_week
    print(
        f"{start}: {DAYS} days, {len(daemon.events('job done'))} jobs, {sizes[0][0]} to {sizes[-1][0]} KB, {per_week}"
    )
