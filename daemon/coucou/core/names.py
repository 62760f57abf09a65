"""Names of people as mail and cards write them: the clean form to show, and the folded form to compare.

A header's display name is what somebody typed or a program made: ``"ROY, Léa (via Google Docs)"``,
``Dr. Lea Roy - Acme | Sales``. Both forms drop what is not the name.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from coucou.core import lexicon

_BRACKETS = re.compile(r"\s*(?:\([^()]*\)?|\[[^\[\]]*\]?|\{[^{}]*\}?|<[^<>]*>?)")
_TAIL = re.compile(  # what stands behind the name: how it came, or a company
    r"\s+(?:via|chez|from|au nom de|de la part de|on behalf of|c/o)\s.*|\s+[-–—|/@•·~:]+\s.*|\s*[|•·;].*",
    re.IGNORECASE | re.DOTALL,
)
_VIA = re.compile(r"\bvia\b|\bau nom de\b|\bon behalf of\b|\bde la part de\b", re.IGNORECASE)
_TERMINAL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]?")
_WORDS = re.compile(r"[\W_]+")
_GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "fils": "jr"}
_SPECIAL = lexicon.TITLES | lexicon.CREDENTIALS | lexicon.NOBODY | {"via", "from", "chez"}


class NameKey(NamedTuple):
    """A full name folded: equal words are equal names, whatever the case, the accents and the order of the words."""

    words: tuple[str, ...]  # sorted, at least two
    first: str  # as far as the order tells
    last: str
    initials: frozenset[str] = frozenset()  # middle ones: no part of equality, but two different ones disagree
    generation: str = ""  # jr, sr, ii, iii


class Name(NamedTuple):
    """A display name, read once."""

    shown: str  # the name alone, in reading order, properly cased; "" when nothing of it names somebody
    words: tuple[str, ...]  # of ``shown``, folded and sorted
    key: NameKey | None  # None: no full name, but a single word, a function, an address
    relayed: bool  # ``Léa Roy via Some List``: of one who wrote through the address, not of one who has it


@lru_cache(maxsize=131072)
def read(name: str) -> Name:
    """What a display name says. Two plain words, the usual case, take a short way."""
    words = name.split(" ")
    if len(words) == 2 and "".join(words).isalnum() and not any(map(str.isupper, words)):
        one, other = folded = (_word(words[0]), _word(words[1]))
        if _SPECIAL.isdisjoint(folded) and len(one) > 1 and len(other) > 1 and words[0][0].isupper():
            ordered = folded if one <= other else (other, one)
            return Name(name, ordered, NameKey(ordered, one, other), False)
    bare = _bare(name)
    shown = _cased(bare) if any(c.isalpha() for c in bare) else ""
    return Name(shown, tuple(sorted(fold(shown))), _key(bare), bool(_VIA.search(name)))


def clean(name: str) -> str:
    return read(name).shown


def key(name: str) -> NameKey | None:
    return read(name).key


def fold(text: str) -> tuple[str, ...]:
    """Its words in order, without case, accents, apostrophes and punctuation: ``D’Amours-Roy`` is damours, roy."""
    plain = _word(text)
    return (plain,) if plain.isalnum() else tuple(w for w in _WORDS.split(plain) if w)


@lru_cache(maxsize=65536)
def _word(text: str) -> str:
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = text.replace("’", "").replace("ʼ", "").replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")
    return text.replace("'", "").casefold()


def _key(bare: str) -> NameKey | None:
    words = [w for part in bare.split() for w in fold(part)]
    generation = ""
    if len(words) > 2 and words[-1] in _GENERATIONS:
        generation = _GENERATIONS[words.pop()]
    long = [w for w in words if len(w) > 1 or not w.isascii()]  # 李 is a whole name, J an initial
    if len(long) < 2 or len(long) > 6 or not lexicon.NOBODY.isdisjoint(long):
        return None
    return NameKey(tuple(sorted(long)), long[0], long[-1], frozenset(words) - frozenset(long), generation)


def agree(a: NameKey, b: NameKey) -> bool:
    """Whether two equal names can be one person's: no other middle initial, no father and son."""
    if a.generation != b.generation:
        return False
    return not a.initials or not b.initials or a.initials == b.initials


