"""Signing in to Microsoft with the real msal, at a fake identity service: what is asked, kept, renewed and refused."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from coucou.contract import Ports, Refused, SigningIn, SignInNeeded, SignsIn, Span, TryLater
from coucou.testing import samples
from coucou_connectors.clock import Clock
from coucou_connectors.outlook import Options, identity, plugin
from coucou_connectors.outlook import secret as stored
from coucou_connectors.outlook.setting import Setting
from tests.google.rig import Shelf
from tests.integration.outlooks import signed_in
from tests.outlook.identity import CLIENT_ID, PERSONAL, TENANT, Denied
from tests.outlook.rig import Desk, OutlookRig, letter
from tests.outlook.server import FarOutlook

READS = {"Mail.ReadBasic", "Calendars.ReadBasic", "MailboxSettings.Read", "User.Read"}


@pytest.fixture
def far() -> FarOutlook:
    return FarOutlook.with_calendar()


@pytest.fixture
def desk(far: FarOutlook) -> Iterator[Desk]:
    with signed_in(far, connected=False) as made:
        yield made


def kept(desk: Desk) -> stored.Secret:
    assert desk.shelf.kept is not None
    return stored.load(desk.shelf.kept)


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coucou_connectors.outlook.sign_in.browse", lambda address: None)


# --- by browser and by code -------------------------------------------------------------------------------------------


def test_the_connector_is_one_that_signs_in() -> None:
    assert isinstance(plugin, SignsIn)


@pytest.mark.parametrize("browser", [True, False])
def test_signing_in_asks_for_no_more_than_to_read(far: FarOutlook, desk: Desk, browser: bool) -> None:
    granted = desk.sign_in(browser=browser)
    assert set(granted.scopes) == READS
    assert granted.missing == ()
    assert kept(desk).addresses == ("ana@example.org", "ana.tremblay@example.com")
    assert not kept(desk).personal
    [(address, code)] = desk.shown
    assert bool(code) is not browser
    assert "ReadWrite" not in address


def test_only_who_lets_coucou_send_is_asked_to_let_it_write(desk: Desk) -> None:
    assert set(desk.sign_in(browser=True, sends=True).scopes) == {*READS, "Calendars.ReadWrite"}


def test_a_device_that_waits_is_waited_for_and_not_for_ever(far: FarOutlook, desk: Desk) -> None:
    far.identity.pending = 1
    desk.sign_in()
    assert set(kept(desk).scopes) == READS
    far.identity.pending = 100
    desk.shelf.kept = None
    with pytest.raises(TryLater) as caught:
        desk.sign_in(patience=timedelta(seconds=1))
    assert caught.value.code == "outlook.nobody_came"
    assert desk.shelf.kept is None


def test_nobody_who_comes_ends_the_wait(desk: Desk) -> None:
    with pytest.raises(TryLater) as caught:
        desk.sign_in(browser=True, show=lambda address, code: None, patience=timedelta(seconds=0.2))
    assert caught.value.code == "outlook.nobody_came"


def test_a_scope_that_was_not_granted_is_named(far: FarOutlook, desk: Desk) -> None:
    far.identity.unticked = {"MailboxSettings.Read"}
    assert desk.sign_in().missing == ("MailboxSettings.Read",)


def test_signing_in_tells_the_mailboxs_zone_where_it_is_known(far: FarOutlook, desk: Desk) -> None:
    assert desk.sign_in().timezone == "America/New_York"
    far.agenda.zone = "Customized Time Zone"
    assert desk.sign_in().timezone == ""
    far.identity.unticked = {"MailboxSettings.Read"}
    assert desk.sign_in().timezone == ""


def test_a_grant_that_could_do_more_than_was_asked_is_not_kept(far: FarOutlook, desk: Desk) -> None:
    far.identity.added = {"Mail.Send"}
    with pytest.raises(Refused) as caught:
        desk.sign_in()
    assert (caught.value.code, caught.value.values) == ("outlook.too_much", {"scopes": "Mail.Send"})
    assert desk.shelf.kept is None


@pytest.mark.parametrize("code", [90094, 90095, 65005])
@pytest.mark.parametrize("browser", [True, False])
def test_where_an_administrator_must_approve_the_text_for_them_is_there(
    far: FarOutlook, desk: Desk, code: int, browser: bool
) -> None:
    far.identity.refuses = Denied("access_denied", code)
    with pytest.raises(Refused) as caught:
        desk.sign_in(browser=browser)
    assert caught.value.code == "outlook.admin_approval"
    assert "/adminconsent?client_id=" + CLIENT_ID in str(caught.value.values["address"])
    assert "Calendars.ReadWrite" not in repr(caught.value.values)
    with pytest.raises(Refused) as caught:
        desk.sign_in(browser=browser, sends=True)
    assert caught.value.code == "outlook.admin_approval_sends"
    assert str(caught.value.values["scopes"]).endswith("Calendars.ReadWrite")
    assert "Calendars.ReadWrite" in str(caught.value.values["address"])


def test_who_turned_away_from_an_administrators_page_learns_where_they_can_approve(far: FarOutlook, desk: Desk) -> None:
    """Microsoft's page "Need admin approval" sends nobody back, or sends them back as if they had declined."""
    far.identity.refuses = Denied("access_denied", 65004)
    with pytest.raises(Refused) as declined:
        desk.sign_in(browser=True)
    with pytest.raises(TryLater) as away:
        desk.sign_in(browser=True, show=lambda address, code: None, patience=timedelta(seconds=0.2))
    for caught in (declined, away):
        assert "/organizations/v2.0/adminconsent?client_id=" in str(caught.value.values["address"])


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        ("access_denied", 65004, "outlook.declined"),
        ("invalid_client", 7000218, "outlook.client_refused"),
        ("unauthorized_client", 700016, "outlook.client_refused"),
        ("invalid_request", 50194, "outlook.authority"),
        ("invalid_grant", 50126, "outlook.said_no"),
    ],
)
def test_a_refusal_is_said_for_what_it_is_and_names_nobody(
    far: FarOutlook, desk: Desk, error: str, code: int, said: str
) -> None:
    far.identity.refuses = Denied(error, code)
    with pytest.raises(Refused) as caught:
        desk.sign_in(browser=True)
    assert caught.value.code == said
    assert "ana@" not in repr((caught.value, caught.value.values))


