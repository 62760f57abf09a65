"""Wrapping: a proposal on record as the finished invitation or hold that connectors take."""

from __future__ import annotations

from datetime import datetime

from coucou.contract import Invitation
from coucou.core.proposal import effect_key, mark_of
from coucou.core.settings import Settings
from coucou.store import Store, ledger
from coucou.store.effects import Kind
from coucou.words import draft, invitation, say


def kind_of(one: ledger.Recorded) -> Kind:
    """What a proposal puts into a calendar: an invitation, or for an ask the hold of its time."""
    return Kind.INVITE if one.channel == "invite" else Kind.HOLD


def key_of(one: ledger.Recorded) -> str:
    return effect_key(one.id, kind_of(one).value)


def parcel(
    store: Store, settings: Settings, one: ledger.Recorded, *, now: datetime, cancelled: bool = False
) -> Invitation:
    """The finished invitation or hold of a proposal; with ``cancelled``, its files take it back.

    :raises ValueError: the user has no address to invite from, or the person's is not one.
    """
    if kind_of(one) is Kind.HOLD:
        return _hold(settings, one, now, cancelled=cancelled)
    return _invite(store, settings, one, now, cancelled=cancelled)


def _hold(settings: Settings, one: ledger.Recorded, now: datetime, *, cancelled: bool) -> Invitation:
    title = say("hold.title", settings.me.languages[0])
    mark = mark_of(one.id, one.address)
    held = invitation.Hold(uid=one.uid, stamp=now, start=one.start, end=one.end, title=title, mark=mark)
    return Invitation(
        key=key_of(one),
        mark=mark,
        uid=one.uid,
        start=one.start,
        end=one.end,
        timezone=one.timezone,
        subject=title,
        ics=invitation.hold(held, cancelled=cancelled),
    )


def _invite(store: Store, settings: Settings, one: ledger.Recorded, now: datetime, *, cancelled: bool) -> Invitation:
    me, to = settings.me, ledger.written(store, one.address)
    mark = mark_of(one.id, one.address)
    meeting = invitation.Invitation(
        uid=one.uid,
        stamp=now,
        start=one.start,
        end=one.end,
        subject=one.subject,
        body=one.body,
        organizer=me.sends_from,
        organizer_name=me.name,
        attendee=to,
        attendee_name=one.name,
        mark=mark,
    )
    about = {"subject": one.subject}
    letter = draft.eml(
        sender=me.sends_from,
        sender_name=me.name,
        to=to,
        to_name=one.name,
        subject=say("cancel.subject", one.language, **about) if cancelled else one.subject,
        body=say("cancel.body", one.language, **about) if cancelled else one.body,
        made=now,
        key=f"{one.id}-cancelled" if cancelled else one.id,
        calendar=invitation.cancellation(meeting) if cancelled else invitation.request(meeting),
    )
    return Invitation(
        key=key_of(one),
        mark=mark,
        uid=one.uid,
        start=one.start,
        end=one.end,
        timezone=one.timezone,
        subject=one.subject,
        body=one.body,
        attendee=to,
        attendee_name=one.name,
        video=settings.meeting.video,
        ics=invitation.own_copy(meeting, cancelled=cancelled),
        eml=letter,
    )
