"""The file of a circle: a table of people, by a spreadsheet or a directory, with French or English headings.

What stands wrong is a problem with its file and line, and no round is made then: a list that is half read could put
together two people who asked not to be. A problem never repeats what a cell of such a list holds.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from coucou.contract import Problem
from coucou.core.address import is_mailable, normal
from coucou.core.circle import Volunteer
from coucou.core.names import fold, from_address
from coucou.core.table import DELIMITERS, decoded, long_fields
from coucou.core.zones import iana
from coucou.errors import UserError

_COLUMNS = {  # our names → headings, folded; the last of them are those of exported directories
    "name": "name|full name|display name|displayname|nom complet|nom affiche|nom d affichage|prenom et nom|personne",
    "first": "first name|given name|givenname|prenom|first name required",
    "last": "last name|surname|family name|nom de famille|last name required",
    "address": "address|email|e mail|mail|email address|e mail address|adresse|courriel|adresse courriel|adresse email"
    "|adresse e mail|adresse electronique|userprincipalname|user principal name|email address required",
    "unit": "unit|team|department|division|unite|equipe|service|departement|direction",
    "opted_in": "opted in|opt in|optin|consent|consents|consentement|volunteer|volontaire|participates|participe"
    "|inscription|accord",
    "paused": "paused|pause|en pause",
    "never": "never|never with|not with|jamais|jamais avec|pas avec",
    "languages": "languages|language|langues|langue|preferredlanguage|preferred language",
    "timezone": "timezone|time zone|fuseau|fuseau horaire",
    "calendar": "calendar|calendar file|calendrier|agenda|ics",
}
_OURS = {heading: ours for ours, headings in _COLUMNS.items() for heading in headings.split("|")}
_YES = frozenset({"yes", "y", "true", "1", "x", "oui", "o", "vrai", "✓"})
_NO = frozenset({"", "no", "n", "false", "0", "non", "faux", "-", "–"})
_LANGUAGES = {
    **dict.fromkeys(("francais", "french"), ("fr",)),
    **dict.fromkeys(("english", "anglais"), ("en",)),
    **dict.fromkeys(("bilingue", "bilingual"), ("fr", "en")),
}
_EXCEL = re.compile(r"sep=.\s*$", re.IGNORECASE)  # a line for spreadsheets, above the headings
_REGION = re.compile(r"(?<=^[a-z]{2})[-_][a-z]{2}$", re.IGNORECASE)
_SEVERAL = re.compile(r"[;,|/\s]+")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a file says. ``taking_part`` opted in and are not paused; ``calendars`` has the paths as they are written.

    Nothing is kept of those who do not take part.
    """

    taking_part: tuple[Volunteer, ...]
    asked: bool  # there is a column of consent
    calendars: Mapping[str, str]  # by key
    lines: Mapping[str, int]  # by key, for what is said of a calendar
    problems: tuple[Problem, ...]


def listed(data: bytes, place: str, today: date) -> Listed:
    """The people of a table. ``place`` is its name, for problems.

    :raises UserError: it has no column of addresses; the first line must hold the headings.
    """
    lines = decoded(data).replace("\0", "").splitlines(keepends=True)
    above = 1 if lines and _EXCEL.match(lines[0]) else 0
    columns, delimiter = _headings(lines[above] if len(lines) > above else "")
    if "address" not in columns:
        raise UserError("circle.no_addresses", place)
    wrong: list[Problem] = []
    seen: dict[str, int] = {}
    taking: list[Volunteer] = []
    calendars: dict[str, str] = {}
    for line, row in _rows(lines, above, columns, delimiter):
        found = _read(row, f"{place}:{line}", today, wrong)
        if found is None:
            continue
        one, takes_part = found
        if one.key in seen:
            wrong.append(_problem("circle.twice", f"{place}:{line}", first=seen[one.key]))
            continue
        seen[one.key] = line
        if takes_part:
            taking.append(one)
            if row.get("calendar"):
                calendars[one.key] = row["calendar"]
    return Listed(tuple(taking), "opted_in" in columns, calendars, seen, tuple(wrong))


