"""A proxy between coucou and each provider loses, cuts, delays and doubles: one event an approval all the same."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.once.office import Office, an_office
from tests.once.proxy import KINDS, Fault, Proxy
from tests.once.story import Story, Toll

Tell = Callable[[str, Toll], None]
Arm = Callable[[Proxy, int], None]
"""Puts faults up before a chapter, by its number."""

TIMEOUT = 1.0  # seconds that a request may take where an answer is to come too late for it; else the usual patience
LATE = 1.5
RANDOM = 3  # stories with faults at random, by provider
SOAK = 600


@pytest.fixture(scope="module", params=["google", "graph"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(request.param, tmp_path_factory.mktemp("faults")) as opened:
        yield opened


@contextmanager
def between(office: Office) -> Iterator[tuple[Proxy, str]]:
    proxy = Proxy.to(office.far.address, LATE)
    with proxy.serving() as address:
        yield proxy, address


def lived(office: Office, toll: Toll, arm: Arm, *, late: bool) -> Proxy:
    """One whole story through a proxy, and nothing of it may be there twice, lost, or unasked for. ``late``: answers
    come when the client has given up; nothing else may make it give up, however busy the machine is."""
    with between(office) as (proxy, address):
        run = office.start(address)
        if late:
            run.timeout = TIMEOUT
        before = toll.harm

        def trouble(chapter: int, turn: int) -> dict[str, str]:
            arm(proxy, chapter)
            return {}

        Story(run, toll, settle=proxy.settle).tell(trouble)
        toll.faults += proxy.fired.total()
        assert toll.harm == before, f"{toll}; {proxy.fired}; it is kept in {run.home.path}"
        run.close()
    return proxy


def armed(office: Office, kind: str, part: float) -> Arm:
    """Two requests that change something, one that asks what became of them, and two that read."""
    far = office.far

    def arm(proxy: Proxy, chapter: int) -> None:
        told = ((far.writes, 2), (far.asks, 1), ("GET ", 2))
        proxy.faults = [Fault(kind, re.compile(of), times, part=part) for of, times in told]

    return arm


def test_whatever_becomes_of_requests_and_answers_each_approval_is_one_event(office: Office, tell_toll: Tell) -> None:
    toll = Toll()
    for kind in KINDS:
        office.far.oblivious(kind != "request late")  # then only the provider can tell that it is the same
        parts = (0.02, 0.5, 0.98) if kind.endswith("cut") else (0.5,)
        for part in parts:
            proxy = lived(office, toll, armed(office, kind, part), late=kind.endswith("late"))
            assert proxy.fired[kind] > 2
    tell_toll("faults", toll)


def at_random(chance: random.Random) -> Arm:
    """Every fourth request or so, in any way."""

    def arm(proxy: Proxy, chapter: int) -> None:
        proxy.faults = [
            Fault(chance.choice(KINDS), re.compile(""), skip=chance.randrange(6), part=chance.random())
            for _ in range(6)
        ]

    return arm


@pytest.mark.soak
def test_thousands_of_faults_leave_one_event_an_approval(office: Office, tell_toll: Tell) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    toll = Toll()
    office.far.oblivious(False)
    for _ in range(SOAK):
        lived(office, toll, at_random(chance), late=True)
    tell_toll("faults soak", toll)
