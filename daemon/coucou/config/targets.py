"""The ``[[targets]]`` tables: whom the user would like to know, read key by key as everything else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from coucou.config import values as v
from coucou.config.lines import Path as KeyPath
from coucou.core import settings as s
from coucou.core.titles import is_telling

Horizon = date | timedelta

_DURATION = re.compile(r"(\d{1,4})\s*(days?|jours?|weeks?|semaines?|months?|mois|years?|ans?|années?)", re.IGNORECASE)
_DAYS: Mapping[str, float] = {"d": 1, "j": 1, "w": 7, "s": 7, "m": 30.4375, "y": 365.25, "a": 365.25}
_KINDS = ("organizations", "titles", "tags", "people")


class Reads(Protocol):
    """What notes mistakes and reads tables (``coucou.config.load``)."""

    def wrong(self, where: KeyPath, code: str, **values: object) -> None: ...

    def table(self, where: KeyPath, table: object, keys: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]: ...


def day(value: object) -> date:
    """A TOML date, or the same as text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(v.text(value))
    except (ValueError, v.BadValue) as error:
        raise v.BadValue("config.not_a_date", value=value) from error


def horizon(value: object) -> Horizon:
    """A date, or a duration in words: ``6 months``, ``6 mois``, ``90 days``."""
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found:
        return timedelta(days=round(int(found[1]) * _DAYS[found[2][0].lower()]))
    try:
        return day(value)
    except v.BadValue as error:
        raise v.BadValue("config.not_a_horizon", value=value) from error


def names(value: object) -> tuple[str, ...]:
    return tuple(name for written in v.texts(value) if (name := " ".join(written.split())))


def patterns(value: object) -> tuple[str, ...]:
    found = names(value)
    for pattern in found:
        if not is_telling(pattern):
            raise v.BadValue("config.not_a_pattern", value=pattern)
    return found


TARGET: dict[str, Callable[[Any], Any]] = {
    "reason": v.one_of(s.Aim),
    "why": v.line,
    "organizations": names,
    "titles": patterns,
    "tags": names,
    "people": names,
    "weight": v.share,
    "since": day,
    "horizon": horizon,
    "approach": v.one_of(s.Approach),
    "drawn_by": v.sentence,
}


def targets(entries: list[Any], reader: Reads) -> tuple[s.Target, ...]:
    """Every target that could be read; what is wrong with the others is noted."""
    return tuple(
        target for number, entry in enumerate(entries) if (target := _target(entry, ("targets", number), reader))
    )


def _target(entry: object, where: KeyPath, reader: Reads) -> s.Target | None:
    found = reader.table(where, entry, TARGET)
    given = entry if isinstance(entry, dict) else {}
    since, until = found.pop("since", None), found.pop("horizon", None)
    if "reason" not in given:
        reader.wrong((*where, "reason"), "config.target_without_reason", known=", ".join(s.Aim))
    if not any(found.get(kind) for kind in _KINDS) and not any(given.get(kind) for kind in _KINDS):
        reader.wrong(where, "config.target_of_nobody")
    if isinstance(until, timedelta):
        if since is None:
            reader.wrong((*where, "horizon"), "config.horizon_from_when")
        until = None if since is None else since + until
    return s.Target(**found, until=until) if "reason" in found else None
