"""The parser's own words in this run's language: its help headings, and what it says of a wrong command line.

Click has no French, so that its texts are put in their places here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import _GeneratorContextManager

from click import (
    BadOptionUsage,
    BadParameter,
    Context,
    HelpFormatter,
    MissingParameter,
    NoSuchOption,
    Option,
    UsageError,
)
from typer.core import TyperCommand, TyperGroup

from coucou.cli.lang import t

_HEADINGS = {"Options": "help.options", "Commands": "help.commands", "Arguments": "help.arguments"}
_OPTIONS = {
    "--install-completion": "option.install_completion",
    "--show-completion": "option.show_completion",
    "--help": "option.help",
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

    def get_help_option(self, ctx: Context) -> Option | None:
        return _worded(super().get_help_option(ctx))


class Group(TyperGroup):
    context_class = _Context

    def get_help_option(self, ctx: Context) -> Option | None:
        for parameter in self.params:
            if isinstance(parameter, Option):
                _worded(parameter)
        return _worded(super().get_help_option(ctx))


def _worded(option: Option | None) -> Option | None:
    if option is not None and option.opts[-1] in _OPTIONS:
        option.help = t(_OPTIONS[option.opts[-1]])
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
        what = error.param.opts[0] if error.param and error.param.opts else ""
        bounds = [getattr(error.param.type, bound, None) for bound in ("min", "max")] if error.param else []
        if None in bounds or not bounds:
            return t("cli.bad_value", what=what)
        return t("cli.bad_number", what=what, low=bounds[0], high=bounds[1])
    if isinstance(error, BadOptionUsage):
        return t("cli.bad_option", option=error.option_name)
    return error.format_message() if error.ctx is None else _unknown(error, error.ctx)


def _unknown(error: UsageError, context: Context) -> str:
    """A command that does not exist, or words too many."""
    if isinstance(context.command, Group):
        from difflib import get_close_matches  # only when somebody mistyped

        word = next((w for w in error.message.split("'")[1:2]), "")
        close = get_close_matches(word, context.command.list_commands(context))
        return t("cli.no_such_command", command=word) + _near(close)
    words = re.search(r"\(([^()]*)\)$", error.message)
    return t("cli.too_many", words=words[1] if words else "")


def _near(names: Sequence[str]) -> str:
    return t("cli.did_you_mean", names=", ".join(sorted(names))) if names else ""
