-- Calendar components, in and out.

-- name: upsert
INSERT INTO event (account_id, source, calendar, uid, start, duration, nominal, zone, recurrence, replaces, and_future,
                   shows, status, kind, private, subject, sequence, mark, first_moment, last_moment, generation)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (account_id, source) DO UPDATE SET
    calendar = excluded.calendar, uid = excluded.uid, start = excluded.start, duration = excluded.duration,
    nominal = excluded.nominal, zone = excluded.zone, recurrence = excluded.recurrence, replaces = excluded.replaces,
    and_future = excluded.and_future, shows = excluded.shows, status = excluded.status, kind = excluded.kind,
    private = excluded.private, subject = excluded.subject, sequence = excluded.sequence, mark = excluded.mark,
    first_moment = excluded.first_moment, last_moment = excluded.last_moment, generation = excluded.generation
RETURNING id;

-- name: clear_participants
DELETE FROM event_participant WHERE event_id = ?;

-- name: insert_participant
INSERT INTO event_participant (event_id, position, address_id, role, answer, kind, name) VALUES (?, ?, ?, ?, ?, ?, ?);

-- name: delete
DELETE FROM event WHERE account_id = ? AND source = ?;

-- name: sweep
DELETE FROM event WHERE account_id = ? AND generation < ?;

-- name: upsert_zone
INSERT INTO zone (account_id, name, definition) VALUES (?, ?, ?)
ON CONFLICT (account_id, name) DO UPDATE SET definition = excluded.definition;

-- name: zones
SELECT a.name, z.name, z.definition FROM zone z JOIN account a ON a.id = z.account_id;

-- name: touching
SELECT DISTINCT account_id, calendar, uid FROM event WHERE last_moment > :start AND first_moment < :end;

-- name: attended
SELECT DISTINCT account_id, calendar, uid FROM event WHERE first_moment <= :until AND id IN (
    SELECT p.event_id FROM event_participant p JOIN address a ON a.id = p.address_id
    WHERE p.kind = 'individual' AND a.own = 0 AND a.grouped = 0);

-- name: ours
SELECT DISTINCT account_id, calendar, uid FROM event WHERE mark IS NOT NULL OR uid IN (SELECT uid FROM proposal);

-- Subqueries, not joins: of a temporary table SQLite knows no size, and would scan every event for a few.

-- name: chosen_events
SELECT e.id, a.name, e.source, e.calendar, e.uid, e.start, e.duration, e.nominal, e.zone, e.recurrence, e.replaces,
       e.and_future, e.shows, e.status, e.kind, e.private, e.subject, e.sequence, e.mark
FROM event e JOIN account a ON a.id = e.account_id
WHERE e.uid IN (SELECT uid FROM temp.chosen) AND EXISTS (
    SELECT 1 FROM temp.chosen c WHERE c.uid = e.uid AND c.account_id = e.account_id AND c.calendar = e.calendar)
ORDER BY e.account_id, e.id;

-- name: chosen_participants
SELECT p.event_id, p.role, a.address, p.name, p.answer, p.kind
FROM event_participant p JOIN address a ON a.id = p.address_id
WHERE p.event_id IN (
    SELECT e.id FROM event e WHERE e.uid IN (SELECT uid FROM temp.chosen) AND EXISTS (
        SELECT 1 FROM temp.chosen c WHERE c.uid = e.uid AND c.account_id = e.account_id AND c.calendar = e.calendar))
ORDER BY p.event_id, p.position;
