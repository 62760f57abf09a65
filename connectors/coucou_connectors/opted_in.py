"""Whether somebody agreed to be read on behalf of an organisation: their address, in a file of their own."""

from __future__ import annotations

from pathlib import Path


def said_yes(path: Path, who: str) -> bool:
    """Whether the file at ``path`` names ``who`` on a line; what follows a ``#`` is a remark. No file is no."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    return who.strip().casefold() in {line.split("#")[0].strip().casefold() for line in lines} - {""}
