"""Letting a person be forgotten: everything about them goes, old copies of the file too.

What stays is a keyed hash of each address, and of the name that cards without an address bear, so that no later reading
stores them again; and the keys of what was sent, so that nothing is sent twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from coucou.core.address import normal
from coucou.core.settings import Exclude
from coucou.store import audit, migrations, purge
from coucou.store.excluded import Excluded, name_mark
from coucou.store.file import Store
from coucou.store.forgotten import kept_out
from coucou.store.statements import sql


def forget(
    store: Store, addresses: Iterable[str], exclude: Exclude, *, now: datetime, names: Iterable[str] = ()
) -> None:
    """Take out everything about the person of ``addresses``, for good, and keep it out from now on. Cards that hold no
    address are theirs by one of ``names``.

    It is overwritten in the file, and the file's old copies go. Their place in the size of groups stays, as a number.
    """
    whose = sorted({normal(address) for address in addresses})
    marks = whose + sorted({name_mark(name) for name in names})
    # Set outside of any transaction, where alone it takes effect on every page that is freed.
    store.connection.execute("PRAGMA secure_delete = ON")
    with store.transaction():
        rows = [(audit.who(store, address), int(now.timestamp())) for address in marks]
        store.connection.executemany(sql("purge.note_forgotten"), rows)
        for address in marks:
            audit.note(store, "forget", now=now, address=address)
        for address in whose:
            purge.forget_rests(store.connection, address)
        purge.forget_named(store.connection, marks)
        outside = kept_out(store, exclude)
        purge.take_out(store.connection, outside)
        for address in whose:
            _mask(store, outside, address)
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.connection.execute("VACUUM")  # pages that were free before may hold what was there once
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for copy in (*migrations.backups(store.path), *store.path.parent.glob(f"{store.path.name}.corrupt-*")):
        copy.unlink(missing_ok=True)


def _mask(store: Store, outside: Excluded, address: str) -> None:
    """Identifiers of meetings and messages with others in them may be made of an address."""
    for asked, changed in (("purge.uids", "purge.set_uid"), ("purge.message_ids", "purge.set_message_id")):
        found = store.connection.execute(sql(asked), (address,)).fetchall()
        store.connection.executemany(sql(changed), [(outside.masked(text), number) for number, text in found])
