"""One account as it is set up: its options checked, its files read, and the addresses that it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from coucou.contract import Ports, Refused
from coucou_connectors.clock import Clock
from coucou_connectors.endpoint import is_safe, on_loopback
from coucou_connectors.opted_in import said_yes
from coucou_connectors.outlook.options import Options

if TYPE_CHECKING:
    import requests

GRAPH = "https://graph.microsoft.com"
# https://learn.microsoft.com/graph/deployments: each cloud signs its own people in.
_LOGINS = {
    "graph.microsoft.com": "https://login.microsoftonline.com",
    "graph.microsoft.us": "https://login.microsoftonline.us",
    "dod-graph.microsoft.us": "https://login.microsoftonline.us",
    "microsoftgraph.chinacloudapi.cn": "https://login.chinacloudapi.cn",
}
_ANYBODY = frozenset({"common", "organizations", "consumers"})


@dataclass(frozen=True, slots=True)
class Setting:
    account: str
    options: Options
    ports: Ports
    clock: Clock
    timeout: float  # seconds that any request may take to answer
    session: Callable[[], requests.Session] | None = None  # to the identity service; a test reroutes it

    def check(self) -> None:
        """:raises Refused: the options cannot work."""
        options = self.options
        if not options.client_id:
            raise Refused("outlook.no_client", account=self.account)
        if options.endpoint and not is_safe(options.endpoint):
            raise Refused("outlook.endpoint", endpoint=options.endpoint)
        if "://" in options.authority and urlsplit(options.authority).scheme != "https":
            raise Refused("outlook.authority", authority=options.authority)  # msal takes https only
        proofs = [one for one in (options.certificate, options.secret) if one is not None]
        if bool(options.mailbox) != bool(proofs) or len(proofs) > 1:
            raise Refused("outlook.organisation", account=self.account)
        if options.mailbox and options.authority in _ANYBODY:
            raise Refused("outlook.no_tenant", account=self.account)

    @property
    def endpoint(self) -> str:
        return self.options.endpoint.rstrip("/") or GRAPH

    @property
    def on_loopback(self) -> bool:
        return on_loopback(self.endpoint)

    @property
    def authority(self) -> str:
        """Where people sign in."""
        if "://" in self.options.authority:
            return self.options.authority.rstrip("/")
        return f"{_LOGINS.get(self._host, _LOGINS['graph.microsoft.com'])}/{quote(self.options.authority)}"

    @property
    def resource(self) -> str:
        """What is asked for, by the name of its cloud; a server for tests stands in for the usual one."""
        return f"https://{self._host}" if self._host in _LOGINS else GRAPH

    @property
    def is_usual_authority(self) -> bool:
        return "://" not in self.options.authority

    @property
    def owner(self) -> str:
        """The path of the mailbox."""
        return f"/users/{quote(self.options.mailbox, safe='@')}" if self.options.mailbox else "/me"

    def allowed(self) -> None:
        """:raises Refused: ``outlook.no_opt_in``: nobody is read on behalf of an organisation before they agreed."""
        path = self.options.opt_in or self.options.base / "opt-in.txt"
        if self.options.mailbox and not said_yes(path, self.options.mailbox):
            raise Refused("outlook.no_opt_in", path=str(path))

    def proof(self) -> str | dict[str, str]:
        """What an organisation's application proves itself with, as msal takes it.

        :raises Refused: ``outlook.file_unreadable``, ``outlook.not_a_certificate``.
        """
        if self.options.secret is not None:
            return _read(self.options.secret).strip()
        if self.options.certificate is None:
            raise Refused("outlook.organisation", account=self.account)
        return _certificate(self.options.certificate)

    @property
    def _host(self) -> str:
        return urlsplit(self.endpoint).hostname or ""


def _certificate(path: Path) -> dict[str, str]:
    """The private key and the certificate in a PEM file, each tried out: msal would fail in its own ways."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # 40 ms, for organisations only
    from cryptography.x509 import load_pem_x509_certificate

    pem = _read(path)
    try:
        load_pem_private_key(pem.encode(), None)
        load_pem_x509_certificate(pem.encode())
        public = pem[pem.index("-----BEGIN CERTIFICATE-----") :]
    except (ValueError, TypeError) as error:  # the latter: the key has a password, which nobody is there to type
        raise Refused("outlook.not_a_certificate", path=str(path)) from error
    return {"private_key": pem, "public_certificate": public}


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise Refused("outlook.file_unreadable", path=str(path)) from error
