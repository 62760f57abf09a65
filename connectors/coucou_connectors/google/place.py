"""Where the reading of a Gmail mailbox stands: what a cursor says, and what it is made of."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

from coucou.contract import Cursor, CursorExpired, Reading

VERSION = 1  # raised whenever what is asked of Gmail changes, so that everything is asked again
ANCHORS = 5


class Phase(StrEnum):
    """The past is read in two walks, each from the newest on: what the user sent, because only there ties begin; then
    the rest."""

    SENT = "sent"
    REST = "rest"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Place:
    history: str  # what happened up to this history id is known
    oldest: int  # epoch seconds: how far back the past is read
    subjects: bool
    newest: int = 0  # epoch milliseconds: the arrival of the newest message known
    phase: Phase = Phase.SENT
    page: str = ""  # the page of the walk that is being read; "" is the first
    anchors: tuple[str, ...] = ()  # some of the last ids read in this walk, by which it is found again
    sieves: dict[str, tuple[str, str]] = field(default_factory=dict)  # where each list of ids to leave out stands
    done: int = 0  # messages listed and dealt with, in both walks
    total: int = 0  # messages in the mailbox, as Gmail estimates
    spent: int = 0  # units of quota in the minute before ``spent_at``: the next run must count them too
    spent_at: float = 0.0  # epoch seconds

    def cursor(self) -> Cursor:
        return Cursor(json.dumps(asdict(self), separators=(",", ":")), VERSION)

    def turned(self, phase: Phase) -> Place:
        """The beginning of the next walk."""
        return replace(self, phase=phase, page="", anchors=(), sieves={})


def place(cursor: Cursor, reading: Reading) -> Place:
    """:raises CursorExpired: the cursor is not ours, or more is asked for than was read: a longer past, or subjects."""
    if cursor.version != VERSION:
        raise CursorExpired("google.cursor")
    try:
        told = json.loads(cursor.value)
        known = Place(**{**told, "phase": Phase(told["phase"]), "anchors": tuple(told["anchors"])})
        shorter = int(reading.oldest.timestamp()) < known.oldest
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CursorExpired("google.cursor") from error
    if shorter or (reading.subjects and not known.subjects):
        raise CursorExpired("google.cursor")
    return known
