"""One round of reading Gmail: where it stands, and how resources become batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from coucou.contract import Batch, Cursor, Message, Problem, Reading
from coucou_connectors.google import messages
from coucou_connectors.google.mailbox import MOST_AT_ONCE, Mailbox, Resource
from coucou_connectors.google.place import Place
from coucou_connectors.google.setting import Setting
from coucou_connectors.headers import Skip


@dataclass(slots=True)
class Round:
    """``at`` is what the next batch's cursor says."""

    setting: Setting
    box: Mailbox
    reading: Reading
    at: Place
    _seen: set[str] = field(default_factory=set)

    def counts(self, labels: Iterable[str]) -> bool:
        """Whether a message with these label ids is read. What the user sent always is."""
        labels = frozenset(labels)
        return messages.is_read(labels, () if "SENT" in labels else self.skipped())

    def skipped(self) -> frozenset[str]:
        return frozenset(f"CATEGORY_{name.upper()}" for name in self.setting.options.skip_categories)

    def unseen(self, ids: Iterable[str]) -> list[str]:
        """Those not asked for in this round yet, each once: Google may name the same one again."""
        new = [one for one in dict.fromkeys(ids) if one not in self._seen]
        self._seen.update(new)
        return new

    def got(self, ids: Sequence[str]) -> list[Resource]:
        """The messages themselves. The newest of them is remembered in ``at``."""
        resources = self.box.got(ids, self.reading.subjects)
        times = (int(one.get("internalDate", 0)) for one in resources)
        self.at = replace(self.at, newest=max([self.at.newest, *times]))
        return resources

    def cursor(self) -> Cursor:
        spent = self.box.wire.meter("gmail").recent()
        return replace(self.at, spent=spent, spent_at=self.setting.clock.now().timestamp()).cursor()

    def batch(self, resources: Sequence[Resource]) -> Batch:
        names = self.box.names(resources)
        made = [messages.message(one, names, self.reading) for one in resources if self.counts(one.get("labelIds", ()))]
        left_out = Counter(one for one in made if isinstance(one, Skip) and one is not Skip.TOO_OLD)
        where = f"{self.setting.account}: Gmail"
        return Batch(
            appeared=tuple(one for one in made if isinstance(one, Message)),
            cursor=self.cursor(),
            problems=tuple(Problem(f"mail.{why}", where, {"n": n}) for why, n in left_out.items()),
            dear=bool(resources),
        )


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), MOST_AT_ONCE):
        yield ids[start : start + MOST_AT_ONCE]


def all_before(resources: Sequence[Resource], moment: datetime) -> bool:
    """Whether there are any, and all arrived before ``moment``."""
    times = [messages.arrived(one) for one in resources]
    return bool(times) and all(time is not None and time < moment for time in times)
