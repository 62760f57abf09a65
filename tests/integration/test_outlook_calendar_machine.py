"""Whatever happens in a calendar, and however long coucou was off: it knows the coming time as it is."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coucou.contract import Event, Reading, Span
from coucou.core.expand import occurrences
from coucou.testing import samples
from coucou.testing.conformance import Ledger
from tests.google.clock import START
from tests.outlook.agenda import Series, written
from tests.outlook.rig import Desk, resource
from tests.outlook.server import FarOutlook

ZONE = "America/Toronto"
DAYS = st.integers(-25, 380)
NUMBERS = st.integers(0, 5)


class CalendarMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.far = FarOutlook()
        self.far.agenda.add_calendar("main", "Calendrier", isDefaultCalendar=True)
        self.far.agenda.add_calendar("more", "Projets")
        self.ledger = Ledger()
        self.now = START
        self.read_at: datetime | None = None

    @initialize()
    def sign_in(self) -> None:
        self.desk = Desk.signed_in(self.far, self.stack.enter_context(self.far.serving()))

    @rule(number=NUMBERS, days=DAYS, hours=st.integers(1, 100), calendar=st.sampled_from(["main", "more"]))
    def put(self, number: int, days: int, hours: int, calendar: str) -> None:
        start = self.now + timedelta(days=days)
        event = replace(samples.event(number), recurrence=None)
        self.far.agenda.put(
            resource(event, start=written(start), end=written(start + timedelta(hours=hours)), type="singleInstance"),
            calendar,
        )

    @rule(number=NUMBERS, days=DAYS, every=st.sampled_from([1, 7, 30]), count=st.integers(1, 40))
    def put_series(self, number: int, days: int, every: int, count: int) -> None:
        start = (self.now + timedelta(days=days)).replace(tzinfo=None, microsecond=0)
        series = Series(
            resource(samples.event(number)),
            f"FREQ=DAILY;INTERVAL={every};COUNT={count}",
            ZONE,
            start,
            timedelta(hours=2),
        )
        self.far.agenda.put_series(series)

    @rule(number=NUMBERS, which=st.integers(0, 39), days=st.integers(-3, 3), gone=st.booleans())
    def change_one(self, number: int, which: int, days: int, gone: bool) -> None:
        series = self.far.agenda.series["main"].get(f"AAMk-e{number}")
        plain = replace(series, exceptions={}) if series else None
        starts = [one["start"]["dateTime"][:19] for one in plain.occurrences()] if plain else []
        if not series or which >= len(starts):
            return
        start = datetime.fromisoformat(starts[which]).replace(tzinfo=UTC)
        # Exchange lets no occurrence jump over another.
        moved = start + timedelta(hours=days)
        wall = f"{series.start + which * timedelta(days=int(series.rule.split('=')[2].partition(';')[0])):%Y-%m-%d}"
        if start < self.now - timedelta(days=25):
            return  # so far back nobody looks any more
        series.exceptions[wall] = (
            None if gone else {"start": written(moved), "end": written(moved + timedelta(hours=1))}
        )

    @rule(number=NUMBERS, calendar=st.sampled_from(["main", "more"]))
    def drop(self, number: int, calendar: str) -> None:
        self.far.agenda.drop(f"AAMk-e{number}", calendar)

    @rule(days=st.sampled_from([0, 1, 9, 40, 200]))
    def pass_time(self, days: int) -> None:
        self.now += timedelta(days=days, hours=1)

    @rule(page=st.sampled_from([3, 1000]))
    def sync(self, page: int) -> None:
        self.far.agenda.page = page
        reading = Reading(
            oldest=self.now - timedelta(days=900), newest=self.now + timedelta(days=400), timezone=ZONE, now=self.now
        )
        connection = self.desk.open()
        assert connection.calendar is not None
        self.ledger.read(connection.calendar, reading)
        connection.close()
        self.read_at = self.now

    @invariant()
    def what_is_known_is_what_is_there(self) -> None:
        if self.read_at != self.now:
            return
        window = Span(self.now - timedelta(days=20), self.now + timedelta(days=399))
        events = [one for one in self.ledger.items.values() if isinstance(one, Event)]
        known = [one.span for one in occurrences(events, window, zones={}, timezone=ZONE)]
        assert sorted(set(known)) == sorted(set(self.there(window)))
        self.read_at = None

    def there(self, window: Span) -> list[Span]:
        agenda = self.far.agenda
        found = [one for events in agenda.single.values() for one in events.values()]
        found += [one for series in agenda.series["main"].values() for one in series.occurrences()]
        edges = [
            [datetime.fromisoformat(one[e]["dateTime"][:19] + "+00:00") for e in ("start", "end")] for one in found
        ]
        spans = [Span(*edge) for edge in edges]
        return [one for one in spans if one.overlaps(window)]

    def teardown(self) -> None:
        self.stack.close()
        assert self.far.wrong == []


TestCalendar = CalendarMachine.TestCase
TestCalendar.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
