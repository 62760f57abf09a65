"""When jobs are due: once an interval, once a local day, whatever the clock does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coucou.core.cadence import LAST_RETRY, SLACK, Cadence, Daily, Every, Past, after, due, retry

MONTREAL = "America/Toronto"
NOON = datetime(2026, 6, 10, 16, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass
class Computer:
    """A clock that can jump, and one job that runs as soon as it is due, looked at when it will be and every five
    minutes, as the daemon does."""

    cadence: Cadence
    now: datetime
    past: Past = field(default_factory=Past)
    runs: list[datetime] = field(default_factory=list)

    def live(self, for_: timedelta) -> None:
        end = self.now + for_
        while self.now < end:
            if due(self.cadence, self.past, self.now, "seed") <= self.now:
                self.runs.append(self.now)
                self.past = after(self.past, self.now, well=True)
            self.now = min(self.now + timedelta(minutes=5), due(self.cadence, self.past, self.now, "seed"))

    def jump(self, by: timedelta) -> None:
        self.now += by


intervals = st.integers(10, 240).map(lambda n: timedelta(minutes=n))
jumps = st.one_of(st.integers(-360, 360), st.just(50 * 60)).map(lambda n: timedelta(minutes=n))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001 - st wants naive bounds
times = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None, fold=0))


@given(intervals, jumps, moments, st.integers(1, 500))
def test_after_a_jump_or_a_sleep_a_job_runs_exactly_once_within_an_interval(
    interval: timedelta, jump: timedelta, start: datetime, lived: int
) -> None:
    computer = Computer(Every(interval), start)
    computer.live(timedelta(minutes=5 * lived))
    before = len(computer.runs)
    computer.jump(jump)
    landed = computer.now
    computer.live(2 * interval + HOUR)
    soon = [run for run in computer.runs[before:] if run < landed + interval]
    # Within an interval of landing; small jumps are ordinary time.
    if abs(jump) > 2 * interval:
        assert len(soon) == 1
    later = [run for run in computer.runs[before:] if run < landed + interval * 1.1 + SLACK]
    assert 1 <= len(later) <= 2


@given(times, moments, st.sampled_from([MONTREAL, "Europe/Paris", "Australia/Lord_Howe", "Pacific/Apia"]))
def test_a_daily_job_runs_once_a_local_day_and_never_before_its_time(at: time, start: datetime, zone: str) -> None:
    computer = Computer(Daily(at, zone), start)
    computer.live(timedelta(days=9))
    days = Counter(run.astimezone(ZoneInfo(zone)).date() for run in computer.runs)
    assert set(days.values()) == {1}
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(sorted(days)))
    assert len(days) in (9, 10)
    assert all(run.astimezone(ZoneInfo(zone)).time() >= at for run in computer.runs[1:])


@given(times, moments, jumps)
def test_a_daily_job_runs_once_a_local_day_around_a_jump_too(at: time, start: datetime, jump: timedelta) -> None:
    computer = Computer(Daily(at, MONTREAL), start)
    computer.live(timedelta(days=2))
    computer.jump(jump)
    computer.live(timedelta(days=3))
    days = Counter(run.astimezone(ZoneInfo(MONTREAL)).date() for run in computer.runs)
    assert max(days.values()) == 1
    slept = 3 if jump > timedelta(days=1) else 0
    set_back = 1 if jump < timedelta(0) else 0  # the last day's hour may then lie beyond the end
    assert len(days) >= 5 - slept - set_back


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
@pytest.mark.parametrize("at", ["01:30", "02:30", "03:30"])
def test_around_both_clock_changes_each_day_has_its_run(day: str, at: str) -> None:
    zone = ZoneInfo(MONTREAL)
    start = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=zone).astimezone(UTC) - timedelta(days=2)
    computer = Computer(Daily(time.fromisoformat(at), MONTREAL), start)
    computer.live(timedelta(days=4))
    local = [run.astimezone(zone) for run in computer.runs]
    assert len({run.date() for run in local}) == len(local) == 5
    skipped = (day, at) == ("2026-03-08", "02:30")
    changed = next(run for run in local if run.date().isoformat() == day)
    assert changed.strftime("%H:%M") == ("03:30" if skipped else at)
    assert changed.fold == 0


def test_a_week_of_missed_runs_is_made_up_for_by_one() -> None:
    for cadence in (Every(timedelta(minutes=15)), Daily(time(7, 30), MONTREAL)):
        computer = Computer(cadence, NOON)
        computer.live(HOUR)
        before = len(computer.runs)
        computer.jump(timedelta(days=7))
        computer.live(timedelta(minutes=10))
        assert len(computer.runs) == before + 1


def test_a_daily_job_also_runs_on_a_computer_that_sleeps_at_its_hour_each_day() -> None:
    computer = Computer(Daily(time(23, 30), MONTREAL), NOON)
    for _ in range(8):
        computer.live(10 * HOUR)
        computer.jump(14 * HOUR)
    assert len(computer.runs) >= 4, "at least every second day"


def test_a_job_of_one_weekday_runs_on_it_or_as_soon_after_it_as_the_computer_wakes() -> None:
    monday = Daily(time(8, 0), MONTREAL, frozenset({0}))
    friday = datetime(2026, 6, 12, 16, 0, tzinfo=UTC)
    computer = Computer(monday, friday, Past(datetime(2026, 6, 8, 12, 0, tzinfo=UTC)))
    computer.live(timedelta(days=2))
    assert computer.runs == []
    computer.jump(timedelta(days=3))  # asleep on Monday
    computer.live(timedelta(days=4))
    assert [run.astimezone(ZoneInfo(MONTREAL)).strftime("%a") for run in computer.runs] == ["Wed"]
    computer.live(timedelta(days=3))
    assert computer.runs[-1].astimezone(ZoneInfo(MONTREAL)).strftime("%a %H:%M") == "Mon 08:00"


def test_a_clock_that_stood_a_week_ahead_does_not_silence_a_daily_job() -> None:
    computer = Computer(Daily(time(7, 30), MONTREAL), NOON, Past(NOON + timedelta(days=7)))
    computer.live(timedelta(days=2))
    assert len(computer.runs) == 3


def test_a_small_correction_of_the_clock_runs_nothing_twice() -> None:
    past = Past(NOON)
    assert due(Every(timedelta(minutes=15)), past, NOON - timedelta(seconds=90)) > NOON


@given(st.integers(1, 1000), st.text(max_size=5))
def test_a_failing_job_waits_longer_each_time_and_never_longer_than_hours(failures: int, seed: str) -> None:
    wait = retry(failures, seed)
    assert timedelta(minutes=1) <= wait <= LAST_RETRY * 1.25
    assert retry(failures + 1, seed) >= wait


def test_a_provider_that_names_a_moment_is_not_asked_before_it() -> None:
    failed = after(Past(), NOON, well=False, again_at=NOON + 2 * HOUR)
    assert due(Every(15 * MINUTE), failed, NOON) == NOON + 2 * HOUR
    absurd = after(Past(), NOON, well=False, again_at=NOON + timedelta(days=400))
    assert due(Every(15 * MINUTE), absurd, NOON) == NOON + timedelta(days=1)


def test_one_good_run_ends_the_waiting() -> None:
    failed = Past(NOON, failures=7)
    assert due(Every(15 * MINUTE), failed, NOON) > NOON + HOUR
    assert due(Every(15 * MINUTE, jitter=0), after(failed, NOON, well=True), NOON) == NOON + 15 * MINUTE


def test_a_daily_job_that_failed_is_tried_again_the_same_day() -> None:
    cadence = Daily(time(7, 30), MONTREAL)
    assert due(cadence, Past(NOON, failures=1), NOON) < NOON + 2 * MINUTE


def test_jitter_differs_between_jobs_and_stays_the_same_for_one() -> None:
    cadence = Every(HOUR)
    found = {due(cadence, Past(NOON), NOON, seed) for seed in map(str, range(50))}
    assert len(found) == 50
    assert all(NOON + HOUR <= moment <= NOON + HOUR * 1.1 for moment in found)
    assert due(cadence, Past(NOON), NOON, "one") == due(cadence, Past(NOON), NOON, "one")


@pytest.mark.parametrize(
    "made", [lambda: Every(MINUTE), lambda: Every(HOUR, 2), lambda: Daily(time(), "UTC", frozenset())]
)
def test_a_cadence_that_makes_no_sense_is_refused(made: object) -> None:
    with pytest.raises(ValueError):
        made()  # type: ignore[operator]  # three constructors under one name
