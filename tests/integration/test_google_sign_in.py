"""Signing in to Google: what the browser is sent to, what comes back, and what is kept of it."""

from __future__ import annotations

import base64
import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from coucou.contract import ConnectorError, Granted, Ports, Refused, SigningIn, SignsIn, TryLater
from coucou.testing.conformance import Ledger
from coucou.words import say
from coucou_connectors.google import Options, plugin, scopes
from coucou_connectors.google.scopes import SEND
from tests.google.accounts import CLIENT_ID, CLIENT_SECRET
from tests.google.rig import Desk
from tests.integration.googles import READING, account, letters, read

READ_SCOPES = {scopes.MAIL, scopes.EVENTS, scopes.CALENDARS, scopes.SETTINGS}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with account(tmp_path) as made:
        made.shelf.kept = None
        made.far.accounts.grants.clear()
        yield made


class Browser:
    """A user who opens what they are shown, in another thread, and agrees."""

    def __init__(self, *first: str) -> None:
        self.shown: list[str] = []
        self.pages: list[str] = []
        self.first = first  # what else visits the port before, by query string
        self.thread: threading.Thread | None = None

    def show(self, address: str, code: str) -> None:
        self.shown.append(address)
        self.thread = threading.Thread(target=self._visit, args=(address,))
        self.thread.start()

    def query(self) -> dict[str, str]:
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.shown[0]).query))

    def _visit(self, address: str) -> None:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for query in self.first:
            try:
                opener.open(f"{self.query()['redirect_uri']}?{query}", timeout=5).close()
            except urllib.error.HTTPError as error:
                self.pages.append(str(error.code))
                error.close()
        with opener.open(address, timeout=5) as page:
            self.pages.append(page.read().decode())


def sign_in(desk: Desk, browser: Browser | None = None, **how: Any) -> Granted:
    browser = browser or Browser()
    asked = SigningIn(browser.show, "Adieu <b>", browser=False, patience=timedelta(seconds=5), **how)
    try:
        return desk.plugin().sign_in("work", desk.options, asked, Ports(secrets=desk.shelf))
    finally:
        if browser.thread:
            browser.thread.join()


def refused(desk: Desk, **how: Any) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        sign_in(desk, **how)
    assert desk.shelf.kept is None
    return caught.value


def test_the_plugin_signs_in() -> None:
    assert isinstance(plugin, SignsIn)


def test_what_was_granted_reads_mail_and_calendars(desk: Desk) -> None:
    browser = Browser()
    granted = sign_in(desk, browser)
    assert set(granted.scopes) == {scopes.short(one) for one in READ_SCOPES} and granted.missing == ()
    assert "Adieu &lt;b&gt;" in browser.pages[0]
    letters(desk.far, 3)
    ledger = Ledger()
    read(ledger, desk)
    read(Ledger(), desk, "calendar")
    assert len(ledger.items) == 3
    assert desk.far.calls["token"] == 1  # the token that came with the sign-in is used until it ends


def test_the_calendars_own_zone_is_told_so_that_it_can_be_compared(desk: Desk) -> None:
    desk.far.agenda.zone = "Europe/Paris"
    assert sign_in(desk, Browser()).timezone == "Europe/Paris"
    (asked,) = desk.far.saw("calendar.settings.get")
    assert asked.query["fields"] == ["value"]


@pytest.mark.parametrize("unticked", [set(), {scopes.SETTINGS}])
def test_a_zone_that_cannot_be_read_hinders_no_sign_in(desk: Desk, unticked: set[str]) -> None:
    desk.far.accounts.unticked = unticked
    desk.far.fail("calendar.settings", status=403, reason="forbidden")
    assert sign_in(desk, Browser()).timezone == ""
    assert len(desk.far.saw("calendar.settings")) == 0
    assert desk.far.calls["calendar.settings.get"] == (0 if unticked else 1)


def test_the_browser_comes_back_to_loopback_with_pkce_and_a_state(desk: Desk) -> None:
    browser = Browser()
    sign_in(desk, browser)
    query = browser.query()
    assert query["redirect_uri"].startswith("http://127.0.0.1:")
    assert query["code_challenge_method"] == "S256" and len(query["state"]) >= 32
    assert query["access_type"] == "offline" and query["prompt"] == "consent"
    assert len(desk.far.accounts.asked[0]["code_verifier"]) >= 43
    assert desk.secret().refresh_token in desk.far.accounts.grants


@pytest.mark.parametrize("first", ["code=stolen&state=guess", "code=stolen", "", "error=access_denied"])
def test_who_comes_without_the_state_is_turned_away_and_ends_nothing(desk: Desk, first: str) -> None:
    browser = Browser(first)
    sign_in(desk, browser)
    assert browser.pages[0] == "404"
    assert all(form["code"] != "stolen" for form in desk.far.accounts.asked)


