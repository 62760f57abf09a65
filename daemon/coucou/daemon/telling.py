"""How the daemon is, in one plain line: what systemd shows, and ``coucou status`` first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from coucou.core.reason import Reason, because
from coucou.daemon.jobs import Entry
from coucou.daemon.loop import Loop
from coucou.store.accounts import State
from coucou.words import say

NEEDS_USER = frozenset({State.SIGN_IN, State.REFUSED})


def named(entry: Entry) -> Reason:
    """A job as a sentence names it: "calendars (work)"."""
    job = because(f"job.{entry.job}")
    return because("job.of", job=job, account=entry.account) if entry.account else job


def line(loop: Loop, language: str) -> str:
    """What it is doing, what comes next, and what is wrong."""
    parts = [_doing(loop)]
    if loop.refused:
        parts.append(because("daemon.refused"))
    if loop.save_failed:
        parts.append(because("daemon.not_saved"))
    ill = sick(loop)
    if ill:
        parts.append(because("daemon.ill", accounts=ill))
    return " ".join(say(part.code, language, **part.values) for part in parts)


def sick(loop: Loop) -> list[str]:
    """The accounts that only the user can help."""
    ill = [entry.account for entry, ran in loop.agenda.last.items() if ran.state in NEEDS_USER]
    return sorted({account for account in ill if account} & {one.name for one in loop.settings.accounts})


def _doing(loop: Loop) -> Reason:
    if loop.stopping:
        return because("daemon.stopping")
    if loop.upgraded:
        return because("daemon.upgraded")
    if loop.children:
        return because("daemon.working", what=[named(child.left[0]) for child in loop.children.values() if child.left])
    if loop.in_use:
        return because("daemon.in_use")
    zone = ZoneInfo(loop.settings.me.timezone)
    return _next(loop.agenda.coming(), zone)


def _next(coming: Iterable[tuple[datetime, Entry]], zone: ZoneInfo) -> Reason:
    for moment, entry in coming:
        return because("daemon.waiting", what=named(entry), at=moment.astimezone(zone))
    return because("daemon.nothing")


@dataclass(slots=True)
class Teller:
    """Tells systemd how things are, whenever that changed."""

    language: str
    said: str = ""

    def __call__(self, loop: Loop) -> None:
        now = line(loop, self.language)
        if now != self.said:
            self.said = now
            loop.notifier.status(now)
