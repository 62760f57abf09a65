-- What should stand at providers.

-- name: add
INSERT INTO effect (key, proposal_id, kind, account, wanted, seen, tries, code, asked_at, changed_at)
VALUES (:key, :proposal, :kind, :account, 'there', 'nothing', 0, '', NULL, :now)
ON CONFLICT (key) DO UPDATE SET wanted = 'there';

-- name: all
SELECT key, proposal_id, kind, account, wanted, seen, tries, code, asked_at, changed_at FROM effect
ORDER BY changed_at, key;

-- name: of
SELECT key, proposal_id, kind, account, wanted, seen, tries, code, asked_at, changed_at FROM effect
WHERE proposal_id = ? ORDER BY changed_at, key;

-- name: set_wanted
UPDATE effect SET wanted = :wanted, changed_at = :now WHERE key = :key;

-- name: set_seen
UPDATE effect SET seen = :seen, code = :code, tries = :tries, account = :account, asked_at = :asked_at,
                  changed_at = :now
WHERE key = :key;
