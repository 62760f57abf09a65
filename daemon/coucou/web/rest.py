"""What is not proposed, and why: people grouped by reason, and where the working hours go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from coucou.core.gaps import Gaps
from coucou.core.proposal import PassedOver
from coucou.core.settings import Hours
from coucou.core.span import Span, clip
from coucou.words import clean, reason, say

GROUPS: Mapping[str, str] = {
    **dict.fromkeys(("not_dormant", "meeting_planned"), "not_dormant"),
    **dict.fromkeys(("never", "private", "excluded", "snoozed", "later"), "yours"),
    **dict.fromkeys(("moved", "no_address", "dead_address", "role_address", "robot"), "address"),
    **dict.fromkeys(("open_proposal", "open_elsewhere", "resting"), "pending"),
    **dict.fromkeys(
        ("no_gap", "no_common_hours", "their_busy", "gaps_taken", "notice_too_long", "no_sending_day"), "time"
    ),
}
_ORDER = ("budget", "time", "address", "pending", "other", "yours", "not_dormant")

KINDS: Mapping[str, str] = {
    "busy": "busy",
    "protected": "protected",
    "notice": "notice",
    "past": "notice",
    "full_day": "full_day",
    "holiday": "quiet",
    "quiet_period": "quiet",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True)
class Passed:
    name: str
    organization: str
    why: str


@dataclass(frozen=True, slots=True)
class Because:
    """People of one group: ``shared`` by a reason that is said once, or each with their own."""

    why: str
    shared: bool
    people: tuple[Passed, ...]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    count: str
    reasons: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """``share`` is of the working hours, in percent."""

    kind: str
    name: str
    length: str
    share: float


def group_of(code: str) -> str:
    return "budget" if code.startswith("budget.") else GROUPS.get(code, "other")


def groups(passed: Iterable[PassedOver], lang: str) -> list[Group]:
    """Those passed over, in the order given within each group; those soonest to come up again first."""
    held: dict[str, list[Passed]] = {}
    for one in passed:
        person = one.person
        said = Passed(clean(person.name), clean(person.organization), reason(one.reason, lang))
        held.setdefault(group_of(one.reason.code), []).append(said)
    return [
        Group(say(f"page.group.{name}", lang), say("page.passed.count", lang, n=len(held[name])), _reasons(held[name]))
        for name in _ORDER
        if name in held
    ]


def _reasons(people: Sequence[Passed]) -> tuple[Because, ...]:
    """A sentence that several share is said once; those alone with theirs come together at the end."""
    by_sentence: dict[str, list[Passed]] = {}
    for one in people:
        by_sentence.setdefault(one.why, []).append(one)
    shared = [Because(_capital(why), True, tuple(who)) for why, who in by_sentence.items() if len(who) > 3]
    alone = tuple(one for who in by_sentence.values() if len(who) <= 3 for one in who)
    return (*shared, Because("", False, alone)) if alone else tuple(shared)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def stretches(gaps: Gaps, hours: Hours, zone: ZoneInfo, lang: str) -> list[Stretch]:
    """The working hours of the window by what becomes of them, the open ones first; what takes no time is left out."""
    worked = _worked(gaps.window, hours, zone)
    lengths: dict[str, timedelta] = {"open": _length(gaps.gaps, worked)}
    for one in gaps.closed:
        if one.reason.code not in ("outside_hours", "day_off"):
            kind = KINDS.get(one.reason.code, "margins")
            lengths[kind] = lengths.get(kind, timedelta()) + _length((one.span,), worked)
    whole = sum(lengths.values(), timedelta())
    ordered = [("open", lengths.pop("open")), *sorted(lengths.items(), key=lambda pair: (-pair[1], pair[0]))]
    return [
        Stretch(kind, say(f"page.time.{kind}", lang), say("page.hours", lang, **_hours(length)), 100 * (length / whole))
        for kind, length in ordered
        if length
    ]


def _hours(length: timedelta) -> dict[str, object]:
    hours, minutes = divmod(round(length / timedelta(minutes=1)), 60)
    return {"hours": hours, "minutes": f"{minutes:02}"}


def _worked(window: Span, hours: Hours, zone: ZoneInfo) -> list[Span]:
    day, last = window.start.astimezone(zone).date(), window.end.astimezone(zone).date()
    found = []
    while day <= last:
        if day.weekday() in hours.days:
            start, end = (datetime.combine(day, at, zone) for at in (hours.start, hours.end))
            found.append(Span(start, max(start, end)))
        day += timedelta(days=1)
    return list(clip(found, window))


def _length(spans: Iterable[Span], worked: Sequence[Span]) -> timedelta:
    return sum((part.length for inside in worked for part in clip(spans, inside)), timedelta())
