"""Requests that change something: sent once, over a connection of their own, by nothing that repeats them.

httplib2 sends a POST again when its connection is cut, and google-api-python-client's retries do not look at the method
either. So what changes something goes through requests, which on a fresh connection sends once (docs/decisions/0013).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import httplib2  # type: ignore[import-untyped]  # it has no types
import requests
from googleapiclient import discovery
from googleapiclient.errors import Error, HttpError

from coucou.contract import TryLater, Unclear
from coucou_connectors.google.errors import error_of
from coucou_connectors.google.wire import VERSIONS, Wire
from coucou_connectors.sessions import never_left, new_session

_HEARD_AND_REFUSED = range(400, 500)
_TIME_WAS_UP = 408  # the one of them that says nothing of what was done (RFC 9110, 15.5.9)


def once(wire: Wire, make: Callable[[Any], Any]) -> Mapping[str, Any]:
    """What Calendar answers to one request, sent once; only a 401, which did nothing, is answered by another token.

    :raises Unclear: nobody can tell whether it was heard. :raises TryLater, SignInNeeded, Refused: it did nothing.
    """
    wire.meter("calendar").spend(1)
    with new_session(on_loopback=wire.setting.on_loopback) as session:
        service = discovery.build(
            "calendar",
            VERSIONS["calendar"],
            http=_Line(wire, session),
            client_options={"api_endpoint": wire.setting.root("calendar")},
            static_discovery=True,
            cache_discovery=False,
        )
        request = make(service)
        try:
            answer = request.execute(num_retries=0)
        except HttpError as error:
            status = int(error.resp.status)
            if status in _HEARD_AND_REFUSED and status != _TIME_WAS_UP:
                raise error_of(status, error.resp, error.content, wire.setting.clock.now()) from error
            raise Unclear("google.unclear") from error
        except (Error, ValueError, KeyError) as error:  # an answer that the library cannot take apart
            raise Unclear("google.unclear") from error
        return answer if isinstance(answer, dict) else {}


class _Line:
    """What the client library sends through, in httplib2's place."""

    def __init__(self, wire: Wire, session: requests.Session) -> None:
        self._wire = wire
        self._session = session

    def request(
        self, uri: str, method: str = "GET", body: Any = None, headers: Mapping[str, str] | None = None, **_: Any
    ) -> tuple[httplib2.Response, bytes]:
        token = self._wire.tokens.current()
        answer = self._send(uri, method, body, headers, token)
        if answer.status_code == 401:
            answer = self._send(uri, method, body, headers, self._wire.tokens.after_refusal(token))
            if answer.status_code == 401:
                raise self._wire.tokens.hopeless()
        told = httplib2.Response({name.lower(): value for name, value in answer.headers.items()})
        told.status = answer.status_code
        form = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if answer.content and form != "application/json":
            raise Unclear("google.unclear")  # a page of somebody between Google and us
        return told, answer.content

    def _send(
        self, uri: str, method: str, body: Any, headers: Mapping[str, str] | None, token: str
    ) -> requests.Response:
        sent = {**(headers or {}), "authorization": f"Bearer {token}"}
        try:
            return self._session.request(
                method, uri, data=body, headers=sent, timeout=self._wire.setting.timeout, allow_redirects=False
            )
        except requests.RequestException as error:
            if never_left(error):
                raise TryLater("google.unreachable") from error
            raise Unclear("google.unclear") from error
