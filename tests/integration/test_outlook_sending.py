"""Invitations and holds through the fake Graph: one event a key, whatever becomes of the answer; none in preview."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from coucou.contract import (
    Answer,
    Connection,
    Event,
    Invitation,
    Ports,
    Receipt,
    Refused,
    SendsInvitations,
    SignInNeeded,
    Span,
    TryLater,
    Unclear,
)
from coucou.core.busy import blocks
from coucou.testing import samples
from coucou.testing.conformance import Ledger
from coucou_connectors.outlook.sender import Sender
from tests.integration.outlooks import READING, signed_in
from tests.outlook.identity import PERSONAL
from tests.outlook.rig import Desk, OutlookRig, resource
from tests.outlook.server import FarOutlook

START = samples.START + timedelta(days=8)
LEA = Invitation(
    key="0123456789abcdef" * 2,
    mark="uuftn6st.3f",
    uid="uuftn6st@coucou.invalid",
    start=START,
    end=START + timedelta(minutes=25),
    timezone="America/Toronto",
    subject="Prendre des nouvelles",
    body="Bonjour Léa",
    attendee="lea@example.org",
    attendee_name="Léa Roy",
)
HOLD = replace(LEA, key="f" * 32, subject="Occupé", body="", attendee="", attendee_name="")
WRITES = ("create", "cancel", "delete")


@pytest.fixture
def far() -> FarOutlook:
    return FarOutlook.with_calendar()


@pytest.fixture
def desk(far: FarOutlook) -> Iterator[Desk]:
    with signed_in(far, sends=True) as made:
        yield made


@pytest.fixture
def connection(desk: Desk) -> Iterator[Connection]:
    opened = desk.open()
    yield opened
    opened.close()


@pytest.fixture
def sender(connection: Connection) -> SendsInvitations:
    assert connection.sends is not None
    return connection.sends


def stands(far: FarOutlook) -> list[dict[str, Any]]:
    return [one for kept in far.agenda.single.values() for one in kept.values()]


def posts(far: FarOutlook) -> int:
    return len(far.saw("create"))


# --- what is made -----------------------------------------------------------------------------------------------------


def test_an_invitation_is_one_event_with_one_guest_who_is_told_once(far: FarOutlook, sender: SendsInvitations) -> None:
    assert sender.send(LEA) == Receipt(LEA.key)
    [event] = stands(far)
    assert far.agenda.mailed == [("request", "lea@example.org")]
    assert event["subject"] == "Prendre des nouvelles"
    assert event["body"] == {"contentType": "text", "content": "Bonjour Léa"}
    assert event["allowNewTimeProposals"] and event["responseRequested"]
    assert "isOnlineMeeting" not in event
    told = far.saw("create")[0].body
    assert told["start"] == {"dateTime": "2026-03-10T05:30:00", "timeZone": "Eastern Standard Time"}
    assert event["start"]["dateTime"][:19] == f"{START:%Y-%m-%dT%H:%M:%S}"


def test_a_hold_is_private_busy_and_told_to_nobody(far: FarOutlook, sender: SendsInvitations) -> None:
    sender.send(HOLD)
    [event] = stands(far)
    assert (event["sensitivity"], event["showAs"], event["attendees"]) == ("private", "busy", [])
    assert event["isReminderOn"] is False
    assert "body" not in event
    assert far.agenda.mailed == []


def test_a_video_call_is_teams_at_work_and_whatever_outlook_has_at_home(
    far: FarOutlook, desk: Desk, sender: SendsInvitations
) -> None:
    sender.send(replace(LEA, video=True))
    far.identity.tenant = PERSONAL
    desk.sign_in(sends=True)
    other = desk.open()
    assert other.sends is not None
    other.sends.send(replace(LEA, key="a" * 32, video=True))
    other.close()
    calls = [(one["isOnlineMeeting"], one.get("onlineMeetingProvider")) for one in stands(far)]
    assert calls == [(True, "teamsForBusiness"), (True, None)]


@pytest.mark.parametrize(
    ("zone", "start", "told"),
    [
        ("Europe/Paris", datetime(2026, 7, 1, 8, tzinfo=UTC), ("2026-07-01T10:00:00", "Romance Standard Time")),
        ("America/Toronto", datetime(2026, 11, 1, 6, 30, tzinfo=UTC), ("2026-11-01T06:30:00", "UTC")),  # 1:30, twice
        ("Etc/Unknown", datetime(2026, 7, 1, 8, tzinfo=UTC), ("2026-07-01T08:00:00", "UTC")),
    ],
)
def test_the_moment_is_the_same_in_whatever_zone_it_is_written(
    far: FarOutlook, sender: SendsInvitations, zone: str, start: datetime, told: tuple[str, str]
) -> None:
    sender.send(replace(LEA, start=start, end=start + timedelta(minutes=25), timezone=zone))
    assert tuple(far.saw("create")[0].body["start"].values()) == told
    assert stands(far)[0]["start"]["dateTime"][:19] == f"{start:%Y-%m-%dT%H:%M:%S}"


def test_events_are_made_where_they_are_read_back(far: FarOutlook, desk: Desk) -> None:
    far.agenda.add_calendar("mine", "Projets")
    far.agenda.add_calendar("days", "Jours fériés", canEdit=False)
    opened = desk.open(calendars=("Jours fériés", "Projets"))
    assert opened.sends is not None
    opened.sends.send(LEA)
    opened.close()
    assert [len(far.agenda.single[name]) for name in ("main", "mine", "days")] == [0, 1, 0]
    closed = desk.open(calendars=("Jours fériés",))
    assert closed.sends is not None
    with pytest.raises(Refused) as caught:
        closed.sends.send(HOLD)
    assert caught.value.code == "outlook.none_to_write"
    closed.close()


# --- once -------------------------------------------------------------------------------------------------------------


def after_acting(**how: Any) -> Callable[[FarOutlook], None]:
    return lambda far: far.fail("create", acted=True, **how)


LOST_ANSWERS = {
    "dropped": after_acting(drop=True),
    "cut in its middle": after_acting(cut=40),
    "too late": after_acting(hang=0.5),
    "a 500": after_acting(status=500, code="InternalServerError"),
    "a 503 that asks to wait": after_acting(status=503, headers={"Retry-After": "1"}),
    "a 504": after_acting(status=504, code="GatewayTimeout"),
    "a portal's page": after_acting(page="<html>Bienvenue</html>"),
}


@pytest.mark.parametrize("what", LOST_ANSWERS)
def test_an_answer_that_is_lost_leaves_one_event_and_the_question_what_became_of_it(
    far: FarOutlook, desk: Desk, what: str
) -> None:
    desk.timeout = 0.3
    LOST_ANSWERS[what](far)
    opened = desk.open()
    assert opened.sends is not None
    with pytest.raises(Unclear) as caught:
        opened.sends.send(LEA)
    assert "lea@" not in repr((caught.value, caught.value.values))
    assert posts(far) == 1
    assert opened.sends.find(LEA.key) == Receipt(LEA.key)
    assert opened.sends.send(LEA) == Receipt(LEA.key)
    opened.close()
    assert (len(stands(far)), len(far.agenda.mailed), posts(far)) == (1, 1, 1)


@pytest.mark.parametrize("how", [{"drop": True}, {"hang": 0.5}, {"status": 500}, {"status": 504}])
def test_a_request_that_was_not_heard_is_unclear_too_and_is_made_once_afterwards(
    far: FarOutlook, desk: Desk, how: dict[str, Any]
) -> None:
    desk.timeout = 0.3
    far.fail("create", **how)
    opened = desk.open()
    assert opened.sends is not None
    with pytest.raises(Unclear):
        opened.sends.send(LEA)
    assert opened.sends.find(LEA.key) is None
    assert opened.sends.send(LEA) == Receipt(LEA.key)
    opened.close()
    assert (len(stands(far)), len(far.agenda.mailed), posts(far)) == (1, 1, 2)


def test_an_answer_that_comes_twice_is_one_event(far: FarOutlook, sender: SendsInvitations) -> None:
    far.fail("create", acted=True, twice=True)
    assert sender.send(LEA) == Receipt(LEA.key)
    assert sender.send(HOLD) == Receipt(HOLD.key)
    assert len(stands(far)) == 2


def test_two_at_once_make_one_event(far: FarOutlook, desk: Desk) -> None:
    """Both look, find nothing, and post: the server takes one of the two."""
    far.fail("calendars", slow=0.3, times=2)  # which come between looking and posting
    told: list[Receipt] = []
    together = threading.Barrier(2)

    def process() -> None:
        opened = desk.open(calendars=("*",))
        assert opened.sends is not None
        opened.sends.find(LEA.key)  # so that each has its token
        together.wait(10)
        told.append(opened.sends.send(LEA))
        opened.close()

    threads = [threading.Thread(target=process) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [Receipt(LEA.key)] * 2
    assert (len(stands(far)), len(far.agenda.mailed), posts(far)) == (1, 1, 2)


def test_what_the_user_deleted_is_not_made_again(far: FarOutlook, sender: SendsInvitations) -> None:
    sender.send(LEA)
    far.agenda.delete(far.agenda.made[0])
    assert sender.find(LEA.key) is None
    assert sender.send(LEA) == Receipt(LEA.key, live=False)
    assert stands(far) == []


def test_a_duplicate_that_cannot_be_looked_up_is_unclear(far: FarOutlook, sender: SendsInvitations) -> None:
    sender.send(LEA)
    far.agenda.delete(far.agenda.made[0])
    far.fail("events", skip=1, status=503, times=10)
    with pytest.raises(Unclear):
        sender.send(LEA)


@pytest.mark.parametrize(
    ("how", "error", "code"),
    [
        ({"status": 429, "headers": {"Retry-After": "600"}}, TryLater, "outlook.too_fast"),
        ({"status": 403, "code": "ErrorAccessDenied"}, Refused, "outlook.scope_missing"),
        ({"status": 400, "code": "ErrorInvalidRequest"}, Refused, "outlook.refused"),
        ({"status": 401, "times": 2}, SignInNeeded, "outlook.sign_in_again"),
    ],
)
def test_a_refusal_says_that_nothing_was_made(
    far: FarOutlook, sender: SendsInvitations, how: dict[str, Any], error: type[Exception], code: str
) -> None:
    far.fail("create", **how)
    with pytest.raises(error) as caught:
        sender.send(LEA)
    assert getattr(caught.value, "code", "") == code
    assert stands(far) == []


def test_a_token_that_ended_is_renewed_and_the_event_made_once(far: FarOutlook, sender: SendsInvitations) -> None:
    far.fail("create", status=401, code="InvalidAuthenticationToken")
    sender.send(LEA)
    assert (len(stands(far)), posts(far)) == (1, 2)


def test_where_nobody_listens_nothing_was_made(far: FarOutlook, desk: Desk) -> None:
    opened = desk.open(endpoint="http://127.0.0.1:9")
    assert isinstance(opened.sends, Sender)
    by_itself = partial(opened.sends._pen.write, "POST", "/v1.0/me/events", {})  # without looking first
    for use in (partial(opened.sends.send, LEA), by_itself):
        with pytest.raises(TryLater) as caught:
            use()
        assert caught.value.code == "outlook.unreachable"
    opened.close()


@pytest.mark.parametrize("key", ["", "x" * 32, "0" * 31 + "'", "A" * 32])
def test_what_is_no_key_is_never_asked_for(sender: SendsInvitations, key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        sender.find(key)


# --- taking back ------------------------------------------------------------------------------------------------------


def test_an_invitation_is_taken_back_with_word_to_the_guest_and_a_hold_without(
    far: FarOutlook, sender: SendsInvitations
) -> None:
    for one in (LEA, HOLD):
        sender.send(one)
        for _ in range(2):
            sender.cancel(one)
    assert stands(far) == []
    assert far.agenda.mailed == [("request", "lea@example.org"), ("cancel", "lea@example.org")]
    assert [(one.name, one.verb) for one in far.seen if one.name in WRITES] == [
        ("create", "POST"), ("cancel", "POST"), ("create", "POST"), ("delete", "DELETE"),
    ]  # fmt: skip


def test_taking_back_what_lost_its_guest_removes_it(far: FarOutlook, sender: SendsInvitations) -> None:
    sender.send(LEA)
    stands(far)[0]["attendees"] = []
    sender.cancel(LEA)
    assert stands(far) == []


@pytest.mark.parametrize("how", [{"drop": True}, {"status": 500}])
def test_an_answer_lost_while_taking_back_is_unclear_and_asking_again_is_harmless(
    far: FarOutlook, sender: SendsInvitations, how: dict[str, Any]
) -> None:
    sender.send(LEA)
    far.fail("cancel", acted=True, **how)
    with pytest.raises(Unclear):
        sender.cancel(LEA)
    sender.cancel(LEA)
    assert stands(far) == []
    assert far.agenda.mailed.count(("cancel", "lea@example.org")) == 1


# --- what comes back --------------------------------------------------------------------------------------------------


def test_what_was_sent_comes_back_with_its_mark_and_the_guests_answer(
    far: FarOutlook, connection: Connection, sender: SendsInvitations
) -> None:
    sender.send(LEA)
    sender.send(HOLD)
    far.agenda.answer(far.agenda.made[0], "tentativelyAccepted")
    far.agenda.put(resource(samples.event(3)))
    ledger = Ledger()
    assert connection.calendar is not None
    ledger.read(connection.calendar, READING)
    marked = [one for one in ledger.items.values() if isinstance(one, Event) and one.mark]
    assert {one.mark for one in marked} == {"uuftn6st.3f"}
    assert len(marked) == 2
    [met] = [one for one in marked if one.participants[1:]]
    assert [(one.address, one.answer) for one in met.participants[1:]] == [("lea@example.org", Answer.TENTATIVE)]
    [hold] = [one for one in marked if one is not met]
    assert hold.private and hold.subject is None
    assert blocks(hold, frozenset({"ana@example.org"}))


def test_the_mark_on_a_copy_of_somebody_elses_is_not_ours(far: FarOutlook, connection: Connection) -> None:
    """Within one organisation, Exchange carries such properties over to the guest's copy."""
    theirs = resource(samples.event(3), isOrganizer=False)
    far.agenda.put(theirs)
    theirs["singleValueExtendedProperties"] = [
        {"id": "String {6ec8a3f1-1f0e-4b43-9d0c-5b1a3c2e7d84} Name coucou_mark", "value": "x.y"}
    ]
    ledger = Ledger()
    assert connection.calendar is not None
    ledger.read(connection.calendar, READING)
    assert [one.mark for one in ledger.items.values() if isinstance(one, Event)] == [None]


