"""Outlook's mail and calendars through Microsoft Graph: Microsoft 365 and outlook.com accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coucou.contract import Connection, Granted, Ports, SigningIn
from coucou_connectors.clock import Clock
from coucou_connectors.outlook.options import Options
from coucou_connectors.outlook.setting import Setting

if TYPE_CHECKING:
    import requests

__all__ = ["Options", "Outlook", "plugin"]


class Outlook:
    """The connector. ``clock``, ``timeout`` (seconds a request) and ``session`` (to the identity service) are there
    for tests."""

    name = "outlook"
    options: type = Options

    def __init__(
        self,
        clock: Clock | None = None,
        timeout: float = 30.0,
        session: Callable[[], requests.Session] | None = None,
    ) -> None:
        self._clock = clock or Clock()
        self._timeout = timeout
        self._session = session

    def open(self, account: str, options: object, ports: Ports) -> Connection:
        """The readers of an Outlook account; its secret is looked at when the first of them reads.

        :raises Refused: the options cannot work: see :class:`coucou_connectors.outlook.setting.Setting`.
        """
        from coucou_connectors.outlook.connection import connection  # requests costs 0.1 s and 14 MB

        return connection(self._setting(account, options, ports))

    def sign_in(self, account: str, options: object, how: SigningIn, ports: Ports) -> Granted:
        """See ``SignsIn``. An organisation's application signs nobody in: it is tried out, and nothing is stored."""
        from coucou_connectors.outlook.sign_in import sign_in  # msal costs 0.16 s and 22 MB

        return sign_in(self._setting(account, options, ports), how)

    def sign_out(self, account: str, options: object, ports: Ports) -> bool:
        """See ``SignsIn``. Always False where somebody was signed in: only they can take a grant back."""
        from coucou_connectors.outlook.sign_in import sign_out

        return sign_out(self._setting(account, options, ports))

    def _setting(self, account: str, options: object, ports: Ports) -> Setting:
        if not isinstance(options, Options):
            raise TypeError(f"{type(options).__name__} are not the options of the outlook connector")
        return Setting(account, options, ports, self._clock, self._timeout, self._session)


plugin = Outlook()
