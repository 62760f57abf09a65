"""Requests to Graph that change something. Each leaves once: what may have been heard is never sent again from here.

Only a connection that may send holds a pen; everything else reads through :mod:`coucou_connectors.outlook.wire`, which
repeats.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from coucou.contract import SignInNeeded, TryLater, Unclear
from coucou_connectors.outlook.errors import error_of, reason_of
from coucou_connectors.outlook.wire import Wire
from coucou_connectors.sessions import never_left, new_session

_DUPLICATE = "errorduplicatetransactionid"


class Duplicate(Exception):
    """An event was made under this ``transactionId`` before."""


class Pen:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def write(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> None:
        """Ask for a change, once.

        :raises Unclear: it may have been made. :raises Duplicate, Lost, Missing, Unusable: it was not: see their names.
        :raises SignInNeeded, TryLater, Refused: neither.
        """
        token = self._wire.tokens.current()
        response = self._once(token, method, path, body)
        if response.status_code == 401:  # refused at the door: a new token may come with the same request
            response = self._once(self._wire.tokens.after_refusal(token), method, path, body)
            if response.status_code == 401:
                raise SignInNeeded("outlook.sign_in_again", account=self._wire.setting.account)
        if 200 <= response.status_code < 300 and _is_graphs(response):
            return
        if response.status_code < 400 or response.status_code >= 500 or response.status_code == 408:
            raise Unclear("outlook.unclear")
        if reason_of(response.content).casefold() == _DUPLICATE:
            raise Duplicate
        now = self._wire.setting.clock.now()
        raise error_of(response.status_code, response.headers, response.content, now)

    def _once(self, token: str, method: str, path: str, body: Mapping[str, Any] | None) -> requests.Response:
        """By a connection of its own: one that was kept may be dead, and nobody could tell what it heard."""
        with new_session(on_loopback=self._wire.setting.on_loopback) as session:
            try:
                return self._wire.sent(session, token, method, path, asked=body)
            except requests.RequestException as error:
                if never_left(error):
                    raise TryLater("outlook.unreachable") from error
                raise Unclear("outlook.unclear") from error


def _is_graphs(response: requests.Response) -> bool:
    """Whether the answer is one of Graph's: nothing, or an object; not a page of some portal's."""
    if not response.content:
        return True
    try:
        return isinstance(response.json(), dict)
    except ValueError:
        return False