# --- scopes ----------------------------------------------------------------------------------------------------------


def test_a_preview_asks_to_read_and_nothing_else(desk: Desk) -> None:
    browser = Browser()
    sign_in(desk, browser)
    assert set(browser.query()["scope"].split()) == READ_SCOPES
    assert all(one.rpartition(".")[2] in ("readonly", "metadata") for one in READ_SCOPES)


@pytest.mark.parametrize(
    ("options", "sends", "more"),
    [
        ({"colleagues": True}, False, {scopes.FREEBUSY}),
        ({"contacts": True}, False, {scopes.CONTACTS}),
        ({}, True, {scopes.SEND}),
        ({"colleagues": True, "contacts": True}, True, {scopes.FREEBUSY, scopes.CONTACTS, scopes.SEND}),
    ],
)
def test_each_step_asks_for_what_it_needs_and_keeps_what_it_had(
    desk: Desk, options: dict[str, Any], sends: bool, more: set[str]
) -> None:
    desk.options = replace(desk.options, **options)
    browser = Browser()
    sign_in(desk, browser, sends=sends)
    assert set(browser.query()["scope"].split()) == READ_SCOPES | more
    assert "gmail.readonly" not in browser.query()["scope"]


def test_a_box_that_was_not_ticked_is_named(desk: Desk) -> None:
    desk.far.accounts.unticked = {scopes.MAIL}
    assert sign_in(desk).missing == ("gmail.metadata",)
    read(Ledger(), desk, "calendar")
    with pytest.raises(Refused) as caught:
        read(Ledger(), desk)
    assert caught.value.code == "google.scope_missing"


def test_no_box_ticked_is_no_sign_in(desk: Desk) -> None:
    desk.far.accounts.unticked = set(READ_SCOPES)
    assert refused(desk).code == "google.nothing_granted"


def test_cancel_is_a_no(desk: Desk) -> None:
    desk.far.accounts.denies = True
    assert refused(desk).code == "google.said_no"


def test_a_user_who_never_comes_is_not_waited_for(desk: Desk) -> None:
    asked = SigningIn(lambda address, code: None, browser=False, patience=timedelta(seconds=0.05))
    with pytest.raises(TryLater) as caught:
        desk.plugin().sign_in("work", desk.options, asked, Ports(secrets=desk.shelf))
    assert caught.value.code == "google.nobody_came"


# --- from another machine --------------------------------------------------------------------------------------------


def written(desk: Desk, granted: set[str]) -> bytes:
    """What Google's own tools write: its token_uri would lead past the endpoint."""
    token = desk.far.accounts.grant(sorted(granted))
    told = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "refresh_token": token, "type": "authorized_user"}
    return json.dumps({**told, "token_uri": "https://oauth2.googleapis.com/token"}).encode()


def test_a_sign_in_of_another_machine_is_taken_over(desk: Desk) -> None:
    browser = Browser()
    granted = sign_in(desk, browser, imported=written(desk, READ_SCOPES))
    assert granted.missing == () and browser.shown == []
    read(Ledger(), desk, "calendar")


@pytest.mark.parametrize("much", ["https://mail.google.com/", "https://www.googleapis.com/auth/calendar", scopes.SEND])
def test_one_that_could_do_more_than_read_is_not_kept(desk: Desk, much: str) -> None:
    error = refused(desk, imported=written(desk, {*READ_SCOPES, much}))
    assert error.code == "google.too_much"


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"client_id": "x"}', b"\xff\x00"])
def test_another_file_is_named_as_such(desk: Desk, content: bytes) -> None:
    assert refused(desk, imported=content).code == "google.not_a_user"


def test_one_that_was_taken_back_is_refused(desk: Desk) -> None:
    content = written(desk, READ_SCOPES)
    desk.far.accounts.grants.clear()
    assert refused(desk, imported=content).code == "google.code_refused"


# --- service accounts ------------------------------------------------------------------------------------------------


@pytest.fixture
def robot(desk: Desk) -> Desk:
    base = desk.options.base
    (base / "sa.json").write_text(json.dumps(desk.far.accounts.service_account()))
    desk.options = Options(
        service_account=base / "sa.json", subject="ana@example.org", endpoint=desk.options.endpoint, base=base
    )
    (base / "opt-in.txt").write_text("# who may be read\nAna@Example.org  # since March\n")
    return desk


def test_a_service_account_reads_who_agreed_and_stores_nothing(robot: Desk) -> None:
    letters(robot.far, 3)
    sign_in(robot)
    ledger = Ledger()
    read(ledger, robot)
    assert len(ledger.items) == 3
    assert robot.shelf.kept is None


