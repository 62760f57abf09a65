"""Read the file, table by table and key by key, collecting every mistake before saying any."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coucou.config import values as v
from coucou.config.lines import Path as KeyPath
from coucou.config.lines import key_lines
from coucou.config.options import connector_options
from coucou.config.targets import targets
from coucou.core import settings as s
from coucou.errors import UserError, cause

Read = Callable[[Any], Any]

# One row a key: how it is read. A key that is not here does not exist.
TABLES: dict[str, tuple[type, dict[str, Read]]] = {
    "me": (
        s.Me,
        {
            "name": v.text,
            "addresses": v.addresses,
            "timezone": v.zone,
            "country": v.country,
            "languages": v.languages,
            "about": v.sentence,
        },
    ),
    "organization": (s.Organization, {"domains": v.domains, "statement": v.sentence, "quiet_list": v.text}),
    "hours": (
        s.Hours,
        {
            "days": v.weekdays,
            "start": v.clock,
            "end": v.clock,
            "protected": v.protected,
            "quiet_periods": v.quiet_periods,
        },
    ),
    "meeting": (
        s.Meeting,
        {
            "minutes": v.within(5, 240),
            "buffer_minutes": v.within(0, 120),
            "notice_working_days": v.within(0, 60),
            "ask_notice_working_days": v.within(0, 60),
            "horizon_days": v.within(1, 120),
            "max_meetings_a_day": v.within(1, 50),
            "tentative_blocks": v.flag,
            "video": v.flag,
        },
    ),
    "budget": (
        s.Budget,
        {
            "a_week": v.within(0, 50),
            "a_day": v.within(0, 20),
            "per_organization_a_week": v.within(0, 50),
            "messages_a_week": v.within(0, 20),
            "introductions_a_week": v.within(0, 20),
            "referrals_a_month": v.within(0, 20),
        },
    ),
    "dormancy": (s.Dormancy, {"min_silence_days": v.within(1, 3650), "tiers": v.tiers}),
    "ranking": (
        s.Ranking,
        {"likelihood": v.share, "worth": v.share, "per_organization": v.within(1, 50), "easy_first": v.flag},
    ),
    "exclude": (s.Exclude, {"domains": v.domains, "addresses": v.texts, "labels": v.texts, "subjects": v.flag}),
    "daemon": (
        s.Daemon,
        {
            "mail_minutes": v.within(5, 1440),
            "calendar_minutes": v.within(5, 1440),
            "deliver_minutes": v.within(5, 1440),
            "follow_minutes": v.within(5, 1440),
            "suggest_at": v.clock,
            "digest_days": v.weekdays,
            "digest_in_calendar": v.flag,
            "housekeeping_at": v.clock,
            "fold_after_years": v.zero_or(2, 30),
            "silence_minutes": v.within(1, 120),
            "notifications": v.flag,
            "metrics": v.loopback,
        },
    ),
}
PERSON: dict[str, Read] = {
    "name": v.text,
    "addresses": v.addresses,
    "tier": v.text,
    "never": v.flag,
    "private": v.flag,
    "auto": v.flag,
    "language": v.language,
    "timezone": v.zone,
    "address_as": v.one_of(s.AddressAs),
    "approach": v.one_of(s.Approach),
    "channel": v.one_of(s.Channel),
    "preferred": v.address_text,
    "source": v.line,
    "drawn_by": v.sentence,
}
TOP: dict[str, Read] = {"mode": v.one_of(s.Mode), "history_years": v.within(1, 30)}
_ACCOUNT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,30}")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in the file. ``line`` is None when it stands nowhere (a key that is missing)."""

    line: int | None
    key: str
    code: str
    values: Mapping[str, object]


class ConfigError(UserError):
    """The file cannot be used; ``mistakes`` holds all of them, in the order of their lines."""

    def __init__(self, path: Path, mistakes: Iterable[Mistake]) -> None:
        super().__init__("config.mistakes", str(path))
        self.path = path
        self.mistakes = sorted(mistakes, key=lambda m: m.line or 0)


class _Reader:
    """The mistakes of one file as they are found."""

    def __init__(self, path: Path, lines: Mapping[KeyPath, int]) -> None:
        self.path = path
        self.lines = lines
        self.mistakes: list[Mistake] = []

    def wrong(self, where: KeyPath, code: str, **values: object) -> None:
        line = self.lines.get(where) or self.lines.get(where[:-1])
        self.mistakes.append(Mistake(line, _dotted(where), code, values))

    def read(self, where: KeyPath, read: Read, value: object) -> Any:
        """The value read, or None after noting the mistake."""
        try:
            return read(value)
        except v.BadValue as bad:
            self.wrong(where, bad.code, **bad.values)
            return None

    def table(self, where: KeyPath, table: object, keys: Mapping[str, Read], *, others: bool = False) -> dict[str, Any]:
        """Every known key of a table that could be read; unknown ones are mistakes unless ``others`` may stand here."""
        if not isinstance(table, dict):
            self.wrong(where, "config.not_a_table")
            return {}
        found: dict[str, Any] = {}
        for key, value in table.items():
            if key in keys:
                read = self.read((*where, key), keys[key], value)
                if read is not None:
                    found[key] = read
            elif not others:
                self.unknown((*where, key), keys)
        return found

    def unknown(self, where: KeyPath, known: Iterable[str]) -> None:
        names = list(known)
        close = v.nearest(str(where[-1]), names)
        if close:
            self.wrong(where, "config.unknown_key_near", nearest=close)
        else:
            self.wrong(where, "config.unknown_key", known=", ".join(names))


