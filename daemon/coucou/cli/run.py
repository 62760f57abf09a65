"""Run one command, and turn whatever goes wrong into one line with what to type next."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

from coucou.cli.lang import LANGUAGE, t
from coucou.config import ConfigError
from coucou.contract import ConnectorError, Refused
from coucou.errors import UserError
from coucou.words import say

TRACE = "COUCOU_TRACE"
"""The environment variable that shows where coucou failed."""

DONE, MENDABLE, USAGE, PROVIDER, INTERRUPTED = 0, 1, 2, 3, 130


def run(arguments: list[str]) -> int:
    """The exit status of ``coucou ARGUMENTS``."""
    os.umask(0o077)  # whatever is written is the user's alone
    _never_stop_for_a_letter()
    try:
        from coucou.cli.app import app

        return int(app(arguments, prog_name="coucou", standalone_mode=False) or DONE)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody reads any more; Python's own flush must not complain
        return DONE
    except UserError as error:
        tell(error)
        return MENDABLE
    except ConnectorError as error:
        print(t(error.code, **error.values), file=sys.stderr)
        return MENDABLE if isinstance(error, Refused) else PROVIDER
    except Exception as error:
        return _unexpected(error)


def _never_stop_for_a_letter() -> None:
    """A terminal or a file in an encoding of its own (cp1252, Latin-1) gets ? for the letters that it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def tell(error: UserError) -> None:
    """Say what the user can mend; every mistake of a configuration on a line of its own."""
    if isinstance(error, ConfigError):
        for mistake in error.mistakes:
            text = say(mistake.code, LANGUAGE, **mistake.values)
            code = ("config.line" if mistake.key else "config.line_only") if mistake.line else "config.key_only"
            print(t(code, place=error.place, line=mistake.line, key=mistake.key, text=text), file=sys.stderr)
    print(t(error.code, place=error.place, **error.values), file=sys.stderr)


def _unexpected(error: Exception) -> int:
    """Usage errors of the parser; anything else is a mistake of ours."""
    from click import UsageError
    from click.exceptions import NoArgsIsHelpError
    from typer import Abort, Exit

    if isinstance(error, Exit):
        return int(error.exit_code)
    if isinstance(error, Abort):
        print(file=sys.stderr)
        return INTERRUPTED
    if isinstance(error, NoArgsIsHelpError):  # its message is the whole help
        print(error.format_message(), file=sys.stderr)
        return USAGE
    if isinstance(error, UsageError):
        from coucou.cli.parser import usage_message

        print(usage_message(error), file=sys.stderr)
        return USAGE
    return _ours(error)


def _ours(error: Exception) -> int:
    """A mistake of ours in one line. Where it happened is shown on request, without what any exception says: that may
    quote an address or a subject."""
    print(t("cli.unexpected", kind=type(error).__name__, variable=TRACE), file=sys.stderr)
    if os.environ.get(TRACE):
        from coucou import __version__
        from coucou.daemon.logs import frames_of  # a rare need, and logging costs 10 ms

        for line in (f"coucou {__version__}, Python {sys.version.split()[0]}, {sys.platform}", *frames_of(error)):
            print(line, file=sys.stderr)
    return MENDABLE
