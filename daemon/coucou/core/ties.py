"""Ties: what the touches with a person amount to, whether it has gone quiet, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import sqrt
from typing import NamedTuple

from coucou.core.likelihood import Chance, likelihood
from coucou.core.people import Everyone, Person
from coucou.core.reason import Reason, because
from coucou.core.seasons import DAY, count, seasons_of
from coucou.core.settings import Dormancy, Settings
from coucou.core.touch import is_direct_meeting
from coucou.core.worth import Value, worth

SHARE_OF_LIKELIHOOD = 0.7
"""``score`` is this share of likelihood and the rest of worth: a message that stays unanswered costs a shy user more
than a talk of middling worth, so whether they will answer comes first."""

RHYTHMS_TO_DORMANT = 2.0
LONGEST_DAYS = 365  # after a year without a touch every tie sleeps, whatever its rhythm (field: long dormant)
WITHOUT_RHYTHM_DAYS = 90  # a tie too short to have a rhythm sleeps after a quarter of a year (field: regular)

HALF_STRONG = 4.0  # seasons in touch, one to one, that make a tie half as strong as ties get

Past = Sequence[tuple[int, int]]
"""Meetings with somebody: (start in epoch seconds, how many people took part, the user included)."""


class TieFacts(NamedTuple):
    """What the ledger says of one address up to a moment. Moments are epoch seconds, 0 for never.

    ``touched``, ``heard`` and ``seen`` are sets of seasons counted back from that moment (``coucou.core.seasons``).
    """

    sent: int = 0  # direct touches
    received: int = 0
    first_touch: int = 0
    last_touch: int = 0
    last_received: int = 0
    last_seen: int = 0  # on any message or meeting, in any role
    closeness: float = 0.0  # the touches, each as 2 / people on it: weight falls with the group
    touched: int = 0  # seasons with a direct touch
    heard: int = 0  # seasons in which they wrote and the user was among those who got it
    seen: int = 0  # seasons in which they stood on something else


@dataclass(frozen=True, slots=True)
class Tie:
    """One two-way tie at a moment ("now" or ``--as-of``). Numbers and moments are those of direct touches only."""

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
    meetings: Mapping[str, Past],
    settings: Settings,
    now: datetime,
    bonuses: Mapping[str, float] | None = None,
) -> list[Tie]:
    """Every two-way tie at ``now``, dormant or not, best score first; equals stand by the person's key.

    ``facts``: what is known up to ``now``, by address in normal form. ``meetings``: likewise, past meetings; one with
    at most eight people is a touch from both sides, a larger one a sighting, one after ``now`` nothing.
    ``bonuses``: by a person's key, what the user's targets add to their worth, 0..1.
    """
    at = int(now.timestamp())
    found = []
    for person in everyone.people:
        known, met, last_met = _of(person, facts, meetings, at)
        if met or (known.sent and known.received):
            bonus = bonuses.get(person.key, 0.0) if bonuses else 0.0
            found.append(_judged(person, known, met, last_met, settings.dormancy, at, bonus))
    found.sort(key=lambda tie: (-tie.score, tie.person.key))
    return found


def combined(several: Sequence[TieFacts]) -> TieFacts:
    """The facts of several addresses of one person, all up to the same moment, as one."""
    if len(several) == 1:
        return several[0]
    sent, received, firsts, lasts, answers, seen_last, closeness, touched, heard, seen = zip(*several, strict=True)
    return TieFacts(
        sent=sum(sent),
        received=sum(received),
        first_touch=min((first for first in firsts if first), default=0),
        last_touch=max(lasts),
        last_received=max(answers),
        last_seen=max(seen_last),
        closeness=sum(closeness),
        touched=_united(touched),
        heard=_united(heard),
        seen=_united(seen),
    )


def _united(several: Iterable[int]) -> int:
    found = 0
    for seasons in several:
        found |= seasons
    return found


_NOTHING = TieFacts()


def _of(
    person: Person, facts: Mapping[str, TieFacts], meetings: Mapping[str, Past], at: int
) -> tuple[TieFacts, int, int]:
    """The person's facts, meetings included; how many direct meetings there were, and when the last one began."""
    several = [facts[address] for address in person.addresses if address in facts]
    if meetings:
        past = {one for address in person.addresses for one in meetings.get(address, ()) if one[0] <= at}
        if past:
            of_meetings, met = _met(past, at)
            return combined([*several, of_meetings]), met, of_meetings.last_touch
    return (combined(several) if several else _NOTHING), 0, 0


