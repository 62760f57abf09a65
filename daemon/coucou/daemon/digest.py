"""The week's page: what would be proposed now, written where only the user reads."""

from __future__ import annotations

from pathlib import Path

from coucou.daemon.jobs import Outcome, Work
from coucou.daemon.tasks import PATIENCE, counts_of, planned
from coucou.files import write_private
from coucou.pages import page_of
from coucou.store import open_store


def place(state: Path) -> Path:
    """Where the page is: beside the ledger."""
    return state.with_name("digest.html")


def digest(work: Work) -> Outcome:
    """Plan, and write the page in the place of last week's; nothing is put on record."""
    with open_store(work.state, now=work.now, patience=PATIENCE) as store:
        view = planned(store, work)
        write_private(place(work.state), page_of(store, work.settings, view, work.language))
        return Outcome(counts=counts_of(view))
