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

    __slots__ = ("_found", "_section", "_user", "calendar")

    def __init__(self, section: Section, user: str) -> None:
        self._section = section
        self._user = user
        self._found: dict[str, Named] = {}
        own = zones.iana(section.zone) if section.zone else None
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
        name = zones.iana(tzid)
        if name is not None:
            return Named(name, core.zone(name, {}, self._user))
        data = self._section.definitions.get(tzid.strip().strip('"'))
        text = _essential(decoded(data)) if data else zones.fixed(tzid)
        if text is not None:
            try:
                zone = core.defined(text)
            except core.ZoneError:
                pass
            else:
                return self._defined(tzid, text, zone, decoded(data or b""))
        return Named(self.calendar.name, self.calendar.zone, known=False)

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
