"""Calendar components into the ledger and out again: what came in, comes out, except what ``[exclude]`` keeps out."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from coucou.contract import (
    Answer,
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
from coucou.core.expand import bounds
from coucou.core.span import Span
from coucou.store.file import Store
from coucou.store.known import Known, clean
from coucou.store.statements import sql

FOREVER = 253_402_300_800  # the year 10000, as epoch seconds: where a series without end ends

# A dict is several times faster than an Enum's call, and there are many participants.
_ROLES = {role.value: role for role in Role}
_ANSWERS = {answer.value: answer for answer in Answer}
_PARTY_KINDS = {kind.value: kind for kind in PartyKind}


@dataclass(frozen=True, slots=True)
class Diary:
    """Where components go: an account, and the full read to which they belong."""

    known: Known
    account_id: int
    generation: int


def take(diary: Diary, events: Sequence[Event]) -> None:
    """Store components, each in the place of the one of the same source.

    Participants who are excluded are left out. The time stays, because it is taken; the title goes when nobody but
    excluded people was there with the user.
    """
    db = diary.known.connection
    for event in events:
        people = _people(diary.known, event)
        alone = bool(event.participants) and len(people) < len(event.participants) and not _with_others(diary, people)
        row = _row(diary, event, None if alone or not diary.known.excluded.subjects else event.subject)
        number = db.execute(sql("calendar.upsert"), row).fetchone()[0]
        db.execute(sql("calendar.clear_participants"), (number,))
        db.executemany(
            sql("calendar.insert_participant"),
            [
                (number, position, address, p.role.value, p.answer.value, p.kind.value, clean(p.name, 200))
                for position, (address, p) in enumerate(people)
            ],
        )


def _people(known: Known, event: Event) -> list[tuple[int, Participant]]:
    found = []
    for p in event.participants:
        number = known.ids.get(p.address) or known.number(p.address)
        if number < 0:
            continue
        if p.kind is not PartyKind.INDIVIDUAL:
            known.connection.execute(sql("mail.mark_grouped"), (number,))
        found.append((number, p))
    return found


def _with_others(diary: Diary, people: Sequence[tuple[int, Participant]]) -> bool:
    return any(number not in diary.known.mine for number, _ in people)


def _row(diary: Diary, event: Event, subject: str | None) -> tuple[object, ...]:
    first, last = bounds(event)  # wider than the event, so that no zone needs to be looked up
    return (
        diary.account_id,
        clean(event.source),
        clean(event.calendar, 500),
        clean(diary.known.excluded.masked(event.uid), 1000),
        event.start.isoformat(),
        int(event.duration.total_seconds()),
        int(event.nominal),
        clean(event.zone, 500),
        None if event.recurrence is None else _write_recurrence(event.recurrence),
        None if event.replaces is None else event.replaces.isoformat(),
        int(event.and_future),
        event.shows.value,
        event.status.value,
        event.kind.value,
        int(event.private),
        None if subject is None or event.private else clean(subject, 500),
        event.sequence,
        event.mark,
        first,
        FOREVER if last is None else last,
        diary.generation,
    )


def remove(diary: Diary, sources: Sequence[SourceId]) -> int:
    """Forget components by source; how many there were."""
    rows = [(diary.account_id, clean(source)) for source in sources]
    return max(0, diary.known.connection.executemany(sql("calendar.delete"), rows).rowcount)


def sweep(diary: Diary) -> int:
    """Forget the components that the latest full read did not show; how many there were."""
    row = (diary.account_id, diary.generation)
    return diary.known.connection.execute(sql("calendar.sweep"), row).rowcount


def define_zones(diary: Diary, zones: Mapping[str, str]) -> None:
    rows = [(diary.account_id, clean(name, 500), clean(text, 100_000)) for name, text in zones.items()]
    diary.known.connection.executemany(sql("calendar.upsert_zone"), rows)


def zones(store: Store) -> dict[str, dict[str, str]]:
    """The definitions of custom time zones: account → name → VTIMEZONE text."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for account, name, text in store.connection.execute(sql("calendar.zones")):
        found[account][name] = text
    return dict(found)


