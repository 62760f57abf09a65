"""Requests to Google: one service a thread, a time limit and a token on each, tried again where that is safe.

Only requests that read go through here: httplib2 re-sends what was cut off, whatever it is.
"""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httplib2  # type: ignore[import-untyped]  # it has no types
from google.auth.exceptions import TransportError
from googleapiclient import discovery
from googleapiclient.errors import Error, HttpError
from googleapiclient.http import BatchHttpRequest

from coucou.contract import Refused, TryLater
from coucou_connectors.backoff import persist
from coucou_connectors.google.errors import error_of, tries
from coucou_connectors.google.setting import Setting
from coucou_connectors.google.tokens import Tokens
from coucou_connectors.google.tokens import http as new_http
from coucou_connectors.quota import Meter

VERSIONS = {"gmail": "v1", "calendar": "v3", "people": "v1"}
CALLS_A_MINUTE = 600  # of Calendar and People, by user
_TRANSPORT = (OSError, httplib2.HttpLib2Error, http.client.HTTPException, TransportError)

_PART_REFUSED = re.compile(rb"^HTTP/1\.1 401", re.MULTILINE)

Make = Callable[[Any], Any]
"""Makes a request of a service. Called again for each try, because a service that failed is built anew."""

_T = TypeVar("_T")


class Line:
    """What the client library sends through, in httplib2's place: puts the token on, and looks at what comes back."""

    def __init__(self, setting: Setting, tokens: Tokens) -> None:
        self._setting = setting
        self._tokens = tokens
        self._http = new_http(setting)
        self._refused: str | None = None

    def request(
        self, uri: str, method: str = "GET", body: Any = None, headers: Mapping[str, str] | None = None, **_: Any
    ) -> tuple[httplib2.Response, bytes]:
        token = self._tokens.current()
        if token == self._refused:
            token = self._tokens.after_refusal(token)
        response, content = self._send(uri, method, body, headers, token)
        # The parts of a batch have a status each. The client library sends those with 401 once more by itself.
        self._refused = token if response.status == 200 and _PART_REFUSED.search(content) else None
        if response.status == 401:  # ended, taken back, or a clock that is off: once with another
            token = self._tokens.after_refusal(token)
            response, content = self._send(uri, method, body, headers, token)
            if response.status == 401:
                raise self._tokens.hopeless()
        return response, content

    def _send(
        self, uri: str, method: str, body: Any, headers: Mapping[str, str] | None, token: str
    ) -> tuple[httplib2.Response, bytes]:
        sent = {**(headers or {}), "authorization": f"Bearer {token}"}
        response, content = self._http.request(uri, method=method, body=body, headers=sent)
        form = response.get("content-type", "").partition(";")[0].strip().lower()
        if response.status < 500 and response.status != 429 and form not in ("application/json", "multipart/mixed"):
            raise TryLater("google.not_google")  # a portal's page, which the client library would take for an answer
        return response, content

    def close(self) -> None:
        self._http.close()


@dataclass(slots=True)
class Wire:
    """How the readers of one account reach Google."""

    setting: Setting
    tokens: Tokens
    meters: dict[str, Meter] = field(default_factory=dict)
    _local: threading.local = field(default_factory=threading.local)
    _of_threads: list[tuple[threading.Thread, dict[str, Any]]] = field(default_factory=list)

    def call(self, api: str, make: Make, units: int = 1) -> dict[str, Any]:
        """The answer to one request.

        :raises Gone: 404 or 410. :raises Unusable: 400. :raises SignInNeeded, TryLater, Refused: see their names.
        """

        def once() -> dict[str, Any]:
            self.meter(api).spend(units)
            answer = self._guarded(api, lambda service: make(service).execute(num_retries=0))
            if not isinstance(answer, dict):
                raise TryLater("google.not_google")
            return answer

        return persist(once, self.setting.clock, tries)

    def batch(
        self, api: str, makes: Mapping[str, Make], units: int
    ) -> tuple[dict[str, dict[str, Any]], dict[str, Exception]]:
        """Several requests in one, ``units`` each: the answers, and the errors of those that failed.

        :raises: as :meth:`call`, when the whole of it failed.
        """

        def once() -> tuple[dict[str, dict[str, Any]], dict[str, Exception]]:
            self.meter(api).spend(units * len(makes))
            answers: dict[str, dict[str, Any]] = {}
            failures: dict[str, Exception] = {}

            def one(name: str, answer: dict[str, Any], error: HttpError | None) -> None:
                if error is None:
                    answers[name] = answer
                else:
                    failures[name] = self._error(error)

            def send(service: Any) -> None:
                whole = BatchHttpRequest(callback=one, batch_uri=self.setting.batch(api))
                for name, make in makes.items():
                    whole.add(make(service), request_id=name)
                whole.execute()

            self._guarded(api, send)
            return answers, failures

        return persist(once, self.setting.clock, tries)

    def meter(self, api: str) -> Meter:
        if api not in self.meters:
            a_minute = self.setting.options.units_a_minute if api == "gmail" else CALLS_A_MINUTE
            self.meters[api] = Meter(a_minute, self.setting.clock)
        return self.meters[api]

    def allow(self, scope: str) -> None:
        """:raises Refused: the user did not grant ``scope``."""
        if not self.tokens.allows(scope):
            raise Refused("google.scope_missing")

    def close(self) -> None:
        """Close this thread's services, and those of threads that have ended. Harmless when there are none."""
        for thread, services in self._of_threads:
            if thread is threading.current_thread() or not thread.is_alive():
                while services:
                    services.popitem()[1].close()

    def _guarded(self, api: str, use: Callable[[Any], _T]) -> _T:
        """What ``use`` makes of this thread's service; a service whose connection failed is not used again."""
        try:
            return use(self._service(api))
        except HttpError as error:
            raise self._error(error) from error
        except _TRANSPORT as error:
            self._drop(api)
            raise TryLater("google.unreachable") from error
        except (Error, ValueError, KeyError, IndexError) as error:  # an answer that the library cannot take apart
            self._drop(api)
            raise TryLater("google.not_google") from error

    def _error(self, error: HttpError) -> Exception:
        if int(error.resp.status) == 401:
            return self.tokens.hopeless()
        return error_of(int(error.resp.status), error.resp, error.content, self.setting.clock.now())

    def _services(self) -> dict[str, Any]:
        if not hasattr(self._local, "services"):
            self._local.services = {}
            self._of_threads.append((threading.current_thread(), self._local.services))
        found: dict[str, Any] = self._local.services
        return found

    def _service(self, api: str) -> Any:
        services = self._services()
        if api not in services:
            services[api] = discovery.build(
                api,
                VERSIONS[api],
                http=Line(self.setting, self.tokens),
                client_options={"api_endpoint": self.setting.root(api)},
                static_discovery=True,
                cache_discovery=False,
            )
        return services[api]

    def _drop(self, api: str) -> None:
        service = self._services().pop(api, None)
        if service is not None:
            service.close()
