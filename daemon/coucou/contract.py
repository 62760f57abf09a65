"""What a connector promises: values in, values out.

A connector is a package with an entry point in the group ``coucou.connectors`` that names a :class:`Plugin`.
It never sees the store, the vault or the words, and no provider JSON crosses this line. Every sentence here
has a test in ``coucou.testing.conformance``, which a connector's author runs against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from coucou.core.event import Answer as Answer
from coucou.core.event import Event as Event
from coucou.core.event import EventKind as EventKind
from coucou.core.event import EventStatus as EventStatus
from coucou.core.event import Participant as Participant
from coucou.core.event import PartyKind as PartyKind
from coucou.core.event import Recurrence as Recurrence
from coucou.core.event import Role as Role
from coucou.core.event import Shows as Shows
from coucou.core.event import SourceId as SourceId
from coucou.core.span import Span as Span
from coucou.core.working import WorkingHours as WorkingHours

# --- values ---------------------------------------------------------------------------------------------------------


class MailKind(StrEnum):
    PERSONAL = "personal"
    BULK = "bulk"  # lists and newsletters: List-Id, List-Unsubscribe, Precedence: bulk|list|junk
    AUTOMATIC = "automatic"  # Auto-Submitted, out-of-office, calendar traffic, receipts
    BOUNCE = "bounce"  # a delivery failure


# Not to be changed once made, as all values here. It is not frozen, because a frozen one takes five times as long to
# make, which was a twentieth of a first read's time.
@dataclass(slots=True, unsafe_hash=True)
class Message:
    """One mail or chat message, headers only. ``moment`` is aware and keeps the offset that the sender wrote."""

    source: SourceId
    message_id: str  # without angle brackets; "" when the source has none
    moment: datetime
    kind: MailKind
    participants: tuple[Participant, ...]
    subject: str | None = None
    sent: bool = False  # the source itself says that the user sent it (Sent folder, SENT label)
    references: tuple[str, ...] = ()  # Message-IDs of In-Reply-To and References, nearest first, at most 20
    labels: tuple[str, ...] = ()  # folders or labels, as the source names them
    failed: tuple[str, ...] = ()  # for a BOUNCE: the addresses that could not be reached


@dataclass(frozen=True, slots=True)
class Card:
    """A contact card: somebody the user keeps, by file or by export."""

    source: SourceId
    name: str
    addresses: tuple[str, ...] = ()
    organization: str = ""
    title: str = ""
    url: str = ""
    connected_on: date | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the source that could not be used: said to the user, never fatal.

    ``code`` is a key of the words' table of problems; ``place`` says where (file and line, message number).
    """

    code: str
    place: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a reader stands. Opaque to the engine. A ``version`` other than the reader's own: read everything again."""

    value: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """Some changes. ``gone`` is applied before ``appeared``; the same item twice is harmless.

    A ``cursor`` covers everything up to and including this batch, and is committed in one transaction with it, so that
    a crash reads twice and never skips. The last batch of a complete read carries one.
    """

    appeared: tuple[Message | Event | Card, ...] = ()
    gone: tuple[SourceId, ...] = ()
    cursor: Cursor | None = None
    zones: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))  # name → its VTIMEZONE text
    problems: tuple[Problem, ...] = ()
    everything_again: bool = False  # on the first batch of a full re-read: what does not appear again, is gone
    dear: bool = False  # reading it again costs quota or minutes: it is committed at once, with its cursor


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader is asked for. Items wholly before ``oldest`` need not be delivered; events after ``newest``
    neither."""

    oldest: datetime
    newest: datetime
    subjects: bool = True  # False: subjects are not even read
    timezone: str = "UTC"  # the user's zone
    now: datetime | None = None  # mail dated later than a day after it has an impossible date


# --- errors, named for what the daemon does next --------------------------------------------------------------------


class ConnectorError(Exception):
    """``code`` is a key of the words' table of errors; no address, subject or token ever stands in ``values``."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class CursorExpired(ConnectorError):
    """The cursor is no longer good: read everything again."""


class SignInNeeded(ConnectorError):
    """Stop this account and tell the user once."""


class TryLater(ConnectorError):
    """Back off and keep the cursor."""

    def __init__(self, code: str, after: timedelta | None = None, **values: object) -> None:
        super().__init__(code, **values)
        self.after = after


class Refused(ConnectorError):
    """This request will never pass: a file that is not there, a scope that is missing, a key that is wrong."""


class Unclear(ConnectorError):
    """A request that changes something left, and nobody can tell whether it was heard: a dropped answer, a time that
    ran out, a 500. The engine asks by the key before it does anything else."""


# --- ports ----------------------------------------------------------------------------------------------------------


class Reads(Protocol):
    """A reader of mail, events or contacts."""

    def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        """What changed since ``since``, or everything when None.

        :raises CursorExpired: ``since`` is not good any more; the engine calls again with None.
        :raises SignInNeeded, TryLater, Refused: see their names. Batches already yielded with a cursor stay good.
        """
        ...


class Secrets(Protocol):
    """One account's secret, as the vault keeps it."""

    def load(self) -> bytes | None:
        """The secret; None when the account has none.

        :raises TryLater: the keyring is locked. :raises Refused: there is no keyring, or no key in it any more.
        """
        ...

    def replace(self, expected: bytes | None, new: bytes | None) -> bool:
        """Store ``new`` if what is stored is still ``expected``; False (and nothing stored) when another was first."""
        ...


Progress = Callable[[str, int, int | None], None]
"""Called with what is being read, how much is done and how much there is (None: unknown)."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What the engine lends a connector."""

    secrets: Secrets | None = None
    progress: Progress = lambda what, done, total: None
    items: Progress = lambda what, done, total: None  # the same, in items of a provider that takes its time
    sends: bool = False  # the user lets coucou send: only then may a connection hold anything that can write


