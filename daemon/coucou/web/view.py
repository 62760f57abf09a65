"""What a page shows: core values and finished strings, put together by whoever has the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from coucou.core.card import ConversationCard
from coucou.core.gaps import Gaps
from coucou.core.ladder import Row
from coucou.core.proposal import PassedOver, Proposal
from coucou.core.reason import Reason
from coucou.core.settings import Hours
from coucou.words.texts import Text


class TouchKind(StrEnum):
    SENT = "sent"
    RECEIVED = "received"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class TouchMark:
    """One direct touch with somebody. ``moment`` is aware."""

    moment: datetime
    kind: TouchKind


@dataclass(frozen=True, slots=True)
class AccountView:
    """``state`` is a code with a text ``state.<code>``; anything but "ok" is pointed out."""

    name: str
    state: str
    synced_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with its words. ``touches`` are all direct ones, in any order; ``eml`` and ``ics`` are whole files."""

    proposal: Proposal
    address: str  # as the person writes it; "" when there is none
    subject: str
    body: str
    mailto: str = ""
    eml: bytes | None = None
    ics: bytes | None = None
    touches: tuple[TouchMark, ...] = ()
    about: tuple[Reason, ...] = ()  # why this person: the reasons of the tie
    hints: tuple[Reason, ...] = ()  # what to settle first, such as tu or vous
    texts: tuple[Text, ...] = ()  # to paste elsewhere than in mail
    recall: ConversationCard | None = None


@dataclass(frozen=True, slots=True)
class PageView:
    """``lang`` is the page's language, "fr" or "en", with a region where one is known ("fr-CA"); ``timezone`` an IANA
    name. Moments may be in any zone. ``demo`` says that everybody on the page is invented."""

    lang: str
    timezone: str
    as_of: datetime
    generated_at: datetime
    accounts: tuple[AccountView, ...]
    gaps: Gaps
    hours: Hours
    proposals: tuple[ProposalView, ...]
    passed_over: tuple[PassedOver, ...]
    owner: str = ""
    demo: bool = False
    ladder: tuple[Row, ...] = ()  # how far the proposals on record came
    sends: bool = False  # the mode lets what is approved go out
    questions: tuple[Reason, ...] = ()  # that only the user can answer
