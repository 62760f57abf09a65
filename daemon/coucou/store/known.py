"""Addresses by number: each spelling is folded, tested and looked up once in a read, not once a message."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from coucou.core.address import normal
from coucou.core.touch import is_list
from coucou.store.excluded import Excluded
from coucou.store.statements import sql

MOST_REMEMBERED = 50_000  # spellings and name tallies, each: some 10 MB at worst
LONGEST = 320  # RFC 5321, 4.5.3.1: 64 + 1 + 255


def clean(text: str, longest: int = LONGEST) -> str:
    """Text that can be stored: lone surrogates (bytes that no charset explained) replaced, and of bounded length."""
    if len(text) > longest:
        text = text[:longest]
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


@dataclass(slots=True)
class Known:
    """The numbers of the addresses met in one read, and what was learnt of them since the last flush.

    An excluded address gets a negative number: it can be counted, and is never stored.
    """

    connection: sqlite3.Connection
    excluded: Excluded
    own: Collection[str]  # normal forms
    next_id: int = 1
    ids: dict[str, int] = field(default_factory=dict)  # by spelling
    mine: set[int] = field(default_factory=set)
    lists: set[int] = field(default_factory=set)
    left_out: dict[str, int] = field(default_factory=dict)  # excluded addresses met, by normal form
    aliases: dict[tuple[int, str], list[int]] = field(default_factory=dict)  # → times, first, last

    def number(self, written: str) -> int:
        """The number of an address as it is written; a new one is stored now, because others will refer to it."""
        address = normal(clean(written))
        if self.excluded.address(address):
            number = self.left_out.setdefault(address, -1 - len(self.left_out))
        else:
            number = self._stored(address, clean(written))
        if address in self.own:
            self.mine.add(number)
        elif is_list(address):
            self.lists.add(number)
        if len(self.ids) >= MOST_REMEMBERED:
            self.ids.clear()
        self.ids[written] = number
        return number

    def _stored(self, address: str, written: str) -> int:
        row = self.connection.execute(sql("mail.find_address"), (address,)).fetchone()
        if row:
            return int(row[0])
        number, self.next_id = self.next_id, self.next_id + 1
        self.connection.execute(sql("mail.insert_address"), (number, address, written, 1 if address in self.own else 0))
        return number

    def people(self, numbers: set[int]) -> tuple[int, int]:
        """How many others are among ``numbers``, and 1 if the user is: as ``coucou.core.touch.people_among`` counts."""
        mine = 0 if numbers.isdisjoint(self.mine) else len(numbers & self.mine)
        lists = len(numbers & self.lists) if self.lists else 0
        return len(numbers) - mine - lists, 1 if mine else 0

    def tally(self, people: Iterable[tuple[int, int, str]], times: int, first: int, last: int) -> None:
        """Count display names seen with some addresses: (number, anything, name); written down by ``flush``."""
        aliases = self.aliases
        for number, _, name in people:
            if not name:
                continue
            entry = aliases.get((number, name))
            if entry is None:
                aliases[number, name] = [times, first, last]
                continue
            entry[0] += times
            if last > entry[2]:
                entry[2] = last
            if first < entry[1]:
                entry[1] = first

    def forget(self) -> None:
        """Look every address up anew; for when another process wrote. Nothing waits to be flushed then."""
        self.ids.clear()
        self.mine.clear()
        self.lists.clear()

    def flush(self) -> None:
        """Write down the tallies; called at the end of each transaction, and before they grow too many."""
        rows = [(number, clean(name, 200), *entry) for (number, name), entry in self.aliases.items()]
        rows.sort()
        self.connection.executemany(sql("mail.tally_alias"), rows)
        self.aliases.clear()
