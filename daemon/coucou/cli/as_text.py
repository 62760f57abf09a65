"""Short answers in the terminal, as lines: no drawing library is needed for them."""

from __future__ import annotations

from collections.abc import Iterator

from coucou.cli.lang import t
from coucou.sync import SyncReport


def sync(report: SyncReport) -> Iterator[str]:
    for account in dict.fromkeys(reader.account for reader in report.readers):
        applied = [reader.applied for reader in report.readers if reader.account == account]
        yield t(
            "show.synced",
            account=account,
            messages=sum(one.messages for one in applied),
            events=sum(one.events for one in applied),
            cards=sum(one.cards for one in applied),
        )
