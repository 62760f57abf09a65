"""The command that puts the daemon in systemd's care: service."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coucou import service_files as units
from coucou.cli import options
from coucou.cli.lang import t
from coucou.core.settings import Settings
from coucou.edge import default_state, settings_of
from coucou.errors import UserError
from coucou.files import write_private


class Action(StrEnum):
    INSTALL = "install"
    UNINSTALL = "uninstall"
    STATUS = "status"
    LOGS = "logs"


def service(
    action: Annotated[Action, typer.Argument(help=t("argument.action"), metavar="install|uninstall|status|logs")],
    timer: Annotated[bool, typer.Option("--timer", help=t("option.timer"))] = False,
    no_start: Annotated[bool, typer.Option("--no-start", help=t("option.no_start"))] = False,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    match action:
        case Action.INSTALL:
            _install(units.TIMER if timer else units.RESIDENT, config, state, start=not no_start)
        case Action.UNINSTALL:
            _uninstall()
        case Action.STATUS:
            raise typer.Exit(_systemctl("status", "--no-pager", *_installed() or units.RESIDENT))
        case Action.LOGS:
            names = _installed() or units.RESIDENT
            raise typer.Exit(_run("journalctl", "--user", *(f"--unit={name}" for name in names)))


def _folder() -> Path:
    """Where systemd looks for a user's own units (systemd.unit(5))."""
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "systemd" / "user"


def _installed() -> list[str]:
    return [name for name in (*units.RESIDENT, *units.TIMER) if (_folder() / name).exists()]


def _install(names: Iterable[str], config: Path | None, state: Path | None, *, start: bool) -> None:
    """Write the units, and let systemd start the last of them now and at each login."""
    settings = settings_of(config)  # one that cannot be used is said now, not in a journal
    ledger = (state or default_state()).absolute()
    ledger.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    arguments = [*_given("--config", config), *_given("--state", state)]
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    names = list(names)
    for name in names:
        text = units.fitted(units.shipped(name), units.command(), arguments, _writes_to(settings, ledger))
        write_private(folder / name, text.encode())
        print(t("service.written", path=str(folder / name)))
    if start:
        others = [name for name in _installed() if name not in names]
        if others:
            _checked("disable", "--now", *others)
        _checked("daemon-reload")
        _checked("enable", "--now", names[-1])
        print(t("service.started", unit=names[-1]))


def _given(option: str, path: Path | None) -> list[str]:
    return [] if path is None else [option, str(path.absolute())]


def _writes_to(settings: Settings, ledger: Path) -> Iterator[Path]:
    """The folders that the service may write to: the state's, and the outboxes of accounts that have one."""
    yield ledger.parent
    for account in settings.accounts:
        outbox = getattr(account.options, "outbox", None)  # by its name: no connector is known here
        if isinstance(outbox, Path):
            yield outbox


def _uninstall() -> None:
    """Stop, and take away what ``install`` wrote. The configuration and the state stay."""
    names = _installed()
    if not names:
        raise UserError("service.none", str(_folder()))
    _systemctl("disable", "--now", *names)
    for name in names:
        (_folder() / name).unlink(missing_ok=True)
        print(t("service.removed", path=str(_folder() / name)))
    _systemctl("daemon-reload")


def _checked(*arguments: str) -> None:
    if _systemctl(*arguments):
        raise UserError("service.refused", " ".join(arguments))


def _systemctl(*arguments: str) -> int:
    return _run("systemctl", "--user", *arguments)


def _run(program: str, *arguments: str) -> int:
    """:raises UserError: this computer has no systemd."""
    found = shutil.which(program)
    if found is None:
        raise UserError("service.no_systemd", program)
    sys.stdout.flush()
    return subprocess.run([found, *arguments], check=False).returncode  # noqa: S603 - our own words, and no shell
