"""What is exported is everything that the ledger holds, whatever table it stands in."""

from __future__ import annotations

from coucou.store.export import rows, tables
from tests.unit.ledgers import a_ledger


def test_every_column_of_every_table_is_exported_but_the_key_of_the_hashes() -> None:
    with a_ledger() as store:
        db = store.connection
        db.execute("PRAGMA foreign_keys = OFF")
        held = {}
        for table in tables(store):
            columns = [(row[1], row[2]) for row in db.execute(f"PRAGMA table_info({table})")]
            held[table] = {
                name: f"{table}.{name}" if kind == "TEXT" else 7.0 if kind == "REAL" else 7 for name, kind in columns
            }
            marks = ", ".join(f":{name}" for name, _ in columns)
            db.execute(f"INSERT INTO {table} VALUES ({marks})", held[table])
        db.execute("INSERT INTO meta (key, value) VALUES ('audit key', 'a secret')")
        assert {"message", "folded", "proposal", "audit", "forgotten", "job"} <= held.keys()
        for table, row in held.items():
            assert row in list(rows(store, table)), table
        everything = repr([list(rows(store, table)) for table in held])
        assert "a secret" not in everything
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE type = 'view'").fetchone() == (0,)
