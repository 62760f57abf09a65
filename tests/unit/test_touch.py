"""What counts as a direct touch, and what only shows that somebody is around."""

from __future__ import annotations

import pytest

from coucou.contract import MailKind, Role
from coucou.core.touch import (
    RECEIVED,
    SENT,
    SIGHTING,
    contact,
    is_direct_meeting,
    is_list,
    people_among,
)

ME, ALSO_ME = "ana@example.org", "ana.tremblay@example.com"
OWN = frozenset({ME, ALSO_ME})
LEA, OMAR, INES, HUGO = "lea@example.net", "omar@example.com", "ines@example.com", "hugo@example.com"
A_LIST = "dev@lists.example.org"


def judge(role: Role, sender: str, to: list[str], cc: tuple[str, ...] = (), kind: MailKind = MailKind.PERSONAL) -> int:
    return contact(
        role,
        outgoing=sender in OWN,
        own_in_to=bool(OWN.intersection(to)),
        talking=people_among([sender, *to], OWN),
        people=people_among([sender, *to, *cc], OWN),
        kind=kind,
    )


@pytest.mark.parametrize(
    ("role", "sender", "to", "cc", "expected"),
    [
        (Role.TO, ME, [LEA], (), SENT),
        (Role.FROM, LEA, [ME], (), RECEIVED),
        (Role.TO, ME, [LEA, OMAR], (), SENT),
        (Role.FROM, LEA, [ME, OMAR], (), RECEIVED),
        (Role.TO, ME, [LEA, OMAR, INES], (), SIGHTING),
        (Role.FROM, LEA, [ME, OMAR, INES], (), SIGHTING),
        (Role.CC, ME, [LEA], (OMAR,), SIGHTING),
        (Role.FROM, LEA, [OMAR], (ME,), SIGHTING),
        (Role.TO, LEA, [ME, OMAR], (), SIGHTING),
        (Role.TO, ME, [LEA], (OMAR, INES, HUGO), SENT),
    ],
    ids=[
        "the user writes to one",
        "one writes to the user",
        "the user writes to two",
        "one writes to the user and another",
        "three in To are a round",
        "a round that the user is in",
        "Cc is no touch",
        "the user in Cc is no touch",
        "two who were written to did not touch each other's mail",
        "people in Cc look on",
    ],
)
def test_a_touch_is_a_talk_of_at_most_three(
    role: Role, sender: str, to: list[str], cc: tuple[str, ...], expected: int
) -> None:
    assert judge(role, sender, to, cc) == expected


def test_mail_with_more_than_twenty_people_touches_nobody() -> None:
    nineteen, eighteen = (tuple(f"p{n}@example.net" for n in range(count)) for count in (19, 18))
    assert judge(Role.TO, ME, [LEA], eighteen) == SENT
    assert judge(Role.TO, ME, [LEA], nineteen) == SIGHTING
    assert judge(Role.FROM, LEA, [ME], nineteen) == SIGHTING


@pytest.mark.parametrize("kind", [MailKind.BULK, MailKind.AUTOMATIC, MailKind.BOUNCE])
def test_mail_that_no_person_wrote_to_a_person_touches_nobody(kind: MailKind) -> None:
    assert judge(Role.FROM, LEA, [ME], kind=kind) == SIGHTING
    assert judge(Role.TO, ME, [LEA], kind=kind) == SIGHTING


def test_a_mailing_list_and_the_users_second_address_do_not_make_a_talk_larger() -> None:
    assert judge(Role.FROM, LEA, [ME, ALSO_ME, OMAR, A_LIST]) == RECEIVED
    assert people_among([ME, ALSO_ME, A_LIST, LEA, LEA], OWN) == 2


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (A_LIST, True),
        ("anything@googlegroups.com", True),
        ("DEV@LISTS.EXAMPLE.ORG", True),
        ("lea@example.net", False),
        ("marc@group.example.com", False),
        ("liste.roy@example.net", False),
    ],
)
def test_a_mailing_list_is_known_by_its_host(address: str, expected: bool) -> None:
    assert is_list(address) is expected


def test_a_meeting_of_two_to_eight_is_a_touch() -> None:
    assert [people for people in range(12) if is_direct_meeting(people)] == [2, 3, 4, 5, 6, 7, 8]
