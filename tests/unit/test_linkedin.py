"""LinkedIn's export in every shape that was seen: who is connected, and who wrote when."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as quick
from hypothesis import strategies as st

from coucou.contract import Batch, Card, Message, Ports, Reading, Role
from coucou.core.address import is_mailable
from coucou_connectors.local import Options, plugin
from coucou_connectors.local.linkedin import by_name, cards, messages, profile, table
from coucou_connectors.local.linkedin_dates import moment

CORPUS = Path(__file__).parents[3] / "shared/corpora/linkedin"
READING = Reading(datetime(2000, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))

NOTES = 'Notes:\n"When exporting your connection data, you may notice, that some"\n\n'
HEAD = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
ROW = "Léa,Roy,https://www.linkedin.com/in/lea-roy,lea@example.net,Coop du Sud,Directrice,17 Jun 2021\n"
FRENCH = "Prénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Date de connexion\n"


def connections(data: str | bytes) -> list[Card]:
    found = table(data if isinstance(data, bytes) else data.encode())
    assert found is not None
    return list(cards(found, "p:"))


def letters(data: str, user: str = "") -> list[Message]:
    found = table(data.encode())
    assert found is not None
    return list(messages(found, "p:", user))


@pytest.mark.parametrize(
    "data",
    [
        (NOTES + HEAD + ROW).encode(),
        (HEAD + ROW).encode(),
        (NOTES + HEAD + ROW).encode("utf-8-sig"),
        (NOTES + HEAD + ROW).replace("\n", "\r\n").encode(),
        (HEAD + ROW).replace(",", ";").encode("cp1252"),
        (HEAD + ROW).replace(",", "\t").encode("utf-16"),
        (FRENCH + ROW.replace("17 Jun 2021", "17 juin 2021")).encode(),
        (FRENCH + ROW.replace("17 Jun 2021", "17 juin 2021")).replace(",", ";").replace("\n", "\r\n").encode("cp1252"),
        (HEAD + ROW.replace("17 Jun 2021", "17-Jun-21")).encode(),
        (HEAD + ROW.replace("17 Jun 2021", '"6/17/21, 6:14 PM"')).encode(),
    ],
)
def test_a_connection_is_read_in_every_shape(data: bytes) -> None:
    (card,) = connections(data)
    assert card.name == "Léa Roy"
    assert card.addresses == ("lea@example.net", "linkedin.com/in/lea-roy")
    assert (card.organization, card.title) == ("Coop du Sud", "Directrice")
    assert card.connected_on == date(2021, 6, 17)


def test_an_export_without_profiles_names_people_by_their_name() -> None:
    head = "First Name,Last Name,Email Address,Company,Position,Connected On\n"
    found = connections(head + "Zoé,Côté,,A,B,9-Sep-22\nLéa,Roy,,A,B,9-Sep-22\nLea,ROY,,C,D,8-Sep-22\n")
    assert [card.addresses for card in found] == [("linkedin:zoe cote",), (), ()]  # two of one name: neither
    assert len({card.source for card in found}) == 3


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("https://www.linkedin.com/in/Lea-Roy/", "linkedin.com/in/lea-roy"),
        ("http://ca.linkedin.com/in/lea-roy?trk=x", "linkedin.com/in/lea-roy"),
        ("linkedin.com/in/l%C3%A9a-roy", "linkedin.com/in/léa-roy"),
        ("https://www.linkedin.com/company/acme", ""),
        ("https://evil.example/linkedin.com/in/x", ""),
        ("", ""),
    ],
)
def test_a_profile_has_one_form_and_is_never_mailable(url: str, form: str) -> None:
    assert profile(url) == form
    assert not is_mailable(form)
    assert not is_mailable(by_name("Léa Roy"))


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("17 Jun 2021", (2021, 6, 17)),
        ("17 juin 2021", (2021, 6, 17)),
        ("1er août 2021", (2021, 8, 1)),
        ("3 févr. 2021", (2021, 2, 3)),
        ("3 juil. 2021", (2021, 7, 3)),
        ("25 déc. 2019", (2019, 12, 25)),
        ("9-Sep-22", (2022, 9, 9)),
        ("Jun 17, 2021", (2021, 6, 17)),
        ("1/8/18, 6:14 PM", (2018, 1, 8, 18, 14)),
        ("12/31/18, 12:05 AM", (2018, 12, 31, 0, 5)),
        ("2022-09-08 18:08:14 UTC", (2022, 9, 8, 18, 8, 14)),
        ("2021-06-17", (2021, 6, 17)),
    ],
)
def test_dates_of_every_year_are_read(text: str, when: tuple[int, ...]) -> None:
    assert moment(text) == datetime(*when, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize("text", ["", "soon", "31 Feb 2021", "17 Foo 2021", "99/99/99", "0000-00-00"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert moment(text) is None


def test_a_file_with_a_day_above_twelve_tells_how_its_dates_are_meant() -> None:
    rows = "Léa,Roy,,,,,{}\nZoé,Côté,,,,,{}\n"
    assert [c.connected_on for c in connections(HEAD + rows.format("05/06/2021", "25/06/2021"))] == [
        date(2021, 6, 5),
        date(2021, 6, 25),
    ]
    first, _ = connections(HEAD + rows.format("05/06/2021", "06/25/2021"))
    assert first.connected_on == date(2021, 5, 6)


MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n"
    "1,,Ana Tremblay,https://www.linkedin.com/in/ana,Léa Roy,https://www.linkedin.com/in/lea-roy,"
    '2022-09-08 18:08:14 UTC,zanzibar,"zanzibar\n, zanzibar",INBOX\n'
    "1,,Léa Roy,https://www.linkedin.com/in/lea-roy,Ana Tremblay,https://www.linkedin.com/in/ana,"
    "2022-09-08 18:10:00 UTC,,zanzibar,INBOX\n"
    "2,zanzibar,Ana Tremblay,https://www.linkedin.com/in/ana,Pat O'Brien,https://www.linkedin.com/in/pat,"
    "2022-09-09 18:10:00 UTC,,zanzibar,INBOX\n"
    "3,,Courtier,https://www.linkedin.com/in/spam,Ana Tremblay,https://www.linkedin.com/in/ana,"
    "2022-09-09 18:11:00 UTC,,zanzibar,SPAM\n"
    "4,,LinkedIn Member,,Ana Tremblay,https://www.linkedin.com/in/ana,2022-09-09 18:12:00 UTC,,zanzibar,INBOX\n"
)


def test_messages_tell_who_wrote_to_whom_when_and_nothing_of_what() -> None:
    found = letters(MESSAGES)
    assert [(m.moment.minute, m.sent, [p.address for p in m.participants]) for m in found] == [
        (8, True, ["linkedin.com/in/ana", "linkedin.com/in/lea-roy"]),
        (10, False, ["linkedin.com/in/lea-roy", "linkedin.com/in/ana"]),
        (10, True, ["linkedin.com/in/ana", "linkedin.com/in/pat"]),
    ]
    assert "zanzibar" not in repr(found)
    assert all(m.subject is None for m in found)


def test_the_user_is_who_is_in_every_conversation_or_who_the_profile_names() -> None:
    one_conversation = "".join(MESSAGES.splitlines(keepends=True)[:4])
    assert not any(m.sent for m in letters(one_conversation))  # either could be the user
    assert [m.sent for m in letters(one_conversation, user="Ana TREMBLAY")] == [True, False]


def test_the_oldest_shape_tells_by_its_direction_who_the_user_is() -> None:
    found = letters(
        "From,To,Date,Subject,Content,Direction,Folder\n"
        'Ash Bernard,Noa Mercier,"10/16/18, 8:36 AM",x,y,INCOMING,INBOX\n'
        'Noa Mercier,Ash Bernard,"10/17/18, 8:36 AM",x,y,OUTGOING,INBOX\n'
    )
    assert [m.sent for m in found] == [False, True]
    assert found[0].participants[0].address == "linkedin:ash bernard"
    assert found[0].participants[0].role is Role.FROM


def test_one_message_in_two_exports_has_one_message_id() -> None:
    older = (
        "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n"
        "1,Ana Tremblay,https://www.linkedin.com/in/ana,Léa Roy,2022-09-08 18:08:14 UTC,,x,INBOX\n"
    )
    assert letters(older)[0].message_id == letters(MESSAGES)[0].message_id


def test_a_message_longer_than_any_limit_is_passed_over_unread() -> None:
    assert len(letters(MESSAGES.replace("zanzibar", "z" * 200_000))) == 3


@given(st.text(max_size=200))
@quick(max_examples=200, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    connections(HEAD + text)
    letters("FROM,TO,DATE\n" + text)


# --- through the connector ------------------------------------------------------------------------------------------


def read(base: Path, part: str, since: list[Batch] | None = None) -> list[Batch]:
    connection = plugin.open("archive", Options(contacts=("linkedin",), base=base), Ports())
    cursor = since[-1].cursor if since else None
    return list(getattr(connection, part).changes(cursor, READING))


def items(batches: list[Batch]) -> list[object]:
    return [item for batch in batches for item in batch.appeared]


def test_an_export_in_a_folder_is_found_and_its_profile_names_the_user(tmp_path: Path) -> None:
    folder = tmp_path / "linkedin"
    folder.mkdir()
    (folder / "Connections.csv").write_text(NOTES + HEAD + ROW)
    (folder / "messages.csv").write_text("".join(MESSAGES.splitlines(keepends=True)[:4]))
    (folder / "Profile.csv").write_text("First Name,Last Name,Headline\nAna,Tremblay,x\n")
    (folder / "Endorsement_Given_Info.csv").write_text("x\n")
    assert len(items(read(tmp_path, "contacts"))) == 1
    assert [m.sent for m in items(read(tmp_path, "mail")) if isinstance(m, Message)] == [True, False]


def test_a_second_run_reads_only_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "linkedin"
    folder.mkdir()
    file = folder / "Connections.csv"
    file.write_text(HEAD + ROW)
    first = read(tmp_path, "contacts")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read"))
        second = read(tmp_path, "contacts", first)
    assert items(second) == []
    file.write_text(HEAD + ROW + "Zoé,Côté,,,A,B,18 Jun 2021\n")
    third = read(tmp_path, "contacts", second)
    assert [card.name for card in items(third) if isinstance(card, Card)] == ["Zoé Côté"]
    os.utime(file, (1, 1))
    assert items(read(tmp_path, "contacts", third)) == []
    file.write_text(HEAD)
    assert len([source for batch in read(tmp_path, "contacts", third) for source in batch.gone]) == 2


def test_a_table_of_something_else_is_said(tmp_path: Path) -> None:
    (tmp_path / "linkedin").mkdir()
    (tmp_path / "linkedin/Connections.csv").write_text("a,b,c\n1,2,3\n")
    problems = [p for batch in read(tmp_path, "contacts") for p in batch.problems]
    assert [(p.code, p.place) for p in problems] == [("contacts.not_linkedin", "linkedin/Connections.csv")]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("shape", "people", "written", "sent"), [("current", 597, 0, 0), ("2022-no-url", 306, 234, 50), ("2018", 41, 25, 5)]
)
def test_the_real_exports_are_read_whole(shape: str, people: int, written: int, sent: int) -> None:
    if not CORPUS.exists():
        pytest.skip("needs ../shared/corpora/linkedin")
    connection = plugin.open("archive", Options(contacts=(str(CORPUS / shape),)), Ports())
    assert connection.contacts is not None
    assert connection.mail is not None
    found = [c for c in items(list(connection.contacts.changes(None, READING))) if isinstance(c, Card)]
    assert len(found) == people
    assert all(c.connected_on and c.name for c in found)
    talk = [m for m in items(list(connection.mail.changes(None, READING))) if isinstance(m, Message)]
    assert len(talk) == written
    assert sum(m.sent for m in talk) >= sent
