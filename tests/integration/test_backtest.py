"""Looking back on an invented past whose outcomes are known, because they were invented too."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from benchmarks.backtest_corpora import CORPORA

from coucou.contract import Event, Participant, Ports, Role, SourceId
from coucou.core.backtest import STEP, WITHIN, Backtest
from coucou.core.settings import AccountSettings, Me, Settings
from coucou.store import Store, open_store
from coucou.suggest.backtest import backtest
from coucou.suggest.who import known, known_at
from coucou.sync import sync
from coucou_connectors.local import Options, plugin
from tests.unit.ledgers import ANA, a_ledger, mail, take

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
SETTINGS = Settings(
    me=Me(name="Ana Owner", addresses=(ANA,), timezone="America/Toronto"),
    accounts=(AccountSettings(name="work", connector="memory"),),
    history_years=10,
)
PEOPLE = 60
Past = Mapping[str, Sequence[datetime]]
"""The touches of each person, by address."""


def invented(*, faithful: bool) -> tuple[Past, list[tuple[str, datetime]]]:
    """Touches, and the moments at which somebody was only seen.

    Everybody writes as much, and is silent as long. With ``faithful``, who comes back is still seen meanwhile; without,
    chance decides who is seen.
    """
    draw = random.Random(7)
    touches, seen = {}, []
    for number in range(PEOPLE):
        address = f"person{number:02}@place{number:02}.example"
        start = NOW - timedelta(days=2300 - 25 * number)
        back = number % 3 == 0
        around = back if faithful else draw.random() < 1 / 3
        moments = [start + timedelta(days=10 * step) for step in range(4)]
        touches[address] = moments + [start + timedelta(days=560 + step) for step in range(2)] * back
        seen += [(address, start + timedelta(days=90 * season)) for season in range(1, 7)] if around else []
    return touches, seen


def filled(store: Store, touches: Past, seen: Sequence[tuple[str, datetime]] = ()) -> None:
    exchanged = [
        mail(
            *((ANA, [address]) if step % 2 else (address, [ANA])),
            id=f"{address}/{step}",
            at=moment,
            sent=bool(step % 2),
        )
        for address, moments in touches.items()
        for step, moment in enumerate(moments)
    ]
    crowd = [f"crowd{n}@elsewhere.example" for n in range(4)]
    looked_on = [
        mail(crowd[0], [ANA, *crowd[1:]], [address], id=f"seen/{address}/{moment:%Y%m%d}", at=moment)
        for address, moment in seen
    ]
    take(store, *exchanged, *looked_on, mail("last@example.org", [ANA], id="last", at=NOW - timedelta(hours=1)))


@pytest.fixture(scope="module")
def faithful() -> Iterator[Store]:
    with a_ledger() as store:
        filled(store, *invented(faithful=True))
        yield store


def outcomes(touches: Past, moment: datetime) -> tuple[int, int]:
    """How many were quiet at a moment and how many of these came back, counted without coucou."""
    quiet = back = 0
    for moments in touches.values():
        before = [one for one in moments if one <= moment]
        if len(before) >= 3 and 180 <= (moment - max(before)).days <= 730:
            quiet += 1
            back += any(moment < one <= moment + WITHIN for one in moments)
    return quiet, back


def test_who_was_quiet_and_who_came_back_is_what_was_invented(faithful: Store) -> None:
    found = backtest(faithful, SETTINGS, NOW)
    touches, _ = invented(faithful=True)
    assert found.measured >= 6
    assert found.dates[-1].moment + WITHIN == NOW - timedelta(hours=1)
    assert [(date.ties, date.back) for date in found.dates] == [outcomes(touches, date.moment) for date in found.dates]
    assert found.people <= PEOPLE and found.people_back <= PEOPLE // 3


def test_the_likelihood_finds_those_who_were_still_around_where_counting_finds_nothing(faithful: Store) -> None:
    found = backtest(faithful, SETTINGS, NOW)
    assert area(found, "likelihood") > 0.8
    assert area(found, "likelihood") > area(found, "frequency") + 0.2
    assert found.base_rate is not None and found.best_precision is not None
    precision = found.orders["likelihood"].precision
    assert precision is not None and found.base_rate < precision <= found.best_precision


def test_where_chance_decides_no_order_is_said_to_be_good() -> None:
    with a_ledger() as store:
        filled(store, *invented(faithful=False))
        found = backtest(store, SETTINGS, NOW)
    error = found.errors["likelihood"]
    assert error is not None
    assert abs(area(found, "likelihood") - area(found, "recency")) < 3 * error


def area(found: Backtest, order: str) -> float:
    value = found.orders[order].auc
    assert value is not None
    return value


def test_nothing_that_came_later_changes_the_order_at_a_date() -> None:
    touches, seen = invented(faithful=True)
    with a_ledger() as store:
        filled(store, touches, seen)
        dates = [date.moment for date in backtest(store, SETTINGS, NOW).dates]
        middle = dates[len(dates) // 2]
        before = [then.ties for then in known_at(store, SETTINGS, dates)]
        judged = known(store, SETTINGS, middle).ties
        assert len(judged) > 20
        plant(store, list(touches)[:40], middle + timedelta(days=1))
        assert known(store, SETTINGS, middle).ties == judged
        after = [then.ties for then in known_at(store, SETTINGS, dates)]
        for moment, earlier, later in zip(dates, before, after, strict=True):
            assert (earlier == later) == (moment <= middle)


def test_nothing_after_as_of_counts_for_the_figures() -> None:
    touches, seen = invented(faithful=True)
    then = NOW - timedelta(days=400)
    with a_ledger() as store:
        filled(store, touches, [*seen, ("person01@place01.example", then - timedelta(minutes=1))])
        before = backtest(store, SETTINGS, then)
        assert before.measured
        plant(store, list(touches), then + timedelta(seconds=1))
        assert backtest(store, SETTINGS, then) == before
        assert backtest(store, SETTINGS, NOW) != before


def plant(store: Store, addresses: Sequence[str], at: datetime) -> None:
    """Mail both ways, a return to sender and a meeting with each, from ``at`` on."""
    for address in addresses:
        take(
            store,
            mail(address, [ANA], id=f"late/{address}", at=at + timedelta(hours=1)),
            mail(ANA, [address], id=f"later/{address}", at=at + timedelta(hours=2), sent=True),
            mail("robot@mail.example", [ANA], id=f"failed/{address}", at=at + timedelta(hours=3), failed=(address,)),
        )
    people = (Participant(Role.ORGANIZER, ANA), *(Participant(Role.ATTENDEE, one) for one in addresses[:3]))
    uid, wall = f"{at:%Y%m%d}@calendar.example", at.replace(tzinfo=None)  # as calendars say it: wall time and a zone
    one = Event(SourceId(f"event/{uid}"), "home", uid, wall, timedelta(hours=1), "Etc/UTC", participants=people)
    take(store, one, reader="calendar")


def test_several_moments_at_once_are_judged_as_each_alone() -> None:
    touches, seen = invented(faithful=True)
    with a_ledger() as store:
        filled(store, touches, seen)
        plant(store, list(touches)[:3], NOW - timedelta(days=900))
        plant(store, list(touches)[3:6], NOW + timedelta(days=30))
        moments = [NOW - step * STEP for step in range(8)]
        for moment, together in zip(moments, known_at(store, SETTINGS, moments), strict=True):
            alone = known(store, SETTINGS, moment)
            assert (together.ties, together.meetings) == (alone.ties, alone.meetings)
            assert bool(alone.meetings) == (moment > NOW - timedelta(days=900))


def test_an_export_that_ends_early_is_looked_back_on_from_its_end() -> None:
    touches, seen = invented(faithful=True)
    with a_ledger() as store:
        filled(store, touches, seen)
        fresh, stale = backtest(store, SETTINGS, NOW), backtest(store, SETTINGS, NOW + timedelta(days=500))
        assert stale == fresh


@pytest.mark.parametrize("people", [0, 5])
def test_too_short_a_past_has_no_figures(people: int) -> None:
    touches, _ = invented(faithful=True)
    with a_ledger() as store:
        if people:
            filled(store, {address: touches[address] for address in list(touches)[:people]})
        found = backtest(store, SETTINGS, NOW)
    assert (found.dates, found.measured, found.most) == ((), 0, people)
    assert found.base_rate is None


@pytest.mark.shared
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora of ../shared are not here")
def test_real_mail_ranks_better_by_likelihood_than_by_touches_and_silence(tmp_path: Path) -> None:
    me = json.loads((CORPORA / "dev-c.json").read_text("utf-8"))["own_addresses"]
    settings = replace(SETTINGS, me=replace(SETTINGS.me, addresses=tuple(me)), history_years=30)
    options = Options(mail=("dev-c.mbox",), base=CORPORA)
    with open_store(tmp_path / "coucou.db", now=NOW) as store:
        sync(store, settings, {"work": plugin.open("work", options, Ports())}, now=NOW)
        found = backtest(store, settings, NOW)
    assert found.measured >= 25
    assert area(found, "likelihood") > area(found, "touches_by_silence")