def events(store: Store, span: Span) -> list[tuple[list[Event], dict[str, str]]]:
    """Account by account, the components that may touch ``span`` and the account's zone definitions.

    All components of a series come together as soon as one of them may touch it: overrides moved in from elsewhere,
    and those moved away, are there. The order is stable. Participants' addresses are normal forms.
    """
    values = {"start": int(span.start.timestamp()), "end": math.ceil(span.end.timestamp())}
    return _chosen(store, "calendar.touching", values)


def attended(store: Store, until: datetime) -> list[tuple[list[Event], dict[str, str]]]:
    """As ``events``: the components, begun by ``until``, of meetings where the user was not alone."""
    return _chosen(store, "calendar.attended", {"until": int(until.timestamp())})


def ours(store: Store) -> list[tuple[list[Event], dict[str, str]]]:
    """As ``events``: the components that coucou made, told by their mark, or by the UID of a proposal."""
    return _chosen(store, "calendar.ours", {})


def _chosen(store: Store, query: str, values: Mapping[str, int]) -> list[tuple[list[Event], dict[str, str]]]:
    db = store.connection
    # Only this connection sees a temporary table, so that a reader may use one.
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS chosen (account_id, calendar, uid, PRIMARY KEY (uid, account_id, calendar))"
    )
    db.execute("DELETE FROM temp.chosen")
    db.execute(f"INSERT INTO temp.chosen (account_id, calendar, uid) {sql(query)}", values)
    people: dict[int, list[Participant]] = defaultdict(list)
    for number, role, address, name, answer, kind in db.execute(sql("calendar.chosen_participants")):
        people[number].append(Participant(_ROLES[role], address, name, _ANSWERS[answer], _PARTY_KINDS[kind]))
    definitions = zones(store)
    found: dict[str, list[Event]] = defaultdict(list)
    for row in db.execute(sql("calendar.chosen_events")):
        found[row[1]].append(_read(row, tuple(people.get(row[0], ()))))
    return [(those, definitions.get(account, {})) for account, those in found.items()]


def _read(row: Sequence[object], people: tuple[Participant, ...]) -> Event:
    (_, _, source, calendar, uid, start, duration, nominal, zone, recurrence, replaces, and_future,
     shows, status, kind, private, subject, sequence, mark) = row  # fmt: skip
    return Event(
        source=SourceId(str(source)),
        calendar=str(calendar),
        uid=str(uid),
        start=_moment(str(start)),
        duration=timedelta(seconds=int(str(duration))),
        zone=str(zone),
        recurrence=None if recurrence is None else _read_recurrence(str(recurrence)),
        replaces=None if replaces is None else _moment(str(replaces)),
        and_future=bool(and_future),
        shows=Shows(str(shows)),
        status=EventStatus(str(status)),
        kind=EventKind(str(kind)),
        private=bool(private),
        subject=None if subject is None else str(subject),
        participants=people,
        sequence=int(str(sequence)),
        mark=None if mark is None else str(mark),
        nominal=bool(nominal),
    )


def _write_recurrence(recurrence: Recurrence) -> str:
    return json.dumps(
        {
            "rules": [clean(rule, 2000) for rule in recurrence.rules],
            "dates": [moment.isoformat() for moment in recurrence.dates],
            "exceptions": [moment.isoformat() for moment in recurrence.exceptions],
            "without": [clean(rule, 2000) for rule in recurrence.without],
        }
    )


def _read_recurrence(text: str) -> Recurrence:
    parts = json.loads(text)
    return Recurrence(
        rules=tuple(parts["rules"]),
        dates=tuple(_moment(moment) for moment in parts["dates"]),
        exceptions=tuple(_moment(moment) for moment in parts["exceptions"]),
        without=tuple(parts["without"]),
    )


def _moment(text: str) -> datetime | date:
    """A date, a naive or an aware moment, as ``isoformat`` wrote it. UTC is ``datetime.UTC`` again."""
    if len(text) == 10:
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.utcoffset() == timedelta(0) else moment
