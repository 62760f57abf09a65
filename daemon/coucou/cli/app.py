"""The commands, put together. Their help is written in the words' catalogue, in the language of this run."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import typer
from click import Context
from typer.core import TyperCommand

from coucou.cli.lang import t
from coucou.cli.parser import Command, Group

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "demo": "coucou.cli.preview:demo",
        "init": "coucou.cli.setup:init",
        "connect": "coucou.cli.accounts:connect",
        "disconnect": "coucou.cli.accounts:disconnect",
        "sync": "coucou.cli.preview:sync",
        "preview": "coucou.cli.preview:preview",
        "people": "coucou.cli.people:people",
        "triage": "coucou.cli.triage:triage",
        "gaps": "coucou.cli.gaps:gaps",
        "proposals": "coucou.cli.proposals:proposals",
        "approve": "coucou.cli.approve:approve",
        "edit": "coucou.cli.edit:edit",
        "confirm": "coucou.cli.approve:confirm",
        "dismiss": "coucou.cli.decisions:dismiss",
        "snooze": "coucou.cli.decisions:snooze",
        "withdraw": "coucou.cli.approve:withdraw",
        "never": "coucou.cli.decisions:never",
        "allow": "coucou.cli.decisions:allow",
        "pause": "coucou.cli.decisions:pause",
        "resume": "coucou.cli.decisions:resume",
        "log": "coucou.cli.log:log",
        "why": "coucou.cli.people:why",
        "targets": "coucou.cli.targets:targets",
        "circle": "coucou.cli.circle:circle",
        "report": "coucou.cli.report:report",
        "backtest": "coucou.cli.backtest:backtest",
        "run": "coucou.cli.daemon:run",
        "status": "coucou.cli.status:status",
        "service": "coucou.cli.service:service",
        "export": "coucou.cli.privacy:export",
        "forget": "coucou.cli.privacy:forget",
        "doctor": "coucou.cli.setup:doctor",
    }
)
"""Each command and its function. A module is imported when its command is run: most of a start is imports."""


class Commands(Group):
    """The group of all commands, each made when it is asked for."""

    def list_commands(self, ctx: Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> TyperCommand | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name].partition(":")
        one = typer.Typer(rich_markup_mode=None, add_completion=False)
        settings = {"help_option_names": ["-h", "--help"]}
        help_text = t(f"help.{cmd_name}")
        one.command(cmd_name, cls=Command, help=help_text, context_settings=settings)(
            getattr(import_module(module), function)
        )
        command = typer.main.get_command(one)
        assert isinstance(command, TyperCommand)  # noqa: S101 - one function is a command, never a group
        return command


app = typer.Typer(
    name="coucou",
    cls=Commands,
    help=t("help.coucou"),
    epilog=t("help.epilog"),
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: no drawing library is loaded, and nothing in it is markup
    pretty_exceptions_enable=False,  # a traceback with local variables would show addresses
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def everywhere(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", "-V", help=t("option.version"), is_eager=True),
) -> None:
    if version:
        from coucou import __version__

        print(f"coucou {__version__}")
        raise typer.Exit