def test_an_identity_service_that_is_not_there_is_tried_later(far: FarOutlook, desk: Desk) -> None:
    far.fail("identity", drop=True, times=10)
    with pytest.raises(TryLater):
        desk.sign_in()


def test_a_sign_in_made_elsewhere_is_not_taken_over(desk: Desk) -> None:
    with pytest.raises(Refused) as caught:
        desk.sign_in(imported=b"{}")
    assert caught.value.code == "outlook.no_import"


def test_signing_out_empties_the_vault_and_says_that_microsoft_was_not_told(desk: Desk) -> None:
    desk.sign_in()
    assert desk.plugin().sign_out("work", desk.options, desk.ports()) is False
    assert desk.shelf.kept is None
    assert desk.plugin().sign_out("work", desk.options, desk.ports()) is True


# --- tokens -----------------------------------------------------------------------------------------------------------


def read(desk: Desk) -> None:
    connection = desk.open()
    assert connection.mail is not None
    list(connection.mail.changes(None, samples.READING))
    connection.close()


def grants(far: FarOutlook) -> list[str]:
    return [form["grant_type"] for form in far.identity.asked]


def test_a_token_is_used_until_it_ends_also_by_the_next_process(far: FarOutlook, desk: Desk) -> None:
    desk.sign_in()
    far.identity.asked.clear()
    for _ in range(3):
        read(desk)
    assert grants(far) == []


def test_a_refresh_token_that_changed_is_kept(far: FarOutlook, desk: Desk) -> None:
    desk.sign_in()
    for _ in range(3):
        far.identity.end_tokens()
        read(desk)
    assert grants(far).count("refresh_token") == 3
    [only] = far.identity.grants
    assert only in kept(desk).cache


