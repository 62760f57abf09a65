"""One VEVENT's wanted lines → an event (RFC 5545, 3.6.1), with what was wrong in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from coucou.contract import Event, EventStatus, Participant, Recurrence, Role, Shows, SourceId
from coucou.core.rule import MINUTELY, Rule, RuleError, parse
from coucou_connectors.local import ics_values as values
from coucou_connectors.local.ics_lines import decoded, property_of, text
from coucou_connectors.local.ics_zones import UTC_NAMED, Named, Zones

_DAY: Final = timedelta(days=1)
_LISTS = frozenset({b"RRULE", b"RDATE", b"EXDATE", b"EXRULE", b"ATTENDEE", b"ORGANIZER", b"CATEGORIES"})
_UNSURE: Final = timedelta(hours=12)  # how long an event may last whose end cannot be read: a working day, and more
_MOST = 20_000  # RDATE or EXDATE values of one event: what has more is no calendar
Start = datetime | date


@dataclass(frozen=True, slots=True)
class Context:
    """What an event is read with: its calendar's name, METHOD and zones, and whether titles may be read."""

    calendar: str
    method: str
    zones: Zones
    subjects: bool


class Broken(ValueError):
    """The event cannot be used; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Reader:
    """Reads one event. ``definitions`` are the zones it needs, ``wrong`` codes and values of what was passed over.

    ``unsure``: when it takes place is not known as precisely as it was meant. ``unruled``: nor on which days.
    """

    context: Context
    one: dict[bytes, bytes] = field(default_factory=dict)
    many: dict[bytes, list[bytes]] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    unsure: bool = False
    unruled: bool = False

    def event(self, source: SourceId, lines: list[tuple[bytes, bytes]]) -> list[Event]:
        """The event, an override for each RDATE that is a period of its own length, and what else it may take.

        :raises Broken: there is no start that can be read.
        """
        for name, rest in lines:
            if name in _LISTS:
                self.many.setdefault(name, []).append(rest)
            else:
                self.one.setdefault(name, rest)
        start, named = self._start()
        start, length, nominal = self._length(start, named)
        recurrence, periods = self._recurrence(start, named)
        replaces, uid = self._replaces(start, named)
        shows = values.shows(self._word(b"TRANSP"), self._word(b"X-MICROSOFT-CDO-BUSYSTATUS"))
        private = self._word(b"CLASS") in ("PRIVATE", "CONFIDENTIAL")
        subject = self.one.get(b"SUMMARY") if self.context.subjects and not private else None
        made = Event(
            source,
            self.context.calendar,
            uid or f"coucou-{source}",
            start,
            length,
            self._zone_name(start, named),
            recurrence,
            replaces,
            b"THISANDFUTURE" in self.one.get(b"RECURRENCE-ID", b"").upper(),
            Shows.UNKNOWN if self.unsure and shows is not Shows.FREE else shows,
            EventStatus.CANCELLED if self.context.method == "CANCEL" else values.status(self._word(b"STATUS")),
            values.kind(self.context.calendar, start, self._categories(), recurrence),
            private,
            (text(property_of(subject)[1]).strip() or None) if subject else None,
            tuple(self._participants()),
            values.sequence(self._word(b"SEQUENCE")),
            property_of(self.one[b"X-COUCOU-ID"])[1].strip() or None if b"X-COUCOU-ID" in self.one else None,
            nominal,
        )
        found = [made, *(_period(made, number, *period) for number, period in enumerate(periods))]
        return [*found, _any_day(made, len(periods))] if self.unruled and shows is not Shows.FREE else found

    def _word(self, name: bytes) -> str:
        rest = self.one.get(name)
        return property_of(rest)[1].strip().upper() if rest else ""

    def _start(self) -> tuple[Start, Named]:
        if b"DTSTART" not in self.one:
            raise Broken("event.no_start")
        rest = self.one[b"DTSTART"]
        try:
            return self._when(rest)
        except ValueError:
            day = values.day_in(property_of(rest)[1])
        if day is None:
            raise Broken("event.start_unreadable")
        self.wrong.append(("event.hour_unreadable", ""))
        self.unsure = True
        return day, self.context.zones.calendar

    def _when(self, rest: bytes) -> tuple[Start, Named]:
        """A single date or moment: a moment as wall time in the zone that comes with it.

        :raises ValueError: it is none.
        """
        parameters, value = property_of(rest)
        at = values.moment(value, parameters.get("VALUE", "").upper() == "DATE")
        if not isinstance(at, datetime):
            return at, self.context.zones.calendar
        if at.tzinfo is not None:
            return at.replace(tzinfo=None), UTC_NAMED
        return at, self._named(parameters)

    def _named(self, parameters: dict[str, str]) -> Named:
        tzid = parameters.get("TZID", "")
        if not tzid:
            return self.context.zones.calendar
        named = self.context.zones.named(tzid)
        if not named.known and tzid not in self.context.zones.reported:
            self.context.zones.reported.add(tzid)  # once a calendar is enough
            self.wrong.append(("zone.unknown", tzid))
        if named.definition:
            self.definitions[named.name] = named.definition
        return named

    def _zone_name(self, start: Start, named: Named) -> str:
        return named.name if isinstance(start, datetime) else self.context.zones.days

    def _length(self, start: Start, named: Named) -> tuple[Start, timedelta, bool]:
        """Start, duration, and whether its days are calendar days. An end before the start is taken as turned round
        when they are a day apart at most; else the end is not used, and time does not become free by that slip."""
        if self.unsure:
            return start, _DAY, False
        try:
            if b"DTEND" in self.one:
                end, other = self._when(self.one[b"DTEND"])
                start, length, nominal = *_between(start, named, end, other), False
            elif b"DURATION" in self.one:
                length, nominal = values.duration(property_of(self.one[b"DURATION"])[1])
                if not isinstance(start, datetime) and length % _DAY:
                    start = datetime.combine(start, time.min)
            else:
                return start, timedelta(0) if isinstance(start, datetime) else _DAY, False
        except ValueError:
            self.wrong.append(("event.end_unreadable", ""))
            return start, self._endless(start), False
        if length < timedelta(0):
            self.wrong.append(("event.ends_before_start", ""))
            if length >= -_DAY and isinstance(start, datetime) and b"RRULE" not in self.many:
                return start + length, -length, False
            return start, self._endless(start), False
        return start, length if isinstance(start, datetime) else max(length, _DAY), nominal

    def _endless(self, start: Start) -> timedelta:
        if not isinstance(start, datetime):
            return _DAY  # that one is certain
        self.unsure = True
        return _UNSURE

    def _recurrence(self, start: Start, named: Named) -> tuple[Recurrence | None, list[tuple[Start, timedelta]]]:
        if not (b"RRULE" in self.many or b"RDATE" in self.many):
            return None, []
        found = []
        for rule, parsed in self._rules(b"RRULE"):
            if parsed.frequency >= MINUTELY and parsed.count is None and parsed.until is None:
                self.wrong.append(("event.too_often", ""))
            found.append(rule)
        dates, periods = self._dates(b"RDATE", start, named)
        exceptions, _ = self._dates(b"EXDATE", start, named)
        if not found and not dates and not exceptions:
            return None, []
        without = tuple(rule for rule, _ in self._rules(b"EXRULE"))
        return Recurrence(tuple(found), tuple(dates), tuple(exceptions), without), periods

    def _rules(self, name: bytes) -> Iterator[tuple[str, Rule]]:
        for rest in self.many.get(name, ()):
            rule = property_of(rest)[1].strip()
            try:
                yield rule, parse(rule)
            except RuleError:
                unread = ("event.date_unreadable", "EXRULE") if name == b"EXRULE" else ("event.rule_unreadable", "")
                self.wrong.append(unread)
                # One that comes back once a year leaves the other days alone.
                self.unruled |= name == b"RRULE" and "FREQ=YEARLY" not in rule.upper()

    def _dates(self, name: bytes, start: Start, named: Named) -> tuple[list[Start], list[tuple[Start, timedelta]]]:
        """The starts that RDATE or EXDATE lists, and those of them that are periods, with their lengths."""
        found: list[Start] = []
        periods: list[tuple[Start, timedelta]] = []
        for rest in self.many.get(name, ()):
            parameters, value = property_of(rest)
            day = parameters.get("VALUE", "").upper() == "DATE"
            for item in filter(None, map(str.strip, value.split(",")[:_MOST])):
                first, slash, last = item.partition("/")
                try:
                    at = self._listed(first, day, parameters, start, named)
                    if slash:
                        periods.append((at, self._period_length(at, last, named)))
                except ValueError:
                    self.wrong.append(("event.date_unreadable", decoded(name)))
                else:
                    found.append(at)
        return found, periods

    def _listed(self, value: str, day: bool, parameters: dict[str, str], start: Start, named: Named) -> Start:
        """As ``Recurrence`` wants it: wall time where the zone is the event's own, else an instant."""
        at = values.moment(value, day)
        if not isinstance(at, datetime) or at.tzinfo is not None or not isinstance(start, datetime):
            return at
        other = self._named(parameters) if "TZID" in parameters else named
        return at if other.name == named.name else at.replace(tzinfo=other.zone).astimezone(UTC)

    def _period_length(self, at: Start, last: str, named: Named) -> timedelta:
        if last[:1] in "Pp+-":
            return max(values.duration(last)[0], timedelta(0))
        end = values.moment(last)
        if not isinstance(end, datetime) or not isinstance(at, datetime):
            if isinstance(end, datetime) or isinstance(at, datetime):
                raise ValueError("a day beside a moment")
            return max(end - at, _DAY)
        first, end = (m if m.tzinfo else m.replace(tzinfo=named.zone) for m in (at, end))
        return max(end.astimezone(UTC) - first.astimezone(UTC), timedelta(0))

    def _replaces(self, start: Start, named: Named) -> tuple[Start | None, str]:
        """What it replaces, and its UID: none where it changes nobody can say which meeting, so that it stands beside
        its series."""
        uid = property_of(self.one[b"UID"])[1].strip() if b"UID" in self.one else ""
        if b"RECURRENCE-ID" not in self.one:
            return None, uid
        try:
            return self._replaced(self.one[b"RECURRENCE-ID"], start, named), uid
        except ValueError:
            self.wrong.append(("event.replaces_unreadable", ""))
            return None, ""

    def _replaced(self, rest: bytes, start: Start, named: Named) -> Start:
        parameters, value = property_of(rest)
        at = values.moment(value, parameters.get("VALUE", "").upper() == "DATE")
        if not isinstance(at, datetime) or at.tzinfo is not None:
            return at
        other = self._named(parameters)
        if isinstance(start, datetime) and other.name == named.name:
            return at
        # An all-day occurrence that was given hours, or the reverse: the instant is what both sides share.
        return at if not other.name else at.replace(tzinfo=other.zone).astimezone(UTC)

    def _participants(self) -> list[Participant]:
        found = [values.participant(rest, Role.ORGANIZER) for rest in self.many.get(b"ORGANIZER", ())[:1]]
        found += [values.participant(rest, Role.ATTENDEE) for rest in self.many.get(b"ATTENDEE", ())]
        return [who for who in found if who is not None]

    def _categories(self) -> str:
        return " ".join(decoded(rest) for rest in self.many.get(b"CATEGORIES", ()))


