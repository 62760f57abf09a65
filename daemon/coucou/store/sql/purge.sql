-- Taking out what [exclude] keeps out from now on.

-- name: all_addresses
SELECT id, address FROM address;

-- name: label_sets
SELECT id, names FROM label_set;

-- name: delete_labelled
DELETE FROM message WHERE label_set_id = ?;

-- name: rows_of
SELECT message_id, role FROM participant WHERE address_id = ? ORDER BY message_id;

-- name: count_left_out
UPDATE message SET left_out = left_out + ?, left_out_talking = left_out_talking + ? WHERE id = ?;

-- name: delete_rows_of
DELETE FROM participant WHERE address_id = ?;

-- name: delete_if_alone
DELETE FROM message WHERE id = ? AND NOT EXISTS (
    SELECT 1 FROM participant p JOIN address a ON a.id = p.address_id WHERE p.message_id = message.id AND a.own = 0);

-- name: events_of
SELECT DISTINCT event_id FROM event_participant WHERE address_id = ?;

-- name: delete_event_rows_of
DELETE FROM event_participant WHERE address_id = ?;

-- name: untitle_if_alone
UPDATE event SET subject = NULL WHERE id = ? AND NOT EXISTS (
    SELECT 1 FROM event_participant p JOIN address a ON a.id = p.address_id WHERE p.event_id = event.id AND a.own = 0);

-- name: delete_bounces_of
DELETE FROM bounce WHERE address_id = ?;

-- name: delete_folded_of
DELETE FROM folded WHERE address_id = ?;

-- name: delete_address
DELETE FROM address WHERE id = ?;

-- name: delete_orphans
DELETE FROM address WHERE own = 0
    AND NOT EXISTS (SELECT 1 FROM participant p WHERE p.address_id = address.id)
    AND NOT EXISTS (SELECT 1 FROM event_participant p WHERE p.address_id = address.id)
    AND NOT EXISTS (SELECT 1 FROM bounce b WHERE b.address_id = address.id)
    AND NOT EXISTS (SELECT 1 FROM folded f WHERE f.address_id = address.id);

-- name: forget_mail_subjects
UPDATE message SET subject = NULL WHERE subject IS NOT NULL;

-- name: forget_event_subjects
UPDATE event SET subject = NULL WHERE subject IS NOT NULL;

-- name: card_labels
SELECT id, labels FROM card;

-- name: cards_without_address
SELECT id, name FROM card WHERE NOT EXISTS (SELECT 1 FROM card_address a WHERE a.card_id = card.id);

-- name: card_addresses
SELECT card_id, address FROM card_address;

-- name: delete_card_address
DELETE FROM card_address WHERE card_id = ? AND address = ?;

-- name: card_has_address
SELECT 1 FROM card_address WHERE card_id = ?;

-- name: delete_card
DELETE FROM card WHERE id = ?;

-- name: proposal_addresses
SELECT id, addresses, address, name FROM proposal;

-- name: delete_proposal
DELETE FROM proposal WHERE id = ?;

-- name: delete_choice
DELETE FROM choice WHERE address = ?;

-- name: delete_manner
DELETE FROM manner WHERE address = ?;

-- name: forgotten
SELECT who FROM forgotten;

-- name: note_forgotten
INSERT INTO forgotten (who, at) VALUES (?, ?) ON CONFLICT DO NOTHING;

-- name: uids
SELECT id, uid FROM event WHERE instr(lower(uid), ?);

-- name: set_uid
UPDATE event SET uid = ? WHERE id = ?;

-- name: message_ids
SELECT id, message_id FROM message WHERE instr(lower(message_id), ?);

-- name: set_message_id
UPDATE message SET message_id = ? WHERE id = ?;

-- name: has_effect
SELECT 1 FROM effect WHERE proposal_id = ?;

-- name: blank_proposal
UPDATE proposal SET person_key = '', name = '', addresses = '[]', address = '', subject = '', body = '', reasons = '[]',
    why = '[]'
WHERE id = ?;
