"""What a group is written, word for word; and what a page or a listing may never hold."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.circle.times import Calendar
from coucou.cli.circle import as_data
from coucou.core.settings import Organization
from coucou.web.circle import page
from tests.unit.test_circle_round import SETTINGS, TABLE, round_of

HEADINGS = TABLE.splitlines()[0]
STATEMENT = replace(SETTINGS, organization=Organization((), "Your time for this is working time."))
ENGLISH = """Hello Lou and Noah,

You signed up for the virtual coffees, and this round brings together Lou (Finance) and Noah (Sales).

Your calendars leave 25 minutes open on:
– Wednesday, November 25 at 9:30 a.m. (Eastern Time)
– Thursday, November 26 at 9:30 a.m. (Eastern Time)
– Friday, November 27 at 9:30 a.m. (Eastern Time)

Take one of them, or agree on any other time.

There is nothing to prepare and nothing to report. If now is not a good time, let it pass. To skip rounds, or to stop, \
write to me: nobody else will know.

Your time for this is working time.

Rita Houle"""
FRENCH = """Bonjour Léa et Zoé,

Vous participez aux cafés virtuels, et ce tour réunit Léa (Finances) et Zoé (Ventes).

Je ne connais pas tous vos agendas; voici donc seulement des idées dans vos heures de travail, pour 25 minutes :
– mercredi 25 novembre à 14 h (heure de l’Est); 11 h (heure du Pacifique)
– jeudi 26 novembre à 14 h (heure de l’Est); 11 h (heure du Pacifique)
– lundi 30 novembre à 14 h (heure de l’Est); 11 h (heure du Pacifique)

Retenez l’un de ces moments, ou convenez de tout autre.

Rien à préparer, aucun compte à rendre. Si ce n’est pas le bon moment, laissez passer. Pour sauter des tours ou \
arrêter, écrivez-moi : personne d’autre ne le saura.

Rita Houle"""


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_in_english_with_calendars_that_were_read() -> None:
    table = f"{HEADINGS}\nLou Roy,lou@example.org,Finance,yes,en,,,\nNoah Roy,noah@example.org,Sales,yes,en fr,,,\n"
    nothing = Calendar((), {})
    (group,) = round_of(table, settings=STATEMENT, lou=nothing, noah=nothing).groups
    assert group.letter.subject == "A virtual coffee: Lou and Noah"
    assert plain(group.letter.body) == ENGLISH


def test_in_french_with_calendars_that_nobody_read_and_two_clocks() -> None:
    lines = ["Léa Roy,lea@example.org,Finances,oui,fr,,,", "Zoé Roy,zoe@example.org,Ventes,oui,fr,America/Vancouver,,"]
    table = "\n".join((HEADINGS, *lines))
    (group,) = round_of(table).groups
    assert plain(group.letter.subject) == "Un café virtuel : Léa et Zoé"
    assert plain(group.letter.body) == FRENCH


def test_in_both_languages_where_each_prefers_their_own() -> None:
    table = f"{HEADINGS}\nLou Roy,lou@example.org,,yes,en/fr,,,\nZoé Roy,zoe@example.org,,yes,fr/en,,,\n"
    (group,) = round_of(table).groups
    assert group.letter.languages == ("en", "fr")
    assert plain(group.letter.subject) == "A virtual coffee: Lou and Zoé / Un café virtuel : Lou et Zoé"
    assert group.letter.body.index("Hello Lou") < group.letter.body.index("Bonjour Lou")
    assert group.letter.body.count("Rita Houle") == 1


NAMES = ("Ana", "Bea", "Cleo", "Dan", "Eli", "Fay", "Gus", "Hal")


@settings(max_examples=25, deadline=None)
@given(
    nevers=st.lists(st.frozensets(st.integers(0, 7), max_size=2), min_size=8, max_size=8),
    states=st.lists(st.sampled_from(["yes,", "yes,yes", "no,", ",", "yes,2030-01-01"]), min_size=8, max_size=8),
)
def test_no_output_holds_a_word_of_a_secret(nevers: list[frozenset[int]], states: list[str]) -> None:
    lines = [HEADINGS]
    for name, never, state in zip(NAMES, nevers, states, strict=True):
        consent, paused = state.split(",")
        secret = " ".join(["hidden@secret.example", *(f"{NAMES[n].lower()}@example.org" for n in never)])
        lines.append(f"{name} Roy,{name.lower()}@example.org,,{consent},,,{paused},{secret}")
    found = round_of("\n".join(lines))
    listing = json.dumps(as_data(found), ensure_ascii=False)
    shown = page(found, "fr-CA")
    for text in (listing, shown, repr(found)):
        assert "secret.example" not in text
        for name, state in zip(NAMES, states, strict=True):
            assert (f"{name.lower()}@example.org" in text) <= (state == "yes,")
    for group in found.groups:
        for one in group.group.people:
            never = nevers[NAMES.index(one.name.split()[0])]
            assert not {NAMES[n] for n in never} & {o.name.split()[0] for o in group.group.people if o != one}


def test_a_hostile_name_stays_asleep_on_the_page() -> None:
    hostile = '"<script>alert(1)</script>\u202e",evil@example.org,"<b>x</b>",yes,,,,'
    text = page(round_of(f"{HEADINGS}\n{hostile}\nLou Roy,lou@example.org,,yes,,,,\n"), "en")
    assert "<script>" not in text and "<b>x" not in text and "\u202e" not in text
    assert "default-src 'none'" in text
