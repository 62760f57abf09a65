"""Spans of time: half-open [start, end) between aware moments, and set operations on lists of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time, end excluded. Both moments are aware; ``ValueError`` when naive or when end precedes start."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.utcoffset() is None or self.end.utcoffset() is None:
            raise ValueError("a span needs aware moments")
        if self.end < self.start:
            raise ValueError(f"a span cannot end ({self.end}) before it starts ({self.start})")

    @property
    def length(self) -> timedelta:
        # Two moments of one ZoneInfo subtract as wall time, wrong by an hour across a DST change: go through epochs.
        return timedelta(seconds=self.end.timestamp() - self.start.timestamp())

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


def union(spans: Iterable[Span]) -> list[Span]:
    """Merge overlapping and touching spans; sorted, disjoint, empty ones dropped."""
    merged: list[Span] = []
    for span in sorted(s for s in spans if s.start < s.end):
        if merged and span.start <= merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def clip(spans: Iterable[Span], window: Span) -> Iterator[Span]:
    """The parts of ``spans`` that lie inside ``window``, in the order given."""
    for span in spans:
        start, end = max(span.start, window.start), min(span.end, window.end)
        if start < end:
            yield Span(start, end)


def subtract(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of ``spans`` when every moment of ``taken`` is removed; sorted and disjoint."""
    holes = union(taken)
    left: list[Span] = []
    first = 0
    for span in union(spans):
        while first < len(holes) and holes[first].end <= span.start:
            first += 1
        start = span.start
        for hole in holes[first:]:
            if hole.start >= span.end:
                break
            if hole.start > start:
                left.append(Span(start, hole.start))
            start = max(start, hole.end)
        if start < span.end:
            left.append(Span(start, span.end))
    return left
