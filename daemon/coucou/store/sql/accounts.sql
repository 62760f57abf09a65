-- Accounts, and where each of their readers stands.

-- name: find
SELECT id, connector FROM account WHERE name = ?;

-- name: insert
INSERT INTO account (name, connector) VALUES (?, ?) RETURNING id;

-- name: set_connector
UPDATE account SET connector = ? WHERE id = ?;

-- name: names
SELECT name FROM account ORDER BY id;

-- name: delete
DELETE FROM account WHERE name = ?;

-- name: add_reader
INSERT INTO reader (account_id, name) VALUES (?, ?) ON CONFLICT DO NOTHING;

-- name: cursor
SELECT r.cursor_value, r.cursor_version FROM reader r JOIN account a ON a.id = r.account_id WHERE a.name = ? AND r.name = ?;

-- name: set_cursor
UPDATE reader SET cursor_value = ?, cursor_version = ? WHERE account_id = ? AND name = ?;

-- name: forget_cursors
UPDATE reader SET cursor_value = NULL, cursor_version = NULL;

-- name: forget_cursors_of
UPDATE reader SET cursor_value = NULL, cursor_version = NULL WHERE account_id = ?;

-- name: begin_again
UPDATE reader SET generation = generation + 1, sweeping = 1, cursor_value = NULL, cursor_version = NULL
WHERE account_id = ? AND name = ?;

-- name: generation
SELECT generation, sweeping FROM reader WHERE account_id = ? AND name = ?;

-- name: swept
UPDATE reader SET sweeping = 0 WHERE account_id = ? AND name = ?;

-- name: synced
UPDATE reader SET
    since = CASE WHEN state = 'ok' THEN since ELSE :now END,
    state = 'ok', code = '', again_at = NULL,
    first_synced_at = coalesce(first_synced_at, :now), synced_at = :now
WHERE account_id = :account AND name = :name;

-- name: failed
UPDATE reader SET
    since = CASE WHEN state = :state AND code = :code THEN since ELSE :now END,
    state = :state, code = :code, again_at = :again
WHERE account_id = :account AND name = :name;

-- name: readers_of
SELECT name FROM reader WHERE account_id = ? ORDER BY name;

-- name: states
SELECT a.name, a.connector, r.name, r.state, r.code, r.since, r.again_at, r.first_synced_at, r.synced_at
FROM account a JOIN reader r ON r.account_id = a.id
ORDER BY a.id, r.name;

-- name: events_of
SELECT count(*) FROM event WHERE account_id = (SELECT id FROM account WHERE name = ?);

-- name: get_meta
SELECT value FROM meta WHERE key = ?;

-- name: set_meta
INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- name: retire_events
DELETE FROM event WHERE account_id = (SELECT id FROM account WHERE name = ?);

-- name: retire_cards
DELETE FROM card WHERE account_id = (SELECT id FROM account WHERE name = ?);

-- name: retire_zones
DELETE FROM zone WHERE account_id = (SELECT id FROM account WHERE name = ?);

-- name: retire_readers
DELETE FROM reader WHERE account_id = (SELECT id FROM account WHERE name = ?);

-- name: retire_empty
DELETE FROM account WHERE name = ?
    AND NOT EXISTS (SELECT 1 FROM message m WHERE m.account_id = account.id)
    AND NOT EXISTS (SELECT 1 FROM folded f WHERE f.account_id = account.id);

-- name: meta_like
SELECT value FROM meta WHERE key LIKE ?;
