"""Every way through a proposal's life that Hypothesis can think of: nothing is sent twice, and every step that was
taken is one that the docs' diagram shows."""

from __future__ import annotations

import re
import tempfile
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from coucou.contract import Answer, Refused, SignInNeeded, TryLater, Unclear
from coucou.core.proposal import IllegalMove, State, Step, confirming_id, event_uid
from coucou.store import audit, effects, ledger, proposals
from tests.integration.desks import INES, LEA, Desk, a_desk
from tests.unit.ledgers import ANA, mail

DRAWN = {
    (before, step, after)
    for before, after, step in re.findall(
        r"^    (\w+) --> (\w+): (.+)$",
        (Path(__file__).parents[2] / "docs/reference/proposal-life.md").read_text("utf-8"),
        re.MULTILINE,
    )
}
STEPS = {step.value for step in Step}
WHO = st.sampled_from([LEA, INES])
ERRORS = st.sampled_from([Unclear("dropped"), TryLater("down"), Refused("no"), SignInNeeded("signed out")])


class Lives(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="coucou-")))
        self.desk: Desk = self.stack.enter_context(a_desk(folder))
        self.yes: set[str] = set()
        self.letters = 0
        self.desk.sync()
        self.desk.plan()

    def teardown(self) -> None:
        self.stack.close()

    @rule(who=WHO, step=st.sampled_from([Step.DISMISS, Step.DECLINE, Step.WAKE]))
    def decide(self, who: str, step: Step) -> None:
        with suppress(IllegalMove):
            ledger.mark(self.desk.store, self.desk.proposal(who).id, step, now=self.desk.now)

    @rule(who=WHO)
    def approve(self, who: str) -> None:
        with suppress(IllegalMove):
            self.yes.add(self.desk.approve(who))

    @rule(who=WHO, days=st.integers(0, 20))
    def snooze(self, who: str, days: int) -> None:
        until = self.desk.now + timedelta(days=days)
        with suppress(IllegalMove):
            proposals.snooze(self.desk.store, self.desk.proposal(who).id, until, now=self.desk.now)

    @rule(who=WHO)
    def withdraw(self, who: str) -> None:
        effects.want_gone(self.desk.store, self.desk.proposal(who).id, now=self.desk.now)

    @precondition(lambda self: self.desk.state(INES) is State.ASKED)
    @rule()
    def confirm(self) -> None:
        one = self.desk.proposal(INES)
        child = confirming_id(one.id)
        proposals.confirm(self.desk.store, one, child, event_uid(child), ("Un café", ""), now=self.desk.now)
        self.yes.add(child)

    @rule(who=WHO, sent=st.booleans())
    def write(self, who: str, sent: bool) -> None:
        self.letters += 1
        sender, to = (ANA, who) if sent else (who, ANA)
        self.desk.far.put(mail(sender, [to], id=f"life{self.letters}", at=self.desk.now, sent=sent))

    @rule(verb=st.sampled_from(["send", "find", "cancel"]), error=ERRORS, acted=st.booleans())
    def fail(self, verb: str, error: Exception, acted: bool) -> None:
        self.desk.far.agenda.fail(verb, error, acted=acted and isinstance(error, Unclear))

    @precondition(lambda self: bool(self.desk.far.agenda.live()))
    @rule(answer=st.sampled_from(list(Answer)), deletes=st.booleans())
    def answer(self, answer: Answer, deletes: bool) -> None:
        key = next(key for key, one in self.desk.far.agenda.made.items() if one.live)
        if deletes:
            self.desk.far.agenda.delete(key)
        elif self.desk.far.agenda.made[key].invitation.attendee:
            self.desk.far.agenda.answer(key, answer)

    @rule(hours=st.sampled_from([1, 5, 24, 24 * 7, 24 * 40]))
    def wait(self, hours: int) -> None:
        self.desk.later(hours=hours)

    @rule(plans=st.booleans())
    def work(self, plans: bool) -> None:
        self.desk.sync()
        if plans:
            self.desk.plan()
        self.desk.deliver()

    @invariant()
    def nothing_is_sent_twice_or_without_a_yes(self) -> None:
        people = [
            one.invitation.attendee for one in self.desk.far.agenda.live() if one.invitation.start > self.desk.now
        ]
        invited = [who for who in people if who]
        assert len(invited) == len(set(invited))
        assert all(one.told <= 2 for one in self.desk.far.agenda.made.values())
        made = {one.invitation.mark.partition(".")[0] for one in self.desk.far.agenda.made.values()}
        assert made <= self.yes

    @invariant()
    def every_step_is_drawn(self) -> None:
        at: dict[str, str] = {}
        for line in audit.entries(self.desk.store):
            if line.what in STEPS and line.proposal in at:
                assert (at[line.proposal], line.what, line.result) in DRAWN, line
            if line.what in STEPS or line.what in ("propose", "confirm"):
                at[line.proposal] = line.result


TestLives = Lives.TestCase
TestLives.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
