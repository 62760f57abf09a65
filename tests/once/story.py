"""One story, lived again and again while something goes wrong: an invitation, one that is withdrawn, an ask that gets
its yes, and a proposal that nobody approves. At the end the far side is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from coucou.store import effects, open_store
from coucou.store.effects import Seen, Wanted
from tests.once.office import INES, LEA, MAX, NOW, SAM, Run, Standing, invitation_after, key_of
from tests.unit.ledgers import ANA, mail

Steps = list[tuple[str, str]]
Trouble = Callable[[int, int], Mapping[str, Any]]
"""What is done to a turn, by the chapter and the number of turns that it took already: arguments of ``Run.take``."""

ENOUGH = 40  # turns a chapter; what is not over by then never will be


@dataclass
class Toll:
    """What was done to coucou, and what came of it. ``in_doubt``: how many kills left a request without its answer
    on record, or a cancellation that was not carried out."""

    runs: int = 0
    kills: int = 0
    in_doubt: int = 0
    faults: int = 0
    duplicates: int = 0
    losses: int = 0
    unapproved: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{getattr(self, one.name)} {one.name.replace('_', ' ')}" for one in fields(self))

    @property
    def harm(self) -> tuple[int, int, int]:
        return self.duplicates, self.losses, self.unapproved


@dataclass
class Story:
    run: Run
    toll: Toll
    settle: Callable[[], None] = lambda: None  # waits for what is still on its way
    took: list[float] = field(default_factory=list)  # seconds, of the turn that ended each chapter
    _now: datetime = NOW + timedelta(hours=1)

    def tell(self, trouble: Trouble) -> None:
        """Live through it all, with ``trouble``, until nothing changes any more; what came of it is in ``toll``."""
        ids = self.run.office.ids
        self.toll.runs += 1
        self._chapter(0, [("approve", ids[LEA]), ("approve", ids[INES]), ("approve", ids[SAM]), ("look", "")], trouble)
        self._quiet()
        self.run.office.far.meanwhile(self.run.home.path)
        self._now += timedelta(hours=1)
        letter = mail(ANA, [INES], id="asked@example.org", at=self._now - timedelta(minutes=30), sent=True)
        self.run.office.far.put(letter, self.run.home.path)
        steps = [("look", ""), ("confirm", ids[INES]), ("withdraw", ids[SAM]), ("look", "")]
        self._chapter(1, steps, trouble)
        self._quiet()
        self._count()

    def _chapter(self, number: int, steps: Steps, trouble: Trouble) -> None:
        """Until a turn reaches its end. After a kill the daemon comes first, then what the user has not got said."""
        for turn in range(ENOUGH):
            over = self.run.take(self._now, [("look", ""), *steps] if turn else steps, **trouble(number, turn))
            self._now += timedelta(minutes=1)
            if not over.killed:
                self.took.append(over.seconds)
                return
            self.toll.kills += 1
            self.toll.in_doubt += self._in_doubt()
            self.toll.unapproved += self._unapproved(self.run.standing())
        raise AssertionError("it never comes to an end")

    def _quiet(self) -> None:
        """Look until nothing is open any more."""
        for _ in range(ENOUGH):
            self.settle()
            if not self._open():
                return
            self.run.take(self._now, [("look", "")])
            self._now += timedelta(minutes=1)
        raise AssertionError(f"it is never settled: {self.run.states()}")

    def _open(self) -> bool:
        """Whether anything of what the user said is still to be done."""
        return bool({"approved", "sending", "unsettled"} & set(self.run.states().values())) or self._in_doubt()

    def _in_doubt(self) -> bool:
        with open_store(self.run.home.state, now=self._now, readonly=True) as store:
            return any(
                one.seen is Seen.ASKED or (one.wanted is Wanted.GONE and one.seen is not Seen.GONE)
                for one in effects.effects(store)
            )

    def _unapproved(self, standing: Standing) -> int:
        """How much stands at the far side of proposals that nobody approved."""
        given = {one for one, state in self.run.states().items() if state != "proposed"}
        allowed = {key_of(one, kind) for one in given for kind in ("invite", "hold")}
        return len(set(standing.made) - allowed)

    def _count(self) -> None:
        ids = self.run.office.ids
        confirmed = invitation_after(ids[INES])
        made = Counter([key_of(ids[LEA]), key_of(ids[SAM]), key_of(ids[INES], "hold"), confirmed])
        told = Counter([("request", LEA), ("request", SAM), ("cancel", SAM), ("request", INES)])
        there = self.run.standing()
        toll = self.toll
        toll.duplicates += (there.made - made).total() + (there.told - told).total()
        toll.losses += (made - there.made).total() + (told - there.told).total()
        toll.losses += len({key_of(ids[LEA]), confirmed} ^ there.live) + there.halves
        toll.unapproved += self._unapproved(there) + (key_of(ids[MAX]) in there.made)
        ends = {ids[LEA]: "sent", ids[SAM]: "withdrawn", ids[INES]: "confirmed", ids[MAX]: "proposed"}
        states = self.run.states()
        toll.losses += sum(states[one] != end for one, end in ends.items())
