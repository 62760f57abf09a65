"""Waiting: quota that is counted, pauses that grow, and what a provider asks for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.contract import Refused, TryLater
from coucou_connectors.backoff import TRIES, persist, retry_after
from coucou_connectors.quota import Meter
from tests.google.clock import START, FakeClock


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 1000), st.floats(0, 20)), max_size=60))
def test_no_minute_ever_sees_more_than_its_quota(spends: list[tuple[int, float]]) -> None:
    clock = FakeClock()
    meter = Meter(1000, clock.clock())
    log: list[tuple[float, int]] = []
    for units, pause in spends:
        clock.sleep(pause)
        meter.spend(units)
        log.append((clock.seconds, units))
    for at, _ in log:
        assert sum(units for moment, units in log if at - 60 < moment <= at) <= 1000
    assert meter.spent == sum(units for units, _ in spends)


def test_quota_that_is_there_is_not_waited_for() -> None:
    clock = FakeClock()
    meter = Meter(6000, clock.clock())
    for _ in range(6):
        meter.spend(1000)
    assert clock.seconds == 0
    meter.spend(1)
    assert clock.seconds == 61


def test_more_than_a_minutes_quota_goes_alone_rather_than_never() -> None:
    clock = FakeClock()
    meter = Meter(100, clock.clock())
    meter.spend(20)
    meter.spend(500)
    assert clock.seconds == 61


def test_a_success_is_not_repeated() -> None:
    answers = iter([7, 8])
    assert persist(lambda: next(answers), FakeClock().clock()) == 7
    assert next(answers) == 8


def test_only_what_may_pass_later_is_tried_again() -> None:
    calls: list[int] = []

    def refuse() -> None:
        calls.append(1)
        raise Refused("google.refused")

    with pytest.raises(Refused):
        persist(refuse, FakeClock().clock())
    assert calls == [1]


def test_pauses_double_and_the_tries_end() -> None:
    clock = FakeClock()
    calls: list[int] = []

    def fail() -> None:
        calls.append(1)
        raise TryLater("google.failing")

    with pytest.raises(TryLater):
        persist(fail, clock.clock())
    assert len(calls) == TRIES
    assert clock.slept == [0.75, 1.5, 3.0]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("17", 17),
        (" 0 ", 0),
        ("Mon, 02 Mar 2026 12:02:00 GMT", 120),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0),
        ("soon", None),
        ("", None),
        (None, None),
        ("-5", None),
        ("9" * 9000, 10 * 365 * 86400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 10 * 365 * 86400),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: int | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert retry_after(value, START) == expected