# --- in preview -------------------------------------------------------------------------------------------------------


def test_in_preview_nothing_exists_that_could_write(far: FarOutlook, desk: Desk) -> None:
    """Even where the sign-in would allow it; and the only thing that is posted is a question."""
    desk.sends = False
    opened = desk.open(colleagues=True)
    assert opened.sends is None
    for reader in (opened.mail, opened.calendar):
        assert reader is not None
        list(reader.changes(None, READING))
    assert opened.availability is not None
    opened.availability.busy(["lea@example.org"], Span(START, START + timedelta(hours=1)))
    opened.close()
    assert {one.name for one in far.seen if one.verb != "GET"} == {"getSchedule"}
    assert not any("$expand" in one.query for one in far.seen)


def test_back_in_preview_no_token_that_could_write_is_asked_for(far: FarOutlook, desk: Desk) -> None:
    for sends in (True, False):
        desk.sends = sends
        far.identity.end_tokens()
        opened = desk.open()
        assert opened.mail is not None
        list(opened.mail.changes(None, READING))
        opened.close()
        assert ("Calendars.ReadWrite" in far.identity.asked[-1]["scope"]) is sends


def test_without_the_permission_nothing_exists_that_could_write(far: FarOutlook, desk: Desk) -> None:
    far.identity.unticked = {"Calendars.ReadWrite"}
    assert desk.sign_in(sends=True).missing == ("Calendars.ReadWrite",)
    opened = desk.open()
    assert opened.sends is None
    opened.close()
    desk.shelf.kept = None
    assert desk.open().sends is None


def test_an_organisations_application_that_may_only_read_still_reads_the_calendar(
    far: FarOutlook, tmp_path: Path
) -> None:
    far.agenda.calendars.clear()
    with far.serving() as address:
        rig = OutlookRig(far, address, tmp_path)
        far.agenda.put(resource(samples.event(3)))
        opened = rig.plugin.open("work", rig.options(), Ports(sends=True))
        assert opened.calendar is not None and opened.sends is not None
        ledger = Ledger()
        ledger.read(opened.calendar, READING)
        assert len(ledger.items) == 1
        with pytest.raises(Refused):
            opened.sends.send(LEA)
        opened.close()
    assert far.agenda.made == []
