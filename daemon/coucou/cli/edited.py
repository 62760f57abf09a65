"""A proposal as a small text that its user edits: three lines, an empty one, and the message.

Lines that begin with # are left out, above the message only. The names of the three lines are understood in either
language. What is wrong is told with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from coucou.cli.lang import t
from coucou.words import clean, one_line, say

MINUTES = (5, 240)
LONGEST_SUBJECT = 200
_LINE = re.compile(r"\s*(\w+)\s*:(.*)")


class Wrong(Exception):
    """What is wrong with the text: a code, its line counted from 1 (0: it is nowhere), and what the sentence needs."""

    def __init__(self, code: str, line: int = 0, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.values = values


@dataclass(frozen=True, slots=True)
class Edited:
    """What the user wants. ``start`` is aware, in the proposal's zone."""

    subject: str
    start: datetime
    minutes: int
    body: str


def written(one: Edited) -> str:
    """The text that is opened in the editor, in the language of this run."""
    lines = [f"# {line}" for line in t("edit.how").splitlines()]
    for name, value in (("subject", one.subject), ("start", f"{one.start:%Y-%m-%d %H:%M}"), ("minutes", one.minutes)):
        lines.append(t(f"edit.line.{name}", value=str(value)))
    return "\n".join([*lines, "", one.body, ""])


def read(text: str, zone: ZoneInfo, now: datetime) -> Edited:
    """What the text says. :raises Wrong: it cannot be meant."""
    lines = text.replace("\r\n", "\n").split("\n")
    names = {name: _names(name) for name in ("subject", "start", "minutes")}
    found: dict[str, tuple[str, int]] = {}
    body_from = len(lines)
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        if not line.strip():
            if found:
                body_from = number
                break
            continue
        match = _LINE.fullmatch(line)
        name = next((n for n, known in names.items() if match and match[1].casefold() in known), None)
        if match is None or name is None:
            raise Wrong("edit.not_a_line", number)
        if name in found:
            raise Wrong("edit.twice", number)
        found[name] = (match[2].strip(), number)
    for name in names:
        if name not in found:
            raise Wrong("edit.missing", 0, line_name=t(f"edit.line.{name}", value="").strip(" :\N{NO-BREAK SPACE}"))
    body = clean("\n".join(lines[body_from:])).strip()
    if not body:
        raise Wrong("edit.no_message", len(lines))
    return Edited(_subject(*found["subject"]), _start(*found["start"], zone, now), _minutes(*found["minutes"]), body)


def _names(name: str) -> set[str]:
    return {next(_words(say(f"edit.line.{name}", language, value=""))).casefold() for language in ("en", "fr")}


def _words(text: str) -> Iterator[str]:
    yield from re.findall(r"\w+", text)


def _subject(value: str, line: int) -> str:
    subject = one_line(value, LONGEST_SUBJECT)
    if not subject:
        raise Wrong("edit.no_subject", line)
    return subject


def _start(value: str, line: int, zone: ZoneInfo, now: datetime) -> datetime:
    """A moment by the clock of the proposal's zone. One that the clocks jump over is none."""
    try:
        naive = datetime.strptime(value.replace("T", " "), "%Y-%m-%d %H:%M")  # noqa: DTZ007 - a wall clock's
    except ValueError as error:
        raise Wrong("edit.bad_start", line, value=value) from error
    start = naive.replace(tzinfo=zone)
    if start.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive:
        raise Wrong("edit.no_such_hour", line, value=value)
    if start <= now:
        raise Wrong("edit.past", line, value=value)
    if (start - now).days > 366:
        raise Wrong("edit.far", line, value=value)
    return start


def _minutes(value: str, line: int) -> int:
    if not (value.isdecimal() and MINUTES[0] <= int(value) <= MINUTES[1]):
        raise Wrong("edit.bad_minutes", line, low=MINUTES[0], high=MINUTES[1])
    return int(value)
