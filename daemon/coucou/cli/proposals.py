"""The command that lists what waits: proposals."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from coucou.cli import as_json, options
from coucou.cli.edge import Edge, opened
from coucou.cli.lang import LANGUAGE, t
from coucou.cli.sending import is_yours_to_send
from coucou.cli.which import commands_for
from coucou.core.proposal import STATES, State
from coucou.core.reason import Reason
from coucou.core.route import NAMES_NO_TIME
from coucou.core.settings import Channel, Mode
from coucou.deliver.checks import paused
from coucou.store import ledger
from coucou.suggest.questions import questions
from coucou.words import clean
from coucou.words import reason as said

WIDTH = 80
_NEEDS_USER = frozenset({State.PROPOSED, State.UNSETTLED})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One proposal as it is listed. ``question``: what only the user can answer about it."""

    one: ledger.Recorded
    question: Reason | None
    passed: bool  # its time

    @property
    def is_over(self) -> bool:
        """Nothing can happen to it any more, or only an answer after its time; and nothing is asked about it."""
        return self.question is None and (not STATES[self.one.state] or self.one.state is State.SILENT)

    @property
    def said_no(self) -> bool:
        """The other declined it, and its time is still to come: it stands in the user's calendar."""
        return (self.one.state, self.one.channel) == (State.DECLINED, Channel.INVITE) and not self.passed

    @property
    def to_send(self) -> bool:
        """Whether a message waits for the user to send it."""
        return is_yours_to_send(self.one) and self.one.state is not State.ASKED

    @property
    def needs_user(self) -> bool:
        return self.question is not None or self.to_send or self.one.state in _NEEDS_USER

    @property
    def commands(self) -> tuple[str, ...]:
        """What the user can type next."""
        return tuple(commands_for(self.one.state, self.one.id))


def proposals(
    every: Annotated[bool, typer.Option("--all", help=t("option.proposals_all"))] = False,
    json: options.Json = False,
    config: options.Config = None,
    state: options.State = None,
) -> None:
    with opened(config, state, readonly=True) as edge:
        listed = [one for one in waiting(edge) if every or not one.is_over or one.said_no]
        stopped = paused(edge.store, edge.settings, edge.now)
        if json:
            as_json.dump(_as_json(edge, listed, stopped))
            return
        for line in _lines(edge, listed, stopped):
            print(line)


def waiting(edge: Edge) -> Iterator[Waiting]:
    """Every proposal on record, oldest first."""
    recorded = ledger.recorded(edge.store)
    asked = questions(edge.store, edge.settings, recorded, edge.now)
    for one in recorded:
        yield Waiting(one, asked.get(one.id), one.start <= edge.now)


def _lines(edge: Edge, listed: list[Waiting], stopped: Reason | None) -> Iterator[str]:
    if stopped is not None:
        yield t("proposals.paused", why=stopped)
    if not listed:
        yield t("proposals.none")
        return
    groups = {
        "proposals.yours": [w for w in listed if w.needs_user and not w.is_over],
        "proposals.under_way": [w for w in listed if not w.needs_user and not w.is_over],
        "proposals.over": [w for w in listed if w.is_over],
    }
    for heading, members in groups.items():
        if members:
            yield t(heading)
            for one in members:
                yield from _entry(edge, one)
    if edge.settings.mode is Mode.PREVIEW:
        yield t("proposals.preview_mode", place=str(edge.settings.source))


def _entry(edge: Edge, waits: Waiting) -> Iterator[str]:
    one, zone = waits.one, ZoneInfo(edge.settings.me.timezone)
    yield from _wrapped(t("proposals.entry", id=one.id, name=one.name, state=t(f"life.{one.state}")), "  ")
    way = {"approach": t(f"approach.{one.approach}"), "channel": t(f"channel.{one.channel}")}
    code = "proposals.how" if one.approach in NAMES_NO_TIME else "proposals.when"
    yield from _wrapped(t(code, when=one.start.astimezone(zone), **way), "            ")
    for line in _notes(waits):
        yield from _wrapped(line, "            ")
    if waits.needs_user and waits.one.state is State.PROPOSED:
        yield from _commands(waits)


def _commands(waits: Waiting) -> Iterator[str]:
    """What can be typed, none of it broken over two lines."""
    whole = " · ".join(command.replace(" ", "\N{NO-BREAK SPACE}") for command in waits.commands)
    yield from (line.replace("\N{NO-BREAK SPACE}", " ") for line in _wrapped(whole, "            "))


def _notes(waits: Waiting) -> Iterator[str]:
    """Why it waits, and what to do."""
    one = waits.one
    yield from (said(why, LANGUAGE) for why in one.why)
    if waits.said_no:
        yield t("proposals.said_no")
    if waits.is_over:
        return
    names_time = one.approach not in NAMES_NO_TIME
    if names_time and waits.passed and one.state in (State.PROPOSED, State.APPROVED):
        yield t("slot_passed")
    if waits.question:
        yield said(waits.question, LANGUAGE)
    elif one.state is State.UNSETTLED:
        yield t("proposals.unsettled", id=one.id)
    elif waits.to_send:
        yield t("proposals.send_it", id=one.id)
    elif one.state is State.SNOOZED and one.until is not None:
        yield t("proposals.until", until=one.until.date())


def _wrapped(text: str, indent: str) -> list[str]:
    lines = textwrap.TextWrapper(WIDTH, indent, indent, break_long_words=False, break_on_hyphens=False)
    return lines.wrap(clean(text))


def _as_json(edge: Edge, listed: list[Waiting], stopped: Reason | None) -> dict[str, Any]:
    zone = ZoneInfo(edge.settings.me.timezone)
    return {
        "version": as_json.VERSION,
        "as_of": as_json.moment(edge.now, zone),
        "mode": edge.settings.mode,
        "paused": as_json.reason_of(stopped) if stopped else None,
        "proposals": [_one(waits, zone) for waits in listed],
    }


def _one(waits: Waiting, zone: ZoneInfo) -> dict[str, Any]:
    one = waits.one
    return {
        "id": one.id,
        "state": one.state,
        "person": {"name": one.name, "addresses": list(one.addresses)},
        "address": one.address,
        "start": as_json.moment(one.start, zone),
        "end": as_json.moment(one.end, zone),
        "timezone": one.timezone,
        "approach": one.approach,
        "channel": one.channel,
        "language": one.language,
        "subject": one.subject,
        "body": one.body,
        "uid": one.uid,
        "created_at": as_json.moment(one.created_at, zone),
        "changed_at": as_json.moment(one.changed_at, zone),
        "send_on": one.send_on.isoformat() if one.send_on else None,
        "sent_at": as_json.moment(one.sent_at, zone) if one.sent_at else None,
        "until": as_json.moment(one.until, zone) if one.until else None,
        "account": one.account or None,
        "parent": one.parent,
        "edited": one.edited,
        "question": as_json.reason_of(waits.question) if waits.question else None,
        "needs_user": waits.needs_user and not waits.is_over,
        "why": [as_json.reason_of(why) for why in one.why],
        "commands": list(waits.commands),
    }
