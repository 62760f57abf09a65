-- Messages on their way in.

-- name: last_ids
SELECT (SELECT coalesce(max(id), 0) FROM message), (SELECT coalesce(max(id), 0) FROM address);

-- name: find_address
SELECT id, own FROM address WHERE address = ?;

-- name: insert_address
INSERT INTO address (id, address, written, own) VALUES (?, ?, ?, ?);

-- name: mark_grouped
UPDATE address SET grouped = 1 WHERE id = ?;

-- name: insert_message
INSERT INTO message (id, key, account_id, source, message_id, reply_to, moment, kind, left_out, left_out_talking,
                     sent, offset_minutes, label_set_id, subject)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: insert_participant
INSERT INTO participant (address_id, moment, message_id, role, contact, size)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING;

-- name: tally_alias
INSERT INTO alias (address_id, name, seen, first_moment, last_moment) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (address_id, name) DO UPDATE SET
    seen = seen + excluded.seen,
    first_moment = min(first_moment, excluded.first_moment),
    last_moment = max(last_moment, excluded.last_moment);

-- name: insert_bounce
INSERT INTO bounce (address_id, moment, message_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING;

-- name: find_label_set
SELECT id FROM label_set WHERE names = ?;

-- name: insert_label_set
INSERT INTO label_set (names) VALUES (?) RETURNING id;

-- name: delete_by_key
DELETE FROM message WHERE key = ? AND account_id = ?;

-- name: read_known
SELECT moment, kind, sent, left_out, left_out_talking, subject FROM message WHERE id = ?;

-- name: merge_message
UPDATE message SET kind = ?, sent = ?, left_out = ?, left_out_talking = ?, subject = ? WHERE id = ?;

-- name: participants_of
SELECT p.address_id, p.moment, p.role, p.contact, p.size, a.address, a.own
FROM participant p JOIN address a ON a.id = p.address_id
WHERE p.message_id = ?;

-- name: facts_of
SELECT kind, left_out, left_out_talking FROM message WHERE id = ?;

-- name: judge
UPDATE participant SET contact = ?, size = ? WHERE address_id = ? AND moment = ? AND message_id = ? AND role = ?;

-- name: own_addresses
SELECT id, address FROM address WHERE own = 1;

-- name: set_own
UPDATE address SET own = ? WHERE id = ?;

-- name: messages_with
SELECT DISTINCT message_id FROM participant WHERE address_id = ? ORDER BY message_id;
