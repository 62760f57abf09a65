"""A circle: volunteers of a team or an organisation, put together by two for a virtual coffee.

What must be, must be: both volunteer, neither has the other on a list of people not to meet, they were not together in
the last rounds, they have a language and a moment in common. What is better is weighed (``WEIGHTS``). Who volunteers
and is not paused is settled before: nothing here knows of the others. Lists of people not to meet forbid a pair and
leave no other trace: no reason, weight or order comes from them.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from coucou.core.circle_pairs import paired, threes
from coucou.core.reason import Reason, because

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "pair": 2.0,  # somebody to meet at all: more than all the rest, so that nobody is left over for a nicer pair
        "across": 0.5,  # two teams: what a circle is for (weak ties bring what the team does not know)
        "new": 0.3,  # never together in the rounds on record; what is left of it grows with the rounds in between
        "language": 0.2,  # both named a common language; half of it where one of them named none
    }
)
"""What makes a pair better. The sum of all but ``pair`` is below half of it (see ``pair``)."""


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Somebody who opted in and is not paused. ``key`` is the address in normal form; ``address`` as it was written.

    ``languages`` are tags, the preferred one first; none: not known, and no language is excluded. ``timezone`` is an
    IANA name, "" when not known. ``never`` holds the normal forms of those whom they would rather not meet.
    """

    key: str
    name: str
    address: str
    unit: str = ""
    languages: tuple[str, ...] = ()
    timezone: str = ""
    never: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Two or three people, by name. ``id`` is the same for the same people in the same round."""

    id: str
    people: tuple[Volunteer, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """A round. ``left_over`` are those for whom nobody suitable is left, by name."""

    groups: tuple[Group, ...]
    left_over: tuple[Volunteer, ...]


def pairing(
    people: Sequence[Volunteer],
    *,
    number: int,
    apart: int,
    met: Mapping[frozenset[str], int] = MappingProxyType({}),
    free: Mapping[str, int] = MappingProxyType({}),
) -> Pairing:
    """Everybody in ``people`` in groups of two, or of three rather than to leave somebody over.

    ``number`` is the round's, and the seed: the same people in whatever order give the same groups. ``met`` has, of two
    people, how many rounds ago they were together last (1: in the round before); they are not together again before
    ``apart`` rounds. ``free`` has the moments that suit somebody, as bits; who is not in it has time always.
    """
    ordered = sorted(people, key=lambda one: _shuffled(number, one.key))
    weight = weigher(ordered, apart=apart, met=met, free=free)
    pairs, over = paired(len(ordered), weight)
    masks = [free.get(one.key, -1) for one in ordered]
    found, over = threes(pairs, over, weight, lambda a, b, c: bool(masks[a] & masks[b] & masks[c]))
    groups = (_group([ordered[i] for i in members], number, met) for members in found)
    return Pairing(
        tuple(sorted(groups, key=lambda group: [_by_name(one) for one in group.people])),
        tuple(sorted((ordered[i] for i in over), key=_by_name)),
    )


def _shuffled(number: int, key: str) -> bytes:
    return hashlib.blake2b(f"{number}\x1f{key}".encode(errors="replace"), digest_size=8).digest()


def _by_name(one: Volunteer) -> tuple[str, str]:
    return one.name.casefold(), one.key


def weigher(
    people: Sequence[Volunteer],
    *,
    apart: int,
    met: Mapping[frozenset[str], int],
    free: Mapping[str, int],
) -> Callable[[int, int], float]:
    """How good it is to put two of ``people`` together, by their places; 0.0 when it cannot be.

    It is asked millions of times: what depends on teams and languages alone is worked out once for each kind of two.
    """
    number = len(people)
    past = dict(_past({one.key: place for place, one in enumerate(people)}, people, apart, met))
    masks = [free.get(one.key, -1) for one in people]
    kinds: dict[tuple[str, tuple[str, ...]], int] = {}
    of = [kinds.setdefault((one.unit.casefold(), one.languages), len(kinds)) for one in people]
    kind, many = list(kinds), len(kinds)
    known: dict[int, float] = {}

    def weight(a: int, b: int) -> float:
        lost = past.get(a * number + b, 0.0)
        if lost < 0 or not masks[a] & masks[b]:
            return 0.0
        both = of[a] * many + of[b]
        good = known.get(both)
        if good is None:
            good = known[both] = _suits(kind[of[a]], kind[of[b]])
        return good - lost if good else 0.0

    return weight


def _past(
    place: Mapping[str, int], people: Sequence[Volunteer], apart: int, met: Mapping[frozenset[str], int]
) -> Iterator[tuple[int, float]]:
    """Of two places, both ways round, what the past takes from their weight; below zero: they cannot be together."""
    number = len(people)
    for two, ago in met.items():
        places = [place[key] for key in two if key in place]
        if len(places) == 2:
            lost = -1.0 if ago < apart else WEIGHTS["new"] * max(apart, 1) / ago
            yield places[0] * number + places[1], lost
            yield places[1] * number + places[0], lost
    for here, one in enumerate(people):
        for key in one.never:
            if key in place:
                yield here * number + place[key], -1.0
                yield place[key] * number + here, -1.0


def _suits(one: tuple[str, tuple[str, ...]], other: tuple[str, tuple[str, ...]]) -> float:
    """By teams and languages alone; 0.0 without a common language."""
    named = bool(one[1] and other[1])
    if named and not set(one[1]) & set(other[1]):
        return 0.0
    across = bool(one[0] and other[0] and one[0] != other[0])
    return (
        WEIGHTS["pair"]
        + WEIGHTS["across"] * across
        + WEIGHTS["new"]
        + WEIGHTS["language"] * (1.0 if named else 0.5)
    )  # fmt: skip


def _group(members: list[Volunteer], number: int, met: Mapping[frozenset[str], int]) -> Group:
    people = tuple(sorted(members, key=_by_name))
    words = "\x1f".join((str(number), *sorted(one.key for one in people)))
    digest = hashlib.blake2b(words.encode(errors="replace"), digest_size=5).digest()
    return Group(base64.b32encode(digest).decode().lower(), people, tuple(_reasons(people, met)))


def _reasons(people: tuple[Volunteer, ...], met: Mapping[frozenset[str], int]) -> Iterator[Reason]:
    """Why these: teams, rounds and languages, and nothing else that is known of them."""
    units = tuple(dict.fromkeys(one.unit for one in people if one.unit))
    if len({unit.casefold() for unit in units}) > 1:
        yield because("circle.across", units=units)
    agos = [met[two] for two in _twos(people) if two in met]
    yield because("circle.again", n=min(agos)) if agos else because("circle.new")
    common = common_languages(people)
    if common and all(one.languages for one in people):
        yield because("circle.language", languages=tuple(because(f"circle.in.{tag}") for tag in common if tag in SAID))
    if len(people) > 2:
        yield because("circle.three")


SAID = ("en", "fr")
"""The languages that coucou writes."""


def common_languages(people: Sequence[Volunteer]) -> tuple[str, ...]:
    """Those that everybody who named any speaks, in the order of the first who did."""
    named = [one.languages for one in people if one.languages]
    return tuple(tag for tag in named[0] if all(tag in other for other in named)) if named else ()


def written_in(people: Sequence[Volunteer], otherwise: str) -> tuple[str, ...]:
    """The languages of the message to a group: the common one; both, where both are common and the people differ in
    which they named first; ``otherwise`` where neither is known to be common."""
    common = tuple(tag for tag in common_languages(people) if tag in SAID)
    first = {next(tag for tag in one.languages if tag in common) for one in people if set(one.languages) & set(common)}
    if len(common) > 1 and len(first) == 1:
        return tuple(first)
    return common or (otherwise,)


def _twos(people: Sequence[Volunteer]) -> Iterator[frozenset[str]]:
    for place, one in enumerate(people):
        for other in people[place + 1 :]:
            yield frozenset((one.key, other.key))
