"""Suggest: from what the ledger holds at a moment to proposals with their words; of the four uses, the second.

The way of the data: people ▶ ties ▶ expand ▶ gaps ▶ route ▶ plan ▶ words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from coucou.core import busy, expand, gaps, people, plan, route, ties
from coucou.core.address import normal
from coucou.core.budget import Spent
from coucou.core.days import PublicDays
from coucou.core.event import PartyKind
from coucou.core.gaps import Gaps
from coucou.core.proposal import PassedOver, Proposal, State
from coucou.core.reason import Reason, because
from coucou.core.settings import AddressAs, Settings
from coucou.core.span import Span
from coucou.core.ties import Tie
from coucou.holidays_kept import public_days
from coucou.store import Store, facts, ledger
from coucou.words import language_for
from coucou.words.draft import mailto
from coucou.words.message import Facts, wording

STALE = timedelta(hours=24)
"""A calendar whose last good reading is older than this, and which could not be read since, says nothing of now."""


class Met(NamedTuple):
    """A past meeting with somebody."""

    start: int  # epoch seconds
    size: int  # how many took part, the user included
    subject: str | None


Meetings = Mapping[str, Sequence[Met]]
"""Past meetings by the other people's addresses, in normal form."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who there is at a moment, best tie first."""

    everyone: people.Everyone
    ties: list[Tie]
    meetings: Meetings


@dataclass(frozen=True, slots=True)
class FreeTime:
    gaps: Gaps
    meetings_a_day: Mapping[date, int]
    public: PublicDays


def own_of(store: Store, settings: Settings) -> frozenset[str]:
    """The user's addresses in normal form: those of the file, and those that ``sync`` learned from what was sent."""
    return ledger.own(store) | frozenset(map(normal, settings.me.addresses))


def known(store: Store, settings: Settings, as_of: datetime) -> Known:
    """People and ties as they were known at ``as_of``; nothing later is used for ties."""
    until = int(as_of.timestamp())
    addresses = list(ledger.addresses(store, until))
    own = own_of(store, settings)
    everyone = people.identify(addresses, ledger.cards(store), settings, own)
    meetings = _meetings(store, settings, own, as_of)
    starts = {address: [(one.start, one.size) for one in met] for address, met in meetings.items()}
    found = ties.ties(everyone, facts.tie_facts(store.connection, until), starts, settings, as_of)
    return Known(everyone, found, meetings)


def _meetings(store: Store, settings: Settings, own: frozenset[str], as_of: datetime) -> dict[str, list[Met]]:
    """The same meeting in two accounts (one UID, one start) is one."""
    found: dict[str, list[Met]] = {}
    since = as_of - timedelta(days=366 * settings.history_years)
    seen: set[tuple[str, int]] = set()
    for events, zones in ledger.attended(store, as_of):
        timezone = settings.me.timezone
        for moment, event in expand.meetings(events, since, as_of, own=own, zones=zones, timezone=timezone):
            if (event.uid, moment) in seen:
                continue
            seen.add((event.uid, moment))
            others = {normal(p.address) for p in event.participants if p.kind is PartyKind.INDIVIDUAL} - own
            for address in others:
                found.setdefault(address, []).append(Met(moment, len(others) + 1, event.subject))
    return found


def free_time(store: Store, settings: Settings, as_of: datetime, window: Span) -> FreeTime:
    """The gaps of ``window`` over all accounts together. What no calendar could tell is unknown, never free."""
    own = own_of(store, settings)
    taken: list[Span] = []
    meetings: Counter[date] = Counter()
    zone = ZoneInfo(settings.me.timezone)
    for events, zones in ledger.events(store, window):
        for one in expand.occurrences(events, window, zones=zones, timezone=settings.me.timezone):
            if busy.blocks(one.event, own, tentative_blocks=settings.meeting.tentative_blocks):
                taken.append(one.span)
                meetings[one.span.start.astimezone(zone).date()] += not one.all_day
    unknown = [] if _calendars_are_known(store, as_of) else [window]
    public = public_days(store, settings, as_of, window)
    found = gaps.find_gaps(
        window, settings, busy=taken, unknown=unknown, meetings_a_day=meetings, now=as_of, public=public
    )
    return FreeTime(found, meetings, public)


def _calendars_are_known(store: Store, as_of: datetime) -> bool:
    """Whether there is a calendar, and every one was read well, or not long ago."""
    readers = [state for state in ledger.account_states(store) if state.reader == "calendar"]
    return bool(readers) and all(
        state.synced_at is not None and (state.state == "ok" or as_of - state.synced_at < STALE) for state in readers
    )


@dataclass(frozen=True, slots=True)
class Account:
    """One account as a preview shows it: its worst reader's state, and its oldest good reading."""

    name: str
    state: str
    synced_at: datetime | None


@dataclass(frozen=True, slots=True)
class Worded:
    """A proposal with its words, ready to be copied; nothing has been sent."""

    proposal: Proposal
    address: str  # as the person writes it
    subject: str
    body: str
    mailto: str
    undecided: bool = False  # nobody said yet whether it is tu or vous


@dataclass(frozen=True, slots=True)
class Preview:
    """A whole round. ``ties`` holds everybody, so that pages can tell about them."""

    generated_at: datetime
    as_of: datetime
    timezone: str
    days: int
    accounts: tuple[Account, ...]
    gaps: Gaps
    proposals: tuple[Worded, ...]
    passed_over: tuple[PassedOver, ...]
    ties: tuple[Tie, ...]
    meetings: Meetings


