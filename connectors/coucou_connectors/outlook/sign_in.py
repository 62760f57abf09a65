"""Signing in to Microsoft and out again: by a browser (loopback, PKCE), by a code typed elsewhere, as an application.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow and …/v2-oauth2-device-code
"""

from __future__ import annotations

import os
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from coucou.contract import ConnectorError, Granted, Refused, SigningIn, SignInNeeded, Span, TryLater
from coucou_connectors.loopback import Listener, NobodyCame, browse
from coucou_connectors.outlook import identity, scopes
from coucou_connectors.outlook import secret as stored
from coucou_connectors.outlook.availability import Schedules
from coucou_connectors.outlook.errors import Lost, Missing, Unusable
from coucou_connectors.outlook.fields import text, words
from coucou_connectors.outlook.places import zone_of
from coucou_connectors.outlook.secret import Secret
from coucou_connectors.outlook.setting import Setting
from coucou_connectors.outlook.tokens import ApplicationTokens, Tokens
from coucou_connectors.outlook.wire import Wire

_ABSENT = (Lost, Missing, Unusable, Refused)


def sign_in(setting: Setting, how: SigningIn) -> Granted:
    """See ``SignsIn.sign_in``. With ``how.browser`` False a code is shown, to be typed on any device."""
    setting.check()
    if how.imported is not None:
        raise Refused("outlook.no_import")
    if setting.options.mailbox:
        return _as_application(setting)
    vault = setting.ports.secrets
    if vault is None:
        raise Refused("outlook.no_vault")
    wanted = scopes.asked(setting, sends=how.sends)
    cache = identity.cache()
    application = identity.public(setting, cache)
    by = _by_browser if how.browser else _by_code
    answer = by(setting, application, wanted, how)
    if "access_token" not in answer:
        raise _refusal(setting, answer, how)
    granted = scopes.granted(str(answer.get("scope", "")))
    if beyond := scopes.too_much(granted, wanted):
        raise Refused("outlook.too_much", scopes=", ".join(beyond))
    given = _secret(setting, application, answer, granted, cache)
    wire = Wire(setting, _Given(str(answer["access_token"])))
    try:
        zone, notes = _zone(wire), _notes(wire, given)
    finally:
        wire.close()
    while not vault.replace(vault.load(), stored.dump(given)):
        pass  # another process renewed the old token in between; the new sign-in holds
    return Granted(granted, scopes.missing(granted, wanted), zone, notes)


def sign_out(setting: Setting) -> bool:
    """See ``SignsIn.sign_out``. Microsoft lets no application take its own grant back: only the user can."""
    vault = setting.ports.secrets
    if vault is None or setting.options.mailbox or vault.load() is None:
        return True
    while not vault.replace(vault.load(), None):
        pass
    return False


def _by_browser(setting: Setting, application: Any, wanted: list[str], how: SigningIn) -> dict[str, Any]:
    state = os.urandom(24).hex()
    with Listener(state, how.goodbye) as listener:
        port = urlsplit(listener.address).port
        flow = identity.asking(
            application.initiate_auth_code_flow,
            wanted,
            redirect_uri=f"http://localhost:{port}",  # Microsoft lets the port differ for this name only
            state=state,
            prompt="select_account",
            response_mode="form_post",  # so that the code stands in no history
        )
        how.show(flow["auth_uri"], "")
        browse(flow["auth_uri"])
        try:
            answer = listener.wait(how.patience)
        except NobodyCame as error:
            raise _nobody_came(setting, how) from error
    if "code" not in answer:
        return dict(answer)
    return identity.asking(application.acquire_token_by_auth_code_flow, flow, answer)


def _by_code(setting: Setting, application: Any, wanted: list[str], how: SigningIn) -> dict[str, Any]:
    flow = identity.asking(application.initiate_device_flow, wanted)
    if "user_code" not in flow:
        raise _refusal(setting, flow, how)
    how.show(str(flow["verification_uri"]), str(flow["user_code"]))
    ends = min(float(flow["expires_at"]), time.time() + how.patience / timedelta(seconds=1))
    answer = identity.asking(
        application.acquire_token_by_device_flow, flow, exit_condition=lambda _: time.time() > ends
    )
    if answer.get("error") in ("authorization_pending", "expired_token", "code_expired"):
        raise _nobody_came(setting, how)
    return answer


def _nobody_came(setting: Setting, how: SigningIn) -> TryLater:
    """Also when Microsoft's page said "Need admin approval": from there nobody is sent back."""
    return TryLater("outlook.nobody_came", address=identity.consent_address(setting, sends=how.sends))


def _refusal(setting: Setting, answer: dict[str, Any], how: SigningIn) -> ConnectorError:
    """While signing in, "sign in" is no advice."""
    error = identity.verdict(setting, answer, sends=how.sends)
    return Refused("outlook.said_no", reason=identity.reason(answer)) if isinstance(error, SignInNeeded) else error


def _secret(setting: Setting, application: Any, answer: dict[str, Any], granted: tuple[str, ...], cache: Any) -> Secret:
    """Who signed in, with the mailbox's own addresses, asked for once."""
    who = next((str(one["home_account_id"]) for one in application.get_accounts()), "")
    wire = Wire(setting, _Given(str(answer["access_token"])))
    try:
        me = wire.get("/v1.0/me", {"$select": "mail,userPrincipalName,proxyAddresses"})
    except (*_ABSENT, TryLater):
        me = {}  # the sign-in stands all the same
    finally:
        wire.close()
    claimed = str(answer.get("id_token_claims", {}).get("preferred_username", ""))
    proxies = [one[5:] for one in words(me, "proxyAddresses") if one[:5].casefold() == "smtp:"]
    found = (text(me, "mail"), text(me, "userPrincipalName"), claimed, *proxies)
    addresses = tuple(dict.fromkeys(one.casefold() for one in found if "@" in one))
    return Secret(cache.serialize(), who, addresses, granted, identity.is_personal(answer))


def _zone(wire: Wire) -> str:
    """The mailbox's own; "" where it cannot be asked or is not known here."""
    try:
        return zone_of(wire)[1] or ""
    except (*_ABSENT, TryLater):
        return ""


def _notes(wire: Wire, given: Secret) -> tuple[str, ...]:
    """Whether colleagues' time can be seen, where the user wants that: personal accounts cannot, some organisations
    do not let."""
    if not wire.setting.options.colleagues:
        return ()
    if given.personal or not given.addresses:
        return ("outlook.no_colleagues",)
    now = wire.setting.clock.now()
    try:
        seen = Schedules(wire).busy(given.addresses[:1], Span(now, now + timedelta(days=1)))
    except (TryLater, Refused):
        return ("outlook.no_colleagues",)
    return () if any(one is not None for one in seen.values()) else ("outlook.no_colleagues",)


def _as_application(setting: Setting) -> Granted:
    """An organisation's application signs nobody in: it is tried out, and nothing is stored."""
    tried: Tokens = ApplicationTokens(setting)
    wire = Wire(setting, tried)
    try:
        zone = zone_of(wire)[1] or ""
    except _ABSENT as error:
        raise error if isinstance(error, Refused) else Refused("outlook.no_mailbox") from error
    finally:
        wire.close()
    return Granted((".default",), timezone=zone)


class _Given:
    """The one token that signing in just gave."""

    def __init__(self, token: str) -> None:
        self._token = token

    def current(self) -> str:
        return self._token

    def after_refusal(self, token: str) -> str:
        return self._token

    def addresses(self) -> tuple[str, ...]:
        return ()

    def personal(self) -> bool:
        return False

    def allows(self, scope: str) -> bool:
        return False
