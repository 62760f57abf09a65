"""What stands on record before a planning: open proposals, the user's choices, meetings that are planned anyway."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from coucou.core import people, route
from coucou.core.budget import Spent
from coucou.core.proposal import State
from coucou.core.reason import Reason, because
from coucou.core.settings import Settings
from coucou.core.span import Span
from coucou.core.touch import is_direct_meeting
from coucou.store import Store, ledger
from coucou.suggest.who import meetings_in

OPEN = frozenset({State.APPROVED, State.SENDING, State.SENT, State.HELD, State.ASKED, State.CONFIRMED, State.TENTATIVE})
"""States in which a proposal takes its place in the budgets and holds its person back."""


def meeting_soon(store: Store, settings: Settings, everyone: people.Everyone, window: Span) -> dict[str, Reason]:
    """People whom the user meets in a small group anyway, by their key: they need no invitation."""
    zone = ZoneInfo(settings.me.timezone)
    met = meetings_in(store, settings, everyone.own, window)
    found = {}
    for address, meetings in met.items():
        direct = [one.start for one in meetings if is_direct_meeting(one.size)]
        if direct and address in everyone.of:
            day = datetime.fromtimestamp(min(direct), zone).date()
            found[everyone.of[address].key] = because("meeting_planned", day=day)
    return found


def held_back(
    store: Store, everyone: people.Everyone, open_now: Iterable[ledger.Recorded], as_of: datetime
) -> dict[str, Reason]:
    """What stands against people, by their key: an open proposal, or what the user said in triage."""
    found: dict[str, Reason] = {}
    for address, choice in ledger.choices(store).items():
        person = everyone.of.get(address)
        if person is not None and choice.decided_at <= as_of and (choice.until is None or choice.until > as_of):
            if choice.until is not None:
                found[person.key] = because("snoozed", until=choice.until.date())
            elif choice.verdict in _CHOSEN:
                found[person.key] = because(_CHOSEN[choice.verdict])
    for one in open_now:
        person = next((everyone.of[a] for a in one.addresses if a in everyone.of), None)
        if person is not None:
            found[person.key] = because("open_proposal")
    return found


_CHOSEN: Mapping[ledger.Verdict, str] = {
    ledger.Verdict.NEVER: "never",
    ledger.Verdict.PRIVATE: "private",
    ledger.Verdict.LATER: "later",
}


def spent(one: ledger.Recorded, everyone: people.Everyone, settings: Settings) -> Spent:
    """What an open proposal takes from the budgets; the user's own organisation is exempt from its share."""
    zone = ZoneInfo(settings.me.timezone)
    person = next((everyone.of[a] for a in one.addresses if a in everyone.of), None)
    inside = person is None or route.is_inside(person, one.address, settings)
    domain = "" if person is None or inside else person.domain
    return Spent(one.changed_at.astimezone(zone).date(), one.start.astimezone(zone).date(), domain)
