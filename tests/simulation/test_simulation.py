"""Years of invented lives: nothing is sent twice, nothing without a yes, nothing lost, whatever dies or fails.

A life that fails is replayed by its seed, shortened, and shown as a script.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.simulation.script import Action, shrink, told, write
from tests.simulation.world import Broke, World

SEEDS_A_TEST = 5


def lived(script: list[Action], *, auto: bool = False) -> tuple[World, str]:
    """The world after a life, and the rule that it broke, or ""."""
    with tempfile.TemporaryDirectory(prefix="coucou-") as folder:
        world = World(Path(folder), auto=auto)
        try:
            world.play(script)
        except Broke as broken:
            return world, str(broken)
        finally:
            world.close()
        return world, ""


def live(seed: int) -> World:
    script, auto = write(seed), seed % 5 == 0
    world, broken = lived(script, auto=auto)
    if broken:
        shorter = shrink(script, lambda less: bool(lived(less, auto=auto)[1]))
        steps = "\n".join(told(shorter))
        pytest.fail(f"seed {seed}: {broken}; shortened ({lived(shorter, auto=auto)[1]}):\n{steps}")
    return world


def years(seeds: range) -> None:
    worlds = [live(seed) for seed in seeds]
    sent, deaths = sum(len(w.known) for w in worlds), sum(w.deaths for w in worlds)
    print(f"{len(worlds)} user-years: {sent} events made, {deaths} deaths, 0 doubled, 0 lost, 0 without a yes")
    assert sent > 4 * len(worlds), "lives in which nothing is sent prove nothing"
    assert deaths > 5 * len(worlds)


@pytest.mark.parametrize("first", range(0, 20, SEEDS_A_TEST))
def test_years_pass_and_every_rule_of_the_house_holds(first: int) -> None:
    years(range(first, first + SEEDS_A_TEST))


@pytest.mark.soak
@pytest.mark.parametrize("first", range(20, 2020, 50))
def test_thousands_of_years_pass_and_every_rule_holds(first: int) -> None:
    years(range(first, first + 50))


def test_a_seed_replays_exactly() -> None:
    script = write(7, days=60)
    first, second = lived(script)[0], lived(script)[0]
    assert first.desk.far.agenda.asked == second.desk.far.agenda.asked
    assert (first.known, first.deaths) == (second.known, second.deaths)


def test_a_broken_rule_is_found_and_its_life_shortened_to_what_matters() -> None:
    script = write(3, days=40)
    kinds = [action.kind for action in shrink(script, lambda less: sum(a.kind == "approve" for a in less) >= 2)]
    assert kinds == ["approve", "approve"]
