"""Header lines to messages: what is read, what it becomes, and that nothing hostile gets through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.contract import MailKind, Message, Participant, Reading, Role
from coucou_connectors.headers import Skip, arrival, message, of_pairs, wanted

READING = Reading(datetime(1990, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
PLAIN = (
    "From: Ana <ana@example.org>\nTo: Léa <lea@example.net>\nDate: Mon, 5 May 2025 10:00:00 -0400\n"
    "Subject: Bonjour\nMessage-ID: <one@mail.example>\n"
)


def read(lines: str | bytes, subjects: bool = True) -> Message:
    block = lines if isinstance(lines, bytes) else lines.encode()
    reading = Reading(READING.oldest, READING.newest, subjects)
    found = message(wanted(b"\n" + block, subjects), reading, "id:")
    assert isinstance(found, Message), found
    return found


def kind(*extra: str) -> MailKind:
    return read(PLAIN + "\n".join(extra) + "\n").kind


def test_a_plain_message_becomes_what_it_says() -> None:
    found = read(PLAIN)
    assert found.message_id == "one@mail.example"
    assert found.moment.isoformat() == "2025-05-05T10:00:00-04:00"
    assert found.kind is MailKind.PERSONAL
    assert found.subject == "Bonjour"
    assert found.participants == (
        Participant(Role.FROM, "ana@example.org", "Ana"),
        Participant(Role.TO, "lea@example.net", "Léa"),
    )
    assert not found.sent


def test_names_of_headers_are_read_in_any_case_with_any_line_ends_and_folding() -> None:
    lines = (
        "FROM: ana@example.org\r\nto : lea@example.net,\r\n\tBao\r\n <bao@example.com>\r\n"
        "dAtE:\r\n Mon, 5 May 2025 10:00:00 -0400\r\nmessage-id:<one@mail.example>\r\n"
    )
    found = read(lines)
    assert [p.address for p in found.participants] == ["ana@example.org", "lea@example.net", "bao@example.com"]
    assert found.participants[2].name == "Bao"
    assert found.message_id == "one@mail.example"


def test_repeated_recipients_are_joined_and_of_other_headers_the_first_counts() -> None:
    found = read(PLAIN + "To: bao@example.com\nSubject: another\nDate: Tue, 6 May 2025 10:00:00 -0400\n")
    assert [p.address for p in found.participants] == ["ana@example.org", "lea@example.net", "bao@example.com"]
    assert (found.subject, found.moment.day) == ("Bonjour", 5)


def test_blind_copies_count_as_copies() -> None:
    found = read(PLAIN + "Cc: bao@example.com\nBcc: ravi@example.com\n")
    assert [(p.role, p.address) for p in found.participants[2:]] == [
        (Role.CC, "bao@example.com"),
        (Role.CC, "ravi@example.com"),
    ]


def test_a_sender_stands_in_for_a_missing_from() -> None:
    found = read(PLAIN.replace("From:", "Sender:"))
    assert found.participants[0] == Participant(Role.FROM, "ana@example.org", "Ana")


def test_subjects_that_are_not_wanted_are_not_read() -> None:
    assert "subject" not in wanted(b"\n" + PLAIN.encode(), subjects=False)
    assert read(PLAIN, subjects=False).subject is None


def test_what_a_message_answers_comes_nearest_first_once_and_at_most_twenty_times() -> None:
    thread = " ".join(f"<{n}@mail.example>" for n in range(30))
    found = read(PLAIN + f"In-Reply-To: Ana's message of Monday <29@mail.example>\nReferences: {thread}\n")
    assert found.references == tuple(f"{n}@mail.example" for n in range(29, 9, -1))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("List-Id: <news.lists.example>", MailKind.BULK),
        ("List-Unsubscribe: <https://lists.example/u>", MailKind.BULK),
        ("Precedence: bulk", MailKind.BULK),
        ("Precedence: Junk", MailKind.BULK),
        ("precedence: list", MailKind.BULK),
        ("Precedence: first-class", MailKind.PERSONAL),
        ("Auto-Submitted: no", MailKind.PERSONAL),
        ("Auto-Submitted: auto-replied (vacation)", MailKind.AUTOMATIC),
        ("Auto-Submitted: auto-generated; owner-email=x", MailKind.AUTOMATIC),
        ("Auto-Submitted: auto-generated\nList-Id: <news.lists.example>", MailKind.AUTOMATIC),
        ("X-Autoreply: yes", MailKind.AUTOMATIC),
        ("X-Auto-Response-Suppress: All", MailKind.AUTOMATIC),
        ("X-Auto-Response-Suppress: DR", MailKind.PERSONAL),
        ("Content-Type: text/calendar; method=REPLY; charset=utf-8", MailKind.AUTOMATIC),
        ("Content-Class: urn:content-classes:calendarmessage", MailKind.AUTOMATIC),
        ("Sender: Google Calendar <calendar-notification@google.com>", MailKind.AUTOMATIC),
        ("Sender: secretary@example.org", MailKind.PERSONAL),
        ("Content-Type: multipart/report;\n report-type=disposition-notification; boundary=x", MailKind.AUTOMATIC),
        ("Content-Type: multipart/report;\n report-type=delivery-status; boundary=x", MailKind.BOUNCE),
        ("Return-Path: <>", MailKind.AUTOMATIC),
        ("Return-Path: <ana@example.org>", MailKind.PERSONAL),
        ("Content-Type: multipart/alternative; boundary=report", MailKind.PERSONAL),
        ("X-Failed-Recipients: gone@example.net", MailKind.BOUNCE),
    ],
)
def test_the_headers_tell_what_a_message_is(lines: str, expected: MailKind) -> None:
    assert kind(lines) is expected


@pytest.mark.parametrize("localpart", ["MAILER-DAEMON", "postmaster"])
def test_a_daemon_s_mail_with_no_way_back_is_a_failure(localpart: str) -> None:
    lines = PLAIN.replace("Ana <ana@example.org>", f"Mail System <{localpart}@example.org>")
    assert read(lines + "Return-Path: <>\n").kind is MailKind.BOUNCE
    assert read(lines).kind is MailKind.PERSONAL


def test_a_failure_names_the_addresses_that_its_headers_name() -> None:
    found = read(PLAIN + "X-Failed-Recipients: gone@example.net,\n  left@example.com\n")
    assert found.failed == ("gone@example.net", "left@example.com")


@pytest.mark.parametrize(
    "subject",
    ["Delivery Status Notification (Delay)", "Warning: message 1a delayed 24 hours", "Remise différée : retard"],
)
def test_a_late_delivery_is_no_failure(subject: str) -> None:
    lines = PLAIN.replace("Bonjour", subject) + "X-Failed-Recipients: slow@example.net\n"
    assert (read(lines).kind, read(lines).failed) == (MailKind.AUTOMATIC, ())


@pytest.mark.parametrize(
    ("date", "received", "expected"),
    [
        ("Mon, 5 May 2025 10:00:00 -0400", "", "2025-05-05T10:00:00-04:00"),
        ("", "; Mon, 5 May 2025 14:00:02 +0000", "2025-05-05T14:00:02+00:00"),
        ("Mon, 35 May 2025 10:00:00 -0400", "; Mon, 5 May 2025 14:00:02 +0000", "2025-05-05T14:00:02+00:00"),
        ("Thu, 1 Jan 1970 00:00:00 +0000", "; Mon, 5 May 2025 14:00:02 +0000", "2025-05-05T14:00:02+00:00"),
        ("Mon, 5 May 2087 10:00:00 -0400", "; Mon, 5 May 2025 14:00:02 +0000", "2025-05-05T14:00:02+00:00"),
        ("Mon, 5 May 2087 10:00:00 -0400", "; Mon, 5 May 2087 14:00:02 +0000", None),
        ("yesterday", "", None),
    ],
)
def test_an_impossible_date_gives_way_to_the_arrival(date: str, received: str, expected: str | None) -> None:
    block = (
        f"\nFrom: ana@example.org\nDate: {date}\nReceived: from a by b with SMTP;\n broken\nReceived: by c{received}\n"
    )
    headers = wanted(block.encode())
    found = message(headers, READING, "id:", arrived=arrival(block.encode(), READING))
    if expected is None:
        assert found is Skip.UNDATED
    else:
        assert isinstance(found, Message)
        assert found.moment.isoformat() == expected


def test_a_date_in_the_future_gives_way_to_the_arrival() -> None:
    today = Reading(READING.oldest, READING.newest, now=datetime(2025, 5, 1, tzinfo=UTC))
    block = b"\n" + PLAIN.encode()
    assert message(wanted(block), today, "id:", arrived=arrival(block, today)) is Skip.UNDATED
    block = b"\nReceived: by c; Wed, 30 Apr 2025 10:00:00 -0400" + block
    found = message(wanted(block), today, "id:", arrived=arrival(block, today))
    assert isinstance(found, Message)
    assert found.moment.isoformat() == "2025-04-30T10:00:00-04:00"


def test_what_is_older_than_asked_for_is_skipped_to_the_second() -> None:
    reading = Reading(datetime(2025, 5, 5, 14, 0, 0, tzinfo=UTC), READING.newest)
    assert isinstance(message(wanted(b"\n" + PLAIN.encode()), reading, "id:"), Message)
    later = Reading(reading.oldest + timedelta(seconds=1), READING.newest)
    assert message(wanted(b"\n" + PLAIN.encode()), later, "id:") is Skip.TOO_OLD


def test_a_message_by_nobody_is_skipped() -> None:
    assert message(wanted(b"\nFrom: \nDate: Mon, 5 May 2025 10:00:00 -0400\n"), READING, "id:") is Skip.NO_SENDER


def test_a_message_keeps_its_source_id_wherever_it_is_found_again() -> None:
    assert read(PLAIN).source == read("X-Status: RO\n" + PLAIN + "X-Other: 1\n").source
    assert read(PLAIN).source != read(PLAIN.replace("<one@", "<two@")).source
    nameless = PLAIN.replace("Message-ID: <one@mail.example>\n", "")
    assert read(nameless).source == read("X-Status: RO\n" + nameless).source
    assert read(nameless).source != read(nameless.replace("10:00", "10:01")).source


def test_headers_handed_over_by_a_provider_are_read_as_lines_are() -> None:
    pairs = [tuple(line.split(": ", 1)) for line in PLAIN.splitlines()]
    assert message(of_pairs([(a, b) for a, b in pairs]), READING, "id:") == read(PLAIN)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (b"=?utf-8?q?Ren=C3=A9?= <rene@example.org>", "René"),
        (b"=?iso-8859-1?q?Ren=E9_C=F4t=E9?= <rene@example.org>", "René Côté"),
        (b"=?utf-8?q?Ren=C3?= =?utf-8?q?=A9?= <rene@example.org>", "René"),
        (b"=?utf-8?b?UmVuw6kgQ8O0dMOp?= <rene@example.org>", "René Côté"),
        (b"=?utf-8?b?UmVuw6kgQ8O0dM?= <rene@example.org>", "René Côt"),
        (b"=?x-unknown?q?Ren=C3=A9?= <rene@example.org>", "René"),
        (b"=?us-ascii?q?Ren=E9?= <rene@example.org>", "René"),
        (b"=?idna?q?xn--x?= <rene@example.org>", "xn--x"),
        (b"=?utf-8?q?Ren=C3=A9=2C_C=C3=B4t=C3=A9?= <rene@example.org>", "René, Côté"),
        (b'"=?utf-8?q?Ren=C3=A9?=" <rene@example.org>', "René"),
        (b'"C\xf4t\xe9, Ren\xe9" <rene@example.org>', "Côté, René"),
        ("René Côté <rene@example.org>".encode(), "René Côté"),
        ("René Côté <rene@example.org>".encode("latin-1"), "René Côté"),
        (b"Ren\x00e\x07 Cote <rene@example.org>", "Rene Cote"),
        (b"=?utf-8?q?Ren=0D=0ABcc=3A_x?= <rene@example.org>", "Ren Bcc: x"),
        (b"=?utf-8?q?Ren=1B=5B31m?= <rene@example.org>", "Ren [31m"),
        (b"=?utf-7?q?+2AA-x?= <rene@example.org>", None),
        (b"rene@example.org (Ren\xe9)", "René"),
        (b"=?utf-8?q?Ren=C3=A9", None),
    ],
)
def test_names_come_out_readable_and_without_control_characters(written: bytes, name: str | None) -> None:
    block = b"From: ana@example.org\nCc: " + written + b"\nDate: Mon, 5 May 2025 10:00:00 -0400\n"
    people = read(block).participants
    if name is None:
        assert all(p.name.isprintable() for p in people)
    else:
        assert (people[1].name, people[1].address) == (name, "rene@example.org")


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("=?utf-8?q?Rendez-vous_=C3=A0?=\n =?utf-8?q?_10_h?=", "Rendez-vous à 10 h"),
        ("Re: =?utf-8?b?w4AgYmllbnTDtHQ=?= (fin)", "Re: À bientôt (fin)"),
        ("=?utf-8?q?coup=C3=A9 en plein mot", "coupé en plein mot"),
        ("=?utf-8?q?Question=3F?=", "Question?"),
        ("plain =? text ?= here", "plain =? text ?= here"),
        ("=?utf-8*fr?q?Langue_dite?=", "Langue dite"),
    ],
)
def test_subjects_are_decoded_as_far_as_they_go(written: str, subject: str) -> None:
    assert read(PLAIN.replace("Bonjour", written)).subject == subject


_NASTY = st.lists(
    st.one_of(
        st.sampled_from(
            [b"From", b"To", b"Cc", b"Date", b"Subject", b"Message-ID", b": ", b":", b"\n", b"\r\n", b"\r", b"\n ",
             b"\n\t", b"=?utf-8?q?", b"=?utf-8?b?", b"?=", b"=C3", b"\xc3", b"\xe9", b"\x00", b'"', b"\\", b"<", b">",
             b"@", b"a@example.org", b",", b";", b"(", b")", b"[", b"]", b"Mon, 5 May 2025 10:00:00 -0400",
             b"X-Gmail-Labels: "]
        ),
        st.binary(max_size=6),
    ),
    max_size=40,
).map(b"".join)  # fmt: skip


@given(_NASTY)
@settings(max_examples=200, deadline=None)
def test_whatever_the_bytes_nothing_breaks_and_nothing_unprintable_gets_through(block: bytes) -> None:
    start = b"\nFrom: ana@example.org\nDate: Mon, 5 May 2025 10:00:00 -0400\nTo: "
    found = message(wanted(start + block), READING, "id:", arrived=arrival(block, READING))
    if isinstance(found, Message):
        texts = [found.subject or "", found.message_id, *found.references]
        texts += [text for p in found.participants for text in (p.name, p.address)]
        for text in texts:
            assert not set(text) & set(map(chr, (*range(32), 127)))
            text.encode()  # no lone surrogates
        assert all(p.address for p in found.participants)
        assert found.source.isprintable() and len(found.source) <= 255
