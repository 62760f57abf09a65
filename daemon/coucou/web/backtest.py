"""The figures of a backtest as a picture: SVG drawn here, on white, told apart by shape and dash as well as by colour.

Above, each order's AUC with one standard error, and its precision beside chance and the best there can be. Below, how
AUC goes from date to date: coucou's likelihood, and the simple formula that it must beat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from coucou.core.backtest import Backtest
from coucou.core.reason import Reason, because
from coucou.web.svg import element
from coucou.words import reason as said
from coucou.words import say
from coucou.words.numbers import hundredths

OURS = ("likelihood", "score")
RIVAL = "touches_by_silence"

_INK, _SOFT, _RULE, _LEAF = "#1a1a1a", "#565656", "#cccccc", "#14532d"
_FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif"
_WIDTH, _TOP, _ROW = 760, 114, 28
_AREAS, _SHARES, _DATES = (250, 470), (530, 690), (60, 730)  # left and right of each of the three fields
_HIGH = 110  # of the field by date


def about(found: Backtest, timezone: str) -> Reason:
    """What was measured, in a sentence; something was."""
    zone = ZoneInfo(timezone)
    moments = [date.moment.astimezone(zone) for date in found.dates if date.orders]
    return because(
        "backtest.dates", n=found.measured, first=moments[0], last=moments[-1], ties=found.ties, back=found.back
    )


def picture(found: Backtest, lang: str, timezone: str) -> str:
    """A whole SVG file; something was measured."""
    bottom = _TOP + _ROW * len(found.orders)
    several = found.measured > 1
    height = bottom + (250 if several else 60)
    sentence = said(about(found, timezone), lang)
    shapes = (
        element("title", (say("backtest.title", lang),)),
        element("desc", (sentence,)),
        element("rect", width=_WIDTH, height=height, fill="#ffffff"),
        _text(say("backtest.title", lang), 24, 34, size=18, weight=600),
        *(_text(line, 24, 54 + 16 * number, fill=_SOFT) for number, line in enumerate(_lines(sentence))),
        *_areas(found, bottom, lang),
        *_shares(found, bottom, lang),
        *(_by_date(found, bottom + 74, lang, ZoneInfo(timezone)) if several else ()),
    )
    root = element(
        "svg", shapes, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {_WIDTH} {height}", width=_WIDTH,
        height=height, font_family=_FONT, font_size=12, role="img",
    )  # fmt: skip
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'


# --- each order's AUC and precision -----------------------------------------------------------------------------------


def _areas(found: Backtest, bottom: int, lang: str) -> Iterator[Markup]:
    yield from _field(_AREAS, bottom, say("backtest.auc", lang), (0.0, 0.5, 1.0), lang, 1.0)
    yield _line(_x(0.5, _AREAS), _TOP - 8, _x(0.5, _AREAS), bottom, dash="4 3", stroke=_SOFT)
    for name, y in _rows(found):
        auc, error = found.orders[name].auc, found.errors[name] or 0.0
        yield _text(say(f"backtest.order.{name}", lang), _AREAS[0] - 14, y + 4, anchor="end", weight=_weight(name))
        if auc is not None:
            low, high = _x(max(0.0, auc - error), _AREAS), _x(min(1.0, auc + error), _AREAS)
            yield _line(low, y, high, y, stroke=_LEAF if name in OURS else _SOFT)
            yield _dot(_x(auc, _AREAS), y, full=name in OURS)
            yield _text(hundredths(auc, lang), _AREAS[1] + 8, y + 4, weight=_weight(name))


def _shares(found: Backtest, bottom: int, lang: str) -> Iterator[Markup]:
    chance, best = found.base_rate or 0.0, found.best_precision or 0.0
    most = max(0.1, best, *(one.precision or 0.0 for one in found.orders.values()))
    yield from _field(_SHARES, bottom, say("backtest.precision", lang), (0.0, best), lang, most)
    for name, y in _rows(found):
        precision = found.orders[name].precision or 0.0
        fill = {"fill": _LEAF} if name in OURS else {"fill": "#ffffff", "stroke": _SOFT}
        wide = _x(precision, _SHARES, most) - _SHARES[0]
        yield element("rect", x=_SHARES[0], y=y - 7, width=max(0.5, wide), height=14, **fill)
        yield _text(hundredths(precision, lang), _SHARES[1] + 8, y + 4, weight=_weight(name))
    x = _x(chance, _SHARES, most)
    yield _line(x, _TOP - 8, x, bottom, dash="4 3", stroke=_SOFT)
    limits = (("chance", chance), ("best", best))
    told = " · ".join(f"{say(f'backtest.{name}', lang)} {hundredths(value, lang)}" for name, value in limits)
    yield _text(told, _WIDTH - 24, bottom + 36, anchor="end", fill=_SOFT)


def _field(
    across: tuple[int, int], bottom: int, head: str, ticks: Sequence[float], lang: str, most: float
) -> Iterator[Markup]:
    """The frame of one field: its heading, and an axis with some values on it."""
    yield _text(head, across[0], _TOP - 14, weight=600)
    yield _line(across[0], bottom, across[1], bottom)
    for tick in ticks:
        x = _x(tick, across, most)
        yield _line(x, bottom, x, bottom + 4)
        yield _text(hundredths(tick, lang), x, bottom + 18, anchor="middle", fill=_SOFT)


def _rows(found: Backtest) -> Iterator[tuple[str, int]]:
    return ((name, _TOP + _ROW * number + _ROW // 2) for number, name in enumerate(found.orders))


# --- from date to date ------------------------------------------------------------------------------------------------


def _by_date(found: Backtest, top: int, lang: str, zone: ZoneInfo) -> Iterator[Markup]:
    dates = [(date.moment, date.orders) for date in found.dates if date.orders]
    first, last = dates[0][0], dates[-1][0]
    yield _text(say("backtest.by_date", lang), _DATES[0], top - 14, weight=600)
    for tick in (0.0, 0.5, 1.0):
        y = top + _HIGH * (1 - tick)
        yield _line(
            _DATES[0], y, _DATES[1], y, stroke=_SOFT if tick == 0.5 else _RULE, dash="4 3" if tick == 0.5 else ""
        )
        yield _text(hundredths(tick, lang), _DATES[0] - 8, y + 4, anchor="end", fill=_SOFT)
    yield from _years(first.astimezone(zone), last.astimezone(zone), top)
    for name in (RIVAL, OURS[0]):
        ours = name in OURS
        points = [
            (_between(moment, first, last), top + _HIGH * (1 - (orders[name].auc or 0.0))) for moment, orders in dates
        ]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        style = {"stroke_width": 2.0} if ours else {"stroke_width": 1.2, "stroke_dasharray": "2 3"}
        yield element("path", d=path, fill="none", stroke=_LEAF if ours else _SOFT, **style)
        yield from (_dot(x, y, full=ours, r=3.5) for x, y in points)
    yield from _legend(top + _HIGH + 46, lang)


def _legend(y: int, lang: str) -> Iterator[Markup]:
    for x, name in ((_DATES[0], OURS[0]), (_DATES[0] + 220, RIVAL)):
        yield _dot(x + 4, y - 4, full=name in OURS, r=3.5)
        yield _text(say(f"backtest.order.{name}", lang), x + 16, y)


def _years(first: datetime, last: datetime, top: int) -> Iterator[Markup]:
    every = max(1, -(-(last.year - first.year) // 10))
    starts = [first.replace(year=y, month=1, day=1) for y in range(first.year + 1, last.year + 1)]
    for start in starts[::every] or [first]:
        x = _between(start, first, last)
        yield _line(x, top + _HIGH, x, top + _HIGH + 4)
        yield _text(str(start.year), x, top + _HIGH + 18, anchor="middle", fill=_SOFT)


# --- shapes -----------------------------------------------------------------------------------------------------------


def _x(value: float, across: tuple[int, int], most: float = 1.0) -> float:
    return across[0] + (across[1] - across[0]) * value / most


def _between(moment: datetime, first: datetime, last: datetime) -> float:
    return _x((moment - first) / (last - first), _DATES)


def _dot(x: float, y: float, *, full: bool, r: float = 5.0) -> Markup:
    """Coucou's are full, the others hollow."""
    return element(
        "circle", cx=x, cy=y, r=r, fill=_LEAF if full else "#ffffff", stroke=_LEAF if full else _SOFT, stroke_width=1.5
    )


def _line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = _INK, dash: str = "") -> Markup:
    more = {"stroke_dasharray": dash} if dash else {}
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, **more)


def _text(
    words: str, x: float, y: float, *, anchor: str = "start", fill: str = _INK, size: int = 12, weight: int = 400
) -> Markup:
    return element("text", (words,), x=x, y=y, text_anchor=anchor, fill=fill, font_size=size, font_weight=weight)


def _weight(name: str) -> int:
    return 600 if name in OURS else 400


def _lines(sentence: str, most: int = 112) -> list[str]:
    """Lines broken at plain spaces only, so that « 10 000 » stays whole."""
    lines = [""]
    for word in sentence.split(" "):
        if len(lines[-1]) + len(word) >= most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
    return lines
