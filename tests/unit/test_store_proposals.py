"""Proposals and choices on record."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from coucou.core.people import Person
from coucou.core.proposal import Availability, Free, IllegalMove, Proposal, State, Step, event_uid, proposal_id
from coucou.core.reason import because
from coucou.core.settings import Approach, Channel
from coucou.store import ledger
from tests.unit.ledgers import ANA, LEA, NOW, OMAR, a_ledger, mail, take

MONTREAL = timezone(timedelta(hours=-5))
REASONS = (
    because("silent", since=date(2025, 1, 2), for_=timedelta(days=3), n=4, share=0.5, name="Léa", none=None, yes=True),
    because("at", moment=datetime(2026, 1, 2, 3, tzinfo=UTC), days=("mon", "tue"), channel=Channel.ASK),
)


def proposal(address: str = LEA, day: int = 9, approach: Approach = Approach.CATCH_UP) -> Proposal:
    start = datetime(2026, 3, day, 10, 30, tzinfo=MONTREAL)
    number = proposal_id(address, approach, Channel.ASK, start)
    return Proposal(
        id=number,
        person=Person(address, "Léa Roy", (address,), "Roy inc."),
        address=address,
        start=start,
        end=start + timedelta(minutes=25),
        timezone="America/Toronto",
        approach=approach,
        channel=Channel.ASK,
        language="fr",
        uid=event_uid(number),
        last_touch=None,
        silence_days=400,
        score=0.75,
        reasons=REASONS,
        availability=Availability(Free.UNKNOWN, "hours.own"),
    )


def test_a_proposal_comes_back_as_it_was_recorded() -> None:
    with a_ledger() as store:
        ledger.record(store, [(proposal(), "Un café?", "Bonjour Léa")], now=NOW)
        (kept,) = ledger.recorded(store)
        assert (kept.id, kept.addresses, kept.state) == (proposal().id, (LEA,), State.PROPOSED)
        assert (kept.subject, kept.body, kept.created_at) == ("Un café?", "Bonjour Léa", NOW)
        assert kept.start == proposal().start
        assert kept.start.utcoffset() == timedelta(hours=-5)
        assert [(r.code, dict(r.values)) for r in kept.reasons] == [(r.code, dict(r.values)) for r in REASONS]


def test_a_new_planning_expires_what_it_drops_and_leaves_what_was_decided() -> None:
    first, second, third = proposal(LEA), proposal(OMAR), proposal(OMAR, day=10)
    with a_ledger() as store:
        ledger.record(store, [(first, "", ""), (second, "", "")], now=NOW)
        ledger.mark(store, first.id, Step.DISMISS, now=NOW)
        ledger.record(store, [(first, "", ""), (third, "", "")], now=NOW + timedelta(days=1))
        states = {kept.id: kept.state for kept in ledger.recorded(store)}
        assert states == {first.id: State.DISMISSED, second.id: State.EXPIRED, third.id: State.PROPOSED}
        ledger.record(store, [(second, "", "")], now=NOW + timedelta(days=2))
        assert ledger.state_of(store, second.id) is State.PROPOSED
        assert [kept.id for kept in ledger.recorded(store, [State.EXPIRED])] == [third.id]


def test_planning_the_same_again_keeps_when_it_was_first_proposed() -> None:
    with a_ledger() as store:
        ledger.record(store, [(proposal(), "", "")], now=NOW)
        ledger.record(store, [(proposal(), "", "better words")], now=NOW + timedelta(days=1))
        (kept,) = ledger.recorded(store)
        assert (kept.created_at, kept.changed_at, kept.body) == (NOW, NOW, "better words")


def test_what_cannot_happen_to_a_proposal_is_refused_and_changes_nothing() -> None:
    with a_ledger() as store:
        ledger.record(store, [(proposal(), "", "")], now=NOW)
        with pytest.raises(IllegalMove):
            ledger.mark(store, proposal().id, Step.MEET, now=NOW)
        with pytest.raises(KeyError):
            ledger.mark(store, "nothing", Step.DISMISS, now=NOW)
        assert ledger.state_of(store, proposal().id) is State.PROPOSED


def test_a_message_to_the_person_after_the_proposal_makes_it_asked() -> None:
    with a_ledger() as store:
        take(store, mail(ANA, [LEA], id="before", at=NOW - timedelta(days=1)))
        ledger.record(store, [(proposal(LEA), "", ""), (proposal(OMAR), "", "")], now=NOW)
        assert ledger.mark_asked(store, now=NOW) == []
        take(store, mail(ANA, [LEA], id="after", at=NOW + timedelta(hours=1)))
        assert ledger.mark_asked(store, now=NOW + timedelta(hours=2)) == [proposal(LEA).id]
        assert ledger.state_of(store, proposal(LEA).id) is State.ASKED
        assert ledger.state_of(store, proposal(OMAR).id) is State.PROPOSED


def test_the_last_choice_counts_for_every_spelling() -> None:
    later = NOW + timedelta(days=30)
    with a_ledger() as store:
        ledger.choose(store, ["LEA+x@example.net", OMAR], ledger.Verdict.LATER, now=NOW, until=later)
        assert ledger.choices(store)[LEA] == ledger.Choice(ledger.Verdict.LATER, later, NOW)
        ledger.choose(store, [LEA], ledger.Verdict.NEVER, now=NOW)
        assert {address: choice.verdict for address, choice in ledger.choices(store).items()} == {
            LEA: "never", OMAR: "later",
        }  # fmt: skip
