"""Mail domains: which belong to an organisation, which to everybody, and which two belong together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from coucou.core import lexicon
from coucou.core.names import fold

# Providers with a domain in every country: yahoo.ca, hotmail.co.uk, live.fr.
_FREE_EVERYWHERE = re.compile(r"(?:yahoo|hotmail|live|outlook|gmx|aol)\.[a-z]{2,3}(?:\.[a-z]{2})?")


_SITE = re.compile(r"(?:https?://)?(?:www\.)?((?:[^\s/@.:]+\.)+[a-z]{2,})(?:[/?#:]\S*)?")


def site(written: str) -> str:
    """The domain that somebody wrote, as it stands or as the address of a site; "" when it is none."""
    found = _SITE.fullmatch(written.casefold().strip(".@ "))
    return found[1] if found else ""


def lies_in(domain: str, parent: str) -> bool:
    """Whether ``domain`` is ``parent`` or one below it; both in small letters."""
    return domain == parent or domain.endswith("." + parent)


@lru_cache(maxsize=65536)
def is_free_mail(domain: str) -> bool:
    """Whether anybody can have an address there: such a domain is no organisation."""
    return domain in lexicon.FREE_MAIL or bool(_FREE_EVERYWHERE.fullmatch(domain))


@lru_cache(maxsize=65536)
def family(domain: str) -> str:
    """The part of a domain that one owner registered: ``mail.cs.example.co.uk`` is of ``example.co.uk``."""
    labels = domain.split(".")
    for size in (3, 2):
        if len(labels) > size and ".".join(labels[-size:]) in lexicon.SECOND_LEVEL:
            return ".".join(labels[-size - 1 :])
    return ".".join(labels[-2:])


@lru_cache(maxsize=65536)
def organization_domain(domain: str, own: tuple[str, ...] = ()) -> str:
    """The organisation's: the one of ``own`` that it lies in, else its family; "" for free mail and for no domain."""
    for mine in own:
        if lies_in(domain, mine):
            return "" if is_free_mail(mine) else mine
    return "" if not domain or is_free_mail(domain) or is_free_mail(family(domain)) else family(domain)


@lru_cache(maxsize=65536)
def organization_name(domain: str) -> str:
    """What to call an organisation of which only the domain is known: ``acme-labs.co.uk`` is "Acme Labs"."""
    label = family(domain).split(".")[0]
    return " ".join(w.capitalize() for w in label.split("-")) if domain else ""


_NOT_TELLING = (lexicon.LEGAL_FORMS | {"as", "ab", "oy", "enr", "asbl", "obnl", "au", "aux", "at", "in", "en"}) - {
    "holding",
    "holdings",
    "international",
    "global",
}
"""Words that make no other organisation of the same name."""


@lru_cache(maxsize=65536)
def name_words(organization: str) -> tuple[str, ...]:
    """The words that tell one organisation from another, folded: "The Acme Group Inc." and « Groupe Acme » are one.

    All its words where none of them tells.
    """
    words = fold(organization)
    return tuple(word for word in words if len(word) > 1 and word not in _NOT_TELLING) or words


@lru_cache(maxsize=65536)
def is_called(organization: str, domain: str) -> bool:
    """Whether a domain is named after that organisation: all its telling words run together, or its initials.

    Stricter than ``fits``: "Hydro-Québec" is hydroquebec.com, but montreal.ca is not every organisation of Montréal.
    """
    label = "".join(fold(family(domain).split(".")[0]))
    words = name_words(organization)
    return label == "".join(words) or is_short_for(label, words)


def is_short_for(short: str, words: Sequence[str]) -> bool:
    """Whether ``short`` is made of the initials of ``words``, three at least: uqam."""
    return len(short) > 2 and len(words) > 2 and short == "".join(word[0] for word in words)


_SMALL = frozenset(
    {"le", "la", "les", "l", "de", "du", "des", "d", "of", "and", "et", "the"}
)  # left out of abbreviations


@lru_cache(maxsize=65536)
def fits(organization: str, domain: str) -> bool:
    """Whether a domain can be that organisation's, going by its letters: a word, the words run together, or initials.

    Generous on purpose: "Ville de Montréal" fits montreal.ca, "Banque Nationale du Canada" fits bnc.ca, "Hydro-Québec"
    fits hydroquebec.com. Saying "moved" of somebody who did not move hides them until the user looks.
    """
    words = fold(organization)
    label = "".join(fold(family(domain).split(".")[0]))
    everything = "".join(fold(domain.rpartition(".")[0]))
    if not words or not label:
        return True
    telling = [w for w in words if w not in lexicon.LEGAL_FORMS and len(w) > 1] or list(words)
    joined = "".join(words)
    if any(len(w) >= 3 and (w in everything or (len(label) >= 3 and w.startswith(label))) for w in telling):
        return True
    if (len(label) >= 4 and label in joined) or "".join(telling) in everything:
        return True
    initials = {"".join(w[0] for w in kept) for kept in (words, telling, [w for w in words if w not in _SMALL])}
    return len(label) >= 2 and any(label == i or (len(i) >= 3 and i in label) for i in initials)
