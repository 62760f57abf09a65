"""Ids to leave out of a walk through the mailbox, without asking for the messages to know them.

Gmail cannot list all but what was sent, but it lists what was sent in the same order, newest first, at a quarter of one
message's price for five hundred. So that list is walked beside the other one, a page ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from coucou_connectors.google.errors import Unusable
from coucou_connectors.google.mailbox import Listed

_AHEAD = 100  # ids known beyond the page that is sieved: some of them may go before they are met


@dataclass(slots=True)
class Sieve:
    """One label's ids. Where the two lists are not in the same order, too little is left out, never too much."""

    listed: Callable[[str], Listed]  # a page of the label
    next: str | None = ""  # the page to read next; None: there is none
    before: str = ""  # the last id that was met: what stands before it in its page is known
    waiting: list[tuple[str, str]] = field(default_factory=list)  # ids not met yet, in order, each with its page

    def held_back(self, ids: Iterable[str]) -> set[str]:
        """Those of ``ids`` that have the label; ``ids`` is a page of the walk, and pages come in order."""
        page = set(ids)
        held = self._met(page)
        while self.next is not None and len(self.waiting) < _AHEAD:
            self._more()
            held |= self._met(page)
        return held

    def stands(self) -> tuple[str, str] | None:
        """The page to begin again with, and ``before``; None when nothing is left to hold back."""
        page = self.waiting[0][1] if self.waiting else self.next
        return None if page is None else (page, self.before)

    def _met(self, page: set[str]) -> set[str]:
        """Take out what is in ``page``, and what stood before it: that went, or was met before the last cursor."""
        places = [place for place, (one, _) in enumerate(self.waiting) if one in page]
        held = {self.waiting[place][0] for place in places}
        if places:
            self.before = self.waiting[places[-1]][0]
            del self.waiting[: places[-1] + 1]
        return held

    def _more(self) -> None:
        token = self.next or ""
        try:
            one = self.listed(token)
        except Unusable:
            if not token:
                raise
            self._whole()
            return
        known = one.ids.index(self.before) + 1 if self.before in one.ids else 0
        self.waiting += [(name, token) for name in one.ids[known:]]
        self.next = one.next or None

    def _whole(self) -> None:
        """Read the list from its start to its end: its page went stale, and where it stood is not known."""
        token: str | None = ""
        self.waiting = []
        while token is not None:
            one = self.listed(token)
            self.waiting += [(name, token) for name in one.ids]
            token = one.next or None
        self.next = None
