"""Globs over folders, links not followed.

A name is compared in Unicode's composed form, because macOS writes "é" as two code points and people type one.
"""

from __future__ import annotations

import fnmatch
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

_MAGIC = "*?["


def expand(pattern: str, base: Path) -> tuple[Path, Iterator[Path]]:
    """The folder that a pattern starts in (its part without wildcards), and what it matches there."""
    whole = Path(os.path.expanduser(pattern))
    start = Path(whole.anchor) if whole.is_absolute() else base
    parts = list(whole.parts[1:] if whole.is_absolute() else whole.parts)
    root = start
    while parts and not has_magic(parts[0]):
        root = _child(root, parts.pop(0))
    return root, _matches(root, parts)


def _child(folder: Path, name: str) -> Path:
    """``folder/name``, or the entry whose composed name is the same."""
    path = folder / name
    if name == ".." or os.path.lexists(path) or not os.path.isdir(folder) or not os.access(folder, os.R_OK):
        return path
    return next((folder / n for n in sorted(os.listdir(folder)) if composed(n) == composed(name)), path)


def _matches(folder: Path, parts: list[str]) -> Iterator[Path]:
    if not parts:
        if os.path.lexists(folder):
            yield folder
        return
    first, rest = parts[0], parts[1:]
    if first == "**":
        yield from _matches(folder, rest or ["*"])
    for name in _names(folder):
        path = folder / name
        if first == "**":
            if os.path.isdir(path) and not path.is_symlink():
                yield from _matches(path, parts)
        elif fnmatch.fnmatchcase(composed(name), composed(first)):
            if rest and os.path.isdir(path):
                yield from _matches(path, rest)
            elif not rest:
                yield path


def _names(folder: Path) -> list[str]:
    if not os.path.isdir(folder) or not os.access(folder, os.R_OK | os.X_OK):
        return []
    return sorted(n for n in os.listdir(folder) if not n.startswith("."))


def has_magic(text: str) -> bool:
    return any(c in text for c in _MAGIC)


def inside(pattern: str) -> bool:
    """Written relative to the configuration's folder, without climbing out of it."""
    normal = os.path.normpath(os.path.expanduser(pattern))
    return not os.path.isabs(normal) and not normal.startswith(os.pardir)


def within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
