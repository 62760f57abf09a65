"""Reading a mailbox and its calendars at a fake Graph: how little is asked, what faults do, and what is never read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from coucou.contract import (
    Batch,
    Cursor,
    CursorExpired,
    Event,
    Message,
    Reading,
    Refused,
    SignInNeeded,
    Span,
    TryLater,
    WorkingHours,
)
from coucou.testing import samples
from coucou.testing.conformance import Ledger, appeared
from coucou_connectors.backoff import TRIES
from coucou_connectors.outlook.mail import Mail
from tests.google.clock import START
from tests.outlook.agenda import Series
from tests.outlook.rig import Desk, letter, put_event, resource
from tests.outlook.server import FarOutlook

NOW = START  # 2 March 2026, as the fake's clock begins
READING = Reading(
    oldest=NOW - timedelta(days=5 * 365), newest=NOW + timedelta(days=400), timezone="America/Toronto", now=NOW
)


@pytest.fixture
def far() -> FarOutlook:
    return FarOutlook.with_calendar()


@pytest.fixture
def desk(far: FarOutlook) -> Iterator[Desk]:
    with far.serving() as address:
        yield Desk.signed_in(far, address)
    assert far.wrong == []


def mail(far: FarOutlook, count: int, folder: str = "inbox", first: int = 0, **more: Any) -> None:
    for number in range(first, first + count):
        moment = NOW - timedelta(days=number)
        far.mail.put(letter(samples.message(number, moment), **more), folder)


def read(desk: Desk, ledger: Ledger, part: str = "mail", reading: Reading = READING, **options: Any) -> list[Batch]:
    connection = desk.open(**options)
    try:
        return ledger.read(getattr(connection, part), reading)
    finally:
        connection.close()


def ids(ledger: Ledger) -> set[str]:
    return {item.message_id for item in ledger.items.values() if isinstance(item, Message)}


# --- mail: how little is asked ----------------------------------------------------------------------------------------


def test_an_idle_poll_is_one_request_a_folder(far: FarOutlook, desk: Desk) -> None:
    mail(far, 5)
    ledger = Ledger()
    read(desk, ledger)
    far.seen.clear()
    assert appeared(read(desk, ledger)) == []
    assert [one.path.split("/")[-3] for one in far.seen] == ["sentitems", "inbox", "archive"]


def test_a_first_read_takes_the_fewest_pages_and_one_probe(far: FarOutlook, desk: Desk) -> None:
    far.mail.headers = False
    mail(far, 2500)
    read(desk, Ledger())
    assert len(far.saw("delta")) == 1 + 3 + 1
    assert len(far.seen) == 5 + 1


def test_new_mail_costs_one_request_a_folder(far: FarOutlook, desk: Desk) -> None:
    ledger = Ledger()
    mail(far, 3)
    read(desk, ledger)
    mail(far, 100, first=3)
    far.seen.clear()
    assert len(appeared(read(desk, ledger))) == 100
    assert len(far.seen) == 3


def test_what_was_sent_is_read_first_and_the_newest_of_it(far: FarOutlook, desk: Desk) -> None:
    mail(far, 4)
    mail(far, 4, "sentitems", first=4)
    far.mail.page = 2
    first = read(desk, Ledger())[0]
    assert [(one.sent, one.message_id) for one in first.appeared if isinstance(one, Message)] == [
        (True, "message-4@example.net"),
        (True, "message-5@example.net"),
    ]
    assert first.dear and first.everything_again


def test_a_read_that_was_cut_off_goes_on_where_it_stopped(far: FarOutlook, desk: Desk) -> None:
    mail(far, 20)
    far.mail.page = 2
    far.fail("delta", skip=6, status=503, times=TRIES)
    ledger = Ledger()
    connection = desk.open()
    with pytest.raises(TryLater):
        for batch in connection.mail.changes(None, READING):  # type: ignore[union-attr]  # this account reads mail
            ledger.take(batch)
    connection.close()
    assert len(ids(ledger)) == 10
    far.seen.clear()
    read(desk, ledger)
    assert len(ids(ledger)) == 20
    assert len(far.saw("delta")) == 1 + 5 + 1


def test_no_request_asks_for_a_body_or_a_preview(far: FarOutlook, desk: Desk) -> None:
    """The fake refuses every select that names one, and every request that selects nothing."""
    mail(far, 3)
    put_event(far, samples.event(0))
    for part in ("mail", "calendar"):
        assert samples.UNREAD not in repr(read(desk, Ledger(), part))
    selected = [one.query["$select"] for one in far.seen if "$select" in one.query]
    assert len(selected) >= 6
    assert not any(word in select for select in selected for word in ("body", "Body", "location", "online", "attach"))
    assert all('IdType="ImmutableId"' in one.prefer for one in far.seen)


def test_without_subjects_none_is_asked_for(far: FarOutlook, desk: Desk) -> None:
    mail(far, 1)
    put_event(far, samples.event(0))
    for part in ("mail", "calendar"):
        read(desk, Ledger(), part, replace(READING, subjects=False))
    assert not any("subject" in one.query.get("$select", "") for one in far.seen)


# --- mail: what Graph does --------------------------------------------------------------------------------------------


def test_a_partial_item_changes_nothing_of_what_was_delivered(far: FarOutlook, desk: Desk) -> None:
    mail(far, 3)
    ledger = Ledger()
    read(desk, ledger)
    before = dict(ledger.items)
    far.mail.mark_read("AAMk-m1")
    read(desk, ledger)
    assert ledger.items == before


def test_a_message_read_at_once_is_whole(far: FarOutlook, desk: Desk) -> None:
    ledger = Ledger()
    mail(far, 1)
    read(desk, ledger)
    mail(far, 1, first=1)
    far.mail.mark_read("AAMk-m1")
    read(desk, ledger)
    assert ids(ledger) == {"message-0@example.net", "message-1@example.net"}


def test_a_message_that_moves_to_and_fro_is_never_lost(far: FarOutlook, desk: Desk) -> None:
    mail(far, 2)
    ledger = Ledger()
    read(desk, ledger)
    far.mail.move("AAMk-m0", "archive")
    read(desk, ledger)
    assert ids(ledger) == {"message-0@example.net", "message-1@example.net"}
    far.mail.move("AAMk-m0", "inbox", "archive")
    read(desk, ledger)
    assert ids(ledger) == {"message-0@example.net", "message-1@example.net"}
    assert len(ledger.items) == 2


def test_repeated_items_and_empty_pages_are_normal(far: FarOutlook, desk: Desk) -> None:
    mail(far, 7)
    far.mail.page, far.mail.repeats, far.mail.hollow = 2, True, True
    ledger = Ledger()
    read(desk, ledger)
    assert len(ledger.items) == 7


def test_a_lost_token_reads_that_folder_again_and_no_other(far: FarOutlook, desk: Desk) -> None:
    mail(far, 3)
    mail(far, 2, "sentitems", first=3)
    ledger = Ledger()
    read(desk, ledger)
    mail(far, 1, first=5)
    far.seen.clear()
    far.fail("delta", skip=1, status=410, code="SyncStateNotFound")
    batches = read(desk, ledger)
    assert len(ids(ledger)) == 6
    assert not any(batch.everything_again for batch in batches)
    assert [one.path.split("/")[-3] for one in far.saw("delta")] == ["sentitems", "inbox", "inbox", "archive"]


@pytest.mark.parametrize(
    ("status", "code"), [(410, "syncStateNotFound"), (404, "SyncStateNotFound"), (400, "resyncRequired"), (410, "")]
)
def test_a_token_lost_in_the_middle_of_a_folder_begins_it_again(
    far: FarOutlook, desk: Desk, status: int, code: str
) -> None:
    mail(far, 7)
    far.mail.page = 2
    far.fail("delta", skip=3, status=status, code=code)
    ledger = Ledger()
    read(desk, ledger)
    assert len(ids(ledger)) == 7


def test_a_token_that_is_lost_again_and_again_is_left_for_later(far: FarOutlook, desk: Desk) -> None:
    mail(far, 3)
    far.fail("delta", times=100, status=410, code="SyncStateNotFound")
    with pytest.raises(TryLater):
        read(desk, Ledger())
    assert len(far.saw("delta")) <= 4


def test_a_folder_that_is_not_there_is_passed_over(far: FarOutlook, desk: Desk) -> None:
    del far.mail.folders["archive"]
    mail(far, 2)
    ledger = Ledger()
    read(desk, ledger)
    assert len(ids(ledger)) == 2


def test_headers_are_asked_for_only_where_they_are_given(far: FarOutlook, desk: Desk) -> None:
    far.mail.headers = False
    mail(far, 2)
    read(desk, Ledger())
    assert "internetMessageHeaders" in far.saw("messages")[0].query["$select"]
    assert not any("internetMessageHeaders" in one.query.get("$select", "") for one in far.saw("delta"))


def test_an_account_that_may_not_read_headers_is_read_without_them(far: FarOutlook, desk: Desk) -> None:
    mail(far, 2)
    far.fail("messages", status=403, code="ErrorAccessDenied")
    ledger = Ledger()
    read(desk, ledger)
    assert len(ids(ledger)) == 2


def test_headers_that_a_delta_refuses_are_done_without(far: FarOutlook, desk: Desk) -> None:
    mail(far, 2)
    far.fail("delta", status=400, code="BadRequest")
    ledger = Ledger()
    read(desk, ledger)
    assert len(ids(ledger)) == 2
    assert ["internetMessageHeaders" in one.query["$select"] for one in far.saw("delta")] == [True, False, False, False]


# --- faults -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed(far: FarOutlook, desk: Desk, status: int) -> None:
    mail(far, 1)
    far.fail("delta", status=status, headers={"Retry-After": "2.128"})
    read(desk, Ledger())
    assert far.clock.slept == [3]


def test_a_long_retry_after_is_left_for_the_next_sync(far: FarOutlook, desk: Desk) -> None:
    far.fail("delta", status=429, headers={"Retry-After": "600"})
    with pytest.raises(TryLater) as caught:
        read(desk, Ledger())
    assert caught.value.after == timedelta(minutes=10)
    assert len(far.saw("delta")) == 1


def test_a_failing_server_is_asked_a_few_times_and_not_for_ever(far: FarOutlook, desk: Desk) -> None:
    far.fail("delta", status=500, times=100)
    with pytest.raises(TryLater):
        read(desk, Ledger())
    assert len(far.saw("delta")) == TRIES
    assert far.clock.slept == [0.75, 1.5, 3.0]


def test_a_page_that_is_too_large_is_asked_for_in_smaller_ones(far: FarOutlook, desk: Desk) -> None:
    far.mail.headers = False
    far.mail.too_large = 100
    far.agenda.too_large = 100
    mail(far, 120)
    for number in range(30):
        put_event(far, samples.event(3 * number, samples.START + timedelta(hours=number)))
    ledger, diary = Ledger(), Ledger()
    read(desk, ledger)
    read(desk, diary, "calendar")
    assert len(ids(ledger)) == 120
    assert len(diary.items) == 30
    assert [one.query.get("$top") for one in far.saw("calendarView")[:3]] == ["1000", "250", "62"]


def test_a_cut_connection_is_tried_again(far: FarOutlook, desk: Desk) -> None:
    mail(far, 1)
    far.fail("delta", drop=True, times=2)
    ledger = Ledger()
    read(desk, ledger)
    assert len(ids(ledger)) == 1


def test_a_server_that_hangs_is_left_alone(far: FarOutlook, desk: Desk) -> None:
    desk.timeout = 0.2
    far.fail("delta", hang=0.5, times=TRIES)
    with pytest.raises(TryLater) as caught:
        read(desk, Ledger())
    assert caught.value.code == "outlook.unreachable"


def test_a_portals_page_is_not_taken_for_an_answer(far: FarOutlook, desk: Desk) -> None:
    far.fail("delta", page="<html>Bienvenue à l’hôtel</html>", times=TRIES)
    with pytest.raises(TryLater) as caught:
        read(desk, Ledger())
    assert caught.value.code == "outlook.not_graph"


def test_a_link_that_leads_elsewhere_gets_no_token(far: FarOutlook, desk: Desk) -> None:
    connection = desk.open()
    assert isinstance(connection.mail, Mail)
    wire = connection.mail._wire
    for link in ("https://graph.example.com/v1.0/me", desk.address + ".example.com/v1.0/me", "/v1.0/me"):
        with pytest.raises(TryLater):
            wire.path_of(link)
    assert wire.path_of(desk.address + "/v1.0/me?$deltatoken=x") == "/v1.0/me?$deltatoken=x"
    connection.close()


def test_a_token_that_ended_is_renewed_once(far: FarOutlook, desk: Desk) -> None:
    mail(far, 2)
    far.mail.page = 1
    ledger = Ledger()
    connection = desk.open()
    assert connection.mail is not None
    batches = connection.mail.changes(None, READING)
    ledger.take(next(batches))
    far.identity.end_tokens()
    for batch in batches:
        ledger.take(batch)
    connection.close()
    assert len(ids(ledger)) == 2
    assert [form["grant_type"] for form in far.identity.asked[-1:]] == ["refresh_token"]


def test_a_sign_in_that_died_is_said_once_and_not_offered_again(far: FarOutlook, desk: Desk) -> None:
    far.identity.revoke()
    far.identity.end_tokens()
    for _ in range(3):
        with pytest.raises(SignInNeeded) as caught:
            read(desk, Ledger())
        assert caught.value.code == "outlook.sign_in_again"
    refreshed = [form for form in far.identity.asked if form["grant_type"] == "refresh_token"]
    assert len(refreshed) == 1


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (403, "ErrorAccessDenied", "outlook.scope_missing"),
        (403, "ErrorAccessPolicyDenied", "outlook.policy"),
        (404, "MailboxNotEnabledForRESTAPI", "outlook.no_mailbox"),
        (405, "MethodNotAllowed", "outlook.refused"),
    ],
)
def test_a_refusal_is_said_for_what_it_is(far: FarOutlook, desk: Desk, status: int, code: str, said: str) -> None:
    far.fail("calendars", status=status, code=code)
    with pytest.raises(Refused) as caught:
        read(desk, Ledger(), "calendar")
    assert caught.value.code == said
    assert "ana@" not in repr((caught.value, caught.value.values))


@pytest.mark.parametrize("minutes", [-5, 5])
def test_a_clock_that_is_off_costs_at_most_one_renewal(far: FarOutlook, desk: Desk, minutes: int) -> None:
    mail(far, 2)
    far.clock.off = timedelta(minutes=minutes)
    far.identity.asked.clear()
    ledger = Ledger()
    for _ in range(3):
        far.clock.sleep(3700)
        read(desk, ledger)
    assert len(ids(ledger)) == 2
    assert [form["grant_type"] for form in far.identity.asked] == ["refresh_token"] * 3


def test_never_more_than_four_requests_at_a_time(far: FarOutlook, desk: Desk) -> None:
    connection = desk.open()
    assert isinstance(connection.mail, Mail)
    wire = connection.mail._wire
    wire.tokens.current()
    far.fail("mailboxSettings", slow=0.02, times=60)

    def ask() -> None:
        for _ in range(5):
            wire.get(wire.own("/mailboxSettings"), {"$select": "timeZone"})
        wire.close()

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(far.saw("mailboxSettings")) == 60
    assert 1 < far.most_at_once <= 4


def test_no_proxy_stands_between_a_machine_and_itself(
    far: FarOutlook, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    mail(far, 1)
    ledger = Ledger()
    read(desk, ledger)
    assert len(ids(ledger)) == 1


def test_a_netrc_never_takes_the_tokens_place(
    far: FarOutlook, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login somebody password planted\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    mail(far, 1)
    connection = desk.open()
    assert isinstance(connection.mail, Mail)
    connection.mail._wire._session().trust_env = True  # as it is where Graph is not on this machine
    list(connection.mail.changes(None, READING))
    connection.close()
    assert far.identity.scopes_of(far.seen[-1].token, far.clock.true_now())


def test_requests_are_paced_below_microsofts_limit(far: FarOutlook, desk: Desk) -> None:
    connection = desk.open()
    assert isinstance(connection.mail, Mail)
    wire = connection.mail._wire
    for _ in range(950):
        wire.meter.spend(1)
    assert sum(far.clock.slept) >= 60  # 10,000 in ten minutes would be more than 900 in one
    connection.close()


# --- calendars --------------------------------------------------------------------------------------------------------


def later(days: float) -> Reading:
    shift = timedelta(days=days)
    return replace(READING, oldest=READING.oldest + shift, newest=READING.newest + shift, now=NOW + shift)


def at(number: int, days: float) -> Event:
    """A single meeting, so many days from now."""
    return replace(samples.event(number, NOW + timedelta(days=days - number)), recurrence=None)


def uids(ledger: Ledger) -> set[str]:
    return {item.uid for item in ledger.items.values() if isinstance(item, Event)}


def uid(*numbers: int) -> set[str]:
    return {f"event-{number}@example.net" for number in numbers}


def test_the_past_is_read_once_in_windows_of_at_most_a_year(far: FarOutlook, desk: Desk) -> None:
    for number, days in enumerate((-1700, -800, -100, 10, 300)):
        put_event(far, at(number, days))
    ledger = Ledger()
    read(desk, ledger, "calendar")
    assert uids(ledger) == uid(0, 1, 2, 3, 4)
    windows = [
        [datetime.fromisoformat(one.query[name]) for name in ("startDateTime", "endDateTime")]
        for one in far.saw("calendarView")
    ]
    assert windows[0][0] < NOW < windows[0][1]
    assert all(high - low <= timedelta(days=366) for low, high in windows[1:])
    assert len(windows) <= 7
    far.seen.clear()
    assert appeared(read(desk, ledger, "calendar", later(0.01))) == []
    assert [one.name for one in far.seen] == ["calendars", "calendarView"]


def test_a_past_read_that_was_cut_off_goes_on_where_it_stopped(far: FarOutlook, desk: Desk) -> None:
    for number, days in enumerate((-1700, -1200, -800, -500, -100, 10)):
        put_event(far, at(number, days))
    far.fail("calendarView", skip=3, status=503, times=TRIES)
    ledger = Ledger()
    with pytest.raises(TryLater):
        for batch in (desk.open().calendar or pytest.fail()).changes(None, READING):
            ledger.take(batch)
    known = uids(ledger)
    assert uid(5) <= known < uid(0, 1, 2, 3, 4, 5)
    far.seen.clear()
    read(desk, ledger, "calendar")
    assert uids(ledger) == uid(0, 1, 2, 3, 4, 5)
    assert len(far.saw("calendarView")) <= 4


def test_the_horizon_moves_on_and_nothing_is_lost_behind_it(far: FarOutlook, desk: Desk) -> None:
    """Every day for half a year: what comes into sight appears, what is past stays."""
    put_event(far, samples.event(2))  # a weekly series
    for number in range(12):
        put_event(far, at(3 * number + 1, 40 * number))
    ledger = Ledger()
    far.agenda.page = 7
    for day in range(0, 180, 9):
        batches = read(desk, ledger, "calendar", later(day))
        assert not any(batch.gone for batch in batches)
    assert {f"event-{3 * number + 1}@example.net" for number in range(12)} <= uids(ledger)


def test_what_changes_or_goes_is_told_and_only_that(far: FarOutlook, desk: Desk) -> None:
    for number in range(4):
        put_event(far, at(number, 5 + number))
    ledger = Ledger()
    read(desk, ledger, "calendar")
    far.agenda.drop("AAMk-e1")
    far.agenda.put(resource(at(2, 9), showAs="free"))
    batches = read(desk, ledger, "calendar", later(1))
    assert [one.uid for one in appeared(batches) if isinstance(one, Event)] == ["event-2@example.net"]
    assert uids(ledger) == uid(0, 2, 3)


def test_after_months_switched_off_what_was_made_meanwhile_is_found(far: FarOutlook, desk: Desk) -> None:
    ledger = Ledger()
    put_event(far, at(0, 1))
    read(desk, ledger, "calendar")
    put_event(far, at(1, 40))
    put_event(far, at(3, 100))
    read(desk, ledger, "calendar", later(200))
    assert uids(ledger) == uid(0, 1, 3)


def test_a_long_absence_that_began_long_ago_stays(far: FarOutlook, desk: Desk) -> None:
    long = resource(at(0, -100))
    long["end"] = resource(at(0, 300))["end"]
    far.agenda.put(long)
    ledger = Ledger()
    for day in range(0, 300, 20):
        read(desk, ledger, "calendar", later(day))
    assert uids(ledger) == uid(0)


def test_a_deleted_occurrence_goes_and_the_others_stay(far: FarOutlook, desk: Desk) -> None:
    start = datetime(2026, 3, 9, 9, 30)  # noqa: DTZ001 (wall time)
    master = resource(samples.event(0))
    series = Series(master, "FREQ=WEEKLY;COUNT=30", "America/Toronto", start, timedelta(hours=1))
    far.agenda.put_series(series)
    ledger = Ledger()
    read(desk, ledger, "calendar")
    series.exceptions["2026-03-16"] = None
    read(desk, ledger, "calendar", later(1))
    found = [one for one in ledger.items.values() if isinstance(one, Event)]
    dates = sorted(when for one in found for when in (one.start, *(one.recurrence.dates if one.recurrence else ())))
    assert len(dates) == 29
    assert not any(f"{when:%Y-%m-%d}" == "2026-03-16" for when in dates)


def test_several_calendars_count_unless_they_are_other_peoples(far: FarOutlook, desk: Desk) -> None:
    far.agenda.add_calendar("mine", "Projets", owner="Ana.Tremblay@example.com")
    far.agenda.add_calendar("lea", "Léa", owner="lea@example.net")
    far.agenda.add_calendar("days", "Jours fériés", owner="ana@example.org", **{"canEdit": False})
    for number, calendar in enumerate(("main", "mine", "lea", "days")):
        put_event(far, at(3 * number, number), calendar)
    by_default, chosen, everything = Ledger(), Ledger(), Ledger()
    read(desk, by_default, "calendar")
    problems = [p for b in read(desk, chosen, "calendar", calendars=("Léa", "Perdu")) for p in b.problems]
    read(desk, everything, "calendar", calendars=("*",))
    assert (uids(by_default), uids(chosen), uids(everything)) == (uid(0, 3), uid(6), uid(0, 3, 6, 9))
    assert [(problem.code, problem.place) for problem in problems] == [("outlook.no_calendar", "Perdu")]


def test_without_any_calendar_that_counts_nothing_is_called_free(far: FarOutlook, desk: Desk) -> None:
    with pytest.raises(Refused) as caught:
        read(desk, Ledger(), "calendar", calendars=("Perdu",))
    assert caught.value.code == "outlook.no_calendars"


def test_a_calendar_that_went_takes_its_events_with_it(far: FarOutlook, desk: Desk) -> None:
    far.agenda.add_calendar("mine", "Projets")
    put_event(far, at(0, 1))
    put_event(far, at(3, -300), "mine")
    ledger = Ledger()
    read(desk, ledger, "calendar")
    far.agenda.calendars.pop()
    with pytest.raises(CursorExpired):
        read(desk, ledger, "calendar", later(1))
    ledger.cursor = None
    read(desk, ledger, "calendar", later(1))
    assert uids(ledger) == uid(0)


def test_other_categories_left_out_read_everything_anew(far: FarOutlook, desk: Desk) -> None:
    far.agenda.put(resource(at(0, 1), categories=["Facultatif"]))
    put_event(far, at(3, 2))
    ledger = Ledger()
    read(desk, ledger, "calendar")
    with pytest.raises(CursorExpired):
        read(desk, ledger, "calendar", skip_categories=("facultatif",))
    ledger.cursor = None
    read(desk, ledger, "calendar", skip_categories=("facultatif",))
    assert uids(ledger) == uid(3)


def test_a_zone_that_nobody_knows_is_said_and_days_stand_in_the_users_own(far: FarOutlook, desk: Desk) -> None:
    far.agenda.zone = "Customized Time Zone"
    put_event(far, at(0, 1))
    batches = read(desk, Ledger(), "calendar")
    assert [problem.code for batch in batches for problem in batch.problems] == ["outlook.zone_unknown"]


def test_a_cursor_stays_small(far: FarOutlook, desk: Desk) -> None:
    for number in range(0, 1500, 3):
        put_event(far, at(number, number / 5))
    ledger = Ledger()
    read(desk, ledger, "calendar")
    assert len((ledger.cursor or Cursor("")).value) < 500 * 30 + 500


# --- others' time -----------------------------------------------------------------------------------------------------


@pytest.fixture
def busy(far: FarOutlook, desk: Desk) -> Iterator[Callable[..., Any]]:
    connection = desk.open(colleagues=True)
    assert connection.availability is not None
    yield connection.availability.busy
    connection.close()


DAY = Span(datetime(2026, 3, 3, 13, tzinfo=UTC), datetime(2026, 3, 3, 17, tzinfo=UTC))


def quarter(number: float) -> datetime:
    return DAY.start + number * timedelta(minutes=15)


def test_colleagues_time_is_taken_free_or_unknown(far: FarOutlook, busy: Callable[..., Any]) -> None:
    item = {"status": "busy", "subject": "Zanzibar", "location": "Zanzibar", "isPrivate": False}
    far.agenda.schedules |= {
        "lea@example.org": {"availabilityView": "0022100343", "scheduleItems": [item]},
        "sam@example.org": {"availabilityView": ""},
        "max@example.org": {"availabilityView": "0x"},
    }
    told = busy(["Lea@example.org", "sam@example.org", "max@example.org", "nobody@example.com"], DAY)
    assert told == {
        "Lea@example.org": (
            Span(quarter(2), quarter(5)),
            Span(quarter(7), quarter(8)),
            Span(quarter(9), quarter(10)),
        ),
        "sam@example.org": (),
        "max@example.org": None,
        "nobody@example.com": None,
    }
    assert "Zanzibar" not in repr(told)


def test_many_people_and_long_times_are_asked_for_in_allowed_parts(far: FarOutlook, busy: Callable[..., Any]) -> None:
    people = [f"person{number}@example.org" for number in range(45)]
    far.agenda.schedules |= {name: {"availabilityView": "2"} for name in people}
    told = busy(people, Span(DAY.start, DAY.start + timedelta(days=100)))
    assert len(far.saw("getSchedule")) == 3 * 2
    assert all(spans and len(spans) == 2 for spans in told.values())


def test_time_that_is_only_partly_told_is_unknown(far: FarOutlook, busy: Callable[..., Any]) -> None:
    window = Span(DAY.start + timedelta(minutes=7), DAY.end)
    far.agenda.schedules["lea@example.org"] = {"availabilityView": "2"}
    assert busy(["lea@example.org"], window) == {"lea@example.org": (Span(window.start, quarter(1)),)}


def test_where_the_organisation_forbids_it_the_account_says_so(far: FarOutlook, busy: Callable[..., Any]) -> None:
    far.schedules = False
    with pytest.raises(Refused):
        busy(["lea@example.org"], DAY)


def test_colleagues_working_hours_come_with_their_time_or_cost_one_request(far: FarOutlook, desk: Desk) -> None:
    def told(zone: Any, days: list[str], start: str = "08:30:00.0000000", end: str = "16:00:00.0000000") -> Any:
        return {"daysOfWeek": days, "startTime": start, "endTime": end, "timeZone": zone}

    named = {"@odata.type": "#microsoft.graph.timeZoneBase", "name": "Romance Standard Time"}
    far.agenda.schedules |= {
        "lea@example.org": {"availabilityView": "0", "workingHours": told(named, ["monday", "thursday"])},
        "max@example.org": {"workingHours": told({"name": "Customized Time Zone"}, ["monday"])},
        "sam@example.org": {"workingHours": told(named, ["monday"], "09:00:00.0000000", "09:00:00.0000000")},
        "kim@example.org": {},
    }
    connection = desk.open(colleagues=True)
    assert connection.availability is not None and connection.hours is not None
    connection.availability.busy(["lea@example.org"], DAY)
    paris = WorkingHours(frozenset({0, 3}), time(8, 30), time(16), "Europe/Paris")
    assert connection.hours.hours(["Lea@example.org"]) == {"Lea@example.org": paris}
    assert len(far.saw("getSchedule")) == 1
    others = ["max@example.org", "sam@example.org", "kim@example.org", "nobody@example.com"]
    for _ in range(2):
        assert connection.hours.hours(others) == dict.fromkeys(others)
    assert len(far.saw("getSchedule")) == 2
    connection.close()
