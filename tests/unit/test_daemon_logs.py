"""The daemon's log tells what happened, and nothing of what was read: whatever is planted, at whatever level."""

from __future__ import annotations

import io
import json
import logging
import threading
import warnings
from collections.abc import Iterator

import pytest

from coucou.daemon import logs

PLANTED = ("ana@example.org", "Planted subject", "ya29.planted-token")
SECRETS = "ana@example.org Planted subject ya29.planted-token"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(params=["journal", "json", "terminal"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    import sys

    root, ours = logging.getLogger(), logging.getLogger("coucou")
    before = (root.handlers[:], root.level, ours.level, sys.excepthook, threading.excepthook)
    stream = Terminal() if request.param == "terminal" else io.StringIO()
    logs.set_up(verbose=True, as_json=request.param == "json", stream=stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers[:], root.level, ours.level, sys.excepthook, threading.excepthook = before


def test_nothing_planted_reaches_the_log_by_any_way(log: io.StringIO) -> None:
    ours, theirs = logging.getLogger("coucou.daemon"), logging.getLogger("urllib3.connectionpool")
    ours.info("job done", extra={"account": SECRETS, "job": "mail", "code": "ana@example.org", "counts": [SECRETS]})
    for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        theirs.log(level, "GET /calendars/%s %s", "ana@example.org", SECRETS)
        theirs.log(level, SECRETS)
    try:
        try:
            raise KeyError(SECRETS)
        except KeyError as error:
            raise ValueError(f"while reading {SECRETS}") from error
    except ValueError:
        ours.exception("job broken", extra={"job": "mail"})
        theirs.exception(SECRETS)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(SECRETS, UserWarning, stacklevel=1)

    def die() -> None:
        raise RuntimeError(SECRETS)

    thread = threading.Thread(target=die)
    thread.start()
    thread.join()
    told = log.getvalue()
    assert "job done" in told and "ValueError" in told and "KeyError" in told and "RuntimeError" in told
    assert "test_daemon_logs.py" in told, "where it happened is told"
    assert [one for one in PLANTED if one in told] == []
    assert "@" not in told


def test_the_journal_gets_a_priority_on_every_line() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Journal())
    try:
        raise ValueError("x")
    except ValueError as error:
        record = logging.makeLogRecord({"name": "coucou.daemon", "msg": "broken", "levelno": 40, "levelname": "ERROR"})
        record.exc_info = (ValueError, error, None)
    handler.emit(record)
    lines = stream.getvalue().splitlines()
    assert lines[0] == "<3>broken"
    assert len(lines) > 1
    assert all(line.startswith("<3>") for line in lines)


def test_json_is_one_object_a_line_with_the_fields_of_the_event() -> None:
    record = logging.makeLogRecord({"name": "coucou.daemon", "msg": "job done", "levelno": 20, "levelname": "INFO"})
    record.job, record.messages = "mail", 3
    told = json.loads(logs.Json().format(record))
    assert (told["event"], told["level"], told["job"], told["messages"]) == ("job done", "info", "mail", 3)
