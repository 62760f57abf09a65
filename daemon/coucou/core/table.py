"""Tables as spreadsheets and directories save them: bytes to text, and the limit on what one cell may hold."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager

DELIMITERS = ",;\t"


def decoded(data: bytes) -> str:
    """The text of a saved table: UTF-16 and UTF-8 by their marks, else UTF-8, else what Windows writes here."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


@contextmanager
def long_fields() -> Iterator[None]:
    """A cell longer than csv's limit must not end the file; the limit is the module's, so it is put back."""
    before = csv.field_size_limit(1 << 30)
    try:
        yield
    finally:
        csv.field_size_limit(before)
