"""When colleagues are free: asked once a round, only of those who could be proposed, and never taken for granted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coucou.contract import Connection, Ports, Refused, TryLater, WorkingHours
from coucou.core.proposal import Free
from coucou.core.settings import AccountSettings, Exclude, Me, Organization, Settings
from coucou.core.span import Span
from coucou.store import Store, open_store
from coucou.suggest import theirs
from coucou.suggest.round import Preview, suggest
from coucou.sync import sync
from coucou.testing import memory
from tests.unit.ledgers import ANA, mail

ZONE = ZoneInfo("America/Toronto")
NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
WINDOW = Span(NOW, NOW + timedelta(days=14))
LEA, OMAR, INES = "Lea.Roy@example.org", "omar@example.org", "ines@example.net"


@dataclass
class Desk:
    """A user with three friends gone quiet: two colleagues, and Inès, who works elsewhere."""

    store: Store
    far: memory.FarSide
    told: list[str]

    def round(self, now: datetime = NOW, *, ask: bool = True, exclude: Exclude | None = None) -> Preview:
        settings = Settings(
            me=Me(name="Ana", addresses=(ANA,), timezone="America/Toronto", country="CA-QC"),
            organization=Organization(domains=("example.org",)),
            accounts=(AccountSettings("work", "memory"),),
            exclude=exclude or Exclude(),
        )
        connections: dict[str, Connection] = {}
        if ask:
            connections["work"] = memory.plugin.open("work", memory.Options(self.far), Ports())
        sync(self.store, settings, connections, now=now)
        asked = theirs.asked_of(self.store, connections, now=now, tell=lambda name, error: self.told.append(error.code))
        return suggest(
            self.store, settings, now=now, as_of=now, window=WINDOW, ramp=False, availability=asked if ask else None
        )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    far = memory.FarSide(size=100)
    for who in (LEA, OMAR, INES):
        for number in range(12):
            at = NOW - timedelta(days=150 + number)
            sender, to = (who, ANA) if number % 2 else (ANA, who)
            far.put(mail(sender, [to], id=f"{who}{number}", at=at, sent=sender == ANA, names={who: f"{who[:4]} Roy"}))
    with open_store(tmp_path / "coucou.db", now=NOW) as store:
        yield Desk(store, far, [])


def found(view: Preview) -> dict[str, tuple[Free, str]]:
    return {
        one.proposal.address: (one.proposal.availability.state, one.proposal.availability.how) for one in view.proposals
    }


def slot(view: Preview, who: str) -> Span:
    (one,) = [w.proposal for w in view.proposals if w.proposal.address == who.casefold()]
    return Span(one.start, one.end)


def test_a_round_asks_once_and_only_of_colleagues_who_could_be_proposed(desk: Desk) -> None:
    desk.far.taken = {LEA: (), OMAR: ()}
    view = desk.round()
    ((addresses, window),) = desk.far.asked_of_others
    assert set(addresses) == {LEA, OMAR}, "by the spelling they use; no provider learns of Inès from us"
    assert (window.start, window.end) == (WINDOW.start, WINDOW.end)
    assert found(view) == {
        LEA.casefold(): (Free.FREE, "freebusy"),
        OMAR: (Free.FREE, "freebusy"),
        INES: (Free.UNKNOWN, "hours.own"),
    }
    assert all("free_theirs" in {r.code for r in w.proposal.reasons} for w in view.proposals if w.address != INES)


def test_time_that_a_colleague_has_taken_is_not_proposed(desk: Desk) -> None:
    desk.far.taken = {LEA: ()}
    free = slot(desk.round(), LEA)
    desk.far.taken = {LEA: (Span(free.start - timedelta(minutes=5), free.start + timedelta(minutes=5)),)}
    view = desk.round(NOW + timedelta(minutes=1))
    assert not slot(view, LEA).overlaps(desk.far.taken[LEA][0])
    assert found(view)[LEA.casefold()] == (Free.FREE, "freebusy")
    desk.far.taken = {LEA: (WINDOW,)}
    view = desk.round(NOW + timedelta(minutes=2))
    assert [(one.person.addresses, one.reason.code) for one in view.passed_over] == [((LEA.casefold(),), "their_busy")]


def test_who_does_not_show_their_time_is_unknown_and_never_free(desk: Desk) -> None:
    assert {state for state, _ in found(desk.round()).values()} == {Free.UNKNOWN}


def test_without_sync_the_answers_of_the_last_day_count_and_older_ones_do_not(desk: Desk) -> None:
    first = slot(desk.round(), LEA)
    desk.far.taken = {LEA: (Span(first.start, first.end),)}
    second = desk.round()
    assert not slot(second, LEA).overlaps(first)
    later = desk.round(NOW + timedelta(minutes=1), ask=False)
    assert [w.proposal.id for w in later.proposals] == [w.proposal.id for w in second.proposals]
    assert found(later)[LEA.casefold()] == (Free.FREE, "freebusy")
    assert found(desk.round(NOW + timedelta(hours=25), ask=False))[LEA.casefold()][0] is Free.UNKNOWN
    assert desk.store.connection.execute("SELECT count(*) FROM taken").fetchone() == (0,)


def test_an_answer_that_is_not_given_any_more_does_not_count_any_more(desk: Desk) -> None:
    desk.far.taken = {LEA: ()}
    desk.round()
    desk.far.taken = {}
    assert found(desk.round(NOW + timedelta(hours=1)))[LEA.casefold()][0] is Free.UNKNOWN


def test_an_account_that_cannot_say_is_told_of_and_hinders_no_proposal(desk: Desk) -> None:
    desk.far.taken = {LEA: ()}
    desk.far.fail("availability", Refused("memory.refused"))
    assert found(desk.round())[LEA.casefold()][0] is Free.UNKNOWN
    assert desk.told == ["memory.refused"]


def test_a_provider_that_asks_for_a_pause_gets_it(desk: Desk) -> None:
    desk.far.fail("availability", TryLater("memory.later", timedelta(minutes=30)))
    for minutes, asked in ((0, 1), (29, 1), (30, 2)):
        desk.round(NOW + timedelta(minutes=minutes))
        assert len(desk.far.asked_of_others) == asked


def test_an_account_that_was_not_read_just_now_is_not_asked(desk: Desk) -> None:
    desk.far.fail("mail", TryLater("memory.later"))
    desk.round()
    assert desk.far.asked_of_others == []


def test_who_is_excluded_leaves_no_time_behind(desk: Desk) -> None:
    desk.far.taken = {LEA: (), OMAR: ()}
    desk.round()
    desk.round(exclude=Exclude(addresses=(LEA,)), ask=False)
    assert desk.store.connection.execute("SELECT address FROM taken").fetchall() == [(OMAR,)]


def test_who_tells_their_working_hours_is_proposed_a_time_within_them_also_without_asking_again(desk: Desk) -> None:
    desk.far.taken = {LEA: (), OMAR: ()}
    desk.far.hours = {LEA: WorkingHours(frozenset({3}), time(14), time(15), "America/Toronto")}
    for view in (desk.round(), desk.round(NOW + timedelta(minutes=1), ask=False)):
        start = slot(view, LEA).start.astimezone(ZONE)
        assert (start.weekday(), start.hour) == (3, 14)
        [reasons] = [w.proposal.reasons for w in view.proposals if w.proposal.address == LEA.casefold()]
        assert "hours.theirs" in {reason.code for reason in reasons}