def test_a_token_that_another_process_renewed_is_taken(far: FarOutlook, desk: Desk) -> None:
    desk.sign_in()
    connection = desk.open()
    assert connection.mail is not None
    list(connection.mail.changes(None, samples.READING))
    far.identity.end_tokens()
    read(desk)  # the other process
    far.identity.asked.clear()
    list(connection.mail.changes(None, samples.READING))
    connection.close()
    assert grants(far) == []


def test_signing_in_again_revives_an_account_that_was_given_up(far: FarOutlook, desk: Desk) -> None:
    desk.sign_in()
    far.identity.revoke()
    far.identity.end_tokens()
    with pytest.raises(SignInNeeded):
        read(desk)
    assert kept(desk).dead
    desk.sign_in()
    read(desk)


@pytest.mark.parametrize("content", [b"", b"{}", b'{"google": 1}', b'{"outlook": 2}', b'{"outlook": 1}', b"[]"])
def test_anothers_secret_is_not_taken_for_ours(desk: Desk, content: bytes) -> None:
    desk.shelf.kept = content
    with pytest.raises(Refused) as caught:
        read(desk)
    assert caught.value.code == "outlook.other_secret"


def test_an_account_that_was_never_connected_says_so(desk: Desk) -> None:
    with pytest.raises(SignInNeeded) as caught:
        read(desk)
    assert caught.value.code == "outlook.not_connected"


def test_no_token_address_or_subject_stands_in_logs_or_errors(
    far: FarOutlook, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    far.mail.put(letter(samples.message(0)))
    desk.sign_in(browser=True)
    read(desk)
    far.identity.end_tokens()
    far.identity.revoke()
    with pytest.raises(SignInNeeded) as caught:
        read(desk)
    told = caplog.text + repr((caught.value, caught.value.values)) + repr(kept(desk))
    assert not [word for word in ("planted", "ana@", "Ana@", "person0", "Café") if word in told]


def test_every_request_to_the_identity_service_has_a_time_limit() -> None:
    asked: list[object] = []

    class Watching(requests.adapters.HTTPAdapter):
        def send(self, *args: object, **kwargs: object) -> requests.Response:
            asked.append(kwargs["timeout"])
            raise requests.ConnectionError

    session = identity.session(7.0)
    session.mount("https://", Watching())
    for call in (session.get, session.post):
        with pytest.raises(requests.ConnectionError):
            call("https://login.example.com")
    assert asked == [7.0, 7.0]


# --- colleagues' time -------------------------------------------------------------------------------------------------


def test_where_colleagues_time_cannot_be_seen_signing_in_says_so(far: FarOutlook, desk: Desk) -> None:
    desk.options = replace(desk.options, colleagues=True)
    far.agenda.schedules["ana@example.org"] = {"availabilityView": "0"}
    assert desk.sign_in().notes == ()
    far.schedules = False
    assert desk.sign_in().notes == ("outlook.no_colleagues",)


def test_a_persons_own_account_sees_nobodys_time_and_is_not_asked(far: FarOutlook, desk: Desk) -> None:
    desk.options = replace(desk.options, colleagues=True)
    far.identity.tenant = PERSONAL
    assert desk.sign_in().notes == ("outlook.no_colleagues",)
    assert kept(desk).personal
    connection = desk.open()
    assert connection.availability is not None
    window = Span(samples.START, samples.START + timedelta(hours=1))
    assert connection.availability.busy(["lea@example.org"], window) == {"lea@example.org": None}
    connection.close()
    assert far.saw("getSchedule") == []


# --- an organisation's application ------------------------------------------------------------------------------------


@pytest.fixture
def organisation(far: FarOutlook, tmp_path: Path) -> Iterator[OutlookRig]:
    with far.serving() as address:
        far.agenda.calendars.clear()
        yield OutlookRig(far, address, tmp_path)
    assert far.wrong == []


def mode(rig: OutlookRig, **changes: object) -> Options:
    made = rig.options()
    assert isinstance(made, Options)
    return replace(made, **changes)  # type: ignore[arg-type]  # by name, as a table of the configuration


def try_out(rig: OutlookRig, options: Options) -> Shelf:
    made, shelf = rig.plugin, Shelf()
    assert isinstance(made, SignsIn)
    made.sign_in("work", options, SigningIn(show=lambda address, code: None), Ports(secrets=shelf))
    return shelf


def test_an_organisations_application_is_tried_out_and_nothing_is_stored(
    far: FarOutlook, organisation: OutlookRig
) -> None:
    assert try_out(organisation, mode(organisation)).kept is None
    assert far.saw("mailboxSettings")[0].path == "/v1.0/users/ana@example.org/mailboxSettings"


def test_a_certificate_proves_the_application_too(far: FarOutlook, organisation: OutlookRig, tmp_path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "coucou")])
    begin = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(begin).not_valid_after(begin + timedelta(days=3650)).sign(key, hashes.SHA256())
    )  # fmt: skip
    kind = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "app.pem"
    path.write_bytes(key.private_bytes(*kind) + certificate.public_bytes(serialization.Encoding.PEM))
    try_out(organisation, mode(organisation, secret=None, certificate=path))
    [form] = far.identity.asked
    assert form["client_assertion_type"].endswith("jwt-bearer")
    assert "client_secret" not in form


