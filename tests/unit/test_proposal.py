"""A proposal's life, and its identity."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.core.proposal import (
    STATES,
    IllegalMove,
    State,
    Step,
    event_uid,
    life_as_mermaid,
    move,
    proposal_id,
)
from coucou.core.settings import Approach, Channel

LIFE = Path(__file__).parents[2] / "docs" / "reference" / "proposal-life.md"


def after(*steps: Step) -> State:
    state = State.PROPOSED
    for step in steps:
        state = move(state, step)
    return state


@pytest.mark.parametrize(
    ("steps", "end"),
    [
        ((Step.APPROVE, Step.SEND, Step.DELIVERED, Step.ACCEPT, Step.MEET), State.MET),
        ((Step.SNOOZE, Step.WAKE, Step.APPROVE, Step.DISMISS), State.DISMISSED),
        ((Step.APPROVE, Step.SEND, Step.UNCLEAR, Step.ABSENT, Step.SEND, Step.DELIVERED), State.SENT),
        ((Step.APPROVE, Step.SEND, Step.DELIVERED, Step.SILENCE, Step.ACCEPT, Step.CANCEL), State.CANCELLED),
        ((Step.APPROVE, Step.SEND, Step.DELIVERED, Step.HESITATE, Step.SILENCE), State.SILENT),
        ((Step.APPROVE, Step.SEND, Step.DELIVERED, Step.WITHDRAW), State.WITHDRAWN),
        ((Step.APPROVE, Step.SEND, Step.HOLD, Step.ASK, Step.CONFIRM), State.CONFIRMED),
        ((Step.APPROVE, Step.SEND, Step.HOLD, Step.LAPSE), State.LAPSED),
        ((Step.APPROVE, Step.EXPIRE), State.EXPIRED),
    ],
)
def test_a_life_follows_the_table(steps: tuple[Step, ...], end: State) -> None:
    assert after(*steps) is end


def test_nothing_is_sent_that_was_not_approved() -> None:
    leads_to_sending = {state for state, steps in STATES.items() if State.SENDING in steps.values()}
    leads_to_sent = {state for state, steps in STATES.items() if State.SENT in steps.values()}
    assert leads_to_sending == {State.APPROVED}
    assert leads_to_sent == {State.SENDING, State.UNSETTLED}


def test_what_was_sent_is_never_sent_again() -> None:
    def reachable(state: State) -> Iterator[State]:
        seen, todo = set(), [state]
        while todo:
            for following in STATES[todo.pop()].values():
                if following not in seen:
                    seen.add(following)
                    todo.append(following)
        yield from seen

    for state in (State.SENT, State.HELD, State.ASKED, State.SILENT, State.DECLINED):
        assert State.SENDING not in reachable(state)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_a_move_that_is_not_in_the_table_is_refused(state: State, step: Step) -> None:
    if step in STATES[state]:
        assert move(state, step) in STATES
        return
    with pytest.raises(IllegalMove) as caught:
        move(state, step)
    assert (caught.value.state, caught.value.step) == (state, step)


def test_every_state_can_be_reached_from_proposed() -> None:
    reached = {State.PROPOSED, *(following for steps in STATES.values() for following in steps.values())}
    assert reached == set(State) == set(STATES)
    assert {step for steps in STATES.values() for step in steps} == set(Step)


def test_the_docs_draw_the_table() -> None:
    drawn = LIFE.read_text(encoding="utf-8").partition("```mermaid\n")[2].partition("```")[0]
    assert drawn.splitlines() == list(life_as_mermaid())


@given(st.text(min_size=1), st.sampled_from(Approach), st.sampled_from(Channel), st.integers(0, 100_000))
@settings(max_examples=50, deadline=None)
def test_an_id_is_stable_easy_to_type_and_does_not_depend_on_the_zone(
    key: str, approach: Approach, channel: Channel, minutes: int
) -> None:
    start = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(minutes=minutes)
    found = proposal_id(key, approach, channel, start)
    assert found == proposal_id(key, approach, channel, start.astimezone())
    assert (len(found), found.isalnum(), found.islower() or found.isdigit()) == (8, True, True)
    assert found != proposal_id(key, approach, channel, start + timedelta(minutes=15))
    assert event_uid(found) == event_uid(found)
