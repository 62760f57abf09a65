"""What an ``[[accounts]]`` table with ``connector = "google"`` may hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """Relative paths start from the folder of the configuration, as ``base`` says."""

    client_secrets: Path | None = None  # the OAuth client, as the Google console gives it
    service_account: Path | None = None  # or a Workspace service account's key,
    subject: str = ""  # the person for whom it acts,
    opt_in: Path | None = None  # and the file in which that person agreed; by default opt-in.txt in ``base``
    calendars: tuple[str, ...] = ()  # names or ids of those that count; "*": all; by default those of the user
    skip_categories: tuple[str, ...] = ("promotions", "social")  # of Gmail's tabs: listed, but not read
    contacts: bool = False  # read Google Contacts too
    colleagues: bool = False  # see when colleagues are free
    minutes_a_sync: int = 10  # how long one sync reads the past of a large mailbox at most; 0: until it is done
    units_a_minute: int = 6000  # Gmail's quota for one user of a project made since May 2026
    endpoint: str = ""  # another address than Google's, for tests and proxies
    base: Path = field(default_factory=Path)
