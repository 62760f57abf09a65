"""Which files an account's options name, for each of its readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from coucou.contract import Problem, Refused
from coucou_connectors.local import Options, files
from coucou_connectors.local.files import Found, Kind


def mail(options: Options) -> Found:
    """:raises Refused: as ``files.find`` and ``files.takeout`` do."""
    found = _all(options, options.mail, "mail", Kind.MBOX, files.mail_kind)
    if options.takeout and not found.sources and not calendars(options).sources and not contacts(options).sources:
        return Found((), (*found.problems, Problem("takeout.empty", str(options.takeout))))
    return found


def calendars(options: Options) -> Found:
    """:raises Refused: as :func:`mail`."""
    return _all(options, options.calendars, "calendars", Kind.ICS, files.calendar_kind)


def has_calendars(options: Options) -> bool:
    """Whether calendars are named, or found in the Takeout: mail alone says nothing of when the user is busy."""
    if options.calendars or options.takeout is None:
        return bool(options.calendars)
    try:
        found = calendars(options)
    except Refused:
        return True  # the reader says what is wrong
    return bool(found.sources or found.lacking)


def contacts(options: Options) -> Found:
    """:raises Refused: as :func:`mail`."""
    return _all(options, options.contacts, "contacts", Kind.VCF, files.contact_kind)


def _all(
    options: Options,
    patterns: tuple[str, ...],
    option: str,
    wanted: Kind,
    kinds: Callable[[Path], Kind | str | None],
) -> Found:
    named = files.find(patterns, options.base, kinds, option) if patterns else Found()
    if options.takeout is None:
        return named
    exported = files.takeout(options.takeout, options.base, wanted, kinds)
    known = {s.path for s in named.sources}
    return Found(
        (*named.sources, *(s for s in exported.sources if s.path not in known)),
        (*named.problems, *exported.problems),
        (*named.lacking, *exported.lacking),
    )
