"""The user's words about proposals, people, and everything at once: dismiss, snooze, never, allow, pause, resume."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from coucou import decide, uses
from coucou.cli import options, sending
from coucou.cli.asked import midnight
from coucou.cli.edge import Edge, accounts_open, opened
from coucou.cli.lang import t
from coucou.cli.which import PATIENCE, person_named, possible, proposal_of, proposals_of
from coucou.core.proposal import State
from coucou.core.settings import Mode
from coucou.deliver import checks
from coucou.errors import UserError
from coucou.store import Store, effects, ledger
from coucou.store.effects import Seen, Wanted
from coucou.words import clean

_FOR = re.compile(r"(\d{1,4})\s*([dwmyjsa])", re.IGNORECASE)
_DAYS = {"d": 1, "j": 1, "w": 7, "s": 7, "m": 30, "y": 365, "a": 365}  # in either language

For = Annotated[str | None, typer.Option("--for", help=t("option.for"), metavar="6w")]
Until = Annotated[str | None, typer.Option("--until", help=t("option.until"), metavar="DATE")]


def dismiss(ids: options.IdsNeeded, config: options.Config = None, state: options.State = None) -> None:
    with opened(config, state, patience=PATIENCE) as edge:
        for one in proposals_of(edge.store, ids):
            if one.state is State.DISMISSED:
                _say("dismiss.was", one)
                continue
            with possible(one, "dismiss"):
                decide.dismiss(edge.store, one, now=edge.now)
            _take_back(edge, [one])
            _say("dismiss.done", one)


def snooze(
    identity: options.Id,
    for_: For = None,
    until: Until = None,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    with opened(config, state, patience=PATIENCE) as edge:
        one = proposal_of(edge.store, identity)
        end = _end(edge, for_, until)
        with possible(one, "snooze"):
            following = decide.snooze(edge.store, one, end, now=edge.now)
        day = end.astimezone(ZoneInfo(edge.settings.me.timezone)).date()
        _take_back(edge, [one])
        _say("snooze.rests" if following is State.DECLINED else "snooze.done", one, until=day)


def never(who: options.Who, config: options.Config = None, state: options.State = None) -> None:
    with opened(config, state, patience=PATIENCE) as edge:
        name, addresses = person_named(edge, who)
        found = decide.never(edge.store, addresses, now=edge.now)
        _take_back(edge, found.ended)
        print(clean(t("never.done", name=name)))
        for one in found.ended:
            _say("never.ended", one)
        for one in found.stands:
            _say("never.stands", one, when=one.start.astimezone(ZoneInfo(edge.settings.me.timezone)))


def allow(who: options.Who, config: options.Config = None, state: options.State = None) -> None:
    with opened(config, state, patience=PATIENCE) as edge:
        name, addresses = person_named(edge, who)
        decide.allow(edge.store, addresses, now=edge.now)
        print(clean(t("allow.done", name=name)))
        if _is_never_in_file(edge, name, addresses):
            print(clean(t("allow.file", name=name, path=str(edge.settings.source))))


def _is_never_in_file(edge: Edge, name: str, addresses: Sequence[str]) -> bool:
    return any(
        (one.never or one.private) and (one.name == name or set(one.addresses) & set(addresses))
        for one in edge.settings.people
    )


def pause(until: Until = None, config: options.Config = None, state: options.State = None) -> None:
    with opened(config, state, patience=PATIENCE, urgent=True) as edge:  # whatever else is being done
        end = _end(edge, None, until) if until else None
        checks.pause(edge.store, end)
        if end is None:
            print(t("pause.done"))
        else:
            print(t("pause.until", until=end.astimezone(ZoneInfo(edge.settings.me.timezone)).date()))


def resume(config: options.Config = None, state: options.State = None) -> None:
    with opened(config, state, patience=PATIENCE, urgent=True) as edge:
        was = checks.paused(edge.store, edge.settings, edge.now) is not None
        checks.resume(edge.store)
        print(t("resume.done" if was else "resume.was"))


def _end(edge: Edge, for_: str | None, until: str | None) -> datetime:
    """The end that was named: of so long from now, or the beginning of that day.

    :raises UserError: both or neither were named, or what was named is no duration, no date, or past.
    """
    timezone = edge.settings.me.timezone
    if for_ is not None and until is None:
        found = _FOR.fullmatch(for_.strip())
        if found is None or int(found[1]) == 0:
            raise UserError("snooze.bad_duration", "--for", value=for_)
        with suppress(OverflowError):
            day = edge.now.astimezone(ZoneInfo(timezone)).date() + timedelta(
                days=int(found[1]) * _DAYS[found[2].lower()]
            )
            return midnight(options.day(day.isoformat(), "--for"), timezone)
        raise UserError("snooze.bad_duration", "--for", value=for_)
    if until is None or for_ is not None:
        raise UserError("snooze.which")
    end = midnight(options.day(until, "--until"), timezone)
    if end <= edge.now:
        raise UserError("snooze.past", "--until", value=until)
    return end


def _take_back(edge: Edge, ended: Sequence[ledger.Recorded]) -> None:
    """What stood in a calendar for them goes at once, where anything did and the mode lets coucou touch calendars; what
    cannot be reached now, goes with a later pass."""
    ids = [identity for one in ended for identity in (one.id, one.parent) if identity and _stands(edge.store, identity)]
    if ids and edge.settings.mode is not Mode.PREVIEW and edge.settings.accounts:
        with accounts_open(edge) as open_now:
            for line in (line for one in ended for line in sending.what_goes(edge.store, one, open_now)):
                print(line)
            uses.take_back(edge.store, edge.settings, open_now, now=edge.now, only=ids)
    for one in ended:
        if _stands(edge.store, one.id):
            _say("decide.later", one)


def _stands(store: Store, proposal: str) -> bool:
    """Whether something of a proposal is to go, and is not known to be gone."""
    known = effects.effects(store, proposal)
    return any(e.wanted is Wanted.GONE and e.seen is not Seen.GONE for e in known)


def _say(code: str, one: ledger.Recorded, **values: object) -> None:
    print(clean(t(code, id=one.id, name=one.name, **values)))
