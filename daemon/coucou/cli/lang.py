"""The language that this run speaks, decided once, from the locale."""

from __future__ import annotations

import os

from coucou.words import language, say

LANGUAGE = language(os.environ, ())


def t(code: str, **values: object) -> str:
    """A text in this run's language."""
    return say(code, LANGUAGE, **values)
