"""A whole round: who would be proposed what, when and why, and why nobody else.

The way of the data: people ▶ ties ▶ expand ▶ gaps ▶ route ▶ plan ▶ words.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from coucou.core import plan, route
from coucou.core.gaps import Gaps
from coucou.core.proposal import PassedOver
from coucou.core.reason import Reason
from coucou.core.settings import Settings
from coucou.core.span import Span
from coucou.core.ties import Tie
from coucou.store import Store, ledger
from coucou.store.accounts import WORSE
from coucou.store.accounts import State as ReaderStanding
from coucou.suggest import theirs
from coucou.suggest.cards import cards_for
from coucou.suggest.questions import questions
from coucou.suggest.standing import against, counts, spent, time_of
from coucou.suggest.wanted import past_targets, routes_to_strangers
from coucou.suggest.when import free_time
from coucou.suggest.who import Meetings, known
from coucou.suggest.worded import Worded, languages_for, worded


@dataclass(frozen=True, slots=True)
class Account:
    """One account as a preview shows it: its worst reader's state, and its oldest good reading."""

    name: str
    state: str
    synced_at: datetime | None


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
    past_targets: int = 0  # ignored, because their horizon lies behind
    questions: tuple[Reason, ...] = ()  # that only the user can answer


def suggest(
    store: Store,
    settings: Settings,
    *,
    now: datetime,
    as_of: datetime,
    window: Span,
    ramp: bool = True,
    availability: theirs.Asked | None = None,
    quiet: Collection[str] = frozenset(),
) -> Preview:
    """Who would be proposed what in ``window``, judged at ``as_of``, and why nobody else.

    ``ramp`` is False when the gentle first weeks do not apply: in the demonstration, and when looking back.
    ``availability`` is asked, once, when colleagues are taken; it is part of open accounts.
    ``quiet`` holds addresses that an organisation keeps in peace (``coucou.quiet_list``).
    """
    zone = ZoneInfo(settings.me.timezone)
    who = known(store, settings, as_of)
    before = ledger.recorded(store) if ramp else []
    free = free_time(store, settings, as_of, window, besides=time_of(before, as_of))
    held_back = against(store, settings, who, before, window, as_of, quiet)
    routes, passed = route.routes_of(who.ties, settings, held_back)
    more, more_passed = routes_to_strangers(store, who, settings, as_of, held_back)
    routes, passed = [*routes, *more], [*passed, *more_passed]
    by_key = {one.tie.person.key: one for one in routes}
    found = plan.plan(
        routes,
        free.gaps,
        settings,
        now=as_of,
        used=[spent(one, who.everyone, settings) for one in before if counts(one, as_of)],
        first_run=ledger.first_run(store).astimezone(zone).date() if ramp else None,
        known=plan.Known(
            times=theirs.times(store, routes, free.gaps.window, as_of=as_of, ask=availability),
            languages=languages_for(store, settings, routes, as_of),
        ),
        meetings_a_day=free.meetings_a_day,
        public=free.public,
    )
    chosen = [(proposal.person, by_key[proposal.person.key]) for proposal in found.proposals]
    cards = cards_for(store, chosen, who, held_back, as_of)
    return Preview(
        generated_at=now,
        as_of=as_of,
        timezone=settings.me.timezone,
        days=(window.end.astimezone(zone).date() - window.start.astimezone(zone).date()).days,
        accounts=accounts(store, settings),
        gaps=free.gaps,
        proposals=tuple(
            replace(
                worded(store, proposal, by_key[proposal.person.key], settings, who.meetings),
                card=cards[proposal.person.key],
            )
            for proposal in found.proposals
        ),
        passed_over=(*found.passed_over, *passed),
        ties=tuple(who.ties),
        meetings=who.meetings,
        past_targets=past_targets(settings, as_of),
        questions=tuple(questions(store, settings, before, as_of, who).values()),
    )


def accounts(store: Store, settings: Settings) -> tuple[Account, ...]:
    """Every configured account, in the order of the file; the worst of its readers speaks for it."""
    found = []
    states = ledger.account_states(store)
    for account in settings.accounts:
        readers = [r for r in states if r.name == account.name]
        state = max((r.state for r in readers), key=WORSE.index, default=ReaderStanding.NEVER).value
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
