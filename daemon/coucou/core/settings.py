"""What a user decided, as frozen values. ``coucou.config`` makes them from TOML; defaults are the documented ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from pathlib import PurePath
from types import MappingProxyType


class Mode(StrEnum):
    PREVIEW = "preview"
    APPROVE = "approve"
    AUTO = "auto"


class AddressAs(StrEnum):
    TU = "tu"
    VOUS = "vous"


class Approach(StrEnum):
    CATCH_UP = "catch_up"
    MESSAGE = "message"
    REFERRAL = "referral"
    INTRODUCTION = "introduction"


class Channel(StrEnum):
    INVITE = "invite"
    ASK = "ask"
    DRAFT = "draft"


class Aim(StrEnum):
    """Why the user would like to know somebody: the reason of a target."""

    INFLUENCE = "influence"
    SIMILAR_ROLE = "similar_role"
    PROJECT = "project"
    CAREER = "career"
    INTEREST = "interest"


Said = str | Mapping[str, str]
"""A sentence of the user's that may stand in a message: one for all, or one a language."""


def said_in(sentence: Said, language: str) -> str:
    """The sentence in ``language``, else in the one that there is."""
    if isinstance(sentence, str):
        return sentence
    return sentence.get(language) or next(iter(sentence.values()), "")


@dataclass(frozen=True, slots=True)
class Me:
    name: str = ""
    addresses: tuple[str, ...] = ()
    timezone: str = "UTC"  # an IANA name; the edge fills in the machine's own when the file has none
    country: str = ""  # ISO 3166-1, or with a subdivision: CA-QC, FR
    languages: tuple[str, ...] = ("en",)
    about: Said = ""  # one line, for introductions

    @property
    def sends_from(self) -> str:
        """The address that messages and invitations come from: the first; "" where the user named none."""
        return self.addresses[0] if self.addresses else ""


@dataclass(frozen=True, slots=True)
class Organization:
    domains: tuple[str, ...] = ()
    statement: Said = ""  # its openness to such talks, said inside only
    quiet_list: str = ""  # a file of addresses to be kept in peace; relative to the configuration


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """One ``[[accounts]]`` table. ``options`` is the connector's own frozen value, made from the other keys."""

    name: str
    connector: str
    options: object = None


@dataclass(frozen=True, slots=True)
class DailyHours:
    """A daily stretch of wall time on some weekdays (Monday is 0)."""

    days: frozenset[int]
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class QuietPeriod:
    """Days when nobody is disturbed, both ends included; without a year, it comes back every year."""

    start: date | tuple[int, int]  # a date, or (month, day)
    end: date | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hours:
    days: frozenset[int] = frozenset(range(5))
    start: time = time(9, 0)
    end: time = time(16, 30)
    protected: tuple[DailyHours, ...] = (
        DailyHours(frozenset(range(7)), time(12, 0), time(13, 30)),
        DailyHours(frozenset({4}), time(12, 0), time(16, 30)),
        DailyHours(frozenset({0}), time(9, 0), time(10, 0)),
    )
    quiet_periods: tuple[QuietPeriod, ...] = (QuietPeriod((12, 24), (1, 2)),)


@dataclass(frozen=True, slots=True)
class Meeting:
    minutes: int = 25
    buffer_minutes: int = 10
    notice_working_days: int = 2
    ask_notice_working_days: int = 5
    horizon_days: int = 14
    max_meetings_a_day: int = 5
    tentative_blocks: bool = True
    video: bool = False  # ask the provider for a link to a call, in invitations


@dataclass(frozen=True, slots=True)
class Budget:
    a_week: int = 3
    a_day: int = 1
    per_organization_a_week: int = 1
    messages_a_week: int = 1  # to colleagues little known
    introductions_a_week: int = 1
    referrals_a_month: int = 2  # in all; from one person never more than one


@dataclass(frozen=True, slots=True)
class Dormancy:
    min_silence_days: int = 60
    tiers: Mapping[str, int] = field(
        default_factory=lambda: MappingProxyType({"close": 30, "regular": 90, "wide": 180})
    )


