"""The week's page: what would be proposed now, written where only the user reads; and its entry in the calendar."""

from __future__ import annotations

from pathlib import Path

from coucou.contract import ConnectorError, Refused, SignInNeeded
from coucou.core.settings import Mode
from coucou.daemon.jobs import Outcome, Work
from coucou.daemon.tasks import PATIENCE, counts_of, planned
from coucou.deliver import weekly
from coucou.deliver.calls import Desk
from coucou.edge import connections
from coucou.files import write_private
from coucou.pages import page_of
from coucou.store import Store, open_store
from coucou.store.accounts import State
from coucou.vault import beside


def place(state: Path) -> Path:
    """Where the page is: beside the ledger."""
    return state.with_name("digest.html")


def digest(work: Work) -> Outcome:
    """Plan, write the page in the place of last week's, and put the week's entry into the calendar when it is wanted;
    the proposals are not put on record."""
    with open_store(work.state, now=work.now, patience=PATIENCE) as store:
        view = planned(store, work)
        write_private(place(work.state), page_of(store, work.settings, view, work.language))
        counts = counts_of(view)
        if not work.settings.daemon.digest_in_calendar or work.settings.mode is Mode.PREVIEW:
            return Outcome(counts=counts)
        try:
            return Outcome(counts={**counts, "entries": int(_note(store, work, len(view.proposals)))})
        except ConnectorError as error:
            return Outcome(_state_of(error), error.code, counts=counts)


def _note(store: Store, work: Work, waiting: int) -> bool:
    with connections(work.settings.accounts, beside(work.state), work.settings.mode) as open_now:
        return weekly.note(Desk(store, work.settings, open_now, work.now), waiting)


def _state_of(error: ConnectorError) -> State:
    if isinstance(error, SignInNeeded):
        return State.SIGN_IN
    return State.REFUSED if isinstance(error, Refused) else State.LATER
