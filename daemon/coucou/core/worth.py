"""Worth: is it worth it to be in touch again, by the user's aims and by what research says.

=========  ======  ==================================================================================================
part       weight  origin
=========  ======  ==================================================================================================
trust      0.30    dormant ties that once were strong help most (Levin, Walter, Murnighan, Organization Science 2011)
novelty    0.15    little time together brings what one does not know yet (Walter, Levin, Murnighan, Org. Sci. 2015)
engaged    0.15    willingness to help: both wrote, in like measure (the same, 2015)
weakness   0.10    moderately weak ties help most, an inverted U (Rajkumar et al., Science 2022)
status     0.10    higher status brings more (Walter, Levin, Murnighan 2015); read from a contact's title
aims       0.20    the user's own word: a tier, a target
=========  ======  ==================================================================================================

The shares are a judgement, not a measurement: no data at hand says what a talk was worth to somebody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"trust": 0.30, "novelty": 0.15, "engaged": 0.15, "weakness": 0.10, "status": 0.10, "aims": 0.20}
)

TIERS: Mapping[str, float] = MappingProxyType({"close": 1.0, "regular": 0.7, "wide": 0.4})
"""What a tier says of the user's aims; a tier of the user's own making counts as ``regular``."""

NEW_AFTER_DAYS = 365.0  # novelty is a half after a year of silence

_HIGH = re.compile(
    r"\b(?:chief|c[efimot]o|ceo|president|présidente?|vice[- ]president|[aes]?vp|vice[- ]présidente?|founder|"
    r"co-?founder|fondateur|fondatrice|cofondateur|cofondatrice|(?<!product )owner|propriétaire(?! de produit)|"
    r"(?<!business )partner|associée?|director|directeur|directrice|dg|pdg|head of|"
    r"chef(?:fe)?(?! de pro(?:jet|duit)| d[’']équipe)|minist(?:er|re)|dean|doyenne?|professor|professeure?|judge|juge|"
    r"deputy minister|sous-ministre|commissioner|commissaire)\b",
    re.IGNORECASE,
)
_MIDDLE = re.compile(
    r"\b(?:manager|gestionnaire|cheffe|chef|lead|leader|principal|principale|senior|sénior|supervisor|superviseure?|"
    r"coordonnateur|coordonnatrice|coordinator|responsable|architect|architecte|conseill(?:er|ère) principale?)\b",
    re.IGNORECASE,
)


class Value(NamedTuple):
    value: float  # 0..1
    trust: float  # 0..1 each
    novelty: float
    engaged: float
    weakness: float
    status: float
    aims: float


@lru_cache(maxsize=4096)
def status_of(title: str) -> float:
    """0, 0.5 or 1 by the words of a title, French or English; 0 when none is known."""
    if not title:
        return 0.0
    return 1.0 if _HIGH.search(title) else 0.5 if _MIDDLE.search(title) else 0.0


def worth(
    strength: float, silence_days: float, given: int, taken: int, title: str, tier: str | None, bonus: float
) -> Value:
    """The worth of a tie and its parts. ``given`` and ``taken``: touches from the user and from the other; a meeting is
    both. ``bonus``: what the user's targets add, 0..1."""
    novelty = silence_days / (silence_days + NEW_AFTER_DAYS)
    more = given if given > taken else taken
    engaged = (given + taken - more) / more if more else 0.0
    weakness = 4 * strength * (1 - strength)
    status = status_of(title) if title else 0.0
    aims = min(1.0, bonus + (TIERS.get(tier, TIERS["regular"]) if tier else 0.0)) if bonus or tier else 0.0
    total = _TRUST * strength + _NOVELTY * novelty + _ENGAGED * engaged
    total += _WEAKNESS * weakness + _STATUS * status + _AIMS * aims
    return Value(total, strength, novelty, engaged, weakness, status, aims)


_TRUST, _NOVELTY, _ENGAGED, _WEAKNESS, _STATUS, _AIMS = WEIGHTS.values()
