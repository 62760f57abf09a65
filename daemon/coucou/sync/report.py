"""What came of reading, for whoever asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from coucou.contract import Problem
from coucou.store.accounts import State
from coucou.store.intake import Applied


@dataclass(frozen=True, slots=True)
class ReaderReport:
    """How one reader of one account went. ``code`` says why when ``state`` is not ok."""

    account: str
    reader: str
    state: State
    applied: Applied = field(default_factory=Applied)
    code: str = ""
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What came of a sync. ``problems`` are the first of each reader; ``problem_counts`` counts all by code."""

    readers: tuple[ReaderReport, ...] = ()
    problems: tuple[Problem, ...] = ()
    problem_counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    own: frozenset[str] = frozenset()  # the user's addresses, as they are known now
    asked: tuple[str, ...] = ()  # proposals whose message was seen in Sent

    @property
    def applied(self) -> Applied:
        return sum((reader.applied for reader in self.readers), Applied())

    @property
    def failed(self) -> tuple[ReaderReport, ...]:
        return tuple(reader for reader in self.readers if reader.state is not State.OK)
