"""Targets: whom the user would like to know, matched against all whom contacts, LinkedIn's export or mail name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coucou.core.address import domain_of, is_mailable, normal
from coucou.core.domains import fits, is_called, is_free_mail, is_short_for, lies_in, name_words, site
from coucou.core.facts import Everyone, Person
from coucou.core.names import fold, key
from coucou.core.reason import Reason, because
from coucou.core.settings import Settings, Target
from coucou.core.titles import fits_title


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody fits a target; ``by`` says through what."""

    person: Person
    target: Target
    by: tuple[Reason, ...]


def is_past(target: Target, today: date) -> bool:
    """Whether the target's horizon lies behind: it is then ignored, and said so."""
    return target.until is not None and target.until < today


def living(targets: Iterable[Target], today: date) -> list[Target]:
    return [target for target in targets if not is_past(target, today)]


def why_fits(person: Person, target: Target) -> tuple[Reason, ...]:
    """What makes the person fit: one reason for each kind that the target gives; none when they do not fit.

    Somebody named always fits; otherwise every kind that is given must, by any of its entries.
    """
    if any(is_named(person, name) for name in target.people):
        return (because("target.fits.person"),)
    found = []
    for entries, fitting in (
        (target.organizations, _organization),
        (target.titles, _title),
        (target.tags, _tag),
    ):
        if entries:
            reason = next((reason for entry in entries if (reason := fitting(person, entry))), None)
            if reason is None:
                return ()
            found.append(reason)
    return tuple(found)


def hits(everyone: Everyone, settings: Settings, today: date) -> dict[str, Hit]:
    """By a person's key, the target of most weight that they fit; of equals, the first in the file."""
    found: dict[str, Hit] = {}
    for target in sorted(living(settings.targets, today), key=lambda one: -one.weight):
        for person in (*everyone.people, *unheard_of(everyone, target)):
            if person.key not in found and (by := why_fits(person, target)):
                found[person.key] = Hit(person, target, by)
    return found


def bonuses(found: Mapping[str, Hit]) -> dict[str, float]:
    """What targets add to the worth's part "aims", by a person's key: the target's weight, 0..1."""
    return {key: hit.target.weight for key, hit in found.items()}


def reasons(hit: Hit) -> tuple[Reason, ...]:
    """Why the target speaks for them: its kind, what fits, and the user's own words."""
    words = (because("target.why", why=hit.target.why),) if hit.target.why else ()
    return (because(f"target.{hit.target.reason}"), *hit.by, *words)


def unheard_of(everyone: Everyone, target: Target) -> list[Person]:
    """Those whom the target names and nothing else does: a name is enough to prepare an introduction."""
    return [_nobody_yet(name) for name in target.people if not any(is_named(one, name) for one in everyone.people)]


def _nobody_yet(name: str) -> Person:
    addresses = (normal(name),) if is_mailable(name) else ()
    digest = hashlib.blake2b(f"named {' '.join(fold(name))}".encode(), digest_size=8).hexdigest()
    return Person(digest, name, addresses, "")


def is_named(person: Person, name: str) -> bool:
    """Whether ``name`` (a full name, an address, a LinkedIn profile) is this person's."""
    if "@" in name or "/" in name:
        wanted = normal(name).removeprefix("https://").removeprefix("www.").rstrip("/")
        return wanted in person.addresses
    mine, theirs = key(person.name), key(name)
    return bool(mine and theirs and mine.words == theirs.words)


def _organization(person: Person, entry: str) -> Reason | None:
    if not is_at(person, entry):
        return None
    domain = site(entry)
    elsewhere = domain and person.domain and not lies_in(person.domain, domain)  # now; another address is there
    return because("target.fits.organization", organization=domain if elsewhere else person.organization or domain)


def is_at(person: Person, organization: str) -> bool:
    """Whether they belong to ``organization``, a mail domain (or the address of its site) or a name."""
    if domain := site(organization):
        return _is_under(person, domain)
    words = name_words(organization)
    return bool(words) and (_is_named_so(person.organization, words) or is_called(organization, person.domain))


def _is_under(person: Person, wanted: str) -> bool:
    """Whether an address of theirs lies in a domain; without one of any organisation, the name's letters tell. Free
    mail is no organisation."""
    if is_free_mail(wanted):
        return False
    mailable = [domain_of(address) for address in person.addresses if is_mailable(address)]
    domains = [domain for domain in mailable if not is_free_mail(domain)]
    at_address = any(lies_in(domain, wanted) for domain in domains)
    return at_address or (not domains and bool(person.organization) and fits(person.organization, wanted))


def _is_named_so(organization: str, words: Sequence[str]) -> bool:
    """Whether every word stands in the organisation's name, or the two are the same run together, or by initials."""
    theirs = name_words(organization)
    joined, theirs_joined = "".join(words), "".join(theirs)
    return (
        set(words) <= set(theirs)
        or joined == theirs_joined
        or is_short_for(joined, theirs)
        or is_short_for(theirs_joined, words)
    )


def _title(person: Person, entry: str) -> Reason | None:
    return because("target.fits.title", title=person.title) if fits_title(entry, person.title) else None


def _tag(person: Person, entry: str) -> Reason | None:
    wanted = fold(entry)
    tag = next((label for label in person.labels if fold(label) == wanted), None)
    return None if tag is None else because("target.fits.tag", tag=tag)
