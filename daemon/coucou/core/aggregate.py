"""Several members' ladders as figures of an organisation, from which nobody can be told.

- A **group** is a unit in a month. With fewer than ``LEAST`` people it is not shown. Such groups of one month are taken
  together as one, when they then are ``LEAST`` people or more from two units or more; else they stand nowhere, and the
  month's total leaves them out: what is not in a total cannot be got by taking the rest away from it.
- A **count** below ``LEAST`` is not shown either, zero included: "none of them" tells something of each.
- A **total** of a column that hides counts is shown only when every hidden count could still be anything from 0 to
  ``LEAST`` - 1 (complementary suppression, by the exact range rather than by a rule of thumb).

No other totals are made: over all months, or by unit, they would have to be weighed against these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coucou.core.ladder import RUNGS, Counts, added
from coucou.core.names import fold

LEAST = 5
Shown = tuple[int | None, ...]
"""One number a rung; None: not shown."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member's own report. ``origin`` tells two reports of one database apart from two people's."""

    origin: str
    made: str  # ISO 8601, to know the newer of two
    unit: str
    months: Mapping[str, Counts]


@dataclass(frozen=True, slots=True)
class Group:
    """A unit in a month; ``unit`` is None for small units taken together."""

    unit: str | None
    people: int
    counts: Shown


@dataclass(frozen=True, slots=True)
class Month:
    """``total`` adds up the groups that are shown; None when there are none. ``hidden``: something is left out."""

    month: str
    groups: tuple[Group, ...]
    total: Group | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class _Whole:
    unit: str | None
    people: int
    counts: Counts


def aggregate(members: Iterable[Member]) -> tuple[Month, ...]:
    """The figures by month and unit. Of several reports of one database the newest counts; a member without any
    proposal in a month is not of that month's people."""
    newest: dict[str, Member] = {}
    for member in members:
        if member.origin not in newest or newest[member.origin].made < member.made:
            newest[member.origin] = member
    names = _names([member.unit for member in newest.values()])
    found: dict[str, dict[str, list[Counts]]] = {}
    for member in newest.values():
        for month, counts in member.months.items():
            if counts[0]:
                found.setdefault(month, {}).setdefault(names[fold(member.unit)], []).append(counts)
    return tuple(_month(month, units) for month, units in sorted(found.items()))


def _names(units: Sequence[str]) -> dict[tuple[str, ...], str]:
    """One name for each unit, whatever the case and the accents with which its members wrote it: the most frequent."""
    ranked = sorted(Counter(units).items(), key=lambda one: (one[1], one[0]))
    return {fold(unit): unit for unit, _ in ranked}


def _month(month: str, units: Mapping[str, list[Counts]]) -> Month:
    whole = [_Whole(unit, len(each), added(each)) for unit, each in sorted(units.items()) if len(each) >= LEAST]
    small = [each for each in units.values() if len(each) < LEAST]
    together = [counts for each in small for counts in each]
    pooled = len(small) > 1 and len(together) >= LEAST
    if pooled:
        whole.append(_Whole(None, len(together), added(together)))
    groups = tuple(Group(one.unit, one.people, tuple(map(_shown, one.counts))) for one in whole)
    total = _total(whole) if whole else None
    hidden = bool(small) or any(None in group.counts for group in groups)
    return Month(month, groups, total, hidden)


def _shown(count: int) -> int | None:
    return count if count >= LEAST else None


def _total(whole: Sequence[_Whole]) -> Group:
    columns = (_column([one.counts[rung] for one in whole]) for rung in range(len(RUNGS)))
    return Group(None, sum(one.people for one in whole), tuple(columns))


def _column(counts: Sequence[int]) -> int | None:
    """The total of a column, when it leaves each hidden count the whole range from 0 to ``LEAST`` - 1.

    With k hidden counts of sum S, one of them lies between S - (k - 1)(LEAST - 1) and S.
    """
    hidden = [count for count in counts if count < LEAST]
    most = LEAST - 1
    if hidden and not most <= sum(hidden) <= most * (len(hidden) - 1):
        return None
    return _shown(sum(counts))


def rates(counts: Shown) -> tuple[float | None, ...]:
    """Each rung but the first as a share of those proposed; None where one of the two is not shown, or zero."""
    first = counts[0]
    return tuple(None if count is None or not first else count / first for count in counts[1:])
