"""The week in the user's own calendar, when the user asks for it: one private entry a week that says how many proposals
there are. It names nobody, nobody is told of it, and no planning takes it for time taken.

It belongs to no proposal, so it is no effect: one row of ``meta`` says which week's entry was asked for, and where.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from coucou.contract import ConnectorError, Invitation, SendsInvitations, Unclear
from coucou.core.proposal import DIGEST, effect_key, event_uid
from coucou.core.settings import Mode, Settings
from coucou.deliver.calls import Desk
from coucou.deliver.checks import paused
from coucou.failpoint import reach
from coucou.guard import asked
from coucou.store import Store, accounts, audit
from coucou.store.effects import Seen
from coucou.words import invitation, say

LASTS = timedelta(minutes=15)
_KEPT = "week's entry"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is known of an entry: ``seen`` as of effects."""

    key: str
    account: str
    seen: Seen = Seen.NOTHING


def note(desk: Desk, waiting: int) -> bool:
    """Make this week's entry if anything is ``waiting`` and it was not made before; whether it was made, then or now.

    Nothing is made in ``mode = "preview"``, while paused, and where no account is a calendar to write into.

    :raises ConnectorError: it could not be made now, or nobody can tell; another try asks by the key first.
    """
    if desk.settings.mode is Mode.PREVIEW or not waiting or paused(desk.store, desk.settings, desk.now) is not None:
        return False
    name = week(desk.settings, desk.now)
    key = effect_key(name, DIGEST)
    known = _known(desk.store)
    before = known if known is not None and known.key == key else None
    if before is not None and before.seen is Seen.THERE:
        return True
    account = before.account if before else _able(desk)
    sender = desk.sender(account)
    if sender is None:
        return False
    desk.store.flush_each_commit()
    _make(desk, _Entry(key, account), sender, _entry(desk, key, name, waiting), asked_before=before is not None)
    return True


def week(settings: Settings, now: datetime) -> str:
    """The week of ISO 8601 by the user's clock: it tells one entry from the next."""
    year, number, _ = now.astimezone(ZoneInfo(settings.me.timezone)).isocalendar()
    return f"{year}-W{number:02}"


def _make(desk: Desk, one: _Entry, sender: SendsInvitations, entry: Invitation, *, asked_before: bool) -> None:
    """Once, whatever happens: before a request leaves, the provider is asked by the key, and it is on record."""
    if asked(sender.find, one.key) is None:
        _see(desk, one, Seen.ASKED)
        reach("before asking")
        try:
            asked(sender.send, entry)
        except Unclear as error:
            _see(desk, one, Seen.ASKED, error.code)
            raise
        except ConnectorError as error:
            # It surely was not made now; an earlier request may still arrive, and only there.
            _see(desk, one, Seen.ASKED if asked_before else Seen.NOTHING, error.code)
            raise
        reach("answered")
    _see(desk, one, Seen.THERE)


def _entry(desk: Desk, key: str, name: str, waiting: int) -> Invitation:
    settings = desk.settings
    zone = ZoneInfo(settings.me.timezone)
    start = datetime.combine(desk.now.astimezone(zone).date(), settings.daemon.suggest_at, zone)
    end = (start.astimezone(UTC) + LASTS).astimezone(zone)
    title = say("digest.title", settings.me.languages[0], n=waiting)
    uid = event_uid(f"{DIGEST} {name} {accounts.first_run(desk.store).timestamp()}")  # of this ledger, in this week
    held = invitation.Hold(uid=uid, stamp=desk.now, start=start, end=end, title=title, mark=DIGEST)
    return Invitation(
        key=key,
        mark=DIGEST,
        uid=uid,
        start=start,
        end=end,
        timezone=settings.me.timezone,
        subject=title,
        ics=invitation.hold(held),
    )


def _able(desk: Desk) -> str:
    """The first account that is a calendar: a folder of files would be one more thing to do by hand."""
    for account in desk.settings.accounts:
        sender = desk.sender(account.name)
        if sender is not None and sender.follows:
            return account.name
    return ""


def _known(store: Store) -> _Entry | None:
    written = json.loads(accounts.meta(store, _KEPT) or "null")
    if written is None or written["seen"] == Seen.NOTHING:
        return None
    return _Entry(written["key"], written["account"], Seen(written["seen"]))


def _see(desk: Desk, one: _Entry, seen: Seen, code: str = "") -> None:
    now = desk.now
    with desk.store.transaction():
        accounts.set_meta(desk.store, _KEPT, json.dumps({**asdict(one), "seen": seen.value}))
        audit.note(desk.store, "week there", key=one.key, account=one.account, result=seen.value, code=code, now=now)
