"""Gmail: what is asked for, in which order, at what price, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from coucou.contract import Batch, CursorExpired, MailKind, Message, Problem
from coucou.testing.conformance import Ledger, appeared
from coucou.testing.samples import UNREAD
from coucou_connectors.google.messages import HEADERS
from tests.google.clock import START
from tests.google.rig import Desk
from tests.integration.googles import ME, READING, account, letters, opened, read


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with account(tmp_path) as made:
        yield made


def messages(batches: list[Batch]) -> list[Message]:
    return [one for one in appeared(batches) if isinstance(one, Message)]


# --- headers only ----------------------------------------------------------------------------------------------------


def test_no_body_and_no_snippet_is_ever_asked_for(desk: Desk) -> None:
    letters(desk.far, 60)
    ledger = Ledger()
    read(ledger, desk)
    letters(desk.far, 3, start=60)
    read(ledger, desk)
    gets = desk.far.saw("gmail.users.messages.get")
    assert len(gets) == 63
    for one in gets:
        assert one.query["format"] == ["metadata"]
        assert one.query["fields"] == ["id,labelIds,internalDate,payload/headers"]
        assert set(one.query["metadataHeaders"]) == {*HEADERS, "Subject"}
    assert all("fields" in one.query and "snippet" not in one.query["fields"][0] for one in desk.far.seen)
    assert all("q" not in one.query for one in desk.far.seen)
    assert UNREAD not in repr(ledger.items)


def test_without_subjects_not_even_the_header_is_asked_for(desk: Desk) -> None:
    letters(desk.far, 3)
    read(Ledger(), desk, reading=replace(READING, subjects=False))
    assert all("Subject" not in one.query["metadataHeaders"] for one in desk.far.saw("gmail.users.messages.get"))


def test_a_message_is_read_as_it_is(desk: Desk) -> None:
    far = desk.far
    far.mail.labels["Label_7"] = "Famille"
    far.mail.put(
        {
            "From": "=?utf-8?q?L=C3=A9a_Roy?= <lea@example.net>",
            "To": ME,
            "Date": "Mon, 2 Mar 2026 09:30:00 -0500",
            "Message-ID": "<b@example.net>",
            "In-Reply-To": "<a@example.net>",
            "Subject": "=?utf-8?q?Caf=C3=A9?=",
        },
        START.timestamp(),
        ("INBOX", "Label_7"),
    )
    (one,) = messages(read(Ledger(), desk))
    assert (one.message_id, one.references, one.subject) == ("b@example.net", ("a@example.net",), "Café")
    assert one.moment.utcoffset() == timedelta(hours=-5)
    assert one.participants[0].name == "Léa Roy"
    assert one.labels == ("INBOX", "Famille")
    assert not one.sent


def test_lists_bounces_and_what_was_sent_are_known_as_such(desk: Desk) -> None:
    plain = {"From": "News <news@example.net>", "To": ME, "Date": "Mon, 2 Mar 2026 09:30:00 +0000"}
    desk.far.mail.put({**plain, "List-Id": "<n.example.net>", "Message-ID": "<1@x.example>"}, START.timestamp())
    bounce = {"From": "mailer-daemon@googlemail.com", "Auto-Submitted": "auto-replied", "Message-ID": "<2@x.example>"}
    desk.far.mail.put({**plain, **bounce, "X-Failed-Recipients": "gone@example.net"}, START.timestamp())
    desk.far.mail.put({**plain, "From": ME, "Message-ID": "<3@x.example>"}, START.timestamp(), ("SENT",))
    found = {one.message_id: one for one in messages(read(Ledger(), desk))}
    assert found["1@x.example"].kind is MailKind.BULK
    assert found["2@x.example"].kind is MailKind.BOUNCE
    assert found["2@x.example"].failed == ("gone@example.net",)
    assert found["3@x.example"].sent


def test_a_date_that_cannot_be_is_replaced_by_the_arrival(desk: Desk) -> None:
    headers = {"From": "Pat <pat@example.net>", "To": ME, "Message-ID": "<1@x.example>"}
    desk.far.mail.put({**headers, "Date": "Mon, 1 Jan 2035 09:30:00 +0000"}, START.timestamp())
    desk.far.mail.put({**headers, "Message-ID": "<2@x.example>"}, START.timestamp())
    assert {one.moment for one in messages(read(Ledger(), desk))} == {START}


@pytest.mark.parametrize("label", ["DRAFT", "SPAM", "TRASH", "CHAT", "CATEGORY_PROMOTIONS", "CATEGORY_SOCIAL"])
def test_drafts_spam_and_promotions_are_no_mail(desk: Desk, label: str) -> None:
    letters(desk.far, 3)
    letters(desk.far, 2, sent_each=0, start=3, labels=(label,))
    ledger = Ledger()
    read(ledger, desk)
    letters(desk.far, 2, sent_each=0, start=5, labels=(label,))
    read(ledger, desk)
    assert len(ledger.items) == 3


def test_promotions_cost_nothing_but_their_listing(desk: Desk) -> None:
    letters(desk.far, 100)
    letters(desk.far, 300, sent_each=0, start=100, labels=("INBOX", "CATEGORY_PROMOTIONS"))
    read(Ledger(), desk)
    assert len(desk.far.saw("gmail.users.messages.get")) == 100
    assert desk.far.units <= 100 * 20 + 40


def test_all_categories_can_be_read(desk: Desk) -> None:
    letters(desk.far, 3, sent_each=0, labels=("INBOX", "CATEGORY_SOCIAL"))
    assert len(messages(read(Ledger(), desk, skip_categories=()))) == 3


# --- the past --------------------------------------------------------------------------------------------------------


def test_what_the_user_sent_comes_first_then_the_newest(desk: Desk) -> None:
    letters(desk.far, 200)
    found = messages(read(Ledger(), desk))
    sent = [one.sent for one in found]
    assert sent == sorted(sent, reverse=True) and sum(sent) == 40
    for part in (found[:40], found[40:]):
        moments = [one.moment for one in part]
        assert moments == sorted(moments, reverse=True)


def test_each_message_is_asked_for_once(desk: Desk) -> None:
    letters(desk.far, 700)
    read(Ledger(), desk)
    paths = [one.path for one in desk.far.saw("gmail.users.messages.get")]
    assert len(paths) == len(set(paths)) == 700


def test_the_quota_is_kept_and_used(desk: Desk) -> None:
    """The server refuses what goes over 6,000 units in a minute: it never has to, and the minutes are full."""
    desk.far.units_a_minute = 6000
    letters(desk.far, 1500)
    read(Ledger(), desk)
    least = 1500 * 20 + 4 * 5
    assert desk.far.units <= least * 1.05
    assert desk.far.clock.seconds <= least / 6000 * 61 + 61
    assert desk.far.calls["batch"] == 30


def test_nothing_older_than_asked_for_is_read_and_the_walk_stops_there(desk: Desk) -> None:
    letters(desk.far, 1000, sent_each=0)
    found = messages(read(Ledger(), desk, reading=replace(READING, oldest=START - timedelta(hours=4100.5))))
    assert len(found) == 100
    assert len(desk.far.saw("gmail.users.messages.get")) <= 200


def test_a_large_past_is_read_in_slices_and_says_what_remains(desk: Desk) -> None:
    letters(desk.far, 1000)
    ledger, remains = Ledger(), []
    for _ in range(10):
        last = read(ledger, desk, minutes_a_sync=1)[-1]
        remains += [one for one in last.problems if one.code == "google.past_remains"]
        if not last.problems:
            break
    assert len(ledger.items) == 1000
    assert isinstance(remains[0], Problem) and remains[0].values["total"] == 1000
    done = [int(str(one.values["done"])) for one in remains]
    assert done == sorted(done) and done[-1] <= 1000
    paths = [one.path for one in desk.far.saw("gmail.users.messages.get")]
    assert len(paths) == len(set(paths))


def test_the_first_slice_is_useful_before_a_twentieth_is_read(desk: Desk) -> None:
    letters(desk.far, 3000, sent_each=30)
    ledger = Ledger()
    read(ledger, desk, minutes_a_sync=1, units_a_minute=2500)
    assert len(ledger.items) <= 3000 / 20
    sent = [one for one in ledger.items.values() if isinstance(one, Message) and one.sent]
    assert len(sent) == 100  # everyone to whom the user ever wrote


@pytest.mark.parametrize("seed", (0, 1, 3))
def test_a_crash_anywhere_repeats_fifty_messages_at_most(desk: Desk, seed: int) -> None:
    letters(desk.far, 800)
    letters(desk.far, 300, sent_each=0, start=800, labels=("INBOX", "CATEGORY_PROMOTIONS"))
    ledger, stop = Ledger(), 3 + seed
    for _ in range(40):
        with opened(desk) as reads:
            for number, batch in enumerate(reads.changes(ledger.cursor, READING)):
                if number == stop:
                    break
                ledger.take(batch)
            else:
                break
    assert len(ledger.items) == 800
    gets = [one.path for one in desk.far.saw("gmail.users.messages.get")]
    assert len(set(gets)) == 800
    assert len(gets) - 800 <= 50 * -(-(800 // 50 + 8) // stop)  # a batch at most for each time that it crashed


@pytest.mark.parametrize(("sent_each", "after"), [(2, 12), (20, 25)], ids=["sent", "rest"])
def test_pages_that_went_stale_cost_lists_and_no_messages(desk: Desk, sent_each: int, after: int) -> None:
    letters(desk.far, 1700, sent_each)
    ledger = Ledger()
    with opened(desk, minutes_a_sync=0) as reads:
        for number, batch in enumerate(reads.changes(None, READING)):
            ledger.take(batch)
            if number == after:
                break
    desk.far.mail.stale_pages()
    read(ledger, desk, minutes_a_sync=0)
    gets = [one.path for one in desk.far.saw("gmail.users.messages.get")]
    assert len(ledger.items) == len(set(gets)) == 1700
    assert len(gets) <= 1750


def test_what_arrives_while_the_past_is_read_is_read_too(desk: Desk) -> None:
    letters(desk.far, 300)
    ledger = Ledger()
    with opened(desk) as reads:
        for number, batch in enumerate(reads.changes(None, READING)):
            ledger.take(batch)
            if number == 3:
                letters(desk.far, 700, sent_each=0, start=300)
    read(ledger, desk)
    assert len(ledger.items) == 1000


def test_messages_that_vanish_between_listing_and_getting_are_passed_over(desk: Desk) -> None:
    letters(desk.far, 120)
    ledger = Ledger()
    with opened(desk) as reads:
        for number, batch in enumerate(reads.changes(None, READING)):
            ledger.take(batch)
            if number == 2:
                for key in list(desk.far.mail.messages)[:30:2]:
                    desk.far.mail.drop(key)
    assert 100 <= len(ledger.items) < 120


# --- what is new -----------------------------------------------------------------------------------------------------


def test_an_idle_poll_costs_one_call(desk: Desk) -> None:
    letters(desk.far, 60)
    ledger = Ledger()
    read(ledger, desk)
    desk.far.forget()
    (batch,) = read(ledger, desk)
    assert sum(desk.far.calls.values()) == 1 and desk.far.units == 2
    assert batch.appeared == ()


def test_a_hundred_new_messages_cost_little_more_than_themselves(desk: Desk) -> None:
    letters(desk.far, 60)
    ledger = Ledger()
    read(ledger, desk)
    letters(desk.far, 100, start=60)
    desk.far.forget()
    read(ledger, desk)
    assert len(ledger.items) == 160
    assert sum(desk.far.calls.values()) == 3
    assert desk.far.units <= 1.2 * 100 * 20


def test_mail_that_comes_back_out_of_the_spam_is_read(desk: Desk) -> None:
    letters(desk.far, 2)
    letters(desk.far, 1, sent_each=0, start=2, labels=("SPAM",))
    ledger = Ledger()
    read(ledger, desk)
    assert len(ledger.items) == 2
    desk.far.mail.relabel(list(desk.far.mail.messages)[-1], add=("INBOX",), remove=("SPAM",))
    read(ledger, desk)
    assert len(ledger.items) == 3


def test_a_lost_history_is_made_up_for_as_far_as_needed_and_no_further(desk: Desk) -> None:
    letters(desk.far, 2000, sent_each=0)
    ledger = Ledger()
    read(ledger, desk, minutes_a_sync=0)
    letters(desk.far, 120, sent_each=0, start=2000)
    desk.far.mail.forget_history()
    desk.far.mail.put({"From": ME, "To": "pat@example.net", "Message-ID": "<late@x.example>"}, START.timestamp())
    desk.far.mail.forget_history()
    desk.far.forget()
    read(ledger, desk)
    assert len(ledger.items) == 2121
    assert len(desk.far.saw("gmail.users.messages.get")) <= 121 + 24 + 2 * 50
    desk.far.forget()
    read(ledger, desk)
    assert sum(desk.far.calls.values()) == 1


def test_a_crash_while_the_new_is_read_skips_nothing(desk: Desk) -> None:
    letters(desk.far, 10)
    ledger = Ledger()
    read(ledger, desk)
    letters(desk.far, 700, start=10)
    for _ in range(30):
        with opened(desk) as reads:
            for number, batch in enumerate(reads.changes(ledger.cursor, READING)):
                ledger.take(batch)
                if number == 11:
                    break
            else:
                break
    assert len(ledger.items) == 710


def test_more_years_or_the_subjects_are_read_from_the_start(desk: Desk) -> None:
    letters(desk.far, 3)
    ledger = Ledger()
    read(ledger, desk, reading=replace(READING, subjects=False))
    with pytest.raises(CursorExpired), opened(desk) as reads:
        list(reads.changes(ledger.cursor, READING))
    with pytest.raises(CursorExpired), opened(desk) as reads:
        list(reads.changes(ledger.cursor, replace(READING, subjects=False, oldest=READING.oldest - timedelta(days=9))))


def test_servers_without_batches_or_profile_are_read_one_by_one(desk: Desk) -> None:
    letters(desk.far, 20)
    desk.far.batches = False
    desk.far.fail("gmail.users.getProfile", status=404, reason="notFound")
    ledger = Ledger()
    read(ledger, desk)
    letters(desk.far, 2, start=20)
    read(ledger, desk)
    assert len(ledger.items) == 22
