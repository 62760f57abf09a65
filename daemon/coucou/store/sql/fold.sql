-- Old mail into counts by month. A month counts as a whole: for a moment in its midst, it is not there yet.

-- name: newest
SELECT max(moment) FROM message;

-- name: oldest
SELECT min(moment) FROM message;

-- name: no_months
DELETE FROM temp.month;

-- name: add_month
INSERT INTO temp.month (start) VALUES (?);

-- name: fold_participants
INSERT INTO folded (address_id, month, account_id, role, contact, times, company, sent, first_moment, last_moment)
SELECT p.address_id, o.month, o.account_id, p.role, p.contact, count(*), sum(p.size), sum(o.sent), min(p.moment),
       max(p.moment)
FROM (
    SELECT m.id, m.account_id, m.sent, (SELECT max(t.start) FROM temp.month t WHERE t.start <= m.moment) AS month
    FROM message m WHERE m.moment < :cutoff
) o JOIN participant p ON p.message_id = o.id
GROUP BY p.address_id, o.month, o.account_id, p.role, p.contact;

-- name: fold_bounces
INSERT INTO folded (address_id, month, account_id, role, contact, times, company, sent, first_moment, last_moment)
SELECT b.address_id, o.month, o.account_id, 3, 0, count(*), 0, 0, min(b.moment), max(b.moment)
FROM (
    SELECT m.id, m.account_id, (SELECT max(t.start) FROM temp.month t WHERE t.start <= m.moment) AS month
    FROM message m WHERE m.moment < :cutoff
) o JOIN bounce b ON b.message_id = o.id
GROUP BY b.address_id, o.month, o.account_id;

-- name: delete_participants
-- Ahead of the messages: the trigger would look each of them up.
DELETE FROM participant WHERE moment < :cutoff;

-- name: delete_messages
DELETE FROM message WHERE moment < :cutoff;

-- name: by_address
SELECT a.id, a.address, a.grouped, min(f.first_moment), max(f.last_moment),
       coalesce(sum(f.times) FILTER (WHERE f.contact > 0), 0)
FROM folded f JOIN address a ON a.id = f.address_id
WHERE f.last_moment <= :as_of AND f.role < 3
GROUP BY a.id;

-- name: touches_of
SELECT f.first_moment, f.last_moment, f.times, f.contact, f.company, a.address, ac.name
FROM address a
JOIN folded f ON f.address_id = a.id
JOIN account ac ON ac.id = f.account_id
WHERE a.address = :address AND f.last_moment <= :as_of AND f.contact >= :least AND f.role < 3
ORDER BY f.month, f.role, f.contact;
