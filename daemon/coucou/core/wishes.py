"""What the user typed when asked whom they would like to know: which of it are people, organisations and titles."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from coucou.core.domains import site
from coucou.core.lexicon import ORGANIZATION_FIRSTS, ORGANIZATION_LASTS, PARTICLES
from coucou.core.names import fold, key
from coucou.core.titles import is_known_word, is_telling


@dataclass(frozen=True, slots=True)
class Wish:
    organizations: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.organizations or self.titles or self.people)


def understood(answer: str, known_names: Collection[tuple[str, ...]] = (), *, organizations: bool = False) -> Wish:
    """The parts of ``answer``, which commas or semicolons separate.

    An address, a LinkedIn profile or the name of somebody known (``known_names``: folded words of full names) is a
    person; so are several capitalised words none of which names work. A domain, a site and what is called like an
    organisation is one, and so is all else when ``organizations`` was the question; otherwise all else is a title.
    """
    found: dict[str, list[str]] = {"organizations": [], "titles": [], "people": []}
    for part in (" ".join(piece.split()) for piece in re.split(r"[,;\n]", answer)):
        if is_telling(part):
            found[_kind(part, known_names, organizations)].append(part)
    return Wish(*(tuple(dict.fromkeys(found[kind])) for kind in ("organizations", "titles", "people")))


def _kind(part: str, known_names: Collection[tuple[str, ...]], organizations: bool) -> str:
    name = key(part)
    if "@" in part or "linkedin.com/in/" in part.casefold() or (name and name.words in known_names):
        return "people"
    words = part.split()
    if organizations or site(part) or _is_called_like_one(part):
        return "organizations"
    names = [word for word in words if word.casefold() not in PARTICLES]
    capitalised = len(names) > 1 and all(word[0].isupper() and not word.isupper() for word in names)
    return "people" if name and capitalised and not any(map(is_known_word, words)) else "titles"


def _is_called_like_one(part: str) -> bool:
    """Whether a capitalised name begins or ends as those of organisations do: Ville de …, University of …, … Inc."""
    first, *others = fold(part) or ("",)
    begins = first in ORGANIZATION_FIRSTS or (others[:1] == ["of"] and first in ORGANIZATION_LASTS)
    return part[0].isupper() and bool(others) and (begins or others[-1] in ORGANIZATION_LASTS)