def suggest(
    store: Store, settings: Settings, *, now: datetime, as_of: datetime, window: Span, ramp: bool = True
) -> Preview:
    """Who would be proposed what in ``window``, judged at ``as_of``, and why nobody else.

    ``ramp`` is False when the gentle first weeks do not apply: in the demonstration, and when looking back.
    """
    zone = ZoneInfo(settings.me.timezone)
    who = known(store, settings, as_of)
    free = free_time(store, settings, as_of, window)
    open_now = ledger.recorded(store, OPEN) if ramp else []
    routes, passed = route.routes_of(who.ties, settings, _held_back(store, who.everyone, open_now, as_of))
    found = plan.plan(
        routes,
        free.gaps,
        settings,
        now=as_of,
        used=[_spent(one, who.everyone, settings) for one in open_now],
        first_run=ledger.first_run(store).astimezone(zone).date() if ramp else None,
        known=plan.Known(
            languages={r.tie.person.key: language_of(store, settings, r.tie.person, as_of) for r in routes}
        ),
        meetings_a_day=free.meetings_a_day,
        public=free.public,
    )
    return Preview(
        generated_at=now,
        as_of=as_of,
        timezone=settings.me.timezone,
        days=(window.end.astimezone(zone).date() - window.start.astimezone(zone).date()).days,
        accounts=accounts(store, settings),
        gaps=free.gaps,
        proposals=tuple(_worded(store, proposal, settings, who.meetings) for proposal in found.proposals),
        passed_over=(*found.passed_over, *passed),
        ties=tuple(who.ties),
        meetings=who.meetings,
    )


OPEN = frozenset({State.APPROVED, State.SENDING, State.SENT, State.HELD, State.ASKED, State.CONFIRMED, State.TENTATIVE})
"""States in which a proposal takes its place in the budgets and holds its person back."""


def _held_back(
    store: Store, everyone: people.Everyone, open_now: Iterable[ledger.Recorded], as_of: datetime
) -> dict[str, Reason]:
    """What stands against people, by their key: an open proposal, or what the user said in triage."""
    found: dict[str, Reason] = {}
    for address, choice in ledger.choices(store).items():
        person = everyone.of.get(address)
        if person is not None and choice.decided_at <= as_of and (choice.until is None or choice.until > as_of):
            if choice.until is not None:
                found[person.key] = because("snoozed", until=choice.until.date())
            elif choice.verdict in _CHOSEN:
                found[person.key] = because(_CHOSEN[choice.verdict])
    for one in open_now:
        person = next((everyone.of[a] for a in one.addresses if a in everyone.of), None)
        if person is not None:
            found[person.key] = because("open_proposal")
    return found


_CHOSEN: Mapping[ledger.Verdict, str] = {
    ledger.Verdict.NEVER: "never",
    ledger.Verdict.PRIVATE: "private",
    ledger.Verdict.LATER: "later",
}


def _spent(one: ledger.Recorded, everyone: people.Everyone, settings: Settings) -> Spent:
    """What an open proposal takes from the budgets; the user's own organisation is exempt from its share."""
    zone = ZoneInfo(settings.me.timezone)
    person = next((everyone.of[a] for a in one.addresses if a in everyone.of), None)
    inside = person is None or route.is_inside(person, one.address, settings)
    domain = "" if person is None or inside else person.domain
    return Spent(one.changed_at.astimezone(zone).date(), one.start.astimezone(zone).date(), domain)


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


def _worded(store: Store, proposal: Proposal, settings: Settings, meetings: Meetings) -> Worded:
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
        their_start=_by_their_clock(proposal),
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


def _by_their_clock(proposal: Proposal) -> datetime | None:
    """The start by the other person's clock, where it is known."""
    person = proposal.person
    if person.settings and person.settings.timezone:
        return proposal.start.astimezone(ZoneInfo(person.settings.timezone))
    if person.offset_minutes is None or proposal.availability.how == "hours.own":
        return None
    return proposal.start.astimezone(timezone(timedelta(minutes=person.offset_minutes)))


def accounts(store: Store, settings: Settings) -> tuple[Account, ...]:
    """Every configured account, in the order of the file; the worst of its readers speaks for it."""
    worst = {state: rank for rank, state in enumerate(("ok", "never", "later", "broken", "refused", "sign_in"))}
    found = []
    for account in settings.accounts:
        readers = [r for r in ledger.account_states(store) if r.name == account.name]
        state = max((r.state.value for r in readers), key=worst.__getitem__, default="never")
        moments = [r.synced_at for r in readers]
        synced = min((m for m in moments if m), default=None) if None not in moments else None
        found.append(Account(account.name, state, synced))
    return tuple(found)


def record(store: Store, view: Preview) -> None:
    """Put the proposals on record, in the place of those of an earlier planning."""
    drafts = [(worded.proposal, worded.subject, worded.body) for worded in view.proposals]
    ledger.record(store, drafts, now=view.generated_at)


def to_triage(store: Store, settings: Settings, as_of: datetime) -> list[Tie]:
    """Those whom the user has not decided about yet, most likely proposals first."""
    who = known(store, settings, as_of)
    decided = {who.everyone.of[a].key for a in ledger.choices(store) if a in who.everyone.of}
    return [tie for tie in who.ties if tie.dormant and tie.person.key not in decided and tie.person.settings is None]
