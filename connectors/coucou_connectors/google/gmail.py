"""Gmail, headers only: what is new first, then the past, useful early and never beyond the quota.

https://developers.google.com/workspace/gmail/api/guides/sync
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from coucou.contract import Batch, Cursor, Reading
from coucou_connectors.google.errors import Gone
from coucou_connectors.google.mailbox import Mailbox
from coucou_connectors.google.past import Past
from coucou_connectors.google.place import Phase, Place, place
from coucou_connectors.google.round import Round, all_before, chunks
from coucou_connectors.google.scopes import MAIL
from coucou_connectors.google.wire import Wire

_OVERLAP = timedelta(days=1)  # how much is read again where the history was lost


class Gmail:
    """The mail of one account."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._box = Mailbox(wire)

    def changes(self, since: Cursor | None, reading: Reading) -> Iterator[Batch]:
        """See ``Reads.changes``. A long past is read in slices, one a sync. Messages that go are not told: the contact
        took place.

        :raises CursorExpired: ``google.cursor``: not ours, or a longer past or subjects are asked for.
        """
        at = None if since is None else place(since, reading)
        self._wire.allow(MAIL)
        if at is not None:
            age = self._wire.setting.clock.now().timestamp() - at.spent_at
            self._wire.meter("gmail").owe(at.spent, age)
        else:
            # The history id before any list: what arrives in between is then told twice, and never missed.
            history, total = self._box.stands()
            at = Place(history, int(reading.oldest.timestamp()), reading.subjects, total=total)
            yield Batch(cursor=at.cursor(), everything_again=True)
        round_ = Round(self._wire.setting, self._box, reading, at)
        if since is not None:
            yield from _news(round_)
        if round_.at.phase is not Phase.DONE:
            yield from Past(round_).batches()


def _news(round_: Round) -> Iterator[Batch]:
    try:
        yield from _history(round_)
    except Gone:  # Google keeps it for a week or so
        yield from _since_newest(round_)


def _history(round_: Round) -> Iterator[Batch]:
    since, page = round_.at.history, ""
    while True:
        told = round_.box.news(since, page)
        found = list(chunks(round_.unseen(one for one, labels in told.came if round_.counts(labels)))) or [[]]
        for number, chunk in enumerate(found, 1):
            resources = round_.got(chunk)
            if number == len(found):
                round_.at = replace(round_.at, history=told.known)
            yield round_.batch(resources)
        if not told.next:
            return
        page = told.next


def _since_newest(round_: Round) -> Iterator[Batch]:
    """The history was lost: read from the newest message back to where it is known, and no further."""
    history, total = round_.box.stands()
    known = round_.at
    until = datetime.fromtimestamp(known.newest / 1000, round_.reading.oldest.tzinfo) - _OVERLAP
    page: str | None = ""
    newest = known.newest
    while page is not None:
        listed = round_.box.listed(page)
        page = listed.next or None
        for chunk in chunks(round_.unseen(listed.ids)):
            resources = round_.got(chunk)
            newest = max(newest, round_.at.newest)
            round_.at = known  # until all is read, the cursor says what it said
            yield round_.batch(resources)
            if all_before(resources, until):
                page = None
                break
    round_.at = replace(known, history=history, newest=newest, total=total or known.total)
    yield Batch(cursor=round_.cursor(), dear=True)
