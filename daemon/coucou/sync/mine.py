"""The user's own addresses, after reading: configured, learnt from what was sent, or from whose archive it is."""

from __future__ import annotations

from datetime import datetime

from coucou.core.groups import dominant, full_names
from coucou.core.names import NameKey, key
from coucou.core.own import elsewhere, everywhere
from coucou.core.people import own_addresses
from coucou.core.settings import Settings
from coucou.store import Store, ledger, presence


def own_now(store: Store, settings: Settings, now: datetime) -> frozenset[str]:
    """The user's addresses in normal form. Where neither the file nor any source tells one, the address that is on
    nearly everything; and with it, the user's others under the same full name."""
    senders = list(ledger.senders(store, int(now.timestamp())))
    own = own_addresses(senders, settings.me, ledger.cards(store), settings.people)
    if not own:
        first = everywhere(*presence.presences(store), settings.me, settings.people)
        own = frozenset({first} if first else ())
    mine = key(settings.me.name) or _name_of(store, own)
    if not own or mine is None:
        return own
    return own | elsewhere(presence.namesakes(store, mine, own), mine, own, settings.people)


def _name_of(store: Store, own: frozenset[str]) -> NameKey | None:
    named = (dominant(full_names(facts)) for address in sorted(own) for facts in presence.facts_of(store, address))
    return next((name for name in named if name), None)
