"""Connectors, found by entry point. Those that come with coucou enter by the same door as strangers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from coucou.contract import Plugin

GROUP = "coucou.connectors"


@dataclass(frozen=True, slots=True)
class Broken:
    """An installed connector that cannot be used: skipped, and named by ``doctor``."""

    name: str
    distribution: str
    cause: str


@cache
def installed() -> tuple[EntryPoint, ...]:
    """Every connector's entry point, loaded or not, by name; the first of two with one name wins."""
    found: dict[str, EntryPoint] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda p: (p.name, p.dist.name if p.dist else "")):
        found.setdefault(point.name, point)
    return tuple(found.values())


def find(name: str) -> Plugin | Broken | None:
    """The connector called ``name``; None when none is installed."""
    point = next((p for p in installed() if p.name == name), None)
    return _load(point) if point else None


def everything() -> Iterator[Plugin | Broken]:
    for point in installed():
        yield _load(point)


def options_of(name: str) -> type | None:
    """The options type of a connector that works; None otherwise."""
    found = find(name)
    return None if found is None or isinstance(found, Broken) else found.options


def _load(point: EntryPoint) -> Plugin | Broken:
    distribution = point.dist.name if point.dist else "?"
    try:
        plugin: Plugin = point.load()
    except Exception as error:  # a stranger's module may raise anything at import, and must not stop the others
        return Broken(point.name, distribution, f"{type(error).__name__}: {error}")
    if not (
        isinstance(getattr(plugin, "options", None), type)
        and is_dataclass(plugin.options)
        and callable(getattr(plugin, "open", None))
    ):
        return Broken(point.name, distribution, "no options dataclass or no open()")
    return plugin
