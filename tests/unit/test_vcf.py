"""Contact cards of every version: who somebody is, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as quick
from hypothesis import strategies as st

from coucou.contract import Card
from coucou_connectors.local.vcf import cards


def read(text: str | bytes) -> list[Card]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(cards(data, "p:"))


def one(*lines: str) -> Card:
    (card,) = read("\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""]))
    return card


def test_a_version_3_card_with_groups_and_folded_lines() -> None:
    card = one(
        "N:Roy;Léa;;;",
        "FN:Léa Roy",
        "ORG:Coopérative du Sud\\, Montréal;Ventes",
        "TITLE:Directrice des ve",
        " ntes",
        "item1.EMAIL;TYPE=INTERNET:lea@example.net",
        "item1.X-ABLabel:Bureau",
        'EMAIL;TYPE="home:perso":lea.roy@example.com',
        "CATEGORIES:Amis,myContacts",
        "URL:https://www.linkedin.com/in/Lea-Roy/",
    )
    assert card.name == "Léa Roy"
    assert card.addresses == ("lea@example.net", "lea.roy@example.com", "linkedin.com/in/lea-roy")
    assert card.organization == "Coopérative du Sud, Montréal"
    assert card.title == "Directrice des ventes"
    assert card.labels == ("Amis",)


def test_a_version_2_1_card_in_quoted_printable() -> None:
    text = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:C=C3=B4t=C3=A9;Zo=C3=A9;;;\r\n"
        "FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Zo=E9 C=F4t=E9 =\r\nde la Rue\r\n"
        "EMAIL;INTERNET:zoe@example.net\r\nPHOTO;ENCODING=BASE64;JPEG:\r\n /9j/4AAQ\r\n\r\nEND:VCARD\r\n"
    )
    (card,) = read(text)
    assert card.name == "Zoé Côté de la Rue"
    assert card.addresses == ("zoe@example.net",)


def test_a_version_4_card_with_uris() -> None:
    card = one("FN;PREF=1:Pat O\\;Brien", "EMAIL:mailto:pat@example.net", "KIND:individual")
    assert (card.name, card.addresses) == ("Pat O;Brien", ("pat@example.net",))


def test_without_a_full_name_the_structured_one_stands() -> None:
    assert one("N:Roy;Léa;Anne;Dre;", "EMAIL:lea@example.net").name == "Léa Anne Roy"


@pytest.mark.parametrize("line", ["KIND:group", "X-ADDRESSBOOKSERVER-KIND:group", "KIND:org"])
def test_groups_are_nobody(line: str) -> None:
    assert read(f"BEGIN:VCARD\r\nFN:Amis\r\n{line}\r\nMEMBER:urn:uuid:1\r\nEND:VCARD\r\n") == []


def test_notes_photographs_postal_addresses_and_birthdays_are_never_read() -> None:
    card = one("FN:Léa", "NOTE:zanzibar", "ADR:;;zanzibar;;;;", "BDAY:1980-01-01", "PHOTO:zanzibar", "TEL:+15145550100")
    assert "zanzibar" not in repr(card)
    assert "1980" not in repr(card)
    assert "555" not in repr(card)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("\ufeffBEGIN:VCARD\nFN:Léa\nEND:VCARD\n".encode(), "Léa"),
        ("BEGIN:VCARD\nFN:Léa\nEND:VCARD\n".encode("cp1252"), "Léa"),
        ("BEGIN:VCARD\nFN:Léa\nEND:VCARD\n".encode("utf-16"), "Léa"),
        (b"BEGIN:VCARD\rFN:Lea\rEND:VCARD\r", "Lea"),
        (b"begin:vcard\r\nfn:Lea\r\nend:vcard", "Lea"),
    ],
)
def test_every_encoding_and_line_end_is_read(data: bytes, name: str) -> None:
    assert [card.name for card in read(data)] == [name]


def test_a_card_keeps_its_id_when_it_changes_if_it_has_a_uid() -> None:
    before, after = one("UID:1", "FN:Léa Roy"), one("UID:1", "FN:Léa Tremblay")
    assert before.source == after.source != one("UID:2", "FN:Léa Roy").source


def test_equal_cards_have_different_ids() -> None:
    ids = [card.source for card in read("BEGIN:VCARD\nFN:Léa\nEND:VCARD\n" * 3)]
    assert len(set(ids)) == 3


def test_a_broken_card_does_not_end_the_file() -> None:
    text = "BEGIN:VCARD\nFN:Léa\nBEGIN:VCARD\nEMAIL\nFN:Zoé\nEND:VCARD\nEND:VCARD\nBEGIN:VCARD\nFN:Pat\nEND:VCARD\n"
    assert [card.name for card in read(text)][-1] == "Pat"


@given(st.binary(max_size=300))
@quick(max_examples=200, deadline=None)
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for card in read(b"BEGIN:VCARD\r\nFN:" + data + b"\r\nEMAIL;" + data + b"\r\nEND:VCARD\r\n"):
        assert card.name or card.addresses
