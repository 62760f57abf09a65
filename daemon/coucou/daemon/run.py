"""One daemon a ledger, from its beginning to its end."""

from __future__ import annotations

import logging
import os
import platform
import sys
from dataclasses import dataclass

from coucou.core.settings import Settings
from coucou.daemon import workers
from coucou.daemon.agenda import Agenda
from coucou.daemon.loop import Loop, Place, signals
from coucou.daemon.metrics import served
from coucou.daemon.telling import Teller, line
from coucou.errors import UserError
from coucou.service import notifier
from coucou.store import lock
from coucou.store.accounts import State

DONE, MENDABLE, PROVIDER = 0, 1, 3
UPGRADED = 75  # EX_TEMPFAIL of sysexits.h: to be started again

_log = logging.getLogger("coucou.daemon")


@dataclass(frozen=True, slots=True)
class Manner:
    """How it runs. ``once``: do what is due now, and end."""

    language: str
    once: bool = False


def seed(place: Place) -> str:
    """What tells this computer's jitter from that of others."""
    return f"{platform.node()}{place.state}"


def run(place: Place, settings: Settings, manner: Manner) -> int:
    """Run until a signal ends it, or once. The exit status: 0 as asked; 75 when coucou was upgraded meanwhile; with
    ``once`` 1 when the user can mend an account, 3 when a provider failed.

    :raises UserError: ``daemon.unsupported`` on this system; ``daemon.running`` when there is one already.
    """
    if not hasattr(os, "fork"):
        raise UserError("daemon.unsupported", sys.platform)
    place.state.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = _only_one(place)
    try:
        told = Teller(manner.language)
        loop = Loop(place, settings, Agenda(seed(place)), manner.language, notifier(), told, held=(held,))
        with signals(loop), served(loop):
            _live(loop, manner)
        if loop.anew:
            return UPGRADED
        return _status(loop) if manner.once else DONE
    finally:
        os.close(held)


def _only_one(place: Place) -> int:
    try:
        return lock.take(lock.beside(place.state, "daemon"), workers.FAREWELL)
    except UserError as error:
        raise UserError("daemon.running", str(place.state), **error.values) from error


def _live(loop: Loop, manner: Manner) -> None:
    loop.begin()
    loop.notifier.ready()
    _log.info("begun")
    while not loop.stopping:
        loop.turn()
        if manner.once and loop.idle:
            break
        loop.wait()
    loop.notifier.stopping(line(loop, manner.language))
    loop.end()
    _log.info("ended", extra={"turns": loop.turns})


def _status(loop: Loop) -> int:
    states = {ran.state for ran in loop.agenda.last.values()}
    if states & {State.LATER, State.BROKEN}:
        return PROVIDER
    return MENDABLE if states - {State.OK} else DONE
