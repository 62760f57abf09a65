"""The moments in mail headers, in every form that mailers have written since 1982.

RFC 5322 (3.3 and 4.3), RFC 822 (5), RFC 850, asctime, ISO 8601, and slips seen in real mail: the year 19100, zones
like ``GMT+0100``, French month names.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_USUAL = re.compile(
    r"(?:[A-Za-z]{3},)? *(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ([+-]\d{4})(?: *\([^()]*\))?",
    re.ASCII,
).fullmatch
_DAY = re.compile(r"[A-Za-z]{3}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) ", re.ASCII).fullmatch
_AHEAD = re.compile(r" ([+-](?:0\d|1[0-3]))([0-5]\d)", re.ASCII).fullmatch

_COMMENT = re.compile(r"\([^()]*\)")
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]+)(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)? *(?:([+-]\d\d):?(\d\d)|Z|UTC|GMT)?",
    re.ASCII | re.I,
)
_FRENCH = re.compile(
    r"\b(janv?|f[ée]vr?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[ûu]t|sept|d[ée]c)(?:ier|embre)?(?:\.|\b)", re.I
)
_ENGLISH = {
    "jan": "Jan", "fév": "Feb", "fev": "Feb", "mar": "Mar", "avr": "Apr", "mai": "May", "juin": "Jun", "juil": "Jul",
    "aoû": "Aug", "aou": "Aug", "sep": "Sep", "déc": "Dec", "dec": "Dec",
}  # fmt: skip
_NAMED_OFFSET = re.compile(r"\b(?:GMT|UTC?) ?(?=[+-]\d)", re.I)
_OFFSET = re.compile(r"(?<=[\d ])([+-])(\d{1,2}):?(\d\d)?$", re.ASCII)
_Y2K = re.compile(r"(?<=\s)191(\d\d)\b", re.ASCII)  # tm_year printed behind "19": 19100 is 2000
# Zones by name that email.utils does not know, in minutes. Names that mean several zones (IST, BST as Bangladesh) are
# what they mean in mail; military letters mean nothing (RFC 5322, 4.3).
_ZONES = {
    "CET": 60, "MET": 60, "MEZ": 60, "CEST": 120, "MEST": 120, "MESZ": 120, "WET": 0, "WEST": 60, "BST": 60,
    "EET": 120, "EEST": 180, "MSK": 180, "MSD": 240, "IST": 330, "JST": 540, "KST": 540, "HKT": 480, "SGT": 480,
    "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "NST": -210, "NDT": -150, "AKST": -540, "AKDT": -480,
    "HST": -600, "HNT": -210, "HAT": -150, "HNA": -240, "HAA": -180, "HNE": -300, "HAE": -240, "HNC": -360,
    "HAC": -300, "HNR": -420, "HAR": -360, "HNP": -480, "HAP": -420,
}  # fmt: skip
_ZONE_NAME = re.compile(rf"\b({'|'.join(_ZONES)})\b( DST)?(?=\s*\d*$)")
_WEEKDAY = re.compile(r"^[^\W\d]+[.,]*\s+(?=\d)")  # in any language; it tells nothing
_FARTHEST = timedelta(hours=14)  # Kiritimati; an offset beyond is no place on earth
_LONGEST = 200


def moment(value: str) -> datetime | None:
    """The aware moment that a Date header names, with the writer's offset; None when it names none.

    ``-0000``, a military letter, no zone or an impossible one mean that the offset is not known: UTC is taken.
    """
    if len(value) == 31 and value[17:19] < "24" and value[19] == value[22] == ":":
        day, zone = _day(value[:17]), _ahead(value[25:])
        if day and zone:
            try:
                return datetime.fromisoformat(day + value[17:25] + zone)
            except ValueError:
                pass  # a leap second, or no moment at all
    usual = _USUAL(value)
    if usual is None:
        return _historic(value[:_LONGEST])
    day, month, year, hour, minute, second, zone = usual.groups()
    try:
        return datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second or 0), 0, _zone(zone))
    except (KeyError, ValueError):  # a month in another language, a leap second, or no date at all
        return _historic(value)


@lru_cache(maxsize=1024)
def _day(written: str) -> str:
    """``Fri, 01 Jan 2016 `` as ISO 8601, up to the time; "" where it is written in another way."""
    found = _DAY(written)
    month = _MONTHS.get(found[2]) if found else None
    return f"{found[3]}-{month:02}-{found[1]}T" if found and month else ""


@lru_cache(maxsize=512)
def _ahead(written: str) -> str:
    """`` -0530`` as ISO 8601; "" where it is no offset of a place on earth."""
    found = _AHEAD(written)
    return f"{found[1]}:{found[2]}" if found else ""


def received(value: str) -> datetime | None:
    """The moment in a Received header: behind its last semicolon (RFC 5322, 3.6.7)."""
    return moment(value.rpartition(";")[2].strip())


def _existing(year: int, month: int, day: int, hour: int, minute: int, second: int, zone: tzinfo) -> datetime | None:
    """That moment, a leap second taken for the one before; None when there is no such day or hour."""
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), 0, zone)
    except ValueError:
        return None


@lru_cache(maxsize=512)
def _zone(written: str) -> tzinfo:
    minutes = int(written[1:3]) * 60 + int(written[3:])
    return _fixed(-minutes if written[0] == "-" else minutes) if written[3:] < "60" else UTC


def _fixed(minutes: int) -> tzinfo:
    offset = timedelta(minutes=minutes)
    return timezone(offset) if minutes and abs(offset) <= _FARTHEST else UTC


def _historic(value: str) -> datetime | None:
    value = _without_comments(value)
    iso = _ISO.fullmatch(value)
    if iso:
        year, month, day, hour, minute, second, ahead, past = iso.groups("00")
        zone = _zone(ahead + past) if ahead != "00" else UTC
        return _existing(int(year), int(month), int(day), int(hour), int(minute), int(second), zone)
    return _by_the_library(_mended(value))


def _without_comments(value: str) -> str:
    for _ in range(4):  # comments nest; nobody nests them deeper
        value, changed = _COMMENT.subn(" ", value)
        if not changed:
            break
    return " ".join(value.split())


def _mended(value: str) -> str:
    """The value in a form that ``parsedate_tz`` reads."""
    value = _WEEKDAY.sub("", value)
    value = _FRENCH.sub(lambda name: _ENGLISH.get(name[1].lower(), _ENGLISH.get(name[1].lower()[:3], "")), value)
    value = _Y2K.sub(r"20\1", _NAMED_OFFSET.sub("", value))
    value = _ZONE_NAME.sub(lambda name: _written(_ZONES[name[1]] + (60 if name[2] else 0)), value)
    return _OFFSET.sub(lambda offset: f"{offset[1]}{offset[2]:0>2}{offset[3] or '00'}", value)


def _written(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def _by_the_library(value: str) -> datetime | None:
    # Here, because importing email.utils costs 25 ms, which most runs never need.
    from email.utils import parsedate_tz

    try:
        parts = parsedate_tz(value)
        if parts is None:
            return None
        year, month, day, hour, minute, second = parts[:6]
        return _existing(_century(year, value), month, day, hour, minute, second, _fixed((parts[9] or 0) // 60))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None  # the library itself trips over some forms


def _century(year: int, value: str) -> int:
    if 100 <= year < 200:  # tm_year as it stands (RFC 5322, 4.3: three digits count from 1900)
        return 1900 + year
    if 2050 <= year <= 2068 and str(year) not in value:  # two digits: 50 to 99 are of the last century
        return year - 100
    return year
