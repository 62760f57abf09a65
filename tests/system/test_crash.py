"""SIGKILL at every step of delivery and at random, against far sides that count: one event an approval."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from coucou import failpoint
from tests.once.office import FARS, Office, an_office
from tests.once.story import Story, Toll, Trouble

Tell = Callable[[str, Toll], None]

KILLS = 7  # at random, by provider, in an ordinary run
SOAK = 1200  # runs, by provider


@pytest.fixture(scope="module", params=FARS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(request.param, tmp_path_factory.mktemp("crash")) as opened:
        yield opened


def lived(office: Office, toll: Toll, trouble: Trouble) -> Story:
    """One whole story, and nothing of it may be there twice, lost, or unasked for."""
    run = office.start()
    story = Story(run, toll)
    story.tell(trouble)
    assert toll.harm == (0, 0, 0), f"{toll}; it is kept in {run.home.path}"
    run.close()
    return story


def at(*names: str) -> Trouble:
    """Killed at these points, one after the other, in each chapter."""
    return lambda chapter, turn: {"failpoint": names[turn]} if turn < len(names) else {}


def at_random(chance: random.Random, length: list[float]) -> Trouble:
    """Killed once in each chapter at any moment of it, rather where requests leave; and then perhaps again."""

    def trouble(chapter: int, turn: int) -> dict[str, float]:
        if turn and chance.random() > 0.3:
            return {}
        first = chance.choice((0.0, 0.5))
        return {"kill_after": chance.uniform(first, 1.05) * length[chapter]}

    return trouble


def test_killed_at_every_step_and_at_random_each_approval_is_one_event(office: Office, tell_toll: Tell) -> None:
    office.far.oblivious(True)
    length = lived(office, Toll(), lambda chapter, turn: {}).took
    toll = Toll()
    for name in failpoint.NAMES:
        before = toll.kills
        first = ("answered",) if name == "found" else ()  # only who does not know, asks
        lived(office, toll, at(*first, name))
        assert toll.kills - before > len(first), f"it never came to {name}"
    office.far.oblivious(
        False
    )  # what left before a kill may arrive after the next question: only the provider can tell
    chance = random.Random(f"{office.name} 1")
    wanted = toll.kills + KILLS
    while toll.kills < wanted:
        lived(office, toll, at_random(chance, length))
    tell_toll("crash", toll)


@pytest.mark.soak
def test_killed_thousands_of_times_each_approval_is_one_event(office: Office, tell_toll: Tell) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    office.far.oblivious(False)
    toll = Toll()
    for number in range(SOAK):
        if number % 100 == 0:
            length = lived(office, Toll(), lambda chapter, turn: {}).took  # as busy as the machine is now
        lived(office, toll, at_random(chance, length))
    tell_toll("crash soak", toll)
