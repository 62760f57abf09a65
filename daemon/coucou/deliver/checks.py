"""The last look: what the ledger, the calendars and the clock say of a proposal at the moment of sending."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from coucou.contract import Connection, ConnectorError
from coucou.core import route, slots
from coucou.core.budget import tally
from coucou.core.days import PublicDays, quiet_period_of
from coucou.core.gaps import end_of_notice
from coucou.core.people import Person
from coucou.core.place import notice_days, public_of
from coucou.core.reason import Reason, because
from coucou.core.recheck import Standing
from coucou.core.route import Route
from coucou.core.settings import Approach, Channel, Mode, Settings
from coucou.core.span import Span
from coucou.core.touch import RECEIVED
from coucou.store import Store, accounts, ledger
from coucou.store.accounts import State
from coucou.suggest.standing import MAY_HAVE_LEFT, against, counts, person_of, spent, time_of
from coucou.suggest.when import free_time
from coucou.suggest.who import Known, known
from coucou.sync import SyncReport

WAKING = (7, 21)
"""Nothing is sent to anybody before or after these hours of their own clock."""

PAUSED = "paused until"
FOR_GOOD = "for good"


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked up once for all that are to be sent in a pass."""

    store: Store
    settings: Settings
    now: datetime
    who: Known
    quiet: Collection[str] | Reason  # addresses in normal form that an organisation keeps in peace, or why not known
    against_anything: Reason | None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.me.timezone)


def look(
    store: Store,
    settings: Settings,
    connections: Mapping[str, Connection | ConnectorError],
    report: SyncReport,
    quiet: Collection[str] | Reason,
    now: datetime,
) -> Look:
    """Look at everything that is the same for all."""
    reason = paused(store, settings, now) or _mode(settings) or _unread(settings, connections, report)
    return Look(store, settings, now, known(store, settings, now), quiet, reason)


def paused(store: Store, settings: Settings, now: datetime) -> Reason | None:
    """Why nothing at all is done: the user's own switch. It survives restarts, and only time or the user ends it."""
    until = accounts.meta(store, PAUSED)
    if not until:
        return None
    if until == FOR_GOOD:
        return because("paused")
    moment = datetime.fromisoformat(until)
    local = moment.astimezone(ZoneInfo(settings.me.timezone))
    return because("paused_until", until=local) if now < moment else None


def pause(store: Store, until: datetime | None) -> None:
    """Stop everything, until a moment or for good; what is on its way is still asked about when it goes on."""
    accounts.set_meta(store, PAUSED, FOR_GOOD if until is None else until.isoformat())


def resume(store: Store) -> None:
    accounts.set_meta(store, PAUSED, "")


def _mode(settings: Settings) -> Reason | None:
    return because("mode_preview") if settings.mode is Mode.PREVIEW else None


def _unread(
    settings: Settings, connections: Mapping[str, Connection | ConnectorError], report: SyncReport
) -> Reason | None:
    """The first account that was not read well in this very pass: nothing is sent past what it may hold."""
    read = {(one.account, one.reader) for one in report.readers if one.state is State.OK}
    for account in settings.accounts:
        connection = connections.get(account.name)
        if not isinstance(connection, Connection) or any(
            (account.name, one) not in read for one in _readers(connection)
        ):
            return because("account_unread", account=account.name)
    return None


def _readers(connection: Connection) -> Iterator[str]:
    """What of an account tells of time and of touches."""
    if connection.mail is not None:
        yield "mail"
    if connection.calendar is not None:
        yield "calendar"


def standing(one: ledger.Recorded, around: Look) -> Standing:
    """Everything that ``core.recheck`` judges."""
    recorded = ledger.recorded(around.store)
    others = [other for other in recorded if other.id not in (one.id, one.parent)]
    slot = Span(one.start, one.end)
    margin = timedelta(days=1)
    window = Span(min(around.now, slot.start) - margin, max(around.now, slot.end) + margin)
    free = free_time(
        around.store,
        around.settings,
        around.now,
        window,
        besides=time_of(others, around.now),
        ignoring={one.id, one.parent or one.id},
    )
    found = _route(one, others, around, Span(around.now, max(around.now, slot.end) + timedelta(days=60)))
    return Standing(
        slot=slot,
        today=around.now.astimezone(around.zone).date(),
        earliest=_earliest(one, found, around, free.public, window),
        taken=free.gaps.busy,
        unknown=free.gaps.unknown,
        send_on=one.send_on,
        against_anything=around.against_anything,
        against_person=found if isinstance(found, Reason) else None,
        unread_list=around.quiet if isinstance(around.quiet, Reason) else None,
        budget=None if one.parent else _budget(one, others, around),
        quiet_today=_quiet_today(found, around, free.public, window),
    )