def is_common(name: NameKey) -> bool:
    """Both its ends are among the most frequent names, so that two people who bear it are no surprise."""
    ends = ((name.first, name.last), (name.last, name.first))
    return any(given in lexicon.GIVEN_NAMES and family in lexicon.FAMILY_NAMES for given, family in ends)


def from_address(address: str) -> str:
    """A name to show where nothing better is known: ``lea.roy42@…`` is Léa's address, so "Lea Roy"."""
    stem = address.rpartition("@")[0] or address.rpartition("/")[2].removeprefix("linkedin:")
    parts = [p for p in re.split(r"[._\-+\s]+", stem) if p and not any(c.isdigit() for c in p)]
    parts = parts or [stem.strip("0123456789._-") or stem]
    return " ".join(p[:1].upper() + p[1:] for p in parts)


def is_proper(name: str) -> bool:
    """Neither all capitals nor all small: somebody took care."""
    return not name.isupper() and not name.islower()


def _bare(name: str) -> str:
    """Without quotes, brackets, company, titles and letters after the name; "Last, First" turned round."""
    if not name.isprintable():
        name = _TERMINAL.sub("", name)
        name = "".join(c if c.isprintable() else " " for c in name if unicodedata.category(c) not in ("Cf", "Cs"))
    text = " ".join(name.split()).strip("'\"“”«»‘’` ")
    if "@" in text and " " not in text:
        return ""
    text = _TAIL.sub("", _BRACKETS.sub("", text)).strip(" ,.-'\"")
    if "," in text:
        text = _turned(text)
    words = text.split()
    while len(words) > 1 and words[0].casefold().rstrip(".") in lexicon.TITLES:
        words.pop(0)
    while len(words) > 1 and words[-1].casefold().strip(".,") in lexicon.CREDENTIALS:
        words.pop()
    return " ".join(w for w in words if "@" not in w)


def _turned(text: str) -> str:
    first, *rest = (p.strip() for p in text.split(","))
    rest = [p for p in rest if p and not all(w.casefold().strip(".") in lexicon.CREDENTIALS for w in p.split())]
    if not rest:
        return first
    if rest[0].casefold().strip(".") in _GENERATIONS:
        return f"{first} {rest[0]}"
    return f"{rest[0]} {first}" if len(first.split()) <= 3 and len(rest) == 1 else first


def _cased(text: str) -> str:
    words = text.split()
    if text.isupper() or text.islower():
        return " ".join(_capital(w, i) for i, w in enumerate(words))
    shouted = [w for w in words if len(w) > 2 and w.isupper()]
    if not shouted:
        return text
    if words[0] in shouted and words[-1] not in shouted:  # TREMBLAY Ana, as French offices write
        words = [w for w in words if w not in shouted] + shouted
    return " ".join(_capital(w, 1) if w in shouted else w for w in words)


def _capital(word: str, place: int) -> str:
    small = word.lower()
    if place and small in lexicon.PARTICLES:
        return small
    return re.sub(r"(?:^|(?<=[-'’.]))\w", lambda m: m.group().upper(), small)


def best(names: Mapping[str, int]) -> str:
    """The name to show, of those used and how often: a full one, the most used, in its best-written variant.

    Variants of one name count together ("LÉA ROY", "Roy, Léa", "Lea Roy"); of them a properly cased one wins, then
    one with its accents, then the most used.
    """
    if len(names) == 1:
        return read(next(iter(names))).shown
    together: Counter[tuple[str, ...]] = Counter()
    for name, times in names.items():
        if words := read(name).words:
            together[words] += times
    if not together:
        return ""
    chosen = min(together, key=lambda words: (len(words) < 2, -together[words], words))
    variants = [n for n in names if read(n).words == chosen]
    return clean(min(variants, key=lambda n: (not is_proper(n), "," in n, clean(n).isascii(), -names[n], n)))
