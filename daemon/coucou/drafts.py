"""The files of a proposal: a draft that mail programs open, and for an invitation its .ics. Nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from coucou.core.address import is_mailable
from coucou.core.settings import Channel, Settings
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
    sender = me.addresses[0] if me.addresses else ""
    if not is_mailable(worded.address):
        return Drafts(None, None)
    calendar = None
    if proposal.channel is Channel.INVITE and sender:
        calendar = invitation.request(
            invitation.Invitation(
                uid=proposal.uid,
                stamp=made,
                start=proposal.start,
                end=proposal.end,
                subject=worded.subject,
                body=worded.body,
                organizer=sender,
                organizer_name=me.name,
                attendee=worded.address,
                attendee_name=proposal.person.name,
            )
        )
    letter = draft.eml(
        sender=sender,
        sender_name=me.name,
        to=worded.address,
        to_name=proposal.recipient.name,
        subject=worded.subject,
        body=worded.body,
        made=made,
        key=proposal.id,
        calendar=calendar,
    )
    return Drafts(letter, calendar)
