"""A program that does a daemon's passes and a user's commands, each turn in a process of its own that may be killed.

It loads everything once and forks for each turn, as the daemon does. On standard input a line of JSON for each turn:
see ``Turn``; on standard output a line for each turn that is over: see ``Over``. The clock is the turn's.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import coucou_connectors.google
import coucou_connectors.outlook
from coucou import decide, uses
from coucou.contract import ConnectorError
from coucou.core.proposal import State
from coucou.core.settings import Mode, Settings
from coucou.core.span import Span
from coucou.edge import connections, settings_of
from coucou.failpoint import VARIABLE, reach
from coucou.store import Store, ledger, open_store
from coucou.suggest.round import record
from coucou.vault import Vault, beside
from coucou_connectors.clock import Clock
from coucou_connectors.google import Google
from coucou_connectors.outlook import Outlook

LATE = (  # what coucou loads when it needs it: here, so that no turn spends its time on that
    "coucou.words.catalog.deliver",
    "coucou_connectors.google.connection",
    "coucou_connectors.local.contacts",
    "coucou_connectors.local.ics",
    "coucou_connectors.local.outbox",
    "coucou_connectors.local.search",
    "coucou_connectors.local.together",
    "coucou_connectors.outlook.connection",
    "coucou_connectors.outlook.identity",
    "cryptography.hazmat.primitives.ciphers.aead",
    "googleapiclient.discovery_cache",
    "icalendar",
    "msal",
    "msgspec",
    "tzlocal",
)

PATIENCE = 120.0  # seconds for another process to let go of the ledger


@dataclass(frozen=True, slots=True)
class Turn:
    """``steps``: verbs of ``STEPS``, each with its proposal or "". ``timeout``: seconds a request."""

    config: str
    state: str
    now: str
    steps: list[list[str]]
    failpoint: str = ""
    kill_after: float | None = None  # seconds
    timeout: float = 120.0


@dataclass(frozen=True, slots=True)
class Over:
    killed: bool
    failed: bool
    seconds: float = field(default=0.0)


@dataclass(frozen=True, slots=True)
class Desk:
    store: Store
    settings: Settings
    vault: Vault
    now: datetime


def look(desk: Desk, _: str = "") -> None:
    """A pass of the daemon: read everything, follow, deliver."""
    with connections(desk.settings.accounts, desk.vault, desk.settings.mode) as open_now:
        uses.read_and_send(desk.store, desk.settings, open_now, desk.vault, now=desk.now)


def plan(desk: Desk, _: str) -> None:
    window = Span(desk.now, desk.now + timedelta(days=desk.settings.meeting.horizon_days))
    with connections(desk.settings.accounts, desk.vault, Mode.PREVIEW) as open_now:
        record(desk.store, uses.plan(desk.store, desk.settings, open_now, now=desk.now, window=window, tell=_fail))


def _fail(account: str, error: ConnectorError) -> None:
    raise error


def approve(desk: Desk, proposal: str) -> None:
    """The user's word, which is only given where it is not on record yet."""
    one = _proposal(desk, proposal)
    if one.state is State.PROPOSED:
        decide.approve(desk.store, one, now=desk.now)
    reach("approved")


def confirm(desk: Desk, proposal: str) -> None:
    ask = _proposal(desk, proposal)
    if ask.state in (State.HELD, State.ASKED):  # also where the letter was not read yet
        decide.confirm(desk.store, desk.settings, ask, now=desk.now)
    reach("confirmed")


def withdraw(desk: Desk, proposal: str) -> None:
    one = _proposal(desk, proposal)
    if one.state is not State.WITHDRAWN:
        decide.withdraw(desk.store, one, now=desk.now)


def _proposal(desk: Desk, identity: str) -> ledger.Recorded:
    return next(one for one in ledger.recorded(desk.store) if one.id == identity)


STEPS: dict[str, Callable[[Desk, str], None]] = {
    "look": look,
    "plan": plan,
    "approve": approve,
    "confirm": confirm,
    "withdraw": withdraw,
}


def take(turn: Turn) -> None:
    """One turn, in this process."""
    now = datetime.fromisoformat(turn.now)
    state = Path(turn.state)
    with open_store(state, now=now, patience=PATIENCE) as store:
        desk = Desk(store, settings_of(Path(turn.config)), beside(state), now)
        for verb, proposal in turn.steps:
            STEPS[verb](desk, proposal)


def _hurry(timeout: float) -> None:
    """Connectors that wait for no answer longer than ``timeout`` seconds, nor long between two tries."""
    clock = Clock(sleep=lambda seconds: time.sleep(min(seconds, 0.02)))
    coucou_connectors.google.plugin = Google(clock, timeout)
    coucou_connectors.outlook.plugin = Outlook(clock, timeout)


def _child(turn: Turn) -> None:
    status = 1
    try:
        os.environ[VARIABLE] = turn.failpoint
        _hurry(turn.timeout)
        take(turn)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def run(turn: Turn) -> Over:
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        _child(turn)
    if turn.kill_after is not None:
        ended = os.pidfd_open(child)
        select.select([ended], [], [], turn.kill_after)
        os.close(ended)
        os.kill(child, signal.SIGKILL)  # it is not reaped yet: the number is still its own
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return Over(killed, not killed and status != 0, time.monotonic() - began)


def main() -> None:
    for name in LATE:
        import_module(name)
    for line in sys.stdin:
        print(json.dumps(asdict(run(Turn(**json.loads(line))))), flush=True)


if __name__ == "__main__":
    main()
