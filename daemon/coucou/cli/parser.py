"""The parser's own words in this run's language: its help headings, and what it says of a wrong command line.

Typer carries its parser inside and translates few of its texts, so they are put in their places here.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import _GeneratorContextManager

from typer._click.core import Context
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoSuchOption,
    UsageError,
)
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup, TyperOption

from coucou.cli.lang import t

_HEADINGS = {"Options": "help.options", "Commands": "help.commands", "Arguments": "help.arguments"}
_OPTIONS = {
    "install_completion": "option.install_completion",
    "show_completion": "option.show_completion",
    "help": "option.help",
}


class _Formatter(HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or t("help.usage"))

    def section(self, name: str) -> _GeneratorContextManager[None]:
        code = _HEADINGS.get(name)
        return super().section(t(code) if code else name)


class _Context(Context):
    formatter_class = _Formatter


class Command(TyperCommand):
    context_class = _Context

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        return _worded(super().get_help_option(ctx))


class Group(TyperGroup):
    context_class = _Context

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        for parameter in self.params:
            if isinstance(parameter, TyperOption):
                _worded(parameter)
        return _worded(super().get_help_option(ctx))


def _worded(option: TyperOption | None) -> TyperOption | None:
    if option is not None and option.name in _OPTIONS:
        option.help = t(_OPTIONS[option.name])
    return option


def usage_message(error: UsageError) -> str:
    """One line on what is wrong with the command line, and which help to ask for."""
    command = error.ctx.command_path if error.ctx else "coucou"
    wrong = _wrong(error)
    return t("cli.usage", message=wrong if wrong.endswith("?") else f"{wrong}.", command=command)


def _wrong(error: UsageError) -> str:
    if isinstance(error, NoSuchOption):
        near = _near(error.possibilities or ())
        return t("cli.no_such_option", option=error.option_name) + near
    if isinstance(error, MissingParameter):
        return t("cli.missing", what=(error.param.metavar or error.param.name) if error.param else "")
    if isinstance(error, BadParameter):
        return t("cli.bad_value", what=error.param.opts[0] if error.param and error.param.opts else "")
    if isinstance(error, BadOptionUsage):
        return t("cli.bad_option", option=error.option_name)
    return error.format_message() if error.ctx is None else _unknown(error, error.ctx)


def _unknown(error: UsageError, context: Context) -> str:
    """A command that does not exist, or words too many."""
    if isinstance(context.command, Group):
        from difflib import get_close_matches  # only when somebody mistyped

        word = next((w for w in error.message.split("'")[1:2]), "")
        return t("cli.no_such_command", command=word) + _near(get_close_matches(word, context.command.commands))
    return t("cli.too_many", words=error.message.partition("(")[2].partition("(")[2].rstrip(")"))


def _near(names: Sequence[str]) -> str:
    return t("cli.did_you_mean", names=", ".join(sorted(names))) if names else ""
