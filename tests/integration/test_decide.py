"""What the user decides, on the whole desk: every state, every word, and what is taken back for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coucou import decide, uses
from coucou.contract import Refused, SourceId, TryLater, Unclear
from coucou.core.event import Event
from coucou.core.ladder import RUNGS
from coucou.core.proposal import IllegalMove, State
from coucou.store import Store, audit, effects, ledger
from coucou.store.effects import Wanted
from coucou.store.ladder import ladder
from tests.integration.desks import INES, LEA, Desk, a_desk
from tests.unit.ledgers import ANA, mail


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as found:
        found.sync()
        found.plan()
        yield found


def approved(desk: Desk, address: str) -> ledger.Recorded:
    """Approved, and sent on the first day that lets it go."""
    decide.approve(desk.store, desk.proposal(address), now=desk.now)
    for _ in range(6):
        desk.sync()
        desk.deliver()
        if desk.state(address) is not State.APPROVED:
            break
        desk.later(days=1)
    return desk.proposal(address)


def asked(desk: Desk) -> ledger.Recorded:
    approved(desk, INES)
    desk.later(hours=1)
    desk.far.put(mail(ANA, [INES], id="asked", at=desk.now, sent=True))
    desk.later(minutes=10)
    desk.sync()
    assert desk.state(INES) is State.ASKED
    return desk.proposal(INES)


WORDS: dict[str, Callable[[Desk, ledger.Recorded], object]] = {
    "approve": lambda desk, one: decide.approve(desk.store, one, now=desk.now),
    "edit": lambda desk, one: decide.edit(desk.store, one, now=desk.now),
    "snooze": lambda desk, one: decide.snooze(desk.store, one, desk.now + timedelta(days=9), now=desk.now),
    "dismiss": lambda desk, one: decide.dismiss(desk.store, one, now=desk.now),
    "withdraw": lambda desk, one: decide.withdraw(desk.store, one, now=desk.now),
    "confirm": lambda desk, one: decide.confirm(desk.store, desk.settings, one, now=desk.now),
}


@pytest.mark.parametrize("state", State)
def test_in_each_state_exactly_what_is_offered_can_be_said(desk: Desk, state: State) -> None:
    one = desk.proposal(INES)
    for word, say in WORDS.items():
        with desk.store.transaction():
            desk.store.connection.execute("SAVEPOINT before")
            desk.store.connection.execute("UPDATE proposal SET state = ? WHERE id = ?", (state.value, one.id))
            try:
                say(desk, replace(one, state=state))
                could = True
            except IllegalMove:
                could = False
            desk.store.connection.execute("ROLLBACK TO before")
        assert could == (word in decide.POSSIBLE.get(state, ())), word


def test_what_nobody_can_settle_is_tried_again_without_a_second_one(desk: Desk) -> None:
    one = unsettled(desk, arrived=True)
    decide.approve(desk.store, one, now=desk.now)
    desk.sync()
    desk.deliver(only=[one.id])
    assert desk.state(LEA) is State.SENT, "although by now there is too little notice left to send it anew"
    assert desk.invited() == [LEA]


def test_what_nobody_can_settle_is_given_up_and_taken_back_when_it_shows(desk: Desk) -> None:
    one = unsettled(desk, arrived=True)
    decide.dismiss(desk.store, one, now=desk.now)
    assert desk.state(LEA) is State.FAILED
    desk.sync()
    desk.deliver()
    assert desk.invited() == []
    assert desk.state(LEA) is State.FAILED


def unsettled(desk: Desk, *, arrived: bool) -> ledger.Recorded:
    desk.far.agenda.fail("send", Unclear("dropped"), acted=arrived)
    desk.far.agenda.fail("find", TryLater("down"), times=4)
    decide.approve(desk.store, desk.proposal(LEA), now=desk.now)
    desk.sync()
    for _ in range(4):
        desk.deliver()
        desk.later(days=1)
    assert desk.state(LEA) is State.UNSETTLED
    return desk.proposal(LEA)


def test_not_now_gives_the_time_back_and_the_day_that_the_user_named_is_the_day(desk: Desk) -> None:
    one = asked(desk)
    decide.snooze(desk.store, one, desk.now + timedelta(days=42), now=desk.now)
    assert desk.state(INES) is State.DECLINED
    desk.deliver()
    assert desk.held() == 0
    desk.later(days=41)
    desk.far.put(mail(INES, [ANA], id="other", at=desk.now - timedelta(days=400)))
    desk.sync()
    desk.plan()
    assert desk.state(INES) is State.DECLINED
    desk.settings = replace(desk.settings, dormancy=replace(desk.settings.dormancy, min_silence_days=1))
    desk.later(days=120)
    desk.sync()
    desk.plan()
    assert desk.state(INES) is State.PROPOSED, "not only after 180 days"


def test_a_yes_whose_time_was_taken_meanwhile_gives_the_held_time_back(desk: Desk) -> None:
    one = asked(desk)
    decide.confirm(desk.store, desk.settings, one, now=desk.now)
    start = one.start.replace(tzinfo=None)
    desk.far.put(Event(SourceId("dentist"), "work", "dentist", start, timedelta(hours=1), zone="America/Toronto"))
    desk.sync()
    desk.deliver()
    assert desk.state(INES) is State.EXPIRED
    assert desk.invited() == []
    desk.deliver()
    assert desk.held() == 0


def test_the_words_of_a_confirmation_are_in_the_asks_language_and_speak_of_no_silence(desk: Desk) -> None:
    one = asked(desk)
    child = decide.confirm(desk.store, desk.settings, one, now=desk.now)
    words = next(other for other in ledger.recorded(desk.store) if other.id == child)
    assert words.language == one.language
    assert "Thank you" in words.body and "since" not in words.body
    assert "!" not in words.subject
    assert (words.start, words.end, words.address) == (one.start, one.end, one.address)


def test_who_confirms_what_was_not_seen_to_be_sent_says_that_it_was(desk: Desk) -> None:
    held = approved(desk, INES)
    assert held.state is State.HELD
    decide.confirm(desk.store, desk.settings, held, now=desk.now)
    assert [one.what for one in audit.entries(desk.store)][-3:] == ["ask", "confirm", "confirm"]
    desk.sync()
    desk.deliver()
    assert desk.invited() == [INES]


def test_never_reaches_every_address_of_a_person_and_leaves_what_stands(desk: Desk) -> None:
    approved(desk, LEA)
    found = decide.never(desk.store, [LEA.upper()], now=desk.now)
    assert (found.ended, [one.address for one in found.stands]) == ((), [LEA])
    assert desk.invited() == [LEA]
    other = decide.never(desk.store, [INES], now=desk.now)
    assert [one.address for one in other.ended] == [INES]
    assert desk.state(INES) is State.DISMISSED


def test_a_withdrawal_that_fails_stays_on_record_until_it_is_done(desk: Desk) -> None:
    one = approved(desk, LEA)
    assert decide.withdraw(desk.store, one, now=desk.now)
    desk.far.agenda.fail("cancel", TryLater("down"))
    uses.take_back(desk.store, desk.settings, desk.connections(), now=desk.now, only=[one.id])
    assert desk.state(LEA) is State.SENT
    assert decide.withdraw(desk.store, desk.proposal(LEA), now=desk.now), "said again, it is the same word"
    uses.take_back(desk.store, desk.settings, desk.connections(), now=desk.now, only=[one.id])
    assert desk.state(LEA) is State.WITHDRAWN


def test_taking_back_never_sends_what_is_approved(desk: Desk) -> None:
    decide.approve(desk.store, desk.proposal(LEA), now=desk.now)
    uses.take_back(desk.store, desk.settings, desk.connections(), now=desk.now, only=[desk.proposal(LEA).id])
    assert desk.far.agenda.made == {}


def test_a_dismissed_confirmation_takes_the_hold_along(desk: Desk) -> None:
    one = asked(desk)
    child = decide.confirm(desk.store, desk.settings, one, now=desk.now)
    assert child is not None
    decide.dismiss(desk.store, desk.proposal(INES), now=desk.now)
    assert ledger.state_of(desk.store, child) is State.DISMISSED
    assert wanted(desk.store, one.id) == [Wanted.GONE]


def test_what_was_only_held_or_refused_does_not_count_as_sent(desk: Desk) -> None:
    desk.far.agenda.fail("send", Refused("no_sender"))
    assert approved(desk, LEA).state is State.FAILED
    assert approved(desk, INES).state is State.HELD
    (row,) = ladder(desk.store)
    assert dict(zip(RUNGS, row.counts, strict=True)) == {
        "proposed": 2, "approved": 2, "sent": 0, "accepted": 0, "met": 0,
    }  # fmt: skip
    desk.far.put(mail(ANA, [INES], id="asked", at=desk.now + timedelta(minutes=5), sent=True))
    desk.later(minutes=10)
    desk.sync()
    assert ladder(desk.store)[0].counts[2] == 1


def test_a_provider_that_refuses_is_told_with_its_reason(desk: Desk) -> None:
    desk.far.agenda.fail("send", Refused("no_sender"))
    one = approved(desk, LEA)
    assert (one.state, [why.code for why in one.why]) == (State.FAILED, ["no_sender"])
    with pytest.raises(IllegalMove):
        decide.approve(desk.store, one, now=datetime.now(UTC))


def wanted(store: Store, proposal: str) -> list[Wanted]:
    return [one.wanted for one in effects.effects(store, proposal)]
