"""Address lists of a header: equal to ``email.utils.getaddresses``, without its cost on the usual shapes.

RFC 5322, 3.4. Whatever is not one of the usual shapes (comments, groups, escaped quotes, source routes) is left to
the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import chain

from coucou.contract import Participant, Role
from coucou_connectors.encoded import cleaned, decoded

LONGEST_NAME = 200
_CACHED = 4096  # values of each role; each of at most _SHORT characters, so that the memory stays bounded
_SHORT = 300

# One mailbox: "Léa Roy" <lea@example.net>, Léa Roy <…>, <…>, lea@example.net.
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_SPEC = rf"{_ATOM}(?:\.{_ATOM})*@{_ATOM}(?:\.{_ATOM})*"
_PHRASE = r'[^()<>@,:;"\[\]\\\x00-\x1f\x7f]'
_MAILBOX = re.compile(rf'(?:"([^"\\\x00-\x1f\x7f]*)"|({_PHRASE}*)) *<({_SPEC})>|({_SPEC})', re.ASCII).fullmatch
# The commas that part mailboxes: those outside of quotes. Where a quote is escaped or open, nothing is parted.
_PARTED = re.compile(r'(?:[^",\\]|"[^"\\]*")+')


def pairs(value: str) -> list[tuple[str, str]]:
    """(name, address) of each mailbox in an address header, as ``getaddresses([value])`` gives them.

    Names are not decoded (RFC 2047); blanks and control characters in them are single blanks.
    """
    value = cleaned(value)
    found = []
    for part in _parts(value):
        mailbox = _MAILBOX(part)
        if mailbox is None:
            return [(cleaned(name), address) for name, address in _by_the_library(value)]
        quoted, phrase, angle, bare = mailbox.groups()
        found.append((cleaned(quoted or phrase or ""), angle or bare))
    return found


def _parts(value: str) -> list[str]:
    if '"' not in value:
        return [part.strip(" ") for part in value.split(",")] if value else []
    if "\\" in value or value.count('"') % 2:
        return [""]  # no mailbox: left to the library
    return [part.strip(" ") for part in _PARTED.findall(value)]


def _by_the_library(value: str) -> list[tuple[str, str]]:
    # Here, because importing email.utils costs 25 ms, which most runs never need.
    from email.utils import getaddresses

    return getaddresses([value])


def _participants(role: Role, value: str) -> tuple[Participant, ...]:
    return tuple(Participant(role, address, _named(name)) for name, address in pairs(value) if address)


def _named(name: str) -> str:
    return " ".join(decoded(name).split())[:LONGEST_NAME] if name else ""


def _of(role: Role) -> Callable[[str], tuple[Participant, ...]]:
    """Who stands in an address header: empty addresses (as of an empty group) left out, names decoded and cut.

    The same few hundred people stand in most headers, so that what was read once is remembered: whole values, and
    each mailbox of a list.
    """
    one = lru_cache(_CACHED)(partial(_participants, role))

    @lru_cache(_CACHED)
    def several(value: str) -> tuple[Participant, ...]:
        if "," not in value:
            return one(value.strip(" "))
        parts = _parts(value)
        if all(map(_MAILBOX, parts)):
            return tuple(chain.from_iterable(map(one, parts)))
        return _participants(role, value)

    def any_number(value: str) -> tuple[Participant, ...]:
        return several(value) if len(value) <= _SHORT else several.__wrapped__(value)

    return any_number


senders = _of(Role.FROM)
addressees = _of(Role.TO)
copied = _of(Role.CC)
