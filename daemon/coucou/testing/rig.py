"""The far side of a connector, as the conformance suite needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from coucou.contract import ConnectorError, Plugin, Span
from coucou.testing.memory import Item


@dataclass(frozen=True, slots=True)
class Standing:
    """One event that coucou made and that stands at the far side, as the far side itself tells it."""

    start: datetime  # aware
    end: datetime
    subject: str
    attendees: tuple[str, ...]  # addresses, without the owner's own
    busy: bool
    private: bool
    reminds: bool
    mark: str = ""  # where only the owner sees it
    shown: str = ""  # all that the attendee can read of it


class Rig:
    """The far side, as the suite needs it. Override what it can do; what it cannot is skipped."""

    plugin: Plugin

    def options(self) -> object:
        """The options of an account that reads this far side; the same each time."""
        raise NotImplementedError

    def put(self, item: Item) -> None:
        """Make the far side hold ``item``, in place of one with the same Message-ID, UID or name. Where it has a body,
        a description, a location or notes, ``samples.UNREAD`` must stand in them."""
        raise NotImplementedError

    def drop(self, item: Item) -> bool:
        """Take ``item`` away. False: things never go here, or the connector keeps what went."""
        return False

    def changes_items(self, reader: str) -> bool:
        """Whether items of this reader can change once they are there."""
        return reader != "mail"

    def refused_options(self) -> Iterable[object]:
        """Options that cannot work."""
        return ()

    def fail(self, reader: str, error: ConnectorError, after: int) -> bool:
        """Make the next read raise ``error`` when it has yielded ``after`` batches. False: this far side cannot."""
        return False

    def take_time(self, address: str, span: Span | None) -> bool:
        """Let somebody else's calendar be seen, and ``span`` be taken in it; None: nothing is. False: this far side
        cannot."""
        return False

    # --- for connectors that send -----------------------------------------------------------------------------------

    forgets = False
    """The far side keeps nothing that can be found of what was deleted, but refuses to make it again."""

    def standing(self) -> list[Standing]:
        """Every event that coucou made and that stands there now. Without it, no connector that sends is judged."""
        raise NotImplementedError

    def delete(self, key: str) -> None:
        """The user deletes by hand what was made under ``key``."""
        raise NotImplementedError

    def lose(self, verb: str, *, acted: bool) -> bool:
        """The next request of ``verb``, send or cancel, gets no answer: with ``acted`` it was carried out all the
        same. False: here every request gets one."""
        return False

    def refuse(self, verb: str, error: type[ConnectorError]) -> bool:
        """The next request of ``verb`` is answered so that the connector raises ``error``, and nothing is done. False:
        this far side cannot."""
        return False

    def requests(self) -> int | None:
        """How many requests reached the far side that could change something there, signing in apart. None: it has no
        requests to count."""
        return None
