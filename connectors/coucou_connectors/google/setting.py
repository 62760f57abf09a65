"""One account as it is set up: its options checked, its files read, and the addresses that it calls."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from coucou.contract import Ports, Refused
from coucou_connectors.clock import Clock
from coucou_connectors.endpoint import is_safe, on_loopback
from coucou_connectors.google.options import Options
from coucou_connectors.opted_in import said_yes

_REVOKE = "https://oauth2.googleapis.com/revoke"
_ROOTS = {
    "gmail": ("https://gmail.googleapis.com", "/"),
    "calendar": ("https://www.googleapis.com", "/calendar/v3/"),
    "people": ("https://people.googleapis.com", "/"),
}


@dataclass(frozen=True, slots=True)
class Client:
    """The user's own OAuth client. Installed applications keep no secret (RFC 8252, 8.5): this one only names."""

    id: str
    secret: str = field(repr=False)
    auth_uri: str
    token_uri: str
    revoke_uri: str


@dataclass(frozen=True, slots=True)
class Setting:
    account: str
    options: Options
    ports: Ports
    clock: Clock
    timeout: float  # seconds that any request may take to answer

    def check(self) -> None:
        """:raises Refused: ``google.no_client``, ``google.two_ways``, ``google.no_subject``, ``google.endpoint``."""
        options = self.options
        if not (options.client_secrets or options.service_account):
            raise Refused("google.no_client", account=self.account)
        if options.client_secrets and options.service_account:
            raise Refused("google.two_ways", account=self.account)
        if options.service_account and not options.subject:
            raise Refused("google.no_subject", account=self.account)
        if options.endpoint and not is_safe(options.endpoint):
            raise Refused("google.endpoint", endpoint=options.endpoint)

    def root(self, api: str) -> str:
        """Where the paths of ``api`` begin."""
        host, path = _ROOTS[api]
        return (self.options.endpoint.rstrip("/") or host) + path

    def batch(self, api: str) -> str:
        """Where batches of ``api`` go: the client library does not redirect them by itself."""
        host = _ROOTS[api][0]
        return (self.options.endpoint.rstrip("/") or host) + "/batch"

    @property
    def on_loopback(self) -> bool:
        return on_loopback(self.options.endpoint)

    def client(self) -> Client:
        """:raises Refused: ``google.file_unreadable``, ``google.not_a_client``, ``google.web_client``."""
        path = self.options.client_secrets
        told = _read(path, "client_secrets")
        if "web" in told:
            raise Refused("google.web_client", path=str(path))
        try:
            one = told["installed"]
            return Client(
                str(one["client_id"]),
                str(one.get("client_secret", "")),
                self._at(str(one["auth_uri"])),
                self._at(str(one["token_uri"])),
                self._at(str(one.get("revoke_uri", _REVOKE))),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise Refused("google.not_a_client", path=str(path)) from error

    def service_account(self) -> dict[str, Any]:
        """The key of the service account. :raises Refused: as :meth:`client`; ``google.no_opt_in``."""
        self._opted_in()
        path = self.options.service_account
        told = _read(path, "service_account")
        if told.get("type") != "service_account" or not told.get("private_key"):
            raise Refused("google.not_a_service_account", path=str(path))
        return {**told, "token_uri": self._at(str(told.get("token_uri", "")))}

    def _opted_in(self) -> None:
        """Nobody is read on behalf of an organisation before they said yes, in a file of their own."""
        path = self.options.opt_in or self.options.base / "opt-in.txt"
        if not said_yes(path, self.options.subject):
            raise Refused("google.no_opt_in", path=str(path))

    def _at(self, uri: str) -> str:
        """``uri``, at the endpoint where one is set: then nothing may go to Google."""
        if self.options.endpoint:
            end, given = urlsplit(self.options.endpoint), urlsplit(uri)
            return urlunsplit((end.scheme, end.netloc, given.path, given.query, ""))
        if urlsplit(uri).scheme != "https":
            raise Refused("google.endpoint", endpoint=uri)
        return uri


def _read(path: Path | None, option: str) -> dict[str, Any]:
    if path is None:
        raise Refused("google.file_unreadable", path="", option=option)
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Refused("google.file_unreadable", path=str(path), option=option) from error
    if not isinstance(told, dict):
        raise Refused("google.file_unreadable", path=str(path), option=option)
    return told
