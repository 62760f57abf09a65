"""What the ledger and the cards know of addresses, and the people it amounts to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from coucou.core.settings import PersonSettings


@dataclass(frozen=True, slots=True)
class Offset:
    """The UTC offset most seen lately in what somebody sent, and when it last was."""

    minutes: int
    seen: int  # epoch seconds

    def shares(self, zone: tzinfo) -> bool:
        """Whether ``zone`` had the same one at that moment: then it is taken for theirs, with its clock changes."""
        return datetime.fromtimestamp(self.seen, zone).utcoffset() == timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """What the ledger knows of one address. ``address`` is in normal form (see ``normal``)."""

    address: str
    names: Mapping[str, int]  # display names seen with it → how often
    first: int  # epoch seconds of the first and last time it was seen, in any role
    last: int
    direct: int  # direct touches
    dead: bool = False  # a delivery failure came back and nothing was received from it since
    sent_as: int = 0  # messages that the source says the user sent from it
    group: bool = False  # seen as a room, a resource or a group
    offset: Offset | None = None


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A contact card, its addresses in normal form."""

    account: str
    name: str
    addresses: tuple[str, ...] = ()
    organization: str = ""
    title: str = ""
    url: str = ""
    connected_on: date | None = None
    labels: tuple[str, ...] = ()
    earlier: tuple[str, str] | None = None  # organisation and title, as an older export had them


@dataclass(frozen=True, slots=True)
class Person:
    """``key`` is stable: it names the same person as long as their oldest address is known."""

    key: str
    name: str
    addresses: tuple[str, ...]  # normal forms, most recently used first; dead ones last
    organization: str  # as a card or the mail domain tells; "" when neither does
    domain: str = ""  # of the organisation; "" for free-mail
    dead: tuple[str, ...] = ()
    moved: bool = False  # the newest known organisation differs from every living address's domain
    title: str = ""
    url: str = ""
    labels: tuple[str, ...] = ()
    offset: Offset | None = None
    settings: PersonSettings | None = None


@dataclass(frozen=True, slots=True)
class Everyone:
    """``of`` maps an address in normal form to its person; own, robot, role and group addresses to nobody."""

    people: tuple[Person, ...]
    of: Mapping[str, Person] = field(repr=False)
    own: frozenset[str] = frozenset()
