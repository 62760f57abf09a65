"""A word on the desktop: figures only, because screens are shared.

org.freedesktop.Notifications, Desktop Notifications Specification 1.2, over the session's bus. Where there is no
desktop, nothing is said.
"""

from __future__ import annotations

import logging

from coucou.core.reason import Reason
from coucou.words import reason, say

PATIENCE = 5.0  # seconds for the desktop to take it

_log = logging.getLogger("coucou.daemon")


def tell(language: str, what: Reason) -> bool:
    """Show one sentence; False when nobody could be told, which the log says."""
    # Only in the children, and only where the user asked for it: 3 MB.
    from jeepney import DBusAddress, DBusErrorResponse, new_method_call
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import unwrap_msg

    desktop = DBusAddress(
        "/org/freedesktop/Notifications",
        bus_name="org.freedesktop.Notifications",
        interface="org.freedesktop.Notifications",
    )
    told: tuple[object, ...] = ("coucou", 0, "", say("notice.title", language), reason(what, language), [], {}, -1)
    try:
        with open_dbus_connection(bus="SESSION") as bus:
            asked = new_method_call(desktop, "Notify", "susssasa{sv}i", told)
            unwrap_msg(bus.send_and_get_reply(asked, timeout=PATIENCE))
    except (OSError, KeyError, ValueError, DBusErrorResponse, TimeoutError) as error:
        _log.warning("nobody notified", extra={"cause": type(error).__name__})
        return False
    return True
