"""Messages to people, in their language: what a template may know, and the subject and body that come out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from coucou.core.settings import AddressAs, Channel
from coucou.core.subjects import without_reply_marks
from coucou.errors import UserError
from coucou.words import dates, templates
from coucou.words.clean import clean, one_line
from coucou.words.names import given_name
from coucou.words.numbers import spelled
from coucou.words.say import quoted, say
from coucou.words.typography import french

__all__ = ["NAMES", "Facts", "Wording", "given_name", "mistakes", "wording", "written_as"]

KINDS: Mapping[Channel, str] = MappingProxyType({Channel.INVITE: "invite", Channel.ASK: "ask"})
_TOPIC_WORDS = 6


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a template may know, and nothing that the addressee does not share.

    ``start`` is in the sender's zone; ``their_start`` is the same moment by the other person's clock, None when it is
    not known (a ``ZoneInfo`` is named, a bare offset is not). ``topic`` is a subject the two exchanged, only when the
    user turned it on for this message. ``seed`` (the proposal's id) chooses among equal wordings. ``region`` is the
    sender's country.
    """

    name: str
    me: str
    silence_days: int
    met: bool  # the last touch was a meeting
    start: datetime
    minutes: int
    timezone: str
    region: str = ""
    their_start: datetime | None = None
    address_as: AddressAs = AddressAs.VOUS
    seed: str = ""
    topic: str = ""
    about: str = ""  # the sender's own line about themselves
    drawn_by: str = ""  # the sender's own sentence on what drew them to the addressee
    hope: str = ""  # what the sender hopes to understand: the reason of a target, "" in general
    shared: str = ""  # with a colleague: "meetings", "threads" or "organization"
    whom: str = ""  # of a referral: whom the sender would like to reach
    brief: bool = False  # of a note: leave the line about the sender out


@dataclass(frozen=True, slots=True)
class Wording:
    subject: str
    body: str


def wording(channel: Channel, lang: str, facts: Facts, overrides: Path | None = None) -> Wording:
    """Subject and body of a catch-up; a draft has the words of an ask. As ``written_as``."""
    return written_as(KINDS.get(channel, "ask"), lang, facts, overrides)


def written_as(kind: str, lang: str, facts: Facts, overrides: Path | None = None) -> Wording:
    """Subject and body of a message of one of ``coucou.words.templates.VARIANTS``, in ``lang`` ("fr" or "en").

    A file ``overrides/fr/ask.j2`` (or ``ask.tu.j2``; likewise ``en/invite.j2``) takes the place of ours. Its first line
    is the subject, and the body follows an empty line.

    :raises UserError: an override cannot be read, or names something that does not exist; the place has file and line.
    """
    template = templates.choose(kind, lang, facts.address_as.value, facts.seed, overrides)
    text = templates.fill(template, _names(lang, facts))
    if lang == "fr":
        text = french(text, canadian=dates.is_canadian(facts.region))
    subject, _, body = text.strip().partition("\n")
    return Wording(one_line(subject), re.sub(r"\n{3,}", "\n\n", clean(body)).strip())


def mistakes(overrides: Path) -> list[UserError]:
    """What stands wrong in the user's own templates; empty when nothing does."""
    return list(templates.mistakes(overrides, NAMES))


def _names(lang: str, facts: Facts) -> dict[str, object]:
    """What templates can use; ``docs/reference/templates.md`` says it to users, and a test holds the two together."""
    return {
        "name": given_name(facts.name),
        "me": one_line(facts.me, 60),
        "me_first": given_name(facts.me),
        "silence": dates.silence(facts.silence_days, lang, in_words=True),
        "met": facts.met,
        "when": dates.moment(facts.start, lang, facts.region),
        "zone": dates.zone(facts.timezone, lang, facts.region, facts.start),
        "theirs": _theirs(facts, lang),
        "minutes": facts.minutes,
        "length": _length(facts.minutes, lang),
        "topic": _topic(facts.topic, lang),
        "region": facts.region.partition("-")[0],
        "about": _sentence(facts.about),
        "drawn_by": _sentence(facts.drawn_by),
        "hope": say(f"hope.{facts.hope or 'plain'}", lang),
        "shared": facts.shared,
        "whom": one_line(facts.whom, 60),
        "brief": facts.brief,
        "email": "email" if lang == "en" else "courriel" if dates.is_canadian(facts.region) else "e-mail",
    }


def _sentence(text: str) -> str:
    """The user's own words as a sentence: on one line, with its full stop unless it ends already, in quotes or not."""
    said = one_line(text)
    return f"{said}." if said and not said.rstrip(_CLOSING).endswith((".", "?", "!", "…")) else said


_CLOSING = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE} »”\"’')]"


def _theirs(facts: Facts, lang: str) -> str:
    """The hour by their clock, with the day when it is another one; "" when their clock shows the same."""
    theirs = facts.their_start
    if theirs is None or theirs.replace(tzinfo=None) == facts.start.replace(tzinfo=None):
        return ""
    same_day = theirs.date() == facts.start.date()
    hour = (dates.clock if same_day else dates.moment)(theirs, lang, facts.region)
    key = getattr(theirs.tzinfo, "key", None)
    if key:
        return f"{hour}, {dates.zone(key, lang, facts.region, theirs)}"
    you = {"en": "for you", "fr": "pour toi" if facts.address_as is AddressAs.TU else "pour vous"}[lang]
    return f"{hour} {you}"


_SAID: Mapping[str, Mapping[int, str]] = {
    "en": {
        15: "fifteen minutes",
        20: "twenty minutes",
        30: "half an hour",
        45: "three quarters of an hour",
        60: "an hour",
    },
    "fr": {
        15: "un quart d’heure",
        20: "une vingtaine de minutes",
        25: "une petite demi-heure",
        30: "une demi-heure",
        45: "trois quarts d’heure",
        60: "une heure",
    },
}


def _length(minutes: int, lang: str) -> str:
    said = _SAID[lang].get(minutes)
    return said or f"{spelled(minutes, lang)}{dates.NBSP}minute{'s' if minutes > 1 else ''}"


def _topic(subject: str, lang: str) -> str:
    words = without_reply_marks(one_line(subject, 80)).split()
    text = " ".join(words[:_TOPIC_WORDS]) + ("…" if len(words) > _TOPIC_WORDS else "")
    return quoted(text, lang) if words else ""


NAMES: Mapping[str, object] = MappingProxyType(
    _names(
        "en",
        Facts("Ana Roy", "Léa Roy", 400, True, datetime(2026, 12, 3, 15, 30, tzinfo=UTC), 25, "UTC"),
    )
)
"""Every name that a template can use, with an example of it."""
