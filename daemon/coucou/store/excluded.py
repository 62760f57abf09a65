"""What ``[exclude]`` keeps out, as tests on addresses and labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coucou.core.address import normal
from coucou.core.names import fold
from coucou.core.settings import Exclude

_ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Excluded:
    """``[exclude]`` in the forms in which it is compared. A domain covers what lies below it; labels ignore case."""

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    subjects: bool = True
    forgotten: frozenset[str] = frozenset()  # keyed hashes
    marked: Callable[[str], str] = str  # makes the keyed hash of an address

    def address(self, address: str) -> bool:
        """Whether ``address`` (normal form) is kept out."""
        if address in self.addresses or (self.forgotten and self.marked(address) in self.forgotten):
            return True
        if not self.domains:
            return False
        parts = address.rpartition("@")[2].split(".")
        return any(".".join(parts[i:]) in self.domains for i in range(len(parts)))

    def named(self, name: str) -> bool:
        """Whether somebody of whom nothing but ``name`` is known was forgotten."""
        return bool(self.forgotten) and self.marked(name_mark(name)) in self.forgotten

    def masked(self, text: str) -> str:
        """An identifier (a Message-ID, a UID) with a keyed hash where an address of somebody forgotten stood."""
        if not self.forgotten or "@" not in text:
            return text
        for found in _ADDRESS.finditer(text):
            local, _, domain = found[0].rpartition("@")
            for start in range(len(local)):  # what stands before an address in an identifier may look like a part of it
                address = f"{local[start:]}@{domain}"
                if self.marked(address) in self.forgotten:
                    return self.masked(text.replace(address, self.marked(address)))
        return text

    def labelled(self, labels: Iterable[str]) -> bool:
        return bool(self.labels) and any(label.casefold() in self.labels for label in labels)


def name_mark(name: str) -> str:
    """What is hashed for somebody without an address: the words of the name, whatever their case and accents. No source
    of theirs goes with it: the number of a row in an export is another in the next one."""
    return f"name:{' '.join(fold(name))}"


def compiled(exclude: Exclude) -> Excluded:
    return Excluded(
        addresses=frozenset(normal(address) for address in exclude.addresses),
        domains=frozenset(domain.strip().lstrip("@").rstrip(".").casefold() for domain in exclude.domains),
        labels=frozenset(label.casefold() for label in exclude.labels),
        subjects=exclude.subjects,
    )
