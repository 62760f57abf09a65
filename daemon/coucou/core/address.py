"""Addresses: the normal form in which they are compared, and what their spelling alone tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
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


_MAILABLE = re.compile(
    r"[^\s@<>\",;:/\\\[\]]+@(?:[^\s@<>\",;:/\\\[\].]+\.)+[^\s@<>\",;:/\\\[\].\d][^\s@<>\",;:/\\\[\].]+"
)
_NOWHERE = (".invalid", ".local", ".localdomain", ".localhost", ".internal", ".lan")  # RFC 6761, 6762 and ICANN 2024
_REWRITTEN = frozenset({"calendar.google.com", "group.calendar.google.com", "resource.calendar.google.com"})


def is_mailable(address: str) -> bool:
    """Whether mail could be sent there. Never true of the names that stand in for an address: a LinkedIn profile, an
    Exchange distinguished name, a phone number, a domain that exists on one network only."""
    domain = domain_of(address)
    if not _MAILABLE.fullmatch(address) or domain in _REWRITTEN:
        return False
    return not domain.endswith(_NOWHERE)


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
        ("delivery", "mail", "subsystem"),
        ("delivery", "mail", "system"),
        ("daemon", "mailer"),
        ("daemon", "mail"),
        ("administrator", "system"),
        ("microsoft", "outlook"),
    }
)

_SEPARATORS = re.compile(r"[^a-z0-9]+")


def is_robot(address: str, names: Iterable[str] = ()) -> bool:
    """Whether a program writes from there: no-reply, delivery daemons, notifications, bounce tokens, list software.

    Whole local parts are compared, so that a person called Bot or Cron with a first name survives.
    """
    local, _, domain = address.casefold().rpartition("@")
    if not local:
        return False
    squeezed = _squeezed_local(local)
    if squeezed in lexicon.ROBOTS or squeezed.startswith(_ROBOT_STARTS) or squeezed.endswith(_ROBOT_ENDS):
        return True
    if local.endswith(_LIST_ENDS) or _BOUNCE.fullmatch(local) or _TOKEN.fullmatch(local):
        return True
    return bool(_ROBOT_HOSTS.search(domain)) or any(tuple(sorted(fold(name))) in _ROBOT_NAMES for name in names)


def is_role(address: str) -> bool:
    """Whether a function stands behind it, not somebody: info@, ventes@, jobs@, rh-montreal@; not steve.jobs@."""
    local, _, _ = address.casefold().rpartition("@")
    if not local:
        return False
    if _squeezed_local(local) in lexicon.ROLES:
        return True
    first = _SEPARATORS.split(local)[
        0
    ]  # support-ti@, ventes.quebec@: the function comes first, as no person's name does
    return first in lexicon.ROLE_FIRSTS or local.startswith(("rh-", "rh_", "hr-", "hr_"))


def _squeezed_local(local: str) -> str:
    plain = local.partition("+")[0]
    return _SEPARATORS.sub("", plain if plain.isascii() else "".join(fold(plain))).rstrip("0123456789")