def _route(
    one: ledger.Recorded, others: Sequence[ledger.Recorded], around: Look, window: Span
) -> Route | Reason | None:
    """The way to the person as it would be found now, or what stands against any. An invitation that confirms an ask
    needs no dormant tie: the two have just talked. None: nothing stands against it, and no way is known."""
    person = person_of(one, around.who.everyone)
    if person is None:
        return because("person_gone")
    if not isinstance(around.quiet, Reason) and any(address in around.quiet for address in person.addresses):
        return because("quiet_list")
    tie = next((tie for tie in around.who.ties if tie.person.key == person.key), None)
    held = against(around.store, around.settings, around.who, others, window, around.now).get(person.key)
    if one.parent is not None:
        return _for_good(person, held)
    if _in_touch(around.store, one, around.now):
        return because("in_touch_since")
    if tie is None:
        return held or because("person_gone")
    found = route.route(tie, around.settings, {person.key: held} if held else None)
    if not isinstance(found, Route):
        return found.reason
    return found if found.address == one.address else because("address_changed")


_LASTING = frozenset({"never", "private"})


def _for_good(person: Person, held: Reason | None) -> Reason | None:
    said = person.settings
    if said is not None and (said.never or said.private):
        return because("never" if said.never else "private")
    return held if held is not None and held.code in _LASTING else None


def _in_touch(store: Store, one: ledger.Recorded, now: datetime) -> bool:
    """Whether either wrote directly to the other since it was proposed."""
    return any(
        touch.moment > one.created_at and touch.contact in (RECEIVED, RECEIVED - 1)
        for touch in ledger.touches_of(store, one.addresses, now)
    )


def _earliest(
    one: ledger.Recorded, found: Route | Reason | None, around: Look, public: PublicDays, window: Span
) -> datetime:
    """Planned with so many working days of notice, it may leave with one less, so that an approval on the next day
    still holds; one at least. The other said yes to an ask: then no notice is needed."""
    if one.parent is not None or not isinstance(found, Route):
        return around.now
    theirs = slots.theirs_of(found, around.settings)
    days = max(1, notice_days(Channel(one.channel), around.settings) - 1)
    return end_of_notice(
        around.now,
        days,
        around.settings,
        public_of(theirs.country, around.settings, public, around.now, window),
    )


def _budget(one: ledger.Recorded, others: Sequence[ledger.Recorded], around: Look) -> Reason | None:
    everyone, settings = around.who.everyone, around.settings
    left = [other for other in others if other.sent_at or other.state in MAY_HAVE_LEFT]
    gone = [spent(other, everyone, settings) for other in left if counts(other, around.now)]
    first_run = ledger.first_run(around.store).astimezone(around.zone).date()
    count = tally(settings.budget, first_run, gone, Approach(one.approach))
    mine = spent(one, everyone, settings)
    today = around.now.astimezone(around.zone).date()
    meets_on: date = one.start.astimezone(around.zone).date()
    return count.against_sending(today, mine.organization) or count.against_meeting(meets_on, mine.organization)


def _quiet_today(found: Route | Reason | None, around: Look, public: PublicDays, window: Span) -> Reason | None:
    """Why nobody is disturbed now: by their clock and calendar, or the user's where theirs are not known."""
    today = around.now.astimezone(around.zone).date()
    if quiet_period_of(today, around.settings.hours.quiet_periods) is not None:
        return because("no_sending_day")
    theirs = slots.theirs_of(found, around.settings) if isinstance(found, Route) else None
    there = around.now.astimezone(theirs.clock if theirs else around.zone)
    if not WAKING[0] <= there.hour < WAKING[1]:
        return because("night_there")
    days = public_of(theirs.country, around.settings, public, around.now, window) if theirs else public
    return because("holiday_there") if there.date() in days.holidays else None
