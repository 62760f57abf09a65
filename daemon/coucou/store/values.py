"""Reasons as JSON: their values are dates, durations and numbers, and come back as such."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from coucou.core.reason import Reason, because


def write_reasons(reasons: Iterable[Reason]) -> str:
    return json.dumps(
        [{"code": r.code, "values": {name: _plain(value) for name, value in r.values.items()}} for r in reasons],
        ensure_ascii=False,
    )


def read_reasons(text: str) -> tuple[Reason, ...]:
    return tuple(
        because(r["code"], **{name: _rich(value) for name, value in r["values"].items()}) for r in json.loads(text)
    )


def _plain(value: object) -> object:
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case timedelta():
            return {"seconds": value.total_seconds()}
        case str():
            return str(value)  # a StrEnum is its value
        case bool() | int() | float() | None:
            return value
        case list() | tuple() | set() | frozenset():
            return {"list": [_plain(item) for item in value]}
        case _:
            raise TypeError(f"a reason cannot hold a {type(value).__name__}")


def _rich(value: object) -> object:
    match value:
        case {"moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"date": str(text)}:
            return date.fromisoformat(text)
        case {"time": str(text)}:
            return time.fromisoformat(text)
        case {"seconds": int() | float() as seconds}:
            return timedelta(seconds=seconds)
        case {"list": list(items)}:
            return tuple(_rich(item) for item in items)
        case _:
            return value
