"""How far proposals came, as rows of the page: months and approaches, the latest month first, and the sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from coucou.core.aggregate import rates
from coucou.core.ladder import Counts, Row, added
from coucou.words import say, written


@dataclass(frozen=True, slots=True)
class Line:
    """One row. ``steps`` are a count each, with its share of those proposed ("" for those themselves)."""

    name: str
    approach: str
    steps: tuple[tuple[int, str], ...]
    is_sum: bool = False


def lines(rows: tuple[Row, ...], lang: str) -> Iterator[Line]:
    """Nothing at all until something was approved: before, there is no way to look back on."""
    whole = added(row.counts for row in rows)
    if not whole[1]:
        return
    for row in sorted(rows, key=lambda row: row.month, reverse=True):
        month = say("page.ladder.month", lang, month=date.fromisoformat(f"{row.month}-01"))
        yield Line(month, say(f"approach.{row.approach}", lang), _steps(row.counts, lang))
    if len(rows) > 1:
        yield Line(say("report.total", lang), "", _steps(whole, lang), is_sum=True)


def _steps(counts: Counts, lang: str) -> tuple[tuple[int, str], ...]:
    shares = ("", *("" if share is None else written(share, lang, "%") for share in rates(counts)))
    return tuple(zip(counts, shares, strict=True))
