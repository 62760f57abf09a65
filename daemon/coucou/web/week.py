"""The days ahead as a calendar, one picture a week: what is taken, open, kept free and proposed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from coucou.core.span import Span, clip
from coucou.web.svg import element, text
from coucou.web.view import PageView
from coucou.words import clean, say, written
from coucou.words.dates import DAYS

WIDTH, HEIGHT, LEFT, TOP = 360, 340, 38, 38
_BOTTOM = HEIGHT - 6
NOT_DRAWN = frozenset({"outside_hours", "day_off", "busy", "buffer", "quarter_hour", "too_short", "unknown"})


@dataclass(frozen=True, slots=True)
class Numbered:
    """A proposal's place in the calendar, and the card it leads to."""

    number: int
    name: str
    span: Span
    anchor: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What one week's picture shows: its days, and the hours of their axis."""

    days: tuple[date, ...]
    first: int  # hours
    last: int
    zone: ZoneInfo
    lang: str

    def x(self, day: date) -> float:
        return LEFT + self.days.index(day) * self.wide

    @property
    def wide(self) -> float:
        return (WIDTH - LEFT) / len(self.days)

    def y(self, moment: datetime) -> float:
        """By the wall clock, so that a day of 23 or 25 hours has its hours where they always are."""
        local = moment.astimezone(self.zone)
        hours = local.hour + local.minute / 60
        share = (min(max(hours, self.first), self.last) - self.first) / (self.last - self.first)
        return TOP + share * (_BOTTOM - TOP)


def weeks(view: PageView, proposals: Sequence[Numbered]) -> list[Markup]:
    """A picture for each week that the window touches, working days only unless something stands on another."""
    zone = ZoneInfo(view.timezone)
    shown = _days(view, zone)
    first, last = _hours(view, proposals, zone)
    mondays = sorted({day - timedelta(days=day.weekday()) for day in shown})
    weekdays = sorted({day.weekday() for day in shown} | set(view.hours.days)) or [0]
    return [
        _week(view, Frame(tuple(m + timedelta(days=d) for d in weekdays), first, last, zone, view.lang), proposals)
        for m in mondays
    ]


def _days(view: PageView, zone: ZoneInfo) -> list[date]:
    """The window's days that are worked, or on which something was found open."""
    start, end = view.gaps.window.start.astimezone(zone), view.gaps.window.end.astimezone(zone)
    open_days = {gap.start.astimezone(zone).date() for gap in view.gaps.gaps}
    number = (end.date() - start.date()).days + (end.time() > time())
    days = [start.date() + timedelta(days=n) for n in range(max(1, number))]
    return [day for day in days if day.weekday() in view.hours.days or day in open_days] or days[:1]


def _hours(view: PageView, proposals: Sequence[Numbered], zone: ZoneInfo) -> tuple[int, int]:
    found = [(view.hours.start.hour, view.hours.end.hour + bool(view.hours.end.minute))]
    for span in (*view.gaps.gaps, *(one.span for one in proposals)):
        start, end = span.start.astimezone(zone), span.end.astimezone(zone)
        found.append((start.hour, end.hour + bool(end.minute) if end.date() == start.date() else 24))
    first, last = min(f for f, _ in found), max(e for _, e in found)
    return first, max(last, first + 1)


def _week(view: PageView, frame: Frame, proposals: Sequence[Numbered]) -> Markup:
    zone = frame.zone
    whole = Span(_midnight(frame.days[0], zone), _midnight(frame.days[-1] + timedelta(days=1), zone))
    gaps, busy = list(clip(view.gaps.gaps, whole)), list(clip(view.gaps.busy, whole))
    mine = [one for one in proposals if one.span.overlaps(whole)]
    title = say("page.week", frame.lang, day=frame.days[0])
    counts = {"gaps": len(gaps), "busy": len(busy), "proposals": len(mine)}
    closed = [c.span for c in view.gaps.closed if c.reason.code not in NOT_DRAWN]
    shapes = (
        _pattern(frame.days[0]),
        *_axis(frame),
        *(_column(day, view, frame) for day in frame.days),
        *_blocks(closed, "closed", frame, fill=f"url(#hatch-{frame.days[0]})"),
        *_blocks(view.gaps.unknown, "unknown", frame),
        *_blocks(gaps, "gap", frame),
        *_blocks(busy, "busy", frame),
    )
    described = f"{title}. {say('page.week.described', frame.lang, **counts)}"
    quiet = element("g", shapes, aria_hidden="true")
    links = (_proposal(one, frame) for one in mine)
    return element(
        "svg", (quiet, *links), viewBox=f"0 0 {WIDTH} {HEIGHT}", class_="week", role="group", aria_label=described
    )