def _between(start: Start, named: Named, end: Start, other: Named) -> tuple[Start, timedelta]:
    """Start and exact length; a day beside a moment is that day's midnight."""
    if not isinstance(start, datetime) and not isinstance(end, datetime):
        return start, end - start
    if not isinstance(start, datetime):
        if isinstance(end, datetime) and end.time() == time.min:
            return start, end.date() - start
        start = datetime.combine(start, time.min)
    if not isinstance(end, datetime):
        end, other = datetime.combine(end, time.min), named
    try:
        before, after = start.replace(tzinfo=named.zone).utcoffset(), end.replace(tzinfo=other.zone).utcoffset()
        return start, end - start + ((before or timedelta(0)) - (after or timedelta(0)))
    except OverflowError:
        raise ValueError("beyond the years that exist") from None


def _any_day(made: Event, number: int) -> Event:
    """The hours of an event whose rule cannot be read, on every day from its first on: it may come back on any."""
    return replace(
        made,
        source=SourceId(f"{made.source}.{number}"),
        uid=f"coucou-{made.source}.{number}",
        recurrence=Recurrence(("FREQ=DAILY",)),
        shows=Shows.UNKNOWN,
        subject=None,
        participants=(),
        mark=None,
    )


def _period(made: Event, number: int, at: Start, length: timedelta) -> Event:
    """The override that an RDATE period is: the series' event, with a length of its own."""
    aware = isinstance(at, datetime) and at.tzinfo is not None
    return replace(
        made,
        source=SourceId(f"{made.source}.{number}"),
        start=at.replace(tzinfo=None) if isinstance(at, datetime) else at,
        duration=length,
        zone="UTC" if aware else made.zone,
        recurrence=None,
        replaces=at,
        nominal=False,
    )
