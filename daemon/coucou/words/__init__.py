"""What coucou says: every text in English and French, dates and hours by place, messages, invitations and drafts.

Light at import: Jinja2, Babel, icalendar and the email package are loaded by the functions that need them.
"""

from __future__ import annotations

from coucou.words.clean import clean, one_line
from coucou.words.detect import detect
from coucou.words.locale import language, language_for
from coucou.words.say import known, listed, problem, quoted, reason, say, written

__all__ = [
    "clean",
    "detect",
    "known",
    "language",
    "language_for",
    "listed",
    "one_line",
    "problem",
    "quoted",
    "reason",
    "say",
    "written",
]
