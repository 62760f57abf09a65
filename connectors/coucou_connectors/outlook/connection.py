"""An open account: its readers, which share one wire."""

from __future__ import annotations

from coucou.contract import Connection
from coucou_connectors.outlook.availability import Schedules
from coucou_connectors.outlook.calendar import Calendar
from coucou_connectors.outlook.mail import Mail
from coucou_connectors.outlook.pen import Pen
from coucou_connectors.outlook.scopes import SEND
from coucou_connectors.outlook.sender import Sender
from coucou_connectors.outlook.setting import Setting
from coucou_connectors.outlook.tokens import tokens
from coucou_connectors.outlook.wire import Wire


def connection(setting: Setting) -> Connection:
    """:raises Refused: the options or their files cannot be used, or the mailbox's owner has not agreed."""
    setting.check()
    setting.allowed()
    wire = Wire(setting, tokens(setting))
    writes = setting.ports.sends and wire.tokens.allows(SEND)
    schedules = Schedules(wire) if setting.options.colleagues else None
    return Connection(
        mail=Mail(wire),
        calendar=Calendar(wire, marks=writes),
        bounded=True,  # calendarView needs an end
        availability=schedules,
        hours=schedules,
        sends=Sender(wire, Pen(wire)) if writes else None,
        close=wire.close,
    )
