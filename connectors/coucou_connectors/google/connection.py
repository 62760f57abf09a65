"""An open account: its readers, which share one wire."""

from __future__ import annotations

from coucou.contract import Connection, ConnectorError
from coucou_connectors.google.calendar import Calendar
from coucou_connectors.google.contacts import Contacts
from coucou_connectors.google.freebusy import FreeBusy
from coucou_connectors.google.gmail import Gmail
from coucou_connectors.google.invitations import Invitations
from coucou_connectors.google.scopes import SEND
from coucou_connectors.google.setting import Setting
from coucou_connectors.google.tokens import tokens
from coucou_connectors.google.wire import Wire


def connection(setting: Setting) -> Connection:
    """:raises Refused: the options cannot work, or name files that cannot be used."""
    setting.check()
    wire = Wire(setting, tokens(setting))
    return Connection(
        mail=Gmail(wire),
        calendar=Calendar(wire),
        contacts=Contacts(wire) if setting.options.contacts else None,
        availability=FreeBusy(wire) if setting.options.colleagues else None,
        sends=Invitations(wire) if setting.ports.sends and _granted(wire) else None,
        close=wire.close,
        sign_in_ends=wire.tokens.end,
    )


def _granted(wire: Wire) -> bool:
    """Whether the user granted to send. What is wrong with the sign-in, the readers say."""
    try:
        return wire.tokens.allows(SEND)
    except ConnectorError:
        return False
