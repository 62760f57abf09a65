"""Who stands on a message, by number: worked out once for each pair, since most mail is between two."""

from __future__ import annotations

from dataclasses import dataclass, field

from coucou.contract import Participant, Role
from coucou.core.touch import contact
from coucou.store.codes import CC, FROM, KINDS, ROLES, TO
from coucou.store.known import Known

MOST = 4096  # circles remembered: some 3 MB
_FROM, _TO = Role.FROM, Role.TO
_Question = tuple[int, bool, bool, int, int]  # kind, outgoing, the user in To, how many talk, how many in all


@dataclass(slots=True)
class Circle:
    """The people of a message. Those whom ``[exclude]`` keeps out are counted, and not among ``people``."""

    participants: tuple[Participant, ...]
    people: list[tuple[int, int, str]]  # number, role code, name
    others: int  # how many others than the user, as coucou.core.touch counts
    left_out: int
    left_out_talking: int
    is_nobody: bool  # once those left out are gone, only the user is left
    asked: tuple[bool, bool, int, int]  # a question but for its first part
    contacts: dict[int, tuple[int, ...]] = field(default_factory=dict)  # by the code of the kind
    # How often it was met since its names were counted, and between which moments.
    times: int = 0
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class Circles:
    """The circles met in one read."""

    known: Known
    remembered: dict[int, Circle] = field(default_factory=dict)  # by the identity of the participants that they keep
    answers: dict[_Question, tuple[int, ...]] = field(default_factory=dict)

    def of(self, participants: tuple[Participant, ...]) -> Circle:
        """The circle of a message's participants.

        Readers hand over the same tuple again and again. Its identity finds it: to compare its values would take as
        long as to work it out. Larger circles seldom come twice, and are not remembered.
        """
        circle = self.remembered.get(id(participants))
        if circle is None:
            circle = _circle(self.known, participants)
            if len(participants) == 2:
                if len(self.remembered) >= MOST:
                    self.settle()
                    self.forget()
                self.remembered[id(participants)] = circle
        return circle

    def contacts(self, circle: Circle, kind: int) -> tuple[int, ...]:
        """By role code, what ``coucou.core.touch`` says; there are few different questions, so each is asked once."""
        found = circle.contacts.get(kind)
        if found is None:
            question = (kind, *circle.asked)
            found = circle.contacts[kind] = self.answers.get(question) or self._answer(question)
        return found

    def count(self, circle: Circle, moment: int) -> None:
        """Count the display names that stand on one message."""
        if len(circle.participants) != 2:
            self.known.tally(circle.people, 1, moment, moment)
            return
        if not circle.times:
            circle.first = circle.last = moment
        elif moment > circle.last:
            circle.last = moment
        elif moment < circle.first:
            circle.first = moment
        circle.times += 1

    def settle(self) -> None:
        """Hand what was counted over to ``known``, which writes it down."""
        for circle in self.remembered.values():
            if circle.times:
                self.known.tally(circle.people, circle.times, circle.first, circle.last)
                circle.times = 0

    def forget(self) -> None:
        """Work every circle out anew from here on; what was not settled is lost."""
        self.remembered.clear()

    def _answer(self, question: _Question) -> tuple[int, ...]:
        kind, outgoing, own_in_to, talking, people = question
        answer = self.answers[question] = tuple(
            contact(role, outgoing=outgoing, own_in_to=own_in_to, talking=talking, people=people, kind=KINDS[kind])
            for role in ROLES
        )
        return answer


def _circle(known: Known, participants: tuple[Participant, ...]) -> Circle:
    ids, mine = known.ids, known.mine
    people: list[tuple[int, int, str]] = []
    outgoing = own_in_to = copied = False
    for p in participants:
        address = ids.get(p.address) or known.number(p.address)
        role = p.role
        # Identity, because an Enum's hash is a slow way to tell three members apart.
        if role is _FROM:
            code = FROM
            outgoing = outgoing or address in mine
        elif role is _TO:
            code = TO
            own_in_to = own_in_to or address in mine
        else:
            code, copied = CC, True
        people.append((address, code, p.name))
    everybody = {address for address, _, _ in people}
    talking = {address for address, code, _ in people if code != CC} if copied else everybody
    group, user = known.people(everybody)
    talkers, user_talks = known.people(talking) if copied else (group, user)
    asked = (outgoing, own_in_to, talkers + user_talks, group + user)
    if not known.left_out:
        return Circle(participants, people, group, 0, 0, False, asked)
    left_out = {address for address in everybody if address < 0}
    is_nobody = bool(left_out) and everybody <= left_out | mine
    left_out -= known.lists
    people = [person for person in people if person[0] > 0]
    return Circle(participants, people, group, len(left_out), len(left_out & talking), is_nobody, asked)
