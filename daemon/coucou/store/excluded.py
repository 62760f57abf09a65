"""What ``[exclude]`` keeps out, as tests on addresses and labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coucou.core.address import normal
from coucou.core.settings import Exclude


@dataclass(frozen=True, slots=True)
class Excluded:
    """``[exclude]`` in the forms in which it is compared. A domain covers what lies below it; labels ignore case."""

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    subjects: bool = True

    def address(self, address: str) -> bool:
        """Whether ``address`` (normal form) is kept out."""
        if address in self.addresses:
            return True
        if not self.domains:
            return False
        parts = address.rpartition("@")[2].split(".")
        return any(".".join(parts[i:]) in self.domains for i in range(len(parts)))

    def labelled(self, labels: Iterable[str]) -> bool:
        return bool(self.labels) and any(label.casefold() in self.labels for label in labels)


def compiled(exclude: Exclude) -> Excluded:
    return Excluded(
        addresses=frozenset(normal(address) for address in exclude.addresses),
        domains=frozenset(domain.strip().lstrip("@").rstrip(".").casefold() for domain in exclude.domains),
        labels=frozenset(label.casefold() for label in exclude.labels),
        subjects=exclude.subjects,
    )
