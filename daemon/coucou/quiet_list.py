"""The people whom an organisation keeps in peace: a file shared by its members, read at each planning and sending."""

from __future__ import annotations

from pathlib import Path

from coucou.core.address import normal
from coucou.core.reason import Reason, because
from coucou.core.settings import Settings


def load(settings: Settings) -> frozenset[str] | Reason:
    """Its addresses in normal form, none where the settings name no file; or why it cannot be known.

    One address a line, UTF-8; what follows a ``#`` is left out. A line that is no address makes the whole list
    unknown: whoever was meant by it would not be kept in peace.
    """
    written = settings.organization.quiet_list
    if not written:
        return frozenset()
    path = place(settings)
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return because("quiet_list_unread", place=str(path))
    found = set()
    for number, line in enumerate(lines, 1):
        address = line.partition("#")[0].strip()
        if address:
            if not _is_address(address):
                return because("quiet_list_unread", place=f"{path}:{number}")
            found.add(normal(address))
    return frozenset(found)


def place(settings: Settings) -> Path:
    """Where the list is: a relative path is from the configuration's folder on."""
    folder = Path(settings.source).parent if settings.source else Path()
    return (folder / Path(settings.organization.quiet_list).expanduser()).resolve()


def _is_address(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    return bool(local and at and domain) and not any(c.isspace() for c in text)
