"""What to call somebody: the given name, out of whatever a mail program wrote as a name."""

from __future__ import annotations

import re

from coucou.words.clean import one_line

_TITLES = re.compile(
    r"^(?:(?:drs?|dre|pr|pre|prof|me|mr|mrs|ms|mx|mme|mlle|sir|ing|rev|hon|m)\b\.?\s+)+", re.IGNORECASE
)
_AFTER_COMMA = re.compile(
    r"^(?:ph\.?\s?d|m\.?d|mba|cpa|crha|ing|eng|jr|sr|ii|iii|esq|msc|bsc|llb|llm|dmv|phd)\b", re.IGNORECASE
)
_ASIDE = re.compile(r"[(\[{<].*?(?:[)\]}>]|$)")  # (she/her), [Example Inc.], <ana@example.org>
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[̀-ͯ]|['’.·-](?=[^\W\d_]))*")
_LONGEST = 24


def given_name(name: str) -> str:
    """The first given name, titles and asides apart; "" when what stands there is no name: nothing odd is written.

    "Tremblay, Ana" is Ana, "Dr. Ana Tremblay (elle)" too; "J. Roy", "ana@example.org" and "3D Printing" are nobody.
    """
    text = _ASIDE.sub(" ", one_line(name)).strip(" \t'\"“”«»\N{NO-BREAK SPACE}")
    family, comma, rest = text.partition(",")
    inverted = comma and rest.strip() and not _AFTER_COMMA.match(rest.strip())
    text = rest if inverted else family
    words = _TITLES.sub("", text.strip()).split()
    first = words[0].strip("'\"“”«»,;") if words else ""
    if not 1 < len(first) <= _LONGEST or not _NAME.fullmatch(first):
        return ""
    return _cased(first) if first.isupper() or first.islower() else first


def _cased(name: str) -> str:
    """Jean-Pierre out of JEAN-PIERRE; names in scripts without case stay as they are."""
    return re.sub(r"[^\W\d_]+", lambda part: part[0][0].upper() + part[0][1:].lower(), name)
