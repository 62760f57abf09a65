# ruff: noqa: S101  (a test suite is made of assertions; it stands here because it is shipped)
"""What every connector that reads others' time keeps, part of ``coucou.testing.conformance``. Needs pytest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coucou.contract import Ports, ReadsAvailability, Span
from coucou.core.span import union
from coucou.testing import samples
from coucou.testing.rig import Rig

WINDOW = Span(samples.START, samples.START + timedelta(days=14))
TAKEN = Span(samples.START + timedelta(days=2), samples.START + timedelta(days=2, minutes=30))
SHOWN, HIDDEN = "Colleague@example.org", "stranger@example.net"


class Others:
    """Tests of a connection's ``availability``, skipped where it is None."""

    @pytest.fixture
    def availability(self, rig: Rig) -> ReadsAvailability:
        rig.put(samples.item("calendar", 0))
        found = rig.plugin.open("conformance", rig.options(), Ports()).availability
        return found or pytest.skip("this connector reads nobody else's time")

    def test_who_shows_nothing_is_unknown_and_everybody_is_answered_for(self, availability: ReadsAvailability) -> None:
        assert dict(availability.busy([HIDDEN, "other@example.net"], WINDOW)) == {
            HIDDEN: None,
            "other@example.net": None,
        }
        assert dict(availability.busy([], WINDOW)) == {}

    def test_taken_time_is_told_by_the_spelling_that_was_asked_for(
        self, rig: Rig, availability: ReadsAvailability
    ) -> None:
        if not rig.take_time(SHOWN, TAKEN):
            pytest.skip("this far side shows nobody's time")
        told = availability.busy([SHOWN, HIDDEN], WINDOW)
        assert told.keys() == {SHOWN, HIDDEN} and told[HIDDEN] is None
        assert union(told[SHOWN] or ()) == [TAKEN]

    def test_who_shows_an_empty_calendar_is_known(self, rig: Rig, availability: ReadsAvailability) -> None:
        if not rig.take_time(SHOWN, None):
            pytest.skip("this far side shows nobody's time")
        assert tuple(availability.busy([SHOWN], WINDOW)[SHOWN] or ()) == ()
        assert availability.busy([SHOWN], WINDOW)[SHOWN] is not None
