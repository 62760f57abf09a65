"""A person's touches over the years: bars by month, up for sent, down for received, dots for meetings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from math import sqrt
from zoneinfo import ZoneInfo

from markupsafe import Markup

from coucou.web.svg import element, text
from coucou.web.view import TouchKind, TouchMark
from coucou.words import say

WIDTH, HEIGHT, LINE, MOST = 360, 76, 32, 22
_LONGEST_MONTHS = 15 * 12
_EDGE = 4

Month = int
"""Months since the year 0."""


def strip(touches: Sequence[TouchMark], as_of: datetime, lang: str, zone: ZoneInfo) -> Markup:
    """The picture; "" when there is no touch up to ``as_of``. Reaches back at most 15 years."""
    past = [touch for touch in touches if touch.moment <= as_of]
    if not past:
        return Markup("")
    now = _month(as_of, zone)
    first = max(min(_month(touch.moment, zone) for touch in past), now - _LONGEST_MONTHS)
    first = min(first, now - 12)  # less than a year is drawn as the end of a year
    last = max(touch.moment for touch in past)
    step = (WIDTH - 2 * _EDGE) / (now - first + 1)
    shapes = (
        element("title", (described(past, lang, zone),)),
        *_years(first, now, step),
        *_silence(_month(last, zone), first, step, say("page.quiet", lang)),
        element("path", d=f"M{_EDGE} {LINE}H{WIDTH - _EDGE}", class_="line"),
        *_bars(past, first, step, zone),
    )
    return element("svg", shapes, viewBox=f"0 0 {WIDTH} {HEIGHT}", class_="strip", role="img")


def described(touches: Sequence[TouchMark], lang: str, zone: ZoneInfo) -> str:
    """The strip in words."""
    kinds = Counter(touch.kind for touch in touches)
    moments = [touch.moment.astimezone(zone) for touch in touches]
    sent, received, met = (kinds[kind] for kind in (TouchKind.SENT, TouchKind.RECEIVED, TouchKind.MEETING))
    said = {"sent": sent, "received": received, "met": met}
    return say("page.touches.described", lang, first=min(moments), last=max(moments), **said)


def _month(moment: datetime, zone: ZoneInfo) -> Month:
    local = moment.astimezone(zone)
    return local.year * 12 + local.month - 1


def _bars(touches: Sequence[TouchMark], first: Month, step: float, zone: ZoneInfo) -> Iterator[Markup]:
    counts = Counter((_month(touch.moment, zone), touch.kind) for touch in touches)
    most = max(counts.values())
    width = min(7.0, max(1.0, step * 0.62))
    for (month, kind), number in sorted(counts.items()):
        if month < first:
            continue
        middle = _EDGE + (month - first + 0.5) * step
        if kind is TouchKind.MEETING:
            yield element("circle", cx=middle, cy=LINE, r=min(3.2, max(1.6, step * 0.4)), class_="met")
            continue
        high = max(2.5, MOST * sqrt(number / most))  # a root, so that one letter is still seen beside twenty
        top = LINE - high - 1 if kind is TouchKind.SENT else LINE + 1
        yield element("rect", x=middle - width / 2, y=top, width=width, height=high, rx=width / 3, class_=str(kind))


def _silence(last: Month, first: Month, step: float, said: str) -> Iterator[Markup]:
    start = _EDGE + (last - first + 1) * step
    width = WIDTH - _EDGE - start
    if width < 4:
        return
    yield element("rect", x=start, y=LINE - MOST - 4, width=width, height=2 * MOST + 8, rx=4, class_="quiet")
    if width > 46:
        yield text(said, start + width / 2, LINE - 8, "quietly", "middle")


def _years(first: Month, now: Month, step: float) -> Iterator[Markup]:
    every = 1 if (now - first) <= 84 else 2 if (now - first) <= 132 else 3
    for year in range(first // 12 + 1, now // 12 + 1):
        x = _EDGE + (year * 12 - first) * step
        yield element("path", d=f"M{x:.1f} {LINE - MOST - 4}V{HEIGHT - 14}", class_="year")
        if (now // 12 - year) % every == 0 and x < WIDTH - 30:
            yield text(str(year), x + 3, HEIGHT - 6, "axis")
