"""A circle's pairing: who may be together, who is, and that what was told in confidence leaves no trace."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.core.circle import Pairing, Volunteer, pairing, weigher, written_in
from coucou.core.circle_pairs import paired
from coucou.core.circle_paths import augmented

UNITS = ("", "Finance", "Ventes", "Research")
TONGUES: tuple[tuple[str, ...], ...] = ((), ("fr",), ("en",), ("fr", "en"), ("en", "fr"))


def somebody(number: int, **more: object) -> Volunteer:
    key = f"p{number:02}@example.org"
    return Volunteer(**{"key": key, "name": f"Person {number:02}", "address": key, **more})  # type: ignore[arg-type]  # tests name the fields


def everybody(number: int) -> list[Volunteer]:
    return [somebody(n) for n in range(number)]


@st.composite
def circles(draw: st.DrawFn, most: int = 24) -> list[Volunteer]:
    number = draw(st.integers(0, most))
    keys = [somebody(n).key for n in range(number)]
    return [
        somebody(
            n,
            unit=draw(st.sampled_from(UNITS)),
            languages=draw(st.sampled_from(TONGUES)),
            never=draw(st.frozensets(st.sampled_from(keys), max_size=3)),
        )
        for n in range(number)
    ]


def twos(found: Pairing) -> list[frozenset[str]]:
    return [
        frozenset((one.key, other.key))
        for group in found.groups
        for place, one in enumerate(group.people)
        for other in group.people[place + 1 :]
    ]


@settings(max_examples=150, deadline=None)
@given(people=circles(), number=st.integers(1, 9), chance=st.randoms(use_true_random=False))
def test_everybody_is_once_in_the_round_and_nobody_is_with_whom_they_may_not_be(
    people: list[Volunteer], number: int, chance: object
) -> None:
    met = {frozenset((one.key, other.key)): 1 for one, other in itertools.pairwise(people)}
    found = pairing(people, number=number, apart=3, met=met)
    placed = [one.key for group in found.groups for one in group.people] + [one.key for one in found.left_over]
    assert sorted(placed) == [one.key for one in people]
    of = {one.key: one for one in people}
    for two in twos(found):
        one, other = (of[key] for key in two)
        assert other.key not in one.never and one.key not in other.never
        assert not (one.languages and other.languages) or set(one.languages) & set(other.languages)
        assert two not in met
    assert all(len(group.people) in (2, 3) for group in found.groups)
    shuffled = list(people)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis' Random
    assert pairing(shuffled, number=number, apart=3, met=met) == found


@settings(max_examples=60, deadline=None)
@given(number=st.integers(2, 60), seed=st.integers(1, 50))
def test_an_odd_number_makes_one_three_and_nobody_is_left_over(number: int, seed: int) -> None:
    found = pairing(everybody(number), number=seed, apart=5)
    assert found.left_over == ()
    assert sum(len(group.people) == 3 for group in found.groups) == number % 2


@settings(max_examples=30, deadline=None)
@given(number=st.integers(10, 30), apart=st.integers(1, 5))
def test_over_many_rounds_nobody_is_with_the_same_person_twice_in_so_many(number: int, apart: int) -> None:
    history: list[list[frozenset[str]]] = []
    for turn in range(1, 9):
        met: dict[frozenset[str], int] = {}
        for ago, before in enumerate(reversed(history), 1):
            for two in before:
                met.setdefault(two, ago)
        found = pairing(everybody(number), number=turn, apart=apart, met=met)
        assert found.left_over == ()
        history.append(twos(found))
    for turn in range(len(history)):
        within = [two for one in history[turn : turn + apart] for two in one]
        assert len(within) == len(set(within))


def test_what_cannot_be_is_left_over_rather_than_forced() -> None:
    two = [somebody(1, never=frozenset({somebody(2).key})), somebody(2)]
    found = pairing(two, number=1, apart=5)
    assert found.groups == () and len(found.left_over) == 2
    assert pairing(everybody(1), number=1, apart=5).left_over == tuple(everybody(1))


@settings(max_examples=100, deadline=None)
@given(people=circles(most=9))
def test_in_a_small_circle_no_other_pairing_is_better(people: list[Volunteer]) -> None:
    weight = weigher(people, apart=3, met={}, free={})
    pairs, _ = paired(len(people), weight)

    @cache
    def best(left: tuple[int, ...]) -> float:
        if not left:
            return 0.0
        one, rest = left[0], left[1:]
        return max(
            best(rest), *(weight(one, other) + best(tuple(x for x in rest if x != other)) for other in rest), 0.0
        )

    optimum = best(tuple(range(len(people))))
    assert sum(weight(*pair) for pair in pairs) >= optimum - 1e-6


@settings(max_examples=200, deadline=None)
@given(number=st.integers(2, 14), goes=st.sets(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=30))
def test_where_few_go_together_nobody_is_left_over_whom_a_chain_of_others_could_place(
    number: int, goes: set[tuple[int, int]]
) -> None:
    def weight(a: int, b: int) -> float:
        return float(a != b and ((a, b) in goes or (b, a) in goes))

    @cache
    def most(left: tuple[int, ...]) -> int:
        if len(left) < 2:
            return 0
        one, rest = left[0], left[1:]
        with_one = (1 + most(tuple(x for x in rest if x != other)) for other in rest if weight(one, other))
        return max(most(rest), *with_one, 0)

    found = augmented((), number, weight, looks=1_000_000)
    assert all(weight(*pair) for pair in found)
    assert len({one for pair in found for one in pair}) == 2 * len(found) == 2 * most(tuple(range(number)))


def test_in_a_large_circle_where_few_have_a_time_in_common_nearly_everybody_meets() -> None:
    people = everybody(600)
    free = {one.key: 1 << n * 7 % 199 | 1 << n * 31 % 211 for n, one in enumerate(people)}
    found = pairing(people, number=1, apart=5, free=free)
    assert len(found.left_over) <= 6
    assert len(found.groups) >= 294


def test_teams_are_mixed_and_a_time_in_common_is_needed() -> None:
    people = [somebody(n, unit=UNITS[1 + n % 2]) for n in range(20)]
    found = pairing(people, number=1, apart=5)
    assert all(len({one.unit for one in group.people}) == 2 for group in found.groups)
    early_and_late = {one.key: 0b0011 if n < 10 else 0b1100 for n, one in enumerate(people)}
    apart = pairing(people, number=1, apart=5, free=early_and_late)
    assert all(len({early_and_late[one.key] for one in group.people}) == 1 for group in apart.groups)


def test_a_three_has_one_moment_for_all() -> None:
    free = {somebody(1).key: 0b011, somebody(2).key: 0b110, somebody(3).key: 0b101}
    found = pairing([somebody(n) for n in (1, 2, 3)], number=1, apart=5, free=free)
    assert [len(group.people) for group in found.groups] == [2]
    assert len(found.left_over) == 1


def test_reasons_are_of_teams_rounds_and_languages_only() -> None:
    people = [somebody(n, unit=UNITS[1 + n % 3], languages=("fr",)) for n in range(9)]
    secret = [
        Volunteer(one.key, one.name, one.address, one.unit, one.languages, never=frozenset({people[(n + 1) % 9].key}))
        for n, one in enumerate(people)
    ]
    codes = {"circle.across", "circle.new", "circle.again", "circle.language", "circle.three"}
    for those in (people, secret):
        for group in pairing(those, number=3, apart=5).groups:
            assert {reason.code for reason in group.reasons} <= codes
    assert "p01" not in repr(secret[0])


def test_a_message_is_in_the_language_of_both_or_in_both() -> None:
    def of(*languages: tuple[str, ...]) -> tuple[str, ...]:
        return written_in([somebody(n, languages=one) for n, one in enumerate(languages)], "en")

    cases: Mapping[tuple[tuple[str, ...], ...], tuple[str, ...]] = {
        (("fr",), ("fr", "en")): ("fr",),
        (("en", "fr"), ("en", "fr")): ("en",),
        (("en", "fr"), ("fr", "en")): ("en", "fr"),
        (("fr", "en"), ()): ("fr",),
        ((), ()): ("en",),
        (("es",), ("es", "fr")): ("en",),
    }
    assert {case: of(*case) for case in cases} == cases
