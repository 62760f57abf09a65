"""The memory connector keeps the contract."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from coucou.contract import ConnectorError
from coucou.testing.conformance import Conformance, Rig
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


class TestMemory(Conformance):
    @pytest.fixture
    def rig(self) -> Rig:
        return MemoryRig()
