"""The past of a mailbox: two walks, newest first, a slice of them each sync, resumable after any fifty messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from coucou.contract import Batch, Problem
from coucou_connectors.google.errors import Unusable
from coucou_connectors.google.mailbox import GET, MOST_AT_ONCE, Listed
from coucou_connectors.google.place import ANCHORS, Phase
from coucou_connectors.google.round import Round, all_before
from coucou_connectors.google.sieve import Sieve


class Past:
    """What is left of the two walks: of what the user sent, then of the rest."""

    def __init__(self, round_: Round) -> None:
        self._round = round_
        self._meter = round_.box.wire.meter("gmail")
        options = round_.setting.options
        minutes = options.minutes_a_sync
        self._until = self._meter.spent + minutes * options.units_a_minute if minutes else None

    def batches(self) -> Iterator[Batch]:
        """As many as a slice has. When the past goes on, the last one says how much of it remains."""
        while self._round.at.phase is not Phase.DONE:
            for batch in self._walk():
                yield batch
                at = self._round.at
                self._round.setting.ports.items(
                    f"{self._round.setting.account}: Gmail", at.done, max(at.total, at.done)
                )
                if at.phase is not Phase.DONE and self._until is not None and self._meter.spent >= self._until:
                    yield Batch(cursor=self._round.cursor(), problems=(self._remains(),))
                    return
            self._turn()
            yield Batch(cursor=self._round.cursor(), dear=True)

    def _walk(self) -> Iterator[Batch]:
        """The walk that ``at`` is in, from there to its end: the last page, or messages older than are asked for."""
        label = "SENT" if self._round.at.phase is Phase.SENT else ""
        sieves = {} if label else self._sieves()
        waiting: list[str] = []  # less than a batch, from pages before
        page, stands = self._round.at.page, self._round.at.sieves
        going_on = bool(self._round.at.anchors)  # behind the last id that was read
        while True:
            listed, lost = self._page(page, label)
            ids = self._behind(label, page, listed, lost) if going_on else listed.ids
            going_on = False
            left_out = self._left_out(ids if lost else listed.ids, ids, sieves)
            waiting += self._round.unseen(one for one in ids if one not in left_out)
            while len(waiting) >= MOST_AT_ONCE or (waiting and not self._next):
                chunk, waiting = waiting[:MOST_AT_ONCE], waiting[MOST_AT_ONCE:]
                resources = self._round.got(chunk)
                at = self._round.at
                anchors = (*at.anchors, chunk[-1])[-ANCHORS:]
                self._round.at = replace(at, page=page, sieves=stands, anchors=anchors, done=at.done + len(chunk))
                yield self._round.batch(resources)
                if all_before(resources, self._round.reading.oldest):
                    return
            if not self._next:
                return
            page = self._next
            stands = {name: where for name, sieve in sieves.items() if (where := sieve.stands()) is not None}

    def _page(self, page: str, label: str) -> tuple[Listed, bool]:
        """The page of that token, or the first one and True when it went stale."""
        try:
            listed, lost = self._round.box.listed(page, label), False
        except Unusable:
            if not page:
                raise
            listed, lost = self._round.box.listed("", label), True
        self._next = listed.next
        return listed, lost

    def _behind(self, label: str, page: str, listed: Listed, lost: bool) -> list[str]:
        """What was not read yet of the page where the last round ended; all, when it was not begun."""
        if lost or not page:
            return self._search(label, listed)
        places = [listed.ids.index(one) for one in self._round.at.anchors if one in listed.ids]
        return listed.ids[max(places) + 1 :] if places else listed.ids

    def _search(self, label: str, listed: Listed) -> list[str]:
        """The ids behind the last one that was read, looked for from the first page on, which costs lists only. When
        it is gone, behind the latest that is still there; when all are, from the first page."""
        anchors = self._round.at.anchors
        best, behind, following = -1, listed.ids, listed.next
        while True:
            met = max((anchors.index(one) for one in anchors if one in listed.ids), default=-1)
            if met > best:
                best, following = met, listed.next
                behind = listed.ids[listed.ids.index(anchors[met]) + 1 :]
            if best == len(anchors) - 1 or not listed.next:
                self._next = following
                return behind
            listed = self._round.box.listed(listed.next, label)

    def _left_out(self, page: Sequence[str], ids: Sequence[str], sieves: dict[str, Sieve]) -> set[str]:
        """Those of ``page`` not to ask for. What is skipped counts as dealt with; what was sent, in the first walk."""
        left_out: set[str] = set()
        for name, sieve in sieves.items():
            held = sieve.held_back(page)
            left_out |= held
            if name != "SENT":
                self._round.at = replace(self._round.at, done=self._round.at.done + len(held.intersection(ids)))
        return left_out

    def _sieves(self) -> dict[str, Sieve]:
        """For the walk through the rest. What stands in the cursor was begun; what does not, was finished."""
        at = self._round.at
        begun = bool(at.page)
        return {
            name: Sieve(self._lists(name), *(at.sieves.get(name, (None, "")) if begun else ("", "")))
            for name in sorted({"SENT", "DRAFT", *self._round.skipped()})
        }

    def _lists(self, label: str) -> Callable[[str], Listed]:
        return lambda page: self._round.box.listed(page, label)

    def _turn(self) -> None:
        at = self._round.at
        turned = at.turned(Phase.REST if at.phase is Phase.SENT else Phase.DONE)
        self._round.at = replace(turned, done=max(at.done, at.total)) if turned.phase is Phase.DONE else turned

    def _remains(self) -> Problem:
        at = self._round.at
        minutes = -(-(at.total - at.done) * GET // self._round.setting.options.units_a_minute)
        values = {"done": at.done, "total": max(at.total, at.done), "time": timedelta(minutes=max(1, minutes))}
        return Problem("google.past_remains", self._round.setting.account, values)
