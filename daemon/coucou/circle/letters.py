"""What a group is written: one message to all of its people, in the language or languages that they share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from coucou.circle.times import Offer
from coucou.core.circle import Volunteer, written_in
from coucou.core.proposal import Free
from coucou.core.settings import Settings, said_in
from coucou.words import clean, dates, listed, one_line, say
from coucou.words.names import given_name


@dataclass(frozen=True, slots=True)
class Letter:
    """``languages`` has one of "fr" and "en", or both, in the order in which the message says them."""

    languages: tuple[str, ...]
    subject: str
    body: str


def letter(people: Sequence[Volunteer], offers: Sequence[Offer], settings: Settings, otherwise: str) -> Letter:
    """The message to a group; ``otherwise`` is its language where the people named none.

    It says who they are and when they could meet, and of nobody else. ``[organization] statement`` closes it.
    """
    languages = written_in(people, otherwise)
    bodies = ["\n\n".join(_paragraphs(people, offers, settings, lang)) for lang in languages]
    statement = said_in(settings.organization.statement, languages[0])
    ends = [one_line(text) for text in (statement, settings.me.name) if text.strip()]
    subjects = [say("circle.letter.subject", lang, names=called(people)) for lang in languages]
    return Letter(languages, " / ".join(subjects), "\n\n".join(("\n\n* * *\n\n".join(bodies), *ends)))


def called(people: Sequence[Volunteer]) -> tuple[str, ...]:
    """Given names; whole ones where two are the same or one is not known."""
    given = tuple(given_name(one.name) for one in people)
    alike = len(set(given)) < len(given) or not all(given)
    return tuple(clean(one.name) for one in people) if alike else given


def _paragraphs(people: Sequence[Volunteer], offers: Sequence[Offer], settings: Settings, lang: str) -> Iterator[str]:
    names = called(people)
    who = [f"{name} ({one_line(one.unit)})" if one.unit else name for name, one in zip(names, people, strict=True)]
    yield say("circle.letter.hello", lang, names=names)
    yield say("circle.letter.why", lang, who=listed(who, lang))
    moments = [f"– {moment(offer.span.start, people, settings, lang)}" for offer in offers]
    state = offers[0].availability.state if offers else None
    length = timedelta(minutes=settings.meeting.minutes)
    code = {Free.FREE: "circle.letter.free", Free.UNKNOWN: "circle.letter.unknown"}.get(state or Free.BUSY)
    yield "\n".join((say(code, lang, length=length), *moments)) if code else say("circle.letter.agree", lang)
    if code:
        yield say("circle.letter.other", lang)
    yield say("circle.letter.close", lang)


def moment(start: datetime, people: Sequence[Volunteer], settings: Settings, lang: str) -> str:
    """A moment by each clock that the people live by, in their order: the day once, where it is the same."""
    own, region = settings.me.timezone, settings.me.country
    clocks = {start.astimezone(ZoneInfo(one.timezone or own)).replace(tzinfo=None): one for one in reversed(people)}
    said: list[str] = []
    for local, one in reversed(clocks.items()):
        whole = not said or len({clock.date() for clock in clocks}) > 1
        hour = (dates.moment if whole else dates.clock)(local, lang, region)
        said.append(f"{hour} ({dates.zone(one.timezone or own, lang, region, start)})")
    return "; ".join(said)
