"""Where a process meets the world: the clock, the places of files, the configuration, accounts opened.

The commands and the daemon's jobs come in here; nothing below reads a clock, a path or a keyring by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from coucou import config, plugins
from coucou.contract import Connection, ConnectorError, Ports, Progress
from coucou.core.settings import AccountSettings, Mode, Settings
from coucou.errors import UserError
from coucou.vault import Vault

Connections = Mapping[str, Connection | ConnectorError]


def clock() -> datetime:
    """Now, read here and nowhere else in a run."""
    return datetime.now(UTC)


def machine_zone() -> str:
    """The machine's own time zone; UTC when it has none that is known (``doctor`` says so)."""
    from tzlocal import get_localzone_name  # 10 ms, and only where a configuration is read

    try:
        return get_localzone_name() or "UTC"
    except LookupError:  # ZoneInfoNotFoundError: a broken /etc/localtime
        return "UTC"


def default_state() -> Path:
    """``$XDG_STATE_HOME/coucou/coucou.db``, or what the platform uses instead."""
    from platformdirs import user_state_path

    return user_state_path("coucou") / "coucou.db"


def settings_of(path: Path | None) -> Settings:
    """:raises coucou.config.ConfigError: the file holds mistakes. :raises UserError: it cannot be read."""
    return config.load(path or config.default_path(), plugins.options_of, timezone=machine_zone())


def _silent(what: str, done: int, total: int | None) -> None:
    """Nobody is watching."""


@contextmanager
def connections(
    accounts: Iterable[AccountSettings],
    vault: Vault,
    mode: Mode,
    *,
    progress: Progress = _silent,
    items: Progress = _silent,
) -> Iterator[Connections]:
    """Each account open, or the error that opening it raised; closed at the end.

    In the preview ``mode`` nothing that can write is ever made.

    :raises UserError: the connector of an account cannot be used at all.
    """
    with ExitStack() as stack:
        opened: dict[str, Connection | ConnectorError] = {}
        for account in accounts:
            connection = _open(account, Ports(vault.of(account.name), progress, items, sends=mode is not Mode.PREVIEW))
            opened[account.name] = connection
            if isinstance(connection, Connection):
                stack.callback(connection.close)
        yield opened


def _open(account: AccountSettings, ports: Ports) -> Connection | ConnectorError:
    plugin = plugins.find(account.connector)
    if plugin is None or isinstance(plugin, plugins.Broken):
        raise UserError("cli.connector_broken", account.name, connector=account.connector)
    try:
        return plugin.open(account.name, account.options, ports)
    except ConnectorError as error:
        return error
