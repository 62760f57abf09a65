"""The zones that one VCALENDAR's events name: each resolved once, to IANA where that is what is meant."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, tzinfo

from coucou.core import zones as core
from coucou_connectors import zones
from coucou_connectors.local.ics_lines import Section, decoded


@dataclass(frozen=True, slots=True)
class Named:
    """``name`` as ``Event.zone`` wants it; ``definition`` is the VTIMEZONE text it then needs, "" when none;
    ``known`` is False when the calendar does not say what it means by the name."""

    name: str
    zone: tzinfo
    definition: str = ""
    known: bool = True


UTC_NAMED = Named("UTC", UTC)


class Zones:
    """Zone names of one VCALENDAR. ``user`` is the user's zone, which floating times fall back to."""

    __slots__ = ("_fallback", "_found", "_section", "_user", "calendar", "reported")

    def __init__(self, section: Section, user: str) -> None:
        self._section = section
        self._user = user
        self._found: dict[str, Named] = {}
        self._fallback: Named | None = None
        self.reported: set[str] = set()  # unknown names that the user was told of
        own = (zones.iana(section.zone) or zones.guess(section.zone)) if section.zone else None
        self.calendar = Named(own or "", core.zone(own or "", {}, user))
        """For floating times: X-WR-TIMEZONE says in which zone the calendar is meant; times in UTC stay in UTC."""

    @property
    def days(self) -> str:
        """For all-day events: nobody's days are UTC's, where X-WR-TIMEZONE is a program's default."""
        return "" if self.calendar.name == "UTC" or self.calendar.name.startswith("Etc/") else self.calendar.name

    def named(self, tzid: str) -> Named:
        found = self._found.get(tzid)
        if found is None:
            found = self._found[tzid] = self._resolve(tzid)
        return found

    def _resolve(self, tzid: str) -> Named:
        """IANA's rules where the name is surely a place's; else the calendar's definition; else what the name suggests.

        An abbreviation (EST, CET) is IANA's too, but means what the calendar defines, if it does.
        """
        name = zones.iana(tzid)
        if name is not None and ("/" in name or name == "UTC"):
            return Named(name, core.zone(name, {}, self._user))
        data = self._section.definitions.get(tzid.strip().strip('"').strip(), b"")
        text = _essential(decoded(data)) if data else ""
        name = name or zones.guess(tzid)
        for definition in (text, "" if name else zones.fixed(tzid) or ""):
            try:
                if definition:
                    return self._defined(tzid, definition, core.defined(definition), decoded(data))
            except core.ZoneError:
                continue
        return Named(name, core.zone(name, {}, self._user)) if name else self._guess()

    def _guess(self) -> Named:
        """What an unknown name means most likely: the calendar's own zone, or the only one that it defines beside UTC
        (Exchange publishes "Customized Time Zone" next to the definition that it means), else the user's."""
        if self._fallback is None:
            defined = {tzid for tzid in self._section.definitions if zones.iana(tzid) != "UTC"}
            only = defined.pop() if len(defined) == 1 and not self.calendar.name else ""
            found = self.named(only) if zones.iana(only) else self.calendar
            self._fallback = Named(found.name, found.zone, known=False)
        return self._fallback

    def _defined(self, tzid: str, text: str, zone: tzinfo, whole: str) -> Named:
        location = _value(whole, "X-LIC-LOCATION")
        same = zones.iana(location) if location else None
        same = same or zones.same(zone, [name for name in (self._user, self.calendar.name) if name])
        if same is not None:
            return Named(same, core.zone(same, {}, self._user))
        # Two calendars may mean different things by "Customized Time Zone": the digest keeps them apart.
        name = f"{tzid[:80]}#{hashlib.blake2b(text.encode(), digest_size=6).hexdigest()}"
        return Named(name, zone, text)

    def context(self, tzids: frozenset[bytes]) -> bytes:
        """What the named zones mean, as bytes for a digest: an event whose definition changed is another event."""
        found = (self.named(decoded(tzid).strip('"')) for tzid in sorted(tzids))
        return "\0".join(f"{named.name}{named.known}{named.definition}" for named in found).encode()


_KEPT = ("BEGIN", "END", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE")


def _essential(text: str) -> str:
    """Of a definition, the lines that tell offsets: equal rules under other names and comments are equal texts."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line.partition(":")[0].partition(";")[0].upper() in _KEPT)


def _value(text: str, name: str) -> str:
    for line in text.splitlines():
        if line.upper().startswith(f"{name}:"):
            return line.partition(":")[2].strip()
    return ""
