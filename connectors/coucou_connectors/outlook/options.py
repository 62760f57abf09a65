"""What an ``[[accounts]]`` table with ``connector = "outlook"`` may hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """Relative paths start from the folder of the configuration, as ``base`` says."""

    client_id: str = ""  # the application (client) id of the user's own registration
    authority: str = "common"  # common, organizations, consumers, a tenant's id or domain, or a whole https address
    mailbox: str = ""  # an organisation's application reads this mailbox,
    certificate: Path | None = None  # and proves itself by a certificate (PEM: private key and certificate),
    secret: Path | None = None  # or by a secret in a file;
    opt_in: Path | None = None  # in this file that person agreed; by default opt-in.txt in ``base``
    folders: tuple[str, ...] = ("sentitems", "inbox", "archive")  # of mail: well-known names or ids
    calendars: tuple[str, ...] = ()  # names or ids of those that count; "*": all; by default those of the user
    skip_categories: tuple[str, ...] = ()  # events in one of these are left out
    colleagues: bool = False  # see when colleagues are free
    endpoint: str = ""  # of a national cloud, or of a server for tests; by default https://graph.microsoft.com
    base: Path = field(default_factory=Path)
