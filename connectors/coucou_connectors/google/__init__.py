"""Gmail, Google Calendar and Google Contacts, by the user's own OAuth client or a Workspace service account."""

from __future__ import annotations

from coucou.contract import Connection, Granted, Ports, SigningIn
from coucou_connectors.clock import Clock
from coucou_connectors.google.options import Options
from coucou_connectors.google.setting import Setting

__all__ = ["Google", "Options", "plugin"]


class Google:
    """The connector. ``clock`` and ``timeout`` (seconds a request) are there for tests."""

    name = "google"
    options: type = Options

    def __init__(self, clock: Clock | None = None, timeout: float = 30.0) -> None:
        self._clock = clock or Clock()
        self._timeout = timeout

    def open(self, account: str, options: object, ports: Ports) -> Connection:
        """The readers of a Google account; its secret is looked at when the first of them reads.

        :raises Refused: the options cannot work: see :func:`coucou_connectors.google.setting.check`.
        """
        from coucou_connectors.google.connection import connection  # Google's library costs 0.25 s and 33 MB

        return connection(self._setting(account, options, ports))

    def sign_in(self, account: str, options: object, how: SigningIn, ports: Ports) -> Granted:
        """See ``SignsIn``. A service account signs nobody in: it is tried out, and nothing is stored."""
        from coucou_connectors.google.sign_in import sign_in

        return sign_in(self._setting(account, options, ports), how)

    def sign_out(self, account: str, options: object, ports: Ports) -> bool:
        """See ``SignsIn``."""
        from coucou_connectors.google.sign_in import sign_out

        return sign_out(self._setting(account, options, ports))

    def _setting(self, account: str, options: object, ports: Ports) -> Setting:
        if not isinstance(options, Options):
            raise TypeError(f"{type(options).__name__} are not the options of the google connector")
        return Setting(account, options, ports, self._clock, self._timeout)


plugin = Google()
