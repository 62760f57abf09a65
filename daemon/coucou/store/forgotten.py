"""Who is forgotten, by keyed hash, and with ``[exclude]`` all that is kept out."""

from __future__ import annotations

from dataclasses import replace

from coucou.core.settings import Exclude
from coucou.store import audit
from coucou.store.excluded import Excluded, compiled
from coucou.store.file import Store
from coucou.store.statements import sql


def forgotten(store: Store) -> frozenset[str]:
    """The keyed hashes of everybody who is forgotten."""
    return frozenset(who for (who,) in store.connection.execute(sql("purge.forgotten")))


def kept_out(store: Store, exclude: Exclude) -> Excluded:
    """What ``[exclude]`` keeps out, and who is forgotten."""
    hashes = forgotten(store)
    return replace(compiled(exclude), forgotten=hashes, marked=audit.marker(store)) if hashes else compiled(exclude)
