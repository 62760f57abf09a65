"""The JSON of design: stable, versioned, described by docs/reference/schema. Moments are ISO 8601 with offset."""

from __future__ import annotations

import codecs
import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from coucou.cli.lang import LANGUAGE, t
from coucou.core.proposal import missing
from coucou.core.settings import said_in
from coucou.words import reason as said

if TYPE_CHECKING:  # named in signatures only: a command need not load what it does not print
    from coucou.core.card import ConversationCard
    from coucou.core.gaps import Gaps
    from coucou.core.people import Person
    from coucou.core.reason import Reason
    from coucou.core.span import Span
    from coucou.core.ties import Tie
    from coucou.explain import Explained
    from coucou.suggest.fitting import Fitting
    from coucou.suggest.round import Preview
    from coucou.suggest.worded import Worded
    from coucou.sync import SyncReport

VERSION = 1


def dump(value: dict[str, Any]) -> None:
    """Print to standard output, which is data. Lone surrogates in a stranger's name must not stop it, and where the
    output is not UTF-8 (a file on Windows) letters are escaped, so that it can be read back whole."""
    escaped = codecs.lookup(sys.stdout.encoding or "ascii").name != "utf-8"
    print(json.dumps(value, ensure_ascii=escaped, indent=2).encode("utf-8", "replace").decode())


def preview(view: Preview) -> dict[str, Any]:
    zone = ZoneInfo(view.timezone)
    return {
        "version": VERSION,
        "generated_at": moment(view.generated_at, zone),
        "as_of": moment(view.as_of, zone),
        "timezone": view.timezone,
        "accounts": [
            {"name": a.name, "state": a.state, "synced_at": moment(a.synced_at, zone) if a.synced_at else None}
            for a in view.accounts
        ],
        "proposals": [_proposal(worded, zone) for worded in view.proposals],
        "passed_over": [{"person": _person(p.person), "reason": reason_of(p.reason)} for p in view.passed_over],
    }


def people(ties: list[Tie], as_of: datetime, timezone: str) -> dict[str, Any]:
    """``ties`` in their order: by score."""
    zone = ZoneInfo(timezone)
    return {
        "version": VERSION,
        "as_of": moment(as_of, zone),
        "people": [{"rank": rank, **_tie(tie, zone)} for rank, tie in enumerate(ties, 1)],
    }


