-- Contact cards, in and out.

-- name: upsert
INSERT INTO card (account_id, source, name, organization, title, url, connected_on, labels, generation)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (account_id, source) DO UPDATE SET
    earlier_organization = CASE
        WHEN (card.organization <> '' OR card.title <> '')
            AND (card.organization <> excluded.organization OR card.title <> excluded.title)
        THEN card.organization ELSE card.earlier_organization END,
    earlier_title = CASE
        WHEN (card.organization <> '' OR card.title <> '')
            AND (card.organization <> excluded.organization OR card.title <> excluded.title)
        THEN card.title ELSE card.earlier_title END,
    name = excluded.name, organization = excluded.organization, title = excluded.title, url = excluded.url,
    connected_on = excluded.connected_on, labels = excluded.labels, generation = excluded.generation
RETURNING id;

-- name: clear_addresses
DELETE FROM card_address WHERE card_id = ?;

-- name: insert_address
INSERT INTO card_address (card_id, position, address) VALUES (?, ?, ?);

-- name: delete
DELETE FROM card WHERE account_id = ? AND source = ?;

-- name: sweep
DELETE FROM card WHERE account_id = ? AND generation < ?;

-- name: addresses
SELECT card_id, address FROM card_address ORDER BY card_id, position;

-- name: all
SELECT c.id, a.name, c.name, c.organization, c.title, c.url, c.connected_on, c.labels, c.earlier_organization,
       c.earlier_title
FROM card c JOIN account a ON a.id = c.account_id ORDER BY c.id;
