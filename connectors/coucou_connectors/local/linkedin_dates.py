"""Dates as LinkedIn's export has written them over the years, and as a spreadsheet writes them again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from coucou.core.names import fold

_MONTHS = ["jan", "feb|fev", "mar", "apr|avr", "may|mai", "jun|juin", "jul|juil", "aug|aou", "sep", "oct", "nov", "dec"]
_MONTH = {short: number for number, names in enumerate(_MONTHS, 1) for short in names.split("|")}
_NUMBERS = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{2,4})")
_WORDED = re.compile(r"(\d{1,2})(?:er)?[\s-]+([^\W\d_]{3,})\.?,?[\s-]+(\d{4}|\d{2})\b")
_WORD_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2}),?\s+(\d{4})\b")
_CLOCK = re.compile(r"(\d{1,2})[:h]\s?(\d{2})(?::(\d{2}))?\s*([ap])?\.?m?", re.IGNORECASE)


def moment(text: str, day_first: bool = False) -> datetime | None:
    """A date of LinkedIn's, with the time if there is one, in UTC; None when it is none."""
    found = _WORDED.search(text)
    if found:
        day, month, year = found.group(1), _month(found.group(2)), found.group(3)
    elif found := _WORD_FIRST.search(text):
        day, month, year = found.group(2), _month(found.group(1)), found.group(3)
    elif found := _NUMBERS.search(text):
        a, b, c = found.groups()
        year, month, day = (a, int(b), c) if len(a) == 4 else (c, int(b), a) if day_first else (c, int(a), b)
    else:
        return None
    hour, minute, second = _clock(text[found.end() :])
    try:
        full = int(year) + (2000 if len(year) == 2 else 0)
        return datetime(full, month, int(day), hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _month(word: str) -> int:
    folded = "".join(fold(word))
    return _MONTH.get(folded[:4]) or _MONTH.get(folded[:3], 0)


def _clock(text: str) -> tuple[int, int, int]:
    found = _CLOCK.search(text)
    if not found:
        return 0, 0, 0
    hour, half = int(found.group(1)), (found.group(4) or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, int(found.group(2)), int(found.group(3) or 0)


def day_first(dates: Iterable[str], delimiter: str) -> bool:
    """How a file writes 3/4/21: as a day above twelve shows; else as LinkedIn does, the month first, unless a
    spreadsheet set to a country with semicolons saved it."""
    first = second = half = 0
    for text in dates:
        if found := _NUMBERS.search(text):
            first, second = max(first, int(found.group(1)[:2])), max(second, int(found.group(2)))
            half += bool(re.search(r"\d\s*[AaPp]\.?[Mm]", text))
    if first > 12 or second > 12:
        return first > 12
    return delimiter == ";" and not half
