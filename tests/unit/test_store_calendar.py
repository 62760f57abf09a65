"""Events, cards and zones in the ledger: what comes in, comes out, and a window finds all that may touch it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.contract import (
    Answer,
    Batch,
    Card,
    Event,
    EventKind,
    EventStatus,
    Participant,
    PartyKind,
    Recurrence,
    Role,
    Shows,
    SourceId,
)
from coucou.core.settings import Exclude, Settings
from coucou.core.span import Span
from coucou.store import Store, ledger
from tests.unit.ledgers import ANA, LEA, NOW, OMAR, a_ledger, take

UNTIL = int(NOW.timestamp())


def event(number: int = 1, start: datetime | date = datetime(2026, 1, 5, 10), **values: object) -> Event:  # noqa: DTZ001
    plain = Event(SourceId(f"event/{number}"), "home", f"uid-{number}", start, timedelta(minutes=30), "America/Toronto")
    return dataclasses.replace(plain, **values)  # type: ignore[arg-type]  # each test names fields of Event


def people(*addresses: str) -> tuple[Participant, ...]:
    return tuple(Participant(Role.ATTENDEE, address) for address in addresses)


def window(start: datetime, days: int = 1) -> Span:
    return Span(start, start + timedelta(days=days))


def found(store: Store, span: Span) -> list[Event]:
    return [one for events, _ in ledger.events(store, span) for one in events]


ALWAYS = Span(datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(lambda m: m.replace(microsecond=0))  # noqa: DTZ001
STARTS = st.one_of(st.dates(date(1990, 1, 1), date(2090, 1, 1)), MOMENTS)
WHENS = st.one_of(STARTS, MOMENTS.map(lambda moment: moment.replace(tzinfo=UTC)))
SOME = st.lists(WHENS, max_size=2).map(tuple)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
RULES = st.sampled_from([(), ("FREQ=DAILY",), ("FREQ=WEEKLY;COUNT=4",), ("FREQ=MONTHLY;UNTIL=20300101T000000Z",)])
PEOPLE = st.builds(
    Participant,
    st.sampled_from([Role.ORGANIZER, Role.ATTENDEE]),
    st.sampled_from([ANA, LEA, OMAR]),
    WORDS,
    st.sampled_from(list(Answer)),
    st.sampled_from(list(PartyKind)),
)
EVENTS = st.builds(
    Event,
    source=st.integers(0, 9).map(lambda number: SourceId(f"event/{number}")),
    calendar=WORDS,
    uid=WORDS,
    start=STARTS,
    duration=st.timedeltas(timedelta(0), timedelta(days=9)).map(lambda d: timedelta(seconds=int(d.total_seconds()))),
    zone=st.sampled_from(["", "UTC", "America/Toronto", "Bureau de Québec"]),
    recurrence=st.one_of(st.none(), st.builds(Recurrence, RULES, SOME, SOME)),
    replaces=st.one_of(st.none(), WHENS),
    and_future=st.booleans(),
    shows=st.sampled_from(list(Shows)),
    status=st.sampled_from(list(EventStatus)),
    kind=st.sampled_from(list(EventKind)),
    subject=st.one_of(st.none(), WORDS),
    participants=st.lists(PEOPLE, max_size=3).map(tuple),
    sequence=st.integers(0, 9),
    mark=st.one_of(st.none(), st.just("abcdefgh")),
    nominal=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(EVENTS, max_size=6))
def test_what_comes_in_comes_out_and_the_last_of_a_source_counts(events: list[Event]) -> None:
    with a_ledger() as store:
        take(store, *events, reader="calendar")
        take(store, *events, reader="calendar")
        latest = {one.source: one for one in events}
        assert {one.source: one for one in found(store, ALWAYS)} == latest


@settings(max_examples=60, deadline=None)
@given(EVENTS, st.integers(-400, 400))
def test_an_event_is_found_in_every_window_that_holds_its_start(one: Event, offset: int) -> None:
    wall = one.start if isinstance(one.start, datetime) else datetime(one.start.year, one.start.month, one.start.day)  # noqa: DTZ001
    start = wall.replace(tzinfo=UTC) + timedelta(hours=offset % 14)  # wherever on Earth its wall time is
    with a_ledger() as store:
        take(store, one, reader="calendar")
        assert found(store, Span(start - timedelta(minutes=1), start + timedelta(minutes=1))) == [one]


def test_a_window_leaves_out_what_lies_days_away() -> None:
    with a_ledger() as store:
        take(store, event(1), event(2, datetime(2026, 2, 5, 10)), reader="calendar")  # noqa: DTZ001
        assert [one.uid for one in found(store, window(datetime(2026, 2, 5, tzinfo=UTC)))] == ["uid-2"]


def test_all_of_a_series_comes_when_any_of_it_may_touch_the_window() -> None:
    """RFC 5545, 3.8.4.4: an override may move an occurrence to any time, far from the one that it replaces."""
    series = event(1, recurrence=Recurrence(("FREQ=WEEKLY;COUNT=2",)))
    away = event(2, datetime(2026, 9, 1, 10), uid="uid-1", replaces=datetime(2026, 1, 12, 10))  # noqa: DTZ001
    stranger = event(3, datetime(2026, 9, 1, 11), uid="uid-1", calendar="other")  # noqa: DTZ001
    with a_ledger() as store:
        take(store, series, away, stranger, reader="calendar")
        assert found(store, window(datetime(2026, 1, 12, tzinfo=UTC))) == [series, away]
        assert found(store, window(datetime(2026, 9, 1, tzinfo=UTC))) == [series, away, stranger]


def test_accounts_keep_apart_what_has_the_same_name_and_each_has_its_zones() -> None:
    with a_ledger() as store:
        for account, text in (("work", "BEGIN:VTIMEZONE a"), ("home", "BEGIN:VTIMEZONE b")):
            batch = Batch((event(1, zone="Bureau"),), zones={"Bureau": text})
            ledger.apply(store, account, "calendar", batch, exclude=Exclude(), own=frozenset(), now=NOW)
        zones = [zones for _, zones in ledger.events(store, ALWAYS)]
        assert zones == [{"Bureau": "BEGIN:VTIMEZONE a"}, {"Bureau": "BEGIN:VTIMEZONE b"}]


def test_only_begun_meetings_with_somebody_else_were_attended() -> None:
    room = Participant(Role.ATTENDEE, "room@example.org", kind=PartyKind.ROOM)
    with a_ledger() as store:
        take(
            store,
            event(1, participants=people(ANA, LEA)),
            event(2, participants=people(ANA)),
            event(3, participants=(*people(ANA), room)),
            event(4),
            event(5, datetime(2026, 12, 1, 10), participants=people(LEA)),  # noqa: DTZ001
            reader="calendar",
        )
        assert [one.uid for events, _ in ledger.attended(store, NOW) for one in events] == ["uid-1"]


def test_who_is_only_met_is_known_with_names_and_rooms_are_told_apart() -> None:
    lea = Participant(Role.ATTENDEE, LEA, "Léa Roy")
    room = Participant(Role.ATTENDEE, "room@example.org", "Salle 4", kind=PartyKind.ROOM)
    with a_ledger() as store:
        for _ in range(3):
            take(store, event(1, participants=(lea, room)), reader="calendar")
        known = {facts.address: facts for facts in ledger.addresses(store, UNTIL)}
        assert known[LEA].names == {"Léa Roy": 1}
        assert not known[LEA].group
        assert known["room@example.org"].group
        assert list(ledger.addresses(store, int(datetime(2025, 6, 1, tzinfo=UTC).timestamp()))) == []


def test_a_private_event_keeps_no_title_and_without_subjects_none_does() -> None:
    with a_ledger() as store:
        take(store, event(1, private=True, subject="Doctor"), reader="calendar")
        take(store, event(2, subject="Doctor"), reader="calendar", exclude=Exclude(subjects=False))
        assert [one.subject for one in found(store, ALWAYS)] == [None, None]


def test_time_with_somebody_excluded_stays_taken_and_says_nothing_more() -> None:
    exclude = Exclude(addresses=(LEA,))
    alone = event(1, subject="Léa", participants=people(ANA, LEA))
    group = event(2, subject="Team", participants=people(ANA, LEA, OMAR))
    with a_ledger() as early, a_ledger() as late:
        take(early, alone, group, reader="calendar", exclude=exclude)
        ledger.enforce(late, Settings())
        take(late, alone, group, reader="calendar")
        ledger.enforce(late, Settings(exclude=exclude))
        for store in (early, late):
            left = [(one.subject, [p.address for p in one.participants]) for one in found(store, ALWAYS)]
            assert left == [(None, [ANA]), ("Team", [ANA, OMAR])]


def test_cards_come_back_in_normal_form_without_what_is_excluded() -> None:
    cards = (
        Card(
            SourceId("1"),
            "Léa Roy",
            ("LEA+x@example.net", LEA, OMAR),
            "Roy inc.",
            "CTO",
            "u",
            date(2020, 2, 29),
            ("a",),
        ),
        Card(SourceId("2"), "Omar", (OMAR,)),
        Card(SourceId("3"), "No address"),
        Card(SourceId("4"), "Labelled", labels=("Clients",)),
    )
    exclude = Exclude(addresses=(OMAR,), labels=("clients",))
    with a_ledger() as early, a_ledger() as late:
        ledger.enforce(late, Settings())
        ledger.apply(late, "work", "contacts", Batch(cards), exclude=Exclude(), own=frozenset(), now=NOW)
        assert len(ledger.cards(late)) == 4
        ledger.enforce(late, Settings(exclude=exclude))
        ledger.apply(early, "work", "contacts", Batch(cards), exclude=exclude, own=frozenset(), now=NOW)
        for store in (early, late):
            lea, nobody = ledger.cards(store)
            assert (lea.account, lea.name, lea.addresses) == ("work", "Léa Roy", (LEA,))
            assert (lea.organization, lea.title, lea.connected_on, lea.labels) == (
                "Roy inc.",
                "CTO",
                date(2020, 2, 29),
                ("a",),
            )
            assert (nobody.name, nobody.addresses) == ("No address", ())
