"""SQL in named files: ``-- name: insert_message`` and the statement below it, up to the next name."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"^-- name: *(\w+)\s*$", re.MULTILINE)


def parse(text: str) -> dict[str, str]:
    """The statements of one file by name. What stands above the first name is a comment on the file.

    :raises ValueError: a name occurs twice, or names nothing.
    """
    parts = _NAME.split(text)
    found: dict[str, str] = {}
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        statement = body.strip().removesuffix(";")
        if name in found or not statement:
            raise ValueError(f"{name} is named twice, or names nothing")
        found[name] = statement
    return found


@cache
def _file(name: str) -> dict[str, str]:
    return parse(files("coucou.store").joinpath("sql", f"{name}.sql").read_text("utf-8"))


@cache
def sql(name: str) -> str:
    """The statement ``file.name`` of ``store/sql``, read once: ``sql("mail.insert_message")``."""
    area, _, statement = name.partition(".")
    return _file(area)[statement]
