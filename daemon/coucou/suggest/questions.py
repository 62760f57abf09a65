"""What only the user can answer: somebody wrote after an ask, and coucou cannot read what; or did not answer twice in a
row, after which nothing is proposed until the user says whether to go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from coucou.core.proposal import State
from coucou.core.reason import Reason, because
from coucou.core.rest import SILENCES_THAT_END_IT
from coucou.core.route import against_person
from coucou.core.settings import Approach, Settings
from coucou.store import Store, ledger
from coucou.suggest.standing import at_rest, held_back, is_open, key_of, met_silence, person_of
from coucou.suggest.who import Known, known


def questions(
    store: Store, settings: Settings, recorded: Sequence[ledger.Recorded], now: datetime, who: Known | None = None
) -> dict[str, Reason]:
    """Every open question, by the id of the proposal that it is about: the ask, or the last one that met silence.

    ``who`` is as of ``now``; without it, it is found out only where somebody may have been silent twice.
    """
    asked = (one for one in recorded if one.state is State.ASKED)
    found = {one.id: _replied(one) for one in asked if ledger.replied_since_asked(store, one, now)}
    silent = [one for one in recorded if met_silence(one)]
    times = Counter(mark for one in silent for mark in {one.person_key, *one.addresses})
    if max(times.values(), default=0) >= SILENCES_THAT_END_IT:
        found |= _silences(store, settings, recorded, who or known(store, settings, now), now)
    return found


def _replied(ask: ledger.Recorded) -> Reason:
    to = min(ledger.written_to(ask), default=ask.address)
    name = to if ask.approach == Approach.REFERRAL else ask.name  # not whom it is about: who was asked
    return because("question.replied", id=ask.id, name=name, who=to)


def _silences(
    store: Store, settings: Settings, recorded: Sequence[ledger.Recorded], who: Known, now: datetime
) -> dict[str, Reason]:
    """Of those who rest until the user says otherwise. Who is not to be written to anyway, or with whom something is
    under way, is not asked about."""
    resting = at_rest(recorded, who, ledger.choices(store), settings, now)
    held = held_back(store, who.everyone, (one for one in recorded if is_open(one, now)), now)
    last: dict[str, ledger.Recorded] = {}
    for one in recorded:
        if met_silence(one):
            last[key_of(one, who.everyone)] = one
    found = {}
    for key, one in last.items():
        person = person_of(one, who.everyone)
        twice = key in resting and resting[key].code == "rest.silent_twice"
        if twice and key not in held and not (person and against_person(person, settings)):
            found[one.id] = because("question.silent", name=one.name, who=min(one.addresses, default=one.id))
    return found
