"""The whole product on an invented clock: real uses, the real store, a provider in memory, and a process that dies.

Everything that happens comes from the script, so that a seed replays exactly. After each step the rules of the house
are looked at: see :func:`World.check`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from coucou import decide
from coucou.contract import Answer, Event, Receipt, Refused, SignInNeeded, SourceId, TryLater, Unclear
from coucou.core.proposal import IllegalMove, State, Step, confirming_id, proposal_of
from coucou.core.settings import Mode, PersonSettings
from coucou.deliver.checks import WAKING, pause, paused, resume
from coucou.store import audit, effects, ledger, open_store
from coucou.store.effects import Seen, Wanted
from coucou.testing.agenda import Made
from tests.integration.desks import SETTINGS, ZONE, Desk, history
from tests.simulation.script import Action
from tests.unit.ledgers import ANA, mail

BEGIN = datetime(2026, 3, 2, tzinfo=ZONE)
PEOPLE = [f"p{number}@example.{'org' if number % 2 else 'net'}" for number in range(10)]


class Died(BaseException):
    """The process is gone, as by SIGKILL: nothing is cleaned up."""


class Broke(AssertionError):
    """A rule of the house does not hold."""


class Mortal:
    """A connection whose process dies at one of its next statements."""

    def __init__(self, connection: sqlite3.Connection, left: int) -> None:
        self._connection = connection
        self._left = left

    def _count(self) -> None:
        self._left -= 1
        if self._left <= 0:
            raise Died

    def execute(self, *arguments: object) -> sqlite3.Cursor:
        self._count()
        return self._connection.execute(*arguments)  # type: ignore[arg-type]

    def executemany(self, *arguments: object) -> sqlite3.Cursor:
        self._count()
        return self._connection.executemany(*arguments)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> object:
        return getattr(self._connection, name)


@dataclass
class World:
    folder: Path
    auto: bool = False
    desk: Desk = field(init=False)
    raw: sqlite3.Connection = field(init=False)
    skew: timedelta = timedelta()
    approved: set[str] = field(default_factory=set)  # what the user said yes to, or was about to
    promised: set[str] = field(default_factory=set)  # of those, what the process confirmed
    meetings: list[Event] = field(default_factory=list)
    never: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)  # keys of events that were made
    asks: dict[str, str] = field(default_factory=dict)  # by the invitation that confirms each
    made_on: Counter[object] = field(default_factory=Counter)
    deaths: int = 0
    letters: int = 0
    met: int = 0  # meetings that ever were: a number is never another's

    def __post_init__(self) -> None:
        store = open_store(self.folder / "coucou.db", now=BEGIN - timedelta(days=60))
        self.desk, self.raw = Desk(store), store.connection
        self.desk.now = BEGIN
        for number, who in enumerate(PEOPLE):
            history(self.desk.far, who, f"Person{number} Name{number}", silent_days=70 + 20 * number)
        if self.auto:
            marked = tuple(PersonSettings(addresses=(who,), auto=True) for who in PEOPLE[:4])
            self.desk.settings = replace(SETTINGS, mode=Mode.AUTO, people=marked)

    # --- the script ---------------------------------------------------------------------------------------------

    def play(self, script: list[Action]) -> None:
        for action in script:
            self.desk.now = BEGIN + timedelta(minutes=action.minute) + self.skew
            try:
                getattr(self, f"do_{action.kind}")(*action.dice)
            except Died:
                self.reboot()
            self.check()
        self.settle()

    def reboot(self) -> None:
        """A new process on what the old one left on the disk."""
        self.deaths += 1
        self.desk.store.connection = self.raw
        self.desk.store.rollback()
        self.desk.store.close()
        self.desk.store = open_store(self.folder / "coucou.db", now=self.desk.now)
        self.raw = self.desk.store.connection

    def do_pass(self, *_: int) -> None:
        self.desk.sync()
        self.check_replies()
        self.desk.deliver()

    def do_plan(self, *_: int) -> None:
        self.desk.sync()
        if paused(self.desk.store, self.desk.settings, self.desk.now) is None:
            self.desk.plan()

    # --- the user -----------------------------------------------------------------------------------------------

    def pick(self, dice: int, *states: State) -> ledger.Recorded | None:
        there = ledger.recorded(self.desk.store, states)
        return there[dice % len(there)] if there else None

    def do_approve(self, dice: int, *_: int) -> None:
        one = self.pick(dice, State.PROPOSED)
        if one is not None:
            self.approved.add(one.id)
            decide.approve(self.desk.store, one, now=self.desk.now)
            self.promised.add(one.id)

    def do_dismiss(self, dice: int, *_: int) -> None:
        one = self.pick(dice, State.PROPOSED, State.APPROVED, State.SNOOZED, State.UNSETTLED)
        if one is not None:
            decide.dismiss(self.desk.store, one, now=self.desk.now)

    def do_snooze(self, dice: int, days: int, *_: int) -> None:
        one = self.pick(dice, State.PROPOSED, State.APPROVED, State.SNOOZED)
        if one is not None:
            decide.snooze(self.desk.store, one, self.desk.now + timedelta(days=days % 40), now=self.desk.now)
            self.promised.discard(one.id)  # the user's own word: it is asked for again

    def do_edit(self, dice: int, hours: int, *_: int) -> None:
        one = self.pick(dice, State.PROPOSED, State.APPROVED, State.ASKED)
        if one is not None:
            by = timedelta(hours=hours % 48)
            changed = replace(one, body="My own words.", start=one.start + by, end=one.end + by)
            decide.edit(self.desk.store, changed, now=self.desk.now)

    def do_withdraw(self, dice: int, *_: int) -> None:
        one = self.pick(dice, State.SENT, State.ACCEPTED, State.TENTATIVE, State.HELD, State.ASKED)
        if one is not None:
            decide.withdraw(self.desk.store, one, now=self.desk.now)

    def do_confirm(self, dice: int, *_: int) -> None:
        one = self.pick(dice, State.ASKED)
        if one is not None:
            child = confirming_id(one.id)
            self.approved.add(child)
            self.asks[child] = one.id
            assert decide.confirm(self.desk.store, self.desk.settings, one, now=self.desk.now) == child
            self.promised.add(child)

    def do_not_now(self, dice: int, days: int, *_: int) -> None:
        one = self.pick(dice, State.ASKED)
        if one is not None:
            decide.snooze(self.desk.store, one, self.desk.now + timedelta(days=days % 90), now=self.desk.now)

    def do_never(self, dice: int, *_: int) -> None:
        who = PEOPLE[dice % len(PEOPLE)]
        decide.never(self.desk.store, [who], now=self.desk.now)
        self.never.add(who)

    def do_allow(self, dice: int, *_: int) -> None:
        who = PEOPLE[dice % len(PEOPLE)]
        self.never.discard(who)
        decide.allow(self.desk.store, [who], now=self.desk.now)

    def do_pause(self, days: int, *_: int) -> None:
        pause(self.desk.store, self.desk.now + timedelta(days=days % 20) if days % 2 else None)

    def do_resume(self, *_: int) -> None:
        resume(self.desk.store)

    def do_write(self, dice: int, *_: int) -> None:
        """The user sends the text of an ask."""
        one = self.pick(dice, State.HELD, State.PROPOSED)
        if one is not None:
            self.letter(ANA, one.address)

    # --- the others ---------------------------------------------------------------------------------------------

    def letter(self, sender: str, to: str) -> None:
        self.letters += 1
        at = (self.desk.now - timedelta(minutes=1)).astimezone(ZONE)
        self.desk.far.put(mail(sender, [to], id=f"life{self.letters}", at=at, sent=sender == ANA))

    def do_mail(self, dice: int, way: int, *_: int) -> None:
        who = PEOPLE[dice % len(PEOPLE)]
        self.letter(*((who, ANA) if way % 2 else (ANA, who)))

    def do_reply(self, dice: int, *_: int) -> None:
        one = self.pick(dice, State.ASKED)
        if one is not None:
            self.letter(one.address, ANA)

    def live(self, dice: int) -> tuple[str, Made] | None:
        there = [(key, one) for key, one in self.desk.far.agenda.made.items() if one.live]
        return there[dice % len(there)] if there else None

    def do_answer(self, dice: int, answer: int, *_: int) -> None:
        there = [key for key, one in self.desk.far.agenda.made.items() if one.live and one.invitation.attendee]
        if there:
            answers = (Answer.ACCEPTED, Answer.ACCEPTED, Answer.DECLINED, Answer.TENTATIVE)
            self.desk.far.agenda.answer(there[dice % len(there)], answers[answer % 4])

    def do_delete(self, dice: int, *_: int) -> None:
        there = self.live(dice)
        if there is not None:
            self.desk.far.agenda.delete(there[0])

    def do_move(self, dice: int, hours: int, *_: int) -> None:
        there = self.live(dice)
        if there is not None and there[1].invitation.attendee:
            start = there[1].invitation.start + timedelta(hours=hours % 72)
            self.desk.far.agenda.move(there[0], start, start + timedelta(minutes=25))

    def do_meeting(self, days: int, hour: int, minutes: int) -> None:
        day = (self.desk.now + timedelta(days=days % 15)).astimezone(ZONE).date()
        start = datetime(day.year, day.month, day.day, 8 + hour % 9)  # noqa: DTZ001 - wall time, with its zone beside it
        self.met += 1
        source = SourceId(f"meeting{self.met}")
        length = timedelta(minutes=15 + minutes % 120)
        event = Event(source, ANA, source, start, length, zone="America/Toronto")
        self.meetings.append(event)
        self.desk.far.put(event)

    def do_unmeet(self, dice: int, *_: int) -> None:
        if self.meetings:
            event = self.meetings.pop(dice % len(self.meetings))
            self.desk.far.drop(event.source)

    # --- what goes wrong ----------------------------------------------------------------------------------------

    def do_send_fails(self, kind: int, acted: int, *_: int) -> None:
        errors = (Unclear("dropped"), Unclear("dropped"), TryLater("down"), Refused("no"), SignInNeeded("signed out"))
        error = errors[kind % len(errors)]
        heard = isinstance(error, Unclear) and acted % 2 == 0
        self.desk.far.agenda.fail("send", error, acted=heard)

    def do_find_fails(self, times: int, *_: int) -> None:
        self.desk.far.agenda.fail("find", TryLater("down"), times=1 + times % 3)

    def do_cancel_fails(self, acted: int, *_: int) -> None:
        self.desk.far.agenda.fail("cancel", Unclear("dropped"), acted=acted % 2 == 0)

    def do_read_fails(self, reader: int, *_: int) -> None:
        self.desk.far.fail(("mail", "calendar")[reader % 2], TryLater("down"))

    def do_dies(self, statement: int, what: int, *dice: int) -> None:
        """The process dies between two statements of whatever it does."""
        self.desk.store.connection = Mortal(self.raw, 1 + statement % 400)  # type: ignore[assignment]
        try:
            (self.do_pass, self.do_plan, self.do_approve, self.do_confirm)[what % 4](*dice, 0)
        finally:
            self.desk.store.connection = self.raw

    def do_dies_outside(self, verb: int, acted: int, *_: int) -> None:
        """It dies while the provider has the request, before or after it acted."""
        self.desk.far.agenda.fail(("send", "find", "cancel", "send")[verb % 4], Died(), acted=acted % 2 == 0)
        self.do_pass()

    def do_clock(self, hours: int, *_: int) -> None:
        self.skew += timedelta(hours=hours % 13 - 6)

    def do_sleep(self, days: int, *_: int) -> None:
        self.skew += timedelta(days=days % 25)

    # --- the rules ----------------------------------------------------------------------------------------------

    def check(self) -> None:
        agenda, now = self.desk.far.agenda, self.desk.now
        for key in [key for key in agenda.made if key not in self.known]:
            self.known.add(key)
            self.check_new(agenda.made[key], now)
        self.check_one_each(now)
        for identity in list(self.promised):
            state = ledger.state_of(self.desk.store, identity)
            if state is State.EXPIRED:
                self.promised.discard(identity)  # a later planning may come back to it
            elif state in (None, State.PROPOSED):
                raise Broke(f"the approval of {identity} was lost")

    def check_new(self, made: Made, now: datetime) -> None:
        """What was made just now."""
        proposal = proposal_of(made.invitation.mark)
        one = next(one for one in ledger.recorded(self.desk.store) if one.id == proposal)
        allowed = proposal in self.approved or (self.auto and one.address in PEOPLE[:4] and one.channel == "invite")
        rules = {
            "was made, and nobody approved it": allowed,
            "was told more than once": made.told == 1,
            "went to somebody who must never be written to": one.address not in self.never,
            "left while paused": paused(self.desk.store, self.desk.settings, now) is None,
            "left at night": WAKING[0] <= now.astimezone(ZONE).hour < WAKING[1],
            "is for the past": made.invitation.start > now,
            "was put upon a meeting": not self.clashes(made),
            "broke the budget": one.parent is not None or self.within_budget(now),
        }
        for rule, holds in rules.items():
            if not holds:
                raise Broke(f"{proposal} {rule}")

    def clashes(self, made: Made) -> bool:
        for other in self.meetings:
            assert isinstance(other.start, datetime)
            begins = other.start.replace(tzinfo=ZONE)
            if begins < made.invitation.end and made.invitation.start < begins + other.duration:
                return True
        return False

    def within_budget(self, now: datetime) -> bool:
        day = now.astimezone(ZONE).date()
        week = day.isocalendar()[:2]
        self.made_on.update((day, week))
        budget = self.desk.settings.budget
        return self.made_on[day] <= budget.a_day and self.made_on[week] <= budget.a_week

    def check_one_each(self, now: datetime) -> None:
        standing: dict[str, set[str]] = {}
        for made in self.desk.far.agenda.made.values():
            identity, _, who = made.invitation.mark.partition(".")
            if made.live and made.invitation.start > now and made.answer is not Answer.DECLINED:
                standing.setdefault(who, set()).add(self.asks.get(identity, identity))
            if made.told > 2:
                raise Broke(f"{identity} was told {made.told} times")
        if any(len(those) > 1 for those in standing.values()):
            raise Broke("two invitations to one person are open")

    def check_replies(self) -> None:
        """Nothing was done on its own about somebody who replied to an ask."""
        for one in ledger.recorded(self.desk.store, [State.LAPSED]):
            if one.changed_at == self.desk.now and ledger.replied_since_asked(self.desk.store, one, self.desk.now):
                asked = [line for line in self.steps(one.id) if line == Step.ASK.value]
                if asked:
                    raise Broke(f"{one.id} lapsed after a reply")

    def steps(self, identity: str) -> list[str]:
        return [line.what for line in audit.entries(self.desk.store) if line.proposal == identity]

    def settle(self) -> None:
        """Quiet days at the end: nothing may be left half done."""
        with suppress(IllegalMove):
            resume(self.desk.store)
        self.desk.far.agenda._failures.clear()
        for _ in range(4):
            self.desk.now += timedelta(days=1)
            self.do_pass()
            self.check()
        made = self.desk.far.agenda.made
        for one in effects.effects(self.desk.store):
            there: Receipt | None = Receipt(one.key, made[one.key].live) if one.key in made else None
            if one.seen is Seen.ASKED:
                raise Broke(f"{one.proposal} was never settled")
            if one.wanted is Wanted.GONE and there is not None and there.live:
                raise Broke(f"{one.proposal} still stands")
            stands = ledger.state_of(self.desk.store, one.proposal) in (State.SENT, State.ACCEPTED, State.HELD)
            if stands and one.seen is Seen.THERE and (there is None or not there.live):
                raise Broke(f"{one.proposal} is thought to stand, and does not")
        if ledger.recorded(self.desk.store, [State.SENDING]):
            raise Broke("something is still being sent")

    def close(self) -> None:
        self.desk.store.close()
