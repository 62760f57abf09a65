"""A word on a real session's bus: figures, and nobody's name."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

pytestmark = pytest.mark.peer

DESKTOP = """
import json, threading
from jeepney import MessageType, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection, Proxy
from coucou.core.reason import because
from coucou.daemon.notice import tell

desktop = open_dbus_connection(bus="SESSION")
Proxy(message_bus, desktop).RequestName("org.freedesktop.Notifications")
told = []
def serve():
    while True:
        message = desktop.receive()
        if message.header.message_type is MessageType.method_call:
            told.append(message.body)
            desktop.send(new_method_return(message, "u", (1,)))
threading.Thread(target=serve, daemon=True).start()
shown = [tell("fr", because("notice.proposals", n=2)), tell("en", because("notice.sign_in", n=1))]
print(json.dumps([shown, [[body[3], body[4]] for body in told]]))
"""


def test_the_desktop_is_told_in_figures(program: Callable[[str], str]) -> None:
    ran = subprocess.run(
        [program("dbus-run-session"), "--", sys.executable, "-c", DESKTOP],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    shown, told = json.loads(ran.stdout.splitlines()[-1])
    assert shown == [True, True]
    assert told == [
        ["coucou", "2 propositions vous attendent."],
        ["coucou", "1 account needs you to sign in again: coucou status"],
    ]


def test_where_there_is_no_desktop_nothing_fails() -> None:
    code = (
        "from coucou.core.reason import because; from coucou.daemon.notice import tell;"
        "print(tell('en', because('notice.proposals', n=1)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PATH": "/usr/bin"}, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout) == (0, "False\n")
