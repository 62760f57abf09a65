"""Messages into the ledger: one row a message, one a participant, the same Message-ID once whatever the account."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from struct import Struct

from coucou.contract import MailKind, Message
from coucou.store.circles import Circle, Circles
from coucou.store.codes import KIND_CODES
from coucou.store.fold import folded_until
from coucou.store.judge import judge_again
from coucou.store.known import LONGEST, MOST_REMEMBERED, Known, clean
from coucou.store.statements import sql

_BOUNCE = MailKind.BOUNCE
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE = 500  # keys in one query
MOST_LABEL_SETS = 5_000
_Row = tuple[int, int, int, int, int, int]
_as_number = Struct(">q").unpack
_empty_digest = blake2b(digest_size=8).copy  # half of what making one from its parameters takes


@dataclass(slots=True)
class Post:
    """What taking messages needs to remember between batches of one transaction."""

    known: Known
    account_id: int
    next_id: int = 1
    label_sets: dict[tuple[str, ...], int] = field(default_factory=dict)
    circles: Circles = field(init=False)
    floor: int = field(init=False)  # what is older was folded into counts, and would count twice

    def __post_init__(self) -> None:
        self.circles = Circles(self.known)
        self.floor = folded_until(self.connection)

    @property
    def connection(self) -> sqlite3.Connection:
        return self.known.connection


@dataclass(frozen=True, slots=True)
class Taken:
    new: int = 0
    again: int = 0
    excluded: int = 0


def take(post: Post, messages: Sequence[Message]) -> Taken:
    """Store the messages that are new, and let another copy of a known one add what it tells."""
    recent = [one for one in messages if _epoch(one.moment) >= post.floor] if post.floor else messages
    wanted = _without_excluded_labels(post, recent)
    keyed = [(key_of(message), message) for message in wanted]
    stored = _stored_keys(post.connection, [key for key, _ in keyed])
    fresh: dict[int, Message] = {}
    again: list[tuple[int, Message]] = []
    for key, message in keyed:
        if key in stored or key in fresh:
            again.append((key, message))
        else:
            fresh[key] = message
    left_out = _insert(post, fresh, stored)
    known = [(stored[key], message) for key, message in again if key in stored]
    _merge(post, known)
    excluded = len(recent) - len(wanted) + left_out
    return Taken(len(fresh) - left_out, len(known), excluded)


def key_of(message: Message) -> int:
    """64 bits that name a message in every account: of its Message-ID, or of its moment and people when it has none."""
    name = message.message_id
    if not name:
        people = sorted(f"{p.role} {p.address.casefold()}" for p in message.participants)
        name = f"{int(message.moment.timestamp())}\n" + "\n".join(people)
    return _digest(name)


def _digest(name: str) -> int:
    digest = _empty_digest()
    digest.update(name.encode("utf-8", "replace"))
    number: int = _as_number(digest.digest())[0]
    return number


def _stored_keys(connection: sqlite3.Connection, keys: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        # Only placeholders are put together here; a fixed number of them keeps the statement prepared.
        marks = ",".join("?" * _AT_ONCE)
        query = f"SELECT key, id FROM message WHERE key IN ({marks})"  # noqa: S608
        padded = [*some, *([None] * (_AT_ONCE - len(some)))]
        found.update(connection.execute(query, padded).fetchall())
    return found


def _without_excluded_labels(post: Post, messages: Sequence[Message]) -> Sequence[Message]:
    excluded = post.known.excluded
    if not excluded.labels:
        return messages
    wanted = []
    for message in messages:
        if excluded.labelled(message.labels):
            # It may have been stored before somebody gave it that label.
            post.connection.execute(sql("mail.delete_by_key"), (key_of(message), post.account_id))
        else:
            wanted.append(message)
    return wanted


def _insert(post: Post, fresh: dict[int, Message], stored: dict[int, int]) -> int:
    """Store new messages and fill ``stored`` with their numbers; how many were left out by ``[exclude]``."""
    messages: list[tuple[object, ...]] = []
    participants: list[_Row] = []
    bounced: list[tuple[int, int, int]] = []
    for key, message in fresh.items():
        circle = post.circles.of(message.participants)
        if circle.is_nobody:
            continue
        number = stored[key] = post.next_id
        post.next_id += 1
        moment = _epoch(message.moment)
        participants += _rows(post, circle, message, number, moment)
        post.circles.count(circle, moment)
        messages.append(_message_row(post, number, key, message, moment, circle))
        if message.kind is _BOUNCE:
            bounced += ((address, moment, number) for address in _failed(post.known, message.failed))
    post.connection.executemany(sql("mail.insert_message"), messages)
    post.connection.executemany(sql("mail.insert_participant"), participants)
    post.connection.executemany(sql("mail.insert_bounce"), bounced)
    if len(post.known.aliases) > MOST_REMEMBERED:
        post.known.flush()
    return len(fresh) - len(messages)


def _message_row(
    post: Post, number: int, key: int, message: Message, moment: int, circle: Circle
) -> tuple[object, ...]:
    labels = post.label_sets.get(message.labels)
    source, message_id = message.source, post.known.excluded.masked(message.message_id)
    return (
        number,
        key,
        post.account_id,
        source if source.isascii() and len(source) <= LONGEST else clean(source),
        message_id if message_id.isascii() and len(message_id) <= LONGEST else clean(message_id, 998),
        _digest(message.references[0]) if message.references else None,
        moment,
        KIND_CODES[message.kind],
        circle.left_out,
        circle.left_out_talking,
        1 if message.sent else 0,
        _offset_minutes(message.moment),
        _label_set(post, message.labels) if labels is None else labels,
        _subject(post, message),
    )


def _subject(post: Post, message: Message) -> str | None:
    return clean(message.subject, 500) if message.subject is not None and post.known.excluded.subjects else None


def _rows(post: Post, circle: Circle, message: Message, number: int, moment: int) -> list[_Row]:
    """One row for each participant, role by role."""
    codes = post.circles.contacts(circle, KIND_CODES[message.kind])
    others = circle.others
    return [(address, moment, number, code, codes[code], others) for address, code, _ in circle.people]


def _offset_minutes(moment: datetime) -> int:
    offset = moment.utcoffset()
    return 0 if offset is None else (offset.days * 86_400 + offset.seconds) // 60


def _epoch(moment: datetime) -> int:
    since = moment - _EPOCH  # half of what ``timestamp`` costs
    return since.days * 86_400 + since.seconds


def _failed(known: Known, addresses: Iterable[str]) -> list[int]:
    return [number for number in (known.number(address) for address in addresses if address) if number > 0]


def _label_set(post: Post, labels: tuple[str, ...]) -> int:
    names = json.dumps(sorted({clean(label) for label in labels}), ensure_ascii=False)
    row = post.connection.execute(sql("mail.find_label_set"), (names,)).fetchone()
    if row is None:
        row = post.connection.execute(sql("mail.insert_label_set"), (names,)).fetchone()
    if len(post.label_sets) > MOST_LABEL_SETS:
        post.label_sets.clear()
    post.label_sets[labels] = int(row[0])
    return int(row[0])


def _merge(post: Post, copies: Sequence[tuple[int, Message]]) -> None:
    """Other copies of known messages: people, a Sent mark, a subject or a more personal kind are added, nothing is
    taken away, so that the order in which copies come does not matter."""
    changed = [number for number, message in copies if _merge_one(post, number, message)]
    judge_again(post.connection, changed)


def _merge_one(post: Post, number: int, message: Message) -> bool:
    """Add what one copy tells; whether it must be judged again."""
    db = post.connection
    moment, kind, sent, left_out, left_out_talking, subject = db.execute(sql("mail.read_known"), (number,)).fetchone()
    circle = post.circles.of(message.participants)
    if circle.is_nobody:
        return False
    merged = (
        min(kind, KIND_CODES[message.kind]),
        max(sent, 1 if message.sent else 0),
        max(left_out, circle.left_out),
        max(left_out_talking, circle.left_out_talking),
        subject if subject is not None or message.subject is None else _subject(post, message),
    )
    before = db.total_changes
    db.executemany(sql("mail.insert_participant"), _rows(post, circle, message, number, moment))
    more_people = db.total_changes > before
    if merged != (kind, sent, left_out, left_out_talking, subject):
        db.execute(sql("mail.merge_message"), (*merged, number))
    return more_people or merged[0] != kind or merged[2:4] != (left_out, left_out_talking)
