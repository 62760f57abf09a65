"""Titles of work: patterns that find them in French and in English, whoever bears them.

A pattern is words, each of which must stand in the title, in whatever order: « conseillère en politiques » is a "policy
advisor". Case, accents, gender and plural do not matter, ``*`` stands for any letters (``scien*``), and what is in the
tables of ``coucou.core.work_words`` finds its other forms, its abbreviation and its other language: ``directeur`` finds
"Directrice adjointe" and "Deputy Director" too, and ``RH`` finds "Human Resources".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from coucou.core.names import fold
from coucou.core.work_words import FORMS, PHRASES

_SMALL = frozenset({"le", "la", "les", "l", "de", "du", "des", "d", "of", "and", "et", "the", "en", "in", "a", "au"})

_FEMININE = (
    ("trice", "teur"),
    ("euse", "eur"),
    ("iere", "ier"),
    ("llere", "ller"),
    ("enne", "en"),
    ("elle", "el"),
    ("ive", "if"),
    ("ffe", "f"),
)
"""Folded endings, and the masculine ones; all others are told by their e."""

_INCLUSIVE = re.compile(
    r"(?<=\w)[·•.(/-](?:e|ère|ière|rice|trice|euse|ne|enne|le|ve|fe)s?\b\)?(?:[·•.]s\b)?", re.IGNORECASE
)
"""The second ending of a word written for everybody: directeur·rice, conseiller(ère), chargé.e.s."""

_ELIDED = re.compile(r"\b(?:[dl]|qu)[’'](?=\w)", re.IGNORECASE)

_SHORTEST_STEM = 4


def _stem(word: str) -> str:
    """A folded word without its plural and its gender: conseillère, conseillers and conseiller are one."""
    if len(word) > _SHORTEST_STEM and word[-1] == "s" and word[-2] != "s":
        word = word[:-1]
    for feminine, masculine in _FEMININE:
        if len(word) > len(feminine) + 1 and word.endswith(feminine):
            return word.removesuffix(feminine) + masculine
    bare = word.rstrip("e")
    return bare if len(bare) >= _SHORTEST_STEM else word


def _stems(text: str) -> tuple[str, ...]:
    return tuple(_stem(word) for word in fold(_ELIDED.sub("", _INCLUSIVE.sub("", text))) if word not in _SMALL)


@cache  # on first use, as the other tables: most runs look at no title
def _families() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in FORMS:
        words = _stems(row)
        for word in words:
            found[word].update(words)
    return {word: frozenset(words) for word, words in found.items()}


@cache
def _phrases() -> Mapping[str, Sequence[tuple[tuple[str, ...], int]]]:
    """By its first word each phrase, the longest first, with the number of its row."""
    found: defaultdict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    for number, row in enumerate(PHRASES):
        for phrase in map(_stems, row.split("|")):
            found[phrase[0]].append((phrase, number))
    return {first: sorted(phrases, key=lambda one: -len(one[0])) for first, phrases in found.items()}


@cache
def _known() -> frozenset[str]:
    """Every word of the tables."""
    return frozenset(_families()) | {word for rows in _phrases().values() for phrase, _ in rows for word in phrase}


def is_telling(pattern: str) -> bool:
    """Whether a pattern says anything: ``*`` alone would find everybody."""
    return any(len(word) > 1 for word in fold(pattern.replace("*", " ")))


def is_known_word(word: str) -> bool:
    """Whether the tables have the word, or all the words that it is joined of."""
    stems = _stems(word)
    return bool(stems) and _known().issuperset(stems)


class _Title(NamedTuple):
    """A title, read once. ``rows``: the phrases that stand in it, by the numbers of their rows."""

    words: frozenset[str]
    rows: frozenset[int]
    folded: tuple[str, ...]


@lru_cache(maxsize=8192)
def _read(title: str) -> _Title:
    words = _stems(title)
    return _Title(frozenset(words), frozenset(row for _, _, row in _phrases_in(words)), fold(title))


def fits_title(pattern: str, title: str) -> bool:
    """Whether ``title`` has every word of ``pattern``."""
    wanted, found = _wanted(pattern), _read(title)
    return bool(wanted and found.words) and all(one(found) for one in wanted)


Wanted = Callable[[_Title], bool]


@lru_cache(maxsize=256)
def _wanted(pattern: str) -> tuple[Wanted, ...]:
    """What a title must have, one for each word or phrase of the pattern."""
    starred = [_letters(written) for written in pattern.split() if "*" in written and fold(written)]
    words = _stems(" ".join(written for written in pattern.split() if "*" not in written))
    found: list[Wanted] = []
    end_of_last = 0
    for start, end, row in _phrases_in(words):
        if start >= end_of_last:
            found += [*map(_word, words[end_of_last:start]), _phrase(row, words[start:end])]
            end_of_last = end
    return (*starred, *found, *map(_word, words[end_of_last:]))


def _word(stem: str) -> Wanted:
    """One word, in any of its forms."""
    forms = _families().get(stem, frozenset({stem}))
    return lambda title: not forms.isdisjoint(title.words)


def _phrase(row: int, words: Sequence[str]) -> Wanted:
    """Any phrase of the row in one piece, or else each of the words."""
    each = [_word(word) for word in words]
    return lambda title: row in title.rows or all(one(title) for one in each)


def _letters(written: str) -> Wanted:
    """A word with a ``*``: the letters of a word as it stands in the title."""
    letters = re.compile(r"\w*".join(re.escape("".join(fold(piece))) for piece in written.split("*")))
    return lambda title: any(map(letters.fullmatch, title.folded))


def _phrases_in(words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Where a phrase of the table stands, from start to end, with the number of its row; of one place the longest
    first."""
    for start, word in enumerate(words):
        for phrase, row in _phrases().get(word, ()):
            end = start + len(phrase)
            if tuple(words[start:end]) == phrase:
                yield start, end, row
