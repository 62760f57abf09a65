"""What a calendar's reader remembers of what it delivered: enough to tell what changed and what went, and no more.

Each item is its source, a digest of what it said, and when it ends: 22 bytes.
"""

from __future__ import annotations

import struct
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from coucou.contract import Event, SourceId
from coucou_connectors.outlook.fields import DIGEST
from coucou_connectors.outlook.occurrences import end

_SAID = 6  # bytes: two versions of one item with the same digest would hide a change, once in 10**14
_ITEM = struct.Struct(f">{DIGEST}s{_SAID}sI")  # the end in minutes since 1970

Watched = dict[SourceId, tuple[bytes, int]]
"""Source → the digest of what was said, and its end."""


@dataclass(frozen=True, slots=True)
class Compared:
    appeared: tuple[Event, ...]
    gone: tuple[SourceId, ...]
    watched: Watched


def compared(before: Watched, events: Iterable[Event], low: datetime) -> Compared:
    """What changed since ``before``. What ended by ``low`` is not watched any more: it is absent, but has not gone."""
    now = {one.source: one for one in events}
    watched = {source: (_said(one), _minutes(end(one))) for source, one in now.items()}
    changed = [one for source, one in now.items() if source not in before or before[source][0] != watched[source][0]]
    edge = _minutes(low) + 24 * 60  # days end later in some zones
    gone = [source for source, (_, ends) in before.items() if source not in now and ends > edge]
    return Compared(tuple(sorted(changed, key=lambda one: one.source)), tuple(sorted(gone)), watched)


def dump(watched: Watched) -> str:
    packed = (_ITEM.pack(urlsafe_b64decode(source), said, ends) for source, (said, ends) in sorted(watched.items()))
    return b64encode(b"".join(packed)).decode()


def load(written: str) -> Watched:
    """:raises ValueError: it was not written by :func:`dump`."""
    raw = b64decode(written, validate=True)
    if len(raw) % _ITEM.size:
        raise ValueError("cut off")
    return {SourceId(urlsafe_b64encode(name).decode()): (said, ends) for name, said, ends in _ITEM.iter_unpack(raw)}


def _said(event: Event) -> bytes:
    return blake2b(repr(event).encode("utf-8", "replace"), digest_size=_SAID).digest()


def _minutes(moment: datetime) -> int:
    return min(max(int(moment.astimezone(UTC).timestamp()) // 60, 0), 2**32 - 1)
