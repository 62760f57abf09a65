"""``mode = "auto"``: the only approvals that nobody gives one by one, and the narrow door that they pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from coucou.core import route
from coucou.core.people import Person
from coucou.core.proposal import State, Step
from coucou.core.reason import because
from coucou.core.settings import Approach, Channel, Mode, Settings
from coucou.store import Store, ledger, proposals
from coucou.suggest.standing import person_of
from coucou.suggest.who import known
from coucou.words import say


def approve(store: Store, settings: Settings, *, now: datetime) -> list[str]:
    """Approve what is :func:`ready`. The text says that nobody pressed a button. Returns the ids."""
    approved = ready(store, settings, now=now)
    for one in approved:
        line = say("auto.line", one.language)
        body = one.body if line in one.body else f"{one.body.rstrip()}\n\n{line}"
        with store.transaction():
            proposals.edit(store, replace(one, body=body), now=now)
            ledger.mark(store, one.id, Step.APPROVE, now=now, why=[because("auto")])
    return [one.id for one in approved]


def ready(store: Store, settings: Settings, *, now: datetime) -> list[ledger.Recorded]:
    """What the settings let go alone: catch-up invitations inside the user's organisation, to people marked
    ``auto = true`` who never answered an ask without the user saying what the answer was."""
    if settings.mode is not Mode.AUTO or not any(person.auto for person in settings.people):
        return []
    offered = ledger.recorded(store, [State.PROPOSED])
    invitations = [one for one in offered if (one.approach, one.channel) == (Approach.CATCH_UP, Channel.INVITE)]
    if not invitations:
        return []
    everyone = known(store, settings, now).everyone
    return [one for one in invitations if _may_go_alone(store, settings, one, person_of(one, everyone), now)]


def _may_go_alone(store: Store, settings: Settings, one: ledger.Recorded, person: Person | None, now: datetime) -> bool:
    if person is None or person.settings is None or not person.settings.auto:
        return False
    return route.is_inside(person, one.address, settings) and not _answered_late(store, person, now)


def _answered_late(store: Store, person: Person, now: datetime) -> bool:
    """Whether they wrote after an ask that had lapsed by then, which ``allow`` alone settles: it may have said "please
    stop". One that came in time keeps the ask open, and with it every other proposal away."""
    said = [choice for address, choice in ledger.choices(store).items() if address in person.addresses]
    allowed_at = max((one.decided_at for one in said if one.verdict is ledger.Verdict.KEEP), default=None)
    return any(
        set(ask.addresses) & set(person.addresses)
        and (allowed_at is None or allowed_at < ask.changed_at)
        and ledger.replied_since_asked(store, ask, now)
        for ask in ledger.recorded(store, [State.LAPSED])
    )
