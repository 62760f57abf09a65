-- When others are taken, as their calendars showed it.

-- name: keep
INSERT INTO taken (address, first_moment, last_moment, busy, hours, read_at) VALUES (?, ?, ?, ?, ?, ?);

-- name: forget
DELETE FROM taken WHERE address = ?;

-- name: kept
SELECT address, first_moment, last_moment, busy, hours FROM taken WHERE read_at BETWEEN ? AND ?;

-- name: drop_before
DELETE FROM taken WHERE read_at < ?;