def default_path() -> Path:
    """``$XDG_CONFIG_HOME/coucou/config.toml``, or what the platform uses instead."""
    from platformdirs import user_config_path

    return user_config_path("coucou") / "config.toml"


def load(path: Path, options_of: Callable[[str], type | None], *, timezone: str = "UTC") -> s.Settings:
    """Settings of the file at ``path``.

    ``options_of`` gives a connector's options type by its name, None when no such connector is installed;
    ``timezone`` is the machine's, for a file that names none.

    :raises UserError: there is no such file, or it cannot be read.
    :raises ConfigError: it holds mistakes.
    """
    try:
        written = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise UserError("config.missing", str(path)) from error
    except OSError as error:
        raise UserError("config.unreadable", str(path), cause=cause(error)) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(path, [Mistake(line, "", "config.not_utf8", {})]) from error
    return parse(written, path, options_of, timezone=timezone)


def parse(written: str, path: Path, options_of: Callable[[str], type | None], *, timezone: str = "UTC") -> s.Settings:
    """Settings of a text that stands, or would stand, at ``path``; see ``load``."""
    written = written.replace("\r\n", "\n")
    try:
        document = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else written.count("\n") + 1
        twice = re.match(r"Cannot|Duplicate", str(error))  # tomllib says so of a key or table that is there already
        raise ConfigError(path, [Mistake(line, "", "config.twice" if twice else "config.not_toml", {})]) from error
    reader = _Reader(path, key_lines(written))
    found = _settings(document, reader, options_of, timezone)
    if reader.mistakes:
        raise ConfigError(path, reader.mistakes)
    return found


def _settings(
    document: dict[str, Any], reader: _Reader, options_of: Callable[[str], type | None], timezone: str
) -> s.Settings:
    known = {*TOP, *TABLES, "accounts", "people", "targets"}
    for key in document:
        if key not in known:
            reader.unknown((key,), known)
    found: dict[str, Any] = reader.table((), {k: x for k, x in document.items() if k in TOP}, TOP)
    for name, (kind, keys) in TABLES.items():
        found[name] = kind(**reader.table((name,), document.get(name, {}), keys))
    if ("me", "timezone") not in reader.lines:
        found["me"] = replace(found["me"], timezone=timezone)
    found["accounts"] = _accounts(_array(document, "accounts", reader), reader, options_of)
    found["people"] = _people(_array(document, "people", reader), reader, found["dormancy"].tiers)
    found["targets"] = targets(_array(document, "targets", reader), reader)
    _check_hours(found["hours"], reader)
    if not found["ranking"].likelihood + found["ranking"].worth:
        reader.wrong(("ranking", "worth"), "config.nothing_ranks")
    return s.Settings(source=reader.path, **found)


def _array(document: dict[str, Any], name: str, reader: _Reader) -> list[Any]:
    entries = document.get(name, [])
    if isinstance(entries, list):
        return entries
    reader.wrong((name,), "config.not_an_array", name=name)
    return []


def _check_hours(hours: s.Hours, reader: _Reader) -> None:
    if hours.end <= hours.start:
        reader.wrong(("hours", "end"), "config.ends_before_start", value=f"{hours.start:%H:%M}–{hours.end:%H:%M}")
    if not hours.days:
        reader.wrong(("hours", "days"), "config.no_days")


def _accounts(
    entries: list[Any], reader: _Reader, options_of: Callable[[str], type | None]
) -> tuple[s.AccountSettings, ...]:
    accounts: list[s.AccountSettings] = []
    for number, entry in enumerate(entries):
        where: KeyPath = ("accounts", number)
        common = reader.table(where, entry, {"name": v.text, "connector": v.text}, others=True)
        name, connector = common.get("name", ""), common.get("connector", "")
        if not _ACCOUNT_NAME.fullmatch(name):
            reader.wrong((*where, "name"), "config.account_name", value=name)
        elif any(name == other.name for other in accounts):
            reader.wrong((*where, "name"), "config.account_twice", value=name)
        kind = options_of(connector) if connector else None
        if kind is None:
            reader.wrong(
                (*where, "connector"),
                "config.no_connector" if connector else "config.connector_missing",
                value=connector,
            )
            continue
        own = {key: value for key, value in entry.items() if key not in ("name", "connector")}
        accounts.append(s.AccountSettings(name, connector, connector_options(kind, own, where, reader)))
    return tuple(accounts)


def _people(entries: list[Any], reader: _Reader, tiers: Mapping[str, int]) -> tuple[s.PersonSettings, ...]:
    people = []
    for number, entry in enumerate(entries):
        where: KeyPath = ("people", number)
        found = reader.table(where, entry, PERSON)
        if not found.get("name") and not found.get("addresses"):
            reader.wrong((*where, "name"), "config.person_without_name")
        if found.get("tier") is not None and found["tier"] not in tiers:
            reader.wrong(
                (*where, "tier"),
                "config.not_one_of",
                value=found["tier"],
                known=", ".join(tiers),
                nearest=next(iter(tiers), ""),
            )
        people.append(s.PersonSettings(**found))
    return tuple(people)


def _dotted(where: KeyPath) -> str:
    """``accounts[2].name``, numbered from 1 as people count."""
    words = ""
    for part in where:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if words else part
    return words
