"""Access tokens: kept until they end, renewed through msal, whose cache lives in the vault and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from coucou.contract import ConnectorError, Refused, Secrets, SignInNeeded
from coucou_connectors.outlook import scopes
from coucou_connectors.outlook import secret as secrets
from coucou_connectors.outlook.secret import Secret
from coucou_connectors.outlook.setting import Setting

_MARGIN = 60.0  # seconds before its end that a token is no longer used


class Tokens(Protocol):
    """Where a request gets its token, and what is known of the mailbox without asking."""

    def current(self) -> str:
        """A token that should be good. :raises SignInNeeded, TryLater, Refused: there is none to be had."""
        ...

    def after_refusal(self, token: str) -> str:
        """Another one, because Graph said 401 to ``token``. :raises: as :meth:`current`."""
        ...

    def addresses(self) -> tuple[str, ...]:
        """The mailbox's own addresses, the main one first."""
        ...

    def personal(self) -> bool:
        """Whether it is a person's own Microsoft account, not an organisation's."""
        ...

    def allows(self, scope: str) -> bool:
        """Whether ``scope`` was granted, as far as is known without asking; False where nobody is signed in."""
        ...


def tokens(setting: Setting) -> Tokens:
    """:raises Refused: the options' files cannot be used, or there is nowhere to keep a sign-in."""
    if setting.options.mailbox:
        return ApplicationTokens(setting)
    if setting.ports.secrets is None:
        raise Refused("outlook.no_vault")
    return UserTokens(setting, setting.ports.secrets)


class UserTokens:
    """Those of a user who signed in. The vault is read before each renewal: another process may have been first."""

    def __init__(self, setting: Setting, vault: Secrets) -> None:
        self._setting = setting
        self._vault = vault
        self._token = ""
        self._ends = 0.0
        self._known: Secret | None = None

    def current(self) -> str:
        if not self._token or self._ends - _MARGIN <= self._setting.clock.now().timestamp():
            self._renew("")
        return self._token

    def after_refusal(self, token: str) -> str:
        self._renew(token)
        return self._token

    def addresses(self) -> tuple[str, ...]:
        return (self._known or self._load()[1]).addresses

    def personal(self) -> bool:
        return (self._known or self._load()[1]).personal

    def allows(self, scope: str) -> bool:
        try:
            return not scopes.missing((self._known or self._load()[1]).scopes, (scope,))
        except ConnectorError:  # which every reader says for itself
            return False

    def _load(self) -> tuple[bytes, Secret]:
        stored = self._vault.load()
        if stored is None:
            raise SignInNeeded("outlook.not_connected", account=self._setting.account)
        self._known = secrets.load(stored)
        if self._known.dead:
            raise SignInNeeded("outlook.sign_in_again", account=self._setting.account)
        return stored, self._known

    def _renew(self, refused: str) -> None:
        """Ask msal silently: it gives what its cache holds, or redeems the refresh token. ``refused`` is not given."""
        from coucou_connectors.outlook import identity  # msal costs 0.16 s and 22 MB

        stored, known = self._load()
        cache = identity.cache(known.cache)
        application = identity.public(self._setting, cache)
        owner = next((one for one in application.get_accounts() if one["home_account_id"] == known.who), None)
        wanted = [scopes.scope(self._setting, name) for name in scopes.used(known.scopes, self._setting.ports.sends)]
        answer: dict[str, Any] = {}
        for again in (False, True):
            answer = identity.asking(
                application.acquire_token_silent_with_error, wanted, account=owner, force_refresh=again
            )
            if answer.get("access_token") != refused:
                break
        known = self._saved(stored, known, cache)
        if "access_token" not in answer:
            error = identity.verdict(self._setting, answer or {"error": "invalid_grant"})
            if isinstance(error, SignInNeeded):
                self._give_up(known)
            raise error
        self._take(answer)

    def _saved(self, stored: bytes, known: Secret, cache: Any) -> Secret:
        """After every silent call: refresh tokens are replaced at each use. Where another process was first, what it
        stored is as good, and stays."""
        if not cache.has_state_changed:
            return known
        changed = replace(known, cache=cache.serialize())
        self._vault.replace(stored, secrets.dump(changed))
        return changed

    def _give_up(self, known: Secret) -> None:
        """Remember that this sign-in is dead, unless somebody signed in anew meanwhile."""
        self._token = ""
        stored = self._vault.load()
        if stored is not None and secrets.load(stored).cache == known.cache:
            self._vault.replace(stored, secrets.dump(replace(known, dead=True)))

    def _take(self, answer: dict[str, Any]) -> None:
        self._token = str(answer["access_token"])
        self._ends = self._setting.clock.now().timestamp() + float(answer.get("expires_in", 0))


class ApplicationTokens:
    """Those of an organisation's application that reads one mailbox. They live in memory only."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._application: Any = None
        self._token = ""
        self._ends = 0.0

    def current(self) -> str:
        if not self._token or self._ends - _MARGIN <= self._setting.clock.now().timestamp():
            self._renew()
        return self._token

    def after_refusal(self, token: str) -> str:
        self._application = None  # and with it msal's cache
        self._renew()
        return self._token

    def addresses(self) -> tuple[str, ...]:
        return (self._setting.options.mailbox,)

    def personal(self) -> bool:
        return False

    def allows(self, scope: str) -> bool:
        return True  # what its administrators gave it, only a request tells

    def _renew(self) -> None:
        from coucou_connectors.outlook import identity  # msal costs 0.16 s and 22 MB

        self._setting.allowed()
        if self._application is None:
            self._application = identity.confidential(self._setting)
        wanted = [f"{self._setting.resource}/.default"]
        answer = identity.asking(self._application.acquire_token_for_client, scopes=wanted)
        if "access_token" not in answer:
            raise identity.verdict(self._setting, answer)
        self._token = str(answer["access_token"])
        self._ends = self._setting.clock.now().timestamp() + float(answer.get("expires_in", 0))
