"""Every text a user can see, English and French side by side, one file an area.

A file holds ``TEXTS: dict[str, tuple[str, str]]``: code → (English, French). Files are found by being there and read
only when a code asks for them: the file named like the code's first part first, the others when it is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules

from coucou.words.typography import french

Texts = Mapping[str, tuple[str, str]]

strict = False
"""True in tests: an unknown code or a missing value raises ``KeyError`` instead of being shown as it is."""

_known: dict[str, tuple[str, str]] = {}
_set: dict[str, tuple[str, str]] = {}
_unread: list[str] = []
_listed = False


def areas() -> list[str]:
    """The names of the areas, sorted."""
    return sorted(module.name for module in iter_modules(__path__))


def texts(area: str) -> Texts:
    """One area's table. Raises ``ModuleNotFoundError`` when there is no such area."""
    table: Texts = import_module(f"{__name__}.{area}").TEXTS
    return table


def find(code: str) -> tuple[str, str] | None:
    """The text of ``code`` in English and French, or None. French gets its no-break spaces here: tables are typed
    with plain ones."""
    if code in _set:
        return _set[code]
    if code not in _known:
        for area in _candidates(code):
            _known.update(texts(area))
            if code in _known:
                break
    if code not in _known:
        return None
    english, in_french = _known[code]
    return _set.setdefault(code, (english, french(in_french, canadian=True)))


def _candidates(code: str) -> Iterator[str]:
    """The areas not read yet, the likeliest first; each is given once in a process."""
    global _listed
    if not _listed:
        _unread.extend(areas())
        _listed = True
    for likely in (code.partition(".")[0], "common"):
        if likely in _unread:
            _unread.remove(likely)
            yield likely
    while _unread:
        yield _unread.pop(0)
