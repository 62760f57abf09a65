-- The record of what was decided and done. There is no statement here that changes or deletes, on purpose.

-- name: add
INSERT INTO audit (at, what, proposal_id, who, key, account, result, code)
VALUES (:at, :what, :proposal, :who, :key, :account, :result, :code);

-- name: all
SELECT id, at, what, proposal_id, who, key, account, result, code FROM audit ORDER BY id;
