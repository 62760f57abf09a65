"""What Google and the network do wrong, and how often the server then saw us."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from coucou.contract import ConnectorError, Ports, Refused, SignInNeeded, TryLater
from coucou.testing.conformance import Ledger
from coucou.testing.samples import invitation
from coucou_connectors.backoff import TRIES
from coucou_connectors.google import secret as stored
from tests.google.clock import START
from tests.google.rig import Desk
from tests.integration.googles import READING, account, letters, opened, read

LIST = "gmail.users.messages.list"
EVENTS = "calendar.events.list"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with account(tmp_path) as made:
        letters(made.far, 12)
        yield made


def fails(desk: Desk, part: str = "mail", **options: Any) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        read(Ledger(), desk, part, **options)
    return caught.value


# --- signing in again ------------------------------------------------------------------------------------------------


def test_a_token_refused_once_is_renewed_once(desk: Desk) -> None:
    desk.far.fail(LIST, status=401, reason="authError")
    ledger = Ledger()
    read(ledger, desk)
    assert len(ledger.items) == 12
    assert desk.far.calls["token"] == 2  # the first, and the one after the refusal
    assert desk.secret().token == desk.far.seen[-1].token


def test_tokens_refused_for_ever_stop_the_account_after_one_more_try(desk: Desk) -> None:
    desk.far.fail(LIST, status=401, reason="authError", times=99)
    assert isinstance(fails(desk), SignInNeeded)
    assert desk.far.calls[LIST] == 2 and desk.far.calls["token"] == 2


def test_a_token_that_ends_within_a_batch_is_renewed_and_the_batch_sent_again(desk: Desk) -> None:
    letters(desk.far, 200, start=12)
    with opened(desk) as reads:
        batches = reads.changes(None, READING)
        found = [*next(batches).appeared, *next(batches).appeared]
        desk.far.accounts.tokens.clear()
        found += [one for batch in batches for one in batch.appeared]
    assert len(found) == 212
    assert desk.far.calls["token"] == 2


def test_a_batch_whose_parts_are_refused_for_ever_stops_the_account(desk: Desk) -> None:
    desk.far.fail("gmail.users.messages.get", status=401, reason="authError", times=999)
    assert isinstance(fails(desk), SignInNeeded)
    assert desk.far.calls["batch"] == 2


def test_a_grant_that_was_taken_back_is_offered_once_and_never_again(desk: Desk) -> None:
    desk.far.accounts.grants.clear()
    first = fails(desk)
    assert isinstance(first, SignInNeeded) and first.code == "google.sign_in_again"
    for part in ("mail", "calendar", "mail"):
        assert isinstance(fails(desk, part), SignInNeeded)
    assert sum(desk.far.calls.values()) == desk.far.calls["token"] == 1
    assert desk.secret().dead and not desk.secret().token


def test_signing_in_again_heals_a_dead_account(desk: Desk) -> None:
    desk.far.accounts.grants.clear()
    fails(desk)
    desk.sign_in()
    ledger = Ledger()
    read(ledger, desk)
    assert len(ledger.items) == 12


def test_an_account_that_never_signed_in_says_so_without_a_call(desk: Desk) -> None:
    desk.shelf.kept = None
    error = fails(desk)
    assert isinstance(error, SignInNeeded) and error.code == "google.not_connected"
    assert not desk.far.calls


def test_a_token_renewed_by_another_process_is_used_and_not_renewed_again(desk: Desk) -> None:
    far = desk.far
    old = far.accounts.give(list(desk.secret().scopes), far.clock.true_now())
    end = (far.clock.true_now() + timedelta(hours=1)).timestamp()
    desk.shelf.kept = stored.dump(replace(desk.secret(), token=old, expires=end))
    letters(far, 30, start=12)
    with opened(desk) as reads:
        batches = reads.changes(None, READING)
        next(batches)
        del far.accounts.tokens[old]  # renewed elsewhere: the old one is no longer good, the new one is in the vault
        new = far.accounts.give(list(desk.secret().scopes), far.clock.true_now())
        desk.shelf.kept = stored.dump(replace(desk.secret(), token=new))
        found = [one for batch in batches for one in batch.appeared]
    assert len(found) == 42
    assert far.calls["token"] == 0


def test_of_two_that_renew_at_once_no_refresh_token_is_lost(desk: Desk) -> None:
    """Google may give a new refresh token each time; the older answer must not be written over the newer."""
    desk.far.accounts.rotates = True
    read(Ledger(), desk)
    latest = desk.secret().refresh_token
    assert list(desk.far.accounts.grants) == [latest]
    desk.far.clock.seconds += 4000
    read(Ledger(), desk)
    assert list(desk.far.accounts.grants) == [desk.secret().refresh_token] != [latest]


@pytest.mark.parametrize("minutes", [5, -5])
def test_a_clock_five_minutes_off_hinders_nothing(desk: Desk, minutes: int) -> None:
    desk.far.clock.off = timedelta(minutes=minutes)
    letters(desk.far, 900, start=12)
    desk.far.clock.seconds += 3500
    ledger = Ledger()
    read(ledger, desk)
    desk.far.clock.seconds += 3500  # between the two ends of the token, right and wrong
    read(ledger, desk)
    assert len(ledger.items) == 912
    assert desk.far.calls["token"] <= 3


# --- slower, please --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["rateLimitExceeded", "userRateLimitExceeded"])
def test_too_fast_means_longer_and_longer_pauses(desk: Desk, reason: str) -> None:
    desk.far.fail(LIST, status=403, reason=reason, times=3)
    ledger = Ledger()
    read(ledger, desk)
    assert len(ledger.items) == 12
    assert desk.far.clock.slept[:3] == [0.75, 1.5, 3.0]  # 1, 2 and 4 seconds, less a share by chance


def test_quota_that_another_run_used_up_is_waited_for(desk: Desk) -> None:
    """A sync right after another: the server counts both."""
    letters(desk.far, 400, start=12)
    desk.far.units_a_minute = 6000
    ledger = Ledger()
    read(ledger, desk, minutes_a_sync=1)
    for _ in range(2):
        read(ledger, desk, minutes_a_sync=1)
    assert len(ledger.items) == 412
    assert len(desk.far.saw("gmail.users.messages.get")) == 412  # none was refused: what was spent is remembered
    read(Ledger(), desk)  # by somebody who does not know it


def test_too_fast_for_long_is_left_for_later(desk: Desk) -> None:
    desk.far.fail(LIST, status=403, reason="rateLimitExceeded", times=99)
    assert isinstance(fails(desk), TryLater)
    assert desk.far.calls[LIST] == 7
    assert 45 < desk.far.clock.seconds < 65  # a minute's quota was waited for


def test_a_used_up_quota_rests_until_it_renews(desk: Desk) -> None:
    desk.far.fail(LIST, status=403, reason="dailyLimitExceeded", times=99)
    error = fails(desk)
    assert isinstance(error, TryLater) and error.code == "google.quota"
    assert error.after == timedelta(hours=20)  # from noon in UTC, 4 in the morning in California, to midnight there
    assert desk.far.calls[LIST] == 1 and START.hour == 12


def test_retry_after_is_obeyed_to_the_second(desk: Desk) -> None:
    desk.far.fail(LIST, status=429, reason="rateLimitExceeded", headers={"Retry-After": "17"})
    ledger = Ledger()
    read(ledger, desk)
    assert len(ledger.items) == 12
    assert desk.far.clock.slept[0] == 17.0
    assert desk.far.calls[LIST] == 1 + 6  # two walks, and four lists of what the second leaves out


def test_a_long_retry_after_ends_the_sync_and_is_handed_on(desk: Desk) -> None:
    desk.far.fail(LIST, status=429, reason="rateLimitExceeded", headers={"Retry-After": "3600"})
    error = fails(desk)
    assert isinstance(error, TryLater) and error.after == timedelta(hours=1)
    assert desk.far.calls[LIST] == 1 and desk.far.clock.slept == []


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize(("part", "method"), [("mail", LIST), ("mail", "batch"), ("calendar", EVENTS)])
def test_a_server_that_stumbles_is_asked_again(desk: Desk, status: int, part: str, method: str) -> None:
    desk.far.fail(method, status=status, times=2)
    ledger = Ledger()
    read(ledger, desk, part)
    assert len(ledger.items) == (12 if part == "mail" else 0)
    assert desk.far.calls[method] >= 3


def test_a_server_that_is_down_is_left_for_later(desk: Desk) -> None:
    desk.far.fail(EVENTS, status=503, times=99)
    error = fails(desk, "calendar")
    assert isinstance(error, TryLater) and error.code == "google.failing"
    assert desk.far.calls[EVENTS] == TRIES


# --- the network -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("part", "method"), [("mail", LIST), ("mail", "batch"), ("calendar", EVENTS)])
def test_a_dropped_connection_is_replaced(desk: Desk, part: str, method: str) -> None:
    desk.far.fail(method, drop=True, times=4)
    ledger = Ledger()
    read(ledger, desk, part)
    assert len(ledger.items) == (12 if part == "mail" else 0)


def test_a_server_that_never_answers_costs_a_time_limit_and_no_more(desk: Desk) -> None:
    desk.timeout = 0.2
    desk.far.fail(LIST, hang=1.0, times=99)
    began = time.monotonic()
    error = fails(desk)
    assert isinstance(error, TryLater) and error.code == "google.unreachable"
    assert time.monotonic() - began < 5


def test_a_token_address_that_never_answers_is_left_too(desk: Desk) -> None:
    desk.timeout = 0.2
    desk.far.fail("token", hang=1.0, times=99)
    assert isinstance(fails(desk), TryLater)
    assert not desk.secret().dead


def test_nobody_at_the_other_end_is_said_to_be_offline(desk: Desk) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        error = fails(desk, endpoint=f"http://127.0.0.1:{free.getsockname()[1]}")
    assert isinstance(error, TryLater) and error.code == "google.unreachable"


@pytest.mark.parametrize("method", [LIST, "batch", EVENTS, "gmail.users.getProfile"])
def test_a_hotels_page_is_no_answer(desk: Desk, method: str) -> None:
    desk.far.fail(method, page="<html>Welcome! Please sign in.</html>", times=99)
    error = fails(desk, "calendar" if method == EVENTS else "mail")
    assert isinstance(error, TryLater) and error.code == "google.not_google"


# --- pages and batches -----------------------------------------------------------------------------------------------


def test_an_empty_page_with_a_next_one_ends_nothing(desk: Desk) -> None:
    desk.far.mail.empty_pages = 1
    desk.far.agenda.empty_pages = True
    desk.far.agenda.put({"id": "e0000", "start": {"date": "2026-03-04"}, "end": {"date": "2026-03-05"}, "summary": "x"})
    mail, events = Ledger(), Ledger()
    read(mail, desk)
    read(events, desk, "calendar")
    assert (len(mail.items), len(events.items)) == (12, 1)


def test_an_id_that_is_listed_twice_is_asked_for_once(desk: Desk) -> None:
    desk.far.mail.twice = True
    letters(desk.far, 1100, start=12)
    ledger = Ledger()
    read(ledger, desk)
    gets = [one.path for one in desk.far.saw("gmail.users.messages.get")]
    assert len(ledger.items) == len(gets) == len(set(gets)) == 1112


@pytest.mark.parametrize("status", [429, 500])
def test_of_a_batch_only_the_parts_that_failed_are_asked_for_again(desk: Desk, status: int) -> None:
    letters(desk.far, 100, sent_each=0, start=12)
    desk.far.fail("gmail.users.messages.get", status=status, reason="rateLimitExceeded", times=20, skip=10)
    ledger = Ledger()
    read(ledger, desk)
    assert len(ledger.items) == 112
    assert len(desk.far.saw("gmail.users.messages.get")) == 112 + 20
    assert sum(desk.far.clock.slept) > 0


def test_parts_that_fail_for_ever_end_the_sync_and_keep_what_was_read(desk: Desk) -> None:
    letters(desk.far, 300, sent_each=0, start=12)
    desk.far.fail("gmail.users.messages.get", status=429, reason="rateLimitExceeded", times=9999, skip=120)
    ledger = Ledger()
    with pytest.raises(TryLater), opened(desk) as reads:
        for batch in reads.changes(None, READING):
            ledger.take(batch)
    assert len(ledger.items) >= 50
    desk.far.faults.clear()
    read(ledger, desk)
    assert len(ledger.items) == 312


def test_a_part_that_is_refused_is_no_reason_to_go_on_asking(desk: Desk) -> None:
    desk.far.fail("gmail.users.messages.get", status=403, reason="domainPolicy", times=99)
    error = fails(desk)
    assert isinstance(error, Refused) and error.code == "google.domain_policy"
    assert desk.far.calls["batch"] == 1


# --- what was not granted --------------------------------------------------------------------------------------------


def test_what_the_user_did_not_grant_is_not_even_tried(desk: Desk) -> None:
    desk.sign_in("https://www.googleapis.com/auth/gmail.metadata")
    error = fails(desk)
    assert isinstance(error, Refused) and error.code == "google.scope_missing"
    assert not desk.far.calls
    read(Ledger(), desk, "calendar")


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("accessNotConfigured", "google.api_off"),
        ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "google.scope_missing"),
        ("domainPolicy", "google.domain_policy"),
        ("somethingNew", "google.refused"),
    ],
)
def test_a_refusal_says_what_to_do(desk: Desk, reason: str, code: str) -> None:
    desk.far.fail(EVENTS, status=403, reason=reason, times=9)
    error = fails(desk, "calendar")
    assert isinstance(error, Refused) and error.code == code
    assert desk.far.calls[EVENTS] == 1


# --- where nothing may go --------------------------------------------------------------------------------------------


def test_nothing_leaves_loopback_batches_and_tokens_included(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    connect, resolve = socket.socket.connect, socket.getaddrinfo
    elsewhere: list[object] = []

    def connecting(self: socket.socket, address: Any) -> None:
        if address[0] != "127.0.0.1":
            elsewhere.append(address)
            raise OSError("not here")
        connect(self, address)

    def resolving(host: Any, *rest: Any, **more: Any) -> Any:
        if host != "127.0.0.1":
            elsewhere.append(host)
            raise OSError("not here")
        return resolve(host, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", connecting)
    monkeypatch.setattr(socket, "getaddrinfo", resolving)
    monkeypatch.setenv("https_proxy", "http://proxy.example.com:3128")
    monkeypatch.setenv("http_proxy", "http://proxy.example.com:3128")
    ledger = Ledger()
    for part in ("mail", "calendar", "contacts"):
        desk.sign_in()
        desk.far.accounts.grants = {one: [*s, *_contacts()] for one, s in desk.far.accounts.grants.items()}
        desk.shelf.kept = stored.dump(replace(desk.secret(), scopes=(*desk.secret().scopes, *_contacts())))
        read(ledger, desk, part, contacts=True)
        ledger.cursor = None
    desk.sign_in(sends=True)
    sends = desk.open(sends=True).sends
    assert sends is not None and sends.send(invitation()).live
    assert desk.plugin().sign_out("work", desk.options, Ports(secrets=desk.shelf))
    assert elsewhere == []
    assert desk.far.calls["batch"] and desk.far.calls["token"] and desk.far.calls["revoke"]


def _contacts() -> tuple[str, ...]:
    return ("https://www.googleapis.com/auth/contacts.readonly",)


# --- threads ---------------------------------------------------------------------------------------------------------


def test_readers_in_several_threads_share_no_connection(desk: Desk) -> None:
    letters(desk.far, 300, start=12)
    connection = desk.open()
    found: dict[int, int] = {}

    def one(number: int) -> None:
        assert connection.mail is not None
        found[number] = sum(len(batch.appeared) for batch in connection.mail.changes(None, READING))
        connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == dict.fromkeys(range(4), 312)


# --- what is written down --------------------------------------------------------------------------------------------


def test_neither_token_nor_address_is_logged_or_stands_in_an_error(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    read(Ledger(), desk)
    desk.far.fail(EVENTS, status=403, reason="somethingNew")
    errors = [fails(desk, "calendar")]
    desk.far.accounts.grants.clear()
    desk.far.clock.seconds += 9999
    errors.append(fails(desk))
    told = caplog.text + "".join(f"{error!r} {error} {error.values}" for error in errors)
    for planted in ("planted", "@example", "Hello", "ya29", "1//"):
        assert planted not in told
