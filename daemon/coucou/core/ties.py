"""Ties: what the touches with a person amount to, whether it has gone quiet, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import sqrt
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from coucou.core.likelihood import Chance, likelihood
from coucou.core.people import Everyone, Person
from coucou.core.reason import Reason, because
from coucou.core.seasons import DAY, count
from coucou.core.settings import Dormancy, Settings
from coucou.core.tie_facts import Past, TieFacts, of_person
from coucou.core.worth import Value, worth

SHARE_OF_LIKELIHOOD = 0.7
"""``score`` is this share of likelihood and the rest of worth: a message that stays unanswered costs a shy user more
than a talk of middling worth, so whether they will answer comes first."""

RHYTHMS_TO_DORMANT = 2.0
LONGEST_DAYS = 365  # after a year without a touch every tie sleeps, whatever its rhythm (field: long dormant)
WITHOUT_RHYTHM_DAYS = 90  # a tie too short to have a rhythm sleeps after a quarter of a year (field: regular)

AROUND_DAYS = 30  # seen by so many days later than touched: worth saying

HALF_STRONG = 4.0  # seasons in touch, one to one, that make a tie half as strong as ties get


class Tie(NamedTuple):
    """One two-way tie at a moment ("now" or ``--as-of``). Numbers and moments are those of direct touches only.

    A tuple, because thousands are made at once and a frozen dataclass takes three times as long.
    """

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
    parts: Mapping[str, float] = MappingProxyType({})  # the named, bounded parts of the judgements
    reasons: tuple[Reason, ...] = ()


def ties(
    everyone: Everyone,
    facts: Mapping[str, TieFacts],
    meetings: Mapping[str, Past],
    settings: Settings,
    now: datetime,
    bonuses: Mapping[str, float] | None = None,
) -> list[Tie]:
    """Every two-way tie at ``now``, dormant or not, best score first; equals stand as in ``everyone``.

    ``facts``: what is known up to ``now``, by address in normal form. ``meetings``: likewise, past meetings; one with
    at most eight people is a touch from both sides, a larger one a sighting, one after ``now`` nothing.
    ``bonuses``: by a person's key, what the user's targets add to their worth, 0..1.
    """
    at, share = int(now.timestamp()), settings.ranking.share
    found = []
    for person in everyone.people:
        known = of_person(person.addresses, facts, meetings, at)
        if known.met or (known.sent and known.received):
            bonus = bonuses.get(person.key, 0.0) if bonuses else 0.0
            found.append(_judged(person, known, settings.dormancy, at, bonus, share))
    found.sort(key=attrgetter("score"), reverse=True)
    return found


def _judged(person: Person, known: TieFacts, dormancy: Dormancy, at: int, bonus: float, share: float) -> Tie:
    sent, received, first_touch, last_sent, last_received, last_seen, company, touched, heard, seen, met, _ = known
    last_touch = max(last_sent, last_received, known.last_met)
    silence = (at - last_touch) // DAY
    touches, seasons = sent + received + met, count(touched)
    rhythm = rhythm_days(last_touch - first_touch, touches, seasons)
    strength = _strength(seasons, company / touches)
    tier = person.settings.tier if person.settings else None
    chance = likelihood(touched, heard, seen, silence, last_received == last_touch)
    value = worth(strength, silence, sent + met, received + met, person.title, tier, bonus)
    return Tie(
        person,
        datetime.fromtimestamp(first_touch, UTC),
        datetime.fromtimestamp(last_touch, UTC),
        silence,
        sent,
        received,
        met,
        rhythm,
        strength,
        silence >= sleeps_after_days(rhythm, tier, dormancy),
        chance.value,
        value.value,
        share * chance.value + (1 - share) * value.value,
        _parts(chance, value),
        _reasons(known, silence, (at - last_seen) // DAY, seasons, last_touch),
    )


def rhythm_days(span: int, touches: int, seasons: int) -> float | None:
    """Days between two conversations while the tie was alive; ``span`` in seconds from the first touch to the last.

    Conversations are more than the seasons in touch and fewer than the touches (a mail and its answer are one): their
    geometric mean is taken. None when all lies within one season.
    """
    return None if seasons < 2 else span / DAY / max(1.0, sqrt(touches * seasons) - 1)


def _strength(seasons: int, company: float) -> float:
    """Seasons in touch, weighing up to half less the more others were always there: weight falls with the group."""
    return seasons / (seasons + HALF_STRONG) * (0.5 + 1 / (1 + company) if company > 1 else 1.0)


def sleeps_after_days(rhythm: float | None, tier: str | None, dormancy: Dormancy) -> float:
    """Days of silence from which a tie is dormant: twice its rhythm, but not below the user's minimum nor above a
    year. A tier replaces both the rhythm and the minimum."""
    if tier is not None and tier in dormancy.tiers:
        return dormancy.tiers[tier]
    own = WITHOUT_RHYTHM_DAYS if rhythm is None else min(LONGEST_DAYS, RHYTHMS_TO_DORMANT * rhythm)
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


def _reasons(known: TieFacts, silence: int, unseen: int, seasons: int, last_touch: int) -> tuple[Reason, ...]:
    found = [_ago("tie.silence", "silence", silence)]
    if seasons:
        found.append(_counted("tie.seasons", seasons))
    if silence - unseen > AROUND_DAYS:
        found.append(_ago("tie.around", "seen", unseen))
    if known.met:
        found.append(_counted("tie.met", known.met))
    if known.last_received == last_touch:
        found.append(_THEIR_WORD)
    elif known.last_sent == last_touch:
        found.append(_YOUR_WORD)
    return tuple(found)


# Thousands of ties share few different reasons.
@lru_cache(maxsize=8192)
def _ago(code: str, name: str, days: int) -> Reason:
    return because(code, **{name: timedelta(days=days)})


@lru_cache(maxsize=1024)
def _counted(code: str, n: int) -> Reason:
    return because(code, n=n)


_THEIR_WORD, _YOUR_WORD = because("tie.their_word"), because("tie.your_word")
