"""Colleagues' time and hours at a fake Graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from coucou.contract import (
    Refused,
    Span,
    WorkingHours,
)
from tests.integration.outlooks import signed_in
from tests.outlook.rig import Desk
from tests.outlook.server import FarOutlook


@pytest.fixture
def far() -> FarOutlook:
    return FarOutlook.with_calendar()


@pytest.fixture
def desk(far: FarOutlook) -> Iterator[Desk]:
    with signed_in(far) as made:
        yield made


@pytest.fixture
def busy(far: FarOutlook, desk: Desk) -> Iterator[Callable[..., Any]]:
    connection = desk.open(colleagues=True)
    assert connection.availability is not None
    yield connection.availability.busy
    connection.close()


DAY = Span(datetime(2026, 3, 3, 13, tzinfo=UTC), datetime(2026, 3, 3, 17, tzinfo=UTC))


def quarter(number: float) -> datetime:
    return DAY.start + number * timedelta(minutes=15)


def test_colleagues_time_is_taken_free_or_unknown(far: FarOutlook, busy: Callable[..., Any]) -> None:
    item = {"status": "busy", "subject": "Zanzibar", "location": "Zanzibar", "isPrivate": False}
    far.agenda.schedules |= {
        "lea@example.org": {"availabilityView": "0022100343", "scheduleItems": [item]},
        "sam@example.org": {"availabilityView": ""},
        "max@example.org": {"availabilityView": "0x"},
    }
    told = busy(["Lea@example.org", "sam@example.org", "max@example.org", "nobody@example.com"], DAY)
    assert told == {
        "Lea@example.org": (
            Span(quarter(2), quarter(5)),
            Span(quarter(7), quarter(8)),
            Span(quarter(9), quarter(10)),
        ),
        "sam@example.org": (),
        "max@example.org": None,
        "nobody@example.com": None,
    }
    assert "Zanzibar" not in repr(told)


def test_many_people_and_long_times_are_asked_for_in_allowed_parts(far: FarOutlook, busy: Callable[..., Any]) -> None:
    people = [f"person{number}@example.org" for number in range(45)]
    far.agenda.schedules |= {name: {"availabilityView": "2"} for name in people}
    told = busy(people, Span(DAY.start, DAY.start + timedelta(days=100)))
    assert len(far.saw("getSchedule")) == 3 * 2
    assert all(spans and len(spans) == 2 for spans in told.values())


def test_time_that_is_only_partly_told_is_unknown(far: FarOutlook, busy: Callable[..., Any]) -> None:
    window = Span(DAY.start + timedelta(minutes=7), DAY.end)
    far.agenda.schedules["lea@example.org"] = {"availabilityView": "2"}
    assert busy(["lea@example.org"], window) == {"lea@example.org": (Span(window.start, quarter(1)),)}


def test_where_the_organisation_forbids_it_the_account_says_so(far: FarOutlook, busy: Callable[..., Any]) -> None:
    far.schedules = False
    with pytest.raises(Refused):
        busy(["lea@example.org"], DAY)


def test_colleagues_working_hours_come_with_their_time_or_cost_one_request(far: FarOutlook, desk: Desk) -> None:
    def told(zone: Any, days: list[str], start: str = "08:30:00.0000000", end: str = "16:00:00.0000000") -> Any:
        return {"daysOfWeek": days, "startTime": start, "endTime": end, "timeZone": zone}

    named = {"@odata.type": "#microsoft.graph.timeZoneBase", "name": "Romance Standard Time"}
    far.agenda.schedules |= {
        "lea@example.org": {"availabilityView": "0", "workingHours": told(named, ["monday", "thursday"])},
        "max@example.org": {"workingHours": told({"name": "Customized Time Zone"}, ["monday"])},
        "sam@example.org": {"workingHours": told(named, ["monday"], "09:00:00.0000000", "09:00:00.0000000")},
        "kim@example.org": {},
    }
    connection = desk.open(colleagues=True)
    assert connection.availability is not None and connection.hours is not None
    connection.availability.busy(["lea@example.org"], DAY)
    paris = WorkingHours(frozenset({0, 3}), time(8, 30), time(16), "Europe/Paris")
    assert connection.hours.hours(["Lea@example.org"]) == {"Lea@example.org": paris}
    assert len(far.saw("getSchedule")) == 1
    others = ["max@example.org", "sam@example.org", "kim@example.org", "nobody@example.com"]
    for _ in range(2):
        assert connection.hours.hours(others) == dict.fromkeys(others)
    assert len(far.saw("getSchedule")) == 2
    connection.close()
