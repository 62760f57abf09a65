"""What the daemon writes down: events with fields, for the journal, a terminal, or a machine that reads JSON.

No address, subject or token gets here at any level. Our own events carry numbers and short words only; of other
libraries' messages, which may quote what they sent and received, only their kind and place are told; and of an
exception its type and the lines that it went through, never its message.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

OURS = "coucou"
_PRIORITIES = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_WORD = re.compile(r"[\w.:+-]{0,60}")  # a code, a number, the name of an account or a job


def set_up(*, verbose: bool = False, as_json: bool = False, stream: TextIO | None = None) -> None:
    """Tell of this process and its children on ``stream`` (standard error): plainly on a terminal, with priorities
    (sd-daemon(3)) elsewhere, or as a line of JSON an event."""
    to = stream or sys.stderr
    handler: logging.Handler
    if not as_json and to.isatty():
        from rich.console import Console  # 60 ms, and only where somebody watches
        from rich.logging import RichHandler

        handler = RichHandler(
            console=Console(file=to), show_path=False, markup=False, rich_tracebacks=False, highlighter=None
        )
        handler.setFormatter(Plain())
    else:
        handler = logging.StreamHandler(to)
        handler.setFormatter(Json() if as_json else Journal())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)  # of others' messages little more is told than that there is one
    logging.getLogger(OURS).setLevel(logging.DEBUG if verbose else logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    """What the event carries, in words and numbers; anything longer or stranger is left out."""
    given = ((name, value) for name, value in vars(record).items() if name not in _USUAL)
    return {name: value for name, value in given if value != "" and _harmless(value)}


def _harmless(value: object) -> bool:
    return isinstance(value, (int, float)) or (isinstance(value, str) and _WORD.fullmatch(value) is not None)


def event_of(record: logging.LogRecord) -> str:
    """What happened. Of others' messages only who said something and where: they may hold anything."""
    if record.name.partition(".")[0] == OURS:
        return record.getMessage()
    return f"{record.name} {record.filename}:{record.lineno}"


def frames_of(error: BaseException) -> Iterator[str]:
    """Types and lines of an exception and of what led to it, without any of their messages."""
    following: BaseException | None = error
    while following is not None:
        yield type(following).__name__
        for frame in traceback.extract_tb(following.__traceback__):
            yield f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        following = following.__cause__ or following.__context__


class Plain(logging.Formatter):
    """For people: the event, its fields, and the lines of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        lines = [" ".join([event_of(record), *(f"{name}={value}" for name, value in fields_of(record).items())])]
        if record.exc_info and record.exc_info[1]:
            lines += frames_of(record.exc_info[1])
        return "\n".join(lines)


class Journal(Plain):
    """For journald, which reads the priority at the beginning of each line."""

    def format(self, record: logging.LogRecord) -> str:
        priority = f"<{_PRIORITIES.get(record.levelno, 5)}>"
        return "\n".join(priority + line for line in super().format(record).splitlines())


class Json(logging.Formatter):
    """For machines: one object a line."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": event_of(record),
            **fields_of(record),
        }
        if record.exc_info and record.exc_info[1]:
            told["trace"] = list(frames_of(record.exc_info[1]))
        return json.dumps(told)


def _uncaught(kind: type[BaseException], error: BaseException | None, at: TracebackType | None) -> None:
    if not issubclass(kind, Exception):
        return
    logging.getLogger("coucou.daemon").critical("uncaught", exc_info=error)
