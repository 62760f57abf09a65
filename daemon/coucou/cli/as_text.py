"""Short answers in the terminal, as lines: no drawing library is needed for them."""

from __future__ import annotations

from collections.abc import Iterator

from coucou.cli.lang import t
from coucou.core.reason import because
from coucou.sync import SyncReport


def sync(report: SyncReport) -> Iterator[str]:
    for account in dict.fromkeys(reader.account for reader in report.readers):
        applied = [reader.applied for reader in report.readers if reader.account == account]
        yield t(
            "show.synced",
            account=account,
            messages=because("count.new_messages", n=sum(one.messages for one in applied)),
            events=because("count.events", n=sum(one.events for one in applied)),
            cards=because("count.cards", n=sum(one.cards for one in applied)),
        )
