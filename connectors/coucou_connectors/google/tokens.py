"""Access tokens: kept until they end, renewed once, shared with other processes through the vault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol

import google_auth_httplib2  # type: ignore[import-untyped]  # neither library has types
import httplib2  # type: ignore[import-untyped]
from google.auth import exceptions
from google.oauth2 import reauth, service_account

from coucou.contract import ConnectorError, Refused, Secrets, SignInNeeded, TryLater
from coucou_connectors.google import secret as secrets
from coucou_connectors.google.scopes import asked
from coucou_connectors.google.secret import Secret
from coucou_connectors.google.setting import Setting

_MARGIN = 60.0  # seconds before its end that a token is no longer used


class Tokens(Protocol):
    """Where a request gets its token."""

    def current(self) -> str:
        """A token that should be good. :raises SignInNeeded, TryLater, Refused: there is none to be had."""
        ...

    def after_refusal(self, token: str) -> str:
        """Another one, because Google said 401 to ``token``. :raises: as :meth:`current`."""
        ...

    def allows(self, scope: str) -> bool:
        """Whether the user granted ``scope``, as far as is known."""
        ...

    def end(self) -> datetime | None:
        """When the sign-in ends by itself, as far as Google said and it was looked at already."""
        ...

    def hopeless(self) -> ConnectorError:
        """What it means that Google says 401 to a token which was just renewed."""
        ...


def http(setting: Setting) -> httplib2.Http:
    """A connection of this account's own: it never waits for ever, and on loopback asks no proxy."""
    made = httplib2.Http(timeout=setting.timeout, **({"proxy_info": None} if setting.on_loopback else {}))
    made.follow_redirects = False  # an API has none; a portal of a hotel has
    return made


def tokens(setting: Setting) -> Tokens:
    """:raises Refused: the options' files cannot be used."""
    if setting.options.service_account:
        return ServiceTokens(setting)
    if setting.ports.secrets is None:
        raise Refused("google.no_vault")
    return UserTokens(setting, setting.ports.secrets)


class UserTokens:
    """Those of a user who signed in. The vault is read anew before a renewal: another process may be first."""

    def __init__(self, setting: Setting, vault: Secrets) -> None:
        self._setting = setting
        self._vault = vault
        self._stored: bytes | None = None
        self._secret: Secret | None = None

    def current(self) -> str:
        known = self._secret or self._load()
        return known.token if self._is_good(known) else self._renewed(known.token)

    def after_refusal(self, token: str) -> str:
        return self._renewed(token)

    def allows(self, scope: str) -> bool:
        return scope in (self._secret or self._load()).scopes

    def end(self) -> datetime | None:
        known = self._secret
        return datetime.fromtimestamp(known.ends, UTC) if known and known.ends and not known.dead else None

    def hopeless(self) -> ConnectorError:
        return SignInNeeded("google.sign_in_again", account=self._setting.account)

    def _is_good(self, known: Secret) -> bool:
        return bool(known.token) and known.expires - _MARGIN > self._setting.clock.now().timestamp()

    def _load(self) -> Secret:
        self._stored = self._vault.load()
        if self._stored is None:
            raise SignInNeeded("google.not_connected", account=self._setting.account)
        self._secret = secrets.load(self._stored)
        if self._secret.dead:
            raise SignInNeeded("google.sign_in_again", account=self._setting.account)
        return self._secret

    def _renewed(self, refused: str) -> str:
        """A token other than ``refused``: what another process stored meanwhile, else one that Google gives."""
        known = self._load()
        if known.token != refused and self._is_good(known):
            return known.token
        try:
            given = renewed(self._setting, known)
        except SignInNeeded:
            # Unless somebody signed in meanwhile, so that the refusal was of an older token.
            self._vault.replace(self._stored, secrets.dump(replace(known, token="", dead=True)))
            if (latest := self._load()).token not in ("", refused):
                return latest.token
            raise
        if not self._vault.replace(self._stored, secrets.dump(given)):
            given = self._load()  # another process was first; its token is as good
        else:
            self._stored = secrets.dump(given)
        self._secret = given
        return given.token


