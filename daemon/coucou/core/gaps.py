"""Meeting-free gaps: working hours, less everything that takes or closes time."""

from __future__ import annotations

from dataclasses import dataclass

from coucou.core.reason import Reason
from coucou.core.span import Span


@dataclass(frozen=True, slots=True)
class Closed:
    """A stretch of the window in which nothing can be proposed, and why."""

    span: Span
    reason: Reason


@dataclass(frozen=True, slots=True)
class Gaps:
    """``gaps`` exclude the buffers: a meeting may fill one from end to end. ``busy`` is merged and clipped to the window.

    ``unknown`` is time whose calendar could not be read: never free, and closed with the reason ``unknown``.
    """

    window: Span
    gaps: tuple[Span, ...]
    busy: tuple[Span, ...]
    closed: tuple[Closed, ...]
    unknown: tuple[Span, ...] = ()
