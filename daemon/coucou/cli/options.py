"""The options that several commands share, each written once."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from coucou.cli.lang import t
from coucou.errors import UserError

# readable: we say ourselves, and better, what is wrong with a file.
Config = Annotated[
    Path | None, typer.Option("--config", help=t("option.config"), metavar=t("metavar.file"), readable=False)
]
State = Annotated[
    Path | None, typer.Option("--state", help=t("option.state"), metavar=t("metavar.file"), readable=False)
]
Json = Annotated[bool, typer.Option("--json", help=t("option.json"))]
AsOf = Annotated[str | None, typer.Option("--as-of", help=t("option.as_of"), metavar="ISO-8601")]
From = Annotated[str | None, typer.Option("--from", help=t("option.from"), metavar="DATE")]
Days = Annotated[int | None, typer.Option("--days", min=1, max=366, help=t("option.days"), metavar="N")]
NoSync = Annotated[bool, typer.Option("--no-sync", help=t("option.no_sync"))]
Who = Annotated[str, typer.Argument(help=t("argument.who"), metavar=t("metavar.who"))]
Whom = Annotated[str | None, typer.Argument(help=t("argument.whom"), metavar=t("metavar.who"))]
Account = Annotated[str | None, typer.Argument(help=t("argument.account"), metavar=t("metavar.account"))]
Id = Annotated[str, typer.Argument(help=t("argument.id"), metavar="ID")]
IdsNeeded = Annotated[list[str], typer.Argument(help=t("argument.ids"), metavar="ID…")]
Ids = Annotated[list[str] | None, typer.Argument(help=t("argument.ids"), metavar="ID…")]

FIRST_YEAR, LAST_YEAR = 1971, 2199


def moment(written: str, option: str, timezone: str) -> datetime:
    """An aware moment from ISO 8601; a bare date is its midnight, and what has no offset is in the user's zone."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError as error:
        raise UserError("cli.bad_moment", option, value=written) from error
    _check_year(found.year, written, option)
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(timezone))


def day(written: str, option: str) -> date:
    """A date, or the date of a moment, from ISO 8601."""
    try:
        found = date.fromisoformat(re.split(r"[T ]", written, maxsplit=1)[0])
    except ValueError as error:
        raise UserError("cli.bad_date", option, value=written) from error
    _check_year(found.year, written, option)
    return found


def _check_year(year: int, written: str, option: str) -> None:
    """No mail is older than mail, and what lies centuries ahead overflows a calendar."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError("cli.far_date", option, value=written, first=FIRST_YEAR, last=LAST_YEAR)
