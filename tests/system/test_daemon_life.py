"""Three months of the real daemon beside a user who lives, in minutes; what must hold is looked at every hour."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coucou.core.proposal import State, confirming_id, effect_key
from coucou.core.settings import Budget
from coucou.store import ledger, open_store
from tests.system.life import HOUR, ZONE, Life, Made, a_life, children, grown, patient

START = datetime(2026, 10, 19, 11, 0, tzinfo=UTC)  # a Monday, 7:00 in Montréal; two weeks before the clock goes back
DAYS = int(os.environ.get("COUCOU_SOAK_DAYS", "90"))
MINUTES = float(os.environ.get("COUCOU_SOAK_MINUTES", "inf"))  # after which it ends on the day that it has come to
CADENCE = "mail_minutes = 720\ncalendar_minutes = 360\ndeliver_minutes = 180\nfollow_minutes = 360"
NIGHT = range(0, 7)  # local hours in which the laptop's lid is closed
OUTAGE, SIGNED_OUT, FORGOTTEN = 4, 7, 10  # days: Google is down; takes its sign-in back; forgets its sync tokens
FIRST = 50  # calls for what is asked once: the first reading, time zones, lost tokens
KINDS = ("invite", "hold")
MB = 1024


@dataclass
class Watch:
    """The daemon, and what is held against it each hour."""

    life: Life
    process: subprocess.Popen[bytes]
    log: Path
    port: int
    read: int = 0  # bytes of the log that were looked at
    jobs: list[dict[str, Any]] = field(default_factory=list)
    made: dict[str, Made] = field(default_factory=dict)
    sizes: list[tuple[int, int]] = field(default_factory=list)
    days: Counter[date] = field(default_factory=Counter)
    weeks: Counter[tuple[int, int]] = field(default_factory=Counter)
    served: dict[str, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))
    calendars_read: dict[str, datetime] = field(default_factory=dict)
    hours: int = 0
    ill: set[str] = field(default_factory=set)  # codes of what failed

    def figures(self) -> str:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{self.port}/metrics", timeout=30) as answer:
            return str(answer.read().decode())

    def settle(self) -> None:
        """Wait until nothing runs and nothing is due: who asks for figures wakes the loop, which then looks."""
        quiet = 0
        for _ in patient(300):
            assert self.process.poll() is None, "the daemon ended by itself"
            self.figures()
            quiet = 0 if children(self.process.pid) else quiet + 1
            if quiet == 3:
                return
        pytest.fail("it came to no rest")

    def hear(self) -> list[dict[str, Any]]:
        """The jobs that were done since the last time."""
        text = self.log.read_text()[self.read :]
        self.read += len(text)
        told = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        done = [one for one in told if one["event"] == "job done"]
        for one in done:
            account = one.get("account", "")
            began = datetime.fromisoformat(one["at"]) - timedelta(seconds=one["seconds"])
            if one["state"] != "ok":
                self.ill.add(f"{one['job']} {account} {one['state']} {one['code']}".replace("  ", " "))
            elif one["job"] == "calendars":
                self.calendars_read[account] = began
            elif not account:
                self.served[one["job"]][began.astimezone(ZONE).date()] += 1
        self.jobs += done
        return done

    # --- what must hold -----------------------------------------------------------------------------------------------

    def check(self) -> None:
        self.hours += 1
        done = self.hear()
        self.sizes.append(grown(self.process.pid))
        with open_store(self.life.home.state, now=self.life.clock.now(), readonly=True) as store:
            known = {one.id: one for one in ledger.recorded(store)}
        allowed = {
            effect_key(each, kind): known.get(each)
            for one in self.life.approved
            for each in (one, confirming_id(one))
            for kind in KINDS
        }
        for made in self.life.made():
            if made.key not in self.made:
                self.check_new(made, allowed)
        assert max(self.times().values(), default=0) <= 1, "something was made twice"
        if any(one["job"] == "suggest" and one["state"] == "ok" for one in done):
            for one in known.values():
                if one.state is State.PROPOSED:
                    self.check_free(one.start, one.end, seen=True)

    def times(self) -> Counter[str]:
        """How often each event was ever made."""
        google = [one.removeprefix("coucou") for one in self.life.google.agenda.inserted]
        return Counter([*google, *(one.replace("-", "") for one in self.life.outlook.agenda.posted)])

    def check_new(self, made: Made, allowed: dict[str, ledger.Recorded | None]) -> None:
        now = self.life.clock.now()
        self.made[made.key] = made
        self.life.seen_at[made.key] = now
        assert made.key in allowed, "nobody approved it"
        self.check_free(made.span.start, made.span.end, seen=False)
        local = now.astimezone(ZONE)
        assert 7 <= local.hour < 22, local
        behind = allowed[made.key]
        if behind is None or behind.parent is None:
            self.days[local.date()] += 1
            self.weeks[local.isocalendar()[:2]] += 1
            assert self.days[local.date()] <= Budget().a_day, local
            assert self.weeks[local.isocalendar()[:2]] <= Budget().a_week, local

    def check_free(self, start: datetime, end: datetime, *, seen: bool) -> None:
        """``seen``: only meetings that the last reading of their account could show."""
        for one in self.life.meetings.values():
            if not seen or one.put_at < self.calendars_read.get(one.account, START):
                assert not (one.span.start < end and start < one.span.end), (one, start, end)

    def check_growth(self) -> None:
        settled = self.sizes[24:]
        assert max(size for size, _ in settled) - settled[0][0] < 3 * MB, settled
        assert max(handles for _, handles in settled) <= settled[0][1] + 2, settled


@contextmanager
def watched(folder: Path) -> Iterator[Watch]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with a_life(folder, START, port, CADENCE) as life:
        log = folder / "log.jsonl"
        with log.open("w") as stream:
            command = life.home.program("run", "--log-json")
            process = subprocess.Popen(command, env=life.home.environment(), stderr=stream)
        try:
            for _ in patient(60):
                if '"begun"' in log.read_text():
                    break
            yield Watch(life, process, log, port)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def trouble(life: Life, day: int, hour: int) -> None:
    """What goes wrong on some days, in the morning."""
    if hour != 7:
        return
    if day == OUTAGE:
        # Told to come back in half an hour: else each try waits some real seconds before the next.
        for api in ("calendar", "gmail", "batch"):
            life.google.fail(api, status=503, times=10**9, headers={"Retry-After": "1800"})
    elif day == OUTAGE + 1:
        life.google.faults.clear()
    elif day % 30 == SIGNED_OUT:
        life.google.accounts.grants.clear()
        life.google.accounts.tokens.clear()
    elif day % 30 == SIGNED_OUT + 1:
        life.connect_google()
    elif day % 30 == FORGOTTEN:
        life.google.agenda.events["ana@example.org"].forget()
        life.google.mail.forget_history()


@pytest.mark.soak
def test_months_beside_a_user_who_lives_break_nothing(tmp_path: Path) -> None:
    began = time.monotonic()
    with watched(tmp_path) as watch:
        life, awake = watch.life, True
        watch.settle()
        for number in range(DAYS * 24):
            moment = START + number * HOUR
            local = moment.astimezone(ZONE)
            if local.hour == 20 and time.monotonic() - began > MINUTES * 60:
                break
            day = (local.date() - START.astimezone(ZONE).date()).days
            closed = local.hour in NIGHT and local.weekday() != 6  # open in the night in which clocks change
            if closed and awake:
                watch.process.send_signal(signal.SIGSTOP)
            life.clock.set(moment)
            if not closed and not awake:
                watch.process.send_signal(signal.SIGCONT)  # no sooner, or what it begins seems to take an hour
            awake = not closed
            if closed:
                continue
            trouble(life, day, local.hour)
            life.hour()
            watch.settle()
            watch.check()
            if local.hour == 12:
                print(day, f"{time.monotonic() - began:.0f} s", life.happened, watch.sizes[-1], sorted(watch.ill))
        if not awake:
            watch.process.send_signal(signal.SIGCONT)
        watch.process.send_signal(signal.SIGTERM)
        assert watch.process.wait(10) == 0
        watch.hear()
        ended(watch, time.monotonic() - began, day + 1)


def least(google: Counter[str], outlook: Counter[str]) -> tuple[int, int]:
    """What the same passes cost at the least, at each provider: one question for each thing that may have changed, one
    for the messages that came, and what was made."""
    cal, mail = google["calendar.calendarList.list"], google["gmail.users.history.list"]
    news = min(google["batch"], mail)
    writes = google["calendar.events.insert"] + google["calendar.events.delete"]
    there = outlook["calendars"]
    made = outlook["create"] + outlook["cancel"] + outlook["delete"]
    return google["token"] + 2 * cal + mail + 2 * news + writes, 2 * there + 3 * mail + made


def ended(watch: Watch, seconds: float, days: int) -> None:
    life = watch.life
    with open_store(life.home.state, now=life.clock.now(), readonly=True) as store:
        states = Counter(one.state.value for one in ledger.recorded(store) if one.id in life.approved)
        left = [one.id for one in ledger.recorded(store, [State.SENDING, State.UNSETTLED])]
    tell(watch, seconds, days, states)
    watch.check_growth()
    first = START.astimezone(ZONE).date()
    for job in ("suggest", "housekeeping"):
        served = watch.served[job]
        assert set(served.values()) <= {1}, served
        assert {first + timedelta(days=n) for n in range(1, days - 1)} <= set(served), served
    assert left == []
    assert len(watch.made) >= days // 10, "too little happened"
    assert not any("broken" in one for one in watch.ill), watch.ill
    google, outlook = life.google.calls, Counter(one.name for one in life.outlook.seen)
    for calls, best in zip((google, outlook), least(google, outlook), strict=True):
        assert calls.total() <= 1.25 * best + FIRST, (best, calls)


def tell(watch: Watch, seconds: float, days: int, states: Counter[str]) -> None:
    life = watch.life
    calls = Counter({f"google {name}": n for name, n in life.google.calls.items()})
    calls += Counter(f"outlook {one.name}" for one in life.outlook.seen)
    seen = Counter(one.name for one in life.outlook.seen)
    best = least(life.google.calls, seen)
    jobs = Counter(f"{one['job']} {one.get('account', '')}".strip() for one in watch.jobs)
    print(
        f"{days} days in {seconds:.0f} s, {watch.hours} hours looked at, {len(watch.jobs)} jobs",
        f"happened: {life.happened}",
        f"approved became: {dict(states)}; made: {len(watch.made)}, each once; most a day {max(watch.days.values())}, "
        f"most a week {max(watch.weeks.values())}",
        f"memory {watch.sizes[24][0]} to {watch.sizes[-1][0]} KB, at most {max(s for s, _ in watch.sizes)}; "
        f"open files {watch.sizes[24][1]} to {watch.sizes[-1][1]}",
        f"calls a day: {sum(calls.values()) / days:.1f}; {dict(calls.most_common())}",
        f"calls at Google {sum(life.google.calls.values())}, the least {best[0]}; "
        f"at Outlook {sum(seen.values())}, the least {best[1]}",
        f"jobs: {dict(jobs.most_common())}",
        f"told of: {sorted(watch.ill)}",
        sep="\n",
    )
