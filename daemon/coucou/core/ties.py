"""Ties: what the touches with a person amount to, whether it has gone quiet, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from coucou.core.likelihood import Signals, likelihood
from coucou.core.people import Everyone, Person
from coucou.core.reason import Reason, because
from coucou.core.settings import Settings
from coucou.core.touch import is_direct_meeting
from coucou.core.worth import worth

DAY = 86_400
SEASON = 91 * DAY
"""Touches within one quarter of a year are one season in touch: a burst of replies is one conversation, not forty."""

RHYTHMS_TO_DORMANT = 3.0
LONGEST_RHYTHM_RULE_DAYS = 180
"""A tie sleeps after three times its rhythm, but never later than at 180 days (Levin et al. 2011 ask for years; tools
of the field for 30 to 180 days), and never before ``min_silence_days``."""

SHARE_OF_LIKELIHOOD = 0.5


class TieFacts(NamedTuple):
    """What the ledger says of one address up to a moment. Moments are epoch seconds, 0 for never."""

    sent: int = 0  # direct touches
    received: int = 0
    first_touch: int = 0
    last_touch: int = 0
    last_sent: int = 0
    seasons: int = 0  # seasons with a touch
    seen: int = 0  # messages with them on it, in any role, touches included
    first_seen: int = 0
    last_seen: int = 0
    seen_lately: int = 0  # of those, in the last 365 days


@dataclass(frozen=True, slots=True)
class Tie:
    """One two-way tie at a moment ("now" or ``--as-of``). The numbers and the moments are those of direct touches only."""

    person: Person
    first_touch: datetime
    last_touch: datetime
    silence_days: int
    sent: int
    received: int
    meetings: int
    rhythm_days: float | None  # None when there are too few touches to have a rhythm
    strength: float  # 0..1
    dormant: bool
    likelihood: float  # 0..1: will they be in touch again
    worth: float  # 0..1: the user's aims, and research
    score: float  # 0..1
    parts: Mapping[str, float] = field(default_factory=dict)  # the named, bounded parts of the judgements
    reasons: tuple[Reason, ...] = ()


def ties(
    everyone: Everyone,
    facts: Mapping[str, TieFacts],
    meetings: Mapping[str, Sequence[tuple[int, int]]],
    settings: Settings,
    now: datetime,
    bonuses: Mapping[str, float] | None = None,
) -> list[Tie]:
    """Every two-way tie at ``now``, dormant or not, best score first; equals by the person's key.

    ``facts`` holds what is known up to ``now`` by address in normal form. ``meetings`` holds, by address, past meetings
    as (start in epoch seconds, how many people, the user included); those after ``now`` are ignored, those with more
    than eight people are sightings. ``bonuses`` raises a person's worth by their key, 0..1 (the user's targets).
    """
    at = int(now.timestamp())
    found = []
    for person in everyone.people:
        known, met = _of(person, facts, meetings, at)
        if known.last_touch and ((known.sent and known.received) or met):
            found.append(_tie(person, known, met, settings, at, (bonuses or {}).get(person.key, 0.0)))
    found.sort(key=lambda tie: (-tie.score, tie.person.key))
    return found


def combined(several: Sequence[TieFacts]) -> TieFacts:
    """The facts of several addresses of one person as one. Seasons in common count once as far as can be told."""
    touched = [one for one in several if one.last_touch]
    if len(several) == 1:
        return several[0]
    first = min((one.first_touch for one in touched), default=0)
    last = max((one.last_touch for one in touched), default=0)
    return TieFacts(
        sent=sum(one.sent for one in several),
        received=sum(one.received for one in several),
        first_touch=first,
        last_touch=last,
        last_sent=max(one.last_sent for one in several),
        seasons=min(sum(one.seasons for one in several), last // SEASON - first // SEASON + 1 if last else 0),
        seen=sum(one.seen for one in several),
        first_seen=min((one.first_seen for one in several if one.last_seen), default=0),
        last_seen=max(one.last_seen for one in several),
        seen_lately=sum(one.seen_lately for one in several),
    )


def _of(
    person: Person, facts: Mapping[str, TieFacts], meetings: Mapping[str, Sequence[tuple[int, int]]], at: int
) -> tuple[TieFacts, int]:
    """The person's facts, meetings included, and the number of direct meetings."""
    several = [facts[address] for address in person.addresses if address in facts]
    past = [one for address in person.addresses for one in meetings.get(address, ()) if one[0] <= at]
    if past:
        direct = [start for start, people in past if is_direct_meeting(people)]
        starts = [start for start, _ in past]
        several.append(
            TieFacts(
                first_touch=min(direct, default=0),
                last_touch=max(direct, default=0),
                seasons=len({start // SEASON for start in direct}),
                seen=len(past),
                first_seen=min(starts),
                last_seen=max(starts),
                seen_lately=sum(start > at - 365 * DAY for start in starts),
            )
        )
        return combined(several), len(direct)
    return combined(several) if several else TieFacts(), 0


def _tie(person: Person, known: TieFacts, met: int, settings: Settings, at: int, bonus: float) -> Tie:
    silence = max(0, at - known.last_touch) // DAY
    rhythm = _rhythm_days(known)
    chance = likelihood(
        Signals(
            touches=known.sent + known.received + met,
            seasons=known.seasons,
            silence_days=silence,
            span_days=(known.last_touch - known.first_touch) / DAY,
            seen=known.seen,
            seen_lately=known.seen_lately,
            unseen_days=(at - known.last_seen) / DAY,
        )
    )
    strength = known.seasons / (known.seasons + 4.0)
    value = worth(person, strength=strength, silence_days=silence, meetings=met, bonus=bonus)
    score = SHARE_OF_LIKELIHOOD * chance.value + (1 - SHARE_OF_LIKELIHOOD) * value.value
    return Tie(
        person=person,
        first_touch=datetime.fromtimestamp(known.first_touch, UTC),
        last_touch=datetime.fromtimestamp(known.last_touch, UTC),
        silence_days=silence,
        sent=known.sent,
        received=known.received,
        meetings=met,
        rhythm_days=rhythm,
        strength=strength,
        dormant=silence >= _sleeps_after(person, rhythm, settings),
        likelihood=chance.value,
        worth=value.value,
        score=score,
        parts={**chance.parts, **value.parts},
        reasons=(because("tie.silence", days=silence),),
    )


def _rhythm_days(known: TieFacts) -> float | None:
    if known.seasons < 2:
        return None
    return (known.last_touch - known.first_touch) / DAY / (known.seasons - 1)


def _sleeps_after(person: Person, rhythm: float | None, settings: Settings) -> float:
    """Days of silence after which the tie is dormant. A tier replaces both the rhythm and the minimum."""
    tier = person.settings.tier if person.settings else None
    if tier is not None and tier in settings.dormancy.tiers:
        return settings.dormancy.tiers[tier]
    by_rhythm = min(LONGEST_RHYTHM_RULE_DAYS, RHYTHMS_TO_DORMANT * rhythm) if rhythm else LONGEST_RHYTHM_RULE_DAYS
    return max(settings.dormancy.min_silence_days, by_rhythm)
