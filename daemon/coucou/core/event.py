"""Events as every calendar tells them: series stay series, dates stay dates, wall time stays with its zone.

These values are part of the connector contract, and are imported from :mod:`coucou.contract` by connectors; they
stand here because the core expands them (:mod:`coucou.core.expand`), and imports point down only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

SourceId = NewType("SourceId", str)
"""Names one item inside one reader of one account, and always the same one. At most 255 characters."""


class Role(StrEnum):
    FROM = "from"
    TO = "to"
    CC = "cc"  # Cc and Bcc
    ORGANIZER = "organizer"
    ATTENDEE = "attendee"


class Answer(StrEnum):
    NONE = "none"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"


class PartyKind(StrEnum):
    INDIVIDUAL = "individual"
    GROUP = "group"
    ROOM = "room"  # rooms and other resources


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody on a message or meeting. ``address`` as it was written (no folding), never empty; ``name`` unescaped."""

    role: Role
    address: str
    name: str = ""
    answer: Answer = Answer.NONE
    kind: PartyKind = PartyKind.INDIVIDUAL


class Shows(StrEnum):
    """What an event says of its owner's time."""

    BUSY = "busy"
    FREE = "free"
    TENTATIVE = "tentative"
    OUT_OF_OFFICE = "out_of_office"
    ELSEWHERE = "elsewhere"  # working elsewhere: at work, so not busy
    UNKNOWN = "unknown"  # somewhere in this time it takes place, but its source cannot be read well enough to say when


class EventStatus(StrEnum):
    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


class EventKind(StrEnum):
    MEETING = "meeting"  # any ordinary event
    FOCUS = "focus"
    WORKING_LOCATION = "working_location"  # never busy
    BIRTHDAY = "birthday"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A series' rules, as iCalendar writes them (RFC 5545, 3.3.10), and its added and removed starts.

    A ``date`` is a day, a naive moment is wall time in ``Event.zone``, an aware moment is that instant; they may be
    mixed, because calendars mix them: an EXDATE that is a day removes what starts on it. No rule and no date is no
    recurrence. ``Event.start`` is always the first instance, whether the rules say so or not, unless it is removed.
    """

    rules: tuple[str, ...] = ()  # "FREQ=WEEKLY;BYDAY=MO"
    dates: tuple[datetime | date, ...] = ()  # RDATE; a PERIOD comes as a date here and an override with its length
    exceptions: tuple[datetime | date, ...] = ()  # EXDATE
    without: tuple[str, ...] = ()  # rules whose starts are left out: EXRULE of RFC 2445 (4.8.5.2)


@dataclass(frozen=True, slots=True)
class Event:
    """One calendar component: a single event, a series, or an override of one occurrence of a series.

    ``start`` is a ``date`` for all-day events, else a naive ``datetime``: wall time in ``zone``. ``zone`` is an IANA
    name, "UTC", the name of a definition in ``Batch.zones``, or "" for the user's own zone (floating times, and days
    of a calendar that names no zone). A wall time that a clock change skips or repeats is read as RFC 5545 (3.3.5)
    says: with the offset before the change. ``duration`` is exact time for moments and whole days for dates; with
    ``nominal``, its days are calendar days (DURATION:P1W). A series is kept as a series:
    ``coucou.core.expand`` expands it. An override names the start that it ``replaces``, of any kind that
    ``Recurrence`` knows, and stands for itself when its series is unknown.
    """

    source: SourceId
    calendar: str
    uid: str
    start: datetime | date
    duration: timedelta
    zone: str = ""
    recurrence: Recurrence | None = None
    replaces: datetime | date | None = None  # RECURRENCE-ID
    and_future: bool = False  # RANGE=THISANDFUTURE: later occurrences move and change with it
    shows: Shows = Shows.BUSY
    status: EventStatus = EventStatus.CONFIRMED
    kind: EventKind = EventKind.MEETING
    private: bool = False  # then the title is never read
    subject: str | None = None
    participants: tuple[Participant, ...] = ()
    sequence: int = 0
    mark: str | None = None  # the proposal id, when coucou made it
    nominal: bool = False  # the days of ``duration`` are calendar days
