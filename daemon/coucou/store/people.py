"""What the ledger tells of addresses, as it stood at a moment: nothing later is looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from coucou.core.facts import AddressFacts, Offset
from coucou.core.touch import RECEIVED, SENT, SIGHTING
from coucou.store.file import Store
from coucou.store.statements import sql

LATELY = timedelta(days=730)  # what somebody sent before tells little about their time zone today
_Seen = tuple[str, int, int, int, int]  # address, grouped, first, last, direct


def addresses(store: Store, until: int, lately: int | None = None) -> Iterator[AddressFacts]:
    """What is known at ``until`` (epoch seconds, included) of each address seen by then, on mail or at meetings.

    The user's own are among them. ``lately`` is the moment that recent mail is recent to, where it is another.
    ``direct`` counts mail only, and ``sent_as`` is left to ``senders``. A name's count may hold later sightings, once
    the name itself was seen by then.
    """
    names = _names(store, until)
    offsets = _offsets(store, until if lately is None else lately)
    dead = {number for (number,) in store.connection.execute(sql("people.dead"), {"as_of": until})}
    for number, (address, grouped, first, last, direct) in _seen(store, until).items():
        yield AddressFacts(
            address=address,
            names=names.get(number, {}),
            first=first,
            last=last,
            direct=direct,
            dead=number in dead,
            group=bool(grouped),
            offset=offsets.get(number),
        )


def senders(store: Store, until: int) -> Iterator[AddressFacts]:
    """The addresses from which the user sent, as the sources say: what own addresses are learnt from. Moments and names
    are those of all that was seen of them; the rest is left at its default."""
    for number, address, grouped, first, last, sent_as in store.connection.execute(
        sql("people.senders"), {"as_of": until}
    ).fetchall():
        names = dict(store.connection.execute(sql("people.names_of"), {"id": number, "as_of": until}))
        yield AddressFacts(address, names, first, last, direct=0, sent_as=sent_as, group=bool(grouped))


def _seen(store: Store, at: int) -> dict[int, _Seen]:
    seen: dict[int, _Seen] = {
        row[0]: row[1:] for row in store.connection.execute(sql("people.by_address"), {"as_of": at})
    }
    for statement in ("fold.by_address", "people.at_meetings"):
        for number, *found in store.connection.execute(sql(statement), {"as_of": at}):
            address, grouped, first, last, direct = found
            known = seen.get(number)
            if known is not None:
                first, last, direct = min(first, known[2]), max(last, known[3]), known[4] + direct
            seen[number] = (address, grouped, first, last, direct)
    return seen


def _names(store: Store, at: int) -> Mapping[int, Mapping[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for number, name, seen in store.connection.execute(sql("people.names"), {"as_of": at}):
        names = found[number]
        names[name] = names.get(name, 0) + seen
    return found


def _offsets(store: Store, at: int) -> dict[int, Offset]:
    """The offset most often seen lately in what each address sent; of equals, the latest."""
    best: dict[int, tuple[int, int, int]] = {}
    since = at - int(LATELY.total_seconds())
    for number, offset, times, latest in store.connection.execute(sql("people.offsets"), {"as_of": at, "since": since}):
        candidate = (times, latest, offset)
        if number not in best or candidate > best[number]:
            best[number] = candidate
    return {number: Offset(minutes, seen) for number, (_, seen, minutes) in best.items()}


@dataclass(frozen=True, slots=True)
class MailTouch:
    """One message with an address on it. ``contact``: as ``coucou.core.touch`` says; ``size``: how many others.

    Of a month that was folded, one is of its first moment, the others of its last; none has a subject, and the sizes
    are the mean.
    """

    moment: datetime  # UTC
    contact: int
    size: int
    subject: str | None
    address: str
    account: str


def touches_of(
    store: Store, address_list: Iterable[str], as_of: datetime, *, sightings: bool = False
) -> list[MailTouch]:
    """The direct mail with some addresses (normal forms) to ``as_of``, oldest first; with ``sightings``, all mail."""
    found: list[MailTouch] = []
    for address in dict.fromkeys(address_list):
        values = {
            "address": address,
            "as_of": int(as_of.timestamp()),
            "least": SIGHTING if sightings else min(SENT, RECEIVED),
        }
        found += _folded(store, values)
        for moment, *rest in store.connection.execute(sql("people.touches_of"), values):
            found.append(MailTouch(datetime.fromtimestamp(moment, UTC), *rest))
    return sorted(found, key=lambda touch: touch.moment)


def _folded(store: Store, values: Mapping[str, object]) -> Iterator[MailTouch]:
    for first, last, times, contact, company, address, account in store.connection.execute(
        sql("fold.touches_of"), values
    ):
        for moment in (first, *[last] * (times - 1)):
            yield MailTouch(datetime.fromtimestamp(moment, UTC), contact, company // times, None, address, account)


def wrote_to_since(store: Store, address_list: Iterable[str], since: datetime, now: datetime) -> bool:
    """Whether the user wrote directly to one of the addresses (normal forms) after ``since``."""
    values = {"since": int(since.timestamp()), "now": int(now.timestamp()), "sent": SENT}
    return any(
        store.connection.execute(sql("people.sent_since"), {**values, "address": address}).fetchone()
        for address in address_list
    )


def spellings(store: Store) -> dict[str, str]:
    """How addresses were really spelled, by their normal form; those spelled just so are left out."""
    return dict(store.connection.execute(sql("people.spellings")))


def written(store: Store, address: str) -> str:
    """A spelling in which an address (normal form) was really used; the normal form itself when it was never seen."""
    row = store.connection.execute(sql("people.written"), (address,)).fetchone()
    return address if row is None else str(row[0])


def mail_span(store: Store, until: int) -> tuple[int, int] | None:
    """The moments of the first and the last mail up to ``until`` (epoch seconds); None without any."""
    first, last = store.connection.execute(sql("people.mail_span"), {"as_of": until}).fetchone()
    return None if first is None else (first, last)


def counts(store: Store) -> dict[str, int]:
    """How much the ledger holds: messages, events, cards, addresses."""
    row = store.connection.execute(sql("people.counts")).fetchone()
    return dict(zip(("messages", "events", "cards", "addresses"), row, strict=True))
