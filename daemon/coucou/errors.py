"""Errors that the user can mend: said in one line, with the place and the next thing to do."""

from __future__ import annotations


class UserError(Exception):
    """``code`` is a key of the words' tables; ``place`` names the file, line and key; exit status 1.

    ``values`` fill the sentence. The text itself is made at the edge, in the user's language.
    """

    def __init__(self, code: str, place: str = "", **values: object) -> None:
        super().__init__(f"{code} {place}".strip())
        self.code = code
        self.place = place
        self.values = values
