"""A calendar in memory that coucou may write into, and a sender for it.

A test owns the :class:`Agenda`: it sees what was made and what was asked, deletes and answers as people do, and lets
requests fail before or after the calendar acted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Lock
from typing import TypeVar

from coucou.contract import Answer, Event, Invitation, Participant, Receipt, Role, SourceId
from coucou.core.zones import wall

T = TypeVar("T")


@dataclass(slots=True)
class Made:
    """One event that was made here, as its invitation says; not ``live`` once it was deleted or cancelled."""

    invitation: Invitation
    answer: Answer = Answer.NONE
    live: bool = True
    told: int = 1  # how often its attendee was written to: once to invite, once more to cancel


@dataclass(slots=True)
class Agenda:
    """What stands in a calendar, by key, whatever crashes around it. Safe to use from several threads."""

    owner: str = "ana@example.org"
    made: dict[str, Made] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)  # every request, in order: send, find or cancel, and key
    put: Callable[[Event], None] = lambda event: None  # told of what came or changed, so that a reader delivers it
    drop: Callable[[SourceId], None] = lambda source: None
    _failures: dict[str, list[tuple[BaseException, bool]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def fail(self, verb: str, error: BaseException, *, acted: bool = False, times: int = 1) -> None:
        """Make the next ``times`` requests of ``verb`` raise ``error``; with ``acted``, after they had their effect.

        ``Unclear`` is a dropped answer, ``TryLater`` a refusal for now, and what is no ``ConnectorError`` a crash.
        """
        self._failures.setdefault(verb, []).extend([(error, acted)] * times)

    def live(self) -> list[Made]:
        return [one for one in self.made.values() if one.live]

    def delete(self, key: str) -> None:
        """As the user deletes it in the calendar."""
        with self._lock:
            self._end(key)

    def answer(self, key: str, answer: Answer) -> None:
        """As the attendee answers."""
        with self._lock:
            self.made[key].answer = answer
            self.put(event(self.made[key], self.owner))

    def move(self, key: str, start: datetime, end: datetime) -> None:
        """As somebody moves it. Moments are aware."""
        with self._lock:
            one = self.made[key]
            one.invitation = replace(one.invitation, start=start, end=end)
            self.put(event(one, self.owner))

    def send(self, invitation: Invitation) -> Receipt:
        return self._answered("send", invitation.key, lambda: self._make(invitation))

    def find(self, key: str) -> Receipt | None:
        return self._answered("find", key, lambda: Receipt(key, self.made[key].live) if key in self.made else None)

    def cancel(self, invitation: Invitation) -> None:
        self._answered("cancel", invitation.key, lambda: self._take_back(invitation.key))

    def _answered(self, verb: str, key: str, act: Callable[[], T]) -> T:
        with self._lock:
            self.asked.append((verb, key))
            failures = self._failures.get(verb)
            error, acts = failures.pop(0) if failures else (None, True)
            if error is None:
                return act()
            if acts:
                act()
            raise error

    def _make(self, invitation: Invitation) -> Receipt:
        one = self.made.get(invitation.key)
        if one is None:
            one = self.made[invitation.key] = Made(invitation)
            self.put(event(one, self.owner))
        return Receipt(invitation.key, one.live)

    def _take_back(self, key: str) -> None:
        if (one := self.made.get(key)) and one.live:
            one.told += 1
            self._end(key)

    def _end(self, key: str) -> None:
        if (one := self.made.get(key)) and one.live:
            one.live = False
            self.drop(source(key))


@dataclass(slots=True)
class Sender:
    """Fulfils :class:`coucou.contract.SendsInvitations`."""

    agenda: Agenda
    follows: bool = True

    def send(self, invitation: Invitation) -> Receipt:
        return self.agenda.send(invitation)

    def find(self, key: str) -> Receipt | None:
        return self.agenda.find(key)

    def cancel(self, invitation: Invitation) -> None:
        self.agenda.cancel(invitation)


def source(key: str) -> SourceId:
    return SourceId(f"made-{key}")


def event(one: Made, owner: str) -> Event:
    """What the calendar's reader delivers of it."""
    made = one.invitation
    start, zone = wall(made.start, made.timezone)
    guests = (
        Participant(Role.ORGANIZER, owner, answer=Answer.ACCEPTED),
        Participant(Role.ATTENDEE, made.attendee, made.attendee_name, one.answer),
    )
    return Event(
        source=source(made.key),
        calendar=owner,
        uid=made.uid,
        start=start,
        duration=made.end.astimezone(UTC) - made.start.astimezone(UTC),
        zone=zone,
        private=not made.attendee,
        subject=made.subject,
        participants=guests if made.attendee else (),
        mark=made.mark,
    )
