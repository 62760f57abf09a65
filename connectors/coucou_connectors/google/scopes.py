"""What is asked of Google, in steps: the least that each thing needs.

https://developers.google.com/identity/protocols/oauth2/scopes

Never ``gmail.readonly`` beside ``gmail.metadata``: Gmail then applies the narrower of the two to everything.
"""

from __future__ import annotations

from collections.abc import Iterable

from coucou_connectors.google.options import Options

_ROOT = "https://www.googleapis.com/auth/"
MAIL = _ROOT + "gmail.metadata"
EVENTS = _ROOT + "calendar.events.readonly"
CALENDARS = _ROOT + "calendar.calendarlist.readonly"
SETTINGS = _ROOT + "calendar.settings.readonly"
FREEBUSY = _ROOT + "calendar.freebusy"
CONTACTS = _ROOT + "contacts.readonly"
SEND = _ROOT + "calendar.events.owned"

_READS = (MAIL, EVENTS, CALENDARS, SETTINGS)
_READ_ONLY = frozenset({*_READS, FREEBUSY, CONTACTS})


def asked(options: Options, *, sends: bool) -> tuple[str, ...]:
    """The scopes for an account; that which can write only when the user lets coucou send."""
    chosen = [*_READS]
    if options.colleagues:
        chosen.append(FREEBUSY)
    if options.contacts:
        chosen.append(CONTACTS)
    if sends:
        chosen.append(SEND)
    return tuple(chosen)


def too_much(granted: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """What was granted beyond what was asked and could do more than read; such a token is not kept."""
    harmless = {*wanted, *_READ_ONLY, "openid", _ROOT + "userinfo.email", _ROOT + "userinfo.profile"}
    return tuple(scope for scope in granted if scope not in harmless)


def short(scope: str) -> str:
    """A scope as people read it: ``gmail.metadata``."""
    return scope.removeprefix(_ROOT)
