"""The Outlook connector keeps the contract, at a fake Graph that judges by Microsoft's schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coucou.testing.conformance import Conformance, Rig
from tests.outlook.rig import OutlookRig
from tests.outlook.server import FarOutlook


class TestOutlook(Conformance):
    @pytest.fixture
    def rig(self, tmp_path: Path) -> Iterator[Rig]:
        far = FarOutlook()
        far.mail.page = 2
        far.identity.application = ("Mail.ReadBasic", "Calendars.ReadWrite", "MailboxSettings.Read")
        with far.serving() as address:
            made = OutlookRig(far, address, tmp_path)
            yield made
            for connection in made.opened:
                connection.close()
        assert far.wrong == []
