"""What became of what was sent, a row a case; and how long somebody is left in peace afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coucou.core.event import Answer
from coucou.core.outcome import Shown, next_step
from coucou.core.proposal import STATES, State, Step
from coucou.core.rest import Outcome, resting

START = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)
END = START + timedelta(minutes=25)
BEFORE, DURING, AFTER = START - timedelta(days=1), START + timedelta(minutes=5), END + timedelta(minutes=5)
DAY = timedelta(days=1)


def shown(**what: object) -> Shown:
    return Shown(**{"start": START, "end": END, "present": True, **what})  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("state", "what", "now", "step"),
    [
        (State.SENT, {}, BEFORE, None),
        (State.SENT, {"present": False}, BEFORE, None),
        (State.SENT, {"answer": Answer.ACCEPTED}, BEFORE, Step.ACCEPT),
        (State.SENT, {"answer": Answer.DECLINED}, BEFORE, Step.DECLINE),
        (State.SENT, {"answer": Answer.TENTATIVE}, BEFORE, Step.HESITATE),
        (State.SENT, {}, DURING, Step.SILENCE),
        (State.SENT, {"answer": Answer.TENTATIVE}, AFTER, Step.SILENCE),
        (State.SENT, {"gone": True, "answer": Answer.ACCEPTED}, BEFORE, Step.CANCEL),
        (State.TENTATIVE, {"answer": Answer.TENTATIVE}, BEFORE, None),
        (State.TENTATIVE, {"answer": Answer.TENTATIVE}, DURING, Step.SILENCE),
        (State.TENTATIVE, {"answer": Answer.ACCEPTED}, BEFORE, Step.ACCEPT),
        (State.SILENT, {}, AFTER, None),
        (State.SILENT, {"answer": Answer.ACCEPTED}, AFTER, Step.ACCEPT),
        (State.SILENT, {"answer": Answer.ACCEPTED, "gone": True}, AFTER, None),
        (State.ACCEPTED, {"answer": Answer.ACCEPTED}, DURING, None),
        (State.ACCEPTED, {"answer": Answer.ACCEPTED}, AFTER, Step.MEET),
        (State.ACCEPTED, {"answer": Answer.DECLINED}, AFTER, Step.DECLINE),
        (State.ACCEPTED, {"answer": Answer.ACCEPTED, "declined_by_user": True}, AFTER, Step.CANCEL),
        (State.ACCEPTED, {"answer": Answer.ACCEPTED, "gone": True}, AFTER, Step.CANCEL),
        (State.ACCEPTED, {"answer": Answer.ACCEPTED, "present": False}, AFTER, None),
        (State.ACCEPTED, {"answer": Answer.ACCEPTED, "start": START + DAY, "end": END + DAY}, AFTER, None),
        (State.HELD, {}, BEFORE, None),
        (State.HELD, {}, DURING, Step.LAPSE),
        (State.HELD, {"gone": True}, BEFORE, Step.LAPSE),
        (State.ASKED, {}, BEFORE, None),
        (State.ASKED, {}, DURING, Step.LAPSE),
        (State.ASKED, {"replied": True}, AFTER + 400 * DAY, None),
        (State.ASKED, {"gone": True}, BEFORE, None),
        (State.SNOOZED, {"until": START}, BEFORE, None),
        (State.SNOOZED, {"until": START}, AFTER, Step.WAKE),
        (State.DECLINED, {"answer": Answer.ACCEPTED}, AFTER, None),
        (State.MET, {"gone": True}, AFTER, None),
        (State.APPROVED, {}, AFTER, None),
    ],
)
def test_what_the_ledger_shows_is_one_step_or_none(
    state: State, what: dict[str, object], now: datetime, step: Step | None
) -> None:
    assert next_step(state, shown(**what), now) is step


@given(
    state=st.sampled_from(State),
    now=st.datetimes(BEFORE.replace(tzinfo=None), AFTER.replace(tzinfo=None), timezones=st.just(UTC)),
    what=st.fixed_dictionaries(
        {
            "present": st.booleans(),
            "gone": st.booleans(),
            "answer": st.sampled_from(Answer),
            "declined_by_user": st.booleans(),
            "replied": st.booleans(),
            "until": st.sampled_from([None, BEFORE, AFTER]),
        }
    ),
)
def test_whatever_is_shown_the_steps_are_in_the_table_and_come_to_an_end(
    state: State, now: datetime, what: dict[str, object]
) -> None:
    seen = [state]
    while (step := next_step(state, shown(**what), now)) is not None:
        state = STATES[state][step]
        assert state not in seen
        seen.append(state)
    if what["replied"] and seen[0] is State.ASKED:
        assert seen == [State.ASKED]


# --- rest -----------------------------------------------------------------------------------------------------------

SLEEPS = timedelta(days=60)


def after(days: int, *ends: tuple[State, int], touch: int | None = None, allowed: int | None = None) -> str | None:
    """The reason so many days after START; ``ends`` and the others are in days after START too."""
    reason = resting(
        [Outcome(state, START + at * DAY) for state, at in ends],
        now=START + days * DAY,
        sleeps_after=SLEEPS,
        last_heard=None if touch is None else START + touch * DAY,
        allowed_at=None if allowed is None else START + allowed * DAY,
    )
    return reason.code if reason else None


def test_a_no_rests_for_180_days() -> None:
    assert (after(179, (State.DECLINED, 0)), after(180, (State.DECLINED, 0))) == ("rest.declined", None)


@pytest.mark.parametrize("state", [State.SILENT, State.LAPSED])
def test_the_first_silence_doubles_the_rhythm_and_the_second_ends_it_until_the_user_says_otherwise(
    state: State,
) -> None:
    assert (after(119, (state, 0)), after(120, (state, 0))) == ("rest.silent", None)
    assert after(4000, (State.SILENT, 0), (state, 130)) == "rest.silent_twice"
    assert after(4000, (State.SILENT, 0), (state, 130), allowed=131) is None


def test_hearing_of_somebody_ends_a_row_of_silences() -> None:
    assert after(400, (State.SILENT, 0), (State.SILENT, 130), touch=131) is None
    assert after(400, (State.SILENT, 0), (State.SILENT, 200), touch=50) is None, "between the two: a row of one"
    assert after(400, (State.SILENT, 0), (State.MET, 100), (State.SILENT, 200)) is None


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.CANCELLED, State.DISMISSED, State.FAILED])
def test_what_was_taken_back_rests_as_long_as_a_tie_that_falls_asleep(state: State) -> None:
    assert (after(59, (state, 0)), after(60, (state, 0))) == ("resting", None)


@pytest.mark.parametrize("state", [State.MET, State.ACCEPTED, State.EXPIRED, State.CONFIRMED])
def test_a_meeting_needs_no_rest_of_its_own(state: State) -> None:
    assert after(1, (state, 0)) is None


def test_a_yes_without_an_invitation_rests_as_long_as_a_tie_that_falls_asleep() -> None:
    def days_later(days: int) -> bool:
        yes = Outcome(State.CONFIRMED, START, not_theirs=True)
        return resting([yes], now=START + days * DAY, sleeps_after=SLEEPS, last_heard=None) is not None

    assert (days_later(59), days_later(60)) == (True, False)


def test_an_ask_that_the_user_never_sent_is_no_silence_of_the_other() -> None:
    unsent = [Outcome(State.LAPSED, START + at * DAY, not_theirs=True) for at in (0, 61, 122)]

    def reason(days: int) -> str | None:
        found = resting(unsent, now=START + days * DAY, sleeps_after=SLEEPS, last_heard=None)
        return found.code if found else None

    assert (reason(181), reason(182)) == ("resting", None)


def test_the_day_that_the_user_named_ends_a_no_sooner() -> None:
    assert after(42, (State.DECLINED, 0), allowed=42) is None
    assert after(50, (State.DECLINED, 0), (State.DECLINED, 45), allowed=42) == "rest.declined", "a later no is a no"
