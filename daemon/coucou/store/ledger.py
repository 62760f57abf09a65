"""The ledger's functions in one place: what the uses and the faces call."""

from __future__ import annotations

from coucou.store.accounts import (
    ReaderState,
    State,
    account_names,
    account_states,
    cursor,
    drop_account,
    first_run,
    note_failure,
)
from coucou.store.asked import mark_asked, replied_since_asked, written_to
from coucou.store.calendar import attended, events, ours, zones
from coucou.store.cards import cards
from coucou.store.choices import Choice, Verdict, choices, choose, said_as, say_as
from coucou.store.intake import Applied, Intake, apply, intake
from coucou.store.judge import own_stored as own
from coucou.store.judge import set_own
from coucou.store.people import (
    MailTouch,
    addresses,
    counts,
    mail_span,
    senders,
    spellings,
    touches_of,
    written,
    wrote_to_since,
)
from coucou.store.proposals import Recorded, mark, record, recorded, state_of
from coucou.store.purge import enforce
from coucou.store.together import together_with

__all__ = [
    "Applied",
    "Choice",
    "Intake",
    "MailTouch",
    "ReaderState",
    "Recorded",
    "State",
    "Verdict",
    "account_names",
    "account_states",
    "addresses",
    "apply",
    "attended",
    "cards",
    "choices",
    "choose",
    "counts",
    "cursor",
    "drop_account",
    "enforce",
    "events",
    "first_run",
    "intake",
    "mail_span",
    "mark",
    "mark_asked",
    "note_failure",
    "ours",
    "own",
    "record",
    "recorded",
    "replied_since_asked",
    "said_as",
    "say_as",
    "senders",
    "set_own",
    "spellings",
    "state_of",
    "together_with",
    "touches_of",
    "written",
    "written_to",
    "wrote_to_since",
    "zones",
]
