"""Suggest, the second of the four uses: from what the ledger holds at a moment to proposals with their words.

Reads the store; only ``record`` writes to it.
"""

from coucou.suggest.round import Account, Preview, record, suggest, to_triage
from coucou.suggest.when import FreeTime, free_time
from coucou.suggest.who import Known, Meetings, Met, known, own_of
from coucou.suggest.worded import Worded, address_as_of, language_of

__all__ = [
    "Account",
    "FreeTime",
    "Known",
    "Meetings",
    "Met",
    "Preview",
    "Worded",
    "address_as_of",
    "free_time",
    "known",
    "language_of",
    "own_of",
    "record",
    "suggest",
    "to_triage",
]
