"""Where each key of a TOML file stands. tomllib gives values without positions, and errors need a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

# A string (triple-quoted ones first), a comment, a bracket, or anything else that can be skipped.
_PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
    r'|\#[^\n]*|[\[\]{}]|\n|=|[^\s"\'#\[\]{}=]+|[ \t\r]+',
    re.DOTALL,
)
_KEY_PART = re.compile(r'"((?:\\.|[^"\\])*)"|\'([^\']*)\'|([A-Za-z0-9_-]+)')


def key_lines(text: str) -> dict[Path, int]:
    """Map each key path of a valid TOML document to its line, from 1; elements of ``[[tables]]`` are counted from 0."""
    found: dict[Path, int] = {}
    table: Path = ()
    counts: dict[Path, int] = {}
    for number, statement in _statements(text):
        if statement.startswith("[["):
            name = _path(statement.strip("[] \t\r"))
            counts[name] = counts.get(name, -1) + 1
            table = (*name, counts[name])
        elif statement.startswith("["):
            table = _path(statement.strip("[] \t\r"))
        else:
            found[(*table, *_path(statement))] = number
            continue
        found[table] = number
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header whole, each assignment's left side, with the line it starts on; values are skipped."""
    line, start, depth, words, in_value = 1, 1, 0, "", False
    for piece in _PIECE.findall(text):
        if piece == "\n" and depth == 0:
            if words.strip() and not in_value:
                yield start, words.strip()
            words, in_value = "", False
        elif piece == "=" and not in_value and depth == 0:
            yield start, words.strip()
            in_value = True
        elif in_value:
            depth += (piece in "[{") - (piece in "]}")
        elif not piece.startswith("#"):
            if not words.strip():
                start = line
            words += piece
        line += piece.count("\n")
    if words.strip() and not in_value:
        yield start, words.strip()


def _path(dotted: str) -> Path:
    return tuple(next(part for part in match.groups() if part is not None) for match in _KEY_PART.finditer(dotted))
