"""French or English, by the small words and the accents of a few subjects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache


def detect(subjects: Sequence[str]) -> str | None:
    """fr, en, or None when the subjects do not tell.

    A language needs two marks and twice the other's, so a single borrowed word decides nothing.
    """
    marks: Counter[str] = Counter()
    for subject in subjects:
        marks.update(_marks(subject))
    first, second = ("fr", "en") if marks["fr"] >= marks["en"] else ("en", "fr")
    return first if marks[first] >= 2 and marks[first] >= 2 * marks[second] else None


# Words of one language only: what both have ("on", "as", "or", "but", "me", "a", "sale", "mars") is left out.
_FRENCH = re.compile(
    r"(?:le|les|des|du|un|une|et|est|dans|avec|pour|vous|nous|je|tu|ta|tes|votre|vos|notre|nos|mon|mes|ce|cette|ces|qui|que"
    r"|quoi|mais|ou|où|au|aux|chez|sans|sous|entre|merci|bonjour|salut|allô|réunion|rencontre|rendez|dîner|souper|déjeuner"
    r"|demain|hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|février|avril|mai|juin|juillet|août"
    r"|septembre|octobre|novembre|décembre|suite|rappel|bonne|fête|compte|rendu|prochaine?|nouvelles?|semaine|mois|année"
    r"|projet|demande|dossier|horaire|anniversaire|félicitations|suivi|ébauche)"
)
_ENGLISH = re.compile(
    r"(?:the|and|of|is|are|was|were|with|for|from|your|you|we|my|our|his|her|their|this|that|these|those|what|when|where"
    r"|how|why|who|will|would|should|could|did|does|do|have|has|had|not|about|into|thanks?|hello|hi|hey|meeting|lunch"
    r"|dinner|breakfast|tomorrow|yesterday|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january"
    r"|february|march|april|june|july|august|september|october|november|december|follow|reminder|happy|good|next|last|week"
    r"|month|year|catch|catching|up|quick|updates?|new|please|it|in|to|be|if|at|draft|schedule|request|birthday)"
)
_ELISION = re.compile(r"(?<!\w)(?:[ldjnmtsc]|qu)['’](?=[^\W\d_]{2})", re.IGNORECASE)  # l’été, qu’on; not I’d, don’t
_ACCENT = re.compile("[àâçèéêëîïôœùû]")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PREFIX = re.compile(
    r"^(?:\s*(?:re|rép|fwd?|tr|aw|invitation|canceled|accepted|declined|accepté|refusé)\s*:)+", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def _marks(subject: str) -> tuple[str, ...]:
    """One mark a telling word. Prefixes such as "Re:" are the mail program's language, not the writers'."""
    text = _PREFIX.sub("", subject.replace("\N{NO-BREAK SPACE}", " "))
    marks = ["fr"] * len(_ELISION.findall(text))
    for token in _TOKEN.findall(_ELISION.sub(" ", text)):
        word = token.casefold()
        if _FRENCH.fullmatch(word):
            marks.append("fr")
        elif _ENGLISH.fullmatch(word):
            marks.append("en")
        elif token.islower() and _ACCENT.search(token):
            marks.append("fr")  # a name would have a capital
    return tuple(marks)
