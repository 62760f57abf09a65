"""The memory connector keeps the contract."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from coucou.contract import ConnectorError, Span, Unclear
from coucou.testing.agenda import event
from coucou.testing.conformance import Conformance, Rig, Standing
from coucou.testing.memory import FarSide, Item, Options, plugin


class MemoryRig(Rig):
    plugin = plugin

    def __init__(self) -> None:
        self.far = FarSide()

    def options(self) -> object:
        return Options(self.far)

    def put(self, item: Item) -> None:
        self.far.put(item)

    def drop(self, item: Item) -> bool:
        self.far.drop(item.source)
        return True

    def refused_options(self) -> Iterable[object]:
        yield Options(FarSide(refused="memory.refused"))

    def fail(self, reader: str, error: ConnectorError, after: int) -> bool:
        self.far.fail(reader, error, after)
        return True

    def take_time(self, address: str, span: Span | None) -> bool:
        self.far.taken[address] = (span,) if span else ()
        return True

    def standing(self) -> list[Standing]:
        return [
            Standing(
                start=one.invitation.start,
                end=one.invitation.end,
                subject=one.invitation.subject,
                attendees=(one.invitation.attendee,) if one.invitation.attendee else (),
                busy=True,
                private=event(one, self.far.agenda.owner).private,
                reminds=False,
                mark=one.invitation.mark,
            )
            for one in self.far.agenda.live()
        ]

    def delete(self, key: str) -> None:
        self.far.agenda.delete(key)

    def lose(self, verb: str, *, acted: bool) -> bool:
        self.far.agenda.fail(verb, Unclear("memory.no_answer"), acted=acted)
        return True

    def refuse(self, verb: str, error: type[ConnectorError]) -> bool:
        self.far.agenda.fail(verb, error("memory.refused"))
        return True

    def requests(self) -> int:
        return sum(verb != "find" for verb, _ in self.far.agenda.asked)


class TestMemory(Conformance):
    @pytest.fixture
    def rig(self) -> Rig:
        return MemoryRig()
