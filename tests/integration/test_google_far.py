"""The fake Google is strict: what the discovery documents do not know is a mistake, and it keeps ids as Google does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httplib2  # type: ignore[import-untyped]  # it has no types
import pytest
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from tests.google import discovery
from tests.google.discovery import Wrong
from tests.google.server import FarGoogle

OWNED = "https://www.googleapis.com/auth/calendar.events.owned"


class Bearer(httplib2.Http):  # type: ignore[misc]  # untyped
    token = ""

    def request(self, uri: str, *rest: Any, headers: Any = None, **more: Any) -> Any:
        return super().request(uri, *rest, headers={**(headers or {}), "authorization": f"Bearer {self.token}"}, **more)


@pytest.fixture
def far() -> FarGoogle:
    return FarGoogle()


@pytest.fixture
def events(far: FarGoogle) -> Iterator[Any]:
    http = Bearer(timeout=5, proxy_info=None)
    http.token = far.accounts.give([OWNED], far.clock.true_now())
    with far.serving() as address:
        options = {"api_endpoint": f"{address}/calendar/v3/"}
        service = build("calendar", "v3", http=http, client_options=options, static_discovery=True)
        yield service.events()
        service.close()


def status(act: Callable[[], object]) -> int:
    with pytest.raises(HttpError) as caught:
        act()
    return int(caught.value.resp.status)


def test_an_id_is_taken_once_and_stays_taken_after_deletion(events: Any) -> None:
    body = {"id": "coucou0123", "start": {"date": "2026-03-03"}, "end": {"date": "2026-03-04"}}
    assert events.insert(calendarId="primary", body=body).execute()["id"] == "coucou0123"
    assert status(lambda: events.insert(calendarId="primary", body=body).execute()) == 409
    events.delete(calendarId="primary", eventId="coucou0123").execute()
    assert status(lambda: events.insert(calendarId="primary", body=body).execute()) == 409
    assert status(lambda: events.delete(calendarId="primary", eventId="coucou0123").execute()) == 410
    bad = {**body, "id": "WXYZ"}
    assert status(lambda: events.insert(calendarId="primary", body=bad).execute()) == 400


def test_a_scope_that_does_not_cover_a_method_is_refused(far: FarGoogle, events: Any) -> None:
    assert events.list(calendarId="primary", fields="items/id").execute() == {"items": []}
    mail_only = ["https://www.googleapis.com/auth/gmail.metadata"]
    far.accounts.tokens = {key: (mail_only, end) for key, (_, end) in far.accounts.tokens.items()}
    assert status(lambda: events.list(calendarId="primary", fields="items/id").execute()) == 403


def test_fields_that_do_not_exist_are_a_mistake(far: FarGoogle, events: Any) -> None:
    assert status(lambda: events.list(calendarId="primary", fields="items(id,colour)").execute()) == 404
    assert len(far.wrong) == 1 and "has no colour" in far.wrong[0]


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ({"since": ["1"]}, "no parameter"),
        ({"maxResults": ["0"]}, "cannot be 0"),
        ({"eventTypes": ["party"]}, "cannot be party"),
        ({"singleEvents": ["yes"]}, "cannot be yes"),
        ({"syncToken": ["a", "b"]}, "stands twice"),
    ],
)
def test_parameters_are_judged(query: dict[str, list[str]], what: str) -> None:
    found = discovery.find("GET", "/calendar/v3/calendars/primary/events")
    assert found is not None
    with pytest.raises(Wrong, match=what):
        discovery.check_query(found[0], query)


def test_answers_are_judged_too() -> None:
    discovery.check("calendar", "Event", {"id": "e0000", "attendees": [{"email": "x@example.net"}]})
    wrongs: list[dict[str, Any]] = [
        {"title": "x"},
        {"attendees": [{"mail": "x"}]},
        {"sequence": "1"},
        {"attendees": {}},
    ]
    for wrong in wrongs:
        with pytest.raises(Wrong):
            discovery.check("calendar", "Event", wrong)


def test_a_mask_takes_what_it_names() -> None:
    wanted = discovery.mask("a,b/c,d(e,f/g),h/*/i")
    told = {"a": 1, "b": {"c": 2, "x": 0}, "d": [{"e": 3, "f": {"g": 4, "y": 0}}], "h": {"k": {"i": 5, "z": 0}}, "w": 0}
    kept = {"a": 1, "b": {"c": 2}, "d": [{"e": 3, "f": {"g": 4}}], "h": {"k": {"i": 5}}}
    assert discovery.masked(told, wanted) == kept
    for wrong in ("a(b", "a,", "(b)", "a)b"):
        with pytest.raises(Wrong):
            discovery.mask(wrong)
