"""Errors that the user can mend: said in one line, with the place and the next thing to do."""

from __future__ import annotations

import errno

from coucou.core.reason import Reason, because


class UserError(Exception):
    """``code`` is a key of the words' tables; ``place`` names the file, line and key; exit status 1.

    ``values`` fill the sentence. The text itself is made at the edge, in the user's language.
    """

    def __init__(self, code: str, place: str = "", **values: object) -> None:
        super().__init__(f"{code} {place}".strip())
        self.code = code
        self.place = place
        self.values = values


_SYSTEM = {
    errno.ENOENT: "system.nothing_there",
    errno.ENOTDIR: "system.nothing_there",
    errno.EISDIR: "system.folder",
    errno.EACCES: "system.denied",
    errno.EPERM: "system.denied",
    errno.EROFS: "system.read_only",
    errno.ENOSPC: "system.full",
    errno.EDQUOT: "system.full",
}


def cause(error: OSError) -> Reason:
    """Why the system refused, to be said in the user's language; its own words, which know one, where it is rare."""
    code = _SYSTEM.get(error.errno or 0)
    return because(code) if code else because("system.other", text=error.strerror or type(error).__name__)
