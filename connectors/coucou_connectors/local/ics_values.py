"""Values of content lines: dates, durations, people (RFC 5545, 3.3 and 3.8.4), read leniently and never guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from coucou.contract import Answer, EventKind, EventStatus, Participant, PartyKind, Recurrence, Role, Shows
from coucou_connectors.local.ics_lines import parameter, property_of

_DURATION = re.compile(r"([+-]?)P((?:T?\d+[WDHMS])+)", re.IGNORECASE)  # a T in a wrong place is common: PT1W
_DAY_FIRST = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?![0-9])")
_LONGEST = 100 * 366 * 86400  # a century, in seconds: what is longer is a slip
_UNITS = {"W": 604800, "D": 86400, "H": 3600, "M": 60, "S": 1}
_SHOWS = {"TENTATIVE": Shows.TENTATIVE, "OOF": Shows.OUT_OF_OFFICE, "WORKINGELSEWHERE": Shows.ELSEWHERE}
_STATUS = {
    "CANCELLED": EventStatus.CANCELLED,
    "CANCELED": EventStatus.CANCELLED,
    "TENTATIVE": EventStatus.TENTATIVE,
}
_BIRTHDAYS = re.compile(r"\b(birthdays?|anniversaires?)\b", re.IGNORECASE)
_ANSWERS = {
    "ACCEPTED": Answer.ACCEPTED,
    "DECLINED": Answer.DECLINED,
    "TENTATIVE": Answer.TENTATIVE,
    "DELEGATED": Answer.DECLINED,  # somebody else comes instead
}
_KINDS = {"GROUP": PartyKind.GROUP, "ROOM": PartyKind.ROOM, "RESOURCE": PartyKind.ROOM}


def moment(value: str, day: bool = False) -> datetime | date:
    """A DATE, a DATE-TIME in wall time (naive), or one in UTC (aware). ``day``: VALUE=DATE was said, and holds
    against a time of midnight only.

    :raises ValueError: it is none.
    """
    value = value.strip()
    if len(value) == 8:
        if not value.isdigit():
            raise ValueError("no date")
        return date.fromisoformat(value)
    if value[13:15] == "60":  # a leap second is the last one of its minute here
        value = f"{value[:13]}59{value[15:]}"
    if value[8:15].upper() == "T240000":  # against the grammar, but clear
        return moment(f"{value[:8]}T000000{value[15:]}") + timedelta(days=1)
    found = datetime.fromisoformat(value)
    if day and found.time() == time.min:
        return found.date()
    return found.astimezone(UTC) if found.tzinfo is not None else found


def day_in(value: str) -> date | None:
    """The day that a DATE-TIME begins with whose time cannot be read; None when there is none either."""
    found = _DAY_FIRST.match(value.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def duration(value: str) -> tuple[timedelta, bool]:
    """A DURATION, and whether its days are calendar days (3.3.6: weeks and days are, hours are exact time).

    :raises ValueError: it is none.
    """
    found = _DURATION.fullmatch(value.strip())
    if not found:
        raise ValueError("no duration")
    parts = [(int(number), unit.upper()) for number, unit in re.findall(r"(\d+)([WDHMS])", found[2], re.IGNORECASE)]
    seconds = sum(number * _UNITS[unit] for number, unit in parts)
    if seconds > _LONGEST:
        raise ValueError("no duration")
    length = timedelta(seconds=seconds)
    nominal = any(unit in "WD" for _, unit in parts) and all(number < 24 for number, unit in parts if unit == "H")
    return (-length if found[1] == "-" else length), nominal


@lru_cache(maxsize=20_000)  # the same people, in the same words, stand in most events
def participant(rest: bytes, role: Role) -> Participant | None:
    """Who an ATTENDEE or ORGANIZER line names; None when no mail address stands in it."""
    parameters, value = property_of(rest)
    address = value.strip()
    if address[:7].casefold() == "mailto:":
        address = address[7:].strip()
    elif "@" not in address or ":" in address or "/" in address:
        address = parameters.get("EMAIL", "").strip()  # RFC 7986, 6.2: beside a URN or a path
    if "@" not in address or len(address) > 320:
        return None
    return Participant(
        role,
        address.strip("<>"),
        parameter(parameters.get("CN", "")).strip(),
        _ANSWERS.get(parameters.get("PARTSTAT", "").upper(), Answer.NONE),
        _KINDS.get(parameters.get("CUTYPE", "").upper(), PartyKind.INDIVIDUAL),
    )


def shows(transparency: str, outlook: str) -> Shows:
    """What TRANSP and X-MICROSOFT-CDO-BUSYSTATUS say together: free when either does, because programs that change
    one of them leave the other as it was."""
    if transparency.startswith("TRANSPARENT") or outlook == "FREE":
        return Shows.FREE
    return _SHOWS.get(outlook, Shows.BUSY)


def status(word: str) -> EventStatus:
    return _STATUS.get(word, EventStatus.CONFIRMED)


def kind(calendar: str, start: datetime | date, categories: str, recurrence: Recurrence | None) -> EventKind:
    """A birthday is a day that comes back, in a category or a calendar of birthdays."""
    if recurrence is None or isinstance(start, datetime) or not _BIRTHDAYS.search(f"{calendar} {categories}"):
        return EventKind.MEETING
    return EventKind.BIRTHDAY


def sequence(word: str) -> int:
    """SEQUENCE, 0 when it is no number; absurd ones are cut to 31 bits, as other programs do."""
    return min(int(word), 2**31 - 1) if word.isascii() and word.isdigit() and len(word) < 20 else 0
