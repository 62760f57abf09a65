-- What the daemon did last, and how it went.

-- name: put
INSERT INTO job (name, account, began_at, took_ms, state, code, failures, again_at)
VALUES (:name, :account, :began, :took, :state, :code, :failures, :again)
ON CONFLICT (name, account) DO UPDATE SET
    began_at = excluded.began_at, took_ms = excluded.took_ms, state = excluded.state, code = excluded.code,
    failures = excluded.failures, again_at = excluded.again_at;

-- name: all
SELECT name, account, began_at, took_ms, state, code, failures, again_at FROM job ORDER BY name, account;

-- name: forget
DELETE FROM job WHERE name = ? AND account = ?;
