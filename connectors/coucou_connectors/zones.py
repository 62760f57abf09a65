"""What calendars call a time zone, as IANA calls it.

Windows' names come from Unicode's CLDR (windowsZones.xml), by way of tzlocal's table; the rest is what programs are
known to write into TZID.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from coucou.core import zones as core

_UTC_NAMES = frozenset(
    {"utc", "gmt", "z", "zulu", "etc/utc", "etc/gmt", "tzone://microsoft/utc", "greenwich mean time"}
)
# "UTC+01:00", "GMT-0500", "UTC+1" and the like are fixed; IANA knows them by whole hours, with the sign turned round.
_FIXED = re.compile(r"\(?(?:UTC|GMT)\s?([+-])(\d{1,2})(?:[:.]?(\d\d))?\)?", re.IGNORECASE)
# Outlook's display names: "(UTC-05:00) Eastern Time (US & Canada)", "(GMT+10:00) Canberra, Melbourne, Sydney".
_DISPLAY = re.compile(r"(\((?:UTC|GMT)(?:[+-]\d\d[:.]?\d\d)?\))\s*(.+)", re.IGNORECASE)
_REGIONS = {  # names for wide regions in old Outlook, Lotus Notes and Zimbra, which hold no Windows name
    "eastern time (us & canada)": "America/New_York",
    "central time (us & canada)": "America/Chicago",
    "mountain time (us & canada)": "America/Denver",
    "pacific time (us & canada)": "America/Los_Angeles",
    "atlantic time (canada)": "America/Halifax",
    "newfoundland": "America/St_Johns",
    "saskatchewan": "America/Regina",
    "western/central europe": "Europe/Berlin",
    "west central africa": "Africa/Lagos",
}


_NOWHERE = frozenset({"factory", "localtime", "posixrules"})  # IANA files that stand for no place


@lru_cache(maxsize=1024)
def iana(name: str) -> str | None:
    """The IANA name (or "UTC") that a program's zone name surely stands for, else None.

    Knows IANA's own in any case, Windows' names and Outlook's display names of regions, and names with a vendor's
    prefix (``/mozilla.org/20050126_1/Europe/Berlin``).
    """
    plain = _plain(name)
    lower = plain.casefold()
    if lower in _UTC_NAMES:
        return "UTC"
    if not plain or lower in _NOWHERE:
        return None
    if core.iana(plain) is not None:
        return plain
    shown = _DISPLAY.fullmatch(lower)
    return _region(shown.group(2).strip() if shown else lower) or _path(lower)


@lru_cache(maxsize=1024)
def windows(name: str) -> str | None:
    """Windows' name for an IANA zone, else None."""
    from tzlocal.windows_tz import tz_win  # imported when a name needs it, as in _windows

    found: str | None = tz_win.get(name)
    return found


def guess(name: str) -> str | None:
    """What a name means by the cities or the offset in it: for names that come without a definition.

    An offset of whole hours only; :func:`fixed` has those with minutes.
    """
    plain = _plain(name)
    shown = _DISPLAY.fullmatch(plain)
    found = _city((shown.group(2) if shown else plain).casefold())
    return found or _fixed(shown.group(1) if shown else plain)


def _plain(name: str) -> str:
    return name.strip().removeprefix("TZID=").strip('" ')


def _region(lower: str) -> str | None:
    lower = lower.replace(" and ", " & ")
    windows = _windows()
    return (
        windows.get(lower)
        or _REGIONS.get(lower)
        or windows.get(re.sub(r"[\s_]*\d+$", "", lower))  # Exchange numbers its variants: "… Standard Time 1"
        or windows.get(lower.replace(" time", " standard time"))
    )


def _path(lower: str) -> str | None:
    """IANA's name in another case, or at the end of a longer path."""
    parts = lower.replace(" ", "_").strip("/").split("/")
    names = _names()
    for size in (3, 2):
        found = names.get("/".join(parts[-size:])) if len(parts) >= size else None
        if found is not None:
            return found
    return names.get(parts[-1]) if len(parts) == 1 or lower.startswith("/") else None


def _city(lower: str) -> str | None:
    """The zone named after the first city (or region) of a list that has one: all of them share it."""
    for part in re.split(r"[,;/]", lower):
        word = part.strip()
        found = _cities().get(word.replace(" ", "_")) or (_region(word) if word != lower else None)
        if found is not None:
            return found
    return None


def _fixed(name: str) -> str | None:
    found = _FIXED.fullmatch(name)
    if not found:
        return None
    sign, hours, minutes = found.group(1), int(found.group(2)), int(found.group(3) or 0)
    if minutes or hours > 14 or (sign == "-" and hours > 12):
        return None
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "UTC"


@lru_cache(maxsize=1)
def _windows() -> dict[str, str]:
    # Imported when a name needs it: most calendars use IANA's names.
    from tzlocal.windows_tz import win_tz

    table = {name.casefold(): zone for name, zone in win_tz.items()}
    # Outlook writes the daylight name too.
    table |= {name.replace("standard time", "daylight time"): zone for name, zone in table.items()}
    return {**table, **{name.replace(" standard time", ""): zone for name, zone in table.items() if "standard" in name}}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    # A walk through the folder of zones, about 10 ms: only for a name that is written in another case.
    from zoneinfo import available_timezones

    return {name.casefold(): name for name in available_timezones() if name.casefold() not in _NOWHERE}


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """The last part of IANA's names → the name; of two with the same city, the one with the shorter path."""
    named = sorted((name for name in _names().values() if "/" in name), key=lambda name: (-name.count("/"), name))
    return {
        name.rpartition("/")[2].casefold(): name for name in named if not name.startswith(("Etc/", "posix", "right"))
    }


def fixed(name: str) -> str | None:
    """The VTIMEZONE text of a name that is an offset with minutes ("UTC+05:30"), which no IANA name stands for."""
    found = _FIXED.fullmatch(name.strip())
    if not found:
        return None
    offset = f"{found.group(1)}{int(found.group(2)):02}{found.group(3) or '00'}"
    lines = ("BEGIN:VTIMEZONE", "BEGIN:STANDARD", "DTSTART:19700101T000000", f"TZOFFSETFROM:{offset}")
    return "\n".join((*lines, f"TZOFFSETTO:{offset}", "END:STANDARD", "END:VTIMEZONE"))


def same(definition: tzinfo, candidates: Iterable[str]) -> str | None:
    """The first of the candidates (or of the zones that Windows knows) with the same offsets from 2015 to 2036.

    So that a program's own name for a well-known zone profits from IANA's corrections. None when no zone is equal.
    """
    moments = _samples()
    wanted = [_offset(definition, at) for at in moments]
    seen: set[str] = set()
    for name in (*candidates, *_typical()):
        zone = core.iana(name) if name not in seen else None
        seen.add(name)
        if zone is not None and all(_offset(zone, at) == want for at, want in zip(moments, wanted, strict=True)):
            return name
    return None


def _offset(zone: tzinfo, at: datetime) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


@lru_cache(maxsize=1)
def _samples() -> tuple[datetime, ...]:
    """Every five days of all years, then every six hours of two: hours apart, a change is the same rule rewritten."""
    coarse = [datetime(2015, 1, 1, 6, tzinfo=UTC) + timedelta(days=5 * n) for n in range(22 * 73)]
    fine = [datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=6 * n) for n in range(2 * 1461)]
    return tuple(coarse + fine)


@lru_cache(maxsize=1)
def _typical() -> tuple[str, ...]:
    return tuple(dict.fromkeys(("UTC", "America/Toronto", "Europe/Paris", *_windows().values())))
