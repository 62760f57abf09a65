"""Addresses are those that the standard library finds, whatever the shape of the header."""

from __future__ import annotations

import mailbox
from contextlib import closing
from email import utils
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coucou.contract import Role
from coucou_connectors.addresses import addressees, pairs
from coucou_connectors.encoded import cleaned
from coucou_connectors.headers import everybody, wanted

_LOCAL = st.sampled_from(["ana", "ana.roy", "a+b", "x_y", "o'brien", '"ana roy"', "ana..roy", "é", "a b", ""])
_DOMAIN = st.sampled_from(
    ["example.org", "mail.example", "[192.0.2.1]", "xn--caf-dma.example", "exam ple.org", "a", ""]
)
_NAME = st.sampled_from(
    ["", "Ana", "Ana Roy", '"Roy, Ana"', "=?utf-8?q?L=C3=A9a?=", "Dr. A. Roy", '"A \\"B\\" C"', "Léa  Roy", "A (b) C",
     "Roy, Ana", "a@b", '"open', "A: B", "A;B", "A[B]", "\\", "«Ana»", "Ana\tRoy"]
)  # fmt: skip
_MAILBOX = st.one_of(
    st.builds("{} <{}@{}>".format, _NAME, _LOCAL, _DOMAIN),
    st.builds("{}@{}".format, _LOCAL, _DOMAIN),
    st.builds("{}@{} ({})".format, _LOCAL, _DOMAIN, _NAME),
    st.builds("{}: {}@{}, {}@{};".format, _NAME, _LOCAL, _DOMAIN, _LOCAL, _DOMAIN),
    st.builds("<@{}:{}@{}>".format, _DOMAIN, _LOCAL, _DOMAIN),
    st.sampled_from(["undisclosed-recipients:;", "", "root", "<>", "a@b@c", "<a@b", "a@b>", "(", ")"]),
)
_LIST = st.lists(_MAILBOX, max_size=5).flatmap(
    lambda boxes: st.sampled_from([",", ", ", " ,", ",,", " "]).map(lambda between: between.join(boxes))
)
_ANYTHING = st.text(st.sampled_from("ab@.<>()[]:;,\"\\ \t=?é'+-"), max_size=30)


def getaddresses(values: list[str]) -> list[tuple[str, str]]:
    """The library's, which drops a header for one odd mailbox in newer Pythons unless told not to."""
    lenient = {"strict": False} if hasattr(utils, "supports_strict_parsing") else {}
    return utils.getaddresses(values, **lenient)


@given(st.one_of(_LIST, _ANYTHING))
@settings(max_examples=200, deadline=None)
def test_addresses_are_those_of_getaddresses(value: str) -> None:
    theirs = [address for _, address in getaddresses([cleaned(value)])]
    assert [address for _, address in pairs(value)] == theirs
    assert [p.address for p in addressees(value)] == [address for address in theirs if cleaned(address)]


@given(st.lists(_MAILBOX, max_size=4))
@settings(max_examples=100, deadline=None)
def test_names_are_those_of_getaddresses_but_for_blanks(boxes: list[str]) -> None:
    value = ", ".join(boxes)
    ours = [" ".join(name.split()) for name, _ in pairs(value)]
    assert ours == [" ".join(name.split()) for name, _ in getaddresses([cleaned(value)])]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"Roy, Ana" <ana@example.org>, lea@example.net', [("Roy, Ana", "ana@example.org"), ("", "lea@example.net")]),
        ("team: ana@example.org, lea@example.net;", [("", "ana@example.org"), ("", "lea@example.net")]),
        ("undisclosed-recipients:;", []),
        ("ana@example.org (Ana Roy)", [("Ana Roy", "ana@example.org")]),
        ('"Ana \\"Nana\\" Roy" <ana@example.org>', [('Ana "Nana" Roy', "ana@example.org")]),
        ('"=?utf-8?q?Roy=2C_L=C3=A9a?=" <lea@example.net>', [("Roy, Léa", "lea@example.net")]),
        ("ANA@Example.ORG", [("", "ANA@Example.ORG")]),
        ("Roy, Ana <ana@example.org>", [("", "Roy"), ("Ana", "ana@example.org")]),
        ("", []),
        ('" "', []),
    ],
)
def test_every_shape_of_a_mailbox_is_read(value: str, expected: list[tuple[str, str]]) -> None:
    assert [(p.name, p.address) for p in addressees(value)] == expected
    assert all(p.role is Role.TO for p in addressees(value))


def test_a_thousand_recipients_are_all_read() -> None:
    value = ", ".join(f"Person {n} <p{n}@example.org>" for n in range(1000))
    assert [p.address for p in addressees(value)] == [f"p{n}@example.org" for n in range(1000)]


CORPORA = Path(__file__).parents[3] / "shared" / "corpora" / "mail"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["dev-a", "dev-b", "dev-c"])
def test_addresses_of_real_mail_are_those_of_getaddresses(name: str) -> None:
    path = CORPORA / f"{name}.mbox"
    if not path.exists():
        pytest.skip("the corpora are not beside this checkout")
    with closing(mailbox.mbox(path, create=False)) as box:
        messages = list(box)[::3]
    for message in messages:
        block = "".join(f"\n{key}: {value}" for key, value in message.items())
        theirs = [
            address
            for header in ("from", "to", "cc", "bcc")
            for _, address in getaddresses([str(value) for value in message.get_all(header, [])])
            if address
        ]
        assert [p.address for p in everybody(wanted(block.encode()))] == theirs
