-- Proposals, and what the user decided of people.

-- name: state_of
SELECT state FROM proposal WHERE id = ?;

-- name: upsert
INSERT INTO proposal (id, person_key, name, addresses, address, state, starts, ends, timezone, approach, channel,
                      language, uid, subject, body, score, reasons, created_at, changed_at, send_on, parent, account)
VALUES (:id, :person_key, :name, :addresses, :address, :state, :starts, :ends, :timezone, :approach, :channel,
        :language, :uid, :subject, :body, :score, :reasons, :now, :now, :send_on, :parent, :account)
ON CONFLICT (id) DO UPDATE SET
    person_key = excluded.person_key, name = excluded.name, addresses = excluded.addresses,
    address = excluded.address, language = excluded.language, subject = excluded.subject, body = excluded.body,
    score = excluded.score, reasons = excluded.reasons, send_on = excluded.send_on, why = '[]',
    created_at = CASE WHEN state = excluded.state THEN created_at ELSE excluded.created_at END,
    changed_at = CASE WHEN state = excluded.state THEN changed_at ELSE excluded.changed_at END,
    state = excluded.state;

-- name: set_state
UPDATE proposal SET state = :state, changed_at = :now, why = :why WHERE id = :id;

-- name: set_why
UPDATE proposal SET why = :why WHERE id = :id;

-- name: set_until
UPDATE proposal SET until = :until WHERE id = :id;

-- name: set_sent
UPDATE proposal SET sent_at = :now, account = :account WHERE id = :id;

-- name: edit
UPDATE proposal SET subject = :subject, body = :body, starts = :starts, ends = :ends, edited = 1, changed_at = :now
WHERE id = :id;

-- name: all
SELECT id, person_key, name, addresses, address, state, starts, ends, timezone, approach, channel, language, uid,
       subject, body, score, reasons, created_at, changed_at, send_on, sent_at, until, parent, edited, account, why
FROM proposal ORDER BY created_at, id;

-- name: in_state
SELECT id, person_key, name, addresses, address, state, starts, ends, timezone, approach, channel, language, uid,
       subject, body, score, reasons, created_at, changed_at, send_on, sent_at, until, parent, edited, account, why
FROM proposal WHERE state = ? ORDER BY created_at, id;

-- name: one
SELECT id, person_key, name, addresses, address, state, starts, ends, timezone, approach, channel, language, uid,
       subject, body, score, reasons, created_at, changed_at, send_on, sent_at, until, parent, edited, account, why
FROM proposal WHERE id = ?;

-- name: choose
INSERT INTO choice (address, verdict, until, decided_at) VALUES (?, ?, ?, ?)
ON CONFLICT (address) DO UPDATE SET verdict = excluded.verdict, until = excluded.until, decided_at = excluded.decided_at;

-- name: choices
SELECT address, verdict, until, decided_at FROM choice ORDER BY address;

-- name: say_as
INSERT INTO manner (address, address_as) VALUES (?, ?)
ON CONFLICT (address) DO UPDATE SET address_as = excluded.address_as;

-- name: said_as
SELECT address, address_as FROM manner ORDER BY address;
