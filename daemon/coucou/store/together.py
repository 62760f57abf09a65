"""Who was seen together: in threads and meetings that the user was part of too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from coucou.core.touch import MOST_PEOPLE
from coucou.store.file import Store
from coucou.store.statements import sql


def together_with(store: Store, addresses: Iterable[str], as_of: datetime) -> dict[str, int]:
    """With how many threads' messages and meetings each other address (normal form) shares with these, to ``as_of``.

    A recurring meeting counts once, mail and meetings of more than twenty people and bulk mail not at all.
    """
    found: Counter[str] = Counter()
    for address in dict.fromkeys(addresses):
        values = {"address": address, "as_of": int(as_of.timestamp()), "most": MOST_PEOPLE}
        for statement in ("people.together_on_mail", "people.together_at_meetings"):
            for other, times in store.connection.execute(sql(statement), values):
                found[other] += times
    return dict(found)
