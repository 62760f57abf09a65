"""The demonstration through the whole pipeline: on any day somebody has gone quiet and there is a gap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coucou.cli.edge import Edge, bring_up_to_date, settings_of
from coucou.core.span import Span
from coucou.demo import world
from coucou.store import open_store
from coucou.suggest.round import Preview, suggest
from coucou.suggest.who import known

ZONE = ZoneInfo("America/Toronto")
TODAYS = (
    datetime(2026, 11, 23, 9, tzinfo=ZONE),
    datetime(2026, 12, 18, 9, tzinfo=ZONE),
    datetime(2026, 12, 24, 15, tzinfo=ZONE),
    datetime(2027, 1, 1, 0, 30, tzinfo=ZONE),
    datetime(2026, 3, 5, 10, tzinfo=ZONE),
    datetime(2026, 10, 30, 10, tzinfo=ZONE),
    datetime(2028, 2, 29, 12, tzinfo=ZONE),
    datetime(2026, 7, 18, 23, 59, tzinfo=UTC),
)


def previewed(folder: Path, today: datetime) -> Preview:
    settings = settings_of(world.build(folder, today))
    with open_store(folder / "coucou.db", now=today) as store:
        report = bring_up_to_date(Edge(settings, store, today))
        assert not report.problems
        last = today + timedelta(days=settings.meeting.horizon_days)
        return suggest(store, settings, now=today, as_of=today, window=Span(today, last), ramp=False)


@pytest.mark.parametrize("today", TODAYS, ids=lambda today: f"{today:%Y-%m-%d}")
def test_on_any_day_several_people_have_gone_quiet_and_several_days_have_gaps(tmp_path: Path, today: datetime) -> None:
    view = previewed(tmp_path, today)
    assert sum(tie.dormant for tie in view.ties) >= 12
    assert len({gap.start.astimezone(ZONE).date() for gap in view.gaps.gaps}) >= 3
    assert len(view.proposals) >= 2
    assert len({passed.reason.code for passed in view.passed_over}) >= 5


def test_the_cases_that_the_demonstration_is_there_to_show_are_recognised(tmp_path: Path) -> None:
    view = previewed(tmp_path, TODAYS[0])
    assert {worded.proposal.language for worded in view.proposals} == {"fr", "en"}
    with open_store(tmp_path / "coucou.db", now=TODAYS[0]) as store:
        found = known(store, settings_of(tmp_path / "config.toml"), TODAYS[0])
    people = {person.name: person for person in found.everyone.people}
    two = {"fatoumata.diallo@example.org", "fatou.diallo@example.net"}
    assert two <= set(people["Fatoumata Diallo"].addresses)
    assert people["Sofia Marchetti"].moved
    assert people["Étienne Caron"].dead
    ties = {tie.person.name for tie in found.ties}
    only_seen = {
        "Brad Sterling",
        "Sandrine Petit",
        "Margaret Ellison",
        "Linh Tran",
        "Geneviève Paquette",
        "Rosa Jiménez",
    }
    assert not ties & only_seen
    assert not any("letter" in name.casefold() or "service" in name.casefold() for name in ties)