@pytest.mark.parametrize(
    "content",
    [
        "",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\nAAAA\n"
        "-----END CERTIFICATE-----\n",
    ],
)
def test_a_certificate_that_is_none_is_said(organisation: OutlookRig, tmp_path: Path, content: str) -> None:
    (tmp_path / "app.pem").write_text(content)
    with pytest.raises(Refused) as caught:
        try_out(organisation, mode(organisation, secret=None, certificate=tmp_path / "app.pem"))
    assert caught.value.code == "outlook.not_a_certificate"


def test_a_wrong_secret_is_said(organisation: OutlookRig, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("no longer")
    with pytest.raises(Refused) as caught:
        try_out(organisation, mode(organisation))
    assert caught.value.code == "outlook.client_refused"


def test_no_mailbox_is_read_before_its_owner_agreed(far: FarOutlook, organisation: OutlookRig, tmp_path: Path) -> None:
    (tmp_path / "opt-in.txt").write_text("# nobody yet\nlea@example.org\n")
    for use in (try_out, lambda rig, options: rig.plugin.open("work", options, Ports())):
        with pytest.raises(Refused) as caught:
            use(organisation, mode(organisation))
        assert caught.value.code == "outlook.no_opt_in"
    assert (far.seen, far.identity.asked) == ([], [])


# --- where people sign in ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "authority", "resource"),
    [
        ({}, "https://login.microsoftonline.com/common", "https://graph.microsoft.com"),
        ({"authority": "consumers"}, "https://login.microsoftonline.com/consumers", "https://graph.microsoft.com"),
        ({"authority": TENANT}, f"https://login.microsoftonline.com/{TENANT}", "https://graph.microsoft.com"),
        (
            {"endpoint": "https://graph.microsoft.us/"},
            "https://login.microsoftonline.us/common",
            "https://graph.microsoft.us",
        ),
        (
            {"endpoint": "https://microsoftgraph.chinacloudapi.cn", "authority": "organizations"},
            "https://login.chinacloudapi.cn/organizations",
            "https://microsoftgraph.chinacloudapi.cn",
        ),
        (
            {"endpoint": "http://127.0.0.1:4200", "authority": "https://127.0.0.1:4201/tenant/"},
            "https://127.0.0.1:4201/tenant",
            "https://graph.microsoft.com",
        ),
    ],
)
def test_each_cloud_has_its_own_place_to_sign_in(options: dict[str, str], authority: str, resource: str) -> None:
    setting = Setting("work", Options(client_id=CLIENT_ID, **options), Ports(), Clock(), 1.0)  # type: ignore[arg-type]
    setting.check()
    assert (setting.authority, setting.resource) == (authority, resource)
