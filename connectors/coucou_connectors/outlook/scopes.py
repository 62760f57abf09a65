"""What is asked of Microsoft, in steps: the least that each thing needs.

https://learn.microsoft.com/graph/permissions-reference. msal adds ``offline_access`` and
``openid`` itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from coucou_connectors.outlook.setting import GRAPH, Setting

READS = ("Mail.ReadBasic", "Calendars.ReadBasic", "MailboxSettings.Read", "User.Read")
SEND = "Calendars.ReadWrite"
_NEVER_ASKED = frozenset({"openid", "profile", "email", "offline_access"})
_READ_ONLY = frozenset(name.casefold() for name in READS)


def asked(setting: Setting, *, sends: bool) -> list[str]:
    """The scopes to sign in with; the one that can write only when the user lets coucou send."""
    names = (*READS, *((SEND,) if sends else ()))
    return [scope(setting, name) for name in names]


def scope(setting: Setting, name: str) -> str:
    """As Microsoft takes it: other clouds want theirs before the name."""
    return name if setting.resource == GRAPH else f"{setting.resource}/{name}"


def short(name: str) -> str:
    """A scope as people read it: ``Mail.ReadBasic``."""
    return name.rpartition("/")[2]


def granted(told: str) -> tuple[str, ...]:
    """The names in an answer's ``scope``, those left out that msal adds."""
    return tuple(dict.fromkeys(short(one) for one in told.split() if short(one).casefold() not in _NEVER_ASKED))


def used(names: Iterable[str], sends: bool) -> tuple[str, ...]:
    """Those of the granted names that a token is asked for: in preview not the one that can write."""
    return tuple(name for name in names if sends or name.casefold() != SEND.casefold())


def missing(names: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    has = {name.casefold() for name in names}
    return tuple(name for name in map(short, wanted) if name.casefold() not in has)


def too_much(names: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """What was granted beyond what was asked, and could do more than read the least."""
    harmless = {short(name).casefold() for name in wanted} | _READ_ONLY
    return tuple(name for name in names if name.casefold() not in harmless)
