"""The files of a proposal: a draft that mail programs open, and for an invitation its .ics. Nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from coucou.core.address import is_mailable
from coucou.core.settings import Approach, Channel, Settings
from coucou.store.proposals import Recorded
from coucou.suggest.worded import Worded
from coucou.words import draft, invitation


@dataclass(frozen=True, slots=True)
class Drafts:
    """Whole files; None where an address is missing, or the channel has none."""

    eml: bytes | None
    ics: bytes | None


def drafts_of(worded: Worded, settings: Settings, made: datetime) -> Drafts:
    """The draft of a proposal, its invitation a part of it when it is one. It is from the user's first address."""
    proposal, me = worded.proposal, settings.me
    if not is_mailable(worded.address):
        return Drafts(None, None)
    calendar = None
    if proposal.channel is Channel.INVITE and me.sends_from:
        calendar = invitation.request(
            invitation.Invitation(
                uid=proposal.uid,
                stamp=made,
                start=proposal.start,
                end=proposal.end,
                subject=worded.subject,
                body=worded.body,
                organizer=me.sends_from,
                organizer_name=me.name,
                attendee=worded.address,
                attendee_name=proposal.person.name,
            )
        )
    letter = _letter(
        settings,
        to=worded.address,
        name=proposal.recipient.name,
        subject=worded.subject,
        body=worded.body,
        key=proposal.id,
        made=made,
        calendar=calendar,
    )
    return Drafts(letter, calendar)


def letter_of(one: Recorded, to: str, settings: Settings, made: datetime) -> bytes:
    """The draft of the message of a proposal on record, for the user to send; ``to`` as the person writes it.

    :raises ValueError: ``to`` is no address.
    """
    name = "" if one.approach == Approach.REFERRAL else one.name  # that one goes to somebody whom both know
    return _letter(settings, to=to, name=name, subject=one.subject, body=one.body, key=one.id, made=made)


def _letter(
    settings: Settings,
    *,
    to: str,
    name: str,
    subject: str,
    body: str,
    key: str,
    made: datetime,
    calendar: bytes | None = None,
) -> bytes:
    me = settings.me
    return draft.eml(
        sender=me.sends_from,
        sender_name=me.name,
        to=to,
        to_name=name,
        subject=subject,
        body=body,
        made=made,
        key=key,
        calendar=calendar,
    )