def gaps(found: Gaps, timezone: str) -> dict[str, Any]:
    zone = ZoneInfo(timezone)
    return {
        "version": VERSION,
        "from": moment(found.window.start, zone),
        "to": moment(found.window.end, zone),
        "timezone": timezone,
        "gaps": [{**_span(gap, zone), "minutes": int(gap.length.total_seconds() // 60)} for gap in found.gaps],
        "busy": [_span(span, zone) for span in found.busy],
        "closed": [{**_span(closed.span, zone), "reason": reason_of(closed.reason)} for closed in found.closed],
    }


def why(found: Explained, timezone: str) -> dict[str, Any]:
    zone = ZoneInfo(timezone)
    return {
        "version": VERSION,
        "person": _explained(found, zone),
        "proposal": _proposal(found.proposal, zone) if found.proposal else None,
        "passed_over": reason_of(found.passed_over.reason) if found.passed_over else None,
        "touches": [
            {"moment": moment(touch.moment, zone), "kind": touch.kind, "subject": touch.subject}
            for touch in found.touches
        ],
    }


def _explained(found: Explained, zone: ZoneInfo) -> dict[str, Any]:
    """Somebody without a tie has every key of a tie, at nothing."""
    if found.tie:
        return {**_tie(found.tie, zone), "parts": {name: round(part, 4) for name, part in found.tie.parts.items()}}
    nothing = {name: 0 for name in ("sent", "received", "meetings", "strength", "likelihood", "worth", "score")}
    unknown = {"last_touch": None, "silence_days": None, "rhythm_days": None, "dormant": False}
    return {**_person(found.person), **nothing, **unknown, "reasons": [], "parts": {}}


def targets(found: list[Fitting]) -> dict[str, Any]:
    return {
        "version": VERSION,
        "targets": [
            {
                "reason": one.target.reason,
                "why": one.target.why,
                "organizations": list(one.target.organizations),
                "titles": list(one.target.titles),
                "tags": list(one.target.tags),
                "people": list(one.target.people),
                "weight": one.target.weight,
                "until": one.target.until.isoformat() if one.target.until else None,
                "past": one.past,
                "approach": one.target.approach,
                "drawn_by": said_in(one.target.drawn_by, LANGUAGE),
                "matches": [
                    {
                        "person": _person(match.person),
                        "title": match.person.title,
                        "known": match.known,
                        "by": [reason_of(by) for by in match.by],
                    }
                    for match in one.people
                ],
            }
            for one in found
        ],
    }


def sync(report: SyncReport) -> dict[str, Any]:
    return {
        "version": VERSION,
        "accounts": [
            {
                "name": one.account,
                "reader": one.reader,
                "state": one.state,
                "messages": one.applied.messages,
                "events": one.applied.events,
                "cards": one.applied.cards,
                "gone": one.applied.gone,
                "excluded": one.applied.excluded,
                "error": {"code": one.code, "text": t(one.code, **one.values)} if one.code else None,
            }
            for one in report.readers
        ],
        "problems": [
            {"code": one.code, "place": one.place, "text": t(one.code, place=one.place, **one.values)}
            for one in report.problems
        ],
    }


def _proposal(worded: Worded, zone: ZoneInfo) -> dict[str, Any]:
    proposal = worded.proposal
    return {
        "id": proposal.id,
        "person": _person(proposal.person),
        "start": moment(proposal.start, zone),
        "end": moment(proposal.end, zone),
        "timezone": proposal.timezone,
        "approach": proposal.approach,
        "channel": proposal.channel,
        "language": proposal.language,
        "subject": worded.subject,
        "body": worded.body,
        "uid": proposal.uid,
        "last_touch": moment(proposal.last_touch, zone) if proposal.last_touch else None,
        "silence_days": proposal.silence_days,
        "score": round(proposal.score, 4),
        "reasons": [reason_of(reason) for reason in proposal.reasons],
        "availability": {"state": proposal.availability.state, "how": proposal.availability.how},
        "via": _person(proposal.via) if proposal.via else None,
        "missing": [reason_of(reason) for reason in missing(proposal.reasons)],
        "texts": [
            {"for": one.kind, "text": one.text, "link": one.link, "limit": one.limit, "characters": len(one.text)}
            for one in worded.texts
        ],
        "card": _card(worded.card, zone) if worded.card else None,
    }


def _card(card: ConversationCard, zone: ZoneInfo) -> dict[str, Any]:
    last = card.last_met
    return {
        "last_met": {"moment": moment(last.moment, zone), "kind": last.kind, "subject": last.subject} if last else None,
        "both_know": list(card.both_know),
        "changed": [reason_of(reason) for reason in card.changed],
        "questions": [reason_of(reason) for reason in card.questions],
    }


def _tie(tie: Tie, zone: ZoneInfo) -> dict[str, Any]:
    return {
        **_person(tie.person),
        "last_touch": moment(tie.last_touch, zone),
        "silence_days": tie.silence_days,
        "sent": tie.sent,
        "received": tie.received,
        "meetings": tie.meetings,
        "rhythm_days": None if tie.rhythm_days is None else round(tie.rhythm_days, 1),
        "strength": round(tie.strength, 4),
        "dormant": tie.dormant,
        "likelihood": round(tie.likelihood, 6),  # ranks are made of it: coarser would tie people who are not
        "worth": round(tie.worth, 4),
        "score": round(tie.score, 6),
        "reasons": [reason_of(reason) for reason in tie.reasons],
    }


def _person(person: Person) -> dict[str, Any]:
    return {"name": person.name, "addresses": list(person.addresses), "organization": person.organization}


def reason_of(reason: Reason) -> dict[str, str]:
    return {"code": reason.code, "text": said(reason, LANGUAGE)}


def _span(span: Span, zone: ZoneInfo) -> dict[str, str]:
    return {"start": moment(span.start, zone), "end": moment(span.end, zone)}


def moment(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")
