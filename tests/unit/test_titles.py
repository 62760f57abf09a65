"""Patterns of titles: French and English, whoever bears them."""

from __future__ import annotations

import pytest

from coucou.core.titles import fits_title, is_telling


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        ("directeur", "Directrice générale adjointe"),
        ("director", "Directeur de la recherche"),
        ("deputy director", "Directrice adjointe"),
        ("conseillère en politiques", "Senior Policy Advisor"),
        ("data scientist", "Scientifique des données"),
        ("chef d’équipe", "CHEFFE D’ÉQUIPE"),
        ("scien*", "Data Scientist"),
        ("*designer", "Web designer"),
        ("vice-président", "Vice-présidente, Exploitation"),
        ("Ingénieure logiciel", "ingenieur logiciel"),
        ("technicien", "Technicienne de laboratoire"),
        ("étudiant", "Étudiantes au doctorat"),
        ("secretary", "Secrétaire générale"),
        ("économiste", "Chief Economist"),
        ("software engineer", "Ingénieure logicielle"),
        ("chef d’équipe", "Team Lead"),
        ("directeur de l'innovation", "Innovation Director"),
        ("directeur·rice", "Directrice"),
        ("conseiller(ère)", "Policy Advisor"),
        ("chargé.e de projet", "Project Manager"),
        ("gestionnaire de projet", "Cheffe de projet"),
        ("RH", "Human Resources Manager"),
        ("HR", "Conseillère en ressources humaines"),
        ("ressources humaines", "HR Business Partner"),
        ("VP", "Vice-présidente, Finances"),
        ("vice-président", "SVP, Data"),
        ("PDG", "Chief Executive Officer"),
        ("CEO", "Présidente-directrice générale"),
        ("directrice générale", "DG"),
        ("CFO", "Directeur des finances"),
        ("sous-ministre adjointe", "Assistant Deputy Minister"),
        ("director", "Dir., Finance"),
        ("intelligence artificielle", "AI Researcher"),
    ],
)
def test_a_pattern_finds_titles_in_both_languages_and_genders(pattern: str, title: str) -> None:
    assert fits_title(pattern, title)


@pytest.mark.parametrize(
    ("pattern", "title"),
    [
        ("director", "Directory assistant"),
        ("policy advisor", "Advisor"),
        ("designer", ""),
        ("scien", "Scientist"),
        ("art", "Partner"),
        ("(.+)", "Director"),
        ("VP", "President"),
        ("CEO", "Executive assistant"),
        ("RH", "Ressources matérielles"),
        ("AI", "Aide"),
        ("chef de projet", "Chef cuisinier"),
        ("art director", "Director"),
    ],
)
def test_a_pattern_finds_whole_words_only(pattern: str, title: str) -> None:
    assert not fits_title(pattern, title)


@pytest.mark.parametrize("pattern", ["*", " * ", "", "a", "??"])
def test_a_pattern_that_would_find_everybody_is_known_as_such(pattern: str) -> None:
    assert not is_telling(pattern)
