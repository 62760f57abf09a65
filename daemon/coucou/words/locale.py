"""Which language: of the user's screen, and of a message to somebody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from coucou.words.detect import detect

LANGUAGES = ("en", "fr")


def is_french(lang: str) -> bool:
    return lang[:2] == "fr"


def language(environ: Mapping[str, str], languages: Sequence[str] = ()) -> str:
    """The screen's language by POSIX's order of variables, else the user's first that we speak, else English.

    LANGUAGE is a list and comes first, except (as in gettext) when the locale is plainly "C" or "POSIX".
    """
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    asked = [locale]
    if locale not in {"C", "POSIX"}:
        asked = [*environ.get("LANGUAGE", "").split(":"), locale]
    return _first_spoken([*asked, *languages]) or "en"


def language_for(setting: str | None, subjects: Sequence[str], languages: Sequence[str]) -> str:
    """The language to write to somebody in: as set for them, else that of ``subjects`` (what the two exchanged), else
    the user's first that we speak, else English."""
    return _first_spoken([setting or ""]) or detect(subjects) or _first_spoken(languages) or "en"


def _first_spoken(tags: Sequence[str]) -> str | None:
    return next((tag[:2].lower() for tag in tags if re.match(r"(?:fr|en)(?![a-z])", tag, re.IGNORECASE)), None)
