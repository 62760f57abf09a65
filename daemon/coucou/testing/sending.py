# ruff: noqa: S101  (a test suite is made of assertions; it stands here because it is shipped)
"""What every connector that sends keeps, part of ``coucou.testing.conformance``: exactly one event a key, whatever
happens to requests and answers, and nothing without leave. Needs pytest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from coucou.contract import (
    Connection,
    ConnectorError,
    Event,
    EventStatus,
    Invitation,
    Ports,
    Receipt,
    Refused,
    SendsInvitations,
    SignInNeeded,
    TryLater,
    Unclear,
)
from coucou.testing import samples
from coucou.testing.rig import Rig


class Sending:
    """Tests of a connection's ``sends``; all but the first are skipped where it is None."""

    @pytest.fixture
    def far(self, rig: Rig) -> Rig:
        """The rig of a connector that sends."""
        rig.put(samples.item("calendar", 0))
        if _connected(rig).sends is None:
            pytest.skip("this connector sends nothing")
        return rig

    # --- leave ------------------------------------------------------------------------------------------------------

    def test_nothing_can_be_sent_unless_the_user_lets_it(self, rig: Rig) -> None:
        rig.put(samples.item("calendar", 0))
        assert rig.plugin.open("conformance", rig.options(), Ports()).sends is None

    def test_opening_and_asking_change_nothing(self, far: Rig) -> None:
        before = far.requests()
        assert _sender(far).find(samples.invitation().key) is None
        assert far.standing() == [] and far.requests() == before

    # --- once -------------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("number", range(len(samples.WALL_TIMES)))
    def test_what_is_sent_stands_there_with_its_moment_and_its_one_guest(self, far: Rig, number: int) -> None:
        one = samples.invitation(number)
        assert _sender(far).send(one) == Receipt(one.key)
        [there] = far.standing()
        assert (there.start.timestamp(), there.end.timestamp()) == (one.start.timestamp(), one.end.timestamp())
        assert (there.subject, there.attendees, there.busy) == (one.subject, (one.attendee,), True)

    def test_one_invitation_is_one_request(self, far: Rig) -> None:
        before = far.requests()
        if before is None:
            pytest.skip("there are no requests here")
        _sender(far).send(samples.invitation())
        assert far.requests() == before + 1

    def test_what_was_sent_is_found(self, far: Rig) -> None:
        one = samples.invitation()
        _sender(far).send(one)
        assert _sender(far).find(one.key) == Receipt(one.key)
        assert _sender(far).find(samples.invitation(1).key) is None

    def test_sending_again_makes_nothing_more(self, far: Rig) -> None:
        one, sender = samples.invitation(), _sender(far)
        assert [sender.send(one), sender.send(one), _sender(far).send(one)] == [Receipt(one.key)] * 3
        assert len(far.standing()) == 1

    def test_two_keys_are_two_events(self, far: Rig) -> None:
        first, second = samples.invitation(), samples.invitation(1)
        for one in (first, second, samples.hold()):
            _sender(far).send(one)
        assert len(far.standing()) == 3

    def test_the_same_key_sent_by_several_at_once_makes_one_event(self, far: Rig) -> None:
        senders = [_sender(far) for _ in range(4)]
        with ThreadPoolExecutor(len(senders)) as pool:
            done = list(pool.map(_sent, senders, [samples.invitation()] * len(senders)))
        assert len(far.standing()) == 1
        assert any(receipt == Receipt(samples.invitation().key) for receipt in done)

    # --- gone -------------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("one", [samples.invitation(), samples.hold()], ids=["invitation", "hold"])
    def test_what_the_user_deleted_is_known_as_gone_and_never_made_again(self, far: Rig, one: Invitation) -> None:
        _sender(far).send(one)
        far.delete(one.key)
        assert far.standing() == []
        assert _sender(far).find(one.key) == _gone(far, one)
        assert _sender(far).send(one) == Receipt(one.key, live=False)
        assert far.standing() == []

    @pytest.mark.parametrize("one", [samples.invitation(), samples.hold()], ids=["invitation", "hold"])
    def test_what_is_cancelled_is_gone_and_never_made_again(self, far: Rig, one: Invitation) -> None:
        _sender(far).send(one)
        _sender(far).send(samples.invitation(1))
        _sender(far).cancel(samples.taken_back(one))
        assert [there.attendees for there in far.standing()] == [(samples.invitation(1).attendee,)]
        assert _sender(far).find(one.key) == _gone(far, one)
        assert _sender(far).send(one) == Receipt(one.key, live=False)
        assert len(far.standing()) == 1

    def test_cancelling_what_is_gone_or_never_was_is_harmless(self, far: Rig) -> None:
        one, never = samples.invitation(), samples.invitation(1)
        _sender(far).cancel(samples.taken_back(never))
        assert _sender(far).find(never.key) is None
        _sender(far).send(one)
        for _ in range(2):
            _sender(far).cancel(samples.taken_back(one))
        assert far.standing() == []

    def test_cancelling_what_the_user_deleted_is_harmless(self, far: Rig) -> None:
        one = samples.invitation()
        _sender(far).send(one)
        far.delete(one.key)
        _sender(far).cancel(samples.taken_back(one))
        assert far.standing() == [] and _sender(far).find(one.key) == _gone(far, one)

    # --- what may be seen -------------------------------------------------------------------------------------------

    def test_a_hold_is_private_busy_silent_and_with_nobody(self, far: Rig) -> None:
        one = samples.hold()
        _sender(far).send(one)
        [there] = far.standing()
        assert there.attendees == () and there.busy and there.private and not there.reminds
        assert there.subject == one.subject

    def test_the_mark_is_for_the_owner_alone(self, far: Rig) -> None:
        one = samples.invitation()
        _sender(far).send(one)
        [there] = far.standing()
        assert there.mark == one.mark and one.mark not in there.shown

    def test_what_was_sent_comes_back_through_the_calendar(self, far: Rig) -> None:
        if not _sender(far).follows:
            pytest.skip("what this connector sends does not come back")
        one = samples.invitation()
        _sender(far).send(one)
        [event] = _marked(far)
        assert (event.mark, samples.moment(event)) == (one.mark, one.start.timestamp())
        assert one.attendee in {p.address for p in event.participants}
        _sender(far).cancel(samples.taken_back(one))
        assert all(event.status is EventStatus.CANCELLED for event in _marked(far))

    # --- when answers are lost --------------------------------------------------------------------------------------

    @pytest.mark.parametrize("acted", [True, False], ids=["acted", "not heard"])
    def test_a_send_without_an_answer_is_settled_by_its_key(self, far: Rig, acted: bool) -> None:
        one = samples.invitation()
        if not far.lose("send", acted=acted):
            pytest.skip("no answer is ever lost here")
        with pytest.raises((Unclear, TryLater)) as caught:
            _sender(far).send(one)
        assert isinstance(caught.value, Unclear) or not far.standing()
        _well_named(caught.value)
        found = _sender(far).find(one.key)
        assert found == (Receipt(one.key) if acted else None)
        if found is None:
            _sender(far).send(one)
        assert len(far.standing()) == 1

    @pytest.mark.parametrize("acted", [True, False], ids=["acted", "not heard"])
    def test_a_cancellation_without_an_answer_is_repeated_safely(self, far: Rig, acted: bool) -> None:
        one = samples.invitation()
        _sender(far).send(one)
        if not far.lose("cancel", acted=acted):
            pytest.skip("no answer is ever lost here")
        with pytest.raises((Unclear, TryLater)) as caught:
            _sender(far).cancel(samples.taken_back(one))
        _well_named(caught.value)
        _sender(far).cancel(samples.taken_back(one))
        assert far.standing() == []

    @pytest.mark.parametrize("kind", [TryLater, SignInNeeded, Refused])
    def test_what_is_refused_was_surely_not_made(self, far: Rig, kind: type[ConnectorError]) -> None:
        one = samples.invitation()
        if not far.refuse("send", kind):
            pytest.skip("this far side cannot refuse so")
        with pytest.raises(kind) as caught:
            _sender(far).send(one)
        _well_named(caught.value)
        assert far.standing() == []


# --- helpers of the suite -------------------------------------------------------------------------------------------


def _connected(rig: Rig) -> Connection:
    return rig.plugin.open("conformance", rig.options(), Ports(sends=True))


def _sender(rig: Rig) -> SendsInvitations:
    """Each time a new connection: nothing may hang on what an earlier one remembers."""
    sends = _connected(rig).sends
    assert sends is not None
    return sends


def _gone(rig: Rig, one: Invitation) -> Receipt | None:
    """What is found of what was deleted."""
    return None if rig.forgets else Receipt(one.key, live=False)


def _sent(sender: SendsInvitations, one: Invitation) -> Receipt | None:
    try:
        return sender.send(one)
    except (Unclear, TryLater):
        return None  # the engine would ask by the key


def _marked(rig: Rig) -> list[Event]:
    """What a first read of the calendar tells of events that coucou made."""
    calendar = _connected(rig).calendar
    assert calendar is not None
    batches = list(calendar.changes(None, samples.READING))
    return [i for batch in batches for i in batch.appeared if isinstance(i, Event) and i.mark]


def _well_named(error: ConnectorError) -> None:
    """Errors are logged: nothing of anybody may stand in them."""
    assert error.code and "@" not in repr(error.values)