class ReadsAvailability(Protocol):
    """Others' time taken, as far as they show it."""

    def busy(self, addresses: Sequence[str], window: Span) -> Mapping[str, tuple[Span, ...] | None]:
        """For each address the stretches of ``window`` that are taken; None: unknown, which is never free.

        :raises SignInNeeded, TryLater, Refused: see their names.
        """
        ...


class ReadsHours(Protocol):
    """Others' working hours, where they gave them to a calendar that shows them."""

    def hours(self, addresses: Sequence[str]) -> Mapping[str, WorkingHours | None]:
        """For each address its working hours; None: not known.

        :raises SignInNeeded, TryLater, Refused: see their names.
        """
        ...


@dataclass(frozen=True, slots=True)
class Invitation:
    """A finished event for the user's own calendar, under a key that the engine chose.

    With an ``attendee``, it is an invitation to that one person, who is told by the provider. Without one it is a
    hold: private, busy, reminding nobody, told to nobody. Moments are aware. ``ics`` and ``eml`` are whole files, for
    connectors that hand files over: a hold has no ``eml``.
    """

    key: str  # 32 of 0-9a-f: the same whenever the same thing is sent again, and never used for another
    mark: str  # written where only the event's owner sees it, and read back as ``Event.mark``
    uid: str  # its iCalendar UID, where the provider lets one choose it
    start: datetime
    end: datetime
    timezone: str
    subject: str
    body: str = ""
    attendee: str = ""
    attendee_name: str = ""
    video: bool = False  # with a link to a video call, made by the provider
    ics: bytes = b""
    eml: bytes = b""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What stands at the provider under a key. Not ``live``: it was made, and was deleted or cancelled since."""

    key: str
    live: bool = True


class SendsInvitations(Protocol):
    """A calendar that coucou may write into. Exists only where ``Ports.sends`` was set and the user granted it.

    ``follows``: what was sent comes back through the same account's calendar reader, with answers and changes.
    """

    follows: bool

    def send(self, invitation: Invitation) -> Receipt:
        """Make it, once: what was made under this key before is not made again, whether it still stands or not.

        One request; neither the connector nor a library under it repeats a request that may have been heard.

        :raises Unclear: it may or may not have been made. :raises TryLater, SignInNeeded, Refused: it surely was not.
        """
        ...

    def find(self, key: str) -> Receipt | None:
        """What was made under ``key``; None: the provider says that nothing ever was, or that nothing stands there
        and it keeps no trace of what was deleted: then only ``send`` tells, which does not make it again.

        :raises TryLater, SignInNeeded, Refused: the provider could not be asked.
        """
        ...

    def cancel(self, invitation: Invitation) -> None:
        """Take back what was made under its key, and let the attendee know; its files say so too. What is gone
        already, or never was, is no error.

        :raises Unclear: it may or may not be gone; cancelling again is harmless.
        :raises TryLater, SignInNeeded, Refused: it surely stands as before.
        """
        ...


@dataclass(frozen=True, slots=True)
class Connection:
    """An open account. A part is None where the connector cannot do it. Closed with ``close``."""

    mail: Reads | None = None
    calendar: Reads | None = None
    contacts: Reads | None = None
    close: Callable[[], None] = lambda: None
    availability: ReadsAvailability | None = None
    hours: ReadsHours | None = None
    sends: SendsInvitations | None = None
    bounded: bool = False  # the calendar is read up to ``Reading.newest`` only: what lies beyond is unknown
    sign_in_ends: Callable[[], datetime | None] = lambda: None  # when it ends by itself, as told while it was read


class Plugin(Protocol):
    """What an entry point names.

    ``options`` is a frozen dataclass type: the keys that an ``[[accounts]]`` table may hold beside ``name`` and
    ``connector``. Fields of type ``Path`` (or tuples of them) arrive absolute; tuples of ``str`` arrive as written. A
    field named ``base`` is filled by the engine: the folder of the configuration, from which globs start.
    """

    name: str
    options: type

    def open(self, account: str, options: object, ports: Ports) -> Connection:
        """Open without reading anything yet.

        :raises Refused: the options cannot work; the message names the option.
        """
        ...


# --- signing in -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SigningIn:
    """How the user signs in. ``sends``: the user lets coucou send, so ask for that too; otherwise only to read."""

    show: Callable[[str, str], None]  # called with an address to open, and a code to type there or ""
    goodbye: str = ""  # a sentence for the page that the browser shows at the end
    browser: bool = True  # whether a browser may be opened on this machine
    sends: bool = False
    imported: bytes | None = None  # what another machine signed in with: a file's content
    patience: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Granted:
    """What signing in gave: what the user allowed, and what was asked for but not allowed, as the provider names it."""

    scopes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    timezone: str = ""  # of the account's calendars (an IANA name), as far as the provider says
    notes: tuple[str, ...] = ()  # codes of the words' table: what else the user should know


@runtime_checkable
class SignsIn(Protocol):
    """What a plug-in is besides when its accounts need signing in."""

    def sign_in(self, account: str, options: object, how: SigningIn, ports: Ports) -> Granted:
        """Sign in and put what that gave into ``ports.secrets``, in place of what was there.

        :raises Refused: not allowed, or the options cannot work. :raises TryLater: no answer within ``how.patience``.
        """
        ...

    def sign_out(self, account: str, options: object, ports: Ports) -> bool:
        """Take back at the provider what was given, and empty ``ports.secrets`` whatever happens.

        False: the provider could not be told, so the user should take it back there.
        """
        ...
