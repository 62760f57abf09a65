"""Requests to Graph: a token and a time limit on each, never too many at once, tried again where that is safe.

https://learn.microsoft.com/graph/throttling-limits: 4 at a time and 10,000 in ten minutes, for each mailbox.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import requests

from coucou.contract import SignInNeeded, TryLater
from coucou_connectors.backoff import LONGEST, persist
from coucou_connectors.outlook.errors import TooLarge, error_of
from coucou_connectors.outlook.fields import parts
from coucou_connectors.outlook.setting import Setting
from coucou_connectors.outlook.tokens import Tokens
from coucou_connectors.quota import Meter
from coucou_connectors.sessions import new_session

AT_ONCE = 4
A_MINUTE = 900  # below 10,000 in ten minutes, refused requests counted
VERSION = "/v1.0"
_ALWAYS = {"Accept": "application/json", "Prefer": 'IdType="ImmutableId", outlook.timezone="UTC"'}

Answer = Mapping[str, Any]


@dataclass(slots=True)
class Wire:
    """How one account reaches Graph. What goes by :meth:`get` and :meth:`post` only reads, and is repeated."""

    setting: Setting
    tokens: Tokens
    meter: Meter = field(init=False)
    _gate: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(AT_ONCE))
    _local: threading.local = field(default_factory=threading.local)
    _of_all_threads: list[requests.Session] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.meter = Meter(A_MINUTE, self.setting.clock)

    def get(self, path: str, params: Mapping[str, str] | None = None, *, page: int | None = None) -> Answer:
        """The answer at ``path``, which begins with the API's version or is what :meth:`path_of` gave.

        ``page``: how many items it should hold at most.

        :raises TooLarge: at once, where ``page`` could be smaller. :raises Lost, Missing, Unusable: see their names.
        :raises SignInNeeded, TryLater, Refused: see their names.
        """
        return self._persist("GET", path, params, None, page)

    def post(self, path: str, asked: Mapping[str, Any]) -> Answer:
        """The answer to a question that is too long for an address, and changes nothing. :raises: as :meth:`get`."""
        return self._persist("POST", path, None, asked, None)

    def own(self, path: str) -> str:
        """The path of something in the account's mailbox."""
        return f"{VERSION}{self.setting.owner}{path}"

    def path_of(self, link: str) -> str:
        """What of a link to the next page is kept, and asked for again verbatim.

        :raises TryLater: it leads elsewhere; a token goes to nobody but Graph.
        """
        root = self.setting.endpoint + "/"
        there, here = urlsplit(link), urlsplit(root)
        if (there.scheme, there.netloc) != (here.scheme, here.netloc) or not there.path.startswith(here.path):
            raise TryLater("outlook.not_graph")
        return link[len(root) - 1 :]

    def close(self) -> None:
        """Close every thread's connections; a thread that asks again gets new ones."""
        for session in self._of_all_threads:
            session.close()

    def pages(self, path: str, params: Mapping[str, str], *, page: int | None = None) -> list[Answer]:
        """All items of a collection, page after page. :raises: as :meth:`get`."""
        items: list[Answer] = []
        asked: Mapping[str, str] | None = params
        while True:
            answer = self.get(path, asked, page=page)
            items += parts(answer, "value")
            link = answer.get("@odata.nextLink")
            if not isinstance(link, str):
                return items
            path, asked = self.path_of(link), None

    def _persist(
        self, method: str, path: str, params: Mapping[str, str] | None, asked: Any, page: int | None
    ) -> Answer:
        def once() -> Answer:
            try:
                return self._once(method, path, params, asked, page)
            except TooLarge as error:
                if page is None or page == 1 or (error.after or timedelta(0)) > LONGEST:
                    raise TryLater("outlook.failing", error.after) from error  # nothing smaller can be asked for
                self.setting.clock.sleep((error.after or timedelta(0)).total_seconds())
                raise

        return persist(once, self.setting.clock)

    def _once(self, method: str, path: str, params: Mapping[str, str] | None, asked: Any, page: int | None) -> Answer:
        token = self.tokens.current()
        response = self._send(token, method, path, params, asked, page)
        if response.status_code == 401:  # ended, taken back, or a clock that is off: once with another
            token = self.tokens.after_refusal(token)
            response = self._send(token, method, path, params, asked, page)
            if response.status_code == 401:
                raise SignInNeeded("outlook.sign_in_again", account=self.setting.account)
        if 300 <= response.status_code < 400:
            raise TryLater("outlook.not_graph")  # an API has no redirections; a portal of a hotel has
        if response.status_code != 200:
            raise error_of(response.status_code, response.headers, response.content, self.setting.clock.now())
        return _told(response)

    def _send(
        self, token: str, method: str, path: str, params: Mapping[str, str] | None, asked: Any, page: int | None
    ) -> requests.Response:
        try:
            return self.sent(self._session(), token, method, path, params=params, asked=asked, page=page)
        except requests.RequestException as error:
            self._session().close()  # the next try goes over a new connection
            raise TryLater("outlook.unreachable") from error

    def sent(
        self,
        session: requests.Session,
        token: str,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        asked: Any = None,
        page: int | None = None,
    ) -> requests.Response:
        """One request and its answer, whatever it is. :raises requests.RequestException: there is none."""
        headers = {**_ALWAYS, "Authorization": f"Bearer {token}"}
        if page is not None:
            headers["Prefer"] += f", odata.maxpagesize={page}"
        self.meter.spend(1)
        with self._gate:
            return session.request(
                method,
                self.setting.endpoint + path,
                params=urlencode(params, quote_via=quote) if params else None,  # a space as %20: "+" may stay one
                json=asked,
                headers=headers,
                timeout=self.setting.timeout,
                allow_redirects=False,
            )

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = new_session(on_loopback=self.setting.on_loopback)
            self._of_all_threads.append(self._local.session)
        found: requests.Session = self._local.session
        return found


def _told(response: requests.Response) -> Answer:
    """:raises TryLater: it is no answer of Graph's, but a page of some portal's."""
    try:
        told = response.json()
    except ValueError as error:
        raise TryLater("outlook.not_graph") from error
    if not isinstance(told, dict):
        raise TryLater("outlook.not_graph")
    return told