def renewed(setting: Setting, known: Secret) -> Secret:
    """``known`` with a new access token.

    :raises SignInNeeded: Google refuses the refresh token for good. :raises TryLater, Refused: see :func:`_verdict`.
    """
    token, refresh_token, _, told, _ = _asked(
        setting,
        # Not by Credentials: made from a user's file they call Google whatever the endpoint is, and without scopes to
        # ask for they do not say which were granted.
        lambda request: reauth.refresh_grant(  # type: ignore[no-untyped-call]  # the library has few types
            request,
            setting.client().token_uri,
            known.refresh_token,
            known.client_id,
            known.client_secret,
            scopes=list(known.scopes) or None,
        ),
    )
    granted = tuple(told.get("scope", "").split()) or known.scopes
    now = setting.clock.now().timestamp()
    return replace(
        known,
        token=str(token),
        refresh_token=refresh_token,
        expires=now + float(told.get("expires_in", 0)),
        scopes=granted,
        ends=secrets.end_of(told, now) or known.ends,
    )


class ServiceTokens:
    """Those of a service account that acts for one person of its domain. They live in memory only."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._made: Any = None

    def current(self) -> str:
        if self._made is None or _epoch(self._made.expiry) - _MARGIN <= self._setting.clock.now().timestamp():
            self._renew()
        return str(self._made.token)

    def after_refusal(self, token: str) -> str:
        self._renew()
        return str(self._made.token)

    def allows(self, scope: str) -> bool:
        return scope in asked(self._setting.options, sends=self._setting.ports.sends)

    def end(self) -> datetime | None:
        return None

    def hopeless(self) -> ConnectorError:
        return Refused("google.delegation")  # nobody signs in: an administrator mends it

    def _renew(self) -> None:
        key = self._setting.service_account()
        try:
            self._made = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
                key,
                scopes=asked(self._setting.options, sends=self._setting.ports.sends),
                subject=self._setting.options.subject,
            )
        except ValueError as error:
            path = str(self._setting.options.service_account)
            raise Refused("google.not_a_service_account", path=path) from error
        try:
            _asked(self._setting, self._made.refresh)
        except SignInNeeded as error:
            raise Refused("google.delegation") from error


def _asked(setting: Setting, ask: Callable[[Any], Any]) -> Any:
    """What the token address answers, or what its refusal means."""
    connection = http(setting)
    try:
        return ask(google_auth_httplib2.Request(connection))
    except exceptions.RefreshError as error:
        raise _verdict(error, setting.account) from error
    except (exceptions.GoogleAuthError, httplib2.HttpLib2Error, OSError, ValueError) as error:
        raise TryLater("google.unreachable") from error
    finally:
        connection.close()


def _verdict(error: exceptions.RefreshError, account: str) -> ConnectorError:
    """What a refused renewal means (RFC 6749, 5.2). The text is not kept: it may hold an address."""
    told = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
    code = told.get("error", "")
    if error.retryable or not isinstance(code, str) or not code:
        return TryLater("google.unreachable")
    if code in ("invalid_grant", "invalid_rapt"):
        if "JWT" in str(told.get("error_description", "")):
            return Refused("google.clock")  # a service account signs the time; Google allows five minutes
        return SignInNeeded("google.sign_in_again", account=account)
    if code in ("unauthorized_client", "access_denied"):
        return SignInNeeded("google.sign_in_again", account=account)
    return Refused("google.client_refused", reason=code)


def _epoch(expiry: datetime | None) -> float:
    """When a token ends, in epoch seconds; the library keeps it as a naive moment in UTC."""
    return expiry.replace(tzinfo=UTC).timestamp() if expiry else 0.0
