"""The words of a proposal: its language, its register, its message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from coucou.core import people, route, slots
from coucou.core.proposal import Proposal
from coucou.core.settings import AddressAs, Settings
from coucou.store import Store, ledger
from coucou.suggest.who import Meetings
from coucou.words import language_for
from coucou.words.draft import mailto
from coucou.words.message import Facts, wording


@dataclass(frozen=True, slots=True)
class Worded:
    """A proposal with its words, ready to be copied; nothing has been sent."""

    proposal: Proposal
    address: str  # as the person writes it
    subject: str
    body: str
    mailto: str
    undecided: bool = False  # nobody said yet whether it is tu or vous


SUBJECTS_READ = 20


def language_of(store: Store, settings: Settings, person: people.Person, as_of: datetime) -> str:
    """The language for a person: the one set for them, else of the latest subjects, else the user's first."""
    touched = ledger.touches_of(store, person.addresses, as_of)[-SUBJECTS_READ:]
    subjects = [touch.subject for touch in touched if touch.subject]
    said = person.settings.language if person.settings else None
    return language_for(said, subjects, settings.me.languages)


def address_as_of(store: Store, person: people.Person) -> AddressAs | None:
    """Whether it is tu or vous: by the file, else by what the user answered once; None when nobody said."""
    if person.settings and person.settings.address_as:
        return person.settings.address_as
    said = ledger.said_as(store)
    return next((said[address] for address in person.addresses if address in said), None)


def worded(
    store: Store, proposal: Proposal, one: route.Route, settings: Settings, meetings: Meetings, as_of: datetime
) -> Worded:
    """The message of a proposal, in the language and the register for this person."""
    person = proposal.person
    address_as = address_as_of(store, person)
    facts_ = Facts(
        name=person.name,
        me=settings.me.name,
        silence_days=proposal.silence_days or 0,
        met=_last_met(proposal, meetings),
        start=proposal.start,
        minutes=settings.meeting.minutes,
        timezone=proposal.timezone,
        region=settings.me.country,
        their_start=_by_their_clock(proposal, one, settings, as_of),
        address_as=address_as or AddressAs.VOUS,
        seed=proposal.id,
    )
    overrides = Path(settings.source).parent / "templates" if settings.source else None
    words = wording(proposal.channel, proposal.language, facts_, overrides)
    address = ledger.written(store, proposal.address)
    undecided = proposal.language == "fr" and address_as is None
    return Worded(proposal, address, words.subject, words.body, mailto(address, words.subject, words.body), undecided)


def _last_met(proposal: Proposal, meetings: Meetings) -> bool:
    """Whether the last touch was a meeting."""
    last = int(proposal.last_touch.timestamp()) if proposal.last_touch else None
    return any(met.start == last for address in proposal.person.addresses for met in meetings.get(address, ()))


def _by_their_clock(proposal: Proposal, one: route.Route, settings: Settings, as_of: datetime) -> datetime | None:
    """The start by the other person's clock, where the user told their zone. The offset of old mail is enough to keep
    out of somebody's night, and too little to name them an hour: clocks have changed since, and people have moved."""
    theirs = slots.theirs_of(one, settings, as_of)
    return proposal.start.astimezone(theirs.clock) if theirs.how == "hours.timezone" else None
