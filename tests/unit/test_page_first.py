"""The page about those not yet known: to whom it goes, what to paste, what to say first, what to remember."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coucou.core.card import ConversationCard, Encounter
from coucou.core.reason import because
from coucou.core.settings import Approach, Channel
from coucou.web.page import render
from coucou.web.view import ProposalView
from coucou.words.texts import Text
from tests.page_views import NOW, ordinary, person, proposal

CARD = ConversationCard(
    Encounter(NOW, "meeting", "Plans for the garden"),
    ("Omar Farouk",),
    (because("card.organization", organization="Sydhavn", before="Nordlys"),),
    (because("ask.change"), because("ask.subject", subject="Plans for the garden")),
)


def approached(approach: Approach, **more: object) -> str:
    one = proposal("Grace Kim")
    missing = (because("missing.about"),) if approach is Approach.INTRODUCTION else ()
    via = person("Tom Whitfield") if approach is Approach.REFERRAL else None
    made = replace(
        one.proposal, approach=approach, channel=Channel.DRAFT, via=via, reasons=(*one.proposal.reasons, *missing)
    )
    view = ProposalView(made, one.address, one.subject, one.body, recall=CARD, **more)  # type: ignore[arg-type]
    return render(ordinary("en", proposals=(view,)))


@pytest.mark.parametrize("approach", [Approach.REFERRAL, Approach.INTRODUCTION])
def test_a_moment_that_the_text_does_not_name_is_one_to_keep_in_mind(approach: Approach) -> None:
    assert "A moment to keep in mind" in approached(approach)
    assert "A moment to suggest" in approached(Approach.MESSAGE)


def test_a_referral_says_to_whom_it_goes() -> None:
    assert "Tom Whitfield · gabriel@atelier-boreal.example" in approached(Approach.REFERRAL)


def test_what_must_be_said_first_stands_once_and_as_a_note() -> None:
    html = approached(Approach.INTRODUCTION)
    assert html.count("ne line about you is missing (about, under [me])") == 1
    assert html.index("Why this person") < html.index("ne line about you is missing")


def test_notes_for_linkedin_stand_below_the_message_with_a_link_to_the_profile() -> None:
    link = "https://www.linkedin.com/in/grace-kim"
    texts = (
        Text("linkedin_note", "Hi Grace,\nA short one.", link, 200),
        Text("linkedin_message", "The long one.", link),
    )
    html = approached(Approach.INTRODUCTION, texts=texts)
    assert "A short one." in html and "22 of 200 characters" in html
    assert html.count(f'href="{link}"') == 1 and "The long one." not in html


def test_a_message_to_a_colleague_can_be_opened_in_teams_or_slack() -> None:
    texts = (
        Text("teams", "Hi", "https://teams.microsoft.com/l/chat/0/0?users=a&message=b"),
        Text("slack", "Hi", "slack://open"),
    )
    html = approached(Approach.MESSAGE, texts=texts)
    assert "https://teams.microsoft.com/l/chat/0/0?users=a&amp;message=b" in html and 'href="slack://open"' in html


def test_what_to_remember_stands_apart_from_the_message() -> None:
    html = approached(Approach.MESSAGE)
    for said in (
        "Plans for the garden",
        "Now at Sydhavn; before, Nordlys",
        "You both know Omar Farouk",
        "How is the new role going?",
    ):
        assert said in html
    letter = html[html.index("<pre") : html.index("</pre>")]
    assert "garden" not in letter and "Omar" not in letter
