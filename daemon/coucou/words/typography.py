"""French spaces: templates may be typed with plain ones, and the text goes out with those that French wants."""

from __future__ import annotations

import re

_NBSP = "\N{NO-BREAK SPACE}"
_THIN = "\N{NARROW NO-BREAK SPACE}"
_ANY = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
_COLON = re.compile(rf"(?<=\S){_ANY}+:(?=\s|$)")
_OPEN = re.compile(rf"«{_ANY}*")
_CLOSE = re.compile(rf"{_ANY}*»")
_HIGH = re.compile(rf"(?<=[^\W_]|[)»%’]){_ANY}*([?!;]+)(?=\s|$|»)")


def french(text: str, canadian: bool) -> str:
    """No-break spaces before « : » and inside quotation marks; before « ? ! ; » a narrow one in France, none in Canada
    (Office québécois de la langue française, « Espacement »; Imprimerie nationale, Lexique)."""
    text = _COLON.sub(f"{_NBSP}:", text)
    text = _CLOSE.sub(f"{_NBSP}»", _OPEN.sub(f"«{_NBSP}", text))
    return _HIGH.sub(r"\1" if canadian else rf"{_THIN}\1", text)
