"""A whole round of a circle, as it is previewed: the groups, when they could meet, and what they would be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from coucou.circle.letters import Letter, letter
from coucou.circle.people import Listed
from coucou.circle.rounds import Past, met
from coucou.circle.times import Calendar, Offer, offers, times
from coucou.core.circle import Group, Volunteer, pairing
from coucou.core.proposal import Free, event_uid
from coucou.core.reason import Reason, because
from coucou.core.settings import Settings
from coucou.core.span import Span
from coucou.words import draft, invitation

FEW = 6
"""With fewer people, who is *not* put together can be guessed."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One group. ``offers`` are in order of time; none when the people share no open moment."""

    group: Group
    offers: tuple[Offer, ...]
    letter: Letter


@dataclass(frozen=True, slots=True)
class Round:
    """A round. Those who did not opt in or who pause are nowhere in it, not even as a number."""

    number: int
    apart: int
    as_of: datetime
    timezone: str
    window: Span
    taking_part: int
    groups: tuple[Planned, ...]
    left_over: tuple[Volunteer, ...]
    notices: tuple[Reason, ...]


def plan(
    who: Listed,
    past: Sequence[Past],
    calendars: Mapping[str, Calendar],
    settings: Settings,
    *,
    now: datetime,
    window: Span,
    number: int,
    apart: int,
) -> Round:
    """The round ``number`` for those in ``who`` who take part. ``calendars`` has those that were read, by key.

    Nobody is with somebody of the last ``apart`` - 1 rounds again. The same input gives the same round.

    :raises UserError: nobody has listed the holidays of the organiser's country.
    """
    people = who.taking_part
    known = times(people, calendars, settings, now=now, window=window)
    found = pairing(people, number=number, apart=apart, met=met(past, number), free=known.masks)
    planned = []
    for group in found.groups:
        when = offers(group.people, known)
        planned.append(Planned(group, when, letter(group.people, when, settings, settings.me.languages[0])))
    return Round(
        number=number,
        apart=apart,
        as_of=now,
        timezone=settings.me.timezone,
        window=window,
        taking_part=len(people),
        groups=tuple(planned),
        left_over=found.left_over,
        notices=tuple(_notices(who, found.left_over)),
    )


def _notices(who: Listed, left_over: Sequence[Volunteer]) -> list[Reason]:
    number = len(who.taking_part)
    found = []
    if not who.asked:
        found.append(because("circle.no_consent"))
    elif number < 2:
        found.append(because("circle.nobody"))
    elif number < FEW:
        found.append(because("circle.few", few=FEW))
    if left_over and number > 1:
        found.append(because("circle.left_over", n=len(left_over)))
    return found


def drafts_of(planned: Planned, settings: Settings, made: datetime) -> tuple[bytes, bytes | None]:
    """The draft to a group (.eml), and its invitation (.ics), which is also a part of the draft.

    There is an invitation only where all calendars were read and leave the moment open, and the organiser's address is
    known: what is unknown is asked about, not put into somebody's calendar.
    """
    first, *others = planned.group.people
    also = tuple((one.address, one.name) for one in others)
    sender = settings.me.sends_from
    calendar = None
    if sender and planned.offers and planned.offers[0].availability.state is Free.FREE:
        span = planned.offers[0].span
        calendar = invitation.request(
            invitation.Invitation(
                uid=event_uid(planned.group.id),
                stamp=made,
                start=span.start,
                end=span.end,
                subject=planned.letter.subject,
                body=planned.letter.body,
                organizer=sender,
                organizer_name=settings.me.name,
                attendee=first.address,
                attendee_name=first.name,
                also=also,
            )
        )
    message = draft.eml(
        sender=sender,
        sender_name=settings.me.name,
        to=first.address,
        to_name=first.name,
        subject=planned.letter.subject,
        body=planned.letter.body,
        made=made,
        key=planned.group.id,
        calendar=calendar,
        also=also,
    )
    return message, calendar


def mailto(planned: Planned) -> str:
    """A link that opens the message to a group in the organiser's mail program."""
    first, *others = (one.address for one in planned.group.people)
    return draft.mailto(first, planned.letter.subject, planned.letter.body, others)
