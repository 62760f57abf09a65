"""Taking Graph's JSON apart: whatever stands in a property, the reading of it is a value of the right type.

https://learn.microsoft.com/graph/api/resources/message and …/event. Nothing here raises: a property that is missing,
null or of another type than documented is as good as empty.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from hashlib import blake2b
from typing import Any

from coucou.contract import Participant, Role
from coucou_connectors.addresses import LONGEST_NAME
from coucou_connectors.encoded import cleaned

Json = Mapping[str, Any]

DIGEST = 12  # bytes: 96 bits name an item of one mailbox
_LONGEST_ADDRESS = 320
_YEARS = range(1900, 2200)  # beyond, it is "never" (Graph writes the year 1) or a slip, and zones know nothing
_FRACTION = re.compile(r"(?<=\d)\.\d+")  # Graph writes seven digits, Python 3.11 reads six at most


def text(item: Json, name: str) -> str:
    """A string on one line; "" when there is none."""
    found = item.get(name)
    return cleaned(found) if isinstance(found, str) else ""


def flag(item: Json, name: str) -> bool:
    return item.get(name) is True


def part(item: Json, name: str) -> Json:
    """An object; empty when there is none."""
    found = item.get(name)
    return found if isinstance(found, dict) else {}


def parts(item: Json, name: str) -> Iterator[Json]:
    """The objects of a collection."""
    found = item.get(name)
    yield from (one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()


def words(item: Json, name: str) -> tuple[str, ...]:
    """The strings of a collection."""
    found = item.get(name)
    return tuple(cleaned(one) for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def person(recipient: Json, role: Role) -> Participant | None:
    """Somebody, as ``microsoft.graph.recipient`` names them; None without an address."""
    told = part(recipient, "emailAddress")
    address = text(told, "address")[:_LONGEST_ADDRESS]
    if not address:
        return None
    name = " ".join(text(told, "name").split())[:LONGEST_NAME].strip()
    return Participant(role, address, "" if name.casefold() == address.casefold() else name)


def moment(item: Json, name: str) -> datetime | None:
    """An ``Edm.DateTimeOffset``; None when there is none that can be."""
    found = item.get(name)
    if not isinstance(found, str):
        return None
    try:
        read = datetime.fromisoformat(_FRACTION.sub("", found))
    except ValueError:
        return None
    if read.year not in _YEARS:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def wall(item: Json, name: str) -> tuple[datetime, str] | None:
    """A ``dateTimeTimeZone``: wall time and the name of its zone, as written. None when there is no time."""
    told = part(item, name)
    try:
        read = datetime.fromisoformat(_FRACTION.sub("", text(told, "dateTime")))
    except ValueError:
        return None
    if read.year not in _YEARS:
        return None
    if read.tzinfo:  # not documented; then it says itself what it means
        return read.astimezone(UTC).replace(tzinfo=None), "UTC"
    return read, text(told, "timeZone")


def clock(item: Json, name: str) -> time | None:
    """An ``Edm.TimeOfDay``; None when there is none."""
    try:
        read = time.fromisoformat(_FRACTION.sub("", text(item, name)))
    except ValueError:
        return None
    return read.replace(tzinfo=None)


def digest(*told: str) -> str:
    """A short name for something with a long one: 16 characters, always the same. Graph's ids are case-sensitive."""
    raw = blake2b("\n".join(told).encode("utf-8", "replace"), digest_size=DIGEST).digest()
    return urlsafe_b64encode(raw).decode()
