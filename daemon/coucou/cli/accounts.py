"""The commands that sign in and out: connect, disconnect."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import typer

from coucou import plugins
from coucou.cli import options
from coucou.cli.edge import clock, default_state, settings_of
from coucou.cli.lang import t
from coucou.contract import Ports, Refused, SigningIn, SignsIn
from coucou.core.settings import AccountSettings, Mode, Settings
from coucou.errors import UserError
from coucou.vault import Vault, beside
from coucou.words import clean

WhichAccount = Annotated[str, typer.Argument(help=t("argument.which_account"), metavar=t("metavar.account"))]
_LOST = frozenset({"vault.key_lost", "vault.damaged"})


def connect(
    account: WhichAccount,
    no_browser: Annotated[bool, typer.Option("--no-browser", "--device-code", help=t("option.no_browser"))] = False,
    imported: Annotated[
        Path | None, typer.Option("--import", help=t("option.import"), metavar=t("metavar.file"))
    ] = None,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    settings = settings_of(config)
    chosen, plugin = _account(settings, account)
    sends = settings.mode is not Mode.PREVIEW
    how = SigningIn(
        show=lambda address, code: _show(address, code, browser=not no_browser),
        goodbye=t("connect.goodbye"),
        browser=not no_browser,
        sends=sends,
        imported=None if imported is None else _content(imported),
    )
    vault = _usable(beside(state or default_state()), account)
    granted = plugin.sign_in(account, chosen.options, how, Ports(secrets=vault.of(account)))
    done = "connect.done_sends" if sends else "connect.done"
    print(t(done, account=account, scopes=", ".join(granted.scopes)))
    if granted.missing:
        print(t("connect.missing", scopes=", ".join(granted.missing)), file=sys.stderr)
    for note in granted.notes:
        print(t(note), file=sys.stderr)
    mine = settings.me.timezone
    if granted.timezone and not _same_clock(mine, granted.timezone, clock()):
        print(clean(t("connect.other_zone", account=account, theirs=granted.timezone, mine=mine)), file=sys.stderr)


def disconnect(account: WhichAccount, config: options.Config = None, state: options.State = None) -> None:
    chosen, plugin = _account(settings_of(config), account)
    vault = beside(state or default_state())
    if account not in vault.accounts():
        print(t("disconnect.was_not", account=account))
        return
    told = False
    try:
        told = plugin.sign_out(account, chosen.options, Ports(secrets=vault.of(account)))
    except Refused as refused:
        if refused.code not in _LOST:
            raise
    finally:
        vault.erase(account)  # for which no key is needed
    print(t("disconnect.done", account=account))
    if not told:
        print(t("disconnect.not_told"), file=sys.stderr)


def _same_clock(one: str, other: str, now: datetime) -> bool:
    """Whether two zones show the same time all through a year: America/Montreal is America/Toronto."""
    moments = [now + timedelta(days=30 * month) for month in range(12)]
    first, second = ZoneInfo(one), ZoneInfo(other)
    return all(moment.astimezone(first).utcoffset() == moment.astimezone(second).utcoffset() for moment in moments)


def _account(settings: Settings, name: str) -> tuple[AccountSettings, SignsIn]:
    """:raises UserError: there is no such account, or none that one signs in to."""
    chosen = next((one for one in settings.accounts if one.name == name), None)
    if not settings.accounts:
        raise UserError("cli.no_accounts", str(settings.source))
    if chosen is None:
        known = ", ".join(one.name for one in settings.accounts)
        raise UserError("cli.no_such_account", name, known=known)
    plugin = plugins.find(chosen.connector)
    if plugin is None or isinstance(plugin, plugins.Broken):
        raise UserError("cli.connector_broken", name, connector=chosen.connector)
    if not isinstance(plugin, SignsIn):
        raise UserError("connect.needs_none", name, connector=chosen.connector)
    return chosen, plugin


def _usable(vault: Vault, account: str) -> Vault:
    """``vault``, or a new one where nothing in it can be opened any more; what cannot be opened is kept aside."""
    try:
        vault.load(account)
    except Refused as refused:
        if refused.code not in _LOST:
            raise
        aside = vault.set_aside()
        print(t("vault.set_aside", path=str(aside)), file=sys.stderr)
    return vault


def _show(address: str, code: str, *, browser: bool) -> None:
    """On standard error, because it is talk: what to open, and which port to forward."""
    if code:
        text = t("connect.code", address=address, word=code)
    elif browser:
        text = t("connect.open", address=address)
    else:
        back = parse_qs(urlsplit(address).query).get("redirect_uri", [""])[0]
        text = t("connect.open_yourself", address=address, port=str(urlsplit(back).port or ""))
    print(clean(text), file=sys.stderr, flush=True)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError("connect.import_unreadable", str(path), cause=error.strerror) from error
