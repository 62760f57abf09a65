"""Address lists of a header: equal to a lenient ``email.utils.getaddresses``, without its cost on the usual shapes.

RFC 5322, 3.4. Lenient, because newer Pythons drop a whole header for one mailbox that is out of shape, and people write
such headers. Whatever is not one of the usual shapes (groups, escaped quotes, source routes, most comments) is left
to the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from coucou.contract import Participant, Role
from coucou_connectors.encoded import cleaned, decoded

LONGEST_NAME = 200
_CACHED = 4096  # mailboxes of each role; each of at most _SHORT characters, so that the memory stays bounded
_SHORT = 300
_BLANKS = " \t"

# One mailbox: "Léa Roy" <lea@example.net>, Léa Roy <…>, <…>, lea@example.net, lea@example.net (Léa Roy).
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_SPEC = rf"{_ATOM}(?:\.{_ATOM})*@{_ATOM}(?:\.{_ATOM})*"
_PHRASE = r'[^()<>@,:;"\[\]\\\x00-\x1f\x7f]'
_COMMENT = r'[^(),"\\\x00-\x1f\x7f]*'
_MAILBOX = re.compile(
    rf'(?:"([^"\\\x00-\x1f\x7f]*)"|({_PHRASE}*)) *<({_SPEC})>|({_SPEC})(?: *\(({_COMMENT})\))?', re.ASCII
).fullmatch
# The commas that part mailboxes: those outside of quotes. Where a quote is escaped or open, nothing is parted.
_PARTED = re.compile(r'(?:[^",\\]|"[^"\\]*")+')
_EMPTY = re.compile(r"^\s*,|,\s*,|,\s*$").search  # a part with nothing in it, which the library counts


def pairs(value: str) -> list[tuple[str, str]]:
    """(name, address) of each mailbox in an address header, as ``getaddresses([value], strict=False)`` gives them.

    Names are not decoded (RFC 2047); blanks and control characters in them are single blanks.
    """
    value = cleaned(value)
    found = []
    for part in _parts(value):
        mailbox = _MAILBOX(part)
        if mailbox is None:
            return [(cleaned(name), address) for name, address in _by_the_library(value)]
        quoted, phrase, angle, bare, comment = mailbox.groups()
        found.append((cleaned(quoted or phrase or comment or ""), angle or bare))
    return found


def _parts(value: str) -> list[str]:
    if '"' not in value:
        return [part.strip(_BLANKS) for part in value.split(",")] if value else []
    if "\\" in value or value.count('"') % 2 or _EMPTY(value):
        return [""]  # no mailbox: left to the library
    return [part.strip(_BLANKS) for part in _PARTED.findall(value)]


def _by_the_library(value: str) -> list[tuple[str, str]]:
    # Here, because importing email.utils costs 25 ms, which most runs never need.
    from email import utils

    if hasattr(utils, "supports_strict_parsing"):  # since 3.11.10, 3.12.6 and 3.13
        return utils.getaddresses([value], strict=False)
    return utils.getaddresses([value])


def _named(name: str) -> str:
    return " ".join(decoded(name).split())[:LONGEST_NAME] if name else ""


def _of(role: Role) -> Callable[[str], tuple[Participant, ...]]:
    """Who stands in an address header: empty addresses (as of an empty group) left out, names decoded and cut.

    The same few hundred people stand in most headers, so that each mailbox that was read is remembered.
    """

    @lru_cache(_CACHED)
    def usual(part: str) -> Participant | None:
        mailbox = _MAILBOX(part)
        if mailbox is None:
            return None
        quoted, phrase, angle, bare, comment = mailbox.groups()
        return Participant(role, angle or bare, _named(cleaned(quoted or phrase or comment or "")))

    @lru_cache(_CACHED)
    def unusual(value: str) -> tuple[Participant, ...]:
        return tuple(Participant(role, address, _named(name)) for name, address in pairs(value) if cleaned(address))

    def everyone(value: str) -> tuple[Participant, ...]:
        people = []
        for part in _parts(value) if "," in value else (value.strip(_BLANKS),):
            person = usual(part) if len(part) <= _SHORT else None
            if person is None:
                return unusual(value) if len(value) <= _SHORT else unusual.__wrapped__(value)
            people.append(person)
        return tuple(people)

    return everyone


senders = _of(Role.FROM)
addressees = _of(Role.TO)
copied = _of(Role.CC)
