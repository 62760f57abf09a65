"""The rounds on record: a table that a spreadsheet opens, one group a line: round, date, and two or three addresses."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from coucou.core.address import is_mailable, normal
from coucou.core.circle import Group
from coucou.core.table import DELIMITERS, decoded
from coucou.errors import UserError, cause
from coucou.files import write_private

HEADINGS = ("round", "date", "first", "second", "third")


@dataclass(frozen=True, slots=True)
class Past:
    """One group of a round that took place. ``keys`` are addresses in normal form."""

    number: int
    day: date
    keys: tuple[str, ...]


def beside(file: Path) -> Path:
    """Where the rounds of a circle are kept unless the user says otherwise: ``team.csv`` → ``team.rounds.csv``."""
    return file.with_name(f"{file.stem}.rounds.csv")


def read(path: Path) -> tuple[Past, ...]:
    """What is on record at ``path``; nothing where there is no such file.

    :raises UserError: it cannot be read, or a line of it is no group: a round that is not known could be repeated.
    """
    try:
        text = decoded(path.read_bytes())
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise UserError("circle.unreadable", str(path), cause=cause(error)) from error
    lines = text.splitlines(keepends=True)
    delimiter = max(DELIMITERS, key=lines[0].count) if lines else ","
    return tuple(_groups(csv.reader(lines, delimiter=delimiter), path))


def _groups(rows: Iterable[list[str]], path: Path) -> Iterator[Past]:
    for line, cells in enumerate(rows, 1):
        words = [cell.strip() for cell in cells if cell.strip()]
        if not words or (line == 1 and words[0] == HEADINGS[0]):
            continue
        try:
            number, day, keys = int(words[0]), date.fromisoformat(words[1]), tuple(map(normal, words[2:]))
        except (ValueError, IndexError) as error:
            raise UserError("circle.bad_round", f"{path}:{line}") from error
        if len(keys) not in (2, 3) or not all(map(is_mailable, keys)):
            raise UserError("circle.bad_round", f"{path}:{line}")
        yield Past(number, day, keys)


def latest(past: Iterable[Past]) -> Past | None:
    return max(past, key=lambda one: one.number, default=None)


def met(past: Iterable[Past], number: int) -> dict[frozenset[str], int]:
    """Of two people, how many rounds lie between ``number`` and the nearest round that had them together."""
    found: dict[frozenset[str], int] = {}
    for one in past:
        ago = abs(number - one.number)
        for two in map(frozenset, combinations(one.keys, 2)) if ago else ():
            found[two] = min(ago, found.get(two, ago))
    return found


def record(path: Path, past: Iterable[Past], number: int, day: date, groups: Iterable[Group]) -> None:
    """Put a round on record, in the place of one of that number.

    :raises UserError: it cannot be written.
    """
    new = (Past(number, day, tuple(one.key for one in group.people)) for group in groups)
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(HEADINGS)
    for one in sorted((*(old for old in past if old.number != number), *new), key=lambda p: (p.number, p.keys)):
        table.writerow((one.number, one.day.isoformat(), *one.keys))
    write_private(path, written.getvalue().encode())
