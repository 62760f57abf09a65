"""A small world in which it is always eleven in the morning, so that what is approved may leave at any hour of a test.

Léa is a colleague gone quiet, who gets an invitation; Inès works elsewhere, and is asked first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

LEA = "Léa Roy <lea@example.org>"
INES = "Inès Haddad <ines@example.net>"
ME = "Ana Tremblay <ana@example.org>"

_CONFIG = """mode = "{mode}"
[me]
name = "Ana Tremblay"
addresses = ["ana@example.org"]
timezone = "{zone}"
languages = ["en"]
[organization]
domains = ["example.org"]
quiet_list = "{quiet}"
[hours]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
protected = []
quiet_periods = []
[[accounts]]
name = "files"
connector = "local"
mail = ["*.mbox"]
calendars = ["*.ics"]
outbox = "outbox"
"""


@dataclass(frozen=True)
class Desk:
    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def state(self) -> Path:
        return self.folder / "coucou.db"

    @property
    def options(self) -> tuple[str, ...]:
        return ("--config", str(self.config), "--state", str(self.state))

    @property
    def outbox(self) -> list[str]:
        """The ends of what lies in the outbox, sorted: ``.ics``, ``.eml``, ``.cancel.ics``…"""
        return sorted(path.name[32:] for path in (self.folder / "outbox").glob("[0-9a-f]*"))

    def configure(self, mode: str = "approve", quiet: str = "", more: str = "") -> None:
        self.config.write_text(_CONFIG.format(mode=mode, zone=_zone()[0], quiet=quiet) + more, encoding="utf-8")

    def write(self, name: str, letters: Iterable[tuple[str, str, datetime]]) -> None:
        """A mailbox of these letters: from, to, when."""
        texts = [_letter(number, *one) for number, one in enumerate(letters)]
        (self.folder / f"{name}.mbox").write_text("\n".join(texts), encoding="utf-8")


def a_desk(folder: Path, *people: str, mode: str = "approve") -> Desk:
    folder.mkdir()
    desk = Desk(folder)
    desk.configure(mode)
    (folder / "calendar.ics").write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n")
    last = datetime.now(UTC) - timedelta(days=100)
    for who in people:
        both = [(who, ME), (ME, who)]
        letters = [(*both[n % 2], last - timedelta(days=10 * n)) for n in range(12)]
        desk.write(who.partition(" ")[0], letters)
    return desk


def _zone() -> tuple[str, timezone]:
    """The zone in which it is past eleven now."""
    offset = 11 - datetime.now(UTC).hour
    return f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT", timezone(timedelta(hours=offset))


def _letter(number: int, sender: str, to: str, at: datetime) -> str:
    date = format_datetime(at.astimezone(_zone()[1]))
    identity = f"<{number}.{int(at.timestamp())}@{sender.partition('@')[2].strip('>')}>"
    return (
        f"From a@b Mon Jan  5 10:00:00 2026\nFrom: {sender}\nTo: {to}\nDate: {date}\nMessage-ID: {identity}\n"
        f"Subject: News\n\n.\n"
    )