def _headings(line: str) -> tuple[list[str], str]:
    """Our names of the columns, "" for those we do not know, and what stands between them."""
    found: tuple[list[str], str] = [], ","
    for delimiter in DELIMITERS:
        cells = [" ".join(fold(cell)) for cell in next(csv.reader([line], delimiter=delimiter), [])]
        ours = [_OURS.get(cell, "") for cell in cells]
        if "first" in ours:  # « Nom » beside « Prénom » is the family name, alone it is the whole name
            ours = ["last" if cell == "nom" else name for cell, name in zip(cells, ours, strict=True)]
        else:
            ours = ["name" if cell == "nom" else name for cell, name in zip(cells, ours, strict=True)]
        if len(set(filter(None, ours))) > len(set(filter(None, found[0]))):
            found = ours, delimiter
    return found


def _rows(lines: list[str], above: int, columns: list[str], delimiter: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Every line that holds something, its number in the file, and its cells by our names; the first of two wins."""
    with long_fields():
        reader = csv.reader(lines[above:], delimiter=delimiter)
        next(reader, None)
        before = reader.line_num
        for cells in reader:
            row: dict[str, str] = {}
            for name, cell in zip(columns, cells, strict=False):
                if name and cell.strip() and name not in row:
                    row[name] = cell.strip()
            if row:
                yield above + before + 1, row
            before = reader.line_num


def _read(row: Mapping[str, str], place: str, today: date, wrong: list[Problem]) -> tuple[Volunteer, bool] | None:
    """The person of a line, and whether they take part; None after noting what is wrong with it."""
    problems = len(wrong)
    address = row.get("address", "")
    if not is_mailable(address):
        wrong.append(_problem("circle.address", place))
    opted_in = _yes(row.get("opted_in", ""))
    if opted_in is None:
        wrong.append(_problem("circle.yes_or_no", place, value=row["opted_in"]))
    paused = _paused(row.get("paused", ""), today)
    if paused is None:
        wrong.append(_problem("circle.pause", place))
    never = [text for text in _SEVERAL.split(row.get("never", "")) if text]
    if not all(is_mailable(text) for text in never):
        wrong.append(_problem("circle.never", place))
    timezone = row.get("timezone", "")
    if timezone and iana(timezone) is None:
        wrong.append(_problem("circle.zone", place, value=timezone))
    if len(wrong) > problems:
        return None
    one = Volunteer(
        key=normal(address),
        name=_name(row) or from_address(address) or address,
        address=address,
        unit=row.get("unit", ""),
        languages=_tags(row.get("languages", "")),
        timezone=timezone,
        never=frozenset(map(normal, never)),
    )
    return one, bool(opted_in) and not paused


def _name(row: Mapping[str, str]) -> str:
    return " ".join((row.get("name") or f"{row.get('first', '')} {row.get('last', '')}").split())


def _yes(cell: str) -> bool | None:
    """None: neither yes nor no."""
    word = cell.casefold()
    return True if word in _YES else False if word in _NO else None


def _paused(cell: str, today: date) -> bool | None:
    """Yes, no, or a day until which they pause; None: none of these."""
    said = _yes(cell)
    if said is not None:
        return said
    try:
        return today < date.fromisoformat(cell)
    except ValueError:
        return None


def _tags(cell: str) -> tuple[str, ...]:
    """Language tags in the order written, each once: « Français; anglais » is fr, en; "fr-CA" is fr."""
    words = [_REGION.sub("", part) for part in _SEVERAL.split(cell)]
    tags = (tag for word in words for name in fold(word) for tag in _LANGUAGES.get(name, (name,)))
    return tuple(dict.fromkeys(tags))


def _problem(code: str, place: str, **values: object) -> Problem:
    return Problem(code, place, MappingProxyType(values))