@pytest.mark.parametrize("content", [None, "", "pat@example.org\n", "# ana@example.org\n"])
def test_nobody_is_read_before_they_agreed(robot: Desk, content: str | None) -> None:
    path = robot.options.base / "opt-in.txt"
    path.unlink()
    if content is not None:
        path.write_text(content)
    with pytest.raises(Refused) as caught:
        read(Ledger(), robot)
    assert caught.value.code == "google.no_opt_in"
    assert not robot.far.calls


def test_an_agreement_taken_back_ends_the_reading(robot: Desk) -> None:
    read(Ledger(), robot)
    (robot.options.base / "opt-in.txt").unlink()
    with pytest.raises(Refused):
        read(Ledger(), robot)


def test_a_service_account_that_may_not_act_for_the_person_says_who_can_mend_it(robot: Desk) -> None:
    robot.far.accounts.delegated.clear()
    with pytest.raises(Refused) as caught:
        read(Ledger(), robot)
    assert caught.value.code == "google.delegation"


def test_a_service_account_on_a_machine_with_a_wrong_clock_is_told_to_mend_the_clock(robot: Desk) -> None:
    robot.far.accounts.reads_the_clock = True  # its time is not this machine's
    with pytest.raises(Refused) as caught:
        read(Ledger(), robot)
    assert caught.value.code == "google.clock"
    assert "clock" in say(caught.value.code, "en")


def test_a_service_account_whose_fresh_token_is_refused_asks_nobody_to_sign_in(robot: Desk) -> None:
    robot.far.fail("gmail", status=401, reason="authError", times=2)
    with pytest.raises(Refused) as caught:
        read(Ledger(), robot)
    assert caught.value.code == "google.delegation"
    assert robot.far.calls["gmail.users.getProfile"] == 2


def test_a_service_account_asks_for_the_right_to_send_only_where_the_user_lets_it(robot: Desk) -> None:
    for sends in (False, True):
        robot.far.accounts.asked.clear()
        connection = robot.open(sends=sends)
        assert (connection.sends is not None) is sends
        assert connection.calendar is not None
        list(connection.calendar.changes(None, READING))
        (asked,) = robot.far.accounts.asked
        claim = json.loads(base64.urlsafe_b64decode(asked["assertion"].split(".")[1] + "=="))
        assert (SEND in claim["scope"].split()) is sends


@pytest.mark.parametrize("content", ["{}", '{"type": "service_account", "private_key": "x"}', "no"])
def test_another_file_than_a_key_is_named(robot: Desk, content: str) -> None:
    (robot.options.base / "sa.json").write_text(content)
    with pytest.raises(Refused) as caught:
        read(Ledger(), robot)
    assert caught.value.code in ("google.not_a_service_account", "google.file_unreadable")


# --- out again -------------------------------------------------------------------------------------------------------


def test_signing_out_takes_back_and_erases(desk: Desk) -> None:
    sign_in(desk)
    assert desk.plugin().sign_out("work", desk.options, Ports(secrets=desk.shelf))
    assert desk.shelf.kept is None and desk.far.accounts.grants == {}


@pytest.mark.parametrize("how", [{"status": 503, "times": 9}, {"drop": True, "times": 9}])
def test_signing_out_erases_also_when_google_cannot_be_told(desk: Desk, how: dict[str, Any]) -> None:
    sign_in(desk)
    desk.far.fail("revoke", **how)
    assert not desk.plugin().sign_out("work", desk.options, Ports(secrets=desk.shelf))
    assert desk.shelf.kept is None


def test_what_was_taken_back_before_counts_as_taken_back(desk: Desk) -> None:
    sign_in(desk)
    desk.far.accounts.grants.clear()
    assert desk.plugin().sign_out("work", desk.options, Ports(secrets=desk.shelf))


# --- files that are none ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "google.file_unreadable"),
        ("[]", "google.file_unreadable"),
        ("{}", "google.not_a_client"),
        ('{"installed": {}}', "google.not_a_client"),
        ('{"web": {"client_id": "x"}}', "google.web_client"),
    ],
)
def test_another_file_than_a_client_is_named(desk: Desk, content: str, code: str) -> None:
    (desk.options.base / "client.json").write_text(content)
    assert refused(desk).code == code


@pytest.mark.parametrize(
    "endpoint", ["http://gmail.example.com", "ftp://127.0.0.1/", "127.0.0.1:80", "http://127.0.0.1.example.com"]
)
def test_plain_http_is_for_this_machine_alone(desk: Desk, endpoint: str) -> None:
    desk.options = replace(desk.options, endpoint=endpoint)
    assert refused(desk).code == "google.endpoint"


def test_a_client_file_cannot_lead_tokens_over_plain_http(desk: Desk) -> None:
    path = desk.options.base / "client.json"
    path.write_text(path.read_text().replace("https://oauth2.googleapis.com/token", "http://oauth2.example.com/token"))
    desk.options = replace(desk.options, endpoint="")
    assert refused(desk).code == "google.endpoint"
