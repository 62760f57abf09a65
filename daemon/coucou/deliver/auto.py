"""``mode = "auto"``: the only approvals that nobody gives one by one, and the narrow door that they pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from coucou.core import route
from coucou.core.proposal import State, Step
from coucou.core.reason import because
from coucou.core.settings import Approach, Channel, Mode, Settings
from coucou.store import Store, ledger, proposals
from coucou.suggest.standing import person_of
from coucou.suggest.who import known
from coucou.words import say


def approve(store: Store, settings: Settings, *, now: datetime) -> list[str]:
    """Approve what the settings let go alone: catch-up invitations inside the user's organisation, to people marked
    ``auto = true``. The text says that nobody pressed a button. Returns the ids."""
    if settings.mode is not Mode.AUTO or not any(person.auto for person in settings.people):
        return []
    offered = ledger.recorded(store, [State.PROPOSED])
    invitations = [one for one in offered if (one.approach, one.channel) == (Approach.CATCH_UP, Channel.INVITE)]
    if not invitations:
        return []
    everyone = known(store, settings, now).everyone
    approved = []
    for one in invitations:
        person = person_of(one, everyone)
        allowed = person is not None and person.settings is not None and person.settings.auto
        if person is not None and allowed and route.is_inside(person, one.address, settings):
            line = say("auto.line", one.language)
            body = one.body if line in one.body else f"{one.body.rstrip()}\n\n{line}"
            with store.transaction():
                proposals.edit(store, replace(one, body=body), now=now)
                ledger.mark(store, one.id, Step.APPROVE, now=now, why=[because("auto")])
            approved.append(one.id)
    return approved
