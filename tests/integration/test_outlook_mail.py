"""Reading a mailbox at a fake Graph: how little is asked, what Graph does, and what is never read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from coucou.contract import (
    Message,
    TryLater,
)
from coucou.testing import samples
from coucou.testing.conformance import Ledger, appeared
from coucou_connectors.backoff import TRIES
from tests.integration.outlooks import READING, ids, mail, read, signed_in
from tests.outlook.rig import Desk, put_event
from tests.outlook.server import FarOutlook


@pytest.fixture
def far() -> FarOutlook:
    return FarOutlook.with_calendar()


@pytest.fixture
def desk(far: FarOutlook) -> Iterator[Desk]:
    with signed_in(far) as made:
        yield made


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
