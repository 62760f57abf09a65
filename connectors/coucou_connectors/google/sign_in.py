"""Signing in to Google and out again: RFC 8252 (loopback), RFC 7636 (PKCE).

https://developers.google.com/identity/protocols/oauth2/native-app
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from google_auth_oauthlib.flow import InstalledAppFlow  # type: ignore[import-untyped]  # it has no types
from oauthlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]  # nor has this one
from requests.adapters import HTTPAdapter

from coucou.contract import ConnectorError, Granted, Refused, SigningIn, SignInNeeded, TryLater
from coucou_connectors.google import secret as stored
from coucou_connectors.google.scopes import asked, short, too_much
from coucou_connectors.google.secret import Secret, end_of
from coucou_connectors.google.setting import Client, Setting
from coucou_connectors.google.tokens import ServiceTokens, UserTokens, renewed
from coucou_connectors.google.zone import zone_of
from coucou_connectors.loopback import Listener, NobodyCame, browse


def sign_in(setting: Setting, how: SigningIn) -> Granted:
    """See ``SignsIn.sign_in``."""
    setting.check()
    wanted = asked(setting.options, sends=how.sends)
    if setting.options.service_account:
        lent = replace(setting.ports, sends=how.sends)
        tried = ServiceTokens(replace(setting, ports=lent))
        tried.current()  # what is wrong with it is said now, and not at the first sync
        return Granted(wanted, timezone=zone_of(setting, tried))
    vault = setting.ports.secrets
    if vault is None:
        raise Refused("google.no_vault")
    given = _imported(setting, how.imported, wanted) if how.imported is not None else _asked(setting, how, wanted)
    if beyond := too_much(given.scopes, wanted):
        raise Refused("google.too_much", scopes=", ".join(map(short, beyond)))
    if not set(given.scopes) & set(wanted):
        raise Refused("google.nothing_granted")
    while not vault.replace(vault.load(), stored.dump(given)):
        pass  # another process renewed the old token in between; the new sign-in holds
    return Granted(
        tuple(map(short, given.scopes)),
        tuple(short(one) for one in wanted if one not in given.scopes),
        zone_of(setting, UserTokens(setting, vault)),
    )


def sign_out(setting: Setting) -> bool:
    """See ``SignsIn.sign_out``."""
    vault = setting.ports.secrets
    if vault is None or setting.options.service_account:
        return True
    content = vault.load()
    if content is None:
        return True
    try:
        told = _revoked(setting, stored.load(content).refresh_token)
    except ConnectorError:  # the client's file is gone, say: what is kept here goes all the same
        told = False
    while not vault.replace(vault.load(), None):
        pass
    return told


def _asked(setting: Setting, how: SigningIn, wanted: tuple[str, ...]) -> Secret:
    """What the user grants in a browser, on this machine or on one that reaches its port."""
    client = setting.client()
    state = os.urandom(24).hex()
    flow = InstalledAppFlow.from_client_config(_config(client), wanted, state=state)  # with PKCE, by default
    _reach(flow.oauth2session, client)
    with Listener(state, how.goodbye) as listener:
        flow.redirect_uri = listener.address
        # Without consent asked anew, Google gives no refresh token the second time.
        address, _ = flow.authorization_url(state=state, access_type="offline", prompt="consent")
        address = _as(urlsplit(client.auth_uri).scheme, address)
        how.show(address, "")
        if how.browser:
            browse(address)
        try:
            answer = listener.wait(how.patience)
        except NobodyCame as error:
            raise TryLater("google.nobody_came") from error
    if "code" not in answer:
        raise Refused("google.said_no", reason=answer.get("error", "?"))
    return _redeemed(setting, client, flow, answer["code"])


def _redeemed(setting: Setting, client: Client, flow: Any, code: str) -> Secret:
    try:
        given = flow.fetch_token(code=code, timeout=setting.timeout, include_client_id=True)
    except Warning as changed:  # so oauthlib says that the user granted other scopes than were asked
        given = getattr(changed, "token", None) or {}
    except OAuth2Error as error:
        raise Refused("google.code_refused", reason=str(error.error or "?")) from error
    except (requests.RequestException, ValueError) as error:
        raise TryLater("google.unreachable") from error
    if not given.get("refresh_token"):
        raise Refused("google.no_refresh_token")
    granted = given.get("scope", ())
    now = setting.clock.now().astimezone(UTC).timestamp()
    return Secret(
        client.id,
        client.secret,
        given["refresh_token"],
        tuple(filter(None, granted.split() if isinstance(granted, str) else granted)),
        given["access_token"],
        now + float(given.get("expires_in", 0)),
        ends=end_of(given, now),
    )


def _imported(setting: Setting, written: bytes, wanted: tuple[str, ...]) -> Secret:
    """What another machine signed in with, tried out: the answer says what was granted."""
    try:
        told = json.loads(written)
        given = Secret(str(told["client_id"]), str(told.get("client_secret", "")), str(told["refresh_token"]), ())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused("google.not_a_user") from error
    try:
        fresh = renewed(setting, given)
    except SignInNeeded as error:
        raise Refused("google.code_refused", reason="invalid_grant") from error
    return fresh if fresh.scopes else replace(fresh, scopes=wanted)


def _revoked(setting: Setting, token: str) -> bool:
    """Whether Google took the grant back (RFC 7009)."""
    client = setting.client()
    with requests.Session() as session:
        _reach(session, client)
        try:
            answer = session.post(
                _as("https", client.revoke_uri),
                data={"token": token},
                timeout=setting.timeout,
                allow_redirects=False,
            )
        except requests.RequestException:
            return False
    return answer.status_code == 200 or (answer.status_code == 400 and "invalid_token" in answer.text)


def _config(client: Client) -> dict[str, dict[str, str]]:
    return {
        "installed": {
            "client_id": client.id,
            "client_secret": client.secret,
            "auth_uri": _as("https", client.auth_uri),
            "token_uri": _as("https", client.token_uri),
        }
    }


def _as(scheme: str, address: str) -> str:
    return urlunsplit(urlsplit(address)._replace(scheme=scheme))


class _Plain(HTTPAdapter):
    """Speaks plain http where https is written. Mounted for one loopback address in one session: oauthlib insists on
    https, and would otherwise be told to forget it for the whole process."""

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        request.url = _as("http", request.url or "")
        return super().send(request, *args, **kwargs)


def _reach(session: requests.Session, client: Client) -> None:
    """Prepare ``session`` for the addresses of ``client``; only loopback may be plain http (see ``Setting``)."""
    token = urlsplit(client.token_uri)
    if token.scheme == "http":
        session.trust_env = False  # no proxy stands between a machine and itself
        session.mount(f"https://{token.netloc}/", _Plain())
