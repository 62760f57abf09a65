"""The Google connector keeps the contract, at a fake Google that judges by the discovery documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coucou.testing.conformance import Conformance, Rig
from tests.google.rig import Desk, GoogleRig
from tests.google.server import FarGoogle


class TestGoogle(Conformance):
    @pytest.fixture
    def rig(self, tmp_path: Path) -> Iterator[Rig]:
        far = FarGoogle()
        far.agenda.page = far.people.page = 2
        with far.serving() as address:
            desk = Desk.at(far, address, tmp_path, contacts=True, colleagues=True)
            desk.sign_in(sends=True)
            made = GoogleRig(desk)
            yield made
            for connection in made.opened:
                connection.close()
        assert far.wrong == []
