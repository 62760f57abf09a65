"""Adding tables to the user's own file: everything that stands in it stays as it is, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

Value = str | tuple[str, ...] | date | float


def appended(before: bytes, name: str, tables: Iterable[Mapping[str, Value]]) -> bytes:
    """``before`` with ``[[name]]`` tables below it, in the line ends that it uses."""
    end = b"\r\n" if b"\r\n" in before else b"\n"
    lines: list[str] = []
    for table in tables:
        lines += ["", f"[[{name}]]", *(f"{key} = {_written(value)}" for key, value in table.items())]
    added = end.join(line.encode() for line in lines) + end
    joint = b"" if not before or before.endswith(b"\n") else end
    return before + joint + (added if before else added.removeprefix(end))


def quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a part of TOML's (toml.io, v1.0.0, strings)."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _written(value: Value) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(quoted, value))}]"
    return value.isoformat() if isinstance(value, date) else repr(value)
