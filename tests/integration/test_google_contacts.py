"""Google Contacts: read where the user wants them, then what changes, within the week that Google's tokens live."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coucou.contract import Card, CursorExpired
from coucou.testing.conformance import Ledger
from tests.google.rig import Desk
from tests.integration.googles import account, read

METHOD = "people.people.connections.list"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with account(tmp_path, contacts=True) as made:
        made.far.people.put("c1", "Léa Roy", ("lea@example.net",), "Example", "Directrice")
        made.far.people.put("c2", "Omar", ("omar@example.com",), "", "")
        yield made


def names(ledger: Ledger) -> list[str]:
    return sorted(one.name for one in ledger.items.values() if isinstance(one, Card))


def test_without_leave_no_contact_is_read(desk: Desk) -> None:
    assert desk.open(contacts=False).contacts is None


def test_names_addresses_and_employers_come_and_nothing_else_is_asked_for(desk: Desk) -> None:
    ledger = Ledger()
    read(ledger, desk, "contacts")
    assert names(ledger) == ["Léa Roy", "Omar"]
    (asked,) = desk.far.saw(METHOD)
    assert asked.query["personFields"] == ["names,emailAddresses,organizations,metadata"]
    for word in ("phone", "birthday", "biograph", "photo"):
        assert word not in asked.query["fields"][0]


def test_then_what_changes_costs_one_call(desk: Desk) -> None:
    ledger = Ledger()
    read(ledger, desk, "contacts")
    desk.far.people.drop("c2")
    desk.far.people.put("c1", "Léa Roy-Lavoie", ("lea@example.net",), "Example", "")
    desk.far.forget()
    read(ledger, desk, "contacts")
    assert names(ledger) == ["Léa Roy-Lavoie"]
    assert desk.far.calls[METHOD] == 1


def test_a_token_older_than_a_week_leads_to_a_full_read(desk: Desk) -> None:
    ledger = Ledger()
    read(ledger, desk, "contacts")
    desk.far.fail(METHOD, status=400, reason="EXPIRED_SYNC_TOKEN")
    with pytest.raises(CursorExpired) as caught:
        read(ledger, desk, "contacts")
    assert caught.value.code == "google.cursor_gone"
