"""Who was seen together, and what a newer export says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from coucou.contract import Batch, Card, Event, MailKind, Participant, Role, SourceId
from coucou.core.card import Encounter, conversation_card
from coucou.core.facts import CardFacts, Person
from coucou.core.settings import Aim, Exclude
from coucou.store import Store, ledger
from tests.unit.ledgers import ANA, INES, LEA, NOW, OMAR, a_ledger, mail, take

TOGETHER = datetime(2026, 1, 5, 12, tzinfo=UTC)
CARD = Card(SourceId("c/1"), "Léa Roy", ("linkedin.com/in/lea-roy",), "Nordlys", "Analyst")


def test_those_on_the_same_messages_were_seen_together_once_a_message() -> None:
    with a_ledger() as store:
        take(
            store,
            mail(LEA, [ANA], [OMAR], id="1@x"),
            mail(ANA, [OMAR, LEA], id="2@x", sent=True),
            mail(OMAR, [ANA], id="3@x"),
            mail(LEA, [ANA], [INES], id="4@x", kind=MailKind.BULK),
            mail(LEA, [ANA, *(f"p{n}@example.org" for n in range(25))], [INES], id="5@x"),
            mail(LEA, [ANA], [INES], id="6@x", at=NOW + timedelta(days=1)),
        )
        found = ledger.together_with(store, [LEA], NOW)
        assert (found.get(OMAR), found.get(INES)) == (2, None)
        assert LEA not in found


def test_a_recurring_meeting_is_one_time_together() -> None:
    def held(uid: str, *people: str) -> Event:
        return Event(
            source=SourceId(f"e/{uid}"),
            calendar="work",
            uid=uid,
            start=TOGETHER,
            duration=timedelta(hours=1),
            participants=tuple(Participant(Role.ATTENDEE, one) for one in people),
        )

    with a_ledger() as store:
        weekly = held("weekly", ANA, LEA, OMAR)
        take(store, weekly, replace(weekly, source=SourceId("e/moved")), held("once", ANA, LEA), reader="calendar")
        assert ledger.together_with(store, [LEA], NOW) == {ANA: 2, OMAR: 1}
        assert ledger.together_with(store, [LEA], TOGETHER - timedelta(days=1)) == {}


def cards(store: Store, *found: Card) -> list[CardFacts]:
    batch = Batch(found)
    ledger.apply(store, "linkedin", "contacts", batch, exclude=Exclude(), own=frozenset({ANA}), now=NOW)
    return ledger.cards(store)


def test_a_newer_export_leaves_what_the_older_one_said_of_the_work() -> None:
    with a_ledger() as store:
        assert cards(store, CARD)[0].earlier is None
        assert cards(store, CARD)[0].earlier is None, "the same again is no change"
        assert cards(store, replace(CARD, title="Director"))[0].earlier == ("Nordlys", "Analyst")
        assert cards(store, replace(CARD, title="Director"))[0].earlier == ("Nordlys", "Analyst")
        [last] = cards(store, replace(CARD, title="Director", organization="Sydhavn"))
        assert (last.organization, last.earlier) == ("Sydhavn", ("Nordlys", "Director"))


# --- the card ---------------------------------------------------------------------------------------------------------

WHO = Person("lea", "Léa Roy", ("linkedin.com/in/lea-roy", LEA), "Sydhavn", title="Director")
MET = Encounter(TOGETHER, "meeting", "Plans for the garden")


def told(*facts: CardFacts, met: tuple[Encounter, ...] = (MET,), aim: Aim | None = None) -> list[str]:
    found = conversation_card(WHO, met, ["Omar"], facts, aim)
    return [one.code for one in (*found.changed, *found.questions)]


def facts(organization: str, title: str, earlier: tuple[str, str] | None = None) -> CardFacts:
    return CardFacts("linkedin", "Léa Roy", ("linkedin.com/in/lea-roy",), organization, title, earlier=earlier)


def test_a_card_says_what_changed_and_asks_about_it_first() -> None:
    assert told(facts("Sydhavn", "Director", ("Nordlys", "Analyst"))) == [
        "card.organization",
        "card.title",
        "ask.change",
        "ask.subject",
    ]
    assert told(facts("Nordlys", "Analyst"), facts("NORDLYS", "Director")) == [
        "card.title",
        "ask.change",
        "ask.subject",
    ]
    assert told(facts("Nordlys", "Analyst"), facts("Nordlys", "analyst")) == ["ask.subject", "ask.both_know"]


def test_a_card_has_one_or_two_questions_whatever_is_known() -> None:
    assert told(aim=Aim.PROJECT) == ["ask.subject", "ask.project"]
    assert told(met=(replace(MET, subject=None),), aim=Aim.CAREER) == ["ask.career", "ask.both_know"]
    assert told(met=(replace(MET, kind="seen"),)) == ["ask.both_know", "ask.title"]
    nothing = conversation_card(Person("x", "X", (), ""), (), (), (), None)
    assert [one.code for one in nothing.questions] == ["ask.plain"] and nothing.last_met is None


def test_a_subject_is_recalled_without_the_marks_of_replies() -> None:
    found = conversation_card(WHO, (replace(MET, kind="sent", subject="Re: RE : Plans"),), (), (), None)
    assert found.last_met is not None and found.last_met.subject == "Plans"
    assert found.questions[0].values == {"subject": "Plans"}


def test_the_last_encounter_is_the_latest() -> None:
    later = Encounter(TOGETHER + timedelta(days=3), "sent", None)
    assert conversation_card(WHO, (later, MET), ["A", "B", "C", "D"], (), None).last_met is later
    assert conversation_card(WHO, (later, MET), ["A", "B", "C", "D"], (), None).both_know == ("A", "B", "C")
