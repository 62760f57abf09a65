"""Approved, sent once, followed: the uses on the real store, with a calendar in memory on the far side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from coucou.contract import Answer, Connection, Event, SourceId, TryLater, Unclear
from coucou.core.proposal import State, Step, confirming_id, event_uid
from coucou.core.reason import because
from coucou.core.settings import Mode, PersonSettings
from coucou.deliver.checks import pause, resume
from coucou.deliver.parcel import parcel
from coucou.store import audit, effects, ledger, proposals
from coucou.store.effects import Seen
from coucou.suggest.questions import questions
from coucou.suggest.who import known
from tests.integration.desks import INES, LEA, NOW, Desk, a_desk
from tests.unit.ledgers import ANA, mail


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as made:
        made.sync()
        made.plan()
        yield made


def sent(desk: Desk, address: str = LEA) -> str:
    """Approve and send the proposal to somebody on the first day that lets it go."""
    identity = desk.approve(address)
    for _ in range(6):
        desk.sync()
        desk.deliver()
        if desk.state(address) is not State.APPROVED:
            return identity
        desk.later(days=1)
    raise AssertionError(desk.why(address))


def test_nothing_leaves_that_was_not_approved(desk: Desk) -> None:
    desk.deliver()
    assert desk.far.agenda.made == {}
    assert {one.state for one in ledger.recorded(desk.store)} == {State.PROPOSED}


def test_an_approved_invitation_is_sent_once_however_often_delivery_runs(desk: Desk) -> None:
    sent(desk)
    for _ in range(3):
        desk.sync()
        desk.deliver()
    assert desk.invited() == [LEA]
    assert desk.far.agenda.made[next(iter(desk.far.agenda.made))].told == 1
    assert desk.state(LEA) is State.SENT


def test_in_preview_nothing_is_sent_even_of_what_was_approved_before(desk: Desk) -> None:
    desk.approve(LEA)
    desk.set(mode=Mode.PREVIEW)
    desk.sync()
    desk.deliver()
    assert desk.far.agenda.asked == []
    assert desk.why(LEA) == ["mode_preview"]


@pytest.mark.parametrize("acted", [True, False], ids=["made", "not made"])
def test_after_a_dropped_answer_the_calendar_is_asked_before_anything_else(desk: Desk, acted: bool) -> None:
    desk.far.agenda.fail("send", Unclear("dropped"), acted=acted)
    sent(desk)
    verbs = [verb for verb, _ in desk.far.agenda.asked]
    assert verbs[:2] == ["send", "find"]
    assert desk.invited() == [LEA]
    assert verbs.count("send") == (1 if acted else 2)


@pytest.mark.parametrize("answers", [True, False], ids=["then asked", "then silent for a while"])
def test_a_request_that_arrives_after_it_was_proved_absent_is_no_reason_to_take_it_back(
    desk: Desk, answers: bool
) -> None:
    desk.far.agenda.fail("send", Unclear("too late"), acted=False)
    desk.approve(LEA)
    desk.sync()
    desk.deliver()
    assert desk.state(LEA) is State.APPROVED
    late = parcel(desk.store, desk.settings, desk.proposal(LEA), now=desk.now)
    work = desk.connections()["work"]
    assert isinstance(work, Connection) and work.sends is not None
    work.sends.send(late)
    desk.later(minutes=5)
    if not answers:
        desk.far.agenda.fail("find", TryLater("down"))
        desk.sync()
        desk.deliver()
        assert desk.state(LEA) is State.APPROVED
    desk.sync()
    desk.deliver()
    assert (desk.state(LEA), desk.invited()) == (State.SENT, [LEA])
    assert [made.told for made in desk.far.agenda.made.values()] == [1]


def test_while_the_calendar_cannot_be_asked_nothing_is_sent_again(desk: Desk) -> None:
    desk.far.agenda.fail("send", Unclear("dropped"), acted=True)
    desk.far.agenda.fail("find", TryLater("down"), times=3)
    desk.approve(LEA)
    desk.sync()
    for _ in range(3):
        desk.deliver()
        assert desk.state(LEA) is State.SENDING
    desk.deliver()
    assert desk.state(LEA) is State.SENT
    assert [verb for verb, _ in desk.far.agenda.asked].count("send") == 1


def test_what_cannot_be_settled_for_days_waits_for_a_human(desk: Desk) -> None:
    desk.far.agenda.fail("send", Unclear("dropped"), acted=True)
    desk.far.agenda.fail("find", TryLater("down"), times=20)
    desk.approve(LEA)
    desk.sync()
    for _ in range(4):
        desk.deliver()
        desk.later(days=1)
    assert desk.state(LEA) is State.UNSETTLED
    assert desk.why(LEA) == ["deliver.unclear"]


def test_an_event_that_the_user_deleted_is_never_made_again(desk: Desk) -> None:
    sent(desk)
    desk.far.agenda.delete(next(iter(desk.far.agenda.made)))
    desk.later(hours=1)
    desk.sync()
    assert desk.state(LEA) is State.CANCELLED
    desk.plan()
    desk.deliver()
    assert desk.invited() == []
    assert [verb for verb, _ in desk.far.agenda.asked].count("send") == 1


def test_a_slot_that_was_taken_meanwhile_ends_the_proposal(desk: Desk) -> None:
    desk.approve(LEA)
    one = desk.proposal(LEA)
    start = one.start.replace(tzinfo=None)
    desk.far.put(
        Event(SourceId("dentist"), "work", "dentist", start, timedelta(hours=1), zone="America/Toronto"),
    )
    desk.sync()
    desk.deliver()
    assert (desk.state(LEA), desk.why(LEA)) == (State.EXPIRED, ["slot_taken"])
    assert desk.far.agenda.made == {}


def test_somebody_who_wrote_meanwhile_is_not_invited(desk: Desk) -> None:
    desk.approve(LEA)
    desk.later(hours=2)
    desk.far.put(mail(LEA, [ANA], id="news", at=desk.now - timedelta(hours=1)))
    desk.sync()
    desk.deliver()
    assert (desk.state(LEA), desk.why(LEA)) == (State.EXPIRED, ["in_touch_since"])


def test_a_calendar_that_was_not_read_just_now_holds_everything_back(desk: Desk) -> None:
    desk.approve(LEA)
    desk.far.fail("calendar", TryLater("down"))
    desk.sync()
    desk.deliver()
    assert (desk.state(LEA), desk.why(LEA)) == (State.APPROVED, ["account_unread"])
    desk.sync()
    desk.deliver()
    assert desk.state(LEA) is State.SENT


def test_never_said_after_the_approval_holds(desk: Desk) -> None:
    desk.approve(LEA)
    ledger.choose(desk.store, [LEA], ledger.Verdict.NEVER, now=desk.now)
    desk.sync()
    desk.deliver()
    assert (desk.state(LEA), desk.why(LEA)) == (State.EXPIRED, ["never"])


def test_a_quiet_list_is_honoured_at_sending_and_unread_it_holds_all_back(desk: Desk) -> None:
    desk.approve(LEA)
    desk.sync()
    desk.deliver(quiet=because("quiet_list_unread", place="quiet.txt"))
    assert (desk.state(LEA), desk.why(LEA)) == (State.APPROVED, ["quiet_list_unread"])
    desk.deliver(quiet={LEA})
    assert (desk.state(LEA), desk.why(LEA)) == (State.EXPIRED, ["quiet_list"])


def test_paused_nothing_moves_until_it_is_resumed(desk: Desk) -> None:
    desk.approve(LEA)
    desk.sync()
    pause(desk.store, None)
    desk.deliver()
    assert (desk.state(LEA), desk.why(LEA)) == (State.APPROVED, ["paused"])
    resume(desk.store)
    desk.deliver()
    assert desk.state(LEA) is State.SENT


def test_a_laptop_that_slept_three_weeks_sends_nothing_stale_and_no_burst(desk: Desk) -> None:
    desk.approve(LEA)
    desk.approve(INES)
    desk.later(days=21)
    desk.sync()
    desk.deliver()
    assert desk.far.agenda.made == {}
    assert desk.state(LEA) is desk.state(INES) is State.EXPIRED


def test_at_night_there_it_waits_for_the_morning(desk: Desk) -> None:
    desk.now = NOW + timedelta(hours=13)  # 23:00 in Montréal
    desk.approve(LEA)
    desk.sync()
    desk.deliver()
    assert (desk.state(LEA), desk.why(LEA)) == (State.APPROVED, ["night_there"])


def test_the_days_budget_keeps_the_second_for_another_day(desk: Desk) -> None:
    desk.approve(LEA)
    desk.approve(INES)
    desk.sync()
    desk.deliver()
    assert len(desk.far.agenda.live()) == 1
    desk.later(days=1)
    desk.sync()
    desk.deliver()
    assert len(desk.far.agenda.live()) == 2


@pytest.mark.parametrize(
    ("answer", "state"),
    [(Answer.ACCEPTED, State.ACCEPTED), (Answer.DECLINED, State.DECLINED), (Answer.TENTATIVE, State.TENTATIVE)],
)
def test_answers_are_read_from_the_calendar(desk: Desk, answer: Answer, state: State) -> None:
    sent(desk)
    desk.far.agenda.answer(next(iter(desk.far.agenda.made)), answer)
    desk.later(hours=1)
    desk.sync()
    assert desk.state(LEA) is state


@pytest.mark.parametrize(
    ("answer", "meetings"), [(Answer.ACCEPTED, 1), (Answer.DECLINED, 0), (Answer.TENTATIVE, 0), (Answer.NONE, 0)]
)
def test_only_an_invitation_that_was_accepted_counts_as_having_met(desk: Desk, answer: Answer, meetings: int) -> None:
    sent(desk)
    desk.far.agenda.answer(next(iter(desk.far.agenda.made)), answer)
    desk.now = desk.proposal(LEA).end + timedelta(hours=1)
    desk.sync()
    (tie,) = [tie for tie in known(desk.store, desk.settings, desk.now).ties if LEA in tie.person.addresses]
    assert tie.meetings == meetings
    assert (tie.last_touch > desk.proposal(LEA).created_at) is bool(meetings), "nor does any text say that they met"


def test_an_accepted_meeting_that_was_moved_is_met_when_its_new_time_has_passed(desk: Desk) -> None:
    sent(desk)
    key, one = next(iter(desk.far.agenda.made.items()))
    desk.far.agenda.answer(key, Answer.ACCEPTED)
    first, moved = one.invitation.end, one.invitation.start + timedelta(days=3)
    desk.far.agenda.move(key, moved, moved + timedelta(minutes=25))
    desk.now = first + timedelta(hours=1)
    desk.sync()
    assert desk.state(LEA) is State.ACCEPTED
    desk.now = moved + timedelta(hours=1)
    desk.sync()
    assert desk.state(LEA) is State.MET
    desk.plan()
    assert desk.state(LEA) is State.MET, "in touch again, so nothing new is proposed"


def test_silence_until_the_date_rests_and_the_second_ends_it(desk: Desk) -> None:
    sent(desk)
    desk.now = desk.proposal(LEA).start + timedelta(hours=1)
    desk.sync()
    assert desk.state(LEA) is State.SILENT
    desk.later(days=30)
    desk.sync()
    desk.plan()
    assert desk.state(LEA) is State.SILENT, "left in peace"
    desk.later(days=200)
    desk.sync()
    desk.plan()
    assert desk.state(LEA) is State.PROPOSED
    assert asked_of_the_user(desk) == []
    sent(desk)
    assert desk.state(LEA) is State.HELD, "quiet for so long by now that a message comes first"
    desk.later(hours=1)
    desk.far.put(mail(ANA, [LEA], id="second", at=desk.now, sent=True))
    desk.later(hours=1)
    desk.sync()
    assert desk.state(LEA) is State.ASKED
    second = desk.proposal(LEA)
    desk.now = second.start + timedelta(hours=1)
    desk.sync()
    desk.later(days=900)
    desk.sync()
    desk.plan()
    assert desk.state(LEA) is State.LAPSED, "nothing more, until the user says"
    assert asked_of_the_user(desk) == [(second.id, "question.silent")]
    desk.far.put(mail(LEA, [ANA], id="at last", at=desk.now))
    desk.later(hours=1)
    desk.sync()
    assert asked_of_the_user(desk) == [], "heard of at last"


def test_asks_that_the_user_never_sent_are_no_silences_of_the_other(desk: Desk) -> None:
    for _ in range(3):
        sent(desk, INES)
        assert desk.state(INES) is State.HELD
        desk.now = desk.proposal(INES).start + timedelta(hours=1)
        desk.sync()
        assert (desk.state(INES), desk.why(INES)) == (State.LAPSED, ["never_asked"])
        assert asked_of_the_user(desk) == []
        desk.later(days=370)
        desk.sync()
        desk.plan()
        assert desk.state(INES) is State.PROPOSED


def asked_of_the_user(desk: Desk) -> list[tuple[str, str]]:
    found = questions(desk.store, desk.settings, ledger.recorded(desk.store), desk.now)
    return [(identity, question.code) for identity, question in found.items()]


def test_an_ask_holds_the_time_privately_and_the_hold_is_not_in_its_own_way(desk: Desk) -> None:
    identity = sent(desk, INES)
    (made,) = desk.far.agenda.live()
    assert (made.invitation.attendee, made.invitation.subject, made.invitation.body) == ("", "Occupé", "")
    assert desk.state(INES) is State.HELD
    desk.later(hours=1)
    desk.far.put(mail(ANA, [INES], id="asked", at=desk.now, sent=True))
    desk.later(minutes=10)
    desk.sync()
    assert desk.state(INES) is State.ASKED
    desk.later(hours=3)
    desk.far.put(mail(INES, [ANA], id="yes", at=desk.now))
    desk.later(minutes=10)
    desk.sync()
    assert desk.state(INES) is State.ASKED, "a reply is never acted on"
    child = confirming_id(identity)
    proposals.confirm(desk.store, desk.proposal(INES), child, event_uid(child), ("Un café", "À bientôt"), now=desk.now)
    desk.sync()
    desk.deliver()
    assert desk.invited() == [INES]
    assert desk.held() == 0, "the hold has done its work"
    assert ledger.state_of(desk.store, identity) is State.CONFIRMED
    assert ledger.state_of(desk.store, child) is State.SENT


def test_an_ask_that_lapses_gives_its_time_back(desk: Desk) -> None:
    sent(desk, INES)
    desk.now = desk.proposal(INES).start + timedelta(minutes=1)
    desk.sync()
    assert desk.state(INES) is State.LAPSED
    desk.deliver()
    assert desk.held() == 0


def test_withdrawing_cancels_at_the_provider_even_when_the_first_try_fails(desk: Desk) -> None:
    identity = sent(desk)
    effects.want_gone(desk.store, identity, now=desk.now)
    desk.far.agenda.fail("cancel", Unclear("dropped"))
    desk.deliver()
    assert desk.state(LEA) is State.SENT
    desk.deliver()
    assert desk.state(LEA) is State.WITHDRAWN
    assert desk.invited() == []


def test_killed_while_taking_back_it_ends_as_withdrawn_and_not_as_cancelled_by_somebody(desk: Desk) -> None:
    identity = sent(desk)
    effects.want_gone(desk.store, identity, now=desk.now)
    desk.far.agenda.delete(next(iter(desk.far.agenda.made)))  # it was heard, and nothing of that is on record
    desk.later(hours=1)
    desk.sync()
    assert desk.state(LEA) is State.SENT
    desk.deliver()
    assert desk.state(LEA) is State.WITHDRAWN


def test_in_auto_mode_only_colleagues_who_were_marked_are_invited_and_the_text_says_so(desk: Desk) -> None:
    marked = (PersonSettings(name="Léa Roy", addresses=(LEA,), auto=True), PersonSettings(addresses=(INES,), auto=True))
    desk.set(mode=Mode.AUTO, people=marked)
    desk.sync()
    desk.plan()
    for _ in range(4):
        desk.deliver()
        desk.later(days=1)
        desk.sync()
    assert desk.invited() == [LEA]
    assert desk.held() == 0
    (made,) = desk.far.agenda.live()
    assert "coucou" in made.invitation.body


def test_every_decision_and_call_is_on_record_without_an_address(desk: Desk) -> None:
    identity = sent(desk)
    lines = [one for one in audit.entries(desk.store) if one.proposal == identity]
    assert [one.what for one in lines] == ["propose", "approve", "send", "invite there", "invite there", "delivered"]
    told = "".join(str(replace(one, number=0)) for one in lines)
    assert "@" not in told
    assert Step.APPROVE.value in told


def test_a_second_machine_on_the_same_calendar_sees_our_invitation(desk: Desk, tmp_path: Path) -> None:
    sent(desk, INES)
    (tmp_path / "second").mkdir()
    with a_desk(tmp_path / "second") as second:
        second.far, second.now = desk.far, desk.now + timedelta(hours=1)
        second.sync()
        second.plan()
        assert INES not in [one.address for one in ledger.recorded(second.store)]


def test_a_deleted_hold_is_found_gone_and_its_key_never_used_again(desk: Desk) -> None:
    identity = sent(desk, INES)
    desk.far.agenda.delete(next(iter(desk.far.agenda.made)))
    desk.later(hours=1)
    desk.sync()
    assert desk.state(INES) is State.LAPSED
    assert [one.seen for one in effects.effects(desk.store, identity)] == [Seen.GONE]


def test_a_sender_that_breaks_its_promise_while_asked_stops_nothing_and_is_asked_again(desk: Desk) -> None:
    sent(desk)
    desk.far.agenda.delete(next(iter(desk.far.agenda.made)))
    desk.far.agenda.fail("find", RuntimeError("no such promise"))
    desk.later(hours=1)
    desk.sync()
    assert desk.state(LEA) is State.SENT, "whoever cannot say, has not said so"
    desk.later(hours=1)
    desk.sync()
    assert desk.state(LEA) is State.CANCELLED
