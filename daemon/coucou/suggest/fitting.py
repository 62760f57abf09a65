"""Who fits each target, known or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from coucou.core.people import Person
from coucou.core.reason import Reason
from coucou.core.settings import Settings, Target
from coucou.core.targets import is_past, unheard_of, why_fits
from coucou.store import Store
from coucou.suggest.who import known


@dataclass(frozen=True, slots=True)
class Match:
    person: Person
    known: bool  # there is a tie
    by: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Fitting:
    """``past``: the target's horizon lies behind; it is ignored, and nobody is listed."""

    target: Target
    past: bool
    people: tuple[Match, ...]


def fitting(store: Store, settings: Settings, now: datetime) -> list[Fitting]:
    """Every target in the order of the file, with whom it fits: those known first, then by name."""
    who = known(store, settings, now)
    today = now.astimezone(ZoneInfo(settings.me.timezone)).date()
    tied = {tie.person.key for tie in who.ties}
    found = []
    for target in settings.targets:
        past = is_past(target, today)
        everybody = () if past else (*who.everyone.people, *unheard_of(who.everyone, target))
        matches = [Match(one, one.key in tied, by) for one in everybody if (by := why_fits(one, target))]
        matches.sort(key=lambda match: (not match.known, match.person.name.casefold(), match.person.key))
        found.append(Fitting(target, past, tuple(matches)))
    return found
