-- Proposals, and what the user decided of people.

-- name: state_of
SELECT state FROM proposal WHERE id = ?;

-- name: upsert
INSERT INTO proposal (id, person_key, name, addresses, address, state, starts, ends, timezone, approach, channel,
                      language, uid, subject, body, score, reasons, created_at, changed_at)
VALUES (:id, :person_key, :name, :addresses, :address, :state, :starts, :ends, :timezone, :approach, :channel,
        :language, :uid, :subject, :body, :score, :reasons, :now, :now)
ON CONFLICT (id) DO UPDATE SET
    person_key = excluded.person_key, name = excluded.name, addresses = excluded.addresses,
    address = excluded.address, language = excluded.language, subject = excluded.subject, body = excluded.body,
    score = excluded.score, reasons = excluded.reasons,
    changed_at = CASE WHEN state = excluded.state THEN changed_at ELSE excluded.changed_at END,
    state = excluded.state;

-- name: set_state
UPDATE proposal SET state = ?, changed_at = ? WHERE id = ?;

-- name: all
SELECT id, person_key, name, addresses, address, state, starts, ends, timezone, approach, channel, language, uid,
       subject, body, score, reasons, created_at, changed_at
FROM proposal ORDER BY created_at, id;

-- name: choose
INSERT INTO choice (address, verdict, until, decided_at) VALUES (?, ?, ?, ?)
ON CONFLICT (address) DO UPDATE SET verdict = excluded.verdict, until = excluded.until, decided_at = excluded.decided_at;

-- name: unchoose
DELETE FROM choice WHERE address = ?;

-- name: choices
SELECT address, verdict, until, decided_at FROM choice ORDER BY address;

-- name: say_as
INSERT INTO manner (address, address_as) VALUES (?, ?)
ON CONFLICT (address) DO UPDATE SET address_as = excluded.address_as;

-- name: said_as
SELECT address, address_as FROM manner ORDER BY address;
