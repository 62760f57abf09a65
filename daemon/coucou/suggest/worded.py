"""The words of a proposal: its language, its register, its message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from coucou.core import people, route, slots
from coucou.core.address import is_mailable
from coucou.core.card import ConversationCard
from coucou.core.proposal import Proposal
from coucou.core.settings import AddressAs, Approach, Settings, said_in
from coucou.store import Store, ledger
from coucou.suggest.who import Meetings
from coucou.words import language_for
from coucou.words.draft import mailto
from coucou.words.first import closed, first_words
from coucou.words.first import language_of as written_in
from coucou.words.message import Facts, Wording, wording, written_as
from coucou.words.texts import Text, for_chat


@dataclass(frozen=True, slots=True)
class Worded:
    """A proposal with its words, ready to be copied; nothing has been sent."""

    proposal: Proposal
    address: str  # as the person writes it
    subject: str
    body: str
    mailto: str
    undecided: bool = False  # nobody said yet whether it is tu or vous
    texts: tuple[Text, ...] = ()  # the same to paste elsewhere than in mail
    card: ConversationCard | None = None


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


def languages_for(store: Store, settings: Settings, routes: Iterable[route.Route], as_of: datetime) -> dict[str, str]:
    """The language for everybody who may be written to, by a person's key.

    A stranger of whom nothing tells one is written to in the language of the user's own sentences for them.
    """
    found = {}
    for one in routes:
        for person in (one.tie.person, *(each.person for each in one.mutuals)):
            if person.key not in found:
                found[person.key] = language_of(store, settings, person, as_of)
        person = one.tie.person
        if isinstance(one.tie, route.Stranger) and not (person.settings and person.settings.language):
            found[person.key] = written_in((settings.me.about, one.tie.drawn_by)) or found[person.key]
    return found


def worded(store: Store, proposal: Proposal, one: route.Route, settings: Settings, meetings: Meetings) -> Worded:
    """The message of a proposal, in the language and the register for whom it goes to."""
    recipient = proposal.recipient
    address_as = address_as_of(store, recipient)
    facts_ = Facts(
        name=recipient.name,
        me=settings.me.name,
        silence_days=proposal.silence_days or 0,
        met=_last_met(proposal, meetings),
        start=proposal.start,
        minutes=settings.meeting.minutes,
        timezone=proposal.timezone,
        region=settings.me.country,
        their_start=_by_their_clock(proposal, one, settings),
        address_as=address_as or AddressAs.VOUS,
        seed=proposal.id,
    )
    overrides = _overrides(settings)
    inside = route.is_inside(recipient, proposal.address, settings)
    statement = said_in(settings.organization.statement, proposal.language) if inside else ""
    if isinstance(one.tie, route.Stranger):
        words, texts = first_words(proposal, one.tie, facts_, settings.me, overrides, statement)
        body = words.body
    else:
        words = wording(proposal.channel, proposal.language, facts_, overrides)
        body = closed(words.body, statement)
        texts = for_chat(body, proposal.address) if inside and proposal.approach is Approach.MESSAGE else ()
    address = ledger.written(store, proposal.address)
    undecided = proposal.language == "fr" and address_as is None
    link = mailto(address, words.subject, body) if is_mailable(address) else ""
    return Worded(proposal, address, words.subject, body, link, undecided, texts)


def agreed(store: Store, settings: Settings, ask: ledger.Recorded, person: people.Person | None) -> Wording:
    """The words of the invitation that follows an ask which got its yes, in the ask's language and register."""
    facts_ = Facts(
        name=ask.name,
        me=settings.me.name,
        silence_days=0,
        met=False,
        start=ask.start,
        minutes=int((ask.end - ask.start).total_seconds() // 60),
        timezone=ask.timezone,
        region=settings.me.country,
        address_as=(address_as_of(store, person) if person else None) or AddressAs.VOUS,
        seed=ask.id,
    )
    return written_as("confirm", ask.language, facts_, _overrides(settings))


def _overrides(settings: Settings) -> Path | None:
    """Where the user's own templates would be."""
    return Path(settings.source).parent / "templates" if settings.source else None


def _last_met(proposal: Proposal, meetings: Meetings) -> bool:
    """Whether the last touch was a meeting."""
    last = int(proposal.last_touch.timestamp()) if proposal.last_touch else None
    return any(met.start == last for address in proposal.person.addresses for met in meetings.get(address, ()))


def _by_their_clock(proposal: Proposal, one: route.Route, settings: Settings) -> datetime | None:
    """The start by the other person's clock, where the user told their zone. The offset of old mail is enough to keep
    out of somebody's night, and too little to name them an hour: clocks have changed since, and people have moved."""
    theirs = slots.theirs_of(one, settings)
    return proposal.start.astimezone(theirs.clock) if theirs.how == "hours.timezone" else None
