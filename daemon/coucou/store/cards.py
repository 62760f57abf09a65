"""Contact cards into the ledger and out again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coucou.contract import Card, SourceId
from coucou.core.address import normal
from coucou.core.facts import CardFacts
from coucou.store.file import Store
from coucou.store.known import Known, clean
from coucou.store.statements import sql


@dataclass(frozen=True, slots=True)
class Cabinet:
    """Where cards go: an account, and the full read to which they belong."""

    known: Known
    account_id: int
    generation: int


def take(cabinet: Cabinet, cards: Sequence[Card]) -> int:
    """Store cards, each in the place of the one of the same source; how many ``[exclude]`` kept out."""
    db, excluded = cabinet.known.connection, cabinet.known.excluded
    kept_out = 0
    for card in cards:
        addresses = list(dict.fromkeys(normal(clean(address)) for address in card.addresses))
        kept = [address for address in addresses if not excluded.address(address)]
        if excluded.labelled(card.labels) or (not kept if addresses else excluded.named(card.name)):
            kept_out += 1
            remove(cabinet, [card.source])  # it may have been stored under other rules
            continue
        number = db.execute(sql("cards.upsert"), _row(cabinet, card)).fetchone()[0]
        db.execute(sql("cards.clear_addresses"), (number,))
        db.executemany(sql("cards.insert_address"), [(number, i, address) for i, address in enumerate(kept)])
    return kept_out


def _row(cabinet: Cabinet, card: Card) -> tuple[object, ...]:
    return (
        cabinet.account_id,
        clean(card.source),
        clean(card.name, 200),
        clean(card.organization, 200),
        clean(card.title, 200),
        clean(card.url, 1000),
        None if card.connected_on is None else card.connected_on.isoformat(),
        json.dumps([clean(label) for label in card.labels], ensure_ascii=False),
        cabinet.generation,
    )


def remove(cabinet: Cabinet, sources: Sequence[SourceId]) -> int:
    """Forget cards by source; how many there were."""
    rows = [(cabinet.account_id, clean(source)) for source in sources]
    return max(0, cabinet.known.connection.executemany(sql("cards.delete"), rows).rowcount)


def sweep(cabinet: Cabinet) -> int:
    """Forget the cards that the latest full read did not show; how many there were."""
    row = (cabinet.account_id, cabinet.generation)
    return cabinet.known.connection.execute(sql("cards.sweep"), row).rowcount


def cards(store: Store) -> list[CardFacts]:
    """Every card, in the order in which they came."""
    addresses: dict[int, list[str]] = defaultdict(list)
    for number, address in store.connection.execute(sql("cards.addresses")):
        addresses[number].append(address)
    return [
        CardFacts(
            account=account,
            name=name,
            addresses=tuple(addresses.get(number, ())),
            organization=organization,
            title=title,
            url=url,
            connected_on=None if connected is None else date.fromisoformat(connected),
            labels=tuple(json.loads(labels)),
            earlier=(was_at, was) if was_at or was else None,
        )
        for number, account, name, organization, title, url, connected, labels, was_at, was in store.connection.execute(
            sql("cards.all")
        )
    ]
