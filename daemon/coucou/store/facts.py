"""Facts of ties out of the ledger, aggregated by the database."""

from __future__ import annotations

import sqlite3

from coucou.core.seasons import REACH
from coucou.core.tie_facts import TieFacts, combined
from coucou.store.statements import sql


def tie_facts(connection: sqlite3.Connection, until: int) -> dict[str, TieFacts]:
    """What is known of each address (normal form) up to ``until`` (epoch seconds, included); own addresses left out."""
    values = {"until": until, "oldest": until - REACH}
    found = {row[0]: TieFacts(*row[1:]) for row in connection.execute(sql("ties.facts"), values)}
    for address, *rest in connection.execute(sql("ties.folded_facts"), values):
        folded = TieFacts(*rest)
        found[address] = combined([found[address], folded]) if address in found else folded
    return found
