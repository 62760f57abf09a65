"""The commands, put together. Their help is written in the words' catalogue, in the language of this run."""

from __future__ import annotations

from collections.abc import Callable

import typer

from coucou.cli import reading, setup
from coucou.cli.lang import t
from coucou.cli.parser import Command, Group

app = typer.Typer(
    name="coucou",
    cls=Group,
    help=t("help.coucou"),
    epilog=t("help.epilog"),
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: no drawing library is loaded, and nothing in it is markup
    pretty_exceptions_enable=False,  # a traceback with local variables would show addresses
    context_settings={"help_option_names": ["-h", "--help"]},
)

COMMANDS: dict[str, Callable[..., None]] = {
    "demo": setup.demo,
    "init": setup.init,
    "sync": reading.sync,
    "preview": reading.preview,
    "people": reading.people,
    "triage": setup.triage,
    "gaps": reading.gaps,
    "why": reading.why,
    "doctor": setup.doctor,
}

for name, function in COMMANDS.items():
    app.command(name, cls=Command, help=t(f"help.{name}"))(function)


@app.callback(invoke_without_command=True)
def everywhere(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", "-V", help=t("option.version"), is_eager=True),
) -> None:
    if version:
        from coucou import __version__

        print(f"coucou {__version__}")
        raise typer.Exit
