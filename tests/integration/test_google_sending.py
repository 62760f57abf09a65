"""Sending through Google Calendar, counted at the server: one event and one letter a key, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coucou.contract import (
    Answer,
    ConnectorError,
    Event,
    Invitation,
    Receipt,
    Refused,
    SendsInvitations,
    SignInNeeded,
    TryLater,
    Unclear,
)
from coucou.testing import samples
from coucou.testing.conformance import Ledger
from coucou_connectors.google.scopes import SEND
from tests.google.agenda import ME
from tests.google.rig import Desk
from tests.integration.googles import account, read

INSERT, DELETE, GET = "calendar.events.insert", "calendar.events.delete", "calendar.events.get"
ONE = samples.invitation()
GUEST = (ONE.attendee, f"coucou{ONE.key}")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with account(tmp_path) as made:
        made.sign_in(sends=True)
        yield made


def sender(desk: Desk, **options: Any) -> SendsInvitations:
    sends = desk.open(sends=True, **options).sends
    assert sends is not None
    return sends


def made(desk: Desk) -> list[dict[str, Any]]:
    return list(desk.far.agenda.events[ME].things.values())


def settled(desk: Desk, one: Invitation = ONE) -> Receipt:
    """As the engine does it: after an unclear answer it asks by the key before it sends again."""
    sends = sender(desk)
    try:
        return sends.send(one)
    except Unclear:
        return sends.find(one.key) or sends.send(one)


# --- leave ------------------------------------------------------------------------------------------------------------


def test_in_a_preview_there_is_nothing_that_could_write_even_where_google_would_let_it(desk: Desk) -> None:
    assert SEND in desk.secret().scopes
    assert desk.open().sends is None


def test_without_the_users_grant_there_is_nothing_that_could_write(desk: Desk) -> None:
    desk.sign_in()
    assert desk.open(sends=True).sends is None


def test_an_account_that_is_not_connected_opens_and_sends_nothing(desk: Desk) -> None:
    desk.shelf.kept = None
    assert desk.open(sends=True).sends is None


# --- what is made -----------------------------------------------------------------------------------------------------


def test_an_invitation_is_one_request_and_one_letter(desk: Desk) -> None:
    assert sender(desk).send(ONE) == Receipt(ONE.key)
    assert desk.far.calls == {"token": 1, INSERT: 1}
    assert desk.far.agenda.mailed == [GUEST]
    (asked,) = desk.far.saw(INSERT)
    assert asked.query["sendUpdates"] == ["all"]
    (event,) = made(desk)
    assert event["guestsCanInviteOthers"] is False
    assert event["extendedProperties"] == {"private": {"coucou": ONE.mark}}
    assert "hangoutLink" not in asked.query and event["iCalUID"].startswith("coucou")


def test_a_hold_is_told_to_nobody(desk: Desk) -> None:
    sends = sender(desk)
    sends.send(samples.hold())
    sends.cancel(samples.taken_back(samples.hold()))
    assert desk.far.agenda.mailed == []
    assert [one.query["sendUpdates"] for one in (*desk.far.saw(INSERT), *desk.far.saw(DELETE))] == [["none"]] * 2


def test_a_link_to_a_call_is_made_once_with_the_event(desk: Desk) -> None:
    sender(desk).send(replace(ONE, video=True))
    (event,) = made(desk)
    assert event["hangoutLink"] == f"https://meet.example/{ONE.key}"


def test_a_cancellation_is_one_request_and_tells_the_guest(desk: Desk) -> None:
    sends = sender(desk)
    sends.send(ONE)
    sends.cancel(samples.taken_back(ONE))
    assert desk.far.calls[DELETE] == 1
    assert desk.far.agenda.mailed == [GUEST, GUEST]


def test_answers_and_the_mark_come_with_the_ordinary_reading(desk: Desk) -> None:
    ledger = Ledger()
    read(ledger, desk, "calendar")
    sender(desk).send(ONE)
    desk.far.agenda.answer(f"coucou{ONE.key}", "accepted")
    read(ledger, desk, "calendar")
    (event,) = [one for one in ledger.items.values() if isinstance(one, Event)]
    answers = {p.address: p.answer for p in event.participants}
    assert (event.mark, answers[ONE.attendee]) == (ONE.mark, Answer.ACCEPTED)
    assert event.subject is not None and not event.private


def test_who_chose_other_calendars_than_the_main_one_is_not_promised_answers(desk: Desk) -> None:
    assert sender(desk, calendars=("Projects",)).follows is False
    assert all(sender(desk, calendars=c).follows for c in ((), ("*",), ("Primary", "Projects")))


# --- once, whatever happens -------------------------------------------------------------------------------------------

TROUBLE = [
    pytest.param({"drop": True, "acted": True}, id="answer dropped after acting"),
    pytest.param({"drop": True}, id="dropped before acting"),
    pytest.param({"hang": 1.0, "acted": True}, id="time ran out after acting"),
    pytest.param({"hang": 1.0}, id="time ran out before acting"),
    pytest.param({"status": 500, "acted": True}, id="500 after acting"),
    pytest.param({"status": 503}, id="503 before acting"),
    pytest.param({"status": 408, "reason": "timeout", "acted": True}, id="408 after acting"),
    pytest.param({"page": "<html>Sign in</html>", "acted": True}, id="a proxy's page after acting"),
]


@pytest.mark.parametrize("how", TROUBLE)
@pytest.mark.parametrize("oblivious", [False, True], ids=["ids are unique", "ids are not noticed"])
def test_nothing_repeats_a_request_that_may_have_been_heard(desk: Desk, how: dict[str, Any], oblivious: bool) -> None:
    desk.timeout = 0.4
    desk.far.agenda.oblivious = oblivious  # Google does not promise to notice an id that stands twice
    desk.far.fail(INSERT, **how)
    with pytest.raises(Unclear) as caught:
        sender(desk).send(ONE)
    assert caught.value.code == "google.unclear"
    assert desk.far.calls[INSERT] == 1
    assert len(made(desk)) == len(desk.far.agenda.mailed) == int(how.get("acted", False))


@pytest.mark.parametrize("how", TROUBLE)
def test_one_approval_is_one_event_and_one_letter(desk: Desk, how: dict[str, Any]) -> None:
    desk.timeout = 0.4
    desk.far.fail(INSERT, **how)
    assert settled(desk) == Receipt(ONE.key)
    assert (len(made(desk)), desk.far.agenda.mailed) == (1, [GUEST])


def test_an_answer_that_comes_twice_is_read_once(desk: Desk) -> None:
    desk.far.fail(INSERT, twice=True)
    sends = sender(desk)
    assert sends.send(ONE) == Receipt(ONE.key)
    assert sends.send(samples.invitation(1)) == Receipt(samples.invitation(1).key)
    assert sends.find(samples.invitation(2).key) is None
    assert len(made(desk)) == len(desk.far.agenda.mailed) == 2


def test_an_id_that_is_taken_is_looked_up(desk: Desk) -> None:
    sends = sender(desk)
    sends.send(ONE)
    desk.far.forget()
    assert sends.send(ONE) == Receipt(ONE.key)
    assert desk.far.calls == {INSERT: 1, GET: 1}
    assert desk.far.agenda.mailed == [GUEST]


def test_an_id_that_is_taken_and_cannot_be_looked_up_is_not_taken_for_nothing(desk: Desk) -> None:
    sends = sender(desk)
    sends.send(ONE)
    desk.far.fail(GET, status=403, reason="quotaExceeded")
    with pytest.raises(Unclear):
        sends.send(ONE)


def test_what_google_has_forgotten_but_keeps_the_id_of_is_gone(desk: Desk) -> None:
    sends = sender(desk)
    sends.send(ONE)
    desk.far.fail(GET, status=404, reason="notFound")
    assert sends.send(ONE) == Receipt(ONE.key, live=False)
    assert desk.far.agenda.mailed == [GUEST]


def test_what_is_said_to_be_gone_is_gone(desk: Desk) -> None:
    sends = sender(desk)
    sends.send(ONE)
    desk.far.fail(GET, status=410, reason="deleted")
    assert sends.find(ONE.key) == Receipt(ONE.key, live=False)


def test_a_token_that_ended_is_renewed_and_the_request_which_did_nothing_sent_again(desk: Desk) -> None:
    desk.far.fail(INSERT, status=401, reason="authError")
    assert sender(desk).send(ONE) == Receipt(ONE.key)
    assert (desk.far.calls[INSERT], len(made(desk))) == (2, 1)


@pytest.mark.parametrize(
    ("how", "kind", "code"),
    [
        ({"status": 401, "reason": "authError", "times": 2}, SignInNeeded, "google.sign_in_again"),
        ({"status": 429, "reason": "rateLimitExceeded", "headers": {"Retry-After": "40"}}, TryLater, "google.too_fast"),
        ({"status": 403, "reason": "rateLimitExceeded"}, TryLater, "google.too_fast"),
        ({"status": 403, "reason": "quotaExceeded"}, TryLater, "google.quota"),
        ({"status": 403, "reason": "insufficientPermissions"}, Refused, "google.scope_missing"),
        ({"status": 400, "reason": "invalid"}, Refused, "google.refused"),
    ],
)
def test_a_refusal_did_nothing_and_is_not_argued_with(
    desk: Desk, how: dict[str, Any], kind: type[ConnectorError], code: str
) -> None:
    desk.far.fail(INSERT, **how)
    with pytest.raises(kind) as caught:
        sender(desk).send(ONE)
    assert caught.value.code == code
    assert desk.far.calls[INSERT] == how.get("times", 1)
    assert made(desk) == [] and desk.far.clock.slept == []


def test_where_there_was_no_connection_nothing_was_heard(desk: Desk) -> None:
    sender(desk).find(ONE.key)  # which leaves a good token behind
    sends = sender(desk, endpoint="http://127.0.0.1:9")
    with pytest.raises(TryLater) as caught:
        sends.send(ONE)
    assert caught.value.code == "google.unreachable"


def test_no_proxy_of_the_environment_stands_between_this_machine_and_itself(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert sender(desk).send(ONE) == Receipt(ONE.key)
