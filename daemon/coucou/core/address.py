"""Addresses: the normal form in which they are compared, and what their spelling alone tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from coucou.core import lexicon
from coucou.core.names import fold

_GMAIL = frozenset({"gmail.com", "googlemail.com"})


@lru_cache(maxsize=65536)
def normal(address: str) -> str:
    """The form in which two spellings of one mailbox are equal: case, plus-tags, Gmail's dots and old domain folded.

    RFC 5321 (2.4) lets a local part be case-sensitive; no provider in use makes it so.
    """
    local, at, domain = address.strip().casefold().rpartition("@")
    if not at:
        return domain
    local = local.partition("+")[0] or local
    domain = domain.rstrip(".")
    if domain in _GMAIL:
        local, domain = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{domain}"


def domain_of(address: str) -> str:
    """The part after the last @, case folded; "" when there is none."""
    return address.rpartition("@")[2].casefold() if "@" in address else ""


_LOCAL = re.compile(r"[^\s@<>\",;:/\\\[\]]+")
_DOMAIN = re.compile(r"(?:[^\s@<>\",;:/\\\[\].]+\.)+[^\s@<>\",;:/\\\[\].\d][^\s@<>\",;:/\\\[\].]+")
_NOWHERE = (".invalid", ".local", ".localdomain", ".localhost", ".internal", ".lan")  # RFC 6761, 6762 and ICANN 2024
_REWRITTEN = frozenset({"calendar.google.com", "group.calendar.google.com", "resource.calendar.google.com"})


def is_mailable(address: str) -> bool:
    """Whether mail could be sent there. Never true of the names that stand in for an address: a LinkedIn profile, an
    Exchange distinguished name, a phone number, a domain that exists on one network only."""
    local, _, domain = address.rpartition("@")
    return bool(_LOCAL.fullmatch(local)) and _is_mail_domain(domain.casefold())


@lru_cache(maxsize=65536)
def _is_mail_domain(domain: str) -> bool:
    return bool(_DOMAIN.fullmatch(domain)) and domain not in _REWRITTEN and not domain.endswith(_NOWHERE)


_ROBOT_STARTS = ("noreply", "donotreply", "nepasrepondre", "mailerdaemon", "notifications", "msprvs1")
_ROBOT_ENDS = ("noreply", "donotreply", "nepasrepondre", "mailerdaemon", "bounces")
_LIST_ENDS = ("-bounces", "-request", "-owner", "-admin", "-subscribe", "-unsubscribe", "-errors")
_BOUNCE = re.compile(  # return paths: bounces+123=…, SRS0=…, prvs=…, list-lea=example.org (VERP)
    r"(?:bounces?|return|retour|fbl|verp)[-+=_.].*\d.*|b[-+=].*\d{3}.*|(?:prvs|srs[01])[-+=].*|.+=[^=]+\.[a-z]{2,}"
)
_TOKEN = re.compile(r"[0-9a-f]{20,}|[0-9a-f]{8}-[0-9a-f]{4}-.*|(?=(?:.*\d){4})[0-9a-z]{28,}")
_ROBOT_HOSTS = re.compile(
    r"(?:^|\.)(?:bounces?|mailer|noreply|no-reply|notifications?|reply|unsub|unsubscribe)\.[^.]+\..+"
    r"|(?:.*\.)?(?:facebookmail|docs\.google|calendar\.google)\.com"
)
_ROBOT_NAMES = frozenset(
    {
        "mail delivery subsystem",
        "mail delivery system",
        "mailer-daemon",
        "mailer daemon",
        "mail system",
        "system administrator",
    }
)

_ROLE_STARTS = ("rh-", "rh_", "hr-", "hr_")
_SEPARATORS = re.compile(r"[^a-z0-9]+")


def is_robot(address: str, names: Iterable[str] = ()) -> bool:
    """Whether a program writes from there: no-reply, delivery daemons, notifications, bounce tokens, list software.

    Whole local parts are compared, so that a person called Bot or Cron with a first name survives.
    """
    local, _, domain = address.casefold().rpartition("@")
    if not local:
        return False
    return (
        _nature(local) is _Nature.ROBOT or _is_robots(domain) or not _ROBOT_NAMES.isdisjoint(map(str.casefold, names))
    )


def is_role(address: str) -> bool:
    """Whether a function stands behind it, not somebody: info@, ventes@, jobs@, rh-montreal@; not steve.jobs@."""
    local = address.casefold().rpartition("@")[0]
    return bool(local) and _nature(local) is _Nature.ROLE


class _Nature(Enum):
    ROBOT = 1
    ROLE = 2
    OTHER = 3


@lru_cache(maxsize=131072)
def _nature(local: str) -> _Nature:
    squeezed = _squeezed(local)
    if squeezed in lexicon.ROBOTS or squeezed.startswith(_ROBOT_STARTS) or squeezed.endswith(_ROBOT_ENDS):
        return _Nature.ROBOT
    if squeezed in lexicon.ROLES:
        return _Nature.ROLE
    if local.isalpha() and len(local) < 20:
        return _Nature.OTHER
    if local.endswith(_LIST_ENDS) or _BOUNCE.fullmatch(local) or _TOKEN.fullmatch(local):
        return _Nature.ROBOT
    # support-ti@, ventes.quebec@: the function comes first, as in no person's name.
    first = _SEPARATORS.split(local, maxsplit=1)[0] in lexicon.ROLE_FIRSTS
    return _Nature.ROLE if first or local.startswith(_ROLE_STARTS) else _Nature.OTHER


@lru_cache(maxsize=65536)
def _is_robots(domain: str) -> bool:
    return bool(_ROBOT_HOSTS.search(domain))


def _squeezed(local: str) -> str:
    """A local part as the lists hold it: folded, no tag, no separators, no digits at the end."""
    if local.isalpha() and local.isascii():
        return local
    plain = local.partition("+")[0]
    return _SEPARATORS.sub("", plain if plain.isascii() else "".join(fold(plain))).rstrip("0123456789")
