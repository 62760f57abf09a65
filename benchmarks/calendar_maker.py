"""An invented calendar for bench_ics.py: seeded, as big as asked, and what of it is busy is known by its making.

7 % of the events are series, 4 % are moved or cancelled instances of them; several zones, attendees, alarms, and the
lines that must never be read. The truth is worked out from the plan of each event, not from its iCalendar text.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONES = ("America/Toronto", "Europe/Paris", "America/Vancouver", "Asia/Kolkata", "Pacific/Auckland")
OWNER = "camille.owner@example.org"
_NAMES = ("Ana Tremblay", "Léa Roy", "Mathieu Côté", "Bao Nguyen", "Ravi Singh", "Noémie Bergeron", "Yuki Müller")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NOTE = "Notes that nobody but their readers should read\\, about the week and the plan. " * 6


@dataclass(slots=True)
class Plan:
    """One event or series: the truth before it is written."""

    number: int
    zone: str  # "" for all-day, "UTC" for times in UTC
    start: datetime  # naive wall time
    length: timedelta
    rule: str = ""
    every: timedelta = timedelta(0)
    count: int = 1
    deleted: set[int] = field(default_factory=set)  # by position in the series
    moved: dict[int, datetime] = field(default_factory=dict)
    cancelled: set[int] = field(default_factory=set)
    free: bool = False
    declined: bool = False

    def instances(self) -> Iterator[tuple[int, datetime]]:
        for position in range(self.count):
            if position not in self.deleted and position not in self.cancelled:
                yield position, self.moved.get(position, self.start + position * self.every)

    def moment(self, wall: datetime) -> datetime:
        zone = UTC if self.zone == "UTC" else ZoneInfo(self.zone or ZONES[0])
        return wall.replace(tzinfo=zone).astimezone(UTC)

    def spans(self) -> Iterator[tuple[datetime, datetime]]:
        for _, wall in self.instances():
            if self.zone:
                start = self.moment(wall)
                yield start, start + self.length
            else:
                yield self.moment(wall), self.moment(wall + self.length)


def make(path: Path, events: int, now: datetime, seed: int = 20260101) -> list[tuple[datetime, datetime]]:
    """Write an .ics of that many VEVENTs; every busy span in the five years before and the one after ``now``."""
    chance = random.Random(seed)
    plans = list(_plans(chance, events, now))
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        file.write("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//example//maker//EN\nX-WR-CALNAME:Work\n")
        for plan in plans:
            for component in _components(chance, plan):
                file.writelines(f"{_folded(line)}\n" for line in component)
        file.write("END:VCALENDAR\n")
    return [span for plan in plans if not plan.free and not plan.declined for span in plan.spans()]


def _plans(chance: random.Random, events: int, now: datetime) -> Iterator[Plan]:
    series, overrides = events * 7 // 100, events * 4 // 100
    for number in range(events - overrides):
        yield _series(chance, number, now, overrides, series) if number < series else _single(chance, number, now)


def _day(chance: random.Random, now: datetime, least: int = -5 * 365, most: int = 365) -> datetime:
    day = now.date() + timedelta(days=chance.randrange(least, most))
    return datetime.combine(day, time(chance.randrange(7, 19), chance.choice((0, 15, 30, 45))))


def _single(chance: random.Random, number: int, now: datetime) -> Plan:
    length = timedelta(minutes=chance.choice((15, 25, 30, 45, 60, 60, 90, 120)))
    plan = Plan(number, chance.choice((*ZONES, "UTC", ZONES[0], ZONES[0])), _day(chance, now), length)
    if chance.random() < 0.04:
        plan.zone, plan.length = "", timedelta(days=chance.choice((1, 1, 2)))
        plan.start = datetime.combine(plan.start.date(), time.min)
        plan.free = chance.random() < 0.7
    plan.free = plan.free or chance.random() < 0.05
    plan.declined = chance.random() < 0.03
    return plan


def _series(chance: random.Random, number: int, now: datetime, overrides: int, series: int) -> Plan:
    plan = _single(chance, number, now)
    if not plan.zone:
        plan.zone, plan.length, plan.start = ZONES[0], timedelta(minutes=30), _day(chance, now)
    weeks = chance.choice((1, 1, 1, 2, 4))
    plan.every = timedelta(weeks=weeks)
    plan.rule = f"FREQ=WEEKLY;INTERVAL={weeks};BYDAY={_WEEKDAYS[plan.start.weekday()]}"
    last = datetime.combine(date(now.year + 2, 1, 1), time.min)
    plan.count = (last - plan.start) // plan.every + 1
    ends = chance.random()
    if ends < 0.35:
        plan.count = min(plan.count, chance.randrange(5, 80))
        plan.rule += f";COUNT={plan.count}"
    elif ends < 0.6:
        plan.count = min(plan.count, chance.randrange(5, 80))
        until = plan.moment(plan.start + (plan.count - 1) * plan.every)
        plan.rule += f";UNTIL={until:%Y%m%dT%H%M%SZ}"
    plan.deleted = {chance.randrange(plan.count) for _ in range(chance.choice((0, 0, 1, 3)))}
    wanted = overrides * (number + 1) // series - overrides * number // series
    there = [position for position in range(plan.count) if position not in plan.deleted]
    for position in chance.sample(there, k=min(wanted, len(there))):
        if chance.random() < 0.2:
            plan.cancelled.add(position)
        else:
            away = timedelta(days=chance.choice((-40, -1, 0, 1, 2, 40)), minutes=chance.choice((-60, 30, 120)))
            plan.moved[position] = plan.start + position * plan.every + away
    return plan


def _components(chance: random.Random, plan: Plan) -> Iterator[list[str]]:
    people = list(_people(chance, plan))
    yield _component(plan, plan.start, people, _rules(plan))
    for position in sorted({*plan.moved, *plan.cancelled}):
        original = plan.start + position * plan.every
        lines = [_when("RECURRENCE-ID", plan, original)]
        if position in plan.cancelled:
            lines.append("STATUS:CANCELLED")
        yield _component(plan, plan.moved.get(position, original), people, lines)


def _rules(plan: Plan) -> list[str]:
    lines = [f"RRULE:{plan.rule}"] if plan.rule else []
    return lines + [_when("EXDATE", plan, plan.start + n * plan.every) for n in sorted(plan.deleted)]


def _when(name: str, plan: Plan, wall: datetime) -> str:
    if not plan.zone:
        return f"{name};VALUE=DATE:{wall:%Y%m%d}"
    return f"{name}:{wall:%Y%m%dT%H%M%SZ}" if plan.zone == "UTC" else f"{name};TZID={plan.zone}:{wall:%Y%m%dT%H%M%S}"


def _component(plan: Plan, start: datetime, people: list[str], more: list[str]) -> list[str]:
    # The wall-clock end that gives the exact length, also across a clock change.
    end = start + plan.length
    if plan.zone:
        zone = UTC if plan.zone == "UTC" else ZoneInfo(plan.zone)
        end = (plan.moment(start) + plan.length).astimezone(zone).replace(tzinfo=None)
    return [
        "BEGIN:VEVENT",
        _when("DTSTART", plan, start),
        _when("DTEND", plan, end),
        "DTSTAMP:20260101T000000Z",
        f"UID:{plan.number:08}-6f0c-4b4b@calendar.example",
        *more,
        *people,
        "CREATED:20250101T000000Z",
        f"DESCRIPTION:{_NOTE}",
        "LAST-MODIFIED:20250601T000000Z",
        "LOCATION:Third floor\\, the room by the stairs",
        "SEQUENCE:0",
        *([] if "STATUS:CANCELLED" in more else ["STATUS:CONFIRMED"]),
        f"SUMMARY:Meeting about point {plan.number % 97}",
        f"TRANSP:{'TRANSPARENT' if plan.free else 'OPAQUE'}",
        "X-EXAMPLE-PAD:something that a program keeps for itself",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:This is an event reminder",
        "TRIGGER:-P0DT0H10M0S",
        "END:VALARM",
        "END:VEVENT",
    ]


def _people(chance: random.Random, plan: Plan) -> Iterator[str]:
    if chance.random() < 0.3 and not plan.declined:
        return
    yield "ORGANIZER;CN=Ana Tremblay:mailto:ana.tremblay@example.net"
    answer = "DECLINED" if plan.declined else "ACCEPTED"
    yield f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN=Camille Owner;X-NUM-GUESTS=0:mailto:{OWNER}"
    for _ in range(chance.randrange(1, 7)):
        number = chance.randrange(800)
        answer = chance.choice(("ACCEPTED", "NEEDS-ACTION", "DECLINED", "TENTATIVE"))
        name = chance.choice(_NAMES)
        head = f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN={name};X-NUM-GUESTS=0"
        yield f"{head}:mailto:person.{number}@example.com"


def _folded(line: str) -> str:
    """RFC 5545, 3.1: at most 75 bytes a line (these lines are cut by characters, and stay below that)."""
    return "\n ".join(line[at : at + 70] for at in range(0, len(line), 70))