def _pattern(day: date) -> Markup:
    line = element("path", d="M0 6 6 0", class_="hatch")
    pattern = element("pattern", (line,), id=f"hatch-{day}", width=6, height=6, patternUnits="userSpaceOnUse")
    return element("defs", (pattern,))


def _axis(frame: Frame) -> Iterator[Markup]:
    for hour in range(frame.first, frame.last + 1):
        y = TOP + (hour - frame.first) / (frame.last - frame.first) * (_BOTTOM - TOP)
        yield element("path", d=f"M{LEFT} {y:.1f}H{WIDTH}", class_="hour")
        if hour < frame.last:
            said = f"{hour} h" if frame.lang.startswith("fr") else f"{hour % 12 or 12} {'am' if hour < 12 else 'pm'}"
            yield text(said, LEFT - 5, y + 10, "axis", "end")


def _column(day: date, view: PageView, frame: Frame) -> Markup:
    zone = frame.zone
    x, middle = frame.x(day), frame.x(day) + frame.wide / 2
    inside = Span(_midnight(day, zone), _midnight(day + timedelta(days=1), zone)).overlaps(view.gaps.window)
    name = DAYS[frame.lang[:2]][day.weekday()][:3]
    beyond = element("rect", x=x, y=TOP, width=frame.wide, height=_BOTTOM - TOP, class_="beyond")
    shapes = [
        *(() if inside else (beyond,)),
        element("path", d=f"M{x:.1f} {TOP}V{_BOTTOM}", class_="hour"),
        text(name, middle, 13, "day", "middle"),
        text(str(day.day), middle, 30, "date", "middle"),
    ]
    return element("g", shapes, class_="" if inside else "outside")


def _blocks(spans: Iterable[Span], class_: str, frame: Frame, **more: str) -> Iterator[Markup]:
    for span in spans:
        for day, part in _by_day(span, frame):
            top, bottom = frame.y(part[0]), frame.y(part[1]) if part[1].date() == day else float(_BOTTOM)
            if bottom - top < 0.5:
                continue
            yield element(
                "rect",
                x=frame.x(day) + 2,
                y=top + 0.75,
                width=frame.wide - 4,
                height=bottom - top - 1.5 if bottom - top > 3 else bottom - top,
                rx=3,
                class_=class_,
                **more,
            )


def _by_day(span: Span, frame: Frame) -> Iterator[tuple[date, tuple[datetime, datetime]]]:
    """The parts of ``span`` on each day of the frame, as moments on the zone's clock."""
    for day in frame.days:
        whole = Span(_midnight(day, frame.zone), _midnight(day + timedelta(days=1), frame.zone))
        for part in clip((span,), whole):
            yield day, (part.start.astimezone(frame.zone), part.end.astimezone(frame.zone))


def _proposal(one: Numbered, frame: Frame) -> Markup:
    day, (start, end) = next(_by_day(one.span, frame))
    top = frame.y(start)
    high = max(15.0, frame.y(end) - top)
    said = say("page.mark.proposal", frame.lang, number=one.number, name=clean(one.name), moment=start)
    shapes = (
        element("rect", x=frame.x(day) + 2, y=top, width=frame.wide - 4, height=high, rx=4, class_="proposal"),
        text(str(one.number), frame.x(day) + frame.wide / 2, top + high / 2 + 4, "number", "middle"),
    )
    return element("a", shapes, href=f"#{one.anchor}", aria_label=said)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


# --- the same in words ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DayInWords:
    name: str
    lines: tuple[str, ...]


def in_words(view: PageView, proposals: Sequence[Numbered]) -> list[DayInWords]:
    """Each day with what is open, taken and proposed."""
    zone = ZoneInfo(view.timezone)
    found = []
    for day in _days(view, zone):
        whole = Span(_midnight(day, zone), _midnight(day + timedelta(days=1), zone))
        spans = {
            "free": [_said(span, view.lang, zone) for span in clip(view.gaps.gaps, whole)],
            "busy": [_said(span, view.lang, zone) for span in clip(view.gaps.busy, whole)],
            "proposed": [
                f"{_said(one.span, view.lang, zone)} ({one.number}, {clean(one.name)})"
                for one in proposals
                if one.span.overlaps(whole)
            ],
        }
        lines = [say(f"page.words.{kind}", view.lang, spans="; ".join(said)) for kind, said in spans.items() if said]
        found.append(DayInWords(written(day, view.lang, "day"), tuple(lines or [say("page.words.nothing", view.lang)])))
    return found


def _said(span: Span, lang: str, zone: ZoneInfo) -> str:
    start, end = span.start.astimezone(zone), span.end.astimezone(zone)
    if start.time() == end.time() == time():
        return say("page.span.day", lang)
    return say("page.span", lang, start=start, end=end)
