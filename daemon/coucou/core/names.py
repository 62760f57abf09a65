"""Names of people as mail and cards write them: the clean form to show, and the folded form to compare.

A header's display name is what somebody typed or a program made: ``"ROY, Léa (via Google Docs)"``,
``Dr. Lea Roy - Acme | Sales``. Both forms drop what is not the name.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from coucou.core import lexicon

_BRACKETS = re.compile(r"\s*(?:\([^()]*\)?|\[[^\[\]]*\]?|\{[^{}]*\}?|<[^<>]*>?)")
_TAIL = re.compile(  # what stands behind the name: how it came, or a company
    r"\s+(?:via|chez|from|au nom de|de la part de|on behalf of|c/o)\s.*|\s+[-–—|/@•·~:]+\s.*|\s*[|•·;].*",
    re.IGNORECASE | re.DOTALL,
)
_VIA = re.compile(r"\bvia\b|\bau nom de\b|\bon behalf of\b|\bde la part de\b", re.IGNORECASE)
_WORDS = re.compile(r"[\W_]+")
_GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "fils": "jr"}
_SPECIAL = lexicon.TITLES | lexicon.CREDENTIALS | lexicon.NOBODY | {"via", "from", "chez"}


@dataclass(frozen=True, slots=True)
class NameKey:
    """A full name folded: equal keys are equal names, whatever the case, the accents and the order of the words."""

    words: tuple[str, ...]  # sorted, at least two
    first: str  # as far as the order tells
    last: str
    initials: frozenset[str]  # middle initials: no part of equality by themselves, but two different ones disagree
    generation: str  # jr, sr, ii, iii or ""


def fold(text: str) -> tuple[str, ...]:
    """Its words in order, without case, accents, apostrophes and punctuation: ``D’Amours-Roy`` is damours, roy."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = text.replace("’", "").replace("ʼ", "").replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")
    text = text.replace("'", "").casefold()
    return tuple(text.split()) if text.isalpha() else tuple(w for w in _WORDS.split(text) if w)


def is_relayed(name: str) -> bool:
    """``Léa Roy via Some List``: the name is of one who wrote through that address, not of one who has it."""
    return bool(_VIA.search(name))


@lru_cache(maxsize=65536)
def clean(name: str) -> str:
    """The name alone, in reading order, properly cased; "" when nothing of it names somebody."""
    bare = _bare(name)
    return _cased(bare) if any(c.isalpha() for c in bare) else ""


@lru_cache(maxsize=131072)
def key(name: str) -> NameKey | None:
    """The folded full name; None when it is no full name: a single word, a function, an address."""
    words = name.casefold().split()
    if len(words) == 2 and name.isascii() and "".join(words).isalpha() and _SPECIAL.isdisjoint(words):
        if min(map(len, words)) == 1:
            return None
        return NameKey(tuple(sorted(words)), words[0], words[1], frozenset(), "")
    words = [w for part in _bare(name).split() for w in fold(part)]
    generation = ""
    if len(words) > 2 and words[-1] in _GENERATIONS:
        generation = _GENERATIONS[words.pop()]
    long = [w for w in words if len(w) > 1 or not w.isascii()]  # 李 is a whole name, J an initial
    if len(long) < 2 or len(long) > 6 or not lexicon.NOBODY.isdisjoint(long):
        return None
    initials = frozenset(words) - frozenset(long)
    return NameKey(tuple(sorted(long)), long[0], long[-1], initials, generation)


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
    together: Counter[tuple[str, ...]] = Counter()
    for name, times in names.items():
        if cleaned := clean(name):
            together[tuple(sorted(fold(cleaned)))] += times
    if not together:
        return ""
    chosen = min(together, key=lambda words: (len(words) < 2, -together[words], words))
    variants = [n for n in names if clean(n) and tuple(sorted(fold(clean(n)))) == chosen]
    return clean(min(variants, key=lambda n: (not is_proper(n), "," in n, clean(n).isascii(), -names[n], n)))
