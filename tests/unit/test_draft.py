"""Drafts: a link and a file that open in a mail program with exactly what was written, and nothing else."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.words import clean, one_line
from coucou.words.draft import eml, mailbox, mailto

HOSTILE = st.text(
    alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from('\r\n\x1b\u202e"<>&?=%#@,;')), max_size=120
)
MADE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DRAFT: dict[str, Any] = {
    "sender": "ana@example.org",
    "sender_name": "Ana Tremblay",
    "to": "mathieu@example.net",
    "to_name": "Mathieu Côté",
    "subject": "Prendre de tes nouvelles",
    "body": "Bonjour Mathieu,\n\nÇa fait longtemps.\n\nAna",
    "made": MADE,
    "key": "k3x7q2ab",
}


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


@settings(max_examples=200, deadline=None)
@given(HOSTILE, HOSTILE)
def test_a_link_carries_exactly_one_address_one_subject_and_one_body(subject: str, body: str) -> None:
    link = mailto("mathieu+club@example.net", subject, body)
    assert link.isascii() and link.isprintable() and '"' not in link and "<" not in link
    parts = urlsplit(link)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", "mathieu+club@example.net")
    fields = parse_qsl(parts.query, keep_blank_values=True)
    assert fields == [("subject", one_line(subject)), ("body", clean(body).replace("\n", "\r\n"))]


def test_line_breaks_in_a_link_are_those_of_rfc_6068() -> None:
    assert mailto("a@example.org", "b", "c\n\nd é").endswith("&body=c%0D%0A%0D%0Ad%20%C3%A9")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@example.org?cc=b@example.org,c",
        "a@example.org,b@example.org",
        "a b@example.org",
        "a@x\r\nBcc: b@y",
        "<a@b>",
    ],
)
def test_what_is_no_single_address_stays_out_of_a_link_and_is_refused_in_a_draft(address: str) -> None:
    assert mailto(address, "s", "b") == "mailto:?subject=s&body=b"
    with pytest.raises(ValueError, match="not an address"):
        mailbox(address)


def test_a_question_mark_in_an_address_cannot_open_the_query() -> None:
    assert mailto("a?bcc=b@example.org", "s", "b").startswith("mailto:a%3Fbcc%3Db@example.org?subject=")


def test_a_draft_opens_unsent_with_its_headers_and_text() -> None:
    message = read(eml(**DRAFT))
    assert message["X-Unsent"] == "1"
    assert message["To"] == "Mathieu Côté <mathieu@example.net>"
    assert message["From"] == "Ana Tremblay <ana@example.org>"
    assert message["Subject"] == DRAFT["subject"]
    assert message["Message-ID"] == "<k3x7q2ab@coucou.invalid>"
    assert message["Date"].datetime == MADE
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n") == DRAFT["body"] + "\n"


def test_a_draft_without_an_address_leaves_it_to_the_user() -> None:
    message = read(eml(**DRAFT | {"to": "", "sender": ""}))
    assert message["To"] is None and message["From"] is None


def test_the_same_draft_is_the_same_bytes_with_or_without_a_calendar() -> None:
    assert eml(**DRAFT) == eml(**DRAFT)
    with_calendar = DRAFT | {"calendar": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"}
    assert eml(**with_calendar) == eml(**with_calendar)
    [text, calendar] = read(eml(**with_calendar)).iter_parts()
    assert text.get_content_type() == "text/plain" and calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "REQUEST"
    cancelling = {"calendar": b"BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n", "key": "another"}
    [_, taken_back] = read(eml(**with_calendar | cancelling)).iter_parts()
    assert taken_back.get_param("method") == "CANCEL"


@settings(max_examples=150, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_name_or_subject_can_add_a_header(subject: str, name: str, me: str) -> None:
    raw = eml(**DRAFT | {"subject": subject, "to_name": name, "sender_name": me})
    message = read(raw)
    assert sorted(message.keys()) == sorted(read(eml(**DRAFT)).keys())
    assert [a.addr_spec for a in message["To"].addresses] == ["mathieu@example.net"]
    assert [a.addr_spec for a in message["From"].addresses] == ["ana@example.org"]
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


@pytest.mark.parametrize("key", ["", "\r\n", "é"])
def test_a_draft_needs_a_key_of_its_own(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        eml(**DRAFT | {"key": key})
