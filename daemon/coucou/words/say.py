"""One sentence for one code, in the user's language, with its values written as that language writes them.

A text is a ``str.format`` pattern with plain field names (no attributes, no indexes). A value is written by its type;
a format spec chooses among the forms of that type:

=============  =======================================================================================================
``str``        shown without control, escape and bidi characters; ``q`` in quotation marks
``int float``  digits grouped from 10 000 on; ``d`` without grouping (years, ids); ``%`` a share of 1; ``size`` bytes
``date``       3 décembre 2026; ``day`` jeudi 3 décembre; ``full`` jeudi 3 décembre 2026; ``month`` décembre 2026
``datetime``   3 décembre 2026 à 10 h 30; ``when`` jeudi 3 décembre à 10 h 30; ``time`` 10 h 30; a date's forms as well
``time``       10 h 30
``timedelta``  plus d'un an, 3 mois; ``ago`` il y a 3 mois; ``since`` depuis 3 mois
lists          a, b et c; ``or`` a, b ou c
``Reason``     its own sentence
=============  =======================================================================================================

A plural is two texts, ``code.one`` and ``code.other``, chosen by the value ``n`` (in French, 0 and 1 are ``one``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum
from string import Formatter
from typing import Any

from coucou.contract import ConnectorError, Problem
from coucou.core.reason import Reason
from coucou.errors import UserError
from coucou.words import catalog, dates
from coucou.words.clean import clean, one_line
from coucou.words.locale import is_french
from coucou.words.numbers import number, percent, size

__all__ = ["clean", "known", "listed", "problem", "quoted", "reason", "say", "written"]


def say(code: str, lang: str, /, **values: object) -> str:
    """The text of ``code`` in ``lang`` ("fr", "en", or with a region: "fr-FR") with ``values`` in it.

    An unknown code is its own text, so that a run never fails for a word (``catalog.strict`` makes it a ``KeyError``).
    """
    pair = catalog.find(code) or catalog.find(f"{code}.{_form(lang, values.get('n'))}")
    if pair is None:
        if catalog.strict:
            raise KeyError(code)
        return code
    return _Writer(lang).vformat(pair[is_french(lang)], (), values)


def known(code: str) -> bool:
    """Whether ``code`` has a text, plain or plural."""
    return any(catalog.find(c) is not None for c in (code, f"{code}.other"))


def reason(why: Reason, lang: str) -> str:
    """A reason as a sentence."""
    return say(why.code, lang, **why.values)


def problem(what: Problem | UserError | ConnectorError, lang: str) -> str:
    """A problem or an error as a sentence; texts name its place as ``{place}``."""
    place = {} if isinstance(what, ConnectorError) else {"place": what.place}
    return say(what.code, lang, **{**place, **what.values})


def listed(items: Iterable[object], lang: str, last: str = "and") -> str:
    """Items in a row: "a, b and c", « a, b et c »; ``last`` is "and" or "or"."""
    texts = [written(item, lang) for item in items]
    if len(texts) < 2:
        return "".join(texts)
    word = {"and": "et", "or": "ou"}[last] if is_french(lang) else last
    return f"{', '.join(texts[:-1])} {word} {texts[-1]}"


def written(value: object, lang: str, spec: str = "") -> str:
    """A value as ``lang`` writes it; ``spec`` is one of the forms in the table above."""
    if value is None:
        return ""
    if isinstance(value, Reason):
        return reason(value, lang)
    if isinstance(value, bool):
        return (("no", "yes"), ("non", "oui"))[is_french(lang)][value]
    if isinstance(value, (datetime, date, time, timedelta)):
        return dates.written(value, lang, spec)
    if isinstance(value, (int, float)) and not isinstance(value, Enum):
        return _number(value, lang, spec)
    if isinstance(value, (list, tuple, set, frozenset)):
        return listed(value if isinstance(value, Sequence) else sorted(value, key=str), lang, spec or "and")
    text = one_line(str(value.value if isinstance(value, Enum) else value))
    return quoted(text, lang) if spec == "q" else text


def quoted(text: str, lang: str) -> str:
    return f"«\N{NO-BREAK SPACE}{text}\N{NO-BREAK SPACE}»" if is_french(lang) else f"“{text}”"


def _number(value: int | float, lang: str, spec: str) -> str:
    if spec == "d":
        return str(value)
    if spec == "%":
        return percent(value, lang)
    return size(int(value), lang) if spec == "size" else number(value, lang)


def _form(lang: str, n: object) -> str:
    """CLDR's cardinal rules for whole numbers: French i = 0,1 is one; English i = 1."""
    if not isinstance(n, (int, float)):
        return "other"
    return "one" if (abs(n) < 2 if is_french(lang) else n == 1) else "other"


class _Writer(Formatter):
    def __init__(self, lang: str) -> None:
        self.lang = lang

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[object, str]:
        # A name is only ever a key: a value from outside must not be reachable by attribute or index.
        if field_name not in kwargs and not catalog.strict:
            return "…", field_name
        return kwargs[field_name], field_name

    def format_field(self, value: object, format_spec: str) -> str:
        return written(value, self.lang, format_spec)
