"""The command that stays: run."""

from __future__ import annotations

import logging
from typing import Annotated

import typer

from coucou.cli import options
from coucou.cli.lang import LANGUAGE, t
from coucou.contract import ConnectorError
from coucou.edge import default_state, settings_of
from coucou.errors import UserError

SOFTWARE = 70  # EX_SOFTWARE of sysexits.h: ours to mend, so a supervisor may start it again


def run(
    once: Annotated[bool, typer.Option("--once", help=t("option.once"))] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help=t("option.verbose"))] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help=t("option.log_json"))] = False,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    from coucou.daemon import logs
    from coucou.daemon.loop import Place
    from coucou.daemon.run import Manner
    from coucou.daemon.run import run as live

    logs.set_up(verbose=verbose, as_json=log_json)
    settings = settings_of(config)
    place = Place(config, (state or default_state()).absolute())
    try:
        code = live(place, settings, Manner(LANGUAGE, once))
    except (UserError, ConnectorError):
        raise
    except Exception:  # told without its message, which may quote what was read
        logging.getLogger("coucou.daemon").exception("broken")
        code = SOFTWARE
    raise typer.Exit(code)
