"""Address lists of a header: equal to ``email.utils.getaddresses``, without its cost on the usual shapes.

RFC 5322, 3.4. Whatever is not one of the usual shapes (comments, groups, escaped quotes, source routes) is left to
the standard library.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coucou.contract import Participant, Role
from coucou_connectors.encoded import cleaned, decoded

LONGEST_NAME = 200
_CACHED = 4096  # values; each at most _SHORT characters, so that the memory stays bounded
_SHORT = 320

# One mailbox and the comma or end behind it: "Léa Roy" <lea@example.net>, Léa Roy <…>, <…>, lea@example.net.
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_SPEC = rf"{_ATOM}(?:\.{_ATOM})*@{_ATOM}(?:\.{_ATOM})*"
_MAILBOX = re.compile(
    rf"""[ ]*(?: (?: "([^"\\]*)" | ([^()<>@,:;"\[\]\\]*) ) [ ]* <({_SPEC})> | ({_SPEC}) ) [ ]*(,(?=.)|$)""",
    re.ASCII | re.VERBOSE,
)


def pairs(value: str) -> list[tuple[str, str]]:
    """(name, address) of each mailbox in an address header, as ``getaddresses([value])`` gives them.

    Names are not decoded yet; blanks in them may differ from the standard library's. ``value`` is unfolded.
    """
    found: list[tuple[str, str]] = []
    at, end = 0, len(value)
    while at < end:
        mailbox = _MAILBOX.match(value, at)
        if mailbox is None:
            return _by_the_library(value)
        quoted, phrase, angle, bare, _ = mailbox.groups()
        found.append((quoted or phrase or "", angle or bare))
        at = mailbox.end()
    return found


def _by_the_library(value: str) -> list[tuple[str, str]]:
    # Here, because importing email.utils costs 25 ms, which most runs never need.
    from email.utils import getaddresses

    return getaddresses([value])


def participants(role: Role, value: str) -> tuple[Participant, ...]:
    """Who stands in an address header: empty addresses (as of an empty group) left out, names decoded and cut."""
    if len(value) > _SHORT:
        return _participants(role, value)
    return _remembered(role, value)


def _participants(role: Role, value: str) -> tuple[Participant, ...]:
    everybody = ((name, cleaned(address)) for name, address in pairs(value))
    return tuple(Participant(role, address, _named(name)) for name, address in everybody if address)


def _named(name: str) -> str:
    return " ".join(decoded(name).split())[:LONGEST_NAME] if name else ""


_remembered = lru_cache(maxsize=_CACHED)(_participants)
