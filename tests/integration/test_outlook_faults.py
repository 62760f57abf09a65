"""What goes wrong on the way to Graph, and what becomes of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from coucou.contract import (
    Refused,
    SignInNeeded,
    TryLater,
)
from coucou.testing import samples
from coucou.testing.conformance import Ledger
from coucou_connectors.backoff import TRIES
from coucou_connectors.outlook.mail import Mail
from tests.integration.outlooks import READING, ids, mail, read, signed_in
from tests.outlook.rig import Desk, put_event
from tests.outlook.server import FarOutlook


@pytest.fixture
def far() -> FarOutlook:
    return FarOutlook.with_calendar()


@pytest.fixture
def desk(far: FarOutlook) -> Iterator[Desk]:
    with signed_in(far) as made:
        yield made


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed(far: FarOutlook, desk: Desk, status: int) -> None:
    mail(far, 1)
    far.fail("delta", status=status, headers={"Retry-After": "2.128"})
    read(desk, Ledger())
    assert far.clock.slept == [3]


def test_a_long_retry_after_is_left_for_the_next_sync(far: FarOutlook, desk: Desk) -> None:
    far.fail("delta", status=429, headers={"Retry-After": "600"})
    with pytest.raises(TryLater) as caught:
        read(desk, Ledger())
    assert caught.value.after == timedelta(minutes=10)
    assert len(far.saw("delta")) == 1


def test_a_failing_server_is_asked_a_few_times_and_not_for_ever(far: FarOutlook, desk: Desk) -> None:
    far.fail("delta", status=500, times=100)
    with pytest.raises(TryLater):
        read(desk, Ledger())
    assert len(far.saw("delta")) == TRIES
    assert far.clock.slept == [0.75, 1.5, 3.0]


def test_a_page_that_is_too_large_is_asked_for_in_smaller_ones(far: FarOutlook, desk: Desk) -> None:
    far.mail.headers = False
    far.mail.too_large = 100
    far.agenda.too_large = 100
    mail(far, 120)
    for number in range(30):
        put_event(far, samples.event(3 * number, samples.START + timedelta(hours=number)))
    ledger, diary = Ledger(), Ledger()
    read(desk, ledger)
    read(desk, diary, "calendar")
    assert len(ids(ledger)) == 120
    assert len(diary.items) == 30
    assert [one.query.get("$top") for one in far.saw("calendarView")[:3]] == ["1000", "250", "62"]


def test_a_cut_connection_is_tried_again(far: FarOutlook, desk: Desk) -> None:
    mail(far, 1)
    far.fail("delta", drop=True, times=2)
    ledger = Ledger()
    read(desk, ledger)
    assert len(ids(ledger)) == 1


def test_a_server_that_hangs_is_left_alone(far: FarOutlook, desk: Desk) -> None:
    desk.timeout = 0.2
    far.fail("delta", hang=0.5, times=TRIES)
    with pytest.raises(TryLater) as caught:
        read(desk, Ledger())
    assert caught.value.code == "outlook.unreachable"


def test_a_portals_page_is_not_taken_for_an_answer(far: FarOutlook, desk: Desk) -> None:
    far.fail("delta", page="<html>Bienvenue à l’hôtel</html>", times=TRIES)
    with pytest.raises(TryLater) as caught:
        read(desk, Ledger())
    assert caught.value.code == "outlook.not_graph"


def test_a_link_that_leads_elsewhere_gets_no_token(far: FarOutlook, desk: Desk) -> None:
    connection = desk.open()
    assert isinstance(connection.mail, Mail)
    wire = connection.mail._wire
    for link in ("https://graph.example.com/v1.0/me", desk.address + ".example.com/v1.0/me", "/v1.0/me"):
        with pytest.raises(TryLater):
            wire.path_of(link)
    assert wire.path_of(desk.address + "/v1.0/me?$deltatoken=x") == "/v1.0/me?$deltatoken=x"
    connection.close()


def test_a_token_that_ended_is_renewed_once(far: FarOutlook, desk: Desk) -> None:
    mail(far, 2)
    far.mail.page = 1
    ledger = Ledger()
    connection = desk.open()
    assert connection.mail is not None
    batches = connection.mail.changes(None, READING)
    ledger.take(next(batches))
    far.identity.end_tokens()
    for batch in batches:
        ledger.take(batch)
    connection.close()
    assert len(ids(ledger)) == 2
    assert [form["grant_type"] for form in far.identity.asked[-1:]] == ["refresh_token"]


def test_a_sign_in_that_died_is_said_once_and_not_offered_again(far: FarOutlook, desk: Desk) -> None:
    far.identity.revoke()
    far.identity.end_tokens()
    for _ in range(3):
        with pytest.raises(SignInNeeded) as caught:
            read(desk, Ledger())
        assert caught.value.code == "outlook.sign_in_again"
    refreshed = [form for form in far.identity.asked if form["grant_type"] == "refresh_token"]
    assert len(refreshed) == 1


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (403, "ErrorAccessDenied", "outlook.scope_missing"),
        (403, "ErrorAccessPolicyDenied", "outlook.policy"),
        (404, "MailboxNotEnabledForRESTAPI", "outlook.no_mailbox"),
        (405, "MethodNotAllowed", "outlook.refused"),
    ],
)
def test_a_refusal_is_said_for_what_it_is(far: FarOutlook, desk: Desk, status: int, code: str, said: str) -> None:
    far.fail("calendars", status=status, code=code)
    with pytest.raises(Refused) as caught:
        read(desk, Ledger(), "calendar")
    assert caught.value.code == said
    assert "ana@" not in repr((caught.value, caught.value.values))


@pytest.mark.parametrize("minutes", [-5, 5])
def test_a_clock_that_is_off_costs_at_most_one_renewal(far: FarOutlook, desk: Desk, minutes: int) -> None:
    mail(far, 2)
    far.clock.off = timedelta(minutes=minutes)
    far.identity.asked.clear()
    ledger = Ledger()
    for _ in range(3):
        far.clock.sleep(3700)
        read(desk, ledger)
    assert len(ids(ledger)) == 2
    assert [form["grant_type"] for form in far.identity.asked] == ["refresh_token"] * 3


def test_never_more_than_four_requests_at_a_time(far: FarOutlook, desk: Desk) -> None:
    connection = desk.open()
    assert isinstance(connection.mail, Mail)
    wire = connection.mail._wire
    wire.tokens.current()
    far.fail("mailboxSettings", slow=0.02, times=60)

    def ask() -> None:
        for _ in range(5):
            wire.get(wire.own("/mailboxSettings"), {"$select": "timeZone"})
        wire.close()

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(far.saw("mailboxSettings")) == 60
    assert 1 < far.most_at_once <= 4


def test_no_proxy_stands_between_a_machine_and_itself(
    far: FarOutlook, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    mail(far, 1)
    ledger = Ledger()
    read(desk, ledger)
    assert len(ids(ledger)) == 1


def test_a_netrc_never_takes_the_tokens_place(
    far: FarOutlook, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login somebody password planted\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    mail(far, 1)
    connection = desk.open()
    assert isinstance(connection.mail, Mail)
    connection.mail._wire._session().trust_env = True  # as it is where Graph is not on this machine
    list(connection.mail.changes(None, READING))
    connection.close()
    assert far.identity.scopes_of(far.seen[-1].token, far.clock.true_now())


def test_requests_are_paced_below_microsofts_limit(far: FarOutlook, desk: Desk) -> None:
    connection = desk.open()
    assert isinstance(connection.mail, Mail)
    wire = connection.mail._wire
    for _ in range(950):
        wire.meter.spend(1)
    assert sum(far.clock.slept) >= 60  # 10,000 in ten minutes would be more than 900 in one
    connection.close()
