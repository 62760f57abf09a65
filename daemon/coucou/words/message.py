"""Messages, from templates in the other person's language, which files in the config folder may replace."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from coucou.core.settings import AddressAs, Channel
from coucou.errors import UserError
from coucou.words import dates
from coucou.words.say import clean

KINDS: Mapping[Channel, str] = {Channel.INVITE: "invite", Channel.ASK: "ask"}
_TITLES = re.compile(r"^(?:(?:dr|dre|pr|prof|m|mr|mrs|ms|mme|mlle|me|sir|ing)\.?\s+)+", re.IGNORECASE)
_VARIANTS = (1, 2)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a template may know. ``start`` is in the sender's zone; ``their_start`` is the same moment by the other
    person's clock, None when it reads the same or is not known. ``seed`` chooses among equal wordings."""

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


@dataclass(frozen=True, slots=True)
class Wording:
    subject: str
    body: str


def wording(channel: Channel, lang: str, facts: Facts, overrides: Path | None = None) -> Wording:
    """Subject and body of a message.

    A file ``overrides/fr/ask.j2`` (or ``ask.tu.j2``; likewise ``en/invite.j2``) takes the place of ours. Its first line
    is the subject, and the body follows an empty line.

    :raises UserError: an override cannot be read, or names something that does not exist; the place has file and line.
    """
    source, place = _source(KINDS.get(channel, "ask"), lang, facts, overrides)
    rendered = _render(source, place, _names(lang, facts))
    subject, _, body = rendered.partition("\n")
    return Wording(clean(subject).strip(), re.sub(r"\n{3,}", "\n\n", body).strip())


def given_name(name: str) -> str:
    """What a person is called: the first word, titles apart; "" when the name is none."""
    bare = _TITLES.sub("", clean(name)).strip()
    first = bare.split()[0] if bare else ""
    return "" if "@" in first or not any(c.isalpha() for c in first) else first


def _source(kind: str, lang: str, facts: Facts, overrides: Path | None) -> tuple[str, str]:
    """The template's text, and where it stands."""
    register = f".{facts.address_as}" if lang == "fr" else ""
    for stem in dict.fromkeys((f"{kind}{register}", kind)) if overrides else ():
        path = overrides / lang / f"{stem}.j2"  # type: ignore[operator] # the loop is empty without overrides
        if path.is_file():
            try:
                return path.read_text(encoding="utf-8"), str(path)
            except (OSError, UnicodeDecodeError) as error:
                raise UserError("template.unreadable", str(path)) from error
    number = _VARIANTS[hashlib.blake2b(facts.seed.encode(), digest_size=2).digest()[0] % len(_VARIANTS)]
    name = f"{kind}{register}.{number}.j2"
    return (files("coucou.words") / "templates" / lang / name).read_text(encoding="utf-8"), name


def _names(lang: str, facts: Facts) -> dict[str, Any]:
    return {
        "name": given_name(facts.name),
        "me": clean(facts.me),
        "me_first": given_name(facts.me),
        "silence": dates.silence(facts.silence_days, lang),
        "met": facts.met,
        "when": dates.moment(facts.start, lang, facts.region),
        "zone": dates.zone(facts.timezone, lang, facts.region),
        "their_when": _theirs(facts, lang),
        "minutes": facts.minutes,
    }


def _theirs(facts: Facts, lang: str) -> str:
    """Their hour, with the day when it is another one."""
    theirs = facts.their_start
    if theirs is None or theirs.replace(tzinfo=None) == facts.start.replace(tzinfo=None):
        return ""
    if theirs.date() == facts.start.date():
        return dates.clock(theirs, lang, facts.region)
    return dates.moment(theirs, lang, facts.region)


def _render(source: str, place: str, names: Mapping[str, Any]) -> str:
    environment = SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=False)
    try:
        return str(environment.from_string(source).render(names))
    except TemplateSyntaxError as error:
        raise UserError("template.wrong", place, line=error.lineno, cause=error.message) from error
    except UndefinedError as error:
        raise UserError(
            "template.undefined", place, line=_line(error), cause=error.message, known=", ".join(names)
        ) from error
    except (TemplateError, TypeError, ValueError, ZeroDivisionError, KeyError) as error:
        raise UserError("template.wrong", place, line=_line(error), cause=str(error)) from error


def _line(error: BaseException) -> int:
    """The template's line, which Jinja writes into the traceback."""
    at, line = error.__traceback__, 1
    while at is not None:
        if at.tb_frame.f_code.co_filename == "<template>":
            line = at.tb_lineno
        at = at.tb_next
    return line