def _met(past: Iterable[tuple[int, int]], at: int) -> tuple[TieFacts, int]:
    """What meetings add: a direct one is a touch, any other a sighting."""
    direct = [(start, people) for start, people in past if is_direct_meeting(people)]
    starts = [start for start, _ in past]
    moments = [start for start, _ in direct]
    found = TieFacts(
        first_touch=min(moments, default=0),
        last_touch=max(moments, default=0),
        last_seen=max(starts),
        closeness=sum(2 / people for _, people in direct),
        touched=seasons_of(moments, at),
        seen=seasons_of(starts, at),
    )
    return found, len(direct)


def _judged(person: Person, known: TieFacts, met: int, last_met: int, dormancy: Dormancy, at: int, bonus: float) -> Tie:
    silence = (at - known.last_touch) // DAY
    touches = known.sent + known.received + met
    seasons = count(known.touched)
    rhythm = _rhythm_days(known, touches, seasons)
    strength = _strength(seasons, known.closeness / touches)
    tier = person.settings.tier if person.settings else None
    their_word = 0 < known.last_received == known.last_touch
    chance = likelihood(known.touched, known.heard, known.seen, silence, their_word)
    value = worth(strength, silence, known.sent + met, known.received + met, person.title, tier, bonus)
    return Tie(
        person,
        datetime.fromtimestamp(known.first_touch, UTC),
        datetime.fromtimestamp(known.last_touch, UTC),
        silence,
        known.sent,
        known.received,
        met,
        rhythm,
        strength,
        silence >= sleeps_after_days(rhythm, tier, dormancy),
        chance.value,
        value.value,
        SHARE_OF_LIKELIHOOD * chance.value + (1 - SHARE_OF_LIKELIHOOD) * value.value,
        _parts(chance, value),
        _reasons(known, met, last_met, silence, seasons, their_word, at),
    )


def _rhythm_days(known: TieFacts, touches: int, seasons: int) -> float | None:
    """Days between two conversations while the tie was alive: their span, over how many there were.

    Conversations are more than the seasons in touch and fewer than the touches (a mail and its answer are one): their
    geometric mean is taken. None when all lies within one season.
    """
    if seasons < 2:
        return None
    return (known.last_touch - known.first_touch) / DAY / max(1.0, sqrt(touches * seasons) - 1)


def _strength(seasons: int, closeness: float) -> float:
    """Seasons in touch, up to half less when many others were always on it."""
    return seasons / (seasons + HALF_STRONG) * (0.5 + 0.5 * min(1.0, closeness))


def sleeps_after_days(rhythm_days: float | None, tier: str | None, dormancy: Dormancy) -> float:
    """Days of silence from which a tie is dormant: twice its rhythm, but not below the user's minimum nor above a
    year. A tier replaces both the rhythm and the minimum."""
    if tier is not None and tier in dormancy.tiers:
        return dormancy.tiers[tier]
    own = WITHOUT_RHYTHM_DAYS if rhythm_days is None else min(LONGEST_DAYS, RHYTHMS_TO_DORMANT * rhythm_days)
    return max(dormancy.min_silence_days, own)


def _parts(chance: Chance, value: Value) -> dict[str, float]:
    return {
        "presence": chance.presence,
        "recency": chance.recency,
        "their_word": chance.their_word,
        "trust": value.trust,
        "novelty": value.novelty,
        "engaged": value.engaged,
        "weakness": value.weakness,
        "status": value.status,
        "aims": value.aims,
    }


def _reasons(
    known: TieFacts, met: int, last_met: int, silence: int, seasons: int, their_word: bool, at: int
) -> tuple[Reason, ...]:
    found = [because("tie.silence", silence=timedelta(days=silence)), because("tie.seasons", n=seasons)]
    unseen = (at - known.last_seen) // DAY
    if silence - unseen > 30:
        found.append(because("tie.around", seen=timedelta(days=unseen)))
    if met:
        found.append(because("tie.met", n=met))
    if their_word:
        found.append(because("tie.their_word"))
    elif last_met < known.last_touch:
        found.append(because("tie.your_word"))
    return tuple(found)
