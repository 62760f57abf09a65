"""The unit files, fitted to where coucou and its files are on this computer."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import coucou

RESIDENT = ("coucou.service",)
TIMER = ("coucou-once.service", "coucou-once.timer")
COMMAND = "%h/.local/bin/coucou"
STATE = "-%h/.local/state/coucou"


def shipped(name: str) -> str:
    """A unit file as it comes with coucou: inside the installed package, or beside the sources."""
    inside = Path(coucou.__file__).parent / "systemd" / name
    found = inside if inside.exists() else Path(coucou.__file__).parents[2] / "systemd" / name
    return found.read_text("utf-8")


def command() -> Path:
    """The command that was typed, or the one beside this Python."""
    typed = Path(sys.argv[0])
    return typed.absolute() if typed.name == "coucou" and typed.exists() else Path(sys.executable).with_name("coucou")


def fitted(written: str, command: Path, arguments: Iterable[str], folders: Iterable[Path]) -> str:
    """A unit that starts ``command`` with more ``arguments``, and may write to ``folders`` only."""
    lines = []
    for line in written.splitlines():
        if line.startswith("ExecStart="):
            started = line.removeprefix("ExecStart=").replace(COMMAND, quoted(str(command)), 1)
            line = "ExecStart=" + " ".join([started, *map(quoted, arguments)])
        elif line.startswith("ReadWritePaths="):
            line = "\n".join(f"ReadWritePaths={quoted(f'-{folder}')}" for folder in folders)
        lines.append(line)
    return "\n".join(lines) + "\n"


def quoted(word: str) -> str:
    """A word as systemd reads it back (systemd.syntax(7)): specifiers, variables and quotation marks are escaped."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    plain = escaped == word and not any(c.isspace() or c in ";'" for c in word)
    return word if plain and word else f'"{escaped}"'
