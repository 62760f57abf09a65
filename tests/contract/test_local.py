"""The local connector keeps the contract, on three ways of laying out files."""

from __future__ import annotations

from pathlib import Path

import pytest

from coucou.testing.conformance import Conformance, Rig
from tests.contract.farfolder import Files, Folder, Maildir


class TestLocal(Conformance):
    @pytest.fixture(params=[Folder, Maildir, Files])
    def rig(self, request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
        layout: type[Folder] = request.param
        return layout(tmp_path)
