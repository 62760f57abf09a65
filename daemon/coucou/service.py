"""systemd's side of a service: sd_notify(3), spoken over its socket without a library.

Where no ``NOTIFY_SOCKET`` is set, nothing listens and nothing is said.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notifier:
    """Tells systemd how the service is. ``address`` is "" outside of it; ``watchdog`` in seconds, None for none."""

    address: str = ""
    watchdog: float | None = None

    def ready(self) -> None:
        self._send(READY=1)

    def status(self, status: str) -> None:
        self._send(STATUS=status)

    def alive(self) -> None:
        self._send(WATCHDOG=1)

    def reloading(self) -> None:
        """To be followed by ``ready``. The moment lets systemd 253 and later tell a reload from one before."""
        self._send(RELOADING=1, MONOTONIC_USEC=time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000)

    def stopping(self, status: str) -> None:
        self._send(STOPPING=1, STATUS=status)

    def _send(self, **told: object) -> None:
        if not self.address:
            return
        # A line an assignment: a status of several lines would be read as assignments.
        lines = "\n".join(f"{name}={' '.join(str(value).split())}" for name, value in told.items())
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as there:
            there.settimeout(1.0)
            try:
                there.sendto(lines.encode(), self.address)
            except OSError:
                return  # systemd is restarting itself, or gone: the service goes on


def notifier(environ: Mapping[str, str] = os.environ) -> Notifier:
    """The notifier of this process. The watchdog counts only when it is meant for this process (WATCHDOG_PID)."""
    address = environ.get("NOTIFY_SOCKET", "")
    if address.startswith("@"):  # the abstract namespace (unix(7))
        address = f"\0{address[1:]}"
    meant = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    usec = environ.get("WATCHDOG_USEC", "")
    return Notifier(address, int(usec) / 1e6 if meant and usec.isdigit() and int(usec) else None)