@dataclass(frozen=True, slots=True)
class Ranking:
    """How the list of the preview is made; where the defaults come from: docs/explanation/ranking.md."""

    likelihood: float = 0.7  # the shares of the two judgements in the score, brought to a sum of 1
    worth: float = 0.3
    per_organization: int = 2  # so many of one organisation before everyone else had a turn
    easy_first: bool = True  # an easy one opens the list

    @property
    def share(self) -> float:
        """The likelihood's share of the score, 0..1."""
        return self.likelihood / (self.likelihood + self.worth)


@dataclass(frozen=True, slots=True)
class Exclude:
    domains: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    subjects: bool = True  # False: no subject is stored


@dataclass(frozen=True, slots=True)
class Daemon:
    """How often the daemon does what, and where it tells of it."""

    mail_minutes: int = 30
    calendar_minutes: int = 15
    deliver_minutes: int = 15
    follow_minutes: int = 60
    suggest_at: time = time(7, 30)
    digest_days: frozenset[int] = frozenset()
    digest_in_calendar: bool = False  # once a week, a private entry with their number; never in ``preview``
    housekeeping_at: time = time(3, 30)
    fold_after_years: int = 0  # mail older than that becomes counts by month; 0: never
    silence_minutes: int = 10  # a run that tells nothing for so long has hung, and is ended
    notifications: bool = False
    metrics: tuple[str, int] | None = None  # the loopback address and port where figures are served


@dataclass(frozen=True, slots=True)
class PersonSettings:
    """One ``[[people]]`` table: what the user said of a person. At least a name or an address."""

    name: str = ""
    addresses: tuple[str, ...] = ()
    tier: str | None = None
    never: bool = False
    private: bool = False
    auto: bool = False
    language: str | None = None
    timezone: str | None = None
    address_as: AddressAs | None = None
    approach: Approach | None = None
    channel: Channel | None = None
    preferred: str | None = None  # the address to write to, picked by the user
    source: str | None = None  # where the address is published: without it no stranger gets mail
    drawn_by: Said | None = None  # what drew the user to them, a sentence that stands in the message


@dataclass(frozen=True, slots=True)
class Target:
    """One ``[[targets]]`` table: whom the user would like to know, or know better, and why.

    Of the kinds that are given, every one must fit (an organisation *and* a title *and* a tag), by any of its entries;
    somebody named in ``people`` always fits.
    """

    reason: Aim
    why: str = ""  # in the user's words, for the user's eyes
    organizations: tuple[str, ...] = ()  # domains or names
    titles: tuple[str, ...] = ()  # patterns (coucou.core.titles)
    tags: tuple[str, ...] = ()  # labels of contacts
    people: tuple[str, ...] = ()  # names or addresses
    weight: float = 1.0  # 0..1: what it adds to the worth's part "aims"
    until: date | None = None  # the horizon: its last day
    approach: Approach | None = None  # for those not yet known
    drawn_by: Said = ""  # what drew the user to them, a sentence that stands in the message


@dataclass(frozen=True, slots=True)
class Settings:
    mode: Mode = Mode.PREVIEW
    history_years: int = 5
    me: Me = field(default_factory=Me)
    organization: Organization = field(default_factory=Organization)
    accounts: tuple[AccountSettings, ...] = ()
    hours: Hours = field(default_factory=Hours)
    meeting: Meeting = field(default_factory=Meeting)
    budget: Budget = field(default_factory=Budget)
    dormancy: Dormancy = field(default_factory=Dormancy)
    exclude: Exclude = field(default_factory=Exclude)
    daemon: Daemon = field(default_factory=Daemon)
    ranking: Ranking = field(default_factory=Ranking)
    people: tuple[PersonSettings, ...] = ()
    targets: tuple[Target, ...] = ()
    source: PurePath | None = None  # the file it came from, for messages; None for the embedded defaults
