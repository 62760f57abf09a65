"""The time zone that a user chose for their calendars (…/calendar/api/v3/reference/settings)."""

from __future__ import annotations

from coucou.contract import ConnectorError
from coucou_connectors import zones
from coucou_connectors.google.scopes import SETTINGS
from coucou_connectors.google.setting import Setting
from coucou_connectors.google.tokens import Tokens
from coucou_connectors.google.wire import Wire


def zone_of(setting: Setting, tokens: Tokens) -> str:
    """Its IANA name; "" where it cannot be read, for which no sign-in fails."""
    wire = Wire(setting, tokens)
    try:
        wire.allow(SETTINGS)
        told = wire.call("calendar", lambda api: api.settings().get(setting="timezone", fields="value"))
        return zones.iana(str(told.get("value", ""))) or ""
    except ConnectorError:
        return ""
    finally:
        wire.close()
