"""What stands on record before a planning: open proposals, the user's choices, meetings that are planned anyway."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from coucou.core import expand, people, rest, route
from coucou.core.budget import Spent
from coucou.core.event import EventStatus
from coucou.core.outcome import NEVER_ASKED
from coucou.core.proposal import State, tag_of
from coucou.core.reason import Reason, because
from coucou.core.settings import Approach, Settings
from coucou.core.span import Span
from coucou.core.tie_facts import of_person
from coucou.core.ties import sleeps_after_days
from coucou.core.touch import is_direct_meeting
from coucou.store import Store, ledger
from coucou.suggest.who import Known, meetings_in

OPEN = frozenset(
    {
        State.SNOOZED,
        State.APPROVED,
        State.SENDING,
        State.UNSETTLED,
        State.SENT,
        State.TENTATIVE,
        State.HELD,
        State.ASKED,
    }
)
"""States in which a proposal takes its time and holds its person back; an accepted one does until it is over."""


MAY_HAVE_LEFT = frozenset({State.SENDING, State.UNSETTLED})
"""States in which nobody knows whether it went out: the budgets count that it did."""


def is_open(one: ledger.Recorded, as_of: datetime) -> bool:
    """Whether a proposal takes its time and holds its person back. What the user edited is theirs to decide."""
    if one.state is State.ACCEPTED:
        return one.end > as_of
    return one.state in OPEN or (one.state is State.PROPOSED and one.edited)


def time_of(recorded: Iterable[ledger.Recorded], as_of: datetime) -> list[Span]:
    """The time that open proposals take, whether a calendar shows it yet or not."""
    return [Span(one.start, one.end) for one in recorded if is_open(one, as_of) and one.state is not State.SNOOZED]


def against(
    store: Store,
    settings: Settings,
    who: Known,
    recorded: Sequence[ledger.Recorded],
    window: Span,
    as_of: datetime,
    quiet: Collection[str] = frozenset(),
) -> dict[str, Reason]:
    """What stands against people whatever their ties say, by their key: the most lasting reason of each.

    ``quiet`` holds the addresses, in normal form, that an organisation keeps in peace.
    """
    open_now = [one for one in recorded if is_open(one, as_of)]
    return (
        meeting_soon(store, settings, who.everyone, window)
        | at_rest(recorded, who, ledger.choices(store), settings, as_of)
        | open_elsewhere(store, who.everyone, as_of)
        | held_back(store, who.everyone, open_now, as_of)
        | {who.everyone.of[address].key: because("quiet_list") for address in quiet if address in who.everyone.of}
    )


def meeting_soon(store: Store, settings: Settings, everyone: people.Everyone, window: Span) -> dict[str, Reason]:
    """People whom the user meets in a small group anyway, by their key: they need no invitation."""
    zone = ZoneInfo(settings.me.timezone)
    met = meetings_in(store, settings, everyone.own, window)
    found = {}
    for address, meetings in met.items():
        direct = [one.start for one in meetings if is_direct_meeting(one.size)]
        if direct and address in everyone.of:
            day = datetime.fromtimestamp(min(direct), zone).date()
            found[everyone.of[address].key] = because("meeting_planned", day=day)
    return found


def held_back(
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
        found[key_of(one, everyone)] = because("open_proposal")
        if asked := everyone.of.get(one.address):  # of a referral: not whom it is about
            found[asked.key] = because("open_proposal")
    return found


def person_of(one: ledger.Recorded, everyone: people.Everyone) -> people.Person | None:
    """Whom a proposal is for, as they are known now."""
    return next((everyone.of[a] for a in one.addresses if a in everyone.of), None)


def key_of(one: ledger.Recorded, everyone: people.Everyone) -> str:
    """The key of whom a proposal is for. Whom only a target names, is in no ledger: their key stays what it was."""
    person = person_of(one, everyone)
    return person.key if person else one.person_key


def open_elsewhere(store: Store, everyone: people.Everyone, as_of: datetime) -> dict[str, Reason]:
    """People to whom another machine on the same calendar has an invitation open, by their key: our mark tells."""
    here = {one.id for one in ledger.recorded(store)}
    tags = {tag_of(address): person.key for address, person in everyone.of.items()}
    found: dict[str, Reason] = {}
    for events, _ in ledger.ours(store):
        for event in events:
            proposal, _, tag = (event.mark or "").partition(".")
            last = expand.bounds(event)[1] or 0  # ours do not come back
            live = event.status is not EventStatus.CANCELLED and last > as_of.timestamp()
            if proposal and proposal not in here and tag in tags and live:
                found[tags[tag]] = because("open_elsewhere")
    return found


def at_rest(
    recorded: Iterable[ledger.Recorded],
    who: Known,
    choices: Mapping[str, ledger.Choice],
    settings: Settings,
    as_of: datetime,
) -> dict[str, Reason]:
    """People who are left in peace after what became of earlier proposals, by their key."""
    ended: dict[str, list[ledger.Recorded]] = {}
    for one in recorded:
        ended.setdefault(key_of(one, who.everyone), []).append(one)
    tie_of = {tie.person.key: tie for tie in who.ties if tie.person.key in ended}
    found: dict[str, Reason] = {}
    for key, theirs in ended.items():
        person, tie = person_of(theirs[-1], who.everyone), tie_of.get(key)  # of a stranger: no tie
        addresses = person.addresses if person else theirs[-1].addresses
        tier = person.settings.tier if person and person.settings else None
        rhythm = tie.rhythm_days if tie else None
        reason = rest.resting(
            [rest.Outcome(one.state, one.changed_at, not_theirs=_not_theirs(one)) for one in theirs],
            now=as_of,
            sleeps_after=timedelta(days=sleeps_after_days(rhythm, tier, settings.dormancy)),
            last_heard=_last_heard(addresses, who, as_of),
            allowed_at=_allowed_at(addresses, choices, as_of),
        )
        if reason:
            found[key] = reason
    return found


def _last_heard(addresses: Sequence[str], who: Known, as_of: datetime) -> datetime | None:
    """When they last wrote directly to the user, or the two met."""
    meetings = {a: [(one.start, one.size) for one in who.meetings[a]] for a in addresses if a in who.meetings}
    known = of_person(addresses, who.facts, meetings, int(as_of.timestamp()))
    last = max(known.last_received, known.last_met)
    return datetime.fromtimestamp(last, UTC) if last else None


def met_silence(one: ledger.Recorded) -> bool:
    """Whether the person was asked, and said nothing until its day."""
    return one.state in rest.UNANSWERED and not _not_theirs(one)


def _not_theirs(one: ledger.Recorded) -> bool:
    """Whether it ended without a word that the person could have said. Of a referral, it is who was asked for it that
    was silent, not whom it is about."""
    if one.state is State.CONFIRMED:
        return one.approach in route.NAMES_NO_TIME
    unheard = one.approach == Approach.REFERRAL or any(why.code == NEVER_ASKED for why in one.why)
    return unheard and one.state in rest.UNANSWERED


def _allowed_at(addresses: Iterable[str], choices: Mapping[str, ledger.Choice], as_of: datetime) -> datetime | None:
    """When the user said that they may be written to again: by a word, or by a day that they named and that came."""
    said = [choices[a] for a in addresses if a in choices]
    words = [one.decided_at for one in said if one.verdict is ledger.Verdict.KEEP]
    days = [one.until for one in said if one.until is not None and one.until <= as_of]
    return max((*words, *days), default=None)


_CHOSEN: Mapping[ledger.Verdict, str] = {
    ledger.Verdict.NEVER: "never",
    ledger.Verdict.PRIVATE: "private",
    ledger.Verdict.LATER: "later",
}


def spent(one: ledger.Recorded, everyone: people.Everyone, settings: Settings) -> Spent:
    """What a proposal takes from the budgets; the user's own organisation is exempt from its share."""
    zone = ZoneInfo(settings.me.timezone)
    person = person_of(one, everyone)
    inside = person is None or route.is_inside(person, one.address, settings)
    domain = "" if person is None or inside else person.domain
    left = one.sent_at or (one.changed_at if one.state in MAY_HAVE_LEFT else None)
    sent_on = left.astimezone(zone).date() if left else one.send_on
    days = sent_on or one.changed_at.astimezone(zone).date(), one.start.astimezone(zone).date()
    return Spent(*days, domain, Approach(one.approach))


def counts(one: ledger.Recorded, as_of: datetime) -> bool:
    """Whether a proposal counts in the budgets: what is open, and what went out. An ask and its invitation are one."""
    return one.parent is None and (one.sent_at is not None or is_open(one, as_of))
