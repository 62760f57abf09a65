"""Titles of work: patterns that find them in French and in English, whoever bears them.

A pattern is words, each of which must stand in the title, in whatever order: « conseillère en politiques » is a "policy
advisor". Case and accents do not matter, ``*`` stands for any letters (``scien*``), and a word that is in the table
finds its other forms and its other language: ``directeur`` finds "Directrice adjointe" and "Deputy Director" too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from coucou.core.names import fold

_FORMS = (
    "director directeur directrice",
    "manager gestionnaire",
    "head lead leader chef cheffe responsable",
    "president président présidente",
    "founder cofounder fondateur fondatrice cofondateur cofondatrice",
    "owner propriétaire",
    "partner associé associée",
    "officer agent agente",
    "advisor adviser conseiller conseillère",
    "consultant consultante",
    "analyst analyste",
    "scientist scientifique",
    "engineer ingénieur ingénieure",
    "developer développeur développeuse programmeur programmeuse",
    "architect architecte",
    "designer conceptrice concepteur",
    "researcher chercheur chercheuse chercheure",
    "professor professeur professeure",
    "teacher enseignant enseignante",
    "coordinator coordonnateur coordonnatrice coordinateur coordinatrice",
    "supervisor superviseur superviseure",
    "administrator administrateur administratrice",
    "writer rédacteur rédactrice auteur autrice",
    "editor éditeur éditrice",
    "translator traducteur traductrice",
    "lawyer avocat avocate",
    "nurse infirmier infirmière",
    "physician doctor médecin",
    "accountant comptable",
    "librarian bibliothécaire",
    "journalist journaliste",
    "producer producteur productrice",
    "planner planificateur planificatrice",
    "trainer formateur formatrice",
    "recruiter recruteur recruteuse",
    "specialist spécialiste",
    "expert experte",
    "assistant assistante adjoint adjointe deputy",
    "minister ministre",
    "mayor maire mairesse",
    "data données",
    "policy policies politique politiques",
    "project projects projet projets",
    "product products produit produits",
    "program programme programs programmes",
    "research recherche",
    "communication communications",
    "finance finances",
    "training formation",
    "learning apprentissage",
    "health santé",
    "sales ventes",
    "security sécurité",
    "innovation innovations",
    "strategy stratégie",
    "sustainability durabilité",
)
"""Words that name the same work, by row: both languages, both genders."""

_SMALL = frozenset({"le", "la", "les", "l", "de", "du", "des", "d", "of", "and", "et", "the", "en", "in", "a", "au"})


def _folded(text: str) -> list[str]:
    return [word for word in fold(text) if word not in _SMALL]


def _families() -> Mapping[str, tuple[str, ...]]:
    rows = (tuple("".join(fold(word)) for word in row.split()) for row in _FORMS)
    return {word: row for row in rows for word in row}


_FAMILY = _families()


def is_telling(pattern: str) -> bool:
    """Whether a pattern says anything: ``*`` alone would find everybody."""
    return any(len(word) > 1 for word in fold(pattern.replace("*", " ")))


def is_known_word(word: str) -> bool:
    """Whether the table has the word."""
    return "".join(fold(word)) in _FAMILY


@lru_cache(maxsize=256)
def _words(pattern: str) -> tuple[re.Pattern[str], ...]:
    found = []
    for written in pattern.split():
        if "*" in written:
            pieces = [re.escape("".join(fold(piece))) for piece in written.split("*")]
            found += [re.compile(r"\w*".join(pieces))] if any(pieces) else []
            continue
        for word in _folded(written):
            found.append(re.compile("|".join(map(re.escape, _FAMILY.get(word, (word,))))))
    return tuple(found)


@lru_cache(maxsize=8192)
def fits_title(pattern: str, title: str) -> bool:
    """Whether ``title`` has every word of ``pattern``."""
    words, wanted = _folded(title), _words(pattern)
    return bool(words and wanted) and all(any(one.fullmatch(word) for word in words) for one in wanted)
