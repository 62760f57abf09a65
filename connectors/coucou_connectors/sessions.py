"""requests as the connectors need it: nothing in the environment stands between a token and its provider."""

from __future__ import annotations

import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError


def new_session(*, on_loopback: bool) -> requests.Session:
    """A session that sends the headers it is given: a ``.netrc`` would put its own word in the place of the token."""
    session = requests.Session()
    session.auth = _as_it_is
    session.trust_env = not on_loopback  # no proxy stands between a machine and itself
    return session


def never_left(error: requests.RequestException) -> bool:
    """Whether there was no connection to send over, so that nobody can have heard anything."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
